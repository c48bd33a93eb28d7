//! Hidden rows and columns of a sheet (隐藏行列), rows that a filter hides among them: they are read like any other, and told. The
//! reader of workbooks does not know them, so they are looked for in the parts of the workbook themselves, and merged cells with them.

use super::findings::{Findings, both};
use super::raw::{RawTable, blank};
use super::sheet::{Range, letters};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::BTreeMap;
use std::io::{BufReader, Cursor};
use zip::ZipArchive;

/// Most stretches of rows or columns that are named.
const NAMED: usize = 8;

/// Hidden rows and columns of a sheet, as stretches from 1, both ends included.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    rows: Vec<(u64, u64)>,
    columns: Vec<(u64, u64)>,
    /// Merged cells.
    pub(super) merged: Vec<Range>,
}

/// Most cells of merged ones that are kept, and most of those; wider ones come from damaged files.
const WIDEST: u64 = 100_000;
const MOST: usize = 20_000;

impl Hidden {
    /// Nothing hidden, some cells merged.
    pub(super) fn with_merged(ranges: Vec<Range>) -> Self {
        let mut hidden = Self::default();
        ranges.into_iter().for_each(|range| hidden.merge(range));
        hidden
    }

    /// Notes merged cells.
    pub(super) fn merge(&mut self, (first, last): Range) {
        let length = |from: u32, to: u32| to.checked_sub(from).map(|length| u64::from(length) + 1);
        let cells = length(first.0, last.0).zip(length(first.1, last.1));
        let cells = cells.map_or(u64::MAX, |(down, across)| down.saturating_mul(across));
        if cells <= WIDEST && self.merged.len() < MOST {
            self.merged.push((first, last));
        }
    }

    pub(super) fn hide_rows(&mut self, first: u64, last: u64) {
        push(&mut self.rows, first, last);
    }

    pub(super) fn hide_columns(&mut self, first: u64, last: u64) {
        push(&mut self.columns, first, last);
    }
}

/// Parts of a workbook, one for every sheet.
pub(super) struct Parts<'a> {
    archive: Option<ZipArchive<Cursor<&'a [u8]>>>,
    /// Names of the parts by sheets.
    sheets: BTreeMap<String, String>,
}

impl<'a> Parts<'a> {
    /// The parts of a workbook; none where it cannot be read, which its reader tells.
    pub(super) fn new(content: &'a [u8]) -> Self {
        let mut parts = Self { archive: ZipArchive::new(Cursor::new(content)).ok(), sheets: BTreeMap::new() };
        let mut targets = BTreeMap::new();
        parts.relations("xl/_rels/workbook.xml.rels", &mut targets);
        let mut sheets = BTreeMap::new();
        parts.elements("xl/workbook.xml", |element| {
            let (name, id) = (attribute(element, "name"), attribute(element, "id"));
            if let ("sheet", Some(name), Some(target)) =
                (element.local_name().as_ref(), name, id.and_then(|id| targets.get(&id)))
            {
                sheets.insert(name, target.clone());
            }
        });
        Self { sheets, ..parts }
    }

    /// Names of parts by their ids in a list of relations.
    pub(super) fn relations(&mut self, part: &str, targets: &mut BTreeMap<String, String>) {
        self.elements(part, |element| {
            if let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target")) {
                let inside = target.strip_prefix('/').map(ToOwned::to_owned);
                targets.insert(id, inside.unwrap_or_else(|| format!("xl/{target}")));
            }
        });
    }

    /// What is hidden in a sheet.
    pub(super) fn hidden(&mut self, sheet: &str) -> Hidden {
        let Some(part) = self.sheets.get(sheet).cloned() else { return Hidden::default() };
        let (mut hidden, mut row) = (Hidden::default(), 0);
        self.elements(&part, |element| {
            let number = |name: &str| attribute(element, name).and_then(|number| number.parse::<u64>().ok());
            let is_hidden = || attribute(element, "hidden").is_some_and(|word| word == "1" || word == "true");
            match element.local_name().as_ref() {
                "col" if is_hidden() => {
                    let first = number("min").unwrap_or(0);
                    push(&mut hidden.columns, first, number("max").unwrap_or(first));
                }
                "row" => {
                    row = number("r").unwrap_or(row + 1);
                    if is_hidden() {
                        push(&mut hidden.rows, row, row);
                    }
                }
                "mergeCell" => {
                    if let Some(range) = attribute(element, "ref").and_then(|cells| range(&cells)) {
                        hidden.merge(range);
                    }
                }
                _ => {}
            }
        });
        hidden
    }

    /// Calls a function with every element of a part that begins, as far as the part can be read.
    fn elements(&mut self, part: &str, mut with: impl FnMut(&BytesStart)) {
        let Some(entry) = self.archive.as_mut().and_then(|archive| archive.by_name(part).ok()) else {
            return;
        };
        let mut reader = Reader::from_reader(BufReader::new(entry));
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(element) | Event::Empty(element)) => with(&element),
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }
}

