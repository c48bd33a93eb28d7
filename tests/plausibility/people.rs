//! People, births, pupils, demand, rates.

use crate::quiet::{Quiet, table_of};
use xuewei::diagnostic::Severity::{Error, Warning};

/// The row of a town's local boys of an age on the last date.
const CELL: [(&str, &str); 5] =
    [("town", "A02"), ("date", "2022-12-31"), ("group", "local"), ("sex", "male"), ("age", "4")];

/// About 850 · 0.75 · 0.52 = 332 are there; ten times, a hundred times, a tenth of that are told at their
/// row, half as many again is not.
#[test]
fn one_cell_of_people() {
    for factor in [10.0, 100.0, 10_000.0, 0.1, 0.01] {
        let study = Quiet::new().whole_times("population", &CELL, "persons", factor);
        let place = format!("count-out-of-line population:{} persons", study.row("population", &CELL));
        assert!(study.found().contains(&place), "{factor}: {:?}", study.found());
        if (factor - 10.0_f64).abs() < 1e-9 {
            let (found, told) = study.only(Warning);
            assert_eq!(found, place);
            assert!(told.hint.en.contains("ten times") && told.what.en.contains("A02"), "{told:?}");
        }
    }
    for factor in [1.5, 0.6] {
        assert!(
            Quiet::new().whole_times("population", &CELL, "persons", factor).found().is_empty(),
            "{factor}"
        );
    }
}

/// The first date, age 0, the oldest age and a small group (44 girls) are judged as well.
#[test]
fn cells_at_the_edges() {
    for (date, group, sex, age) in [
        ("2018-12-31", "local", "male", "0"),
        ("2018-12-31", "migrant", "female", "20"),
        ("2022-12-31", "migrant", "female", "0"),
        ("2022-12-31", "local", "male", "20"),
    ] {
        let cell = [("town", "B01"), ("date", date), ("group", group), ("sex", sex), ("age", age)];
        let study = Quiet::new().whole_times("population", &cell, "persons", 10.0);
        let place = format!("count-out-of-line population:{} persons", study.row("population", &cell));
        assert!(study.found().contains(&place), "{cell:?}: {:?}", study.found());
    }
}

/// A housing estate: from 2021 on a town has twice as many of every age. Its sum jumps, no cell does.
#[test]
fn a_town_that_doubles() {
    let mut study = Quiet::new();
    for date in ["2021-12-31", "2022-12-31"] {
        study = study.whole_times("population", &[("town", "A02"), ("date", date)], "persons", 2.0);
    }
    let row = study
        .cells("population", "town")
        .iter()
        .zip(study.cells("population", "date"))
        .position(|(town, date)| town == "A02" && date == "2021-12-31");
    let codes: Vec<String> = study.found().into_iter().filter(|one| !one.starts_with("births")).collect();
    assert_eq!(codes, [format!("area-jumps population:{} persons", row.unwrap() + 2)]);
    // A third more within a year is none.
    let third =
        Quiet::new().whole_times("population", &[("town", "A02"), ("date", "2022-12-31")], "persons", 1.3);
    assert!(third.found().iter().all(|one| !one.starts_with("area-jumps")), "{:?}", third.found());
}

/// A whole date in another unit is one finding, however many towns there are.
#[test]
fn a_date_in_ten_thousands() {
    let study = Quiet::new().times("population", &[("date", "2022-12-31")], "persons", 0.0001);
    let jumps: Vec<_> = study.read().diagnostics.into_iter().filter(|one| one.code == "date-jumps").collect();
    assert_eq!(jumps.len(), 1);
    assert!(jumps[0].what.en.contains("6 of 6 areas") && jumps[0].what.en.contains("99.99 %"), "{jumps:?}");
    assert!(jumps[0].hint.en.contains("10,000"));
}

#[test]
fn a_town_that_begins_late() {
    let mut study = Quiet::new();
    for date in ["2018-12-31", "2019-12-31"] {
        study = study.drop_rows("population", &[("town", "B02"), ("date", date)]);
    }
    let (found, told) = study.only(Warning);
    assert!(found.starts_with("area-begins-late population:"), "{found}");
    assert!(told.what.en.contains("2020-12-31"));
}

#[test]
fn a_sex_that_others_have() {
    let (found, told) = Quiet::new()
        .drop_rows("population", &[("town", "B02"), ("group", "local"), ("sex", "male")])
        .only(Error);
    assert!(found.starts_with("missing-sex population:") && found.ends_with(" sex"), "{found}");
    assert!(told.what.en.contains("5 dates") && told.what.en.contains("no men"), "{told:?}");
    // On one date only, of one group only.
    let one = [("town", "A01"), ("date", "2020-12-31"), ("group", "migrant"), ("sex", "female")];
    let (_, told) = Quiet::new().drop_rows("population", &one).only(Error);
    assert!(
        told.what.en.contains("2020-12-31, group migrant") && told.what.en.contains("no women"),
        "{told:?}"
    );
}

