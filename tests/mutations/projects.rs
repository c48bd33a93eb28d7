//! Mistakes in the list of projects.

use crate::mutation::{List, Mutation, Reach, SLIPS, SOME};
use crate::table::{When, plus};

const TOWN: &str = "331002005";
/// Under construction, of a school.
const BUILT: When = &[("project", "R11")];
/// Planned: a school of two stages.
const PLANNED: When = &[("project", "C143-1")];
/// Planned: a kindergarten that moves.
const MOVED: When = &[("project", "K187-1")];
/// A private kindergarten that becomes public.
const CONVERTED: When = &[("project", "K252-1")];

pub fn projects() -> Vec<Mutation> {
    let mut list = List::of("projects");
    counts(&mut list);
    money(&mut list);
    years(&mut list);
    words(&mut list);
    rows(&mut list);
    list.usual(&[
        "project",
        "site",
        "name",
        "town",
        "programme",
        "kind",
        "status",
        "committed",
        "sector",
        "grade",
        "from_sector",
        "from_grade",
        "from_places",
        "places.preschool",
        "places.primary",
        "places.junior",
        "places.special",
        "capex",
        "land",
        "earliest",
        "latest",
        "source",
        "note",
    ]);
    list.all
}

fn counts(list: &mut List) {
    use Reach::{Place, Whole};
    list.scaled(Place, "places.primary", "a project under construction", BUILT, &SLIPS, true);
    list.scaled(Place, "places.primary", "a planned project", PLANNED, &SOME, true);
    list.scaled(Place, "places.preschool", "a kindergarten that moves", MOVED, &SOME, true);
    list.scaled(Place, "places.junior", "a planned project", PLANNED, &SOME, true);
    list.scaled(Place, "places.special", "a special school", &[("project", "S331022")], &SOME, true);
    list.scaled(Place, "from_places", "a kindergarten that moves", MOVED, &SOME, true);
    for column in ["places.preschool", "places.primary", "places.junior", "places.special", "from_places"] {
        list.scaled(Whole, column, "all", &[], &SOME, true);
        list.written(Whole, column, "0 in all", &[], "0");
    }
    for column in ["places.preschool", "places.primary", "places.junior"] {
        list.scaled(Reach::Place, column, "a town", &[("town", TOWN)], &SOME, true);
        list.scaled(Whole, column, "all", &[], &[2.0, 0.5], true);
    }
    list.whole("places.primary", "primary and junior exchanged", |draft| {
        draft.table("projects").exchange(&[], "places.primary", "places.junior");
    });
    list.whole("places.preschool", "preschool and primary exchanged", |draft| {
        draft.table("projects").exchange(&[], "places.preschool", "places.primary");
    });
    list.place("places.primary", "primary and junior of a project exchanged", |draft| {
        draft.table("projects").exchange(BUILT, "places.primary", "places.junior");
    });
    list.whole("places.primary", "classes for places", |draft| {
        draft.table("projects").change(&[], "places.primary", crate::table::times_whole(1.0 / 45.0));
    });
    list.whole("places.preschool", "kindergartens of the last year below 0", |draft| {
        draft.table("projects").change(&[("latest", "2027")], "places.preschool", |cell| format!("-{cell}"));
    });
    list.written(Place, "from_places", "more than stand", MOVED, "5000");
    list.written(Place, "from_places", "none", MOVED, "");
    list.written(Place, "grade", "no such grade", MOVED, "20");
    list.written(Place, "from_grade", "a grade that no school of the town has", MOVED, "3");
    list.written(Whole, "grade", "grade 3 for all kindergartens", &[("programme", "preschool")], "3");
    list.whole("grade", "grade and from_grade exchanged", |draft| {
        draft.table("projects").exchange(&[], "grade", "from_grade");
    });
    list.whole("grade", "grades 1 and 2 exchanged", |draft| {
        draft.table("projects").swap(&[], "grade", "1", "2")
    });
    list.whole("from_grade", "grades 2 and 3 exchanged", |draft| {
        draft.table("projects").swap(&[], "from_grade", "2", "3");
    });
}

