//! Candidates whose figures are not known yet (未定项目): a cost, a year or a size that is written 待定, `k.A.`, `?`, or not at all.
//! Such a project cannot be chosen. It is read with stand-ins, so that its other cells are checked like any other row's, and kept apart.

use crate::domain::Text;
use crate::input::findings::{Findings, both};
use crate::input::headers::{Placed, Sheet};
use crate::input::model::Model;
use crate::input::rows::Row;
use crate::input::values;
use crate::schema::ValueKind;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What is not known of candidates, by the row of the table.
pub(super) type Unknown = BTreeMap<u64, Vec<Text>>;

/// The table with stand-ins in the place of figures that are not known, and which these are.
pub(super) fn stand_ins<'a>(
    sheet: &'a Sheet,
    model: &Model,
    findings: &Findings,
) -> (Cow<'a, Sheet>, Unknown) {
    let (mut changes, mut unknown) = (Vec::new(), Unknown::new());
    for (at, row) in sheet.rows(findings).enumerate().filter(|(_, row)| !row.ragged) {
        let mut cells: Vec<(usize, String)> = blank_words(row).collect();
        let lacking = lacking(row);
        if let Some(first) = lacking.first() {
            let names: Vec<Text> = lacking.iter().map(|placed| name(placed)).collect();
            if is_committed(row) {
                committed(row, &lacking);
            } else {
                candidate(row, first, &names);
                unknown.insert(row.number, names);
            }
            cells.extend(lacking.iter().map(|placed| (placed.position, stand_in(row, placed, model))));
        }
        if !cells.is_empty() {
            changes.push((at, cells));
        }
    }
    if changes.is_empty() {
        return (Cow::Borrowed(sheet), unknown);
    }
    let mut sheet = sheet.clone();
    for (at, cells) in changes {
        sheet.raw.rows.change(at, &cells);
    }
    (Cow::Owned(sheet), unknown)
}

/// Cells that may be blank as well, and mean the same then: a site that is not known is no site that options share.
fn blank_words(row: Row<'_>) -> impl Iterator<Item = (usize, String)> + '_ {
    let columns = ["site", "land", "lon", "lat"].into_iter().filter_map(move |name| row.sheet.column(name));
    columns.filter(move |placed| values::means_unknown(text(row, placed))).map(move |placed| {
        if placed.column.name == "site" {
            row.findings.note(
                "unknown-site",
                row.location(row.sheet.head(placed)),
                both(
                    format!("地块“{}”视为未定，本项目单独计", text(row, placed)),
                    format!("the site `{}` is not known yet: the project stands alone", text(row, placed)),
                ),
                both("同一地块的方案请写同一地块编号", "options of one site need the same id of it"),
            );
        }
        (placed.position, String::new())
    })
}

fn text<'a>(row: Row<'a>, placed: &Placed) -> &'a str {
    row.record.get(placed.position).unwrap_or_default().trim()
}

/// Columns of figures that the row does not know.
fn lacking(row: Row<'_>) -> Vec<&Placed> {
    let is_figure = |placed: &&Placed| {
        matches!(placed.column.kind, ValueKind::Number { .. } | ValueKind::Integer { .. } | ValueKind::Year)
            && !matches!(placed.column.name, "land" | "lon" | "lat")
    };
    let must_be_filled = |placed: &Placed| placed.column.required && !placed.column.name.ends_with(".*");
    let is_unknown = |placed: &&Placed| match text(row, placed) {
        "" => must_be_filled(placed) && !row.sheet.lacks_result(row.number, placed),
        // In a column that may be blank a mere dash says that there is nothing, and is left to the other checks.
        word => values::means_unknown(word) && (must_be_filled(placed) || !values::is_dash(word)),
    };
    row.sheet.columns.iter().filter(is_figure).filter(is_unknown).collect()
}

/// Whether the row is not clearly a candidate.
fn is_committed(row: Row) -> bool {
    !matches!(row.peek("committed"), "" | "no" | "否")
}

/// What a column holds, in words.
fn name(placed: &Placed) -> Text {
    let column = placed.column;
    let en = match column.name {
        "capex" => "capital cost",
        "running" => "running cost",
        "earliest" => "first year",
        "latest" => "last year",
        "places.*" => "places",
        "share.*" => "who pays",
        other => other,
    };
    both(column.zh.trim_end_matches(".*"), en)
}

/// Names of columns in a sentence, each once.
pub(super) fn names(lacks: &[Text]) -> Text {
    let list = |word: fn(&Text) -> &str, comma: &str| {
        let mut words: Vec<&str> = lacks.iter().map(word).collect();
        words.dedup();
        words.join(comma)
    };
    both(list(|text| &text.zh, "、"), list(|text| &text.en, ", "))
}

fn candidate(row: Row, first: &Placed, lacks: &[Text]) {
    let (id, project, lacks) = (row.peek("project"), row.peek("name"), names(lacks));
    row.findings.warning(
        "undecided-project",
        row.location(row.sheet.head(first)),
        both(
            format!("备选项目 {id}“{project}”的{}未定，不参与比选", lacks.zh),
            format!("candidate {id} ({project}) cannot be chosen: not known yet are its {}", lacks.en),
        ),
        both(
            "确定后请填写；在此之前单独计数并列出",
            "fill it in once it is known; until then it is counted and listed",
        ),
    );
}

fn committed(row: Row, lacking: &[&Placed]) {
    for placed in lacking {
        let name = name(placed);
        row.findings.error(
            "committed-without-figure",
            row.location(row.sheet.head(placed)),
            both(
                format!("既定项目的{}未定", name.zh),
                format!("the project is committed, and its {} is not known", name.en),
            ),
            both(
                "请填写；确未定的，“已定”请写“否”",
                "fill it in, or write no in `committed` if it is still open",
            ),
        );
    }
}

/// What is read in the place of an unknown figure: something sound that no other cell contradicts.
fn stand_in(row: Row, placed: &Placed, model: &Model) -> String {
    let year = |name: &str| values::year(row.peek(name));
    let horizon = model.horizon.map(|horizon| (horizon.first.0, horizon.last.0));
    match placed.column.name {
        "capex" => "0".to_owned(),
        "earliest" => year("latest").or(horizon.map(|(first, _)| first)).unwrap_or(2000).to_string(),
        "latest" => year("earliest").or(horizon.map(|(_, last)| last)).unwrap_or(2000).to_string(),
        "places.*" if !matches!(row.peek("kind"), "close" | "撤并") => "1".to_owned(),
        _ => String::new(),
    }
}
