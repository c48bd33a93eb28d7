//! A tiny correct study: two counties, three towns, two stages; and ways to write it down.

#![allow(dead_code)] // each test file uses its part

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use xuewei::input::{Reading, read_study};

/// Files of a study by name; the model is `tiny.toml`, the tables lie in `data`.
#[derive(Clone)]
pub struct TinyStudy {
    pub files: Vec<(String, String)>,
}

const MODEL: &str = r#"name = "tiny"
title = { zh = "小例", en = "Tiny" }
data = "data"
base_year = 2022
horizon = { first = 2023, last = 2025, outlook = 2030 }

[entry]
month = 8
day = 31

[[group]]
id = "local"
name = { zh = "本地户籍", en = "Local" }

[[group]]
id = "migrant"
name = { zh = "随迁子女", en = "Migrant" }

[[sector]]
id = "public"
name = { zh = "公办", en = "Public" }

[[sector]]
id = "private"
name = { zh = "民办", en = "Private" }

[[stage]]
id = "preschool"
name = { zh = "学前教育", en = "Preschool" }
ages = [3, 5]
programme = "nurseries"
enrolment_rate = { 2022 = 0.98, 2025 = 0.99 }
travel_limit_km = 8

[[stage]]
id = "primary"
name = { zh = "小学", en = "Primary" }
ages = [6, 11]
prevalence = 0.9
enrolment_rate = 0.998
schooling = "anywhere"

[projection]
window = 3

[[programme]]
id = "nurseries"
name = { zh = "百园工程", en = "Nurseries" }
projects = { at_least = 1, at_most = 9 }
kinds = ["new", "upgrade"]

[[programme]]
id = "schools"
name = { zh = "校舍", en = "Schools" }

[[indicator]]
id = "public_share"
name = { zh = "公办占比", en = "Public share" }
kind = "share"
of = { stage = ["preschool"], sector = ["public"] }
among = { stage = ["preschool"] }
scope = "every_county"
at_least = { 2023 = 0.5, 2025 = 0.6 }

[[indicator]]
id = "certified"
name = { zh = "通过率", en = "Certified" }
kind = "certified"
criteria = "balanced"
at_least = { 2025 = 1.0 }

[[criteria]]
id = "balanced"
name = { zh = "优质均衡", en = "Balanced" }

[[criteria.share]]
id = "migrants"
name = { zh = "随迁子女", en = "Migrants" }
of = { stage = ["primary"], sector = ["public"], group = ["migrant"] }
among = { stage = ["primary"], group = ["migrant"] }
bought_places_count = true
at_least = 0.8

[[choice]]
stage = "preschool"
sector = ["private"]
floor = 0.1
cap = 0.5

[cost]
travel_yuan_per_km = 60

[[spending]]
kind = "*"
shares = { 1 = 0.6, 0 = 0.4 }

[solver]
gap = 0.01
"#;

const COUNTIES: &str = "code,name,name_en\nA,甲县,Jia\nB,乙县,Yi\n";

const TOWNS: &str = "\
code,name,county,kind,lon,lat,setting,cluster
A01,东街道,A,街道,121.4,28.6,urban,centre
A02,西镇,A,镇,121.3,28.62,rural,
B01,南镇,B,town,121.1,28.7,,
";

const POPULATION: &str = "\
town,date,group,sex,age,persons
A01,2021-12-31,,,3,100
A01,2022-12-31,local,female,3,40
A01,2022-12-31,local,male,3,41.5
A01,2022-12-31,migrant,,3,20
A01,2022-12-31,,,100+,2
B01,2022-12-31,all,both,3,30
A,2022-12-31,,,3,180
";

const BIRTHS: &str = "\
town,year,month,group,births
A01,2020,,,90
A01,2021,,,80
A01,2022,,,70
B01,2022,1,local,6
B01,2022,2,local,5
";

const MORTALITY: &str =
    "area,year,group,sex,age,value\n*,*,,female,0,0.003\n*,*,,male,0,0.004\nA01,2022,,,1,0.001\n";

const SCHOOLS: &str = "\
school,name,town,stage,sector,grade,places,pupils,migrant_pupils,lon,lat,opened,closes
S1,东一园,A01,preschool,public,2,300,280,30,121.4,28.6,2001,
S2,东二园,A01,preschool,private,3,200,150,,,,2010,2026
S3,东小学,A01,primary,public,,900,850,200,,,,
S4,\"南镇学校,本部\",B01,primary,public,,300,200,10,,,,
";

const PROJECTS: &str = "\
project,site,name,town,programme,kind,status,committed,sector,grade,from_sector,from_grade,from_places,places.preschool,places.primary,capex,land,earliest,latest,lon,lat,source,note
P1,地块1,东三园,A01,nurseries,new,planned,no,public,1,,,,180,,2500,4000,2023,2025,121.4,28.6,county,
P2,地块2,东一园提升,A01,nurseries,提升,开工,是,public,1,,2,,300,0,200,,2024,2024,,,,
P3,,南镇转公,B01,schools,expand,,,public,,,,,,120,900,,2023,2025,,,province,
";

