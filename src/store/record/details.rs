//! The larger tables of a run folder (结果明细): what an annual proposal needs beside [`super::RunRecord`].

use super::columns::Columns;
use super::error::RecordError;
use super::read::{list, text};
use crate::domain::Text;
use crate::store::RunFolder;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Children by county, stage, group and school year.
pub type Rolls = BTreeMap<(String, String, String, i32), f64>;

/// Everything of a run that the annual proposal shows beside its record.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RunDetails {
    /// Title of the study.
    pub title: Text,
    /// When the run was made, as written.
    pub created: String,
    /// Program and version.
    pub program: String,
    /// Proven distance from the least cost, a share, where known.
    pub gap: Option<f64>,
    /// How children were projected.
    pub methods: Vec<Text>,
    /// Programmes.
    pub programmes: Vec<ProgrammeRecord>,
    /// Opened projects, in the order of the record's openings.
    pub projects: Vec<ProjectRecord>,
    /// Places of the opened projects by town and class.
    pub effects: Vec<EffectRecord>,
    /// Towns.
    pub towns: Vec<TownRecord>,
    /// Children taught in another town.
    pub moves: Vec<MoveRecord>,
    /// Children who need a place with their bands.
    pub bands: Vec<BandRecord>,
    /// Births by calendar year.
    pub births: BTreeMap<i32, f64>,
    /// Children who need a place by county, stage, group and school year.
    pub rolls: Rolls,
    /// People by sex (`female`, `male`), first age of their group, and calendar year, at its end; empty where there are none.
    pub people: BTreeMap<(i32, String, i32), f64>,
    /// First school year in which a county passes a criteria set: `(criteria, county, year)`.
    pub certifications: Vec<(String, String, i32)>,
    /// Promises that the plan breaks, in the words of the program, by family, and by how much.
    pub shortfalls: Vec<(String, String, f64)>,
    /// Where the figures of the tables come from.
    pub provenance: Vec<ProvenanceRecord>,
    /// What the data package says of itself.
    pub package: Option<PackageRecord>,
}

/// A programme of construction and what is opened of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeRecord {
    /// Id.
    pub programme: String,
    /// Least number of projects, if any.
    pub required: Option<i64>,
    /// Projects that count and are in use by the last decision year.
    pub opened: i64,
    /// Of these, by the year in which they open.
    pub by_year: BTreeMap<i32, i64>,
}

/// What a run says of an opened project beside its opening.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectRecord {
    /// Id.
    pub project: String,
    /// School year in which it opens.
    pub year: i32,
    /// Kind of work.
    pub kind: String,
    /// How far it was when the plan was made.
    pub status: String,
    /// Year in which works begin; none where they had begun before the first decision year.
    pub start: Option<i32>,
    /// Whether it must be built.
    pub committed: bool,
    /// Who pays.
    pub source: String,
    /// Land, m²; 0 where unknown.
    pub land: f64,
    /// Remark of the study's table.
    pub note: String,
}

/// Places that an opened project adds or takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectRecord {
    /// Id of the project.
    pub project: String,
    /// School year in which it opens.
    pub year: i32,
    /// Code of the town whose places change.
    pub town: String,
    /// Id of the stage.
    pub stage: String,
    /// Id of the sector.
    pub sector: String,
    /// Grade, where the class has one.
    pub grade: Option<i32>,
    /// Places; negative: taken.
    pub places: i32,
}

/// A town.
#[derive(Debug, Clone, PartialEq)]
pub struct TownRecord {
    /// Code.
    pub town: String,
    /// Code of its county.
    pub county: String,
    /// `subdistrict`, `town`, `township`, or nothing.
    pub kind: String,
    /// `urban`, `rural`, or nothing.
    pub setting: String,
    /// Longitude and latitude, degrees, where known.
    pub position: Option<(f64, f64)>,
}

/// Children of a town taught in another one.
#[derive(Debug, Clone, PartialEq)]
pub struct MoveRecord {
    /// Code of the town of residence.
    pub from: String,
    /// Code of the town of schooling.
    pub to: String,
    /// Id of the stage.
    pub stage: String,
    /// School year.
    pub year: i32,
    /// Children of all groups.
    pub children: f64,
    /// One way, km.
    pub km: f64,
}

/// Children of an area who need a place, with their band.
#[derive(Debug, Clone, PartialEq)]
pub struct BandRecord {
    /// Code of the county, or `*`.
    pub area: String,
    /// Id of the stage.
    pub stage: String,
    /// School year.
    pub year: i32,
    /// Central path.
    pub children: f64,
    /// Quantiles 0.1, 0.5, 0.9.
    pub band: [f64; 3],
    /// With low and with high births.
    pub births: (f64, f64),
}

/// Where the figures of a column come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvenanceRecord {
    /// Table.
    pub table: String,
    /// Title of the table.
    pub title: String,
    /// Column.
    pub column: String,
    /// Title of the column.
    pub column_title: String,
    /// `real`, `derived` or `synthetic`.
    pub status: String,
    /// How it was made, or its source.
    pub method: String,
}

