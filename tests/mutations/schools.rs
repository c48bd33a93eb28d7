//! Mistakes in the list of schools.

use crate::mutation::{List, Mutation, Reach, SLIPS, SOME};
use crate::table::When;

const TOWN: &str = "331002005";
/// A large primary school.
const ONE: When = &[("school", "331002005-P03")];
/// A kindergarten.
const KINDERGARTEN: When = &[("school", "331002005-K14")];

pub fn schools() -> Vec<Mutation> {
    let mut list = List::of("schools");
    counts(&mut list);
    classes(&mut list);
    rows(&mut list);
    list.usual(&["school", "name", "town", "stage", "sector", "grade", "places", "pupils", "migrant_pupils"]);
    list.all
}

fn counts(list: &mut List) {
    use Reach::{Place, Whole};
    for column in ["places", "pupils", "migrant_pupils"] {
        list.scaled(Place, column, "a school", ONE, &SLIPS, true);
        list.scaled(Place, column, "a kindergarten", KINDERGARTEN, &SOME, true);
        list.scaled(Place, column, "a town", &[("town", TOWN)], &SOME, true);
        list.scaled(Whole, column, "all junior schools", &[("stage", "junior")], &SOME, true);
        list.scaled(
            Whole,
            column,
            "all private kindergartens",
            &[("stage", "preschool"), ("sector", "private")],
            &SOME,
            true,
        );
        list.scaled(Whole, column, "all", &[], &SLIPS, true);
        list.scaled(Whole, column, "all", &[], &[2.0, 0.5], true);
        list.written(Place, column, "0 in a school", ONE, "0");
        list.written(Place, column, "1.234,5 in a school", ONE, "1.234,5");
        list.written(Place, column, "1.620 for 1620", ONE, "1.620");
        list.written(Whole, column, "0 in a town", &[("town", TOWN)], "0");
        list.written(Whole, column, "0 in all", &[], "0");
    }
    list.scaled(Place, "places", "all three counts of a school", ONE, &[10.0, 100.0], true);
    list.place("places", "places and pupils of a school × 10", |draft| {
        for column in ["places", "pupils", "migrant_pupils"] {
            draft.table("schools").change(ONE, column, crate::table::times_whole(10.0));
        }
    });
    list.place("places", "places and pupils of a school ÷ 10", |draft| {
        for column in ["places", "pupils", "migrant_pupils"] {
            draft.table("schools").change(ONE, column, crate::table::times_whole(0.1));
        }
    });
    list.whole("places", "places and pupils exchanged", |draft| {
        draft.table("schools").exchange(&[], "places", "pupils")
    });
    list.whole("pupils", "pupils and migrants exchanged", |draft| {
        draft.table("schools").exchange(&[], "pupils", "migrant_pupils");
    });
    list.place("places", "classes for places in a school", |draft| {
        draft.table("schools").put(ONE, "places", "36")
    });
    list.whole("places", "classes for places", |draft| {
        draft.table("schools").change(&[], "places", crate::table::times_whole(1.0 / 45.0));
    });
    list.place("pupils", "the pupils of two schools exchanged", |draft| {
        draft.table("schools").swap_rows(ONE, KINDERGARTEN, &["pupils"]);
    });
    list.place("places", "the places of two schools exchanged", |draft| {
        draft.table("schools").swap_rows(ONE, KINDERGARTEN, &["places"]);
    });
    list.place("places", "a town's places moved down by a row", |draft| {
        draft.table("schools").shift(&[("town", TOWN)], "places");
    });
    list.place("migrant_pupils", "one more migrant child", |draft| {
        draft.table("schools").change(ONE, "migrant_pupils", crate::table::plus(1.0));
    });
    list.written(Whole, "grade", "grade 1 for grade 3", &[("grade", "3")], "1");
    list.whole("grade", "grades upside down", |draft| draft.table("schools").swap(&[], "grade", "1", "3"));
    list.written(Place, "grade", "no such grade", KINDERGARTEN, "30");
    list.written(Place, "grade", "a grade of a school", ONE, "1");
    list.written(Place, "grade", "a kindergarten without a grade", KINDERGARTEN, "");
}

