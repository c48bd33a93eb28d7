//! A study as text in memory, to be changed and written to a folder: the shipped one, or three counties of it.

use crate::table::Table;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Counties of the small study; none of them touches the others' schools.
const COUNTIES: [&str; 3] = ["331002", "331004", "331022"];
/// Towns of the whole study and of those counties: numbers of projects asked for go by them.
const TOWNS: (usize, usize) = (130, 30);

/// Model file and tables.
#[derive(Clone)]
pub struct Draft {
    pub model: String,
    pub tables: BTreeMap<String, Arc<Table>>,
    /// Files whose bytes are no longer those of a table.
    pub raw: BTreeMap<String, Vec<u8>>,
}

impl Draft {
    /// The shipped study.
    pub fn shipped() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut tables = BTreeMap::new();
        for entry in fs::read_dir(root.join("data/taizhou")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "csv") {
                let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
                tables.insert(name, Arc::new(Table::parse(&fs::read_to_string(&path).unwrap())));
            }
        }
        let model = fs::read_to_string(root.join("models/taizhou.toml")).unwrap();
        Self { model, tables, raw: BTreeMap::new() }
    }

    /// Three counties of the shipped study. Ceilings of the whole fall as the counties' own add up, asked numbers of
    /// projects as the towns are fewer.
    pub fn small() -> Self {
        let mut draft = Self::shipped();
        let ours = |code: &str| COUNTIES.iter().any(|county| code.starts_with(county));
        for (table, column) in [
            ("counties", "code"),
            ("towns", "code"),
            ("population", "town"),
            ("births", "town"),
            ("schools", "town"),
            ("projects", "town"),
        ] {
            let table = draft.table(table);
            let at = table.at(column);
            table.rows.retain(|row| ours(&row[at]));
        }
        let budget = draft.table("budget");
        let (county, limit) = (budget.at("county"), budget.at("limit"));
        let sum = |rows: &[Vec<String>], of: &dyn Fn(&str) -> bool| -> f64 {
            rows.iter().filter(|row| of(&row[county])).map(|row| row[limit].parse::<f64>().unwrap()).sum()
        };
        let share = sum(&budget.rows, &ours) / sum(&budget.rows, &|code| code != "*");
        budget.change(&[("county", "*")], "limit", |cell| {
            (cell.parse::<f64>().unwrap() * share).round().to_string()
        });
        budget.rows.retain(|row| row[county] == "*" || ours(&row[county]));
        let (all, few) = TOWNS;
        for (asked, fewer) in [("= 200,", 200 * few / all), ("= 170,", 170 * few / all)] {
            draft.replace(&format!("at_least {asked}"), &format!("at_least = {fewer},"));
        }
        draft.replace("projects = { at_least = 3 }", "projects = { at_least = 1 }");
        draft
    }

    /// A table to be changed.
    pub fn table(&mut self, name: &str) -> &mut Table {
        Arc::make_mut(self.tables.get_mut(name).unwrap_or_else(|| panic!("no table {name}")))
    }

    /// Another text in the model file, wherever the first stands.
    pub fn replace(&mut self, from: &str, to: &str) {
        assert!(self.model.contains(from), "the model file has no {from}");
        self.model = self.model.replace(from, to);
    }

    /// The same where it first stands behind a mark.
    pub fn replace_after(&mut self, mark: &str, from: &str, to: &str) {
        let start = self.model.find(mark).unwrap_or_else(|| panic!("the model file has no {mark}"));
        let (before, after) = self.model.split_at(start);
        assert!(after.contains(from), "the model file has no {from} behind {mark}");
        self.model = format!("{before}{}", after.replacen(from, to, 1));
    }

    /// Asks for so many times as many projects of a programme.
    pub fn ask(&mut self, programme: &str, by: f64) {
        const ASKED: &str = "at_least = ";
        let start = self.model.find(&format!("[[programme]]\nid = \"{programme}\"")).unwrap();
        let number = start + self.model[start..].find(ASKED).unwrap() + ASKED.len();
        let end = number + self.model[number..].find([',', ' ']).unwrap();
        let asked = self.model[number..end].parse::<f64>().unwrap() * by;
        self.model.replace_range(number..end, &asked.round().to_string());
    }

    /// Leaves out a table of the model file that begins so, up to the next table or heading.
    pub fn leave_out(&mut self, mark: &str) {
        let start = self.model.find(mark).unwrap_or_else(|| panic!("the model file has no {mark}"));
        let after = &self.model[start + 1..];
        let ends = ["\n[", "\n#"].iter().filter_map(|sign| after.find(sign)).min();
        let end = ends.map_or(self.model.len(), |at| start + 1 + at);
        self.model.replace_range(start..end, "");
    }

    /// Writes it. Tables that another draft has too are linked to the files of that draft's folder.
    pub fn write(&self, folder: &Path, like: Option<(&Self, &Path)>) -> PathBuf {
        let (models, data) = (folder.join("models"), folder.join("data/taizhou"));
        fs::create_dir_all(&models).unwrap();
        fs::create_dir_all(&data).unwrap();
        let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/taizhou/datapackage.json");
        fs::copy(package, data.join("datapackage.json")).unwrap();
        for (name, table) in &self.tables {
            let file = format!("{name}.csv");
            let same = like
                .filter(|(draft, _)| draft.tables.get(name).is_some_and(|other| Arc::ptr_eq(other, table)));
            match same {
                Some((_, place)) => {
                    fs::hard_link(place.join("data/taizhou").join(&file), data.join(&file)).unwrap();
                }
                None => fs::write(data.join(&file), table.text()).unwrap(),
            }
        }
        for (file, bytes) in &self.raw {
            fs::write(data.join(file), bytes).unwrap();
        }
        let model = models.join("taizhou.toml");
        fs::write(&model, &self.model).unwrap();
        model
    }

    /// Whether it differs from another.
    pub fn differs(&self, other: &Self) -> bool {
        self.model != other.model || self.tables != other.tables || self.raw != other.raw
    }
}