/// What a data package says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageRecord {
    /// Description.
    pub description: String,
    /// Titles of its sources.
    pub sources: Vec<String>,
}

/// Reads the larger tables of a run folder.
///
/// # Errors
/// [`RecordError`] where a table is missing or not as a run writes it, as in runs of older versions.
pub fn read_details(folder: &Path) -> Result<RunDetails, RecordError> {
    let folder = &RunFolder::open(folder)?;
    let (manifest, summary) = (folder.manifest(), folder.json("summary.json")?);
    let package = folder.json("inputs/datapackage.json").ok();
    let (bands, moves) = (bands(folder)?, moves(folder)?);
    Ok(RunDetails {
        title: both(&manifest["title"]),
        created: text(&manifest["created"]),
        program: format!("{} {}", text(&manifest["program"]["name"]), text(&manifest["program"]["version"])),
        gap: manifest["gap"].as_f64(),
        methods: list(&manifest["projection"]).map(both).collect(),
        programmes: programmes(&summary),
        projects: projects(folder)?,
        effects: effects(folder)?,
        towns: towns(folder)?,
        moves,
        bands,
        births: births(folder)?,
        rolls: rolls(folder)?,
        people: people(folder)?,
        certifications: certifications(folder)?,
        shortfalls: shortfalls(folder)?,
        provenance: package.as_ref().map(provenance).unwrap_or_default(),
        package: package.as_ref().map(description),
    })
}

fn both(value: &Value) -> Text {
    Text { zh: text(&value["zh"]), en: text(&value["en"]) }
}

fn programmes(summary: &Value) -> Vec<ProgrammeRecord> {
    let by_year = |value: &Value| {
        let years = value["by_year"].as_object().into_iter().flatten();
        years.filter_map(|(year, number)| Some((year.parse().ok()?, number.as_i64()?))).collect()
    };
    let one = |(id, value): (&String, &Value)| ProgrammeRecord {
        programme: id.clone(),
        required: value["required"].as_i64(),
        opened: value["opened"].as_i64().unwrap_or(0),
        by_year: by_year(value),
    };
    summary["projects"].as_object().into_iter().flatten().map(one).collect()
}

fn projects(folder: &RunFolder) -> Result<Vec<ProjectRecord>, RecordError> {
    let table = Columns::read(folder, "openings")?;
    let (project, kind, status) = (table.texts("project")?, table.texts("kind")?, table.texts("status")?);
    let (year, start) = (table.years("year")?, table.optional_whole("start")?);
    let (source, land) = (table.texts("source")?, table.numbers("land")?);
    let (committed, note) = (table.flags("committed")?, table.texts("note")?);
    let row = |at: usize| ProjectRecord {
        project: project[at].clone(),
        year: year[at],
        kind: kind[at].clone(),
        status: status[at].clone(),
        start: start[at],
        committed: committed[at],
        source: source[at].clone(),
        land: land[at],
        note: note[at].clone(),
    };
    Ok((0..table.height()).map(row).collect())
}

fn effects(folder: &RunFolder) -> Result<Vec<EffectRecord>, RecordError> {
    let table = Columns::read(folder, "effects")?;
    let (project, town, stage) = (table.texts("project")?, table.texts("town")?, table.texts("stage")?);
    let (sector, grade) = (table.texts("sector")?, table.optional_whole("grade")?);
    let (year, places) = (table.years("year")?, table.whole("places")?);
    let row = |at: usize| EffectRecord {
        project: project[at].clone(),
        year: year[at],
        town: town[at].clone(),
        stage: stage[at].clone(),
        sector: sector[at].clone(),
        grade: grade[at],
        places: places[at],
    };
    Ok((0..table.height()).map(row).collect())
}

fn towns(folder: &RunFolder) -> Result<Vec<TownRecord>, RecordError> {
    let table = Columns::read(folder, "towns")?;
    let (town, county) = (table.texts("town")?, table.texts("county")?);
    let (kind, setting) = (table.texts("kind")?, table.texts("setting")?);
    let (longitude, latitude) = (table.optional_numbers("longitude")?, table.optional_numbers("latitude")?);
    let row = |at: usize| TownRecord {
        town: town[at].clone(),
        county: county[at].clone(),
        kind: kind[at].clone(),
        setting: setting[at].clone(),
        position: longitude[at].zip(latitude[at]),
    };
    Ok((0..table.height()).map(row).collect())
}

