//! Numbers in cells: thousands, decimals, percent, units.

use super::tiny_study::{TinyStudy, findings};
use xuewei::diagnostic::any_error;

/// Persons of the row of boys of 3, in a study with that cell, and two others beside it.
fn persons(cell: &str, others: [&str; 2]) -> (Option<f64>, Vec<String>) {
    let quoted = |cell: &str| format!("\"{cell}\"");
    let study = TinyStudy::new()
        .patch("population", "local,male,3,41.5", &format!("local,male,3,{}", quoted(cell)))
        .patch("population", "local,female,3,40", &format!("local,female,3,{}", quoted(others[0])))
        .patch("population", "migrant,,3,20", &format!("migrant,,3,{}", quoted(others[1])));
    let reading = study.read();
    // How likely the figure is does not matter here.
    let told = findings(&reading).into_iter().filter(|one| !one.starts_with("area-jumps"));
    (reading.study.as_ref().map(|study| study.population[2].persons), told.collect())
}

#[test]
fn a_comma_before_decimals_wants_its_column() {
    // Alone it may be a slip: an error, never 13.7 or 1.2345.
    for cell in ["13.700,0", "1.234,5", "1,5", "1.234.567"] {
        assert_eq!(
            persons(cell, ["40", "20"]),
            (None, vec!["not-a-number population.csv:4 persons".to_owned()]),
            "{cell}"
        );
    }
    // Beside others of that manner it is clear: 1.234,5 are 1,234.5, and so 1.234 are 1,234.
    let (value, told) = persons("1.234,5", ["40,25", "20"]);
    assert_eq!(value, Some(1234.5), "{told:?}");
    assert!(told.iter().all(|one| one.starts_with("tidied-number")) && told.len() == 2, "{told:?}");
    assert_eq!(persons("1.234", ["2.040,5", "20"]).0, Some(1234.0));
    assert_eq!(persons("13.700,0", ["1 234,5", "20"]).0, Some(13_700.0));
    // Cells that can be read only otherwise speak against it.
    assert_eq!(persons("1.234,5", ["40,25", "20.5"]).0, None);
}

#[test]
fn a_file_of_semicolons_has_commas_before_decimals() {
    let mut study = TinyStudy::new();
    let text = study.text("population");
    *text = text.replace(',', ";").replace("41.5", "41,5");
    assert_eq!(study.read().study, TinyStudy::new().read().study);
}

#[test]
fn thousands_parted_by_points_alone_may_be_read_twice() {
    let (value, told) = persons("1.234", ["40", "20"]);
    assert_eq!((value, told), (None, vec!["two-readings population.csv:4 persons".to_owned()]));
    let reading = TinyStudy::new().patch("population", "local,male,3,41.5", "local,male,3,1.234").read();
    assert!(reading.diagnostics[0].what.en.contains("1.234 or 1234"), "{:?}", reading.diagnostics[0].what);
    // One finding for the column, however many cells.
    assert_eq!(persons("1.234", ["2.345", "3.456"]).1, ["two-readings population.csv:3 persons"]);
    // Another cell that has a point before its decimals settles it, and so does one of four digits before the point.
    assert_eq!(persons("1.234", ["40.5", "20"]).0, Some(1.234));
    assert_eq!(persons("1.234", ["2040.125", "20"]).0, Some(1.234));
    // 1.000 places are no single place.
    let study = TinyStudy::new().patch("schools", "public,,900,850", "public,,1.000,850");
    assert_eq!(findings(&study.read())[0], "two-readings schools.csv:4 places");
    // Kilometres and rates have thousandths.
    let study = TinyStudy::new().patch("distances", "A01,A02,12.5", "A01,A02,12.525");
    assert_eq!(findings(&study.read()), Vec::<String>::new());
}

#[test]
fn other_ways_to_part_thousands() {
    for (cell, value) in [
        ("1,234", 1234.0),
        ("1 234", 1234.0),
        ("1'234", 1234.0),
        ("1’234.5", 1234.5),
        ("12,34,567", 1_234_567.0),
        ("1,234,567.5", 1_234_567.5),
        ("１，２３４", 1234.0),
        ("1.5万人", 15_000.0),
        ("1,234 人", 1234.0),
    ] {
        let (read, told) = persons(cell, ["40", "20"]);
        assert_eq!(
            (read, told),
            (Some(value), vec!["tidied-number population.csv:4 persons".to_owned()]),
            "{cell}"
        );
    }
    for cell in ["1,23", "12,34", "1,2345", "1 23", "1,234 567", "3班", "85%", "12亩", "3000元"] {
        assert!(persons(cell, ["40", "20"]).0.is_none(), "{cell}");
    }
}

#[test]
fn shares_may_be_percentages() {
    let with = |county: &str, city: &str| {
        let mut study = TinyStudy::new();
        let text = study.text("projects");
        let mut rows = text.lines().map(str::to_owned).collect::<Vec<_>>();
        rows[0] += ",share.county,share.city";
        rows[1] = rows[1].replace(",county,", ",,") + &format!(",{county},{city}");
        rows[2] += ",,";
        rows[3] += ",,";
        *text = rows.join("\n") + "\n";
        study.read()
    };
    let (plain, percent) = (with("0.85", "0.15"), with("85%", "15 ％"));
    assert!(plain.study.is_some(), "{:?}", findings(&plain));
    assert_eq!(plain.study, percent.study);
    assert_eq!(
        findings(&percent),
        ["tidied-number projects.csv:2 share.city", "tidied-number projects.csv:2 share.county"]
    );
    // 85 is no share; what 85 % would be is said.
    let bare = with("85", "15");
    assert_eq!(
        findings(&bare),
        ["out-of-range projects.csv:2 share.city", "out-of-range projects.csv:2 share.county"]
    );
    assert!(bare.diagnostics[1].hint.en.contains("85% or 0.85"), "{:?}", bare.diagnostics[1].hint);
    // 0.85 % is what it says, and the shares then do not add to 1.
    assert!(any_error(&with("0.85%", "15%").diagnostics));
    // A rate of 3.2 ‰.
    let rate = TinyStudy::new().patch("mortality", "female,0,0.003", "female,0,3‰");
    assert_eq!(findings(&rate.read()), ["tidied-number mortality.csv:2 value"]);
    assert_eq!(rate.read().study, TinyStudy::new().read().study);
}

#[test]
fn units_in_cells_are_converted() {
    // 25,000,000 yuan and 0.25 × 10⁸ yuan are 2500 × 10⁴ yuan; 6 亩 are 6 × 10,000/15 = 4000 m², 0.4 公顷 as well.
    for (money, land) in
        [("25000000元", "6亩"), ("0.25亿", "0.4公顷"), ("2,500万元", "4,000平方米"), ("2.5千万元", "６ 亩")]
    {
        let study =
            TinyStudy::new().patch("projects", "180,,2500,4000", &format!("180,,\"{money}\",\"{land}\""));
        let reading = study.read();
        assert_eq!(
            findings(&reading),
            ["tidied-number projects.csv:2 capex", "tidied-number projects.csv:2 land"]
        );
        assert_eq!(reading.study, TinyStudy::new().read().study, "{money}, {land}");
    }
    let wrong = TinyStudy::new().patch("projects", "180,,2500", "180,,6亩").read();
    assert_eq!(findings(&wrong), ["not-a-number projects.csv:2 capex"]);
    assert!(
        wrong.diagnostics[0].hint.en.contains("no unit of this column"),
        "{:?}",
        wrong.diagnostics[0].hint
    );
}
