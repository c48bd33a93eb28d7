//! What the tables alone show to be impossible, or beyond every plan, is found before any plan is sought; and one fault hides no other.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::format_push_string, dead_code)]

mod tiny_study;

use tiny_study::{TinyStudy, findings};
use xuewei::diagnostic::Severity;

/// Findings of the study with some pieces of text replaced.
fn with(patches: &[(&str, &str, &str)]) -> Vec<String> {
    patches
        .iter()
        .fold(TinyStudy::new(), |study, (file, from, to)| study.patch(file, from, to))
        .read_findings()
}

trait ReadFindings {
    fn read_findings(&self) -> Vec<String>;
}

impl ReadFindings for TinyStudy {
    fn read_findings(&self) -> Vec<String> {
        findings(&self.read())
    }
}

/// P1 must be built.
const P1_COMMITTED: (&str, &str, &str) = ("projects", "new,planned,no", "new,planned,yes");

#[test]
fn two_committed_options_of_one_site() {
    let one_site = ("projects", "P2,地块2", "P2,地块1");
    let study = TinyStudy::new().patch(P1_COMMITTED.0, P1_COMMITTED.1, P1_COMMITTED.2);
    let reading = study.patch(one_site.0, one_site.1, one_site.2).read();
    assert_eq!(findings(&reading), ["committed-on-one-site projects.csv:3 site"]);
    let found = &reading.diagnostics[0];
    assert_eq!((found.severity, found.what.en.contains("rows 2 and 3")), (Severity::Error, true));
    // One of them is a candidate, or they stand on sites of their own.
    assert_eq!((with(&[one_site]), with(&[P1_COMMITTED])), (vec![], vec![]));
}

const MOVES: &str = "\
project,name,town,programme,kind,committed,sector,grade,from_school,from_places,places.preschool,capex,earliest,latest
P1,东一园迁建,A02,nurseries,new,yes,public,2,S1,,300,900,2023,2024
P2,东一园改建,A01,nurseries,upgrade,yes,public,1,S1,,300,800,2024,2025
";

#[test]
fn two_committed_projects_take_one_school() {
    // That a school moves to another town is another matter.
    let told = |projects: &str| -> Vec<String> {
        let found = TinyStudy::new().with("projects", projects).read_findings().into_iter();
        found.filter(|one| !one.starts_with("school-of-another-town")).collect()
    };
    let found = told(MOVES);
    // Both rows are named twice: two of one school, and 600 of the 300 places that stand.
    assert!(found.contains(&"committed-on-one-school projects.csv:3 from_school".to_owned()), "{found:?}");
    let one = MOVES.replace("upgrade,yes", "upgrade,no");
    assert_eq!(told(&one), Vec::<String>::new());
    // 200 and 150 of the 300 places that stand: each alone can be taken.
    let parts = MOVES.replacen("S1,,", "S1,200,", 1).replacen("S1,,", "S1,150,", 1);
    let found = told(&parts);
    assert_eq!(found, ["committed-takes-too-many-places projects.csv:3 from_places"]);
    let enough = parts.replace("S1,150,", "S1,100,");
    assert_eq!(told(&enough), Vec::<String>::new());
}

/// P2 is committed, costs 200 and opens in 2024: 60 % of it, 120, falls in 2023 and 80 in 2024.
#[test]
fn ceilings_below_what_is_committed() {
    let limit = |limit: &str| with(&[("budget", "2023,*,county,5000", &format!("2023,*,county,{limit}"))]);
    assert_eq!(limit("120"), Vec::<String>::new());
    assert_eq!(limit("119.999999"), ["ceiling-below-committed budget.csv:2 limit"]);
    // What 2023 leaves is used in 2024: 120 + 80 of 150 + 50, and of 150 + 49.
    let carried = |second: &str| {
        let second = format!("2024,*,county,{second}");
        with(&[
            ("budget", "2023,*,county,5000", "2023,*,county,150"),
            ("budget", "2024,*,county,5000", &second),
        ])
    };
    assert_eq!(carried("50"), Vec::<String>::new());
    assert_eq!(carried("49"), ["ceiling-below-committed budget.csv:3 limit"]);
}

