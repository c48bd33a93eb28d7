//! A made-up study of two counties and six towns in which nothing is out of line, and ways to change single
//! cells of it.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fmt::Write as _;
use tempfile::TempDir;
use xuewei::diagnostic::{Diagnostic, Severity};
use xuewei::input::{Reading, read_study};

const MODEL: &str = r#"name = "quiet"
data = "data"
base_year = 2022
horizon = { first = 2023, last = 2025, outlook = 2028 }
[[group]]
id = "local"
[[group]]
id = "migrant"
[[sector]]
id = "public"
[[sector]]
id = "private"
[[stage]]
id = "preschool"
ages = [3, 5]
programme = "p"
enrolment_rate = 0.97
[[stage]]
id = "primary"
ages = [6, 11]
programme = "p"
enrolment_rate = 0.99
[[programme]]
id = "p"
[cost]
discount_rate = 0.03
price_year = 2023
travel_yuan_per_km = 60
travel_yuan_per_minute = 1
"#;

/// Towns: code, name, county, longitude, latitude. Ten km apart within a county, fifty between them.
const TOWNS: [(&str, &str, &str, f64, f64); 6] = [
    ("A01", "东街道", "A", 121.0, 28.0),
    ("A02", "西镇", "A", 121.1, 28.0),
    ("A03", "北镇", "A", 121.0, 28.1),
    ("B01", "南镇", "B", 121.6, 28.0),
    ("B02", "山乡", "B", 121.7, 28.0),
    ("B03", "海镇", "B", 121.6, 28.1),
];

/// Newborns of a town, group and sex of a calendar year: 60 to 300, a wave of 10 % from year to year.
fn born(town: usize, group: usize, sex: usize, year: i32) -> f64 {
    let wave = 1.0 + 0.1 * (f64::from(year) * 0.7 + town as f64).sin();
    let share = [0.75, 0.25][group] * [0.48, 0.52][sex];
    (700.0 + 150.0 * town as f64) * share * wave
}

/// A table: heads, then rows.
type Table = Vec<Vec<String>>;

/// The study as texts.
#[derive(Clone)]
pub struct Quiet {
    model: String,
    tables: BTreeMap<&'static str, Table>,
}

fn row<const N: usize>(cells: [&dyn Display; N]) -> Vec<String> {
    cells.iter().map(ToString::to_string).collect()
}

fn heads(heads: &str) -> Table {
    vec![heads.split(',').map(str::to_owned).collect()]
}

impl Quiet {
    /// The study in which nothing is out of line.
    pub fn new() -> Self {
        let mut tables = BTreeMap::new();
        let mut counties = heads("code,name");
        counties.extend([row([&"A", &"甲县"]), row([&"B", &"乙县"])]);
        let mut towns = heads("code,name,county,lon,lat");
        for (code, name, county, lon, lat) in TOWNS {
            towns.push(row([&code, &name, &county, &lon, &lat]));
        }
        tables.insert("counties", counties);
        tables.insert("towns", towns);
        tables.insert("population", population());
        tables.insert("births", births());
        tables.insert("mortality", mortality());
        tables.insert("schools", schools());
        tables.insert("projects", projects());
        tables.insert("distances", distances());
        tables.insert("budget", budget());
        tables.insert("costs", costs());
        Self { model: MODEL.to_owned(), tables }
    }

    /// Replaces a piece of the model file that stands there once.
    pub fn model(mut self, from: &str, to: &str) -> Self {
        assert_eq!(self.model.matches(from).count(), 1, "{from}");
        self.model = self.model.replace(from, to);
        self
    }

    /// A table given in place of the one there.
    pub fn table(mut self, name: &'static str, text: &str) -> Self {
        let rows = text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
        self.tables.insert(name, rows);
        self
    }

    /// Leaves a table out.
    pub fn without(mut self, name: &str) -> Self {
        self.tables.remove(name);
        self
    }

    fn at(&self, table: &str, column: &str) -> usize {
        let heads = &self.tables[table][0];
        heads.iter().position(|head| head == column).unwrap_or_else(|| panic!("no {column} in {table}"))
    }

    fn fits(&self, table: &str, row: &[String], which: &[(&str, &str)]) -> bool {
        which.iter().all(|(column, value)| row[self.at(table, column)] == *value)
    }

    /// Row number in the file of the only row with these cells.
    pub fn row(&self, table: &str, which: &[(&str, &str)]) -> u64 {
        let rows = self.tables[table].iter().enumerate().skip(1);
        let fitting: Vec<usize> =
            rows.filter(|(_, row)| self.fits(table, row, which)).map(|(at, _)| at + 1).collect();
        assert_eq!(fitting.len(), 1, "{table} {which:?}: {fitting:?}");
        fitting[0] as u64
    }

