//! Areas that were merged, split, renamed or gave a part away: their series are joined onto today's.

use super::study_folder::StudyFolder;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use xuewei::domain::Area;
use xuewei::input::read_study;

const MODEL: &str = "name = \"pop\"\ndata = \".\"\nbase_year = 2022\nhorizon = { first = 2023, last = 2027 }\n\
    [[stage]]\nid = \"primary\"\nages = [6, 11]\nenrolment_rate = 1.0\n";

/// An area: code, first and last year counted, people of each age from 0 to 59.
type Counted<'a> = (&'a str, i32, i32, f64);

/// People who stay as they are from year to year, counted at the end of each.
fn people(areas: &[Counted]) -> String {
    let mut table = "town,date,age,persons\n".to_owned();
    for (code, first, last, persons) in areas {
        for year in *first..=*last {
            for age in 0..60 {
                writeln!(table, "{code},{year}-12-31,{age},{persons}").unwrap();
            }
        }
    }
    table
}

fn study(areas: &[Counted], changes: &str) -> StudyFolder {
    let study = StudyFolder::new(MODEL);
    study.table("population", &people(areas));
    study.table("area_changes", &format!("from,old,new,change,share\n{changes}"));
    study
}

/// Children of primary school of 2027 by town.
fn primary(study: &StudyFolder) -> BTreeMap<String, f64> {
    let arguments = ["--by", "town", "--years", "2027", "--format", "csv", "--draws", "10"];
    let output = study.command("project", &arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let row = |row: csv::StringRecord| (row[1].to_owned(), row[4].parse().unwrap());
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn expect(study: &StudyFolder, wanted: &[(&str, f64)]) {
    let found = primary(study);
    assert_eq!(
        found.keys().map(String::as_str).collect::<Vec<_>>(),
        wanted.iter().map(|(town, _)| *town).collect::<Vec<_>>()
    );
    for (town, children) in wanted {
        assert!((found[*town] - children).abs() < 0.5, "{town}: {} instead of {children}", found[*town]);
    }
}

/// Codes of the findings, errors and warnings, with what they say.
fn found(study: &StudyFolder) -> Vec<(&'static str, String)> {
    let reading = read_study(&study.path());
    reading.diagnostics.iter().map(|one| (one.code, one.what.en.clone())).collect()
}

/// A town of 200 a year of age is divided in 2020, 60 % keep its code: 120 and 80 a year, six years of primary school each, beside
/// a town of 100 that stays: 720 + 480 + 600 = 1,800.
#[test]
fn a_town_that_was_split() {
    let areas = [
        ("A", 2012, 2019, 200.0),
        ("A", 2020, 2022, 120.0),
        ("C", 2020, 2022, 80.0),
        ("B", 2012, 2022, 100.0),
    ];
    let split = study(&areas, "2020-01-01,A,A,split,0.6\n2020-01-01,A,C,split,0.4\n");
    expect(&split, &[("A", 720.0), ("B", 600.0), ("C", 480.0)]);
    assert_eq!(found(&split), []);
    // The old town may have had a code of its own, and the day may be a year.
    let own = [
        ("X", 2012, 2019, 200.0),
        ("A", 2020, 2022, 120.0),
        ("C", 2020, 2022, 80.0),
        ("B", 2012, 2022, 100.0),
    ];
    expect(&study(&own, "2020,X,A,,0.6\n2020,X,C,,0.4\n"), &[("A", 720.0), ("B", 600.0), ("C", 480.0)]);
}

/// X (50 a year of age) becomes Y in 2015; Y and Z (70) join W in 2020: 120 a year, 720 in six.
#[test]
fn a_chain_and_several_into_one() {
    let areas =
        [("X", 2010, 2014, 50.0), ("Y", 2015, 2019, 50.0), ("Z", 2010, 2019, 70.0), ("W", 2020, 2022, 120.0)];
    let chain = study(&areas, "2015-01-01,X,Y,renamed,\n2020-01-01,Y,W,merged,\n2020-01-01,Z,W,合并,\n");
    expect(&chain, &[("W", 720.0)]);
    let reading = read_study(&chain.path()).study.unwrap();
    assert_eq!(reading.towns.len(), 1);
    assert!(reading.population.iter().all(|row| (row.persons - 120.0).abs() < 1e-9));
    assert_eq!(reading.population.len(), 13 * 60);
}

/// A gives a quarter to B in 2018: of 200 it keeps 150 a year of age, and B has 100 + 50.
#[test]
fn a_part_that_was_moved() {
    let areas = [
        ("A", 2010, 2017, 200.0),
        ("A", 2018, 2022, 150.0),
        ("B", 2010, 2017, 100.0),
        ("B", 2018, 2022, 150.0),
    ];
    expect(&study(&areas, "2018-01-01,A,B,part,25%\n"), &[("A", 900.0), ("B", 900.0)]);
}

/// A new code from after the last count: all rows are of the old one.
#[test]
fn a_town_with_a_new_code() {
    expect(
        &study(&[("A", 2012, 2022, 100.0), ("B", 2012, 2022, 50.0)], "2023-01-01,A,N,renamed,\n"),
        &[("B", 300.0), ("N", 600.0)],
    );
}

/// Births, and people in groups of ages, are joined, too: the old town's groups of five years are divided before.
#[test]
fn births_and_groups_of_ages_are_joined() {
    let new = study(
        &[("A", 2018, 2022, 60.0), ("C", 2018, 2022, 40.0)],
        "2018-01-01,X,A,split,0.6\n2018-01-01,X,C,split,0.4\n",
    );
    let mut table = people(&[("A", 2018, 2022, 60.0), ("C", 2018, 2022, 40.0)]);
    for year in 2013..2018 {
        for first in (0..60).step_by(5) {
            writeln!(table, "X,{year}-12-31,{first}-{},500", first + 4).unwrap();
        }
    }
    new.table("population", &table);
    new.table("births", "town,year,births\nX,2016,90\nX,2017,110\nA,2018,66\nC,2018,44\n");
    let study = read_study(&new.path()).study.unwrap();
    let sum = |year: i32, town: usize| -> f64 {
        let rows = study.population.iter().filter(|row| row.date.year == year);
        rows.filter(|row| matches!(row.area, Area::Town(of) if of.index() == town))
            .map(|row| row.persons)
            .sum()
    };
    // 60 ages of 100 in the old town: 3,600 and 2,400 people, as later.
    for year in 2013..=2022 {
        assert!((sum(year, 0) - 3_600.0).abs() < 1e-6 && (sum(year, 1) - 2_400.0).abs() < 1e-6, "{year}");
    }
    let births: Vec<f64> = study.births.iter().map(|row| row.births).collect();
    assert_eq!(births, [54.0, 36.0, 66.0, 44.0, 66.0, 44.0]);
}

/// Pupils of a town are divided, those of a school follow it to where it stands.
#[test]
fn pupils_are_joined() {
    let model = MODEL.replace("enrolment_rate", "rolls = \"cohort\"\nenrolment_rate");
    let study = StudyFolder::new(&model);
    study.table("area_changes", "from,old,new,share\n2020-01-01,X,A,0.6\n2020-01-01,X,C,0.4\n");
    study.table("towns", "code,name,county\nA,甲镇,1\nC,丙镇,1\n");
    let pupils = "school,town,year,stage,grade,pupils\n,X,2019,primary,1,100\nS1,X,2019,primary,1,30\nS1,C,2021,primary,1,31\n";
    study.table("enrolment", pupils);
    let reading = read_study(&study.path());
    let read = reading.study.unwrap_or_else(|| panic!("{:?}", reading.diagnostics)).enrolment;
    let counts: Vec<(usize, i32, f64)> = read
        .counts
        .iter()
        .map(|count| (read.units[count.unit.index()].town.index(), count.year.0, count.pupils))
        .collect();
    assert_eq!(counts, [(0, 2019, 60.0), (1, 2019, 40.0), (1, 2019, 30.0), (1, 2021, 31.0)]);
    // Nothing tells where another school stands.
    study.table("enrolment", &pupils.replace("S1,C", "S2,C"));
    let found = found(&study);
    assert!(found.iter().any(|(code, _)| *code == "school-in-a-divided-area"), "{found:?}");
}

#[test]
fn what_contradicts_itself_is_told() {
    let areas = [("A", 2012, 2019, 200.0), ("A", 2020, 2022, 120.0), ("C", 2020, 2022, 80.0)];
    let codes = |areas: &[Counted], changes: &str| -> Vec<&'static str> {
        let found = found(&study(areas, changes)).into_iter().map(|(code, _)| code);
        // What is not joined jumps, of course.
        found.filter(|code| *code != "area-jumps").collect()
    };
    let short = study(&areas, "2020-01-01,A,A,split,0.5\n2020-01-01,A,C,split,0.4\n");
    let mut said = found(&short);
    said.retain(|(code, _)| *code != "area-jumps");
    assert_eq!(said, [("shares-not-one", "the shares of rows 2, 3 add to 0.900000, not to 1".to_owned())]);
    assert_eq!(codes(&areas, "2020-01-01,A,A,split,0.6\n2020-01-01,A,C,split,\n"), ["share-missing"]);
    assert_eq!(codes(&areas, "2020-01-01,A,C,split,\n"), ["change-of-another-kind"]);
    assert_eq!(codes(&areas, "2020-13-01,A,C,merged,\n"), ["not-a-date"]);
    // The code of no area: nothing is joined.
    assert_eq!(codes(&areas, "2020-01-01,Q,C,merged,\n"), ["change-without-rows"]);
    // Both names are counted in 2019.
    let renamed = [("A", 2012, 2019, 200.0), ("C", 2019, 2022, 200.0)];
    assert_eq!(codes(&renamed, "2020-01-01,A,C,renamed,\n"), ["counted-under-both-names"]);
    // Of two areas that are one now, each has rows of every year, or the sum would jump.
    assert_eq!(codes(&renamed, "2020-01-01,A,C,merged,\n"), ["missing-year"]);
    let late = [("A", 2015, 2019, 200.0), ("C", 2012, 2022, 200.0)];
    assert_eq!(codes(&late, "2020-01-01,A,C,merged,\n"), ["missing-year"]);
    let ended = [("A", 2012, 2018, 200.0), ("C", 2012, 2022, 200.0)];
    assert_eq!(codes(&ended, "2020-01-01,A,C,merged,\n"), ["missing-year"]);
    // Old areas that lead to each other alone, none of them in the table of towns.
    let circle = "2020-01-01,A,B,renamed,\n2020-01-01,B,A,renamed,\n";
    let nowhere = study(&[("A", 2012, 2019, 1.0), ("D", 2012, 2022, 9.0)], circle);
    nowhere.table("towns", "code,name,county\nD,丁镇,1\n");
    let codes: Vec<&str> = found(&nowhere).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["change-leads-nowhere", "change-leads-nowhere"]);
    // Rows under an old code after its end are counted where it went.
    let late = study(&[("A", 2012, 2022, 200.0), ("C", 2012, 2022, 80.0)], "2020-01-01,A,C,merged,\n");
    assert_eq!(found(&late).iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["old-area-after-its-change"]);
    expect(&late, &[("C", 1680.0)]);
}
