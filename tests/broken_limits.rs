//! Tables and settings of limits, cost sharing, coverage and given demand: how they read, and what one fault in them gives.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::format_collect,
    dead_code
)]

mod tiny_study;

use std::collections::BTreeMap;
use tiny_study::TinyStudy;
use xuewei::domain::{
    Area, CountyIndex, CoverageUnit, DeliveryEvent, IndicatorKind, PlaceEffect, ProjectKind, SchoolYear,
    Scope, Spending, TownIndex, TownKind,
};
use xuewei::input::Reading;

const PROJECTS: &str = "\
project,site,name,town,programme,kind,sector,grade,from_school,from_places,places.preschool,places.primary,capex,running,copies,land,earliest,latest,source,share.city,share.county
P1,地块1,东三园,A01,nurseries,new,public,1,,,180,,2500,1.5,,4000,2023,2025,,0.6,0.4
P2,,东小学迁西镇,A02,schools,relocate,public,,S3,,,1000,9000,-20,,,2023,2025,city,,
P3,,西镇小园,A02,nurseries,新建,public,2,,,30,,80,,6,500,2023,2025,,,
P4,,南镇学校停办,B01,nurseries,close,private,,S4,100,,,0,,,,2023,2025,,,
";

const LAND: &str = "area,year,limit,carry\nA,2023,9000,yes\nA01,*,4000,\n*,2024,20000,\n";
const DELIVERY: &str = "programme,county,year,event,limit\nnurseries,A,2023,start,2\n*,*,*,投用,5\n";
const DEMAND: &str = "town,stage,group,year,children\nA01,preschool,,2023,90\nA01,preschool,,2025,110\nB01,preschool,*,2023,20\nA02,preschool,,2023,0\n";
const BUDGET: &str = "year,county,source,limit,carry,covers\n2023,*,county,5000,yes,\n2024,*,county,5000,yes,\n2025,*,county,5000,,\n2023,A,*,900,,running\n2024,A,*,900,,运行经费\n2025,A,*,900,,running\n2023,B,*,90,,all\n2024,B,*,90,,all\n2025,B,*,90,,全部\n2026,A,*,900,,running\n2027,A,*,900,,running\n2028,A,*,900,,running\n2029,A,*,900,,running\n2030,A,*,900,,running\n2026,B,*,90,,all\n2027,B,*,90,,all\n2028,B,*,90,,all\n2029,B,*,90,,all\n2030,B,*,90,,all\n";
const TOTALS: &str =
    "area,date,age,group,persons\nA01,2024-12-31,3-5,,90\nA,2024-12-31,6-11,*,700\nB01,2025-12-31,7,,8\n";
const DISTANCES: &str = "from,to,km,minutes,yuan\nA01,A02,12.5,25,\nA02,A01,,25,100\n";

const INDICATORS: &str = r#"
[[indicator]]
id = "every_town"
name = { zh = "每个乡镇有公办园" }
kind = "coverage"
of = { stage = ["preschool"], sector = ["public"] }
towns = ["镇", "township"]
least_places = 90
within_km = 3
scope = "every_county"
at_least = { 2025 = 1.0 }

[[indicator]]
id = "counties"
name = { zh = "有小学的县" }
kind = "count"
unit = "county"
of = { stage = ["primary"] }
at_least = 2

[[indicator]]
id = "places"
name = { zh = "公办学位" }
kind = "count"
unit = "place"
of = { stage = ["preschool"], sector = ["public"] }
at_least = { 2025 = 600 }

[repair]
child = 2.0
land = 5.0
"#;

/// Findings but that P2 moves a school to another town, which is as it should be.
fn findings(reading: &Reading) -> Vec<String> {
    let moved = "school-of-another-town projects.csv:3 from_school";
    tiny_study::findings(reading).into_iter().filter(|one| one != moved).collect()
}

fn complete() -> TinyStudy {
    let mut study = TinyStudy::new()
        .with("projects", PROJECTS)
        .with("land", LAND)
        .with("delivery", DELIVERY)
        .with("demand", DEMAND)
        .with("budget", BUDGET)
        .with("official_totals", TOTALS)
        .with("distances", DISTANCES);
    study.text("tiny.toml").push_str(INDICATORS);
    study
}