    /// The study with a column changed in all rows that have these cells.
    pub fn change(
        mut self,
        table: &'static str,
        which: &[(&str, &str)],
        column: &str,
        to: impl Fn(&str) -> String,
    ) -> Self {
        let (at, before) = (self.at(table, column), self.clone());
        let mut changed = 0;
        for row in self.tables.get_mut(table).unwrap().iter_mut().skip(1) {
            if before.fits(table, row, which) {
                row[at] = to(&row[at]);
                changed += 1;
            }
        }
        assert!(changed > 0, "{table} {which:?}");
        self
    }

    /// The study with a column of these rows written so.
    pub fn set(self, table: &'static str, which: &[(&str, &str)], column: &str, to: &str) -> Self {
        self.change(table, which, column, |_| to.to_owned())
    }

    /// The study with a number of these rows multiplied, with five digits behind the point.
    pub fn times(self, table: &'static str, which: &[(&str, &str)], column: &str, factor: f64) -> Self {
        self.change(table, which, column, |cell| format!("{:.5}", cell.parse::<f64>().unwrap() * factor))
    }

    /// As [`Quiet::times`], for counts, which stay whole.
    pub fn whole_times(self, table: &'static str, which: &[(&str, &str)], column: &str, factor: f64) -> Self {
        self.change(table, which, column, |cell| (cell.parse::<f64>().unwrap() * factor).round().to_string())
    }

    /// The study without these rows.
    pub fn drop_rows(mut self, table: &'static str, which: &[(&str, &str)]) -> Self {
        let before = self.clone();
        let rows = self.tables.get_mut(table).unwrap();
        let number = rows.len();
        let mut at = 0;
        rows.retain(|row| {
            at += 1;
            at == 1 || !before.fits(table, row, which)
        });
        assert!(rows.len() < number, "{table} {which:?}");
        self
    }

    /// The study with these rows given once more, one column written otherwise.
    pub fn copy_rows(
        mut self,
        table: &'static str,
        which: &[(&str, &str)],
        changes: &[(&str, &str)],
    ) -> Self {
        let before = self.clone();
        let mut copies: Table = before.tables[table]
            .iter()
            .skip(1)
            .filter(|row| before.fits(table, row, which))
            .cloned()
            .collect();
        for row in &mut copies {
            for (column, value) in changes {
                (*value).clone_into(&mut row[before.at(table, column)]);
            }
        }
        assert!(!copies.is_empty(), "{table} {which:?}");
        self.tables.get_mut(table).unwrap().extend(copies);
        self
    }

    /// Cells of a column.
    pub fn cells(&self, table: &str, column: &str) -> Vec<String> {
        let at = self.at(table, column);
        self.tables[table].iter().skip(1).map(|row| row[at].clone()).collect()
    }

    /// The study on disk.
    pub fn write(&self) -> TempDir {
        let folder = tempfile::tempdir().expect("folder");
        std::fs::create_dir(folder.path().join("data")).expect("folder");
        std::fs::write(folder.path().join("quiet.toml"), &self.model).expect("model");
        for (name, rows) in &self.tables {
            let text: String = rows.iter().map(|row| row.join(",") + "\n").collect();
            std::fs::write(folder.path().join(format!("data/{name}.csv")), text).expect("table");
        }
        folder
    }

    /// The study as read.
    pub fn read(&self) -> Reading {
        read_study(&self.write().path().join("quiet.toml"))
    }

    /// Findings as `code table:row column`, warnings and errors alike.
    pub fn found(&self) -> Vec<String> {
        let reading = self.read();
        let mut found: Vec<String> = reading.diagnostics.iter().map(short).collect();
        found.dedup();
        found
    }

    /// The only finding, which must be of that gravity.
    pub fn only(&self, severity: Severity) -> (String, Diagnostic) {
        let reading = self.read();
        assert_eq!(reading.diagnostics.len(), 1, "{:#?}", reading.diagnostics);
        let found = reading.diagnostics[0].clone();
        assert_eq!(found.severity, severity, "{found:?}");
        assert!(!found.what.zh.is_empty() && !found.hint.en.is_empty() && !found.hint.zh.is_empty());
        (short(&found), found)
    }
}

fn short(found: &Diagnostic) -> String {
    let location = &found.location;
    let file = location.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let row = location.row.map_or_else(|| "-".to_owned(), |row| row.to_string());
    format!("{} {file}:{row} {}", found.code, location.column.as_deref().unwrap_or("-"))
}

