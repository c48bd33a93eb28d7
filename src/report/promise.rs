//! A broken promise as a sentence: which, where, when, by how much.

use super::finance_words::excess;
use crate::allocation::{Promise, Shortfall};
use crate::domain::{
    Area, CountyIndex, DeliveryEvent, LandLimit, Language, SchoolYear, Spending, Study, Text,
};

/// One sentence for a promise that cannot be kept.
#[must_use]
pub fn sentence(study: &Study, shortfall: &Shortfall, language: Language) -> String {
    let amount = shortfall.amount;
    let place = |county: Option<CountyIndex>| {
        let city = Text { zh: "全市".into(), en: "the whole area".into() };
        county.map_or(city, |county| study.counties[county.index()].name.clone()).get(language).to_owned()
    };
    let chinese = language == Language::Chinese;
    match &shortfall.promise {
        Promise::Indicator { indicator, county, year } => {
            let (name, place) = (study.indicators[*indicator].name.get(language), place(*county));
            let target = study.indicators[*indicator].target(*year).unwrap_or(0.0) * 100.0;
            if chinese {
                format!("{year}学年{place}“{name}”达不到{target:.2} %，缺{amount:.0}名学生")
            } else {
                format!("{year}, {place}: \"{name}\" misses {target:.2} % by {amount:.0} pupils")
            }
        }
        Promise::Coverage { indicator, county, year } => {
            let (name, place) = (study.indicators[*indicator].name.get(language), place(*county));
            if chinese {
                format!("{year}学年{place}“{name}”还缺{amount:.0}个地区")
            } else {
                format!("{year}, {place}: \"{name}\" lacks {amount:.0} towns or counties")
            }
        }
        Promise::Places { indicator, county, year } => {
            let (name, place) = (study.indicators[*indicator].name.get(language), place(*county));
            if chinese {
                format!("{year}学年{place}“{name}”缺{amount:.0}个学位")
            } else {
                format!("{year}, {place}: \"{name}\" lacks {amount:.0} places")
            }
        }
        Promise::Certification { indicator, year } => {
            let name = study.indicators[*indicator].name.get(language);
            if chinese {
                format!("{year}学年“{name}”缺{amount:.0}个县（市、区）")
            } else {
                format!("{year}: \"{name}\" lacks {amount:.0} counties")
            }
        }
        Promise::Programme { programme } => {
            let name = study.programmes[programme.index()].name.get(language);
            if chinese {
                format!("“{name}”差{amount:.0}个项目")
            } else {
                format!("\"{name}\" misses its number by {amount:.0} projects")
            }
        }
        Promise::Delivery { programme, year } => {
            let name = study.programmes[programme.index()].name.get(language);
            if chinese {
                format!("{year}学年“{name}”投用项目超出年度上限{amount:.0}个")
            } else {
                format!("{year}: \"{name}\" opens {amount:.0} projects more than a year can deliver")
            }
        }
        Promise::DeliveryLimit { limit, year } => {
            let limit = &study.deliveries[*limit];
            delivery(&place(limit.county), limit.event, *year, amount, language)
        }
        Promise::Land { limit } => land(study, &study.land[*limit], amount, language),
        Promise::Budget { budget } => {
            let budget = &study.budgets[*budget];
            let (place, year) = (place(budget.county), budget.year);
            if chinese {
                format!("{year}年{place}{}超出上限{}万元", money(budget.covers).zh, excess(amount))
            } else {
                let what = money(budget.covers).en;
                let over = excess(amount);
                format!("{year}, {place}: {what} exceeds its ceiling by {over} × 10⁴ yuan")
            }
        }
        Promise::Loss { town, class, year, .. } => {
            let (town, class) = (study.towns[town.index()].name.get(language), study.class_id(*class));
            if chinese {
                format!("{year}学年{town}{class}比上年多流失{amount:.0}名学生")
            } else {
                format!("{year}, {town}, {class}: loses {amount:.0} pupils more than the limit")
            }
        }
        Promise::Choice { choice, county, year, floor } => {
            let stage = study.stages[study.choices[*choice].stage.index()].name.get(language);
            let place = place(Some(*county));
            match (chinese, floor) {
                (true, true) => format!("{year}学年{place}{stage}可选学校少{amount:.0}名学生"),
                (true, false) => format!("{year}学年{place}{stage}民办占比超出上限{amount:.0}名学生"),
                (false, true) => {
                    format!("{year}, {place}, {stage}: choice falls {amount:.0} pupils below its floor")
                }
                (false, false) => {
                    format!("{year}, {place}, {stage}: choice is {amount:.0} pupils beyond its cap")
                }
            }
        }
    }
}

/// The money that a ceiling covers.
fn money(covers: Spending) -> Text {
    let (zh, en) = match covers {
        Spending::Capital => ("建设资金", "capital spending"),
        Spending::Running => ("运行经费", "running cost"),
        Spending::All => ("资金", "spending"),
    };
    Text { zh: zh.into(), en: en.into() }
}

fn land(study: &Study, limit: &LandLimit, amount: f64, language: Language) -> String {
    let place = match limit.area {
        None => Text { zh: "全市".into(), en: "the whole area".into() },
        Some(Area::Town(town)) => study.towns[town.index()].name.clone(),
        Some(Area::County(county)) => study.counties[county.index()].name.clone(),
    };
    let place = place.get(language);
    match (language, limit.year) {
        (Language::Chinese, Some(year)) => format!("{year}年{place}用地超出上限{amount:.0}平方米"),
        (Language::Chinese, None) => format!("{place}规划期用地超出上限{amount:.0}平方米"),
        (Language::English, Some(year)) => {
            format!("{year}, {place}: {amount:.0} m² of land beyond the ceiling")
        }
        (Language::English, None) => {
            format!("{place}: {amount:.0} m² of land beyond the ceiling of all years")
        }
    }
}

fn delivery(place: &str, event: DeliveryEvent, year: SchoolYear, amount: f64, language: Language) -> String {
    match (language, event) {
        (Language::Chinese, DeliveryEvent::Start) => {
            format!("{year}年{place}开工项目超出上限{amount:.0}个")
        }
        (Language::Chinese, DeliveryEvent::Opening) => {
            format!("{year}学年{place}投用项目超出上限{amount:.0}个")
        }
        (Language::English, DeliveryEvent::Start) => {
            format!("{year}, {place}: {amount:.0} projects more start than can")
        }
        (Language::English, DeliveryEvent::Opening) => {
            format!("{year}, {place}: {amount:.0} projects more open than can")
        }
    }
}