/// P1 takes 4,000 m²; P2 opens in 2024 and counts in its programme, "nurseries".
#[test]
fn land_and_deliveries_below_what_is_committed() {
    let land = |limit: &str| {
        let study = TinyStudy::new().patch(P1_COMMITTED.0, P1_COMMITTED.1, P1_COMMITTED.2);
        // Opened in 2023 its works would have begun before the plan, and its land be taken already.
        let study = study.patch("projects", "2023,2025,121.4", "2024,2025,121.4");
        study.with("land", &format!("area,year,limit\nA,*,{limit}\n")).read_findings()
    };
    assert_eq!(land("4000"), Vec::<String>::new());
    assert_eq!(land("3999"), ["land-below-committed land.csv:2 limit"]);
    let delivery = |row: &str| {
        TinyStudy::new()
            .with("delivery", &format!("programme,county,year,event,limit\n{row}\n"))
            .read_findings()
    };
    assert_eq!(delivery("nurseries,*,2024,open,1"), Vec::<String>::new());
    assert_eq!(delivery("nurseries,*,2023,open,0"), Vec::<String>::new());
    // Works on it begin in 2023, when money is first paid.
    for row in ["nurseries,*,2024,open,0", "*,A,2023,start,0", "nurseries,*,*,open,0"] {
        assert_eq!(delivery(row), ["delivery-below-committed delivery.csv:2 limit"], "{row}");
    }
}

#[test]
fn numbers_beyond_every_candidate() {
    // Two projects count towards "nurseries".
    let at_least = |number: &str| {
        with(&[("tiny.toml", "at_least = 1, at_most = 9", &format!("at_least = {number}, at_most = 9"))])
    };
    assert_eq!(at_least("2"), Vec::<String>::new());
    assert_eq!(at_least("3"), ["programme-without-candidates tiny.toml:46 programme.nurseries"]);
    // 300 public places stand and P1 adds 180; P2 raises the grade of 300, which counts as adding them.
    let places = |number: u32| {
        let mut study = TinyStudy::new();
        let indicator = format!(
            "\n[[indicator]]\nid = \"places\"\nname = {{ zh = \"学位\" }}\nkind = \"count\"\nunit = \"place\"\nof = {{ stage = [\"preschool\"], sector = [\"public\"] }}\nat_least = {{ 2025 = {number} }}\n"
        );
        study.text("tiny.toml").push_str(&indicator);
        study.read_findings()
    };
    assert_eq!(places(780), Vec::<String>::new());
    assert_eq!(places(781), ["target-out-of-reach tiny.toml:100 indicator.places"]);
}

#[test]
fn floors_and_caps_that_contradict_each_other() {
    // The study gives private kindergartens a floor of 0.1 and a cap of 0.5.
    let choice = |text: &str| {
        let mut study = TinyStudy::new();
        study.text("tiny.toml").push_str(&format!("\n[[choice]]\nstage = \"preschool\"\n{text}\n"));
        study.read_findings()
    };
    assert_eq!(choice("sector = [\"public\"]\nfloor = 0.9\ncap = 1.0"), Vec::<String>::new());
    assert_eq!(choice("sector = [\"public\"]\nfloor = 0.91"), ["floors-above-one tiny.toml:100 choice.2"]);
    assert_eq!(choice("sector = [\"public\"]\ncap = 0.49"), ["caps-below-one tiny.toml:100 choice.2"]);
    assert_eq!(
        choice("sector = [\"private\"]\ngrade = [3]\nfloor = 0.6\ncap = 1.0"),
        ["floor-above-cap tiny.toml:100 choice.2"]
    );
}

#[test]
fn people_that_no_projection_can_use() {
    let open = with(&[("population", ",,100+,2", ",,0+,2")]);
    assert_eq!(open, ["open-age-too-young population.csv:6 age"]);
    // Stages end at age 11.
    assert_eq!(with(&[("population", ",,100+,2", ",,12+,2")]), Vec::<String>::new());
    let late = with(&[("population", "A01,2022-12-31,,,100+", "A01,2099-12-31,,,100+")]);
    assert!(late.contains(&"date-after-horizon population.csv:6 date".to_owned()), "{late:?}");
}

