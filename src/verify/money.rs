//! Money by year, county, stage, source and component, by own code; and the table of it.

use super::Computed;
use super::book::{Book, Check, Finding, rounding};
use super::case::Case;
use super::costs::{present, spending, stages, unit_cost};
use super::plan::TablePlan;
use crate::domain::CostItem;
use std::collections::{BTreeMap, BTreeSet};

/// Year, county, stage, source, component.
pub(super) type Key = (i32, usize, usize, String, &'static str);

/// Amounts in 10⁴ yuan.
pub(super) type Money = BTreeMap<Key, f64>;

/// Components as results name them.
pub(super) const COMPONENTS: [&str; 8] = [
    "capital",
    "running_places",
    "operating",
    "running_pupils",
    "subsidy",
    "bought_places",
    "travel_weight",
    "grade_weight",
];

/// Who pays for running schools.
const COUNTY: &str = "county";

/// Whether a component is paid, and no mere weight.
pub(super) fn is_paid(component: &str) -> bool {
    !component.ends_with("_weight")
}

/// Everything that the plan costs.
pub(super) fn money(case: &Case, plan: &TablePlan) -> Money {
    let mut money = Money::new();
    projects(case, plan, &mut money);
    standing(case, &mut money);
    pupils(case, plan, &mut money);
    travel(case, plan, &mut money);
    money
}

fn add(money: &mut Money, (year, county, stage): (i32, usize, usize), component: &'static str, amount: f64) {
    *money.entry((year, county, stage, COUNTY.to_owned(), component)).or_insert(0.0) += amount;
}

fn projects(case: &Case, plan: &TablePlan, money: &mut Money) {
    for opening in &plan.openings {
        let project = &case.study.projects[opening.project];
        let county = case.county_of(project.town.0);
        let stages = stages(case, project);
        for (year, capital) in spending(case, project, opening.year) {
            for (stage, part) in &stages {
                for (source, share) in &project.funding {
                    let amount = capital * part * share * opening.count;
                    *money.entry((year, county, *stage, source.clone(), "capital")).or_insert(0.0) += amount;
                }
            }
        }
        for year in opening.year..=case.outlook {
            for (stage, part) in &stages {
                #[allow(clippy::cast_precision_loss)] // fen, below 2⁵³
                let running = project.running.fen() as f64 / 1e6 * part * opening.count;
                add(money, (year, county, *stage), "operating", running);
            }
            for effect in &project.effects {
                let cost = unit_cost(case, effect.class.0, CostItem::RunningPerPlace, year) / 1e4;
                let key = (year, case.county_of(effect.town.0), case.stage_of(effect.class.0));
                add(money, key, "running_places", f64::from(effect.places) * opening.count * cost);
            }
        }
    }
}

fn standing(case: &Case, money: &mut Money) {
    for school in &case.study.schools {
        for year in case.years() {
            if school.opened.is_some_and(|from| year < from.0)
                || school.closes.is_some_and(|end| year >= end.0)
            {
                continue;
            }
            let cost = unit_cost(case, school.class.0, CostItem::RunningPerPlace, year) / 1e4;
            let key = (year, case.county_of(school.town.0), case.stage_of(school.class.0));
            add(money, key, "running_places", f64::from(school.places) * cost);
        }
    }
}

fn pupils(case: &Case, plan: &TablePlan, money: &mut Money) {
    let years: Vec<i32> = case.years().collect();
    for one in &plan.pupils {
        let year = years[one.year];
        let key = (year, case.county_of(one.town), case.stage_of(one.class));
        let cost = |item| unit_cost(case, one.class, item, year) / 1e4;
        add(money, key, "running_pupils", one.number * cost(CostItem::RunningPerPupil));
        add(money, key, "subsidy", one.number * cost(CostItem::SubsidyPerPupil));
        add(money, key, "bought_places", one.bought * cost(CostItem::BoughtPlace));
        let below = case.study.classes[one.class].grade.map_or(0.0, |grade| f64::from(grade.0) - 1.0);
        add(money, key, "grade_weight", one.number * below.max(0.0) * case.study.cost.grade_yuan / 1e4);
    }
}

fn travel(case: &Case, plan: &TablePlan, money: &mut Money) {
    let (years, cost): (Vec<i32>, _) = (case.years().collect(), &case.study.cost);
    for one in &plan.moves {
        let yuan = one.km * cost.travel_yuan_per_km
            + one.minutes.unwrap_or(0.0) * cost.travel_yuan_per_minute
            + one.yuan;
        let key = (years[one.year], case.county_of(one.from), one.stage);
        add(money, key, "travel_weight", one.children * yuan / 1e4);
    }
}

/// Present value of every component, 10⁴ yuan.
pub(super) fn present_values(case: &Case, money: &Money) -> BTreeMap<&'static str, f64> {
    let mut values: BTreeMap<&str, f64> = COMPONENTS.iter().map(|component| (*component, 0.0)).collect();
    for ((year, .., component), amount) in money {
        *values.entry(component).or_insert(0.0) += amount * present(case, *year);
    }
    values
}

/// Compares the table of money.
pub(super) fn check_table(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let (case, rows) = (computed.case, computed.tables.table("budget")?);
    let (years, sources, components) = (rows.whole("year")?, rows.texts("source")?, rows.texts("component")?);
    let (counties, stages) = (rows.texts("county")?, rows.texts("stage")?);
    let (amounts, values) = (rows.numbers("amount")?, rows.numbers("present_value")?);
    let words = |year: i32, county: &str, stage: &str, source: &str, component: &str| {
        format!("budget[{year},{county},{stage},{source},{component}]")
    };
    let mut expected: BTreeMap<String, (i32, f64)> = BTreeMap::new();
    for ((year, county, stage, source, component), amount) in computed.money {
        let key = words(*year, case.county_code(*county), case.stage_id(*stage), source, component);
        expected.insert(key, (*year, *amount));
    }
    let mut seen = BTreeSet::new();
    for at in 0..rows.height() {
        let key = words(years[at], &counties[at], &stages[at], &sources[at], &components[at]);
        let (year, amount) = expected.get(&key).copied().unwrap_or((years[at], 0.0));
        let once = seen.insert(key.clone());
        book.holds(Check::Money, once, || key.clone(), super::finance::twice);
        book.same(Check::Money, (amounts[at], amount), rounding(amount), || key.clone());
        let value = amount * present(case, year);
        book.same(Check::Money, (values[at], value), rounding(value), || key.clone());
    }
    for (key, (_, amount)) in expected.iter().filter(|(key, _)| !seen.contains(*key)) {
        book.same(Check::Money, (0.0, *amount), rounding(0.0), || key.clone());
    }
    Ok(())
}
