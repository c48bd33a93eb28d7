//! Budgets and unit costs (预算、成本).

use super::findings::{Findings, both};
use super::model::Model;
use super::package::Package;
use super::places::Places;
use super::rows::Row;
use crate::domain::{
    Budget, CostItem, CountyIndex, Expenditure, SchoolYear, SectorIndex, Spending, StageIndex, UnitCost, Yuan,
};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn read_budgets(
    package: &Package,
    model: &Model,
    places: &Places,
    findings: &Findings,
) -> Vec<Budget> {
    let Some(sheet) = package.sheet("budget") else { return Vec::new() };
    let budgets: Vec<Budget> = sheet.rows(findings).filter_map(|row| budget(row, places)).collect();
    if budgets.len() == sheet.raw.rows.len() && sheet.keys_known {
        let head = sheet.column("year").map(|placed| sheet.head(placed));
        check_years(&budgets, model, places, &sheet.raw.location(None, head), findings);
    }
    budgets
}

fn budget(row: Row, places: &Places) -> Option<Budget> {
    let year = row.year("year");
    let county = row.reference_or_all("county", &places.county_codes);
    let source = row.cell("source").and_then(|cell| cell.source_or_all());
    let limit = row.number("limit");
    let carry = row.yes_no("carry").unwrap_or(false);
    let covers = if row.peek("covers").is_empty() {
        Some(Spending::default())
    } else {
        row.choice("covers").map(spending)
    };
    Some(Budget {
        year: year?,
        county: county?.map(CountyIndex),
        source: source?,
        limit: Yuan::from_ten_thousand(limit?),
        carry,
        covers: covers?,
    })
}

fn spending(word: &str) -> Spending {
    match word {
        "running" => Spending::Running,
        "all" => Spending::All,
        _ => Spending::Capital,
    }
}

/// County, source and what is covered: ceilings of one line differ by year only.
type Line<'a> = (Option<CountyIndex>, Option<&'a str>, Spending);

/// A ceiling that lacks some decision year leaves that year without any; one of running cost, some planned year, since
/// running cost is paid to the end of the outlook.
fn check_years(
    budgets: &[Budget],
    model: &Model,
    places: &Places,
    location: &crate::diagnostic::Location,
    findings: &Findings,
) {
    let Some(horizon) = model.horizon else { return };
    let mut years: BTreeMap<Line, BTreeSet<i32>> = BTreeMap::new();
    for budget in budgets {
        years
            .entry((budget.county, budget.source.as_deref(), budget.covers))
            .or_default()
            .insert(budget.year);
    }
    for ((county, source, covers), given) in years {
        let last = if covers.has_running() { horizon.outlook } else { horizon.last };
        let missing: Vec<String> = horizon
            .years()
            .filter(|year| *year <= last && !given.contains(&year.0))
            .map(|year| year.to_string())
            .collect();
        if missing.is_empty() {
            continue;
        }
        let county =
            county.map_or_else(|| "*".to_owned(), |county| places.county_codes.describe(county.index()));
        let (source, missing) = (source.unwrap_or("*"), missing.join(", "));
        findings.warning(
            "missing-budget-year",
            location.clone(),
            both(
                format!("{county}、{source} 的预算缺少 {missing} 年，这些年没有上限"),
                format!(
                    "the budget of {county}, source {source}, lacks {missing}: these years have no ceiling"
                ),
            ),
            both("请补充这些年；不得支出写 0", "add these years; write 0 where nothing may be spent"),
        );
    }
}

pub(super) fn read_expenditure(
    package: &Package,
    model: &Model,
    places: &Places,
    findings: &Findings,
) -> Vec<Expenditure> {
    let rows = package.sheet("expenditure").into_iter().flat_map(|sheet| sheet.rows(findings));
    rows.filter_map(|row| expenditure(row, model, places, findings)).collect()
}

fn expenditure(row: Row, model: &Model, places: &Places, findings: &Findings) -> Option<Expenditure> {
    let stated = |name: &str| !row.peek(name).is_empty();
    let figure = |name: &str| if stated(name) { row.number(name).map(Some) } else { Some(None) };
    let year = row.year("year");
    let county = row.reference_or_all("county", &places.county_codes);
    let stage = if stated("stage") { row.reference_or_all("stage", &model.stage_ids) } else { Some(None) };
    let (amount, per_pupil) = (figure("amount"), figure("per_pupil"));
    if !stated("amount") && !stated("per_pupil") {
        findings.error(
            "no-expenditure",
            row.location_of("amount"),
            both("教育支出和生均教育支出都没有填", "neither the expenditure nor that for one pupil is given"),
            both("请填其中一项，或删去此行", "give one of them, or take the row out"),
        );
        return None;
    }
    Some(Expenditure {
        year: year?,
        county: county?.map(CountyIndex),
        stage: stage?.map(StageIndex),
        amount: amount?,
        per_pupil: per_pupil?,
    })
}

pub(super) fn read_costs(package: &Package, model: &Model, findings: &Findings) -> Vec<UnitCost> {
    let rows = package.sheet("costs").into_iter().flat_map(|sheet| sheet.rows(findings));
    rows.filter_map(|row| {
        let stage = row.reference("stage", &model.stage_ids).map(StageIndex);
        let sector = row.reference_or_all("sector", &model.sector_ids);
        let item = row.choice("item").and_then(item);
        let yuan = row.number("value");
        let from_year = row.year("from_year").map(SchoolYear);
        Some(UnitCost {
            stage: stage?,
            sector: sector?.map(SectorIndex),
            item: item?,
            yuan: yuan?,
            from_year,
        })
    })
    .collect()
}

fn item(word: &str) -> Option<CostItem> {
    match word {
        "running_per_pupil" => Some(CostItem::RunningPerPupil),
        "running_per_place" => Some(CostItem::RunningPerPlace),
        "subsidy_per_pupil" => Some(CostItem::SubsidyPerPupil),
        "bought_place" => Some(CostItem::BoughtPlace),
        _ => None,
    }
}
