//! Indicators against their targets.

use super::words::Words;
use super::{Exhibit, Section};
use crate::outcome::worst;
use crate::report::chart::{Chart, LineChart};
use crate::report::table::Cell;
use crate::store::IndicatorRecord;

pub fn section(words: &Words) -> Section {
    let (proposal, year) = (words.proposal, words.year());
    let mut section = Section::new(1, words.say("指标完成情况", "Indicators against targets"));
    let row = |one: &IndicatorRecord| {
        let target = one.target.unwrap_or_default();
        vec![
            Cell::Text(name(words, &one.indicator)),
            Cell::Text(words.area(&one.area)),
            Cell::Text(words.indicator_value(one, target)),
            Cell::Text(words.indicator_value(one, one.reached)),
            Cell::Text(signed(words, one, one.reached - target)),
            Cell::Text(outlook_value(words, one)),
            Cell::Text(if one.met { words.say("达到", "met") } else { words.say("未达到", "missed") }),
        ]
    };
    let rows: Vec<Vec<Cell>> = proposal.targets().map(row).collect();
    let heads = words.heads(&[
        ("指标", "Indicator", 3.2),
        ("范围", "Area", 0.8),
        ("当年目标", "Target", 1.0),
        ("预计达到", "Reached", 1.0),
        ("余量", "Slack", 1.4),
        ("展望期最低", "Worst of the outlook", 1.6),
        ("结论", "Result", 0.8),
    ]);
    let caption = words.say(format!("{year}年指标与目标"), format!("Indicators and targets, {year}"));
    section.table(Exhibit::new(caption, &heads, rows, false));
    after_the_plan(words, &mut section);
    certifications(words, &mut section);
    let charts = paths(words);
    if !charts.is_empty() {
        let shares = charts.iter().all(|chart| chart.unit == "%");
        let caption = words.say("各项指标逐年达到值与目标", "Indicators and their targets by year");
        let unit = if shares { words.say("（%）", " (%)") } else { String::new() };
        section.figure(caption + &unit, Chart::Lines(charts));
    }
    section
}

/// The worst year of the outlook of an indicator and area.
fn of_outlook<'a>(words: &'a Words, indicator: &str, area: &str) -> Option<&'a IndicatorRecord> {
    let run = words.proposal.run;
    let lines = run.indicators.iter();
    let outlook =
        lines.filter(|one| one.indicator == indicator && one.area == area && one.year > run.years.1);
    worst(outlook, |one| (one.target, one.reached))
}

fn outlook_value(words: &Words, of: &IndicatorRecord) -> String {
    of_outlook(words, &of.indicator, &of.area).map_or_else(String::new, |worst| {
        let (reached, year) = (words.indicator_value(worst, worst.reached), worst.year);
        match worst.target {
            Some(_) => words.say(format!("{reached}（{year}年）"), format!("{reached} ({year})")),
            None => words
                .say(format!("{reached}（{year}年，未设目标）"), format!("{reached} ({year}, no target)")),
        }
    })
}

/// What is asked of the years after the last decision year.
fn after_the_plan(words: &Words, section: &mut Section) {
    let run = words.proposal.run;
    let (_, last, outlook) = run.years;
    if outlook <= last {
        return;
    }
    let mut free: Vec<String> = Vec::new();
    let mut held = false;
    for one in words.proposal.targets() {
        match of_outlook(words, &one.indicator, &one.area) {
            Some(worst) if worst.target.is_some() => held = true,
            Some(_) if !free.contains(&name(words, &one.indicator)) => free.push(name(words, &one.indicator)),
            _ => {}
        }
    }
    let first = last + 1;
    if held {
        section.paragraph(words.say(
            format!("{first}—{outlook}年为展望期，不再安排新项目，设有目标的指标在展望期各年仍须达到目标，表中列出余量最小的一年。"),
            format!("{first} to {outlook} is the outlook: nothing more opens, and targets hold in each of its years; the table shows the year with the least to spare."),
        ));
    }
    if !free.is_empty() {
        let names = free.join(&words.say("、", ", "));
        section.paragraph(words.say(
            format!("以下指标在展望期未设目标，其数值不受约束：{names}。"),
            format!("These indicators have no target in the outlook, where nothing holds them: {names}."),
        ));
    }
}

