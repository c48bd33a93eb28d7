//! Whether education spending falls (两个只增不减), as tables and sentences.

use super::finance_words::{amount, area};
use super::words::{heads, say};
use super::{Cell, Summed, Table};
use crate::domain::Language;
use crate::finance::{Growth, PlannedLine, RecordedLine};
use crate::store::RunRecord;
use std::collections::BTreeSet;

fn optional(value: Option<f64>) -> Cell {
    value.map_or(Cell::Blank, |value| Cell::Number(value, 2))
}

pub(super) fn growth_tables(run: &RunRecord, growth: &Growth, language: Language) -> Vec<Summed> {
    vec![recorded(run, growth, language), planned(growth, language), counties(run, growth, language)]
}

fn recorded(run: &RunRecord, growth: &Growth, language: Language) -> Summed {
    let row = |line: &RecordedLine| {
        let stage = match line.stated.stage.as_str() {
            "*" => say(language, "全部教育", "All education"),
            stage => run.name("stage", stage, language).to_owned(),
        };
        let verdict = match (line.checked(), line.fell()) {
            (0, _) => say(language, "无上年数", "no year before"),
            (_, true) => say(language, "下降", "FELL"),
            (_, false) => say(language, "未降", "did not fall"),
        };
        vec![
            Cell::Text(area(run, &line.stated.area, language)),
            Cell::Text(stage),
            Cell::Text(line.stated.year.to_string()),
            optional(line.stated.amount),
            optional(line.change),
            optional(line.stated.per_pupil),
            optional(line.per_pupil_change),
            Cell::Text(verdict),
        ]
    };
    let words = [
        ("范围", "Area"),
        ("学段", "Stage"),
        ("年份", "Year"),
        ("教育支出（万元）", "Expenditure (10⁴ yuan)"),
        ("比上年", "Change"),
        ("生均（元）", "A pupil (yuan)"),
        ("比上年", "Change"),
        ("核对", "Verdict"),
    ];
    let title = say(
        language,
        "两个只增不减：一般公共预算教育支出与生均，已有年份（当年价格）",
        "Public expenditure on education and the same a pupil: past years as stated (prices of each year)",
    );
    let table =
        Table { title, heads: heads(language, &words), rows: growth.recorded.iter().map(row).collect() };
    Summed::plain(say(language, "只增不减·已有", "Past expenditure"), table)
}

fn planned(growth: &Growth, language: Language) -> Summed {
    let known = growth.planned.iter().any(|line| line.area == "*" && line.rest_at_least.is_some());
    let columns = if known { 8 } else { 7 };
    let row = |line: &PlannedLine| {
        let mut row = vec![
            Cell::Text(line.year.to_string()),
            amount(line.paid),
            optional(line.change),
            Cell::Number(line.pupils, 0),
            Cell::Number(line.per_pupil(), 0),
            line.per_pupil_change.map_or(Cell::Blank, |change| Cell::Number(change, 0)),
            optional(line.change.map(|change| (-change).max(0.0))),
            optional(line.rest_at_least),
        ];
        row.truncate(columns);
        row
    };
    let words = [
        ("年份", "Year"),
        ("方案支付（万元）", "Plan pays (10⁴ yuan)"),
        ("比上年", "Change"),
        ("在校生", "Pupils"),
        ("生均（元）", "A pupil (yuan)"),
        ("比上年", "Change"),
        ("其他教育支出至少须增（万元）", "Other education spending must rise by"),
        ("其他教育支出至少（万元）", "Other education spending at least"),
    ];
    let title = say(
        language,
        "两个只增不减：方案自身的支付与生均，全市（基年不变价）",
        "Does spending fall: the plan's own part and the same a pupil, all counties (constant prices of the base year)",
    );
    let whole = growth.planned.iter().filter(|line| line.area == "*");
    let heads = heads(language, &words[..columns]);
    let table = Table { title, heads, rows: whole.map(row).collect() };
    Summed::plain(say(language, "只增不减·方案", "Plan's spending"), table)
}

/// What the plan pays in each county less the year before.
fn counties(run: &RunRecord, growth: &Growth, language: Language) -> Summed {
    let of_county = || growth.planned.iter().filter(|line| line.area != "*" && line.change.is_some());
    let years: BTreeSet<i32> = of_county().map(|line| line.year).collect();
    let row = |code: &str| {
        let change = |year: &i32| of_county().find(|line| line.area == code && line.year == *year);
        let mut row = vec![Cell::Text(run.name("county", code, language).to_owned())];
        row.extend(years.iter().map(|year| optional(change(year).and_then(|line| line.change))));
        row
    };
    let paying = |code: &&str| of_county().any(|line| line.area == *code);
    let mut heads = vec![say(language, "县（市、区）", "County")];
    heads.extend(years.iter().map(ToString::to_string));
    let title = say(
        language,
        "方案支付比上年增减，按县（市、区）（万元；负数即其他教育支出至少须增之数）",
        "What the plan pays less the year before, by county (10⁴ yuan; negative: other education spending must rise by as much)",
    );
    let rows = run.codes("county").filter(paying).map(row).collect();
    let columns = (1..=years.len()).collect();
    let name = say(language, "只增不减·县", "Change by county");
    Summed { name, table: Table { title, heads, rows }, columns, across: None }
}

