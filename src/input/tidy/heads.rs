//! Heads as offices write them (表头): a title above, words of groups over the heads of their columns, spaces.

use super::note;
use super::office::model_word;
use super::wide::Vocabulary;
use super::words::plain_word;
use crate::input::findings::{Findings, both};
use crate::input::model::Model;
use crate::input::raw::{RawTable, blank, trimmed};
use crate::schema::Table;
use crate::schema::words::stage_of_places;

/// Rows in which a title may stand before the heads.
const TITLES: usize = 3;

/// Whether a table knows a head.
fn knows(table: &Table, head: &str) -> bool {
    table.column(plain_word(head.trim()).as_str()).is_some()
}

/// Whether a table has a head, or a key of it may stand as one.
fn may_have(table: &Table, vocabulary: Option<&Vocabulary>, head: &str) -> bool {
    knows(table, head) || vocabulary.is_some_and(|vocabulary| vocabulary.knows(head))
}

/// Steps over rows that stand above the heads.
pub(super) fn find(table: &Table, raw: &mut RawTable, vocabulary: Option<&Vocabulary>, findings: &Findings) {
    let known = |heads: &mut dyn Iterator<Item = &str>| {
        heads.filter(|head| may_have(table, vocabulary, head)).count()
    };
    // One key alone may be a title: `甲县2023年末人口`.
    let own = raw.heads.iter().any(|head| knows(table, head));
    if own || known(&mut raw.heads.iter().map(String::as_str)) >= 2 {
        return;
    }
    let cells = |at: usize| (at < raw.rows.len()).then(|| raw.rows.get(at).iter().collect::<Vec<_>>());
    let under = |at: usize| joined(table, &cells(at)?, &cells(at + 1)?);
    let found = (0..raw.rows.len().min(TITLES))
        .find(|at| known(&mut raw.rows.get(*at).iter()) >= 2 || under(*at).is_some());
    // Words of groups alone, all heads below them: no title.
    let groups = cells(0).and_then(|below| joined(table, &heads(raw), &below));
    let (Some(found), None) = (found, groups) else { return };
    let title = raw.heads.iter().find(|head| !head.is_empty()).cloned().unwrap_or_default();
    raw.title.clone_from(&title);
    let location = raw.location(Some(raw.head_row), None);
    let row = raw.rows.number(found);
    raw.head_row = row;
    raw.heads = trimmed(raw.rows.get(found));
    raw.rows.remove(&(0..=found).collect::<Vec<_>>());
    findings.note(
        "title-row",
        location,
        both(
            format!("表头之上有标题“{title}”，表头取第 {row} 行"),
            format!("a title, `{title}`, stands above; the heads are in row {row}"),
        ),
        both("无须处理", "nothing to do"),
    );
}

/// Puts heads together that stand over two rows: words of groups above (merged cells), heads of their columns below.
pub(super) fn join(table: &Table, raw: &mut RawTable, findings: &Findings) {
    let Some((row, below)) = raw.rows.iter().next() else { return };
    let below: Vec<&str> = below.iter().collect();
    let Some(heads) = joined(table, &heads(raw), &below) else { return };
    let above = raw.head_row;
    findings.note(
        "two-row-heads",
        raw.location(Some(above), None),
        both(
            format!("表头分两行（第 {above}、{row} 行），合并读取"),
            format!("the heads stand over two rows ({above} and {row}) and are read together"),
        ),
        both("无须处理", "nothing to do"),
    );
    raw.heads = heads;
    raw.head_row = row;
    raw.rows.remove(&[0]);
}

/// The heads of two rows put together: where the upper row has a head of the table the lower one is blank; elsewhere the lower
/// one has it, by itself or as the part after the dot of the group above. None unless every filled cell of the lower row is a head so
/// and there are at least two of them: then it holds data.
fn joined(table: &Table, above: &[&str], below: &[&str]) -> Option<Vec<String>> {
    if above.iter().filter(|cell| !blank(cell)).count() < 2 {
        return None; // a title
    }
    let (mut heads, mut group, mut found) = (Vec::new(), "", 0);
    for position in 0..above.len().max(below.len()) {
        let (upper, lower) = (cell(above, position), cell(below, position));
        if !blank(upper) {
            group = upper;
        }
        if blank(lower) {
            heads.push(upper.to_owned());
            continue;
        }
        // How far a group reaches is not known in a CSV file: a head of the table is one by itself.
        let in_group = || format!("{}.{}", plain_word(group), plain_word(lower));
        let head = if knows(table, lower) { lower.to_owned() } else { in_group() };
        let own = table.columns.iter().any(|column| column.matches(plain_word(upper).as_str()));
        if !knows(table, &head) || own {
            return None;
        }
        found += 1;
        heads.push(head);
    }
    (found >= 2).then_some(heads)
}

fn heads(raw: &RawTable) -> Vec<&str> {
    raw.heads.iter().map(String::as_str).collect()
}

fn cell<'a>(cells: &[&'a str], position: usize) -> &'a str {
    cells.get(position).copied().unwrap_or_default().trim()
}

/// The head of the table that an office writes with other words around it.
pub(super) fn of_office(table: &Table, plain: &str, model: &Model) -> Option<String> {
    if table.column(plain).is_some() {
        return None;
    }
    let part = plain.strip_prefix("其中").map(|rest| rest.trim_start_matches(['：', ':', '，', ',']));
    if let Some(part) = part.filter(|part| table.column(part).is_some()) {
        return Some(part.to_owned());
    }
    let of_stage = table.columns.iter().any(|column| column.name == "places.*");
    let stage = stage_of_places(plain).filter(|_| of_stage)?;
    let known = model.stage_ids.id_of(stage).map(ToOwned::to_owned);
    known.or_else(|| model_word(model, "stage", stage)).map(|id| format!("places.{id}"))
}

/// Heads with spaces and full-width letters as the table has them, and places of a stage by the stage's name (新增小学学位).
pub(super) fn tidy(table: &Table, raw: &mut RawTable, model: &Model, findings: &Findings) {
    for position in 0..raw.heads.len() {
        let head = raw.heads[position].clone();
        let plain = plain_word(&head);
        if let Some(meant) = of_office(table, &plain, model) {
            raw.shown.insert(meant.clone(), head);
            raw.heads[position] = meant;
            continue;
        }
        if table.column(&head).is_none() && table.column(&plain).is_some() {
            let location = raw.location(Some(raw.head_row), Some(&head));
            raw.heads[position].clone_from(&plain);
            note(findings, "tidied-head", location, &head, &plain);
        }
    }
}
