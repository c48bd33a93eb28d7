//! What changed since the proposal before.

use super::words::Words;
use super::{Exhibit, Section};
use crate::compare::{Comparison, Grouping};
use crate::report::chart::{BridgeChart, Chart};
use crate::report::compare::{bridge_part, comparison_sentences, comparison_tables};
use crate::report::table::{Cell, Table};
use crate::store::RunRecord;

pub fn section(words: &Words) -> Option<Section> {
    let (before, found) = words.proposal.since.as_ref()?;
    let mut section = Section::new(1, words.say("与上次方案相比的变化", "Changes since the proposal before"));
    section.paragraph(words.say("A 为上次方案，B 为本方案。", "A is the proposal before, B this one."));
    for sentence in comparison_sentences(before, words.proposal.run, words.language) {
        section.paragraph(sentence);
    }
    for table in tables(words, before, found) {
        let widths = (0..table.heads.len()).map(|column| if column < 2 { 1.6 } else { 1.0 }).collect();
        section.table(Exhibit { table, widths, total: false, long: true });
    }
    let name = |text: (&str, &str)| words.say(text.0, text.1);
    let chart = BridgeChart {
        unit: words.say("亿元", "10⁸ yuan"),
        start: (name(("上次方案", "Before")), before.total / 1e4),
        parts: found
            .bridge
            .iter()
            .filter(|part| part.amount.abs() >= 0.5)
            .map(|part| (bridge_part(part.part, words.language), part.amount / 1e4))
            .collect(),
        end: name(("本方案", "Now")),
    };
    section.figure(
        words.say(
            "总成本现值由上次到本次的变化（亿元；纵轴不从0起时以数字为准；小于0.5万元的部分略去）",
            "Present value of all cost, before and now (10⁸ yuan)",
        ),
        Chart::Bridge(chart),
    );
    Some(section)
}

/// Tables of the comparison; of places and projects the first fifty, of money those by year and source.
fn tables(words: &Words, before: &RunRecord, found: &Comparison) -> Vec<Table> {
    const ROWS: usize = 50;
    let mut found = found.clone();
    found.money.retain(|(by, _)| matches!(by, Grouping::Year | Grouping::Source));
    let mut tables = comparison_tables(before, words.proposal.run, &found, words.language);
    for table in tables.iter_mut().filter(|table| table.rows.len() > ROWS) {
        let all = table.rows.len();
        table.rows.truncate(ROWS);
        table.title = words.say(
            format!("{}（共{all}行，列前{ROWS}行，其余见 xuewei compare）", table.title),
            format!("{} (first {ROWS} of {all} rows; xuewei compare shows all)", table.title),
        );
    }
    let blank = |row: &Vec<Cell>| row.iter().all(|cell| *cell == Cell::Blank);
    tables.retain(|table| !table.rows.iter().all(blank));
    tables
}
