//! One override: what it changes, and how.

use super::arithmetic::Arithmetic;
use super::conditions::{Conditions, cell_text, column_name, flattened};
use crate::diagnostic::Location;
use crate::input::findings::both;
use crate::input::model_entry::Entry;
use crate::input::model_file::Section;
use crate::input::nearest::nearest;
use crate::schema::{TABLES, Table};

/// An override of a scenario.
pub(super) struct Definition {
    pub(super) scenario: String,
    pub(super) name: String,
    pub(super) origin: Location,
    pub(super) target: Target,
}

pub(super) enum Target {
    Model { key: Vec<String>, operation: ModelOperation },
    Table { table: &'static Table, conditions: Conditions, operation: TableOperation },
}

pub(super) enum ModelOperation {
    /// A value as TOML text.
    Set(String),
    Arithmetic(Arithmetic),
    /// A path by year, so many years earlier; the last year keeps its value.
    Earlier(i32),
    Remove,
}

pub(super) enum TableOperation {
    Set { column: String, text: String },
    Arithmetic { column: String, arithmetic: Arithmetic },
    Remove,
    Insert { rows: Vec<Vec<(String, String)>>, each: Option<(&'static Table, Conditions)> },
}

/// The sound overrides of a scenario, in order.
pub(super) fn definitions(root: &Section, scenario: &str) -> Vec<Definition> {
    root.sections("change").iter().filter_map(|section| definition(section, scenario)).collect()
}

const OPERATIONS: [&str; 6] = ["set", "multiply", "add", "earlier", "remove", "insert"];

fn definition(section: &Section, scenario: &str) -> Option<Definition> {
    let name = section.need("name").and_then(|name| name.text())?;
    let operation = operation(section)?;
    let target = match (section.entry("model"), section.entry("table")) {
        (Some(key), None) => {
            section.only(&["name", "model", operation]);
            let key = key.text()?.split('.').map(ToOwned::to_owned).collect();
            Target::Model { key, operation: model_operation(section, operation)? }
        }
        (None, Some(table)) => table_target(section, &table, operation)?,
        _ => {
            section.fault(
                "override-target",
                both(
                    "须写明 model（模型的键）或 table（数据表）之一",
                    "one of `model` (a key) and `table` is wanted",
                ),
                both(
                    "例如 model = \"projection.births\"，或 table = \"budget\"",
                    "such as model = \"projection.births\", or table = \"budget\"",
                ),
            );
            return None;
        }
    };
    Some(Definition { scenario: scenario.to_owned(), name, origin: section.location(), target })
}

/// The one operation of an override.
fn operation(section: &Section) -> Option<&'static str> {
    let given: Vec<&'static str> =
        OPERATIONS.into_iter().filter(|name| section.entry(name).is_some()).collect();
    if let [only] = given.as_slice() {
        return Some(only);
    }
    section.fault(
        "override-operation",
        both(
            format!("给出了 {} 种改法，应恰有一种", given.len()),
            format!("{} operations are given; one is wanted", given.len()),
        ),
        both(
            format!("可用：{}", OPERATIONS.join(", ")),
            format!("one of {}; a change of its own for each", OPERATIONS.join(", ")),
        ),
    );
    None
}

fn model_operation(section: &Section, operation: &str) -> Option<ModelOperation> {
    let entry = section.entry(operation)?;
    match operation {
        "set" => Some(ModelOperation::Set(written(section, operation)?)),
        "multiply" => entry.number().map(|factor| ModelOperation::Arithmetic(Arithmetic::Multiply(factor))),
        "add" => entry.number().map(|amount| ModelOperation::Arithmetic(Arithmetic::Add(amount))),
        "earlier" => {
            entry.whole((-20, 20)).and_then(|years| i32::try_from(years).ok()).map(ModelOperation::Earlier)
        }
        "remove" => removed(&entry).then_some(ModelOperation::Remove),
        _ => {
            misplaced(&entry, "model");
            None
        }
    }
}

/// A value as the file writes it.
fn written(section: &Section, key: &str) -> Option<String> {
    let (_, value) = section.table.iter().find(|(name, _)| name.get_ref() == key)?;
    section.source.text.get(value.span()).map(ToOwned::to_owned)
}

fn removed(entry: &Entry) -> bool {
    let flag = entry.flag();
    if flag == Some(false) {
        entry.fault(
            "override-operation",
            both("remove = false 没有意义", "remove = false does nothing"),
            both("请删去此改动", "leave the change out"),
        );
    }
    flag == Some(true)
}

fn misplaced(entry: &Entry, target: &str) {
    entry.fault(
        "override-operation",
        both(format!("此改法不能用于 {target}"), format!("this operation does not work on a {target}")),
        both(
            "insert 只用于数据表，earlier 只用于模型的逐年值",
            "`insert` is for tables, `earlier` for yearly values of the model",
        ),
    );
}

fn table_target(section: &Section, entry: &Entry, operation: &'static str) -> Option<Target> {
    let table = table_named(entry)?;
    let on_cells = matches!(operation, "set" | "multiply" | "add");
    let mut known = vec!["name", "table", operation];
    known.extend(if operation == "insert" { ["each"].as_slice() } else { &["where"] });
    known.extend(on_cells.then_some("column"));
    section.only(&known);
    let column = if on_cells { Some(column(section, table)?) } else { None };
    let conditions = match section.entry("where") {
        Some(entry) => Conditions::read(&entry, table)?,
        None => Conditions::default(),
    };
    let operation = match (operation, column) {
        ("set", Some(column)) => TableOperation::Set { column, text: cell_text(&section.entry("set")?)? },
        ("multiply", Some(column)) => {
            let arithmetic = Arithmetic::Multiply(section.entry("multiply")?.number()?);
            TableOperation::Arithmetic { column, arithmetic }
        }
        ("add", Some(column)) => {
            let arithmetic = Arithmetic::Add(section.entry("add")?.number()?);
            TableOperation::Arithmetic { column, arithmetic }
        }
        ("remove", _) => removed(&section.entry("remove")?).then_some(TableOperation::Remove)?,
        ("insert", _) => insert(section, table)?,
        _ => {
            misplaced(&section.entry(operation)?, "table");
            return None;
        }
    };
    Some(Target::Table { table, conditions, operation })
}

pub(super) fn table_named(entry: &Entry) -> Option<&'static Table> {
    let word = entry.text()?;
    let table = Table::named(&word);
    if table.is_none() {
        let names = || TABLES.iter().flat_map(|table| [table.name, table.zh]);
        let hint = if let Some(near) = nearest(&word, names()) {
            both(format!("是否应为“{near}”？"), format!("is `{near}` meant?"))
        } else {
            let names = TABLES.iter().map(|table| table.name).collect::<Vec<_>>().join(", ");
            both(format!("已有：{names}"), format!("known are: {names}"))
        };
        entry.fault(
            "unknown-table",
            both(format!("没有表“{word}”"), format!("there is no table `{word}`")),
            hint,
        );
    }
    table
}

fn column(section: &Section, table: &'static Table) -> Option<String> {
    let entry = section.need("column")?;
    let word = entry.text()?;
    column_name(&entry, table, &word)
}

fn insert(section: &Section, table: &'static Table) -> Option<TableOperation> {
    let each = match section.entry("each").map(|entry| entry.section()) {
        Some(each) => Some(each_row(&each?)?),
        None => None,
    };
    let mut rows = Vec::new();
    for entry in section.entry("insert")?.list()? {
        let row = entry.section()?;
        let cells = flattened(&row)
            .into_iter()
            .map(|(column, entry)| Some((column_name(&entry, table, &column)?, cell_text(&entry)?)));
        rows.push(cells.collect::<Option<Vec<_>>>()?);
    }
    Some(TableOperation::Insert { rows, each })
}

fn each_row(each: &Section) -> Option<(&'static Table, Conditions)> {
    each.only(&["table", "where"]);
    let table = table_named(&each.need("table")?)?;
    let conditions = match each.entry("where") {
        Some(entry) => Conditions::read(&entry, table)?,
        None => Conditions::default(),
    };
    Some((table, conditions))
}
