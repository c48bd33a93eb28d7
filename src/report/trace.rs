//! A figure taken apart, for the screen.

use super::{Cell, Table};
use crate::domain::{Language, Text};
use crate::projection::{How, Trace};

fn say(language: Language, zh: &str, en: &str) -> String {
    Text { zh: zh.to_owned(), en: en.to_owned() }.get(language).to_owned()
}

/// A figure and its parts, each indented under what it makes.
#[must_use]
pub fn trace_table(trace: &Trace, language: Language) -> Table {
    let heads = [("构成", "Part"), ("方式", "How"), ("数值", "Value"), ("依据", "Behind it")];
    let mut rows = Vec::new();
    add(trace, 0, language, &mut rows);
    Table {
        title: say(language, "数字溯源", "Where the figure comes from"),
        heads: heads.map(|(zh, en)| say(language, zh, en)).to_vec(),
        rows,
    }
}

fn add(trace: &Trace, depth: usize, language: Language, rows: &mut Vec<Vec<Cell>>) {
    let how = match trace.how {
        How::Given => String::new(),
        How::Sum => say(language, "相加", "sum"),
        How::Product => say(language, "相乘", "product"),
    };
    let facts = trace.facts.iter().map(|(name, value)| format!("{name} {value:.4}")).collect::<Vec<_>>();
    rows.push(vec![
        Cell::Text(format!("{}{}", "  ".repeat(depth), trace.what.get(language))),
        Cell::Text(how),
        Cell::Number(trace.value, 4),
        Cell::Text(facts.join(", ")),
    ]);
    for part in &trace.parts {
        add(part, depth + 1, language, rows);
    }
}
