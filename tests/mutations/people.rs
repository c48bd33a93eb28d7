//! Mistakes in the counts of people.

use crate::mutation::{List, Mutation, Reach, SLIPS, SOME};
use crate::table::{When, plus};

/// A town of a city district, and one of another county.
const TOWN: &str = "331002005";
const OTHER: &str = "331004005";
const LAST: &str = "2022-11-01";
const CELL: When = &[("town", TOWN), ("date", LAST), ("group", "local"), ("sex", "female"), ("age", "0")];
const SCHOOL_AGE: When = &[("town", TOWN), ("date", LAST), ("group", "local"), ("sex", "male"), ("age", "7")];
const MOTHERS: When = &[("town", TOWN), ("date", LAST), ("group", "local"), ("sex", "female"), ("age", "30")];
const FIRST: When =
    &[("town", TOWN), ("date", "2020-11-01"), ("group", "local"), ("sex", "female"), ("age", "1")];

pub fn population() -> Vec<Mutation> {
    let mut list = List::of("population");
    units(&mut list);
    keys(&mut list);
    holes(&mut list);
    sums(&mut list);
    list.usual(&["town", "date", "group", "sex", "age", "persons"]);
    list.all
}

fn units(list: &mut List) {
    use Reach::{Place, Whole};
    let whole = [("a cell of age 0", CELL), ("a cell of age 7", SCHOOL_AGE)];
    for (what, when) in whole {
        list.scaled(Place, "persons", what, when, &SLIPS, false);
    }
    list.scaled(Place, "persons", "a cell of age 30", MOTHERS, &SOME, false);
    list.scaled(Place, "persons", "a cell of the first date", FIRST, &SOME, false);
    list.scaled(Place, "persons", "a town", &[("town", TOWN)], &SLIPS, false);
    list.scaled(
        Place,
        "persons",
        "a town on the last date",
        &[("town", TOWN), ("date", LAST)],
        &SLIPS,
        false,
    );
    list.scaled(
        Place,
        "persons",
        "a town's age 0",
        &[("town", TOWN), ("date", LAST), ("age", "0")],
        &SOME,
        false,
    );
    list.scaled(Place, "persons", "a town's migrants", &[("town", TOWN), ("group", "migrant")], &SOME, false);
    list.scaled(Whole, "persons", "the last date", &[("date", LAST)], &SLIPS, false);
    list.scaled(Whole, "persons", "the first date", &[("date", "2020-11-01")], &SOME, false);
    list.scaled(Whole, "persons", "all migrants", &[("group", "migrant")], &SOME, false);
    list.scaled(Whole, "persons", "all girls and women", &[("sex", "female")], &SOME, false);
    list.scaled(Whole, "persons", "a county", &[("town", "331002…")], &SOME, false);
    list.scaled(Whole, "persons", "all children of age 5", &[("age", "5")], &SOME, false);
    list.scaled(Whole, "persons", "everybody", &[], &SLIPS, false);
    list.written(Place, "persons", "1.234,5 in a cell", CELL, "1.234,5");
    list.written(Place, "persons", "two zeros too many", CELL, "29100");
    list.written(Place, "persons", "0 in a cell", CELL, "0");
    list.written(Place, "persons", "digits turned", CELL, "921");
    list.written(Place, "persons", "the year in a cell", CELL, "2022");
    list.written(Place, "persons", "the code of the town in a cell", CELL, TOWN);
    list.whole("persons", "thousands with a point", |draft| {
        draft.table("population").change(&[], "persons", |cell| match cell.len() {
            4.. => format!("{}.{}", &cell[..cell.len() - 3], &cell[cell.len() - 3..]),
            _ => cell.to_owned(),
        });
    });
    list.whole("persons", "a decimal comma behind every count", |draft| {
        draft.table("population").change(&[], "persons", |cell| format!("{cell},0"));
    });
    list.whole("persons", "a zero behind every count of one age", |draft| {
        draft.table("population").change(&[("age", "3")], "persons", |cell| format!("{cell}0"));
    });
}