const DISTANCES: &str = "from,to,km\nA01,A02,12.5\nA02,A01,12.5\n";

const BUDGET: &str = "\
year,county,source,limit,carry
2023,*,county,5000,yes
2024,*,county,5000,yes
2025,*,county,5000,否
";

const COSTS: &str = "stage,sector,item,value,from_year\npreschool,*,running_per_pupil,15000,\nprimary,public,生均运行成本,18000,2024\n";

impl TinyStudy {
    /// The correct study.
    pub fn new() -> Self {
        let tables = [
            ("counties", COUNTIES),
            ("towns", TOWNS),
            ("population", POPULATION),
            ("births", BIRTHS),
            ("mortality", MORTALITY),
            ("schools", SCHOOLS),
            ("projects", PROJECTS),
            ("distances", DISTANCES),
            ("budget", BUDGET),
            ("costs", COSTS),
        ];
        let mut files = vec![("tiny.toml".to_owned(), MODEL.to_owned())];
        files.extend(tables.map(|(name, text)| (format!("data/{name}.csv"), text.to_owned())));
        Self { files }
    }

    /// Text of a file.
    pub fn text(&mut self, file: &str) -> &mut String {
        let names: Vec<String> = self.files.iter().map(|(name, _)| name.clone()).collect();
        let entry =
            self.files.iter_mut().find(|(name, _)| name == file || *name == format!("data/{file}.csv"));
        &mut entry.unwrap_or_else(|| panic!("no {file} in {names:?}")).1
    }

    /// Replaces a piece of text that stands exactly once in a file.
    pub fn patch(mut self, file: &str, from: &str, to: &str) -> Self {
        let text = self.text(file);
        assert_eq!(text.matches(from).count(), 1, "`{from}` must stand once in {file}");
        *text = text.replace(from, to);
        self
    }

    /// The study with one more table, or with another in its place.
    pub fn with(self, table: &str, text: &str) -> Self {
        let mut study = self.without(table);
        study.files.push((format!("data/{table}.csv"), text.to_owned()));
        study
    }

    /// Leaves a table out.
    pub fn without(mut self, table: &str) -> Self {
        self.files.retain(|(name, _)| *name != format!("data/{table}.csv"));
        self
    }

    /// The study on disk.
    pub fn write(&self) -> TempDir {
        self.write_as(|text| text.as_bytes().to_vec())
    }

    /// The study on disk, in an encoding.
    pub fn write_as(&self, encode: impl Fn(&str) -> Vec<u8>) -> TempDir {
        let folder = tempfile::tempdir().expect("temporary folder");
        fs::create_dir(folder.path().join("data")).expect("data folder");
        for (name, text) in &self.files {
            fs::write(folder.path().join(name), encode(text)).expect("file");
        }
        folder
    }

    /// Its tables as sheets of a workbook: every cell a text, or typed, as the number or date that it is. The first row of one sheet may
    /// be left free for a title.
    pub fn workbook(&self, typed: bool, titled: &str, change: impl Fn(&str, &mut Worksheet)) -> Workbook {
        let mut book = Workbook::new();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        for (name, text) in &self.files {
            let Some(name) = name.strip_prefix("data/").and_then(|name| name.strip_suffix(".csv")) else {
                continue;
            };
            let sheet = book.add_worksheet();
            sheet.set_name(name).expect("sheet");
            let mut rows =
                csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            for (row, record) in (u32::from(name == titled)..).zip(rows.records()) {
                for (column, cell) in (0..).zip(&record.expect("row")) {
                    match (cell.parse::<f64>(), ExcelDateTime::parse_from_str(cell)) {
                        (Ok(number), _) if typed => sheet.write_number(row, column, number),
                        (_, Ok(day)) if typed && cell.len() == 10 => {
                            sheet.write_datetime_with_format(row, column, &day, &date)
                        }
                        _ => sheet.write_string(row, column, cell),
                    }
                    .expect("cell");
                }
            }
            change(name, sheet);
        }
        book
    }

    /// The study on disk with a workbook in the place of its tables.
    pub fn write_with(&self, book: &mut Workbook) -> TempDir {
        let folder = self.write();
        for (name, _) in self.files.iter().filter(|(name, _)| name.starts_with("data/")) {
            fs::remove_file(folder.path().join(name)).expect("table");
        }
        book.save(folder.path().join("data/tables.xlsx")).expect("workbook");
        folder
    }

    /// The study as read.
    pub fn read(&self) -> Reading {
        read_study(self.write().path())
    }
}

/// Every finding as `code file:row column`, for comparison.
pub fn findings(reading: &Reading) -> Vec<String> {
    let name = |path: &Path| {
        let name: PathBuf = path.file_name().map(PathBuf::from).unwrap_or_default();
        name.display().to_string()
    };
    let place = |row: Option<u64>| row.map_or_else(|| "-".to_owned(), |row| row.to_string());
    reading
        .diagnostics
        .iter()
        .map(|found| {
            let location = &found.location;
            let column = location.column.as_deref().unwrap_or("-");
            format!("{} {}:{} {column}", found.code, name(&location.file), place(location.row))
        })
        .collect()
}
