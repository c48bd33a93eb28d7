//! Codes that a study does without (无代码): places, schools and projects known by name alone have their names for codes, and a study of one
//! county needs no table of counties.

use super::words::plain_word;
use crate::domain::Text;
use crate::input::findings::{Findings, both};
use crate::input::raw::{RawTable, trimmed};
use crate::input::records::Records;
use crate::schema::{Table, ValueKind};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of another table in which a name is looked for.
const LOOKED_AT: usize = 500;

/// Where a column stands.
fn position(table: &Table, raw: &RawTable, name: &str) -> Option<usize> {
    raw.heads.iter().position(|head| table.column(head).is_some_and(|column| column.name == name))
}

fn cells(raw: &RawTable, at: usize) -> impl Iterator<Item = String> + '_ {
    raw.rows.iter().map(move |(_, record)| plain_word(record.get(at).unwrap_or_default()))
}

/// The names of places that are to be codes as well: those of a table without codes, which other tables name them by.
pub(super) fn of_places(tables: &mut [(&'static Table, RawTable)], findings: &Findings) {
    for index in 0..tables.len() {
        let (table, raw) = &tables[index];
        if !["towns", "counties"].contains(&table.name) || position(table, raw, "code").is_some() {
            continue;
        }
        let Some(at) = position(table, raw, "name") else { continue };
        let names: BTreeSet<String> = cells(raw, at).filter(|name| !name.is_empty()).collect();
        let others = tables.iter().enumerate().filter(|(other, _)| *other != index);
        if others.into_iter().any(|(_, (_, raw))| has_any(raw, &names)) {
            let (table, raw) = &mut tables[index];
            from_names(table, raw, findings);
        }
    }
}

/// Whether heads or cells of a table hold one of these names.
fn has_any(raw: &RawTable, names: &BTreeSet<String>) -> bool {
    let known = |cell: &str| names.contains(&plain_word(cell));
    let rows = || raw.rows.iter().take(LOOKED_AT);
    raw.heads.iter().any(|head| known(head)) || rows().any(|(_, record)| record.iter().any(known))
}

/// Gives a table without codes its names for codes. A name that stands twice is told apart by its town or county; projects are numbered.
pub(super) fn from_names(table: &'static Table, raw: &mut RawTable, findings: &Findings) {
    let key = table.columns.iter().find(|column| column.kind == ValueKind::Key);
    let Some(key) = key.filter(|key| position(table, raw, key.name).is_none()) else { return };
    let Some(name) = position(table, raw, "name") else { return };
    let of_place = ["town", "county"].iter().find_map(|column| position(table, raw, column));
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, record) in raw.rows.iter() {
        let cell = |at: usize| plain_word(record.get(at).unwrap_or_default());
        places.entry(cell(name)).or_default().insert(of_place.map(cell).unwrap_or_default());
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut codes = Vec::new();
    for (_, record) in raw.rows.iter() {
        let cell = |at: usize| plain_word(record.get(at).unwrap_or_default());
        let plain = cell(name);
        let several = places.get(&plain).is_some_and(|places| places.len() > 1);
        let place = of_place.filter(|_| several && table.name != "projects").map(cell).unwrap_or_default();
        let code = place + &plain;
        let count = seen.entry(code.clone()).or_default();
        *count += 1;
        let numbered = table.name == "projects" && *count > 1 && !code.is_empty();
        codes.push(if numbered { format!("{code}（{count}）") } else { code });
    }
    fill(table, raw, key.name, &codes);
    say(
        findings,
        raw,
        "codes-from-names",
        &both(
            format!("没有列“{}”，以“{}”代替（重名的加所在地或序号）", key.zh, head(raw, name)),
            format!(
                "no column `{}`: the names (`{}`) stand for it, with the place or a number where one stands twice",
                key.name,
                head(raw, name)
            ),
        ),
        &both(
            format!("如有代码，请增加列“{}”", key.zh),
            format!("add a column `{}` if there are codes", key.name),
        ),
    );
}

fn head(raw: &RawTable, at: usize) -> &str {
    raw.heads.get(at).map_or("", String::as_str)
}

/// Writes a column, which is added where it lacks; cells that are filled stay.
pub(super) fn fill(table: &'static Table, raw: &mut RawTable, column: &str, values: &[String]) {
    let at = raw.place_for(table, column);
    for (row, value) in values.iter().enumerate() {
        if raw.rows.get(row).get(at).is_some_and(|cell| cell.trim().is_empty()) {
            raw.rows.change(row, &[(at, value.clone())]);
        }
    }
}

pub(super) fn say(findings: &Findings, raw: &RawTable, code: &'static str, what: &Text, hint: &Text) {
    findings.note(code, raw.location(Some(raw.head_row), None), what.clone(), hint.clone());
}

/// The county of towns where the study has no table of counties, or towns name none: the only county, by the study's title; or the
/// counties that towns name. None where the words of towns are codes of counties that nothing names.
pub(super) fn counties(tables: &mut Vec<(&'static Table, RawTable)>, title: &str, findings: &Findings) {
    let Some(table) = Table::named("counties") else { return };
    let codes: Option<Vec<String>> = tables
        .iter()
        .find(|(of, _)| of.name == table.name)
        .map(|(of, raw)| position(of, raw, "code").map(|at| cells(raw, at).collect()).unwrap_or_default());
    let Some((towns, raw)) = tables.iter_mut().find(|(of, _)| of.name == "towns") else { return };
    let county = position(towns, raw, "county");
    let only = match (&codes, county) {
        (Some(codes), None) if codes.len() == 1 => codes.first().cloned(),
        (None, None) => Some(title.to_owned()),
        _ => None,
    };
    if let Some(only) = only.filter(|_| raw.rows.len() > 0) {
        let values = vec![only.clone(); raw.rows.len()];
        fill(towns, raw, "county", &values);
        say(
            findings,
            raw,
            "one-county",
            &both(
                format!("没有列“县”，各乡镇均属“{only}”"),
                format!("no column `county`: all towns lie in `{only}`"),
            ),
            &both(
                "如有几个县，请增加列“县”和表“县市区”",
                "add a column `county`, and a table `counties`, if there are several",
            ),
        );
    }
    let Some(at) = position(towns, raw, "county").filter(|_| codes.is_none()) else { return };
    let mut named: Vec<String> = Vec::new();
    for cell in cells(raw, at).filter(|cell| !cell.is_empty()) {
        if !named.contains(&cell) {
            named.push(cell);
        }
    }
    if named.is_empty() || named.iter().any(|name| name.is_ascii()) {
        return;
    }
    let mut made = RawTable {
        file: raw.file.clone(),
        sheet: raw.sheet.clone(),
        head_row: raw.head_row,
        ..RawTable::default()
    };
    let mut rows = Records::default();
    rows.push(raw.head_row, ["code", "name"]);
    made.heads = trimmed(rows.get(0));
    rows.remove(&[0]);
    for name in &named {
        rows.push(raw.head_row + 1, [name.as_str(), name.as_str()]);
    }
    made.rows = rows;
    if county.is_some() {
        let list = named.join("、");
        say(
            findings,
            raw,
            "counties-from-towns",
            &both(
                format!("没有表“县市区”，取乡镇表中的县：{list}"),
                format!("no table `counties`: they are those that towns name: {list}"),
            ),
            &both("无须处理", "nothing to do"),
        );
    }
    tables.push((table, made));
}
