//! A target or a programme's number in words.

use super::{Explained, difference, hundred_million};
use crate::domain::{Language, SchoolYear, Study};
use crate::explain::{Difference, Move, Target, TargetReasons};
use crate::outcome::IndicatorLine;
use crate::report::words::{heads, say};
use crate::report::{Cell, Table};

/// What a target costs; `other` is what moving it gave, or why it could not be tried.
#[must_use]
pub fn target_explained(
    study: &Study,
    reasons: &TargetReasons,
    change: Move,
    other: Result<&Difference, &str>,
    language: Language,
) -> Explained {
    let mut explained = match reasons.target {
        Target::Indicator(index) => indicator(study, index, reasons, language),
        Target::Programme(_) => programme(study, reasons, language),
    };
    let amount = moved_by(study, change, language);
    let (all, in_all) = match change.target {
        Target::Programme(_) => ("", ""),
        Target::Indicator(_) => ("各年", " in every year"),
    };
    let (zh, en) = if change.by < 0.0 {
        (format!("若{all}目标降低 {amount}"), format!("With the target lowered by {amount}{in_all}"))
    } else {
        (format!("若{all}目标提高 {amount}"), format!("With the target raised by {amount}{in_all}"))
    };
    match other {
        Ok(found) => difference::add(&mut explained, study, found, (&zh, &en), language),
        Err(why) => explained.sentences.push(why.to_owned()),
    }
    explained
}

fn moved_by(study: &Study, change: Move, language: Language) -> String {
    let by = change.by.abs();
    match change.target {
        Target::Programme(_) => say(language, &format!("{by:.0} 个项目"), &format!("{by:.0} project(s)")),
        Target::Indicator(index) if study.indicators[index].kind.is_share() => {
            let points = by * 100.0;
            say(language, &format!("{points:.2} 个百分点"), &format!("{points:.2} point(s)"))
        }
        Target::Indicator(_) => format!("{by:.0}"),
    }
}

fn indicator(study: &Study, index: usize, reasons: &TargetReasons, language: Language) -> Explained {
    let data = &study.indicators[index];
    let name = data.name.get(language);
    let targets: Vec<&IndicatorLine> = reasons.lines.iter().filter(|line| line.target.is_some()).collect();
    let missed = targets.iter().filter(|line| !line.met()).count();
    let price = |line: &IndicatorLine| line.price.unwrap_or(0.0);
    let dearest = targets.iter().max_by(|one, other| price(one).total_cmp(&price(other)));
    let mut sentences = vec![say(
        language,
        &format!(
            "指标“{name}”（{}）：{} 个年度目标，{missed} 个未达到。{}",
            data.id,
            targets.len(),
            source(&data.reference, language)
        ),
        &format!(
            "Target \"{name}\" ({}): {} targets by year and area, {missed} missed.{}",
            data.id,
            targets.len(),
            source(&data.reference, language)
        ),
    )];
    let free: Vec<i32> =
        reasons.lines.iter().map(|line| line.year.0).filter(|year| data.is_free(SchoolYear(*year))).collect();
    if let (Some(first), Some(last)) = (free.first(), free.last()) {
        sentences.push(say(
            language,
            &format!("{first}—{last}年未设目标（after = \"free\"），方案不受其约束。"),
            &format!(
                "No target is set for {first} to {last} (after = \"free\"): nothing holds the plan there."
            ),
        ));
    }
    sentences.extend(dearest.map(|line| match line.price {
        Some(price) if price > 1e-6 => {
            let (area, year, amount) = (area(study, line, language), line.year, hundred_million(price));
            say(
                language,
                &format!("最贵的一处：{area} {year} 学年，项目不变时再提高一个百分点（或一个学位）需 {amount} 亿元现值。"),
                &format!(
                    "Dearest: {area}, {year}: one more point (or place), with projects as planned, costs {amount} × 10⁸ yuan of present value."
                ),
            )
        }
        Some(_) => say(
            language,
            "项目不变时，各年目标都不紧：再提高一点不增加成本。",
            "With projects as planned no year's target binds: a little more costs nothing.",
        ),
        None => say(
            language,
            "这类指标没有连续的价格；代价见下面的重新求解。",
            "Such a target has no price by the point; what it costs is told by planning anew.",
        ),
    }));
    Explained { sentences, tables: vec![lines(study, index, reasons, language)] }
}

fn source(reference: &str, language: Language) -> String {
    if reference.is_empty() {
        String::new()
    } else {
        say(language, &format!("出处：{reference}。"), &format!(" Source: {reference}."))
    }
}

fn area(study: &Study, line: &IndicatorLine, language: Language) -> String {
    line.county.map_or_else(
        || say(language, "全市", "all"),
        |county| study.counties[county.index()].name.get(language).to_owned(),
    )
}

fn lines(study: &Study, index: usize, reasons: &TargetReasons, language: Language) -> Table {
    let share = study.indicators[index].kind.is_share();
    let value = |value: f64| if share { Cell::Percent(value, 2) } else { Cell::Number(value, 0) };
    let row = |line: &IndicatorLine| {
        vec![
            Cell::Text(area(study, line, language)),
            Cell::Text(line.year.to_string()),
            line.target.map_or(Cell::Blank, value),
            value(line.reached),
            line.target.map_or(Cell::Blank, |target| value(line.reached - target)),
            line.price.map_or(Cell::Blank, super::money),
            Cell::Text(match (line.target, line.met()) {
                (None, _) => String::new(),
                (_, true) => say(language, "是", "yes"),
                (_, false) => say(language, "否", "NO"),
            }),
        ]
    };
    let words = [
        ("范围", "Area"),
        ("学年", "School year"),
        ("目标", "Target"),
        ("达到", "Reached"),
        ("余量", "To spare"),
        ("再提高一点（万元现值）", "One more (10⁴ yuan of present value)"),
        ("达标", "Met"),
    ];
    let title = say(language, "目标、达到与价格", "Targets, what is reached, prices");
    Table { title, heads: heads(language, &words), rows: reasons.lines.iter().map(row).collect() }
}

fn programme(study: &Study, reasons: &TargetReasons, language: Language) -> Explained {
    let Some(line) = &reasons.programme else { return Explained::default() };
    let data = &study.programmes[line.programme.index()];
    let name = data.name.get(language);
    let opened = line.opened;
    let asked = match (line.required, line.at_most) {
        (Some(least), Some(most)) => {
            say(language, &format!("{least}—{most} 个"), &format!("{least} to {most}"))
        }
        (Some(least), None) => say(language, &format!("不少于 {least} 个"), &format!("at least {least}")),
        (None, Some(most)) => say(language, &format!("不超过 {most} 个"), &format!("at most {most}")),
        (None, None) => say(language, "不限", "any number of"),
    };
    let sentence = say(
        language,
        &format!(
            "工程“{name}”（{}）：要求项目 {asked}，方案投用 {opened} 个。{}",
            data.id,
            source(&data.reference, language)
        ),
        &format!(
            "Programme \"{name}\" ({}): {asked} projects are asked for, the plan opens {opened}.{}",
            data.id,
            source(&data.reference, language)
        ),
    );
    let title = say(language, "分年投用", "Openings by year");
    let words = [("学年", "School year"), ("项目", "Projects")];
    let rows =
        line.by_year.iter().map(|(year, number)| vec![Cell::Text(year.to_string()), Cell::count(*number)]);
    let table = Table { title, heads: heads(language, &words), rows: rows.collect() };
    Explained { sentences: vec![sentence], tables: vec![table] }
}