#[test]
fn ages_that_others_have() {
    let hole = |ages: &[&str], town: Option<&str>| {
        let mut study = Quiet::new();
        for age in ages {
            let mut which = vec![("date", "2022-12-31"), ("sex", "male"), ("group", "local"), ("age", *age)];
            which.extend(town.map(|town| ("town", town)));
            study = study.drop_rows("population", &which);
        }
        study
    };
    let (found, told) = hole(&["3", "4", "5"], Some("A01")).only(Error);
    assert!(found.starts_with("missing-ages population:") && told.what.en.contains("age 3–5"), "{told:?}");
    // At the edges of the range others tell; where all towns lack an age, the ages beside it do.
    assert!(hole(&["0"], Some("A01")).only(Error).1.what.en.contains("age 0"));
    assert!(hole(&["19", "20"], Some("A01")).only(Error).1.what.en.contains("age 19–20"));
    let everywhere = hole(&["7"], None).read().diagnostics;
    assert_eq!(everywhere.iter().filter(|one| one.code == "missing-ages").count(), 6);
}

#[test]
fn a_group_that_others_have() {
    let study = Quiet::new()
        .drop_rows("population", &[("town", "B03"), ("date", "2022-12-31"), ("group", "migrant")]);
    let (found, told) = study.only(Warning);
    assert!(found.starts_with("missing-group population:") && found.ends_with(" group"), "{found}");
    assert!(told.what.en.contains("no group migrant"));
}

/// The whole as one more town; in the right place the sums of two towns only are no whole.
#[test]
fn an_area_that_is_the_sum_of_the_others() {
    let study = Quiet::new();
    let (towns, persons) = (study.cells("population", "town"), study.cells("population", "persons"));
    let others: Vec<Vec<String>> =
        ["date", "group", "sex", "age"].iter().map(|column| study.cells("population", column)).collect();
    let sum = |of: &[&str]| {
        let mut sums = std::collections::BTreeMap::new();
        for (at, town) in towns.iter().enumerate().filter(|(_, town)| of.contains(&town.as_str())) {
            let _ = town;
            let key: Vec<String> = others.iter().map(|column| column[at].clone()).collect();
            *sums.entry(key).or_insert(0.0) += persons[at].parse::<f64>().unwrap();
        }
        sums.into_iter().map(|(key, sum)| format!("C01,{},{sum}", key.join(","))).collect::<Vec<_>>()
    };
    let with = |rows: Vec<String>| {
        let all: Vec<String> = (0..towns.len())
            .map(|at| {
                format!(
                    "{},{},{}",
                    towns[at],
                    others.iter().map(|column| column[at].clone()).collect::<Vec<_>>().join(","),
                    persons[at]
                )
            })
            .chain(rows)
            .collect();
        Quiet::new()
            .copy_rows(
                "towns",
                &[("code", "A01")],
                &[("code", "C01"), ("name", "全县"), ("lon", ""), ("lat", "")],
            )
            .table("population", &table_of("town,date,group,sex,age,persons", all))
    };
    let errors = |study: Quiet| {
        study
            .read()
            .diagnostics
            .into_iter()
            .filter(|one| one.severity == Error)
            .map(|one| one.code)
            .collect::<Vec<_>>()
    };
    let codes: Vec<&str> = towns.iter().map(String::as_str).collect();
    assert_eq!(errors(with(sum(&codes))), ["area-is-sum"]);
    // That of its own county is a whole, too; that of two towns is none.
    assert_eq!(errors(with(sum(&["A01", "A02", "A03"]))), ["area-is-sum"]);
    assert!(errors(with(sum(&["A01", "B02"]))).is_empty());
}