/// Children taught in another town, groups together, in order of stage, year, from, to.
fn moves(folder: &RunFolder) -> Result<Vec<MoveRecord>, RecordError> {
    let table = Columns::read(folder, "moves")?;
    let (from, to, stage) = (table.texts("from")?, table.texts("to")?, table.texts("stage")?);
    let (year, children, km) = (table.years("year")?, table.numbers("children")?, table.numbers("km")?);
    let mut sums: BTreeMap<(&str, i32, &str, &str), (f64, f64)> = BTreeMap::new();
    for at in (0..table.height()).filter(|at| from[*at] != to[*at]) {
        let key = (stage[at].as_str(), year[at], from[at].as_str(), to[at].as_str());
        let sum = sums.entry(key).or_insert((0.0, km[at]));
        sum.0 += children[at];
    }
    let one = |((stage, year, from, to), (children, km)): ((&str, i32, &str, &str), (f64, f64))| MoveRecord {
        from: from.to_owned(),
        to: to.to_owned(),
        stage: stage.to_owned(),
        year,
        children,
        km,
    };
    Ok(sums.into_iter().map(one).collect())
}

fn bands(folder: &RunFolder) -> Result<Vec<BandRecord>, RecordError> {
    let table = Columns::read(folder, "bands")?;
    let (area, stage, year) = (table.texts("area")?, table.texts("stage")?, table.years("year")?);
    let children = table.numbers("children")?;
    let (p10, p50, p90) = (table.numbers("p10")?, table.numbers("p50")?, table.numbers("p90")?);
    let (low, high) = (table.numbers("low_births")?, table.numbers("high_births")?);
    // Demand that is given directly has no band.
    let known = table.optional_numbers("p50")?;
    let row = |at: usize| BandRecord {
        area: area[at].clone(),
        stage: stage[at].clone(),
        year: year[at],
        children: children[at],
        band: [p10[at], p50[at], p90[at]],
        births: (low[at], high[at]),
    };
    Ok((0..table.height()).filter(|at| known[*at].is_some()).map(row).collect())
}

fn births(folder: &RunFolder) -> Result<BTreeMap<i32, f64>, RecordError> {
    let table = Columns::read(folder, "births")?;
    let mut sums = BTreeMap::new();
    for (year, births) in table.years("year")?.into_iter().zip(table.numbers("births")?) {
        *sums.entry(year).or_insert(0.0) += births;
    }
    Ok(sums)
}

fn rolls(folder: &RunFolder) -> Result<Rolls, RecordError> {
    let (table, towns) = (Columns::read(folder, "rolls")?, towns(folder)?);
    let county: BTreeMap<&str, &str> =
        towns.iter().map(|one| (one.town.as_str(), one.county.as_str())).collect();
    let (town, stage, group) = (table.texts("town")?, table.texts("stage")?, table.texts("group")?);
    let (year, children) = (table.years("year")?, table.numbers("children")?);
    let mut sums = BTreeMap::new();
    for at in 0..table.height() {
        let county = county.get(town[at].as_str()).copied().unwrap_or_default().to_owned();
        *sums.entry((county, stage[at].clone(), group[at].clone(), year[at])).or_insert(0.0) += children[at];
    }
    Ok(sums)
}

/// People of the whole study at the end of calendar years, from the components; none where the engine did not run.
fn people(folder: &RunFolder) -> Result<BTreeMap<(i32, String, i32), f64>, RecordError> {
    let mut sums = BTreeMap::new();
    if !folder.has_table("components") {
        return Ok(sums);
    }
    let table = Columns::read(folder, "components")?;
    let (year, sex, age) = (table.years("year")?, table.texts("sex")?, table.whole("first_age")?);
    for (at, end) in table.numbers("end")?.into_iter().enumerate() {
        *sums.entry((year[at], sex[at].clone(), age[at])).or_insert(0.0) += end;
    }
    Ok(sums)
}

fn certifications(folder: &RunFolder) -> Result<Vec<(String, String, i32)>, RecordError> {
    let table = Columns::read(folder, "certification")?;
    let codes = table.texts("criteria")?.into_iter().zip(table.texts("county")?);
    Ok(codes.zip(table.years("year")?).map(|((criteria, county), year)| (criteria, county, year)).collect())
}

fn shortfalls(folder: &RunFolder) -> Result<Vec<(String, String, f64)>, RecordError> {
    let table = Columns::read(folder, "shortfalls")?;
    let words = table.texts("promise")?.into_iter().zip(table.texts("family")?);
    Ok(words
        .zip(table.numbers("amount")?)
        .map(|((promise, family), amount)| (promise, family, amount))
        .collect())
}

fn provenance(package: &Value) -> Vec<ProvenanceRecord> {
    // What a column does not say of itself its table says for all.
    fn own<'a>(field: &'a Value, table: &'a Value, name: &str) -> &'a Value {
        if field[name].is_null() { &table[name] } else { &field[name] }
    }
    let mut records = Vec::new();
    for table in list(&package["resources"]) {
        records.extend(list(&table["schema"]["fields"]).map(|field| ProvenanceRecord {
            table: text(&table["name"]),
            title: text(&table["title"]),
            column: text(&field["name"]),
            column_title: text(&field["title"]),
            status: text(own(field, table, "status")),
            method: text(own(field, table, "method")),
        }));
    }
    records
}

fn description(package: &Value) -> PackageRecord {
    let sources = list(&package["sources"]).map(|one| text(&one["title"])).collect();
    PackageRecord { description: text(&package["description"]), sources }
}