fn money(list: &mut List) {
    use Reach::{Place, Whole};
    list.scaled(Place, "capex", "a project under construction", BUILT, &SLIPS, false);
    list.scaled(Place, "capex", "a planned project", PLANNED, &SLIPS, false);
    list.scaled(Place, "capex", "a kindergarten that moves", MOVED, &SOME, false);
    list.scaled(Place, "capex", "a town", &[("town", TOWN)], &SLIPS, false);
    list.scaled(Whole, "capex", "all committed", &[("committed", "yes")], &SOME, false);
    list.scaled(Whole, "capex", "a county", &[("town", "331002…")], &SOME, false);
    list.scaled(Whole, "capex", "all that are upgraded", &[("kind", "upgrade")], &SOME, false);
    list.scaled(Whole, "capex", "all", &[], &SLIPS, false);
    list.written(Place, "capex", "0", BUILT, "0");
    list.written(Place, "capex", "30.000 for 30000", BUILT, "30.000");
    list.written(Place, "capex", "30.000,5", BUILT, "30.000,5");
    list.written(Place, "capex", "3亿 for 30000", BUILT, "3亿");
    list.written(Place, "capex", "below 0", BUILT, "-30000");
    list.written(Whole, "capex", "0 in all", &[], "0");
    list.whole("capex", "thousands with a point", |draft| {
        draft.table("projects").change(&[], "capex", |cell| match cell.len() {
            4.. => format!("{}.{}", &cell[..cell.len() - 3], &cell[cell.len() - 3..]),
            _ => cell.to_owned(),
        });
    });
    list.whole("capex", "capex and land exchanged", |draft| {
        draft.table("projects").exchange(&[], "capex", "land")
    });
    list.place("capex", "capex and land of a project exchanged", |draft| {
        draft.table("projects").exchange(BUILT, "capex", "land");
    });
    list.place("capex", "the capex of two projects exchanged", |draft| {
        draft.table("projects").swap_rows(BUILT, CONVERTED, &["capex"]);
    });
    list.place("capex", "a town's capex moved down by a row", |draft| {
        draft.table("projects").shift(&[("town", TOWN)], "capex");
    });
    list.scaled(Place, "land", "a project", BUILT, &SOME, false);
    list.scaled(Whole, "land", "all", &[], &SLIPS, false);
    list.scaled(Whole, "land", "all in mu", &[], &[1.0 / 666.67], false);
    list.written(Place, "source", "no such source", PLANNED, "provincial");
    list.written(Place, "source", "合计", PLANNED, "合计");
    list.written(Whole, "source", "the county pays all", &[], "county");
    list.written(Whole, "source", "a misspelt source", &[("source", "county")], "countY ");
    list.whole("source", "two sources exchanged", |draft| {
        draft.table("projects").swap(&[], "source", "county", "province");
    });
}

fn years(list: &mut List) {
    use Reach::{Place, Whole};
    list.place("earliest", "earliest and latest of a project exchanged", |draft| {
        draft.table("projects").exchange(PLANNED, "earliest", "latest");
    });
    list.whole("earliest", "earliest and latest exchanged", |draft| {
        draft.table("projects").exchange(&[], "earliest", "latest");
    });
    list.whole("earliest", "every earliest a year later", |draft| {
        draft.table("projects").change(&[], "earliest", plus(1.0));
    });
    list.whole("earliest", "every earliest a year earlier", |draft| {
        draft.table("projects").change(&[], "earliest", plus(-1.0));
    });
    list.whole("latest", "every latest a year earlier", |draft| {
        draft.table("projects").change(&[], "latest", plus(-1.0));
    });
    list.whole("latest", "every latest a year later", |draft| {
        draft.table("projects").change(&[], "latest", plus(1.0));
    });
    list.written(Place, "earliest", "2035 for 2025", PLANNED, "2035");
    list.written(Place, "latest", "2072 for 2027", PLANNED, "2072");
    list.written(Place, "earliest", "1925 for 2025", PLANNED, "1925");
    list.written(Whole, "earliest", "all in the first year", &[], "2023");
    list.written(Whole, "latest", "all in the last year", &[], "2027");
    list.written(Place, "latest", "a project under construction opens in the last year", BUILT, "2027");
    list.place("earliest", "a project under construction opens in the first year", |draft| {
        draft.table("projects").put(BUILT, "earliest", "2023");
        draft.table("projects").put(BUILT, "latest", "2023");
    });
}