/// Towns of 10, 20 and 30 at every age are no whole, unless one is named so.
#[test]
fn even_counts_that_add_up_by_chance() {
    let with = |third: &str| {
        let rows = (2021..=2022).flat_map(|year| {
            let row = move |town: &str, age: i32, count: i32| format!("{town},{year}-12-31,{age},{count}");
            let third = third.to_owned();
            (0..15).flat_map(move |age| [row("东镇", age, 10), row("西镇", age, 20), row(&third, age, 30)])
        });
        let folder = tempfile::tempdir().unwrap();
        let model = "name = \"p\"\ndata = \".\"\nhorizon = { first = 2023, last = 2025 }\n[[stage]]\nid = \"a\"\nages = [3, 5]\nenrolment_rate = 1.0\n";
        std::fs::write(folder.path().join("p.toml"), model).unwrap();
        std::fs::write(folder.path().join("population.csv"), table_of("town,date,age,persons", rows))
            .unwrap();
        let reading = xuewei::input::read_study(&folder.path().join("p.toml"));
        reading.diagnostics.iter().map(|one| one.code).collect::<Vec<_>>()
    };
    assert!(with("南镇").is_empty(), "{:?}", with("南镇"));
    assert_eq!(with("丁县"), ["area-is-sum"]);
    // A word for the whole is told as such already.
    assert_eq!(with("全市"), ["whole-as-area"]);
}

#[test]
fn a_town_under_two_codes() {
    let study = Quiet::new().copy_rows("population", &[("town", "A02")], &[("town", "C01")]).copy_rows(
        "towns",
        &[("code", "A02")],
        &[("code", "C01"), ("name", "新镇")],
    );
    let codes: Vec<&str> = study.read().diagnostics.iter().map(|one| one.code).collect();
    assert!(codes.contains(&"area-doubles-another"), "{codes:?}");
}

/// Births of 2022 halved: 1.5 times apart is told for each county; a year written with a zero too many at
/// its row.
#[test]
fn births_against_children_and_years() {
    let half = Quiet::new().whole_times("births", &[("year", "2022")], "births", 0.5).found();
    assert_eq!(half, ["births-against-children births:- births"]);
    let cell = [("town", "B01"), ("year", "2017"), ("group", "local")];
    for factor in [10.0, 0.1] {
        let study = Quiet::new().whole_times("births", &cell, "births", factor);
        let place = format!("births-out-of-line births:{} births", study.row("births", &cell));
        assert!(study.found().contains(&place), "{factor}: {:?}", study.found());
    }
    assert!(Quiet::new().whole_times("births", &[("year", "2022")], "births", 0.8).found().is_empty());
    let (found, _) = Quiet::new().drop_rows("births", &[("town", "B01")]).only(Warning);
    assert_eq!(found, "no-births births:- town");
}

#[test]
fn pupils_and_places_of_a_school() {
    let school = [("school", "A02-primary-public")];
    let place = |study: &Quiet, code: &str, column: &str| {
        format!("{code} schools:{} {column}", study.row("schools", &school))
    };
    let study = Quiet::new().whole_times("schools", &school, "places", 10.0);
    assert_eq!(study.found(), [place(&study, "places-out-of-line", "places")]);
    let study = Quiet::new().whole_times("schools", &school, "pupils", 10.0);
    assert!(study.found().contains(&place(&study, "pupils-out-of-line", "pupils")), "{:?}", study.found());
    // Half empty is none.
    assert!(Quiet::new().whole_times("schools", &school, "pupils", 0.4).found().is_empty());
}

/// Every school with twice its pupils: more than the children of the county, by half and more.
#[test]
fn pupils_of_a_county_against_its_children() {
    let found = Quiet::new()
        .change("schools", &[("stage", "primary")], "pupils", |cell| {
            (cell.parse::<f64>().unwrap() * 2.0).to_string()
        })
        .change("schools", &[("stage", "primary")], "places", |cell| {
            (cell.parse::<f64>().unwrap() * 2.0).to_string()
        })
        .found();
    assert_eq!(found, ["pupils-over-children schools:- pupils"]);
    // A table with a tenth of the schools: children six times and more the pupils.
    let fewer = Quiet::new().drop_rows("schools", &[("sector", "public")]).found();
    assert_eq!(fewer, ["pupils-below-children schools:- pupils"]);
}

fn grades() -> String {
    let rows = (2018..=2022).flat_map(|year| {
        (1..=6).map(move |grade| {
            format!("A01-primary-public,{year},primary,{grade},{}", 100 + (year - grade) % 7 * 3)
        })
    });
    table_of("school,year,stage,grade,pupils", rows)
}

#[test]
fn pupils_of_a_grade() {
    let study = Quiet::new().table("enrolment", &grades());
    assert!(study.found().is_empty(), "{:?}", study.found());
    let cell = [("year", "2021"), ("grade", "3")];
    for factor in [10.0, 0.1] {
        let study = study.clone().whole_times("enrolment", &cell, "pupils", factor);
        let row = study.row("enrolment", &cell);
        assert_eq!(study.found(), [format!("pupils-out-of-line enrolment:{row} pupils")], "{factor}");
    }
    // A school that grows grade by grade from nothing is none.
    let growing = (2018..=2022).flat_map(|year| {
        (1..=6).map(move |grade| {
            let pupils = if grade <= year - 2017 { 120 } else { 0 };
            format!("A01-primary-public,{year},primary,{grade},{pupils}")
        })
    });
    let growing = Quiet::new().table("enrolment", &table_of("school,year,stage,grade,pupils", growing));
    assert!(growing.found().is_empty(), "{:?}", growing.found());
}

