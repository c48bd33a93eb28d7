//! Files: the same bytes again, and as the schema says.

use std::fs;

use super::{shipped, taizhou};
use crate::schema::{Table, ValueKind};
use crate::synth::facts::Facts;
use crate::synth::tables::TextTable;
use crate::synth::{SynthError, TAIZHOU_SEED, Tables, generate, model, package, write};

fn bytes(tables: &Tables) -> Vec<(String, Vec<u8>)> {
    let files =
        tables.tables.iter().map(|table| (format!("{}.csv", table.name), table.text.clone().into_bytes()));
    files.chain([("datapackage.json".to_owned(), package::describe(tables))]).collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let facts = taizhou();
    assert_eq!(bytes(&generate(&facts, 1)), bytes(&generate(&facts, 1)));
    assert_ne!(bytes(&generate(&facts, 1)), bytes(&generate(&facts, 2)));
    assert_eq!(Facts::invent(20, 2, 3), Facts::invent(20, 2, 3));
}

#[test]
fn every_table_complies_with_the_schema() {
    for tables in [generate(&taizhou(), TAIZHOU_SEED), generate(&Facts::invent(20, 2, 1), 1)] {
        for table in &tables.tables {
            let known = Table::named(table.name).expect("table");
            for column in known.columns.iter().filter(|column| column.required) {
                assert!(
                    table.header.iter().any(|header| column.matches(header)),
                    "{} {}",
                    table.name,
                    column.name
                );
            }
            let rows = rows(table);
            for (place, header) in table.header.iter().enumerate() {
                let column = known.column(header).expect("column");
                for row in &rows {
                    let cell = &row[place];
                    assert!(!cell.is_empty() || !column.required, "{} {header}: {row:?}", table.name);
                    assert!(cell.is_empty() || fits(column.kind, cell), "{} {header}: {cell}", table.name);
                }
            }
            keys_differ(table, &rows, known);
        }
    }
}

fn fits(kind: ValueKind, cell: &str) -> bool {
    match kind {
        ValueKind::Integer { least, greatest } => {
            cell.parse::<i64>().is_ok_and(|value| (least..=greatest).contains(&value))
        }
        ValueKind::Number { least, greatest } => {
            cell.parse::<f64>().is_ok_and(|value| (least..=greatest).contains(&value))
        }
        ValueKind::Choice(words) => words.iter().any(|word| word.id == cell),
        ValueKind::YesNo => matches!(cell, "yes" | "no"),
        ValueKind::Year => cell.parse::<i32>().is_ok_and(|year| (2000..2100).contains(&year)),
        _ => cell.trim() == cell,
    }
}

/// Rows of a table as another reader reads them; each has a cell for every header.
fn rows(table: &TextTable) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(table.text.as_bytes());
    assert_eq!(reader.headers().expect("headers").iter().collect::<Vec<_>>(), table.header);
    let records = reader.records().map(|record| record.expect("a row of that width"));
    records.map(|record| record.iter().map(str::to_owned).collect()).collect()
}

fn keys_differ(table: &TextTable, rows: &[Vec<String>], known: &Table) {
    let places: Vec<usize> =
        known.key.iter().filter_map(|key| table.header.iter().position(|header| header == key)).collect();
    let mut keys: Vec<Vec<&str>> =
        rows.iter().map(|row| places.iter().map(|place| row[*place].as_str()).collect()).collect();
    let count = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), count, "{}", table.name);
}

#[test]
fn the_shipped_data_are_what_the_generator_makes() {
    for (name, made) in bytes(&generate(&taizhou(), TAIZHOU_SEED)) {
        let shipped = fs::read(shipped().join(&name)).expect("shipped file");
        assert!(shipped == made, "{name} differs: run the ignored test `write_the_shipped_data`");
    }
}

/// Writes `data/taizhou` anew: `cargo test --release write_the_shipped_data -- --ignored`.
#[test]
#[ignore = "writes into the repository"]
fn write_the_shipped_data() {
    write(&generate(&taizhou(), TAIZHOU_SEED), &shipped()).expect("written");
}

#[test]
fn written_files_hold_the_tables_and_nothing_else_is_left() {
    let folder = tempfile::tempdir().expect("folder");
    let tables = generate(&Facts::invent(20, 2, 1), 1);
    write(&tables, folder.path()).expect("written");
    for (name, made) in bytes(&tables) {
        assert_eq!(fs::read(folder.path().join(name)).expect("file"), made);
    }
    assert_eq!(fs::read_dir(folder.path()).expect("folder").count(), tables.tables.len() + 1);
}

#[test]
fn the_package_says_what_every_column_is() {
    let text = package::describe(&generate(&taizhou(), TAIZHOU_SEED));
    let package: serde_json::Value = serde_json::from_slice(&text).expect("json");
    for resource in package["resources"].as_array().expect("resources") {
        for field in resource["schema"]["fields"].as_array().expect("fields") {
            assert!(matches!(field["status"].as_str(), Some("real" | "derived" | "synthetic")), "{field}");
            assert!(!field["description"].as_str().unwrap_or("").is_empty(), "{field}");
            assert!(!field["method"].as_str().unwrap_or("").is_empty(), "{field}");
        }
    }
}

#[test]
fn a_made_up_place_gets_a_model_with_scaled_targets() {
    let facts = Facts::invent(65, 4, 1);
    let text = model::model(&facts, "../data/made-up", &generate(&facts, 1).provision).expect("model");
    let parsed: toml::Table = text.parse().expect("toml");
    assert_eq!(parsed["name"].as_str(), Some("made-up-65"));
    let programmes = parsed["programme"].as_array().expect("programmes");
    let least: Vec<i64> = programmes
        .iter()
        .map(|programme| programme["projects"]["at_least"].as_integer().expect("number"))
        .collect();
    assert_eq!(least, [100, 85, 1]);
    assert!(!text.contains("台州"), "{text}");
}

/// One town may have no private kindergarten: its model then limits no choice of one, and keeps the other limits.
#[test]
fn a_place_without_private_schools_gets_no_limit_on_their_choice() {
    let facts = Facts::invent(1, 1, 75);
    let mut provision = generate(&facts, 75).provision;
    provision.insert(("preschool", "private"));
    let limits = |provision: &crate::synth::Provision| {
        let text = model::model(&facts, "data", provision).expect("model");
        let parsed: toml::Table = text.parse().expect("toml");
        parsed["choice"].as_array().expect("limits").len()
    };
    let all = limits(&provision);
    provision.remove(&("preschool", "private"));
    assert_eq!(limits(&provision), all - 1);
}

#[test]
fn a_wrong_fact_is_named_by_file_line_and_column() {
    let folder = tempfile::tempdir().expect("folder");
    let header = "code,name,name_en,total,age0,age1_4,age5_9,age10_14,women15_49,other_province_percent,net_migration,public_lean,special_school,source\n";
    let row = "1,甲,A,many,1,1,1,1,1,1,0,0.5,yes,x\n";
    fs::write(folder.path().join("counties.csv"), format!("{header}{row}")).expect("written");
    let error = Facts::read(folder.path()).expect_err("fault");
    assert!(matches!(error, SynthError::Fact { line: 2, ref column, .. } if column == "total"), "{error}");
}