fn classes(list: &mut List) {
    use Reach::{Place, Whole};
    list.written(
        Place,
        "stage",
        "primary for junior in a town",
        &[("town", TOWN), ("stage", "junior")],
        "primary",
    );
    list.written(Place, "stage", "a primary school as a kindergarten", ONE, "preschool");
    list.written(Place, "stage", "a kindergarten as a primary school", KINDERGARTEN, "primary");
    list.written(Place, "stage", "no such stage", ONE, "primry");
    list.whole("stage", "primary and junior exchanged", |draft| {
        draft.table("schools").swap(&[], "stage", "primary", "junior");
    });
    list.whole("stage", "preschool and primary exchanged", |draft| {
        draft.table("schools").swap(&[], "stage", "preschool", "primary");
    });
    list.written(Whole, "stage", "one stage for all", &[], "primary");
    list.written(Place, "sector", "a public school as private", ONE, "private");
    list.written(Place, "sector", "a private kindergarten as public", KINDERGARTEN, "public");
    list.whole("sector", "public and private exchanged", |draft| {
        draft.table("schools").swap(&[], "sector", "public", "private");
    });
    list.whole("sector", "inclusive and private exchanged", |draft| {
        draft.table("schools").swap(&[], "sector", "inclusive", "private");
    });
    list.place("sector", "public and private of a town exchanged", |draft| {
        draft.table("schools").swap(&[("town", TOWN)], "sector", "public", "private");
    });
    list.written(Whole, "sector", "one sector for all", &[], "public");
    list.written(Place, "sector", "no such sector", ONE, "pubic");
}

fn rows(list: &mut List) {
    use Reach::{Place, Whole};
    list.place("town", "two towns exchanged", |draft| {
        draft.table("schools").swap(&[], "town", TOWN, "331022001")
    });
    list.place("town", "two towns of a county exchanged", |draft| {
        draft.table("schools").swap(&[], "town", TOWN, "331002101");
    });
    list.written(Place, "town", "a school in another town", ONE, "331022001");
    list.written(Place, "town", "a town's schools in another town", &[("town", TOWN)], "331002006");
    list.written(Place, "town", "a digit lacks", ONE, "33100205");
    list.written(Whole, "town", "a county's schools in one town", &[("town", "331002…")], TOWN);
    list.without(Place, "school", "a school missing", ONE);
    list.without(Place, "town", "a town's schools missing", &[("town", TOWN)]);
    list.without(Place, "stage", "a town's primary schools missing", &[("town", TOWN), ("stage", "primary")]);
    list.without(Whole, "town", "a county's schools missing", &[("town", "331002…")]);
    list.without(Whole, "stage", "kindergartens missing", &[("stage", "preschool")]);
    list.without(Whole, "stage", "junior schools missing", &[("stage", "junior")]);
    list.without(Whole, "stage", "special schools missing", &[("stage", "special")]);
    list.without(
        Whole,
        "stage",
        "a county's kindergartens missing",
        &[("town", "331002…"), ("stage", "preschool")],
    );
    list.without(Whole, "sector", "private schools missing", &[("sector", "private")]);
    list.without(
        Whole,
        "sector",
        "a county's public schools missing",
        &[("town", "331002…"), ("sector", "public")],
    );
    list.without(Whole, "grade", "third grades missing", &[("grade", "3")]);
    list.whole("school", "the table missing", |draft| {
        draft.tables.remove("schools");
    });
    list.place("school", "a row twice", |draft| draft.table("schools").copy(ONE, |_| {}));
    list.place("school", "a school twice under another id", |draft| {
        draft.table("schools").copy(ONE, |row| row.put("school", "331002005-P99"));
    });
    list.place("school", "a town's schools twice under other ids", |draft| {
        draft.table("schools").copy(&[("town", TOWN)], |row| {
            let id = format!("{}x", row.get("school"));
            row.put("school", &id);
        });
    });
    list.whole("school", "all schools twice under other ids", |draft| {
        draft.table("schools").copy(&[], |row| {
            let id = format!("{}x", row.get("school"));
            row.put("school", &id);
        });
    });
    list.place("school", "an id that differs in case", |draft| {
        draft.table("schools").copy(ONE, |row| row.put("school", "331002005-p03"));
    });
    list.place("school", "an id with an invisible character", |draft| {
        draft.table("schools").copy(ONE, |row| row.put("school", "331002005-P03\u{200b}"));
    });
    list.whole("name", "a total as a school", |draft| {
        let columns = ["places", "pupils", "migrant_pupils"];
        draft.table("schools").sums(
            &[("stage", "primary"), ("sector", "public")],
            &["stage"],
            &columns,
            |row| {
                row.put("school", "T");
                row.put("name", "合计");
            },
        );
    });
    list.place("name", "a town's total as a school", |draft| {
        let columns = ["places", "pupils", "migrant_pupils"];
        let when: When = &[("town", TOWN), ("stage", "primary"), ("sector", "public")];
        draft.table("schools").sums(when, &["stage"], &columns, |row| {
            row.put("school", "331002005-P00");
            row.put("name", "三甲街道小学");
        });
    });
    list.written(Place, "name", "another school's name", ONE, "三甲街道第二小学");
    list.written(Whole, "name", "one name for all", &[], "小学");
    list.written(Whole, "school", "one id for all", &[], "S1");
    list.whole("school", "only half of the table", |draft| {
        let rows = draft.table("schools").rows.len() / 2;
        draft.table("schools").rows.truncate(rows);
    });
}