fn demand() -> Quiet {
    let towns = ["A01", "A02", "A03", "B01", "B02", "B03"];
    let rows = towns.iter().flat_map(|town| {
        (2022..=2028).map(move |year| format!("{town},primary,{year},{}", 4000 - 100 * (year - 2022)))
    });
    Quiet::new().table("demand", &table_of("town,stage,year,children", rows))
}

#[test]
fn demand_of_a_year_and_of_a_town() {
    assert!(demand().found().is_empty(), "{:?}", demand().found());
    let cell = [("town", "B01"), ("year", "2025")];
    for factor in [10.0, 0.1] {
        let study = demand().times("demand", &cell, "children", factor);
        assert_eq!(
            study.found(),
            [format!("demand-out-of-line demand:{} children", study.row("demand", &cell))]
        );
    }
    let (found, told) = demand().drop_rows("demand", &[("town", "B02")]).only(Error);
    assert!(found.starts_with("missing-area demand:") && told.what.en.contains("B02"), "{told:?}");
}

#[test]
fn rates_in_another_unit() {
    let age = [("age", "7")];
    let study = Quiet::new().times("mortality", &age, "value", 1000.0);
    assert_eq!(
        study.found(),
        [format!("mortality-out-of-line mortality:{} value", study.row("mortality", &age))]
    );
    let fertility = |factor: f64, last: i32| {
        let rows = (15..=last).map(|age| {
            let rate = if (20..=34).contains(&age) { 0.08 } else { 0.01 };
            format!("{age},{}", rate * factor)
        });
        Quiet::new().table("fertility", &table_of("age,value", rows))
    };
    // 15 · 0.08 + 20 · 0.01 = 1.4 children a woman.
    assert!(fertility(1.0, 49).found().is_empty(), "{:?}", fertility(1.0, 49).found());
    // Nine times as much is 0.72, above 0.6, at the 15 ages of 0.08.
    let high = fertility(9.0, 49).found();
    assert!(high.iter().all(|one| one.starts_with("fertility-out-of-line")), "{high:?}");
    assert_eq!(high.len(), 15);
    assert_eq!(
        fertility(1.0, 61).found(),
        ["fertility-outside-ages fertility:47 age", "fertility-outside-ages fertility:48 age"]
    );
    let moves = |value: f64| {
        Quiet::new()
            .table("migration", &format!("area,age,kind,value\nA01,5,net_rate,{value}\nA01,6,net_rate,0.01"))
    };
    assert!(moves(0.02).found().is_empty(), "{:?}", moves(0.02).found());
    assert_eq!(moves(0.9).found(), ["migration-out-of-line migration:2 value"]);
}

/// In 2025 those of 6 to 8 are those of 3 to 5 in 2022.
#[test]
fn official_totals_against_the_people_counted() {
    let people: f64 = (3..=5)
        .map(|age: i32| {
            let study = Quiet::new();
            let wanted = [("town", "A01"), ("date", "2022-12-31")];
            let rows = study.cells("population", "age");
            let (towns, dates, persons) = (
                study.cells("population", "town"),
                study.cells("population", "date"),
                study.cells("population", "persons"),
            );
            (0..rows.len())
                .filter(|at| {
                    rows[*at] == age.to_string() && towns[*at] == wanted[0].1 && dates[*at] == wanted[1].1
                })
                .map(|at| persons[at].parse::<f64>().unwrap())
                .sum::<f64>()
        })
        .sum();
    let total = |persons: f64| {
        Quiet::new().table("official_totals", &format!("area,date,age,persons\nA01,2025-12-31,6-8,{persons}"))
    };
    assert!(total(people * 1.1).found().is_empty());
    assert_eq!(total(people * 10.0).found(), ["official-total-out-of-line official_totals:2 persons"]);
}

#[test]
fn dates_and_years_that_cannot_be() {
    let later =
        Quiet::new().change("population", &[("date", "2022-12-31")], "date", |_| "2024-12-31".to_owned());
    assert!(
        later.found().contains(&"date-in-the-future population:- date".to_owned()),
        "{:?}",
        later.found()
    );
    let early =
        Quiet::new().change("population", &[("date", "2018-12-31")], "date", |_| "1918-12-31".to_owned());
    assert!(early.found().contains(&"year-out-of-line population:- date".to_owned()), "{:?}", early.found());
}
