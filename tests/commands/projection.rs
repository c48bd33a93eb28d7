//! Projections and backtests.

use super::*;

/// Children of the stages as published figures have them: preschool falls to about 60 % of 2020 (193,000) by 2027, primary
/// peaks in 2023, junior about 2029.
#[test]
fn stages_of_the_shipped_study_peak_when_they_should() {
    let rolls = table(&run_folder(), "rolls");
    let (stages, years, children) =
        (strings(&rolls, "stage"), numbers(&rolls, "year"), numbers(&rolls, "children"));
    let total = |stage: &str, year: f64| -> f64 {
        (0..rolls.height())
            .filter(|row| stages[*row] == stage && years[*row] == year)
            .map(|row| children[row])
            .sum()
    };
    let peak = |stage: &str| {
        (2023..=2035)
            .map(f64::from)
            .max_by(|one, other| total(stage, *one).total_cmp(&total(stage, *other)))
            .unwrap()
    };
    assert!(
        (0.57..0.65).contains(&(total("preschool", 2027.0) / 193_000.0)),
        "{}",
        total("preschool", 2027.0)
    );
    assert_eq!(peak("primary"), 2023.0);
    assert!((2028.0..=2030.0).contains(&peak("junior")), "{}", peak("junior"));
}

/// Rolls on the screen, in CSV and in JSON, agree.
#[test]
fn a_projection_prints_alike_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let model = shipped();
    let shown = |format: &str| {
        let output =
            xuewei(folder.path(), &["project", model.to_str().unwrap(), "--by", "town", "--format", format]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(shown("csv").as_bytes()).records().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 130 * 4 * 13, "a row for every town, stage and school year");
    let json: Value = serde_json::from_str(&shown("json")).expect("JSON");
    let first = &json["tables"][0]["rows"][0];
    assert!(near(first[5].as_f64().unwrap(), rows[0][5].parse().unwrap(), 0.01));
    assert!(shown("table").contains(&rows[0][1]));
}

/// A backtest of too short a history says so and is no fault; a long one, of population alone, shows every method.
#[test]
fn backtests_answer_for_short_and_long_histories() {
    let folder = tempfile::tempdir().unwrap();
    let short = xuewei(folder.path(), &["backtest", shipped().to_str().unwrap()]);
    assert_eq!(short.status.code(), Some(0));
    assert!(text(&short.stderr).contains("无法回测"), "{}", text(&short.stderr));
    let data = folder.path().join("long/data");
    fs::create_dir_all(&data).unwrap();
    let write = |table: &str, text: &str| fs::write(data.join(format!("{table}.csv")), text).unwrap();
    write("counties", "code,name\nc,c\n");
    write("towns", "code,name,county\na,a,c\nb,b,c\n");
    write("schools", "school,name,town,stage,sector,places,pupils\n");
    write("projects", "project,name,town,programme,kind,sector,places.primary,capex,earliest,latest\n");
    // Births fall by 2 % a year in one town and 4 % in the other; nobody moves or dies.
    let mut population = String::from("town,date,age,persons\n");
    for (town, births, fall) in [("a", 400.0, 0.98_f64), ("b", 150.0, 0.96)] {
        for year in 2005..=2022 {
            for age in 0..=14 {
                let persons = (births * fall.powi(year - age - 1990)).round();
                writeln!(population, "{town},{year}-12-31,{age},{persons}").unwrap();
            }
        }
    }
    write("population", &population);
    fs::write(
        folder.path().join("long/long.toml"),
        "name = \"long\"\ndata = \"data\"\nbase_year = 2022\nhorizon = { first = 2023, last = 2024, outlook = 2025 }\n\
         [[sector]]\nid = \"public\"\nname = { zh = \"公办\" }\n\
         [[programme]]\nid = \"all\"\nname = { zh = \"建设\" }\n\
         [[stage]]\nid = \"primary\"\nname = { zh = \"小学\" }\nages = [6, 11]\nprogramme = \"all\"\nenrolment_rate = 1.0\n",
    )
    .unwrap();
    let long =
        xuewei(folder.path(), &["--lang", "en", "backtest", "long", "--horizons", "1,5", "--format", "json"]);
    assert_eq!(long.status.code(), Some(0), "{}", text(&long.stderr));
    let found: Value = serde_json::from_slice(&long.stdout).expect("JSON");
    let rows = found["tables"][0]["rows"].as_array().unwrap();
    let wape = |method: &str, ahead: f64| -> f64 {
        let of = |row: &&Value| {
            row[0] == "小学 6–11" && row[1].as_f64() == Some(ahead) && row[2] == "all" && row[3] == method
        };
        rows.iter().find(of).unwrap_or_else(|| panic!("{method} in {rows:#?}"))[7].as_f64().unwrap()
    };
    // Without moves and deaths, ratios know every cohort that is born, but for rounding; no change errs by the fall.
    for ahead in [1.0, 5.0] {
        assert!(wape("smoothing chosen, damped fertility (default)", ahead) < 0.01);
        assert!(wape("no change", ahead) > 0.015 * ahead);
    }
}
