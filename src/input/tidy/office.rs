//! Words of offices in cells (机关用语): 一级, 在建, 改扩建, 普惠民办, 七年级 and years of many forms, read by the lists of the schema.

use super::times;
use super::words::plain_word;
use crate::domain::StageIndex;
use crate::input::model::Model;
use crate::input::values;
use crate::schema::words::{grade_word, implied_by, same};
use crate::schema::{Column, Table, ValueKind};

/// What a cell says in the plain words of the tables.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Plain {
    /// Code of the note.
    pub(super) code: &'static str,
    /// The cell in plain words.
    pub(super) text: String,
    /// What it says about another column of its row, where that is blank.
    pub(super) other: Option<(&'static str, String)>,
}

/// Words that note a cell once for all rows that have it.
pub(super) const AS_WORD: &str = "read-as-word";

/// The plain form of a cell, by the lists of words; none where it is plain already, or no word of a list.
pub(super) fn plain(table: &Table, column: &Column, text: &str, model: &Model) -> Option<Plain> {
    if text.is_empty() {
        return None;
    }
    let word = |text: String| Some(Plain { code: AS_WORD, text, other: None });
    match column.kind {
        ValueKind::Choice(choices) => {
            if choices.iter().any(|choice| choice.id == text || choice.zh == text) {
                return None;
            }
            let plain = plain_word(text);
            let choice = column.choice_of(&plain)?;
            let said = implied_by(table.name, column.name, &plain);
            let other = said.map(|said| (said.other, said.value.to_owned()));
            Some(Plain { code: AS_WORD, text: choice.zh.to_owned(), other })
        }
        ValueKind::ModelId(kind) | ValueKind::ModelIdOrAll(kind) => {
            if model.ids(kind).is_some_and(|register| register.find(text).is_some()) {
                return None;
            }
            let id = model_word(model, kind, &plain_word(text))?;
            let name =
                model.ids(kind).and_then(|register| register.name_of(&id)).filter(|_| !text.is_ascii());
            word(name.map_or(id.clone(), ToOwned::to_owned))
        }
        ValueKind::Integer { .. } if values::number(text).is_some() => None,
        ValueKind::Integer { .. } if table.name == "enrolment" && column.name == "grade" => {
            let (stage, number) = grade(model, &plain_word(text))?;
            let stage = model.stages.get(stage.index()).map(|stage| ("stage", stage.id.clone()));
            Some(Plain { code: AS_WORD, text: number.to_string(), other: stage })
        }
        ValueKind::Integer { .. } => {
            let number = column.number_of(&plain_word(text)).filter(|_| table.name != "enrolment");
            word(number?.to_owned())
        }
        ValueKind::YesNo => match plain_word(text).as_str() {
            "√" | "✓" | "✔" | "Y" | "y" | "Yes" | "YES" | "有" => word("是".to_owned()),
            "×" | "✗" | "✘" | "N" | "n" | "No" | "NO" | "无" => word("否".to_owned()),
            _ => None,
        },
        ValueKind::Year | ValueKind::YearOrAll => year(table, column, text),
        _ => None,
    }
}

/// A year in another manner of writing; a month in it counts as the column says.
fn year(table: &Table, column: &Column, text: &str) -> Option<Plain> {
    if text == "*" || values::year(text).is_some() {
        return None;
    }
    if plain_word(text) == "*" {
        return Some(Plain { code: "tidied-year", text: "*".to_owned(), other: None });
    }
    let found = times::year_month(text)?;
    let with_month = table.columns.iter().any(|column| column.name == "month");
    let (year, other) = match found.month {
        None => (found.year, None),
        Some(month) if with_month => (found.year, Some(("month", month.to_string()))),
        Some(month) => (times::school_year(column.name, found.year, month)?, None),
    };
    Some(Plain { code: "tidied-year", text: year.to_string(), other })
}

/// The id of the one stage, sector or group of the model that a word means.
pub(super) fn model_word(model: &Model, kind: &str, word: &str) -> Option<String> {
    let register = model.ids(kind)?;
    if register.find(word).is_some() {
        return None;
    }
    let meant = register.entries().iter().filter(|(id, name)| same(kind, word, id) || same(kind, word, name));
    match meant.collect::<Vec<_>>().as_slice() {
        [(id, _)] => Some(id.clone()),
        _ => None,
    }
}

/// The stage of a grade's word, and the grade's number there. Grades that are counted through (七年级) go on in the next stage where a
/// stage has fewer: with five years of primary school 六年级 is the first of the stage after it.
pub(super) fn grade(model: &Model, word: &str) -> Option<(StageIndex, i32)> {
    let grade = grade_word(word)?;
    let of = |kind: &str| {
        let is = |id: &str, name: &str| same("stage", id, kind) || same("stage", name, kind);
        StageIndex::all(model.stages.len())
            .zip(&model.stages)
            .find(|(_, stage)| is(&stage.id, &stage.name.zh))
    };
    let at = |position: usize, kind: &str| {
        let (index, stage) = of(kind)?;
        (position < stage.grade_count()).then(|| (index, stage.grade_number(position)))
    };
    if grade.through > 0 && of("primary").is_some() {
        let mut position = usize::try_from(grade.through - 1).ok()?;
        for kind in ["primary", "junior", "senior"] {
            if let Some(found) = at(position, kind) {
                return Some(found);
            }
            position -= of(kind)?.1.grade_count();
        }
        return None;
    }
    let position = if grade.position < 0 {
        let count = i64::try_from(of(grade.stage)?.1.grade_count()).ok()?;
        usize::try_from(count + i64::from(grade.position)).ok()?
    } else {
        usize::try_from(grade.position).ok()?
    };
    at(position, grade.stage)
}
