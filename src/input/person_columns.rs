//! What tables of people share: group, sex, the width of their ages.

use super::findings::{Findings, both};
use super::headers::Sheet;
use super::model::Model;
use super::rows::Row;
use crate::domain::{GroupIndex, Sex};

/// Group; none is all together.
pub(super) fn group(row: Row, model: &Model) -> Option<GroupIndex> {
    row.reference_or_all("group", &model.group_ids).flatten().map(GroupIndex)
}

/// Sex; none is both together.
pub(super) fn sex(row: Row) -> Option<Sex> {
    match row.choice("sex") {
        Some("female") => Some(Sex::Female),
        Some("male") => Some(Sex::Male),
        _ => None,
    }
}

/// Says that plain ages were read as groups.
pub(super) fn note_spacing(sheet: &Sheet, findings: &Findings, column: &str, width: u8) {
    let head = sheet.column(column).map_or(column, |placed| sheet.head(placed));
    findings.note(
        "ages-as-groups",
        sheet.raw.location(None, Some(head)),
        both(
            format!("年龄等距（{width} 岁），按 {width} 岁年龄组读取"),
            format!("the ages lie {width} years apart and are read as groups of {width} years"),
        ),
        both("如为单岁请补齐各岁；年龄组也可写作 0-4", "write groups as 0-4; single ages need every age"),
    );
}