/// An attribute of an element by its local name.
pub(super) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let found = attributes.with_checks(false).flatten().find(|one| one.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// Merged cells such as `A5:C7`.
fn range(text: &str) -> Option<Range> {
    let (first, last) = text.split_once(':')?;
    Some((place(first)?, place(last)?))
}

/// Row and column of a cell such as `C7`, from 0.
fn place(text: &str) -> Option<(u32, u32)> {
    let text = text.replace('$', "");
    let digits = text.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?);
        column.checked_mul(26)?.checked_add(value + 1).filter(|_| value < 26)
    })?;
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

fn push(stretches: &mut Vec<(u64, u64)>, first: u64, last: u64) {
    match stretches.last_mut() {
        Some(stretch) if stretch.1.saturating_add(1) == first => stretch.1 = last,
        _ => stretches.push((first, last)),
    }
}

/// Tells which filled rows, and which columns with a head, are hidden.
pub(super) fn tell(raw: &RawTable, hidden: &Hidden, findings: &Findings) {
    let among = |stretches: &[(u64, u64)], number: u64| {
        let after = stretches.partition_point(|(first, _)| *first <= number);
        after > 0 && number <= stretches[after - 1].1
    };
    let mut rows = Vec::new();
    let numbers = std::iter::once(raw.head_row).chain(raw.rows.iter().map(|(row, _)| row));
    numbers.filter(|row| among(&hidden.rows, *row)).for_each(|row| push(&mut rows, row, row));
    if let Some((first, _)) = rows.first() {
        let words = words(&rows, |row| row.to_string());
        findings.note(
            "hidden-rows",
            raw.location(Some(*first), None),
            both(
                format!("隐藏（或被筛选掉）的行照常读取：{words}"),
                format!("hidden or filtered rows are read like any other: {words}"),
            ),
            both("如不应读取，请删去", "delete them if they should not count"),
        );
    }
    let columns = (u64::from(raw.first_column) + 1..).zip(&raw.heads);
    let columns: Vec<(u64, &String)> =
        columns.filter(|(at, head)| !blank(head) && among(&hidden.columns, *at)).collect();
    if let Some((_, head)) = columns.first() {
        let mut stretches = Vec::new();
        columns.iter().for_each(|(at, _)| push(&mut stretches, *at, *at));
        let words = words(&stretches, |column| letters(u32::try_from(column - 1).unwrap_or(u32::MAX)));
        findings.note(
            "hidden-columns",
            raw.location(Some(raw.head_row), Some(head)),
            both(
                format!("隐藏的列照常读取：{words}"),
                format!("hidden columns are read like any other: {words}"),
            ),
            both("如不应读取，请删去", "delete them if they should not count"),
        );
    }
}

/// Stretches in words: `3–5, 9`.
fn words(stretches: &[(u64, u64)], name: impl Fn(u64) -> String) -> String {
    let word = |(first, last): &(u64, u64)| {
        if first == last { name(*first) } else { format!("{}–{}", name(*first), name(*last)) }
    };
    let named: Vec<String> = stretches.iter().take(NAMED).map(word).collect();
    let more = if stretches.len() > NAMED { ", …" } else { "" };
    named.join(", ") + more
}