fn words(list: &mut List) {
    use Reach::{Place, Whole};
    list.place("town", "two towns exchanged", |draft| {
        draft.table("projects").swap(&[], "town", TOWN, "331022001")
    });
    list.written(Place, "town", "a project in another town", BUILT, "331022001");
    list.written(Place, "town", "a digit lacks", BUILT, "33100205");
    list.written(Whole, "town", "a county's projects in one town", &[("town", "331002…")], TOWN);
    list.written(Place, "programme", "a school in the programme of kindergartens", BUILT, "preschool");
    list.whole("programme", "two programmes exchanged", |draft| {
        draft.table("projects").swap(&[], "programme", "preschool", "compulsory");
    });
    list.written(Whole, "programme", "one programme for all", &[], "preschool");
    list.written(Place, "programme", "no such programme", BUILT, "compulsary");
    list.written(Place, "kind", "new for an expansion", BUILT, "new");
    list.written(Place, "kind", "new for one that moves", MOVED, "new");
    list.written(Place, "kind", "closed instead of built", BUILT, "close");
    list.written(Place, "kind", "bought for a conversion", CONVERTED, "buy");
    list.written(Whole, "kind", "one kind for all", &[], "new");
    list.whole("kind", "new and expand exchanged", |draft| {
        draft.table("projects").swap(&[], "kind", "new", "expand")
    });
    list.written(Place, "status", "open for planned", PLANNED, "open");
    list.written(Place, "status", "planned for building", BUILT, "planned");
    list.written(Whole, "status", "one status for all", &[], "planned");
    list.written(Place, "committed", "not committed though building", BUILT, "no");
    list.written(Place, "committed", "committed though planned", PLANNED, "yes");
    list.whole("committed", "yes and no exchanged", |draft| {
        draft.table("projects").swap(&[], "committed", "yes", "no")
    });
    list.written(Whole, "committed", "all committed", &[], "yes");
    list.written(Whole, "committed", "none committed", &[], "no");
    list.written(Place, "sector", "private for public", BUILT, "private");
    list.written(Place, "from_sector", "a sector that the town has not", CONVERTED, "private");
    list.written(Place, "from_sector", "the same sector", CONVERTED, "public");
    list.whole("sector", "sector and from_sector exchanged", |draft| {
        draft.table("projects").exchange(&[], "sector", "from_sector");
    });
    list.place("sector", "sector and from_sector of a project exchanged", |draft| {
        draft.table("projects").exchange(CONVERTED, "sector", "from_sector");
    });
    list.whole("sector", "public and inclusive exchanged", |draft| {
        draft.table("projects").swap(&[], "sector", "public", "inclusive");
    });
    list.written(Whole, "sector", "one sector for all", &[], "private");
}

fn rows(list: &mut List) {
    use Reach::{Place, Whole};
    list.written(Place, "site", "the site of another committed project", BUILT, "K098");
    list.written(Place, "site", "the site of a planned project", PLANNED, "C052");
    list.written(Place, "site", "the site of a project of another town", PLANNED, "C142");
    list.whole("site", "every option a site of its own", |draft| {
        let table = draft.table("projects");
        let (site, project) = (table.at("site"), table.at("project"));
        table.rows.iter_mut().for_each(|row| row[site] = row[project].clone());
    });
    list.written(Whole, "site", "one site for a county", &[("town", "331002…")], "S");
    list.without(Place, "project", "a project under construction missing", BUILT);
    list.without(Place, "project", "a planned project missing", PLANNED);
    list.without(Place, "town", "a town's projects missing", &[("town", TOWN)]);
    list.without(Whole, "town", "a county's projects missing", &[("town", "331002…")]);
    list.without(Whole, "programme", "kindergartens missing", &[("programme", "preschool")]);
    list.without(Whole, "committed", "committed projects missing", &[("committed", "yes")]);
    list.without(Whole, "kind", "upgrades missing", &[("kind", "upgrade")]);
    list.without(Whole, "kind", "conversions missing", &[("kind", "convert")]);
    list.without(Whole, "status", "reserved projects missing", &[("status", "reserved")]);
    list.whole("project", "the table missing", |draft| {
        draft.tables.remove("projects");
    });
    list.whole("project", "only half of the table", |draft| {
        let rows = draft.table("projects").rows.len() / 2;
        draft.table("projects").rows.truncate(rows);
    });
    list.place("project", "a row twice", |draft| draft.table("projects").copy(BUILT, |_| {}));
    list.place("project", "a committed project twice under another id", |draft| {
        draft.table("projects").copy(BUILT, |row| {
            row.put("project", "R11-2");
            row.put("site", "R11-2");
        });
    });
    list.place("project", "a committed project twice on its site", |draft| {
        draft.table("projects").copy(BUILT, |row| row.put("project", "R11-2"));
    });
    list.place("project", "a planned project twice under another id", |draft| {
        draft.table("projects").copy(PLANNED, |row| {
            row.put("project", "C143-9");
            row.put("site", "C143-9");
        });
    });
    list.whole("project", "all projects twice under other ids", |draft| {
        draft.table("projects").copy(&[], |row| {
            for column in ["project", "site"] {
                let id = format!("{}x", row.get(column));
                row.put(column, &id);
            }
        });
    });
    list.whole("name", "a total as a project", |draft| {
        let columns = ["places.preschool", "capex", "land"];
        draft.table("projects").sums(
            &[("programme", "preschool"), ("kind", "new")],
            &["kind"],
            &columns,
            |row| {
                row.put("project", "T");
                row.put("site", "T");
                row.put("name", "合计");
            },
        );
    });
    list.written(Whole, "name", "one name for all", &[], "新建");
    list.written(Place, "project", "an id of another", BUILT, "R09");
    list.written(Place, "note", "another note", BUILT, "-");
}
