//! Columns that offices leave out because they go without saying (缺省列): the county in a study of one county, the last year in which a
//! project can open, and the programme that it counts towards.

use super::codes::{fill, say};
use super::times;
use crate::domain::{Horizon, ProgrammeIndex};
use crate::input::findings::{Findings, both};
use crate::input::model::Model;
use crate::input::raw::RawTable;
use crate::input::values;
use crate::schema::{Table, ValueKind};
use std::collections::BTreeSet;

/// Fills both columns where the table of projects lacks them.
pub(super) fn of_projects(table: &'static Table, raw: &mut RawTable, model: &Model, findings: &Findings) {
    if raw.rows.len() == 0 {
        return;
    }
    if let Some(horizon) = model.horizon {
        latest(table, raw, horizon, findings);
    }
    programme(table, raw, model, findings);
}

/// Takes the day or year of a table that has no column for it from its title: `2024年末分年龄人口`, `2024学年在校生`.
pub(super) fn from_title(table: &'static Table, raw: &mut RawTable, findings: &Findings) {
    let is_time = |kind| matches!(kind, ValueKind::Date | ValueKind::Year);
    let column = table
        .columns
        .iter()
        .find(|column| column.required && table.key.contains(&column.name) && is_time(column.kind));
    let Some(column) = column.filter(|column| position(table, raw, column.name).is_none()) else { return };
    let times = times_in(&raw.title, column.kind == ValueKind::Date);
    let [time] = times.iter().collect::<Vec<_>>()[..] else { return };
    if raw.rows.len() == 0 {
        return;
    }
    fill(table, raw, column.name, &vec![time.clone(); raw.rows.len()]);
    let title = &raw.title;
    say(
        findings,
        raw,
        "time-from-title",
        &both(
            format!("没有列“{}”，按标题“{title}”取 {time}", column.zh),
            format!("no column `{}`: {time}, as the title `{title}` says", column.name),
        ),
        &both(
            format!("如不对，请增加列“{}”", column.zh),
            format!("add a column `{}` if that is wrong", column.name),
        ),
    );
}