/// What was checked, what was found, and what was missing.
pub(super) fn growth_sentences(run: &RunRecord, growth: &Growth, language: Language) -> Vec<String> {
    let mut sentences = vec![checked(growth, language)];
    for line in growth.recorded.iter().filter(|line| line.fell()) {
        let place = area(run, &line.stated.area, language);
        let year = line.stated.year;
        let change = line.change.filter(|change| *change < 0.0).map(|change| {
            say(
                language,
                &format!("教育支出比上年减少 {:.2} 万元", -change),
                &format!("expenditure fell by {:.2} × 10⁴ yuan", -change),
            )
        });
        let a_pupil = line.per_pupil_change.filter(|change| *change < 0.0).map(|change| {
            say(
                language,
                &format!("生均比上年减少 {:.2} 元", -change),
                &format!("expenditure a pupil fell by {:.2} yuan", -change),
            )
        });
        let what: Vec<String> = change.into_iter().chain(a_pupil).collect();
        let joined = what.join(&say(language, "，", "; "));
        sentences.push(say(
            language,
            &format!("{place} {year} 年{joined}，不符合只增不减。"),
            &format!("{place}, {year}: {joined}; the rule was broken."),
        ));
    }
    sentences.extend(falls(growth, language));
    sentences
}

fn checked(growth: &Growth, language: Language) -> String {
    let checks: usize = growth.recorded.iter().map(RecordedLine::checked).sum();
    let unknown = growth.unknown.len();
    match (growth.recorded.len(), checks) {
        (0, _) => say(
            language,
            "两个只增不减：研究没有给出已有年份的教育支出（表 expenditure），只能核对方案自身的支付，不能判断全部教育支出是否只增不减。专项债券不属一般公共预算，方案支付含债券。",
            "Whether education spending falls: the study states no past expenditure (table `expenditure`), so that only the plan's own part is told; whether all of it falls cannot be said. The plan's part holds bonds, of which special ones stand outside the general public budget.",
        ),
        (rows, checks) => say(
            language,
            &format!(
                "两个只增不减：给出教育支出 {rows} 行，与上年可比并已核对 {checks} 个数；{unknown} 个县没有给出。计划年份的其他教育支出未知，只核对方案自身的部分。"
            ),
            &format!(
                "Whether education spending falls: {rows} rows of past expenditure, {checks} figures held against the year before; {unknown} counties state none. Other education spending of planned years is unknown: of these only the plan's part is told."
            ),
        ),
    }
}

/// Planned years in which the plan's own part falls, or its part a pupil.
fn falls(growth: &Growth, language: Language) -> Option<String> {
    let years = |falls: fn(&PlannedLine) -> Option<f64>| {
        let whole = growth.planned.iter().filter(|line| line.area == "*");
        let years = whole.filter(|line| falls(line).is_some_and(|change| change < 0.0));
        years.map(|line| line.year).collect::<Vec<_>>()
    };
    let (total, a_pupil) = (years(|line| line.change), years(|line| line.per_pupil_change));
    if total.is_empty() && a_pupil.is_empty() {
        return None;
    }
    Some(say(
        language,
        &format!(
            "方案支付低于上年的年份：{}；生均低于上年的年份：{}。这些年其他教育支出须相应增加，总额才不下降。",
            spans(&total),
            spans(&a_pupil)
        ),
        &format!(
            "The plan's payments fall in {}, and a pupil in {}: other education spending has to rise then, lest the total fall.",
            spans(&total),
            spans(&a_pupil)
        ),
    ))
}

/// Years in order as spans: `2024, 2027–2035`.
fn spans(years: &[i32]) -> String {
    let mut spans: Vec<(i32, i32)> = Vec::new();
    for year in years {
        match spans.last_mut().filter(|span| span.1 + 1 == *year) {
            Some(span) => span.1 = *year,
            None => spans.push((*year, *year)),
        }
    }
    let span = |(first, last): &(i32, i32)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    if spans.is_empty() { "–".to_owned() } else { spans.iter().map(span).collect::<Vec<_>>().join(", ") }
}

#[cfg(test)]
mod tests {
    use super::spans;

    #[test]
    fn years_in_a_row_are_one_span() {
        assert_eq!(spans(&[2024, 2027, 2028, 2029]), "2024, 2027–2029");
        assert_eq!(spans(&[]), "–");
    }
}