#[test]
fn limits_shares_and_coverages_are_read() {
    let reading = complete().read();
    assert_eq!(findings(&reading), Vec::<String>::new());
    let study = reading.study.expect("study");
    let shares = BTreeMap::from([("city".to_owned(), 0.6), ("county".to_owned(), 0.4)]);
    assert_eq!(study.projects[0].funding, shares);
    assert_eq!((study.projects[0].running.fen(), study.projects[1].running.fen()), (1_500_000, -20_000_000));
    let moved = &study.projects[1];
    assert_eq!((moved.kind, moved.from_school), (ProjectKind::Relocate, Some(2)));
    let class = |of: &PlaceEffect| study.class_id(of.class);
    let effects: Vec<_> = moved.effects.iter().map(|of| (of.town.index(), class(of), of.places)).collect();
    assert_eq!(effects, [(0, "primary/public".to_owned(), -900), (1, "primary/public".to_owned(), 1000)]);
    assert_eq!((study.projects[2].copies, study.projects[2].site.as_deref()), (6, None));
    let closed = &study.projects[3];
    assert_eq!(
        (closed.from_school, closed.effects[0].town, closed.effects[0].places),
        (None, TownIndex(2), -100)
    );
    assert_eq!(
        study.land.iter().map(|limit| (limit.area, limit.year, limit.carry)).collect::<Vec<_>>(),
        [
            (Some(Area::County(CountyIndex(0))), Some(2023), true),
            (Some(Area::Town(TownIndex(0))), None, false),
            (None, Some(2024), false)
        ]
    );
    assert_eq!((study.deliveries[0].event, study.deliveries[0].at_most), (DeliveryEvent::Start, 2));
    assert_eq!((study.deliveries[1].programme, study.deliveries[1].year), (None, None));
    assert_eq!(study.demand.len(), 3);
    let totals: Vec<_> = study.rates.totals.iter().map(|total| (total.area, total.ages)).collect();
    assert_eq!(totals[..2], [(Area::Town(TownIndex(0)), (3, 5)), (Area::County(CountyIndex(0)), (6, 11))]);
    assert_eq!(study.demand[0].children.at(SchoolYear(2024)), Some(100.0));
    let covers: Vec<Spending> = study.budgets.iter().map(|budget| budget.covers).collect();
    assert_eq!(covers[2..5], [Spending::Capital, Spending::Running, Spending::Running]);
    assert_eq!(covers[6..9], [Spending::All; 3]);
    assert_eq!(study.distances[0].travel.minutes, Some(25.0));
    assert!((study.distances[1].travel.yuan - 100.0).abs() < 1e-9 && study.distances[1].travel.km > 10.0);
    assert_eq!((study.repair.child, study.repair.land, study.repair.pupil), (2.0, 5.0, 0.5));
    let IndicatorKind::Coverage { coverage, scope, number } = &study.indicators[2].kind else { panic!() };
    assert_eq!((coverage.unit, *scope, *number), (CoverageUnit::Town, Scope::EveryCounty, false));
    assert_eq!((coverage.least_places, coverage.within_km), (90, 3.0));
    assert_eq!(coverage.kinds, [TownKind::Town, TownKind::Township]);
    let IndicatorKind::Coverage { coverage, number, .. } = &study.indicators[3].kind else { panic!() };
    assert_eq!((coverage.unit, *number), (CoverageUnit::County, true));
    assert!(matches!(study.indicators[4].kind, IndicatorKind::Places { .. }));
}

#[test]
fn demand_alone_needs_no_people() {
    let demand = DEMAND.to_owned() + "A01,primary,,2023,300\nA02,primary,,2023,0\nB01,primary,,2023,0\n";
    let tables = ["population", "births", "mortality"];
    let study = tables.iter().fold(complete().with("demand", &demand), |study, table| study.without(table));
    assert_eq!(findings(&study.read()), Vec::<String>::new());
    let study = tables.iter().fold(complete(), |study, table| study.without(table));
    assert_eq!(findings(&study.read()), ["stage-without-demand demand.csv:- stage"]);
}

