//! The tables of a study as text cells, in the columns of the schema (数据表).

use crate::synth::births::{FIRST_YEAR, LAST_YEAR, RecentBirths};
use crate::synth::budget::Ceiling;
use crate::synth::costs::UnitCost;
use crate::synth::facts::Facts;
use crate::synth::population::{AGES, GROUPS, Population, SEXES, YEARS};
use crate::synth::projects::{Project, STAGES};
use crate::synth::schools::School;

/// One table as the text of a CSV file (数据表): UTF-8, comma, line feed. Rows of cells would take ten times as much memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextTable {
    /// Name as in the schema.
    pub name: &'static str,
    /// Headers, as the schema allows them.
    pub header: Vec<String>,
    /// Headers and rows, each with as many cells as there are headers.
    pub text: String,
}

impl TextTable {
    fn new(
        name: &'static str,
        header: &[impl AsRef<str>],
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> Self {
        let header: Vec<String> = header.iter().map(|cell| cell.as_ref().to_owned()).collect();
        let mut table = Self { name, text: String::new(), header: Vec::new() };
        table.push(&header);
        rows.into_iter().for_each(|row| table.push(&row));
        Self { header, ..table }
    }

    fn push(&mut self, cells: &[impl AsRef<str>]) {
        for (place, cell) in cells.iter().map(AsRef::as_ref).enumerate() {
            if place > 0 {
                self.text.push(',');
            }
            if cell.contains([',', '"', '\n', '\r']) {
                self.text.extend(["\"", &cell.replace('"', "\"\""), "\""]);
            } else {
                self.text.push_str(cell);
            }
        }
        self.text.push('\n');
    }
}

/// Counties.
#[must_use]
pub fn counties(facts: &Facts) -> TextTable {
    let row = |county: &crate::synth::facts::CountyFacts| {
        vec![county.code.clone(), county.name.clone(), county.name_en.clone()]
    };
    TextTable::new("counties", &["code", "name", "name_en"], facts.counties.iter().map(row))
}

/// Towns.
#[must_use]
pub fn towns(facts: &Facts) -> TextTable {
    let row = |town: &crate::synth::facts::TownFacts| {
        vec![
            town.code.clone(),
            town.name.clone(),
            town.name_en.clone(),
            facts.counties[town.county].code.clone(),
            town.kind.id().to_owned(),
            town.lon.to_string(),
            town.lat.to_string(),
            town.kind.setting().to_owned(),
        ]
    };
    let header = ["code", "name", "name_en", "county", "kind", "lon", "lat", "setting"];
    TextTable::new("towns", &header, facts.towns.iter().map(row))
}

/// Population; cells without people are left out.
#[must_use]
pub fn population(facts: &Facts, population: &Population) -> TextTable {
    let mut table = TextTable::new("population", &["town", "date", "group", "sex", "age", "persons"], []);
    let dates = YEARS.map(|year| format!("{year}-11-01"));
    let ages: Vec<String> = (0..AGES).map(age_text).collect();
    for (town, known) in facts.towns.iter().enumerate() {
        for (date, census) in dates.iter().zip(&population.counts) {
            for (group, sexes) in GROUPS.iter().zip(&census[town]) {
                for (sex, persons) in SEXES.iter().zip(sexes) {
                    for (age, persons) in ages.iter().zip(persons).filter(|(_, persons)| **persons > 0) {
                        table.push(&[known.code.as_str(), date, group, sex, age, &persons.to_string()]);
                    }
                }
            }
        }
    }
    table
}

fn age_text(age: usize) -> String {
    if age == AGES - 1 { format!("{age}+") } else { age.to_string() }
}

/// Births by town, year and group.
#[must_use]
pub fn births(facts: &Facts, births: &RecentBirths) -> TextTable {
    let mut rows = Vec::new();
    for (town, known) in facts.towns.iter().enumerate() {
        for year in FIRST_YEAR..=LAST_YEAR {
            for (group, group_id) in GROUPS.iter().enumerate() {
                let count = births.of(town, group, year).to_string();
                rows.push(vec![known.code.clone(), year.to_string(), (*group_id).to_owned(), count]);
            }
        }
    }
    TextTable::new("births", &["town", "year", "group", "births"], rows)
}

/// Death rates by single age, for all towns, years and groups, both sexes together.
#[must_use]
pub fn mortality(rates: &[f64]) -> TextTable {
    let row = |(age, rate): (usize, &f64)| {
        ["*", "*", "*", "both", &age_text(age), &rate.to_string()].map(str::to_owned).to_vec()
    };
    let rows = rates.iter().enumerate().map(row);
    TextTable::new("mortality", &["area", "year", "group", "sex", "age", "value"], rows)
}

/// Schools; the year in which they close only where some do.
#[must_use]
pub fn schools(facts: &Facts, schools: &[School]) -> TextTable {
    let closing = schools.iter().any(|school| school.closes.is_some());
    let row = |school: &School| {
        let mut cells = vec![
            school.school.clone(),
            school.name.clone(),
            facts.towns[school.town].code.clone(),
            school.stage.to_owned(),
            school.sector.to_owned(),
            maybe(school.grade),
            school.places.to_string(),
            school.pupils.to_string(),
            school.migrant_pupils.to_string(),
        ];
        cells.extend(closing.then(|| maybe(school.closes)));
        cells
    };
    let mut header =
        vec!["school", "name", "town", "stage", "sector", "grade", "places", "pupils", "migrant_pupils"];
    header.extend(closing.then_some("closes"));
    TextTable::new("schools", &header, schools.iter().map(row))
}

/// Projects.
#[must_use]
pub fn projects(facts: &Facts, projects: &[Project]) -> TextTable {
    let mut header: Vec<String> =
        ["project", "site", "name", "town", "programme", "kind", "status", "committed", "sector"]
            .into_iter()
            .chain(["grade", "from_sector", "from_grade", "from_places"])
            .map(str::to_owned)
            .collect();
    header.extend(STAGES.iter().map(|stage| format!("places.{stage}")));
    header.extend(["capex", "land", "earliest", "latest", "source", "note"].map(str::to_owned));
    TextTable::new("projects", &header, projects.iter().map(|project| project_row(facts, project)))
}

fn project_row(facts: &Facts, project: &Project) -> Vec<String> {
    let mut row = vec![
        project.project.clone(),
        project.site.clone(),
        project.name.clone(),
        facts.towns[project.town].code.clone(),
        project.programme.to_owned(),
        project.kind.clone(),
        project.status.clone(),
        if project.committed { "yes" } else { "no" }.to_owned(),
        project.sector.to_owned(),
        maybe(project.grade),
        project.from.map_or_else(String::new, |from| from.0.to_owned()),
        project.from.map_or_else(String::new, |from| maybe(from.1)),
        project.from.map_or_else(String::new, |from| from.2.to_string()),
    ];
    row.extend(project.places.iter().map(i32::to_string));
    row.push(project.capex.to_string());
    row.push(maybe(project.land));
    row.extend([project.earliest.to_string(), project.latest.to_string()]);
    row.extend([project.source.to_owned(), project.note.clone()]);
    row
}

/// Ceilings on capital spending, all sources together.
#[must_use]
pub fn budget(facts: &Facts, ceilings: &[Ceiling]) -> TextTable {
    let row = |ceiling: &Ceiling| {
        let county = ceiling.county.map_or("*", |county| facts.counties[county].code.as_str());
        let carry = if ceiling.carry { "yes" } else { "no" };
        [&ceiling.year.to_string(), county, "*", &ceiling.limit.to_string(), carry]
            .map(str::to_owned)
            .to_vec()
    };
    TextTable::new("budget", &["year", "county", "source", "limit", "carry"], ceilings.iter().map(row))
}

/// Unit costs.
#[must_use]
pub fn costs(costs: &[UnitCost]) -> TextTable {
    let row = |cost: &UnitCost| {
        [cost.stage, cost.sector, cost.item, &cost.value.to_string()].map(str::to_owned).to_vec()
    };
    TextTable::new("costs", &["stage", "sector", "item", "value"], costs.iter().map(row))
}

fn maybe<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