fn keys(list: &mut List) {
    use Reach::{Place, Whole};
    list.place("town", "two towns exchanged", |draft| {
        draft.table("population").swap(&[], "town", TOWN, OTHER)
    });
    list.place("town", "two towns of a county exchanged on one date", |draft| {
        draft.table("population").swap(&[("date", LAST)], "town", TOWN, "331002101");
    });
    list.place("town", "a small and a large town exchanged", |draft| {
        draft.table("population").swap(&[], "town", TOWN, "331022205");
    });
    list.written(Place, "town", "a letter O for 0", &[("town", TOWN)], "33100200O");
    list.written(Place, "town", "a digit lacks", &[("town", TOWN)], "33100205");
    list.written(Place, "town", "the code of a county", &[("town", TOWN)], "331002");
    list.written(Place, "town", "another town's code", &[("town", TOWN)], OTHER);
    list.written(
        Place,
        "town",
        "another town's code on the last date",
        &[("town", TOWN), ("date", LAST)],
        OTHER,
    );
    list.whole("town", "codes written as 3.31E+08", |draft| {
        draft.table("population").put(&[], "town", "3.31E+08")
    });
    list.whole("town", "every code one too high", |draft| {
        draft.table("population").change(&[], "town", plus(1.0));
    });
    list.whole("town", "two counties exchanged", |draft| {
        let turn = |cell: &str| match cell.split_at(6) {
            ("331002", rest) => format!("331004{rest}"),
            ("331004", rest) => format!("331002{rest}"),
            _ => cell.to_owned(),
        };
        draft.table("population").change(&[], "town", turn);
    });
    list.place("sex", "the sexes of a town exchanged", |draft| {
        draft.table("population").swap(&[("town", TOWN)], "sex", "female", "male");
    });
    list.place("sex", "the sexes of a town exchanged on the last date", |draft| {
        draft.table("population").swap(&[("town", TOWN), ("date", LAST)], "sex", "female", "male");
    });
    list.whole("sex", "the sexes exchanged", |draft| {
        draft.table("population").swap(&[], "sex", "female", "male")
    });
    list.whole("sex", "the sexes exchanged on the last date", |draft| {
        draft.table("population").swap(&[("date", LAST)], "sex", "female", "male");
    });
    list.written(Whole, "sex", "f for female", &[("sex", "female")], "f");
    list.written(Whole, "sex", "one sex for both", &[], "female");
    list.place("group", "the groups of a town exchanged", |draft| {
        draft.table("population").swap(&[("town", TOWN)], "group", "local", "migrant");
    });
    list.place("group", "the groups of a town exchanged on the last date", |draft| {
        draft.table("population").swap(&[("town", TOWN), ("date", LAST)], "group", "local", "migrant");
    });
    list.whole("group", "the groups exchanged", |draft| {
        draft.table("population").swap(&[], "group", "local", "migrant");
    });
    list.written(Whole, "group", "migrants for migrant", &[("group", "migrant")], "migrants");
    list.place("age", "two ages of a town exchanged", |draft| {
        draft.table("population").swap(&[("town", TOWN)], "age", "3", "30");
    });
    list.whole("age", "two ages exchanged", |draft| draft.table("population").swap(&[], "age", "3", "30"));
    list.whole("age", "two ages exchanged on the last date", |draft| {
        draft.table("population").swap(&[("date", LAST)], "age", "3", "30");
    });
    list.whole("age", "every age one year older", |draft| {
        draft.table("population").change(&[], "age", plus(1.0))
    });
    list.whole("age", "every age but 0 one year younger", |draft| {
        let table = draft.table("population");
        table.remove(&[("age", "0")]);
        table.change(&[], "age", plus(-1.0));
    });
    list.place("age", "a town's ages one year older on the last date", |draft| {
        draft.table("population").change(&[("town", TOWN), ("date", LAST)], "age", plus(1.0));
    });
    list.whole("age", "ages one year older on the last date", |draft| {
        draft.table("population").change(&[("date", LAST)], "age", plus(1.0));
    });
    list.whole("age", "ages upside down", |draft| {
        draft.table("population").change(&[], "age", |cell| {
            cell.parse::<i32>().map_or_else(
                |_| "0".to_owned(),
                |age| if age == 0 { "100+".into() } else { (100 - age).to_string() },
            )
        });
    });
    const LAST_DATE: When = &[("date", LAST)];
    for (how, to) in [
        ("the first year for the last", "2020-11-01"),
        ("a year too high", "2023-11-01"),
        ("2002 for 2022", "2002-11-01"),
        ("2202 for 2022", "2202-11-01"),
        ("another month", "2022-01-01"),
        ("day and month of another country", "11/01/2022"),
    ] {
        list.written(Whole, "date", how, LAST_DATE, to);
    }
    list.written(Whole, "date", "a year too low", &[("date", "2020-11-01")], "2019-11-01");
    list.whole("date", "every date a year later", |draft| {
        draft
            .table("population")
            .change(&[], "date", |cell| format!("{}{}", cell[..4].parse::<i32>().unwrap() + 1, &cell[4..]));
    });
    list.whole("date", "every date two years earlier", |draft| {
        draft
            .table("population")
            .change(&[], "date", |cell| format!("{}{}", cell[..4].parse::<i32>().unwrap() - 2, &cell[4..]));
    });
    list.place("date", "a town a year later", |draft| {
        draft.table("population").change(&[("town", TOWN)], "date", |cell| {
            format!("{}{}", cell[..4].parse::<i32>().unwrap() + 1, &cell[4..])
        });
    });
    list.whole("date", "two dates exchanged", |draft| {
        draft.table("population").swap(&[], "date", "2020-11-01", LAST);
    });
    list.place("date", "two dates of a town exchanged", |draft| {
        draft.table("population").swap(&[("town", TOWN)], "date", "2020-11-01", LAST);
    });
    list.place("persons", "two rows of a town exchanged", |draft| {
        draft.table("population").swap_rows(CELL, MOTHERS, &["persons"]);
    });
    list.place("persons", "a town's counts moved down by a row", |draft| {
        draft.table("population").shift(&[("town", TOWN)], "persons");
    });
    list.place("persons", "a town's counts of the last date moved down by a row", |draft| {
        draft.table("population").shift(&[("town", TOWN), ("date", LAST)], "persons");
    });
    list.place("persons", "a town's counts sorted", |draft| {
        draft.table("population").sort(&[("town", TOWN)], "persons");
    });
    list.whole("persons", "age and persons exchanged", |draft| {
        draft.table("population").exchange(&[], "age", "persons");
    });
}