/// File, what stands there, what is put in its place, and the one finding.
const FAULTS: &[(&str, &str, &str, &str)] = &[
    ("projects", "2025,,0.6,0.4", "2025,,0.6,0.5", "shares-not-one projects.csv:2 share.city"),
    ("projects", "2025,,0.6,0.4", "2025,,60,0.4", "out-of-range projects.csv:2 share.city"),
    ("projects", "2025,,0.6,0.4", "2025,city,0.6,0.4", "source-and-shares projects.csv:2 source"),
    ("projects", "2500,1.5,,4000", "2500,1.5,3,4000", "copies-on-a-site projects.csv:2 copies"),
    ("projects", "80,,6,500", "80,,0,500", "out-of-range projects.csv:4 copies"),
    ("projects", "80,,6,500", "80,,6,5oo", "not-a-number projects.csv:4 land"),
    ("projects", "9000,-20,", "9000,二十,", "not-a-number projects.csv:3 running"),
    ("projects", "public,,S3,", "public,,S9,", "unknown-reference projects.csv:3 from_school"),
    ("projects", "public,,S3,", "public,,S2,", "school-closes-anyway projects.csv:3 from_school"),
    (
        "projects",
        "close,private,,S4,100,,",
        "close,private,,S4,100,10,",
        "close-adds-places projects.csv:5 places.preschool",
    ),
    (
        "projects",
        "nurseries,新建,public",
        "nurseries,buy,public",
        "takes-from-nobody projects.csv:4 from_sector",
    ),
    ("land", "A01,*", "A09,*", "unknown-reference land.csv:3 area"),
    ("land", "A01,*", "A01,any", "not-a-year land.csv:3 year"),
    ("land", "*,2024", "A,2023", "duplicate-key land.csv:4 -"),
    ("land", "2023,9000", "2023,-1", "out-of-range land.csv:2 limit"),
    ("delivery", "2023,start,2", "2023,begin,2", "unknown-choice delivery.csv:2 event"),
    ("delivery", "2023,start,2", "2023,start,2.5", "not-whole delivery.csv:2 limit"),
    ("delivery", "nurseries,A,", "nurseries,C,", "unknown-reference delivery.csv:2 county"),
    ("demand", "B01,preschool", "B01,presch", "unknown-reference demand.csv:4 stage"),
    ("demand", "*,2023,20", "*,2023,", "blank-cell demand.csv:4 children"),
    ("demand", "2025,110", "2023,110", "duplicate-key demand.csv:3 -"),
    ("official_totals", "A01,2024", "A77,2024", "unknown-reference official_totals.csv:2 area"),
    ("official_totals", "2025-12-31,7", "2025-06-30,7", "not-years-later official_totals.csv:4 date"),
    ("official_totals", "2025-12-31,7", "2022-12-31,7", "not-years-later official_totals.csv:4 date"),
    ("official_totals", "2025-12-31,7", "2025-12-31,7+", "open-age official_totals.csv:4 age"),
    ("official_totals", "3-5,,90", "3-5,,-90", "out-of-range official_totals.csv:2 persons"),
    ("budget", "2023,A,*,900,,running", "2023,A,*,900,,rent", "unknown-choice budget.csv:5 covers"),
    ("distances", "12.5,25,", "12.5,25,-1", "out-of-range distances.csv:2 yuan"),
    ("distances", "12.5,25,", "12.5,2 5,", "not-a-number distances.csv:2 minutes"),
    (
        "tiny.toml",
        "towns = [\"镇\", \"township\"]",
        "towns = [\"village\"]",
        "unknown-choice tiny.toml:105 indicator.every_town.towns",
    ),
    (
        "tiny.toml",
        "least_places = 90",
        "least_places = 0",
        "out-of-range tiny.toml:106 indicator.every_town.least_places",
    ),
    (
        "tiny.toml",
        "unit = \"county\"",
        "unit = \"village\"",
        "unknown-choice tiny.toml:115 indicator.counties.unit",
    ),
    (
        "tiny.toml",
        "of = { stage = [\"primary\"] }\nat_least = 2",
        "of = { stage = [\"primary\"], group = [\"local\"] }\nat_least = 2",
        "group-of-places tiny.toml:116 indicator.counties.of",
    ),
    (
        "tiny.toml",
        "at_least = { 2025 = 600 }",
        "at_least = { 2025 = -1 }",
        "target-out-of-range tiny.toml:125 indicator.places.at_least.2025",
    ),
    ("tiny.toml", "child = 2.0", "child = 0", "out-of-range tiny.toml:128 repair.child"),
    ("tiny.toml", "land = 5.0", "lend = 5.0", "unknown-key tiny.toml:129 repair.lend"),
    (
        "tiny.toml",
        "travel_limit_km = 8",
        "travel_limit_minutes = -8",
        "out-of-range tiny.toml:33 stage.preschool.travel_limit_minutes",
    ),
];

