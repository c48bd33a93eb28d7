//! Ceilings on land, limits on deliveries, and demand given directly (用地指标、建设能力、学位需求).

use super::findings::{Findings, both};
use super::model::Model;
use super::package::Package;
use super::places::Places;
use super::rows::Row;
use crate::domain::{
    CountyIndex, DeliveryEvent, DeliveryLimit, Demand, GroupIndex, LandLimit, Path, ProgrammeIndex,
    SchoolYear, StageIndex, TownIndex,
};
use std::collections::{BTreeMap, BTreeSet};

fn rows<'a>(package: &'a Package, table: &str, findings: &'a Findings) -> impl Iterator<Item = Row<'a>> {
    package.sheet(table).into_iter().flat_map(|sheet| sheet.rows(findings))
}

pub(super) fn read_land(package: &Package, places: &Places, findings: &Findings) -> Vec<LandLimit> {
    let limit = |row: Row| {
        let area = if row.peek("area") == "*" { Some(None) } else { places.area(row, "area").map(Some) };
        let (year, limit) = (row.year_or_all("year"), row.number("limit"));
        let carry = row.yes_no("carry").unwrap_or(false);
        Some(LandLimit { area: area?, year: year?, limit_m2: limit?, carry })
    };
    rows(package, "land", findings).filter_map(limit).collect()
}

pub(super) fn read_deliveries(
    package: &Package,
    model: &Model,
    places: &Places,
    findings: &Findings,
) -> Vec<DeliveryLimit> {
    let limit = |row: Row| {
        let programme = row.reference_or_all("programme", &model.programme_ids);
        let county = row.reference_or_all("county", &places.county_codes);
        let (year, limit) = (row.year_or_all("year"), row.count("limit"));
        let event = row.choice("event").map(|word| match word {
            "start" => DeliveryEvent::Start,
            _ => DeliveryEvent::Opening,
        });
        Some(DeliveryLimit {
            programme: programme?.map(ProgrammeIndex),
            county: county?.map(CountyIndex),
            year: year?.map(SchoolYear),
            event: event?,
            at_most: limit?,
        })
    };
    rows(package, "delivery", findings).filter_map(limit).collect()
}

pub(super) fn read_demand(
    package: &Package,
    model: &Model,
    places: &Places,
    findings: &Findings,
) -> Vec<Demand> {
    let mut paths: BTreeMap<(TownIndex, StageIndex, Option<GroupIndex>), Path> = BTreeMap::new();
    for row in rows(package, "demand", findings) {
        let town = row.reference("town", &places.town_codes).map(TownIndex);
        let stage = row.reference("stage", &model.stage_ids).map(StageIndex);
        let group = row.reference_or_all("group", &model.group_ids);
        let (year, children) = (row.year("year").map(SchoolYear), row.number("children"));
        if let (Some(town), Some(stage), Some(group), Some(year), Some(children)) =
            (town, stage, group, year, children)
        {
            let path = paths.entry((town, stage, group.map(GroupIndex))).or_default();
            path.0.insert(year, children);
        }
    }
    if package.sheet("population").is_none() {
        check_stages(package, model, &paths.keys().map(|(_, stage, _)| *stage).collect(), findings);
    }
    let demand = |((town, stage, group), children)| Demand { town, stage, group, children };
    paths.into_iter().map(demand).collect()
}

/// Without people every stage needs its demand.
fn check_stages(package: &Package, model: &Model, given: &BTreeSet<StageIndex>, findings: &Findings) {
    let Some(sheet) = package.sheet("demand") else { return };
    for (stage, data) in StageIndex::all(model.stages.len()).zip(&model.stages) {
        if !given.contains(&stage) && sheet.keys_known {
            let head = sheet.column("stage").map_or("stage", |placed| sheet.head(placed));
            findings.error(
                "stage-without-demand",
                sheet.raw.location(None, Some(head)),
                both(
                    format!("学段“{}”既无人口也无学位需求", data.id),
                    format!("stage `{}` has neither people nor demand", data.id),
                ),
                both("请补充该学段各行，或给出人口表", "add its rows, or the table `population`"),
            );
        }
    }
}