fn holes(list: &mut List) {
    use Reach::{Place, Whole};
    let of_town: [(&str, &'static str, When); 9] = [
        ("a row missing", "persons", CELL),
        ("a town missing", "town", &[("town", TOWN)]),
        ("a town missing on the last date", "date", &[("town", TOWN), ("date", LAST)]),
        ("a town missing on the first date", "date", &[("town", TOWN), ("date", "2020-11-01")]),
        ("a town without women", "sex", &[("town", TOWN), ("sex", "female")]),
        (
            "a town without women on the last date",
            "sex",
            &[("town", TOWN), ("date", LAST), ("sex", "female")],
        ),
        ("a town without migrants", "group", &[("town", TOWN), ("group", "migrant")]),
        ("a town without age 4 on the last date", "age", &[("town", TOWN), ("date", LAST), ("age", "4")]),
        ("a town without age 0", "age", &[("town", TOWN), ("age", "0")]),
    ];
    for (how, column, when) in of_town {
        list.without(Place, column, how, when);
    }
    let of_all: [(&str, &'static str, When); 11] = [
        ("a county missing", "town", &[("town", "331002…")]),
        ("the last date missing", "date", &[("date", LAST)]),
        ("the date between missing", "date", &[("date", "2021-11-01")]),
        ("women missing", "sex", &[("sex", "female")]),
        ("men missing on the last date", "sex", &[("sex", "male"), ("date", LAST)]),
        ("migrants missing", "group", &[("group", "migrant")]),
        ("migrants missing on the last date", "group", &[("group", "migrant"), ("date", LAST)]),
        ("age 4 missing", "age", &[("age", "4")]),
        ("age 4 missing on the last date", "age", &[("age", "4"), ("date", LAST)]),
        ("age 0 missing", "age", &[("age", "0")]),
        ("ages from 30 to 39 missing", "age", &[("age", "3…")]),
    ];
    for (how, column, when) in of_all {
        list.without(Whole, column, how, when);
    }
    list.whole("town", "the table missing", |draft| {
        draft.tables.remove("population");
    });
    list.whole("town", "cut off after two thirds", |draft| {
        let table = draft.table("population");
        let rows = table.rows.len() * 2 / 3;
        table.rows.truncate(rows);
    });
    list.whole("town", "cut off a few rows before the end", |draft| {
        let table = draft.table("population");
        let rows = table.rows.len() - 40;
        table.rows.truncate(rows);
    });
    list.place("persons", "blank cells of a town", |draft| {
        draft.table("population").put(&[("town", TOWN), ("age", "4")], "persons", "");
    });
    list.whole("persons", "every count 0", |draft| draft.table("population").put(&[], "persons", "0"));
    list.whole("persons", "every count of age 4 is 0", |draft| {
        draft.table("population").put(&[("age", "4")], "persons", "0");
    });
    list.place("persons", "a town's children counted as 0", |draft| {
        let table = draft.table("population");
        for age in ["0", "1", "2", "3", "4", "5"] {
            table.put(&[("town", TOWN), ("date", LAST), ("age", age)], "persons", "0");
        }
    });
}

fn sums(list: &mut List) {
    list.place("town", "a town's rows twice", |draft| {
        draft.table("population").copy(&[("town", TOWN)], |_| {})
    });
    list.whole("town", "all rows twice", |draft| draft.table("population").copy(&[], |_| {}));
    list.whole("town", "the whole as one more town", |draft| {
        draft.table("towns").copy(&[("code", TOWN)], |row| {
            row.put("code", "331000000");
            row.put("name", "台州市");
        });
        draft.table("population").sums(&[], &["date", "group", "sex", "age"], &["persons"], |row| {
            row.put("town", "331000000");
        });
        draft.table("births").sums(&[], &["year", "group"], &["births"], |row| row.put("town", "331000000"));
    });
    list.whole("town", "a county as one more of its towns", |draft| {
        draft.table("towns").copy(&[("code", TOWN)], |row| {
            row.put("code", "331002000");
            row.put("name", "椒江区");
        });
        let when: When = &[("town", "331002…")];
        draft.table("population").sums(when, &["date", "group", "sex", "age"], &["persons"], |row| {
            row.put("town", "331002000");
        });
        draft.table("births").sums(when, &["year", "group"], &["births"], |row| row.put("town", "331002000"));
    });
    list.whole("sex", "both sexes beside each, too large", |draft| {
        draft.table("population").sums(&[], &["town", "date", "group", "age"], &["persons"], |row| {
            row.put("sex", "both");
            let persons = row.get("persons").parse::<f64>().unwrap() * 1.2;
            row.put("persons", &persons.round().to_string());
        });
    });
    list.whole("group", "all groups beside each", |draft| {
        draft
            .table("population")
            .sums(&[], &["town", "date", "sex", "age"], &["persons"], |row| row.put("group", "*"));
    });
    list.whole("age", "ages 0 to 4 together beside each", |draft| {
        let table = draft.table("population");
        let ages: Vec<Vec<String>> = table.rows.clone();
        let (age, persons) = (table.at("age"), table.at("persons"));
        for mut row in ages.into_iter().filter(|row| row[age] == "4") {
            row[age] = "0-4".to_owned();
            row[persons] = (row[persons].parse::<f64>().unwrap() * 5.0).to_string();
            table.rows.push(row);
        }
    });
    list.whole("persons", "a table of births under this name", |draft| {
        let births = draft.tables["births"].clone();
        draft.tables.insert("population".to_owned(), births);
    });
}
