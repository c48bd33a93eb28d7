//! The table of area changes: its rows, and whether they make sense together.

use super::{AreaChanges, Change, Kind};
use crate::domain::{Area, Date};
use crate::input::findings::{Findings, both};
use crate::input::headers::Sheet;
use crate::input::package::Package;
use crate::input::register::{Register, UNKNOWN, unknown_in};
use crate::input::rows::Row;
use crate::input::values;
use std::collections::{BTreeMap, BTreeSet};

/// How far shares may miss 1.
const TOLERANCE: f64 = 1e-6;

/// A row: from when, where to, which kind, which share.
struct Part {
    row: u64,
    from: Date,
    to: Area,
    kind: Option<Kind>,
    share: Option<f64>,
}

/// Reads the table; `towns` and `counties` are those of today.
pub(in crate::input) fn read(
    package: &Package,
    towns: &Register,
    counties: &Register,
    findings: &Findings,
) -> AreaChanges {
    let mut all = AreaChanges { towns: towns.len(), ..AreaChanges::default() };
    let Some(sheet) = package.sheet("area_changes") else { return all };
    for row in sheet.rows(findings).filter(|row| !row.ragged) {
        let word = row.peek("old");
        let known = towns.find(word).or_else(|| counties.find(word)).is_some();
        if !word.is_empty() && !known && !all.by_code.contains_key(word) {
            all.by_code.insert(word.to_owned(), all.old.len());
            all.old.push(word.to_owned());
        }
    }
    let errors = findings.errors();
    let mut parts: BTreeMap<Area, Vec<Part>> = BTreeMap::new();
    for row in sheet.rows(findings) {
        if let Some((old, part)) = part(row, &all, towns, counties) {
            parts.entry(old).or_default().push(part);
        }
    }
    all.unsound = !sheet.keys_known || findings.errors() > errors || !towns.complete || !counties.complete;
    if all.unsound {
        return all;
    }
    for (old, parts) in parts {
        let mut by_day: BTreeMap<Date, Vec<Part>> = BTreeMap::new();
        parts.into_iter().for_each(|part| by_day.entry(part.from).or_default().push(part));
        let changes = by_day.into_values().filter_map(|parts| change(sheet, old, &parts, findings));
        all.changes.insert(old, changes.collect());
    }
    all.unsound = findings.errors() > errors;
    if !all.unsound {
        check_ends(sheet, &all, findings);
        all.unsound = findings.errors() > errors;
    }
    all
}

fn part(row: Row, all: &AreaChanges, towns: &Register, counties: &Register) -> Option<(Area, Part)> {
    let from = match values::year(row.peek("from").trim_end_matches('年')) {
        Some(year) => Some(Date { year, month: 1, day: 1 }),
        None => row.date("from"),
    };
    let (old, new) = (row.text("old"), row.cell("new"));
    let to = new.and_then(|cell| {
        let to = all.find(cell.text, towns, counties);
        if to.is_none() && towns.complete && counties.complete {
            row.findings.repeatable(UNKNOWN, cell.location(), cell.text, || {
                unknown_in(cell.text, &[towns, counties])
            });
        }
        to
    });
    let kind = row.choice("change").and_then(|word| match word {
        "merged" => Some(Kind::Merged),
        "split" => Some(Kind::Split),
        "renamed" => Some(Kind::Renamed),
        "part" => Some(Kind::Part),
        _ => None,
    });
    let share = row.number("share");
    let old = all.find(old?, towns, counties)?;
    Some((old, Part { row: row.number, from: from?, to: to?, kind, share }))
}