fn name(words: &Words, id: &str) -> String {
    words.proposal.run.name("indicator", id, words.language).to_owned()
}

fn signed(words: &Words, of: &IndicatorRecord, slack: f64) -> String {
    let (number, unit) = if of.share {
        (Cell::Number(slack * 100.0, 2).display(), words.say("个百分点", " points"))
    } else {
        (words.indicator_value(of, slack), String::new())
    };
    let sign =
        if slack > 0.0 && number.contains(|digit: char| ('1'..='9').contains(&digit)) { "+" } else { "" };
    format!("{sign}{number}{unit}")
}

/// Counties that newly pass a criteria set, and those that pass by the year.
fn certifications(words: &Words, section: &mut Section) {
    let (proposal, year) = (words.proposal, words.year());
    let mut sets: Vec<&str> = proposal.details.certifications.iter().map(|one| one.0.as_str()).collect();
    sets.sort_unstable();
    sets.dedup();
    for set in sets {
        let counties = |keep: fn(i32, i32) -> bool| -> Vec<String> {
            let own = proposal.details.certifications.iter().filter(|one| one.0 == set && keep(one.2, year));
            own.map(|one| words.area(&one.1)).collect()
        };
        let (fresh, all) = (counties(|of, year| of == year), counties(|of, year| of <= year));
        let comma = words.say("、", ", ");
        let fresh = if fresh.is_empty() { words.say("无", "none") } else { fresh.join(&comma) };
        let name = proposal.run.name("criteria", set, words.language);
        section.paragraph(words.say(
            format!("{name}：{year}年新达到标准的县（市、区）：{fresh}；累计{}个（{}）。仅判断与学位布局有关的标准，其余标准不在测算范围。", all.len(), all.join(&comma)),
            format!("{name}: newly met in {year}: {fresh}; {} in all ({}). Only criteria that places can move are counted.", all.len(), all.join(&comma)),
        ));
    }
}

/// Every indicator with a target over the planned years, its first area only where it has many.
fn paths(words: &Words) -> Vec<LineChart> {
    let run = words.proposal.run;
    let (first, _, outlook) = run.years;
    let mut shown: Vec<(&str, &str)> = Vec::new();
    for one in run.indicators.iter().filter(|one| one.target.is_some()) {
        if !shown.iter().any(|(id, _)| *id == one.indicator) {
            shown.push((&one.indicator, &one.area));
        }
    }
    let years: Vec<i32> = (first..=outlook).collect();
    let chart = |(id, area): (&str, &str)| {
        let of = |year: &i32| {
            run.indicators.iter().find(|one| one.indicator == id && one.area == area && one.year == *year)
        };
        let share = years.iter().filter_map(of).all(|one| one.share);
        let scale = if share { 100.0 } else { 1.0 };
        let line = |value: fn(&IndicatorRecord) -> Option<f64>| {
            years.iter().map(|year| of(year).and_then(value).map(|value| value * scale)).collect()
        };
        let name = name(words, id);
        let limit = if words.is_chinese() { 24 } else { 48 };
        LineChart {
            title: if name.chars().count() > limit {
                name.chars().take(limit - 1).chain(['…']).collect()
            } else {
                name
            },
            unit: if share { "%".to_owned() } else { String::new() },
            years: years.clone(),
            series: vec![
                (words.say("达到", "reached"), line(|one| Some(one.reached))),
                (words.say("目标", "target"), line(|one| one.target)),
            ],
            band: None,
            from_zero: false,
        }
    };
    shown.into_iter().map(chart).collect()
}