#[test]
fn one_fault_gives_one_finding() {
    let mut wrong = Vec::new();
    for (file, from, to, expected) in FAULTS {
        let found = findings(&complete().patch(file, from, to).read());
        if found != [(*expected).to_owned()] {
            wrong.push(format!("{file}: `{from}` → `{to}`\n  expected {expected}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A way needs the measure by which it is limited or weighed.
#[test]
fn a_way_without_its_measure_is_a_fault() {
    let limited = complete().patch("tiny.toml", "travel_limit_km = 8", "travel_limit_minutes = 30");
    let lacking = limited.with("distances", "from,to,km,minutes\nA01,A02,12.5,25\nA02,A01,12.5,\n");
    assert_eq!(findings(&lacking.read()), ["travel-unknown distances.csv:3 minutes"]);
}

/// Ceilings on one source, projects paid from another, in an office's words.
fn sources(budget: &str, project: &str) -> (Vec<String>, Option<String>, Vec<String>) {
    let rows: String = (2023..2026).map(|year| format!("{year},*,{budget},900\n")).collect();
    let study = TinyStudy::new().with("budget", &format!("year,county,source,limit\n{rows}")).patch(
        "projects",
        "121.4,28.6,county,",
        &format!("121.4,28.6,{project},"),
    );
    let reading = study.read();
    let read = reading.study.as_ref();
    let of_budget = read.and_then(|study| study.budgets[0].source.clone());
    let of_project = read.map_or_else(Vec::new, |study| study.projects[0].funding.keys().cloned().collect());
    (findings(&reading), of_budget, of_project)
}

#[test]
fn sources_have_one_vocabulary() {
    for word in ["合计", "全部", "所有", "all", "Total", "*", "各级财政"] {
        assert_eq!(sources(word, "county"), (vec![], None, vec!["county".to_owned()]), "{word}");
    }
    for word in ["县级", "县", "County", "本级财政", "县级财政", "区级"] {
        let read = (vec![], Some("county".to_owned()), vec!["county".to_owned()]);
        assert_eq!((sources(word, "county"), sources("county", word)), (read.clone(), read), "{word}");
    }
    let bond = (vec![], Some("bond".to_owned()), vec!["bond".to_owned()]);
    assert_eq!(sources("专项债", "地方政府专项债券"), bond);
    // Words of the study's own are kept, alike on both sides.
    let own = (vec![], Some("校友捐赠".to_owned()), vec!["校友捐赠".to_owned()]);
    assert_eq!(sources("校友捐赠", "校友捐赠"), own);
    // Two words for one source are one ceiling.
    let doubled =
        BUDGET.replace("2024,*,county,5000,yes,\n", "2024,*,county,5000,yes,\n2024,*,县级财政,5000,yes,\n");
    assert_eq!(findings(&complete().with("budget", &doubled).read()), ["duplicate-key budget.csv:4 -"]);
    let total =
        doubled.replace("2024,*,县级财政", "2023,全部,county").replace("2023,*,county,5000,yes,\n", "");
    assert_eq!(findings(&complete().with("budget", &total).read()), Vec::<String>::new());
}

#[test]
fn a_ceiling_that_nothing_is_paid_under_is_told() {
    // Both other projects of the study are the county's and the province's.
    let (found, source, _) = sources("校友捐款", "county");
    assert_eq!(
        (found.as_slice(), source.as_deref()),
        (&["ceiling-without-payment budget.csv:2 source".to_owned()][..], Some("校友捐款"))
    );
    let running = BUDGET.replace("2023,A,*,900,,running", "2023,A,市级,900,,running");
    let found = findings(&complete().with("budget", &running).read());
    assert!(found.contains(&"ceiling-without-payment budget.csv:5 source".to_owned()), "{found:?}");
    // Capital is paid until the last opening, 2025; running cost until 2030.
    let late = format!("{BUDGET}2026,*,county,5000,,\n2031,B,*,90,,all\n");
    let found = findings(&complete().with("budget", &late).read());
    assert_eq!(
        found,
        ["ceiling-outside-years budget.csv:21 year", "ceiling-outside-years budget.csv:22 year"]
    );
    // What an earlier year leaves is carried over.
    let early = format!("{BUDGET}2022,*,county,5000,yes,\n");
    assert_eq!(findings(&complete().with("budget", &early).read()), Vec::<String>::new());
}

#[test]
fn shares_are_of_known_sources() {
    let with = |from: &str, to: &str| findings(&complete().patch("projects", from, to).read());
    assert_eq!(with("share.city", "share.市级财政"), Vec::<String>::new());
    assert_eq!(
        with("share.city", "出资比例.县级"),
        ["duplicate-column projects.csv:1 share.county", "shares-not-one projects.csv:2 出资比例.县级"]
    );
    assert_eq!(
        with("share.city", "share.县级+市级"),
        ["several-sources projects.csv:1 share.县级+市级", "shares-not-one projects.csv:2 share.县级+市级"]
    );
    assert_eq!(with(",city,,", ",县级+专项债,,"), ["several-sources projects.csv:3 source"]);
    assert_eq!(with(",city,,", ",合计,,"), ["source-of-all projects.csv:3 source"]);
    let reading =
        complete().patch("projects", "share.county", "share.合计").patch("projects", "0.6,0.4", "1,1").read();
    assert_eq!(findings(&reading), ["share-of-all projects.csv:1 share.合计"]);
}
