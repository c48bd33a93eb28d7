//! Running costs against building costs, targets, weights, and ages between stages.

use crate::quiet::Quiet;

/// New places cost 8 to 13 × 10⁴ yuan, in the middle 10.5 and 11; a pupil in a place costs 12,800 and 16,000 yuan a year,
/// 12 and 15 % of that. Ten times as much is more than the building, a tenth or a twelfth less than 2 % of it.
#[test]
fn running_costs_of_every_stage_against_building_costs() {
    let told =
        |study: Quiet| study.found().iter().any(|one| one.starts_with("running-against-building costs:"));
    for factor in [10.0, 0.1, 1.0 / 12.0, 1e-3] {
        assert!(told(Quiet::new().times("costs", &[], "value", factor)), "{factor}");
    }
    assert!(told(Quiet::new().times("projects", &[], "capex", 0.1)));
    for factor in [0.3, 3.0, 5.0] {
        assert!(Quiet::new().times("costs", &[], "value", factor).found().is_empty(), "{factor}");
    }
}

const INDICATOR: &str = r#"[[indicator]]
id = "public"
kind = "share"
scope = "city"
of = { stage = ["primary"], sector = ["public"] }
among = { stage = ["primary"] }
at_least = { 2023 = 0.80, 2025 = 0.85 }
"#;

fn with(from: &str, to: &str) -> Vec<String> {
    let indicator = INDICATOR.replace(from, to);
    let model = format!("{indicator}[cost]\ndiscount_rate = 0.03");
    Quiet::new().model("[cost]\ndiscount_rate = 0.03", &model).found()
}

#[test]
fn targets_that_fall_or_always_hold() {
    assert!(with("0.85", "0.85").is_empty());
    assert!(with("0.85", "0.75").is_empty(), "a target may fall a little");
    for wrong in ["0.085", "0.58"] {
        let found = with("0.85", wrong);
        assert!(found.len() == 1 && found[0].starts_with("target-falls quiet:"), "{wrong}: {found:?}");
    }
    let found = with("sector = [\"public\"]", "sector = [\"public\", \"private\"]");
    assert!(found.len() == 1 && found[0].starts_with("target-always-met quiet:"), "{found:?}");
}

#[test]
fn weights_and_the_ages_between_stages() {
    let with = |from: &str, to: &str| Quiet::new().model(from, to).found();
    let heavy = with("travel_yuan_per_km = 60", "travel_yuan_per_km = 60000");
    assert!(heavy.len() == 1 && heavy[0].starts_with("weight-out-of-line quiet:"), "{heavy:?}");
    assert!(with("travel_yuan_per_km = 60", "travel_yuan_per_km = 1000").is_empty());
    let gap = with("ages = [6, 11]", "ages = [7, 11]");
    assert!(gap.len() == 1 && gap[0].starts_with("age-between-stages quiet:"), "{gap:?}");
    assert!(with("ages = [6, 11]", "ages = [10, 11]").iter().all(|one| !one.starts_with("age-between")));
    let late = with("price_year = 2023", "price_year = 2032");
    assert!(late.len() == 1 && late[0].starts_with("price-year-out-of-line"), "{late:?}");
}