#[test]
fn official_totals_that_contradict_each_other() {
    let totals = |text: &str| {
        TinyStudy::new().with("official_totals", &format!("area,date,age,persons\n{text}")).read_findings()
    };
    let county = |persons: u32| {
        totals(&format!("A01,2024-12-31,3-5,70\nA02,2024-12-31,3-5,70\nA,2024-12-31,3-5,{persons}\n"))
    };
    // Three figures rounded to persons may differ by one and a half.
    assert_eq!((county(139), county(141)), (vec![], vec![]));
    let broken = ["totals-contradict official_totals.csv:4 persons"];
    assert_eq!(
        (county(138), county(142)),
        (broken.map(str::to_owned).to_vec(), broken.map(str::to_owned).to_vec())
    );
    // Of two towns one is given: the county may have more, but no less.
    let one = |persons: u32| totals(&format!("A01,2024-12-31,3-5,70\nA,2024-12-31,3-5,{persons}\n"));
    assert_eq!(
        (one(500), one(60)),
        (vec![], vec!["totals-contradict official_totals.csv:3 persons".to_owned()])
    );
    let ages = |persons: u32| {
        totals(&format!("A01,2024-12-31,3-5,{persons}\nA01,2024-12-31,3,20\nA01,2024-12-31,4-5,50\n"))
    };
    assert_eq!(
        (ages(70), ages(90)),
        (vec![], vec!["totals-contradict official_totals.csv:2 persons".to_owned()])
    );
}

#[test]
fn a_fault_in_one_table_hides_none_in_another() {
    // A town that stands there twice, and a town of a school that is unknown.
    let twice = "B01,南镇,B,town,121.1,28.7,,\nB01,南镇,B,town,121.1,28.7,,";
    let found =
        with(&[("towns", "B01,南镇,B,town,121.1,28.7,,", twice), ("schools", "东小学,A01", "东小学,A07")]);
    assert_eq!(found, ["unknown-reference schools.csv:4 town", "duplicate-key towns.csv:5 code"]);
    // A mistyped code hides the town's own, which people, births, schools and projects name, but no other.
    let hidden = ("towns", "B01,南镇", "A02,南镇");
    assert_eq!(with(&[hidden]), ["duplicate-key towns.csv:4 code"]);
    let found = with(&[hidden, ("schools", "东小学,A01", "东小学,A07")]);
    assert_eq!(found, ["unknown-reference schools.csv:4 town", "duplicate-key towns.csv:4 code"]);
    // A faulty school hides no school that a project cannot name.
    let found = TinyStudy::new()
        .with("projects", &MOVES.replace("S1,,300,900", "S9,,300,900").replace("upgrade,yes", "upgrade,no"));
    let found = found
        .patch("schools", "900,850,200", "900,950,200")
        .patch("schools", "2010,2026", "2010,2010")
        .read_findings();
    assert!(found.contains(&"unknown-reference projects.csv:2 from_school".to_owned()), "{found:?}");
}

#[test]
fn a_fault_of_the_model_has_its_own_error_alone() {
    let mut study = TinyStudy::new().without("schools").without("projects").without("towns");
    study.text("tiny.toml").push_str("\n[cost\n");
    let found = study.read_findings();
    assert!(found.len() == 1 && found[0].starts_with("model-syntax tiny.toml:"), "{found:?}");
    // A list that is none hides what it would define, and nothing else is said.
    let mut study = TinyStudy::new();
    let text = study.text("tiny.toml");
    let (before, rest) = text.split_once("[[programme]]").unwrap();
    let after = rest.split_once("[[indicator]]").unwrap().1;
    *text = format!("programme = 5\n{before}[[indicator]]{after}");
    assert_eq!(study.read_findings(), ["wrong-type tiny.toml:1 programme"]);
}
