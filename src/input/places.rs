//! Counties, towns and distances (县市区、乡镇街道、距离).

#[path = "implied_places.rs"]
mod implied;

use super::area_changes::{self, AreaChanges};
use super::findings::{Findings, both};
use super::headers::Sheet;
use super::model::Model;
use super::package::Package;
use super::register::Register;
use super::rows::Row;
use super::values::town_kind;
use crate::domain::{Area, County, CountyIndex, Distance, Setting, Town, TownIndex, Travel, great_circle_km};
use std::collections::HashMap;

/// The places of a study, and the registers to look them up.
pub(super) struct Places {
    pub(super) counties: Vec<County>,
    pub(super) towns: Vec<Town>,
    pub(super) county_codes: Register,
    pub(super) town_codes: Register,
    /// County of every row of the towns table, where it can be read.
    pub(super) county_of: Vec<Option<CountyIndex>>,
    /// Whether the areas were taken from the population table.
    pub(super) from_population: bool,
    /// Old areas, and what became of them.
    pub(super) changes: AreaChanges,
}

/// Reads counties and towns; what a projection alone lacks of them is taken from the other tables.
pub(super) fn read_places(package: &Package, model: &Model, findings: &Findings) -> Places {
    let mut places = areas_of_today(package, model, findings);
    places.changes = area_changes::read(package, &places.town_codes, &places.county_codes, findings);
    places
}

fn areas_of_today(package: &Package, model: &Model, findings: &Findings) -> Places {
    let (counties, towns) = (package.sheet("counties"), package.sheet("towns"));
    if !model.plans && (towns.is_none() || counties.is_none()) {
        return implied::read(package, findings);
    }
    let county_codes = codes("县", "county", counties, findings);
    let town_codes = codes("乡镇", "town", towns, findings);
    let mut places = Places::new(county_codes, town_codes);
    for row in counties.into_iter().flat_map(|sheet| sheet.rows(findings)) {
        places.counties.extend(county(row));
    }
    places.add_towns(towns, findings);
    places
}

impl Places {
    fn new(county_codes: Register, town_codes: Register) -> Self {
        let (counties, towns, county_of) = (Vec::new(), Vec::new(), Vec::new());
        let changes = AreaChanges::default();
        Self { counties, towns, county_codes, town_codes, county_of, from_population: false, changes }
    }

    fn add_towns(&mut self, towns: Option<&Sheet>, findings: &Findings) {
        for row in towns.into_iter().flat_map(|sheet| sheet.rows(findings)) {
            let (town, county) = town(row, &self.county_codes);
            self.towns.extend(town);
            self.county_of.push(county);
        }
    }
}

/// Codes of a table, faulty rows included: a row with a fault elsewhere is still known.
fn codes(zh: &str, en: &str, sheet: Option<&Sheet>, findings: &Findings) -> Register {
    let rows = sheet.into_iter().flat_map(|sheet| sheet.rows(findings));
    let entries = rows.map(|row| (row.peek("code").to_owned(), row.peek("name").to_owned())).collect();
    let complete = sheet.is_some_and(|sheet| sheet.keys_known);
    Register::by_code(both(zh, en), entries, complete).hiding(sheet.and_then(|sheet| hidden(sheet, findings)))
}

/// How many codes faulty rows of a table may hide: one each, but for a row that stands there twice. `None` without a column of codes.
fn hidden(sheet: &Sheet, findings: &Findings) -> Option<usize> {
    sheet.column("code")?;
    let (mut names, mut hidden) = (HashMap::new(), 0);
    for row in sheet.rows(findings) {
        let (code, name) = (row.peek("code"), row.peek("name"));
        let hides = row.ragged || code.is_empty() || *names.entry(code).or_insert(name) != name;
        hidden += usize::from(hides);
    }
    Some(hidden)
}

fn county(row: Row) -> Option<County> {
    let (code, name) = (row.text("code"), row.name());
    Some(County { code: code?.to_owned(), name: name? })
}

fn town(row: Row, counties: &Register) -> (Option<Town>, Option<CountyIndex>) {
    let (code, name) = (row.text("code"), row.name());
    let county = row.reference("county", counties).map(CountyIndex);
    let kind = row.choice("kind").and_then(town_kind);
    let setting = row.choice("setting").map(|word| match word {
        "urban" => Setting::Urban,
        "town" => Setting::Town,
        _ => Setting::Rural,
    });
    let position = position(row);
    let cluster = row.text("cluster").map(ToOwned::to_owned);
    let town = code.zip(name).zip(county).map(|((code, name), county)| Town {
        code: code.to_owned(),
        name,
        county,
        position,
        kind,
        setting,
        cluster,
    });
    (town, county)
}