fn population() -> Table {
    let mut table = heads("town,date,group,sex,age,persons");
    for (town, of) in TOWNS.iter().enumerate() {
        for year in 2018..=2022 {
            for (group, id) in ["local", "migrant"].iter().enumerate() {
                for (sex, word) in ["female", "male"].iter().enumerate() {
                    for age in 0..=20 {
                        let persons = born(town, group, sex, year - age).round();
                        table.push(row([&of.0, &format!("{year}-12-31"), id, word, &age, &persons]));
                    }
                }
            }
        }
    }
    table
}

fn births() -> Table {
    let mut table = heads("town,year,group,births");
    for (town, of) in TOWNS.iter().enumerate() {
        for year in 2012..=2022 {
            for (group, id) in ["local", "migrant"].iter().enumerate() {
                let births = (born(town, group, 0, year) + born(town, group, 1, year)).round();
                table.push(row([&of.0, &year, id, &births]));
            }
        }
    }
    table
}

fn mortality() -> Table {
    let mut table = heads("area,year,sex,age,value");
    for age in 0..=20 {
        let rate = if age == 0 { 0.005 } else { 0.0003 + 0.00002 * f64::from(age) };
        table.push(row([&"*", &"*", &"", &age, &rate]));
    }
    table
}

/// Pupils of a stage: nine tenths of the children in public, one tenth in private schools; a fifth of the
/// places are empty.
fn schools() -> Table {
    let mut table = heads("school,name,town,stage,sector,places,pupils");
    for (town, of) in TOWNS.iter().enumerate() {
        for (stage, ages) in [("preschool", 3..=5), ("primary", 6..=11)] {
            let children: f64 =
                ages.map(|age| (0..4).map(|one| born(town, one / 2, one % 2, 2022 - age)).sum::<f64>()).sum();
            for (sector, share) in [("public", 0.87), ("private", 0.1)] {
                let pupils = (children * share).round();
                let id = format!("{}-{stage}-{sector}", of.0);
                let places = (pupils * 1.2).round();
                table.push(row([&id, &id, &of.0, &stage, &sector, &places, &pupils]));
            }
        }
    }
    table
}

/// Six new kindergartens, six new primary schools, six extensions: 8 to 13 × 10⁴ yuan a place, 20 m².
fn projects() -> Table {
    let mut table = heads(
        "project,site,name,town,programme,kind,sector,from_school,places.preschool,places.primary,capex,running,land,earliest,latest,source",
    );
    for (town, of) in TOWNS.iter().enumerate() {
        for (kind, stage, places) in [("new", 0, 270), ("new", 1, 900), ("expand", 1, 450)] {
            let cost = 8.0 + town as f64 + if stage == 1 { 0.5 } else { 0.0 };
            let mut by_stage = [0, 0];
            by_stage[stage] = places;
            let id = format!("{}{kind}{stage}", of.0);
            table.push(row([
                &id,
                &id,
                &id,
                &of.0,
                &"p",
                &kind,
                &"public",
                &"",
                &by_stage[0],
                &by_stage[1],
                &(cost * f64::from(places)),
                &(0.2 * f64::from(places)),
                &(20 * places),
                &2023,
                &2025,
                &"county",
            ]));
        }
    }
    table
}

/// Within each county, both directions: a road of 1.3 times the line, 30 km an hour.
fn distances() -> Table {
    let mut table = heads("from,to,km,minutes");
    for from in TOWNS {
        for to in TOWNS.iter().filter(|to| to.2 == from.2 && to.0 != from.0) {
            let (x, y) = ((to.3 - from.3) * 98.2, (to.4 - from.4) * 111.2);
            let km = x.hypot(y) * 1.3;
            table.push(row([&from.0, &to.0, &format!("{km:.1}"), &format!("{:.0}", km * 2.0)]));
        }
    }
    table
}

fn budget() -> Table {
    let mut table = heads("year,county,source,limit,carry");
    for year in 2023..=2025 {
        for (county, limit) in [("*", 90_000), ("A", 40_000), ("B", 60_000)] {
            table.push(row([&year, &county, &"county", &(limit + 1000 * (year - 2023)), &"yes"]));
        }
    }
    table
}

fn costs() -> Table {
    let mut table = heads("stage,sector,item,value");
    for (stage, factor) in [("preschool", 0.8), ("primary", 1.0)] {
        for (sector, of) in [("public", 1.0), ("private", 0.6)] {
            table.push(row([&stage, &sector, &"running_per_pupil", &(12_000.0 * factor * of)]));
            table.push(row([&stage, &sector, &"running_per_place", &(4000.0 * factor * of)]));
        }
    }
    table
}

/// A table from a line of heads and rows made by a function.
pub fn table_of(heads: &str, rows: impl IntoIterator<Item = String>) -> String {
    let mut text = heads.to_owned();
    for row in rows {
        write!(text, "\n{row}").expect("text");
    }
    text
}
