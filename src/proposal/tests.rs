//! Two towns and three projects by hand.

use super::{Likelihood, Phase, Proposal, ProposalError, Reason, risks, supplies};
use crate::store::{
    BalanceRecord, BandRecord, EffectRecord, OpeningRecord, PaymentRecord, ProjectRecord, RunDetails,
    RunRecord, TownRecord,
};

fn balance(town: &str, year: i32, children: f64, standing: f64, places: f64) -> BalanceRecord {
    BalanceRecord {
        town: town.into(),
        county: "c".into(),
        stage: "primary".into(),
        year,
        children,
        standing,
        places,
        pupils: children.min(places),
        unplaced: 0.0,
    }
}

/// A project with places that opens in a year, works on which begin in another.
fn project(
    id: &str,
    start: Option<i32>,
    year: i32,
    places: i32,
) -> (OpeningRecord, ProjectRecord, EffectRecord) {
    let opening = OpeningRecord {
        project: id.into(),
        name: id.into(),
        county: "c".into(),
        town: "a".into(),
        programme: "p".into(),
        year,
        count: 1,
        places,
        capital: 100.0,
    };
    let record = ProjectRecord {
        project: id.into(),
        year,
        kind: "new".into(),
        status: "planned".into(),
        start,
        committed: false,
        source: "county".into(),
        land: 0.0,
        note: String::new(),
    };
    let effect = EffectRecord {
        project: id.into(),
        year,
        town: "a".into(),
        stage: "primary".into(),
        sector: "public".into(),
        grade: None,
        places,
    };
    (opening, record, effect)
}

/// Town a lacks 20 of 100 places in 2024 before the plan and 30 in 2025, and nothing with it; town b has 50 to spare. Works on x begin in 2024
/// and it opens in 2025; y begins and opens in 2024; z began before 2023 and opens in 2026; w opens in 2023 and is over by 2024.
fn run() -> (RunRecord, RunDetails) {
    let projects = [
        project("x", Some(2024), 2025, 40),
        project("y", Some(2024), 2024, 60),
        project("z", None, 2026, 10),
        project("w", Some(2023), 2023, 5),
    ];
    let pay = |project: &str, payment: f64| PaymentRecord {
        project: project.into(),
        county: "c".into(),
        stage: "primary".into(),
        kind: "new".into(),
        source: "county".into(),
        year: 2024,
        commitment: 0.0,
        payment,
        present: payment,
    };
    let run = RunRecord {
        years: (2023, 2026, 2027),
        names: vec![
            ("stage".into(), "primary".into(), "小学".into()),
            ("county".into(), "c".into(), "县".into()),
        ],
        balance: vec![
            balance("a", 2024, 100.0, 80.0, 140.0),
            balance("a", 2025, 110.0, 80.0, 180.0),
            balance("b", 2024, 50.0, 100.0, 100.0),
            balance("b", 2025, 50.0, 100.0, 100.0),
        ],
        openings: projects.iter().map(|one| one.0.clone()).collect(),
        payments: vec![pay("x", 50.0), pay("y", 100.0), pay("z", 25.0)],
        ..RunRecord::default()
    };
    let town = |town: &str| TownRecord {
        town: town.into(),
        county: "c".into(),
        kind: "town".into(),
        setting: String::new(),
        position: None,
    };
    // 150 children at most with nine in ten, 160 with certainty above: places of 2024 are 240.
    let band = |year, band| BandRecord {
        area: "*".into(),
        stage: "primary".into(),
        year,
        children: 150.0,
        band,
        births: (0.0, 0.0),
    };
    let details = RunDetails {
        projects: projects.iter().map(|one| one.1.clone()).collect(),
        effects: projects.iter().map(|one| one.2.clone()).collect(),
        towns: vec![town("a"), town("b")],
        bands: vec![band(2024, [140.0, 150.0, 170.0]), band(2025, [270.0, 290.0, 300.0])],
        ..RunDetails::default()
    };
    (run, details)
}

#[test]
fn gaps_are_added_up_by_hand() {
    let (run, _) = run();
    let whole: Vec<_> =
        supplies(&run).into_iter().filter(|one| one.area == "*" && one.year == 2024).collect();
    let [one] = whole.as_slice() else { unreachable!("{whole:?}") };
    assert_eq!((one.children, one.standing, one.places), (150.0, 180.0, 240.0));
    assert_eq!((one.short_towns, one.short), ((1, 0), (20.0, 0.0)));
    assert_eq!(one.gap(), (-30.0, -90.0));
}

#[test]
fn projects_fall_into_phases_and_payments_add_up() {
    let (run, details) = run();
    let proposal = Proposal::new(&run, &details, None, 2024).unwrap_or_else(|error| unreachable!("{error}"));
    let ids = |phase| proposal.in_phase(phase).map(|one| one.project.as_str()).collect::<Vec<_>>();
    assert_eq!(
        (ids(Phase::Start), ids(Phase::UnderWay), ids(Phase::Open)),
        (vec!["x"], vec!["z"], vec!["y"])
    );
    assert_eq!(proposal.starting(2024), 2);
    let paid: f64 = proposal.projects.iter().map(super::ProjectLine::payment).sum();
    assert!((paid - 175.0).abs() < 1e-9);
    // The greatest gap of town a from the opening of y on is that of 2025.
    let y = proposal.in_phase(Phase::Open).next().map(|one| one.reason.clone());
    let wanted = Reason::Shortage { stage: "primary".into(), year: 2025, children: 110.0, standing: 80.0 };
    assert_eq!(y, Some(wanted));
    assert_eq!(
        Proposal::new(&run, &details, None, 2027).err(),
        Some(ProposalError::Year { year: 2027, first: 2023, last: 2026 })
    );
}

/// 240 places are above the band of 2024 (170); 280 of 2025 lie between its 0.1 (270) and 0.5 quantiles (290).
#[test]
fn likelihoods_are_read_from_the_band() {
    let (run, details) = run();
    let lines = risks(&run, &details, &supplies(&run), 2024);
    let found: Vec<_> = lines.iter().map(|one| (one.year, one.shortage, one.empty)).collect();
    assert_eq!(found, [(2024, Likelihood::Small, 100.0), (2025, Likelihood::Great, 10.0)]);
}