/// Longitude and latitude; one without the other is likely a mistake.
pub(super) fn position(row: Row) -> Option<(f64, f64)> {
    let position = (row.number("lon"), row.number("lat"));
    for (given, lacking) in [("lon", "lat"), ("lat", "lon")] {
        if !row.peek(given).is_empty() && row.peek(lacking).is_empty() && !row.ragged {
            row.findings.warning(
                "half-position",
                row.location_of(lacking),
                both(
                    "只有经度或只有纬度，位置未采用",
                    "longitude and latitude must both be given; the place is not used",
                ),
                both("请补填另一个坐标", "fill in the other one"),
            );
        }
    }
    position.0.zip(position.1)
}

pub(super) fn read_distances(
    package: &Package,
    model: &Model,
    places: &Places,
    findings: &Findings,
) -> Vec<Distance> {
    let rows = package.sheet("distances").into_iter().flat_map(|sheet| sheet.rows(findings));
    rows.filter_map(|row| distance(row, model, places)).collect()
}

fn distance(row: Row, model: &Model, places: &Places) -> Option<Distance> {
    let from = row.reference("from", &places.town_codes).map(TownIndex);
    let to = row.reference("to", &places.town_codes).map(TownIndex);
    let errors = row.findings.errors();
    let (km, minutes, yuan) = (row.number("km"), row.number("minutes"), row.number("yuan"));
    let sound = row.findings.errors() == errors;
    let (from, to) = (from?, to?);
    let between = || {
        let ends = places.towns.get(from.index())?.position.zip(places.towns.get(to.index())?.position);
        ends.map(|(start, end)| great_circle_km(start, end) * model.cost.detour)
    };
    let needed = model.needs_travel();
    let km = km.or_else(between);
    let lacking = [("km", km.is_none() && needed.km), ("minutes", minutes.is_none() && needed.minutes)];
    let nothing = km.is_none() && minutes.is_none() && yuan.is_none();
    let lacking = lacking.into_iter().find(|(_, lacks)| *lacks).or(nothing.then_some(("km", true)));
    if let Some((column, _)) = lacking.filter(|_| sound && from != to && !row.ragged) {
        travel_unknown(row, column);
    }
    Some(Distance { from, to, travel: Travel { km: km.unwrap_or(0.0), minutes, yuan: yuan.unwrap_or(0.0) } })
}

/// A way without the measure that the model's limits or weights need.
fn travel_unknown(row: Row, column: &str) {
    let name = row.sheet.named(column);
    row.findings.error(
        "travel-unknown",
        row.location_of(column),
        both(
            format!("这一路程没有填写{}", name.zh),
            format!("the way has no {}", name.en),
        ),
        both(
            "模型按它设限或计权，请填写；或给出两地坐标以推算公里",
            "fill it in, since the model limits or weighs it; km follow from the towns' positions where both have one",
        ),
    );
}

impl Places {
    /// The town or county that a cell names.
    pub(super) fn area(&self, row: Row, column: &str) -> Option<Area> {
        let (register, at) = row.cell(column)?.reference_in([&self.town_codes, &self.county_codes])?;
        let town = std::ptr::eq(register, &raw const self.town_codes);
        Some(if town { Area::Town(TownIndex(at)) } else { Area::County(CountyIndex(at)) })
    }

    /// As [`Places::area`], or an old area of the table of area changes.
    pub(super) fn area_of_its_day(&self, row: Row, column: &str) -> Option<Area> {
        let today =
            |word: &str| self.town_codes.find(word).or_else(|| self.county_codes.find(word)).is_some();
        let word = row.peek(column);
        let old = self.changes.old(word).filter(|_| !row.ragged && !today(word));
        old.or_else(|| self.area(row, column))
    }

    /// Code and name of an area.
    pub(super) fn describe(&self, area: Area) -> String {
        if let Some(old) = self.changes.describe(area) {
            return old.to_owned();
        }
        match area {
            Area::Town(town) => self.town_codes.describe(town.index()),
            Area::County(county) => self.county_codes.describe(county.index()),
        }
    }
}