/// What becomes of an area on one day; none where its rows contradict each other.
fn change(sheet: &Sheet, old: Area, parts: &[Part], findings: &Findings) -> Option<Change> {
    let first = parts.first()?;
    let kind = parts.iter().find_map(|part| part.kind);
    let rows: Vec<u64> = parts.iter().map(|part| part.row).collect();
    let listed = rows.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (zh, en) = (listed.join("、"), listed.join(", "));
    let place = |column: &str| {
        let head = sheet.column(column).map_or(column, |placed| sheet.head(placed));
        sheet.raw.location(Some(first.row), Some(head))
    };
    let alone = parts.len() == 1;
    let shares: Option<Vec<f64>> = match (alone, first.share, kind) {
        (true, None, Some(Kind::Part)) => None,
        (true, None, _) => Some(vec![1.0]),
        _ => parts.iter().map(|part| part.share).collect(),
    };
    let Some(shares) = shares else {
        findings.error(
            "share-missing",
            place("share"),
            both(format!("第{zh}行有空缺的人口占比"), format!("a share is missing in rows {en}")),
            both(
                "拆分和部分划出的各行都须写明人口占比",
                "every row of a split, and of a part that is moved, states its share",
            ),
        );
        return None;
    };
    let mut to: Vec<(Area, f64)> = parts.iter().zip(shares).map(|(part, share)| (part.to, share)).collect();
    let sum: f64 = to.iter().map(|(_, share)| share).sum();
    let stays = kind == Some(Kind::Part) && sum < 1.0 && to.iter().all(|(area, _)| *area != old);
    if stays {
        to.push((old, 1.0 - sum));
    } else if (sum - 1.0).abs() > TOLERANCE {
        findings.error(
            "shares-not-one",
            place("share"),
            both(
                format!("第{zh}行的人口占比之和为 {sum:.6}，不是 1"),
                format!("the shares of rows {en} add to {sum:.6}, not to 1"),
            ),
            both(
                "同一原区划同一日期的各行之和须为 1；留在原区划的部分也写一行，或将类型写为“部分划出”",
                "the rows of one old area and day add to 1; what stays is a row, too, or the kind is part",
            ),
        );
        return None;
    }
    let fits = match kind {
        Some(Kind::Merged | Kind::Renamed) => alone && first.to != old,
        Some(Kind::Split) => !alone,
        Some(Kind::Part) | None => true,
    };
    if !fits {
        findings.error(
            "change-of-another-kind",
            place("change"),
            both(
                format!("第{zh}行的变更类型与其去向不符"),
                format!("the kind of rows {en} does not fit where they lead"),
            ),
            both(
                "合并、更名只有一个去向，且不是自身；拆分至少有两个",
                "what is merged or renamed goes to one other area; a split has at least two",
            ),
        );
        return None;
    }
    to.iter_mut().for_each(|(_, share)| *share /= if stays { 1.0 } else { sum });
    Some(Change { from: first.from, kind, parts: to, rows })
}

/// Every old area leads to today's.
fn check_ends(sheet: &Sheet, all: &AreaChanges, findings: &Findings) {
    for (old, changes) in &all.changes {
        let Some(first) = changes.first() else { continue };
        let reached: f64 =
            all.parts(*old, Date { year: 0, month: 1, day: 1 }).iter().map(|(_, share)| share).sum();
        if (reached - 1.0).abs() > TOLERANCE {
            let name = all.describe(*old).unwrap_or_default();
            findings.error(
                "change-leads-nowhere",
                sheet.raw.location(first.rows.first().copied(), None),
                both(
                    format!("“{name}”的变更没有通到现有区划"),
                    format!("the changes of `{name}` do not lead to areas of today"),
                ),
                both(
                    "请补充后续变更，或核对起始日期的先后",
                    "add the changes that follow, or check which comes first",
                ),
            );
        }
    }
}

/// Old and new area of every row, whatever else is wrong with it.
pub(in crate::input) fn names_of(package: &Package) -> Vec<(String, String)> {
    let silent = Findings::default();
    let rows = package.sheet("area_changes").into_iter().flat_map(|sheet| sheet.rows(&silent));
    rows.map(|row| (row.peek("old").to_owned(), row.peek("new").to_owned())).collect()
}

/// Which of the areas of a table of people are none of today's, where no table of towns says so: those whose last change leads elsewhere
/// and that no later one leads to. `changes` are day, old and new area.
pub(in crate::input) fn today(package: &Package) -> BTreeSet<String> {
    let silent = Findings::default();
    let rows = package.sheet("area_changes").into_iter().flat_map(|sheet| sheet.rows(&silent));
    let changes: Vec<(String, String, String, bool)> = rows
        .map(|row| {
            let part = matches!(row.peek("change"), "part" | "部分划出");
            (row.peek("from").to_owned(), row.peek("old").to_owned(), row.peek("new").to_owned(), part)
        })
        .collect();
    let olds: BTreeSet<&String> = changes.iter().map(|(_, old, ..)| old).collect();
    let ended = |old: &&String| {
        let last = changes.iter().filter(|(_, of, ..)| of == *old).map(|(day, ..)| day).max();
        let stays =
            changes.iter().any(|(day, of, to, part)| Some(day) == last && of == *old && (to == of || *part));
        let comes = changes.iter().any(|(day, of, to, _)| to == *old && of != to && Some(day) >= last);
        !stays && !comes
    };
    olds.into_iter().filter(ended).cloned().collect()
}