/// The days or years that a title names: a day of the year, its end, or the end of a month; a year or school year that is no part of a
/// range.
fn times_in(title: &str, days: bool) -> BTreeSet<String> {
    let letters: Vec<char> = title.chars().collect();
    let mut found = BTreeSet::new();
    let mut at = 0;
    while at < letters.len() {
        let starts = letters[at].is_numeric() && (at == 0 || !letters[at - 1].is_numeric());
        let longest = starts.then(|| (4..=12.min(letters.len() - at)).rev()).into_iter().flatten();
        let read = longest.into_iter().find_map(|length| {
            let text: String = letters[at..at + length].iter().collect();
            let whole = text.ends_with(['年', '末', '底', '日', '月']);
            let time = if days {
                times::date(&text)
            } else {
                times::year_month(&text).map(|found| found.year.to_string())
            };
            Some((length, time.filter(|_| whole)?))
        });
        match read {
            Some((length, time)) => {
                let ranges =
                    |letter: Option<&char>| letter.is_some_and(|letter| "-–—~～至到".contains(*letter));
                // 截至 is no range.
                let after_time = at > 1 && (letters[at - 2].is_numeric() || letters[at - 2] == '年');
                if ranges(letters.get(at + length)) || (after_time && ranges(letters.get(at - 1))) {
                    return BTreeSet::new();
                }
                found.insert(time);
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// Fills the county of ceilings and the like with `*` where there is but one and no column names it.
pub(super) fn of_county(table: &'static Table, raw: &mut RawTable, findings: &Findings) {
    let all = |kind| matches!(kind, ValueKind::CountyOrAll | ValueKind::AreaOrAll);
    let column = table.columns.iter().find(|column| column.required && all(column.kind));
    let Some(column) = column.filter(|column| position(table, raw, column.name).is_none()) else { return };
    if raw.rows.len() == 0 || raw.heads.is_empty() {
        return;
    }
    fill(table, raw, column.name, &vec!["*".to_owned(); raw.rows.len()]);
    say(
        findings,
        raw,
        "all-of-county",
        &both(
            format!("没有列“{}”：各行均指全县", column.zh),
            format!("no column `{}`: every row is of the whole county", column.name),
        ),
        &both(
            format!("如不是，请增加列“{}”", column.zh),
            format!("add a column `{}` if that is wrong", column.name),
        ),
    );
}

fn position(table: &Table, raw: &RawTable, name: &str) -> Option<usize> {
    raw.heads.iter().position(|head| table.column(head).is_some_and(|column| column.name == name))
}

/// Works that are committed open when they are to; candidates may open until the plan ends.
fn latest(table: &'static Table, raw: &mut RawTable, horizon: Horizon, findings: &Findings) {
    let (earliest, committed) = (position(table, raw, "earliest"), position(table, raw, "committed"));
    let Some(earliest) = earliest.filter(|_| position(table, raw, "latest").is_none()) else { return };
    let last = horizon.last.0;
    let of = |row: usize| {
        let record = raw.rows.get(row);
        let first = values::year(record.get(earliest).unwrap_or_default().trim());
        let committed = committed.and_then(|at| record.get(at)).unwrap_or_default().trim();
        let is_committed = matches!(committed, "yes" | "是");
        first.map_or_else(String::new, |first| if is_committed { first } else { last.max(first) }.to_string())
    };
    let years: Vec<String> = (0..raw.rows.len()).map(of).collect();
    fill(table, raw, "latest", &years);
    say(
        findings,
        raw,
        "no-latest",
        &both(
            format!("没有列“最迟投用”：既定项目按计划年份投用，其他项目可推迟到 {last} 年"),
            format!(
                "no column `latest`: committed projects open in the year planned, others may until {last}"
            ),
        ),
        &both("如有期限，请增加列“最迟投用”", "add a column `latest` where there is a limit"),
    );
}

/// The only programme of the model, else that of the stage whose places a project adds.
fn programme(table: &'static Table, raw: &mut RawTable, model: &Model, findings: &Findings) {
    let known = &model.programmes;
    if position(table, raw, "programme").is_some() || known.is_empty() {
        return;
    }
    let places: Vec<(usize, ProgrammeIndex)> = raw
        .heads
        .iter()
        .enumerate()
        .filter_map(|(at, head)| {
            let column = table.column(head).filter(|column| column.name == "places.*")?;
            let stage = model.stage_ids.find(head.split_once('.')?.1)?;
            let programme = model.stages.get(stage)?.programme?;
            (column.name == "places.*").then_some((at, programme))
        })
        .collect();
    let id = |index: ProgrammeIndex| known.get(index.index()).map(|programme| programme.id.clone());
    let of = |row: usize| {
        if let [only] = known.as_slice() {
            return Some(only.id.clone());
        }
        let record = raw.rows.get(row);
        let adds = |at: usize| {
            values::number(record.get(at).unwrap_or_default().trim()).is_some_and(|places| places != 0.0)
        };
        places.iter().find(|(at, _)| adds(*at)).and_then(|(_, programme)| id(*programme))
    };
    let programmes: Vec<String> = (0..raw.rows.len()).map(|row| of(row).unwrap_or_default()).collect();
    if programmes.iter().all(String::is_empty) {
        return;
    }
    fill(table, raw, "programme", &programmes);
    say(
        findings,
        raw,
        "no-programme",
        &both(
            "没有列“工程”：按新增学位的学段所属工程计",
            "no column `programme`: a project counts towards that of the stage whose places it adds",
        ),
        &both("如不对，请增加列“工程”", "add a column `programme` if that is wrong"),
    );
}

#[cfg(test)]
mod tests {
    use super::times_in;

    #[test]
    fn titles_name_one_day_or_year_or_none() {
        let of = |title: &str, days| times_in(title, days).into_iter().collect::<Vec<_>>();
        assert_eq!(of("甲县2024年末分年龄人口", true), ["2024-12-31"]);
        assert_eq!(of("截至2024年8月31日常住人口（0—17岁）", true), ["2024-08-31"]);
        assert_eq!(of("甲县２０２４年底人口", true), ["2024-12-31"]);
        assert_eq!(of("2024学年在校生", false), ["2024"]);
        assert_eq!(of("甲县2024年出生人口", false), ["2024"]);
        // A year is no day; a range is no year.
        assert!(of("甲县2024年分年龄人口", true).is_empty() && of("", true).is_empty());
        assert!(of("甲县2025—2029年项目库", false).is_empty());
        assert_eq!(of("2023年末和2024年末人口", true).len(), 2);
    }
}
