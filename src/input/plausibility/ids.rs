//! Codes and names that differ only in case, width or signs that nobody sees (形近代码).

use super::ground::{Ground, place};
use crate::domain::Area;
use crate::input::findings::{Findings, both};
use crate::input::headers::Sheet;
use crate::input::values::half_width;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Judges the keys of places, schools and projects, and what refers to schools.
pub(super) fn judge(ground: &Ground) {
    for (table, column) in
        [("counties", "code"), ("towns", "code"), ("schools", "school"), ("projects", "project")]
    {
        if let Some(sheet) = ground.sheet(table) {
            alike(ground, sheet, column, &mut HashMap::new());
        }
    }
    if let Some(sheet) = ground.sheet("enrolment") {
        let mut known = HashMap::new();
        if let Some(schools) = ground.sheet("schools") {
            alike(&ground.silent(&Findings::default()), schools, "school", &mut known);
        }
        alike(ground, sheet, "school", &mut known);
    }
    names(ground);
}

/// A word without what nobody sees: case, width, spaces, joiners.
fn plain(word: &str) -> String {
    let unseen = |letter: &char| {
        letter.is_whitespace()
            || matches!(*letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}')
    };
    let dash = |letter: char| {
        if matches!(letter, '\u{2010}'..='\u{2015}' | '\u{2212}' | '－') { '-' } else { letter }
    };
    word.chars()
        .map(half_width)
        .filter(|letter| !unseen(letter))
        .map(dash)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Words of a column that look like another one; the first of each is kept.
fn alike(ground: &Ground, sheet: &Sheet, column: &str, known: &mut HashMap<String, (String, u64)>) {
    let silent = Findings::default();
    let mut told = HashSet::new();
    for row in sheet.rows(&silent) {
        let Some(word) = sheet.column(column).and_then(|placed| row.record.get(placed.position)) else {
            continue;
        };
        let word = word.trim();
        if word.is_empty() {
            continue;
        }
        let (first, number) = known.entry(plain(word)).or_insert_with(|| (word.to_owned(), row.number));
        if first == word || !told.insert(word.to_owned()) {
            continue;
        }
        let shown = word.escape_debug().to_string();
        ground.warn(
            "looks-like-another",
            place(sheet, Some(row.number), column),
            both(
                format!("“{shown}”与第 {number} 行的“{first}”只差大小写、全半角或看不见的字符，按两个对待"),
                format!("`{shown}` differs from `{first}` in row {number} by case, width or unseen characters only; they count as two"),
            ),
            both("如为同一个，请写成一样", "write them alike if they are the same"),
        );
    }
}

/// Towns of one county with the same name.
fn names(ground: &Ground) {
    let Some(sheet) = ground.sheet("towns") else { return };
    let silent = Findings::default();
    let mut known: BTreeMap<(String, String), u64> = BTreeMap::new();
    for row in sheet.rows(&silent) {
        let key = (row.peek("county").to_owned(), plain(row.peek("name")));
        let Some(first) = known.get(&key) else {
            known.insert(key, row.number);
            continue;
        };
        let name = row.peek("name").escape_debug().to_string();
        ground.warn(
            "same-name",
            place(sheet, Some(row.number), "name"),
            both(
                format!("本县第 {first} 行也叫“{name}”"),
                format!("row {first} of the same county has the name `{name}`, too"),
            ),
            both("同一乡镇是否列了两次？", "is it the same town twice?"),
        );
    }
}

/// Counties of a study that certifies counties, without towns.
pub(super) fn counties(ground: &Ground) {
    let Some(sheet) = ground.sheet("counties").filter(|_| ground.places.town_codes.complete) else { return };
    let study = ground.study;
    if study.counties.len() != sheet.raw.rows.len() || !ground.has("towns") {
        return;
    }
    for county in study.county_indices() {
        if study.towns.iter().any(|town| town.county == county) {
            continue;
        }
        let (name, row) = (ground.name(Area::County(county)), Some(sheet.raw.rows.number(county.index())));
        ground.error(
            "county-without-towns",
            place(sheet, row, "code"),
            both(
                format!("{name} 没有乡镇，不会有学生，却会算作达标的县"),
                format!("{name} has no towns: without any pupil it would count as a county that passes"),
            ),
            both("请补充其乡镇，或删去该县", "add its towns, or leave the county out"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_nobody_sees_is_left_out() {
        for word in ["S1", "s1", "Ｓ１", "S\u{200b}1", "S\u{a0}1", "S1\u{feff}", " S1"] {
            assert_eq!(plain(word), "s1", "{word:?}");
        }
        assert_eq!(plain("A–1"), plain("a-1"));
        assert_ne!(plain("S1"), plain("S2"));
    }
}
