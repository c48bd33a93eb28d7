//! Indicators of a plan at a glance, the years after the last decision year included.

use super::{HUNDRED_MILLION, say};
use crate::domain::{Horizon, Language, Study};
use crate::outcome::{IndicatorLine, Outcome, worst};
use crate::report::{Cell, Table};

/// Indicators by year: reached and target, the worst year of the outlook, and what a point costs.
pub(super) fn indicators(study: &Study, outcome: &Outcome, language: Language) -> Table {
    let years: Vec<_> = study.horizon.decision_years().collect();
    let mut heads = vec![say(language, "指标", "Indicator"), say(language, "范围", "Area")];
    heads.extend(years.iter().map(ToString::to_string));
    let Horizon { last, outlook, .. } = study.horizon;
    let has_outlook = outlook > last;
    if has_outlook {
        let years = (last.0 + 1, outlook.0);
        heads.push(say(
            language,
            &format!("{}—{}年最低", years.0, years.1),
            &format!("Worst of {}–{}", years.0, years.1),
        ));
    }
    heads.push(say(
        language,
        &format!("{last}年起每提高1个百分点（亿元）"),
        &format!("One point more from {last} on (10⁸ yuan)"),
    ));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (index, indicator) in study.indicators.iter().enumerate() {
        let mut areas: Vec<_> = outcome
            .indicators
            .iter()
            .filter(|line| line.indicator == index)
            .map(|line| line.county)
            .collect();
        areas.dedup();
        for county in areas {
            let of = |year| {
                outcome
                    .indicators
                    .iter()
                    .find(move |line| line.indicator == index && line.county == county && line.year == year)
            };
            let area = county.map_or_else(
                || say(language, "全市", "all"),
                |county| study.counties[county.index()].name.get(language).to_owned(),
            );
            let mut row = vec![Cell::Text(indicator.name.get(language).to_owned()), Cell::Text(area)];
            let scale = if indicator.kind.is_share() { 100.0 } else { 1.0 };
            row.extend(
                years.iter().map(|year| of(*year).map_or(Cell::Blank, |line| against_target(line, scale))),
            );
            if has_outlook {
                let outlook = outcome
                    .indicators
                    .iter()
                    .filter(|line| line.indicator == index && line.county == county && line.year > last);
                let worst = worst(outlook, |line| (line.target, line.reached));
                row.push(worst.map_or(Cell::Blank, |line| worst_cell(study, line, scale, language)));
            }
            // The last target holds in the outlook: who raises it pays in all of these years.
            let held = outcome.indicators.iter().filter(|line| {
                line.indicator == index && line.county == county && line.year >= last && line.target.is_some()
            });
            let price = held.filter_map(|line| line.price).reduce(|sum, price| sum + price);
            row.push(price.map_or(Cell::Blank, |price| Cell::Number(price / HUNDRED_MILLION, 3)));
            rows.push(row);
        }
    }
    Table { title: say(language, "指标：达到值／目标", "Indicators: reached / target"), heads, rows }
}

/// Worst year of the outlook, with the year; where the targets have ended, the cell says so.
fn worst_cell(study: &Study, line: &IndicatorLine, scale: f64, language: Language) -> Cell {
    let figures = against_target(line, scale).display();
    let year = line.year;
    Cell::Text(if study.indicators[line.indicator].is_free(year) {
        say(language, &format!("{figures}（{year}年，未设目标）"), &format!("{figures} ({year}, no target)"))
    } else {
        say(language, &format!("{figures}（{year}年）"), &format!("{figures} ({year})"))
    })
}

/// Indicators without a target in the outlook, and how low they fall there.
pub(super) fn free_sentences(study: &Study, outcome: &Outcome, language: Language) -> Vec<String> {
    let mut sentences = Vec::new();
    for (index, indicator) in study.indicators.iter().enumerate() {
        let free =
            outcome.indicators.iter().filter(|line| line.indicator == index && indicator.is_free(line.year));
        let Some(line) = worst(free, |line| (None, line.reached)) else { continue };
        let (name, year) = (indicator.name.get(language), line.year);
        let until = indicator.at_least.0.keys().next_back().copied().unwrap_or(study.horizon.last);
        let (reached, unit) =
            if indicator.kind.is_share() { (line.reached * 100.0, "%") } else { (line.reached, "") };
        sentences.push(say(
            language,
            &format!("“{name}”在{until}年后未设目标（after = \"free\"）：最低降到{reached:.2}{unit}（{year}年）。"),
            &format!(
                "\"{name}\" has no target after {until} (after = \"free\"): it falls to {reached:.2}{unit} in {year}."
            ),
        ));
    }
    sentences
}

/// Reached and wanted: in per cent, or as numbers where the scale is 1.
fn against_target(line: &IndicatorLine, scale: f64) -> Cell {
    let mark = if line.met() { "" } else { " ✗" };
    Cell::Text(line.target.map_or_else(
        || format!("{:.2}", line.reached * scale),
        |target| format!("{:.2} / {:.2}{mark}", line.reached * scale, target * scale),
    ))
}
