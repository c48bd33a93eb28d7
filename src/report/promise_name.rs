//! What a promise is called.

use super::explain::class_name;
use super::finance_words::source_name;
use super::words::say;
use crate::allocation::Promise;
use crate::domain::{Area, CountyIndex, DeliveryEvent, Language, Spending, Study};

/// A promise in a few words: which, where, when.
#[must_use]
pub fn promise_name(study: &Study, promise: &Promise, language: Language) -> String {
    let whole = || say(language, "全市", "the whole area");
    let place = |county: Option<CountyIndex>| {
        county.map_or_else(whole, |county| study.counties[county.index()].name.get(language).to_owned())
    };
    let both = |zh: String, en: String| say(language, &zh, &en);
    match promise {
        Promise::Indicator { indicator, county, year }
        | Promise::Coverage { indicator, county, year }
        | Promise::Places { indicator, county, year } => {
            let (name, place) = (study.indicators[*indicator].name.get(language), place(*county));
            both(format!("{year}学年{place}指标“{name}”"), format!("target \"{name}\", {place}, {year}"))
        }
        Promise::Certification { indicator, year } => {
            let name = study.indicators[*indicator].name.get(language);
            both(format!("{year}学年指标“{name}”"), format!("target \"{name}\", {year}"))
        }
        Promise::Programme { programme } => {
            let name = study.programmes[programme.index()].name.get(language);
            both(format!("“{name}”项目数"), format!("number of projects of \"{name}\""))
        }
        Promise::Delivery { programme, year } => {
            let name = study.programmes[programme.index()].name.get(language);
            both(format!("{year}学年“{name}”年度投用上限"), format!("openings a year of \"{name}\", {year}"))
        }
        Promise::DeliveryLimit { limit, year } => {
            let limit = &study.deliveries[*limit];
            let place = place(limit.county);
            let (zh, en) = match limit.event {
                DeliveryEvent::Start => ("开工", "starts"),
                DeliveryEvent::Opening => ("投用", "openings"),
            };
            both(format!("{year}年{place}{zh}上限"), format!("limit on {en}, {place}, {year}"))
        }
        Promise::Land { limit } => {
            let limit = &study.land[*limit];
            let place = match limit.area {
                None => whole(),
                Some(Area::Town(town)) => study.towns[town.index()].name.get(language).to_owned(),
                Some(Area::County(county)) => place(Some(county)),
            };
            let year = limit.year.map_or_else(String::new, |year| year.to_string());
            both(format!("{place}{year}用地上限"), format!("ceiling on land, {place} {year}"))
        }
        Promise::Budget { budget } => {
            let budget = &study.budgets[*budget];
            let (place, year) = (place(budget.county), budget.year);
            let source = source_name(budget.source.as_deref().unwrap_or("*"), language);
            let (zh, en) = match budget.covers {
                Spending::Capital => ("建设资金", "capital"),
                Spending::Running => ("运行经费", "running cost"),
                Spending::All => ("资金", "money"),
            };
            both(
                format!("{year}年{place}{zh}上限（{source}）"),
                format!("ceiling on {en}, {place}, {year} ({source})"),
            )
        }
        Promise::Loss { town, class, year, .. } => {
            let town = study.towns[town.index()].name.get(language);
            let class = class_name(study, *class, language);
            both(
                format!("{year}学年{town}{class}生源减少限制"),
                format!("limit on pupils lost, {town}, {class}, {year}"),
            )
        }
        Promise::Choice { choice, county, year, floor } => {
            let stage = study.stages[study.choices[*choice].stage.index()].name.get(language);
            let place = place(Some(*county));
            let (zh, en) = if *floor { ("下限", "floor") } else { ("上限", "cap") };
            both(
                format!("{year}学年{place}{stage}家长选择{zh}"),
                format!("{en} on choice, {place}, {stage}, {year}"),
            )
        }
    }
}
