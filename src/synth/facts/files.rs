//! Reading facts from the small CSV files of a study (读取事实文件).

use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::{CountyBirths, CountyFacts, Facts, KnownProject, MortalityBand, TownFacts, TownKind};
use crate::synth::SynthError;
use crate::synth::difficulty::Difficulty;

impl Facts {
    /// Reads `counties.csv`, `towns.csv`, `births.csv`, `mortality.csv` and `projects_known.csv` of a folder of facts.
    /// Every row carries its source in the column `source`.
    ///
    /// # Errors
    /// A file that cannot be read, or a cell that does not hold what it should, by file and line.
    pub fn read(folder: &Path) -> Result<Self, SynthError> {
        let counties = counties(&Sheet::open(folder, "counties.csv")?)?;
        let towns = towns(&Sheet::open(folder, "towns.csv")?, &counties)?;
        let births = Sheet::open(folder, "births.csv")?;
        Ok(Self {
            name: "taizhou".to_owned(),
            title: ("台州市".to_owned(), "Taizhou".to_owned()),
            real: true,
            cohorts: cohorts(&births)?,
            county_births: county_births(&births, &counties)?,
            mortality: mortality(&Sheet::open(folder, "mortality.csv")?)?,
            projects: projects(&Sheet::open(folder, "projects_known.csv")?)?,
            difficulty: Difficulty::default(),
            by_county: std::sync::OnceLock::new(),
            counties,
            towns,
        })
    }
}

fn counties(sheet: &Sheet) -> Result<Vec<CountyFacts>, SynthError> {
    sheet
        .rows()
        .map(|row| {
            Ok(CountyFacts {
                code: row.text("code")?,
                name: row.text("name")?,
                name_en: row.text("name_en")?,
                total: row.value("total")?,
                age0: row.value("age0")?,
                age1_4: row.value("age1_4")?,
                age5_9: row.value("age5_9")?,
                age10_14: row.value("age10_14")?,
                women15_49: row.value("women15_49")?,
                other_province: row.value::<f64>("other_province_percent")? / 100.0,
                net_migration: row.value("net_migration")?,
                public_lean: row.value("public_lean")?,
                special_school: row.text("special_school")? == "yes",
            })
        })
        .collect()
}

fn towns(sheet: &Sheet, counties: &[CountyFacts]) -> Result<Vec<TownFacts>, SynthError> {
    sheet
        .rows()
        .map(|row| {
            let kind = row.text("kind")?;
            Ok(TownFacts {
                code: row.text("code")?,
                name: row.text("name")?,
                name_en: row.text("name_en")?,
                county: row.county("county", counties)?,
                kind: TownKind::ALL
                    .into_iter()
                    .find(|known| known.id() == kind)
                    .ok_or_else(|| row.fault("kind"))?,
                village_units: row.value("village_units")?,
                lon: row.value("lon")?,
                lat: row.value("lat")?,
            })
        })
        .collect()
}

fn cohorts(sheet: &Sheet) -> Result<Vec<(i32, f64)>, SynthError> {
    let mut cohorts = Vec::new();
    for row in sheet.rows() {
        if row.text("basis")? == "cohort" {
            cohorts.push((row.value("year")?, row.value("births")?));
        }
    }
    Ok(cohorts)
}

fn county_births(sheet: &Sheet, counties: &[CountyFacts]) -> Result<Vec<CountyBirths>, SynthError> {
    let mut births = Vec::new();
    for row in sheet.rows() {
        if row.text("basis")? == "hukou" && row.text("used")? == "yes" {
            let county = row.county("area", counties)?;
            births.push(CountyBirths { county, year: row.value("year")?, births: row.value("births")? });
        }
    }
    Ok(births)
}

fn mortality(sheet: &Sheet) -> Result<Vec<MortalityBand>, SynthError> {
    sheet
        .rows()
        .map(|row| {
            Ok(MortalityBand {
                first: row.value("age_from")?,
                last: row.value("age_to")?,
                rate: row.value("rate")?,
            })
        })
        .collect()
}

fn projects(sheet: &Sheet) -> Result<Vec<KnownProject>, SynthError> {
    sheet
        .rows()
        .map(|row| {
            Ok(KnownProject {
                project: row.text("project")?,
                name: row.text("name")?,
                town: row.text("town")?,
                town_stated: row.text("town_stated")? == "yes",
                kind: row.text("kind")?,
                status: row.text("status")?,
                stage: row.text("stage")?,
                grade: row.maybe("grade")?,
                places: row.maybe("places")?,
                junior_places: row.maybe("junior_places")?,
                from_places: row.maybe("from_places")?,
                capex: row.maybe("capex")?,
                land: row.maybe("land")?,
                earliest: row.value("earliest")?,
                latest: row.value("latest")?,
                note: row.text("note")?,
                source: row.text("source")?,
            })
        })
        .collect()
}

/// A CSV file with headers, held as text.
struct Sheet {
    path: PathBuf,
    headers: csv::StringRecord,
    records: Vec<csv::StringRecord>,
}

/// A row of a sheet, with its line for messages.
struct SheetRow<'a> {
    sheet: &'a Sheet,
    record: &'a csv::StringRecord,
    line: usize,
}

impl Sheet {
    fn open(folder: &Path, name: &str) -> Result<Self, SynthError> {
        let path = folder.join(name);
        let fault = |source| SynthError::Read { path: path.clone(), source };
        let mut reader = csv::Reader::from_path(&path).map_err(fault)?;
        let headers = reader.headers().map_err(fault)?.clone();
        let records = reader.records().collect::<Result<Vec<_>, _>>().map_err(fault)?;
        Ok(Self { path, headers, records })
    }

    fn rows(&self) -> impl Iterator<Item = SheetRow<'_>> {
        self.records.iter().enumerate().map(|(index, record)| SheetRow {
            sheet: self,
            record,
            line: index + 2,
        })
    }
}

impl SheetRow<'_> {
    fn fault(&self, column: &str) -> SynthError {
        SynthError::Fact { path: self.sheet.path.clone(), line: self.line, column: column.to_owned() }
    }

    fn text(&self, column: &str) -> Result<String, SynthError> {
        let place = self.sheet.headers.iter().position(|header| header == column);
        let cell = place.and_then(|place| self.record.get(place));
        cell.map(str::to_owned).ok_or_else(|| self.fault(column))
    }

    fn value<T: FromStr>(&self, column: &str) -> Result<T, SynthError> {
        self.text(column)?.parse().map_err(|_| self.fault(column))
    }

    fn maybe<T: FromStr>(&self, column: &str) -> Result<Option<T>, SynthError> {
        if self.text(column)?.is_empty() { Ok(None) } else { self.value(column).map(Some) }
    }

    fn county(&self, column: &str, counties: &[CountyFacts]) -> Result<usize, SynthError> {
        let code = self.text(column)?;
        counties.iter().position(|county| county.code == code).ok_or_else(|| self.fault(column))
    }
}
