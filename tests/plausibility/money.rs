//! Costs, ceilings, and settings of the model.

use crate::quiet::Quiet;
use xuewei::diagnostic::Severity::Warning;

/// New kindergartens cost 8 to 13 × 10⁴ yuan a place: ten times, ten thousand times, a twentieth of that
/// are told.
#[test]
fn cost_running_cost_and_land_a_place() {
    for (column, factors) in [
        ("capex", &[10.0, 1e4, 0.05, 1e-4][..]),
        ("running", &[10.0, 1e4, 0.05]),
        ("land", &[10.0, 1e3, 0.05, 0.0015]),
    ] {
        for factor in factors {
            for project in ["A01new0", "B03new1", "A02expand1"] {
                let which = [("project", project)];
                let study = Quiet::new().times("projects", &which, column, *factor);
                let place =
                    format!("a-place-out-of-line projects:{} {column}", study.row("projects", &which));
                // What is ten thousand times too dear is out of line with the ceilings as well.
                assert!(study.found().contains(&place), "{project} {column} {factor}: {:?}", study.found());
            }
        }
    }
    for factor in [2.5, 0.4] {
        assert!(
            Quiet::new().times("projects", &[("project", "A01new0")], "capex", factor).found().is_empty(),
            "{factor}"
        );
    }
}

/// All in yuan: each is told by the absolute bound, and the ceilings with them.
#[test]
fn a_whole_column_in_another_unit() {
    let yuan = Quiet::new().times("projects", &[], "capex", 1e4).found();
    assert_eq!(yuan.iter().filter(|one| one.starts_with("a-place-out-of-line")).count(), 18);
    assert!(yuan.iter().any(|one| one.starts_with("ceiling-out-of-line")), "{yuan:?}");
    let hundred_millions = Quiet::new().times("projects", &[("kind", "new")], "capex", 1e-4).found();
    assert_eq!(hundred_millions.iter().filter(|one| one.starts_with("a-place-out-of-line")).count(), 12);
}

#[test]
fn running_costs_below_zero() {
    let study = Quiet::new().times("projects", &[("project", "A01new0")], "running", -1.0);
    assert_eq!(study.only(Warning).0, "negative-running projects:2 running");
}

#[test]
fn ceilings_against_projects_and_other_years() {
    // Every line in yuan.
    let yuan = Quiet::new().times("budget", &[], "limit", 1e4);
    assert_eq!(yuan.found().len(), 3, "{:?}", yuan.found());
    let millions = Quiet::new().times("budget", &[("county", "A")], "limit", 1e-4);
    let (_, told) = millions.only(Warning);
    assert!(told.hint.en.contains("10⁸ yuan"), "{told:?}");
    // One year of one line.
    let cell = [("county", "B"), ("year", "2024")];
    for factor in [10.0, 0.1, 1e3] {
        let study = Quiet::new().times("budget", &cell, "limit", factor);
        assert_eq!(
            study.only(Warning).0,
            format!("ceiling-out-of-line budget:{} limit", study.row("budget", &cell))
        );
    }
    assert!(Quiet::new().times("budget", &cell, "limit", 3.0).found().is_empty());
    assert!(Quiet::new().times("budget", &cell, "limit", 0.0).found().is_empty());
}

#[test]
fn unit_costs() {
    for (item, factor) in [
        ("running_per_pupil", 10.0),
        ("running_per_place", 10.0),
        ("running_per_pupil", 1e-4),
        ("running_per_place", 0.1),
        ("running_per_pupil", 1e3),
    ] {
        let which = [("stage", "primary"), ("sector", "public"), ("item", item)];
        let study = Quiet::new().times("costs", &which, "value", factor);
        assert_eq!(
            study.found(),
            [format!("unit-cost-out-of-line costs:{} value", study.row("costs", &which))],
            "{item} {factor}"
        );
    }
    let which = [("stage", "primary"), ("sector", "public"), ("item", "running_per_pupil")];
    assert!(Quiet::new().times("costs", &which, "value", 2.5).found().is_empty());
}

#[test]
fn settings() {
    let with = |from: &str, to: &str| Quiet::new().model(from, to).found();
    assert!(with("discount_rate = 0.03", "discount_rate = 0.08").is_empty());
    assert_eq!(
        with("discount_rate = 0.03", "discount_rate = 0.3"),
        ["discount-out-of-line quiet:26 cost.discount_rate"]
    );
    assert_eq!(
        with("price_year = 2023", "price_year = 1923"),
        ["price-year-out-of-line quiet:27 cost.price_year"]
    );
    assert!(with("price_year = 2023", "price_year = 2015").is_empty());
    assert_eq!(with("ages = [6, 11]", "ages = [5, 11]"), ["stages-overlap quiet:20 stage.primary.ages"]);
    // A stage of a few children may share the ages of another.
    assert!(
        with("ages = [3, 5]", "ages = [3, 6]\nprevalence = 0.02")
            .iter()
            .all(|one| !one.starts_with("stages-overlap"))
    );
    assert!(
        with("enrolment_rate = 0.99", "enrolment_rate = 0.0099")
            .contains(&"enrolment-rate-out-of-line quiet:22 stage.primary.enrolment_rate".to_owned())
    );
    assert_eq!(
        with("enrolment_rate = 0.97", "enrolment_rate = { 2022 = 0.97, 2024 = 0.097 }"),
        ["enrolment-rate-out-of-line quiet:17 stage.preschool.enrolment_rate"]
    );
    assert!(with("enrolment_rate = 0.97", "enrolment_rate = { 2022 = 0.8, 2024 = 0.97 }").is_empty());
    assert_eq!(
        with("ages = [6, 11]", "ages = [25, 27]")
            .iter()
            .filter(|one| one.starts_with("stage-ages-not-counted"))
            .count(),
        1
    );
}
