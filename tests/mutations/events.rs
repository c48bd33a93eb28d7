//! Mistakes in births and deaths.

use crate::mutation::{List, Mutation, Reach, SLIPS, SOME};
use crate::table::{When, plus};

/// A town of a city district, and one of another county.
const TOWN: &str = "331002005";
const OTHER: &str = "331004005";

pub fn births() -> Vec<Mutation> {
    use Reach::{Place, Whole};
    const BIRTHS: When = &[("town", TOWN), ("year", "2022"), ("group", "local")];
    let mut list = List::of("births");
    list.scaled(Place, "births", "a cell of the last year", BIRTHS, &SLIPS, false);
    list.scaled(
        Place,
        "births",
        "a cell of 2016",
        &[("town", TOWN), ("year", "2016"), ("group", "local")],
        &SOME,
        false,
    );
    list.scaled(Place, "births", "a town", &[("town", TOWN)], &SLIPS, false);
    list.scaled(Whole, "births", "the last year", &[("year", "2022")], &SLIPS, false);
    list.scaled(Whole, "births", "2018", &[("year", "2018")], &SOME, false);
    list.scaled(Whole, "births", "all migrants", &[("group", "migrant")], &SOME, false);
    list.scaled(Whole, "births", "all", &[], &SLIPS, false);
    list.scaled(Whole, "births", "all", &[], &[2.0, 0.5], false);
    list.scaled(Whole, "births", "the last year", &[("year", "2022")], &[2.0, 0.5], false);
    list.written(Place, "births", "1.234,5 in a cell", BIRTHS, "1.234,5");
    list.written(Place, "births", "0 in a cell", BIRTHS, "0");
    list.written(Place, "births", "below 0", BIRTHS, "-608");
    list.place("town", "two towns exchanged", |draft| draft.table("births").swap(&[], "town", TOWN, OTHER));
    list.place("town", "a small and a large town exchanged", |draft| {
        draft.table("births").swap(&[], "town", TOWN, "331022205");
    });
    list.written(Place, "town", "a digit lacks", &[("town", TOWN)], "33100205");
    list.written(Place, "town", "another town's code", &[("town", TOWN)], OTHER);
    list.whole("group", "the groups exchanged", |draft| {
        draft.table("births").swap(&[], "group", "local", "migrant")
    });
    list.place("group", "the groups of a town exchanged", |draft| {
        draft.table("births").swap(&[("town", TOWN)], "group", "local", "migrant");
    });
    list.whole("year", "every year one too high", |draft| {
        draft.table("births").change(&[], "year", plus(1.0))
    });
    list.whole("year", "every year one too low", |draft| {
        draft.table("births").change(&[], "year", plus(-1.0))
    });
    list.place("year", "a town's years one too high", |draft| {
        draft.table("births").change(&[("town", TOWN)], "year", plus(1.0));
    });
    list.written(Whole, "year", "2002 for 2022", &[("year", "2022")], "2002");
    list.whole("year", "two years exchanged", |draft| {
        draft.table("births").swap(&[], "year", "2016", "2022")
    });
    list.without(Place, "town", "a town missing", &[("town", TOWN)]);
    list.without(Place, "year", "a town's last year missing", &[("town", TOWN), ("year", "2022")]);
    list.without(Whole, "year", "the last year missing", &[("year", "2022")]);
    list.without(Whole, "year", "2018 missing", &[("year", "2018")]);
    list.without(Whole, "year", "2010 to 2019 missing", &[("year", "201…")]);
    list.without(Whole, "group", "migrants missing", &[("group", "migrant")]);
    list.without(Place, "group", "a town's migrants missing", &[("town", TOWN), ("group", "migrant")]);
    list.without(
        Whole,
        "group",
        "migrants of the last year missing",
        &[("group", "migrant"), ("year", "2022")],
    );
    list.without(Whole, "town", "a county missing", &[("town", "331002…")]);
    list.whole("births", "the table missing", |draft| {
        draft.tables.remove("births");
    });
    list.whole("births", "the table under the name 出生人口2022", |draft| {
        let table = draft.tables.remove("births").unwrap();
        draft.tables.insert("出生人口2022".to_owned(), table);
    });
    list.whole("births", "all rows twice", |draft| draft.table("births").copy(&[], |_| {}));
    list.whole("births", "every count 0", |draft| draft.table("births").put(&[], "births", "0"));
    list.whole("births", "all groups beside each, too large", |draft| {
        draft.table("births").sums(&[], &["town", "year"], &["births"], |row| {
            row.put("group", "*");
            let births = row.get("births").parse::<f64>().unwrap() * 1.2;
            row.put("births", &births.round().to_string());
        });
    });
    list.whole("births", "year and births exchanged", |draft| {
        draft.table("births").exchange(&[], "year", "births")
    });
    list.usual(&["town", "year", "group", "births"]);
    list.all
}

pub fn mortality() -> Vec<Mutation> {
    use Reach::{Place, Whole};
    let mut list = List::of("mortality");
    list.scaled(Place, "value", "age 7", &[("age", "7")], &SLIPS, false);
    list.scaled(Place, "value", "age 0", &[("age", "0")], &SLIPS, false);
    list.scaled(Whole, "value", "all", &[], &SLIPS, false);
    list.written(Place, "value", "per cent for a share", &[("age", "5")], "0.0413%");
    list.written(Place, "value", "a decimal comma", &[("age", "5")], "0,000413");
    list.written(Place, "value", "1 for a rate", &[("age", "5")], "1");
    list.written(Whole, "value", "the same for all", &[], "0.1");
    list.whole("age", "ages upside down", |draft| {
        let table = draft.table("mortality");
        let at = table.at("value");
        let mut cells: Vec<String> = table.rows.iter().map(|row| row[at].clone()).collect();
        cells.reverse();
        table.rows.iter_mut().zip(cells).for_each(|(row, cell)| row[at] = cell);
    });
    list.whole("age", "every age one too high", |draft| {
        draft.table("mortality").change(&[], "age", plus(1.0))
    });
    list.without(Place, "age", "age 4 missing", &[("age", "4")]);
    list.without(Whole, "age", "ages 10 to 19 missing", &[("age", "1…")]);
    list.whole("age", "the table ends at age 60", |draft| draft.table("mortality").rows.truncate(61));
    list.whole("value", "the table missing", |draft| {
        draft.tables.remove("mortality");
    });
    list.whole("value", "all rows twice", |draft| draft.table("mortality").copy(&[], |_| {}));
    list.written(Place, "value", "survival for mortality in a cell", &[("age", "5")], "0.999587");
    list.whole("value", "survival for mortality", |draft| {
        draft
            .table("mortality")
            .change(&[], "value", |cell| (1.0 - cell.parse::<f64>().unwrap()).to_string());
    });
    list.written(Whole, "sex", "one sex only", &[], "female");
    list.written(Whole, "area", "one town only", &[], TOWN);
    list.written(Whole, "area", "no such area", &[], "331099");
    list.written(Whole, "year", "one year only", &[], "2022");
    list.written(Whole, "year", "a year long ago", &[], "1922");
    list.written(Whole, "group", "one group only", &[], "local");
    list.usual(&["age", "value"]);
    list.constant(&["area", "year", "group", "sex"]);
    list.all
}
