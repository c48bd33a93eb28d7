//! The plan of a run from its tables.

use super::ReopenError;
use super::indices::Indices;
use crate::allocation::{
    Certification, Enrolment, Move, Opening, PlacePrice, PlacesNeeded, Plan, PlanStatus, Price, Promise,
    Shortfall, Size, Unplaced, WeightedShortfall, promise_words, promises,
};
use crate::domain::{ClassIndex, SchoolYear, Study, Travel};
use crate::projection::Rolls;
use crate::store::RunFolder;
use crate::store::record::Columns;
use crate::store::robust_run::NEEDS;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// Reads the plan of a run of a study.
pub(super) fn read_plan(folder: &RunFolder, study: &Study, rolls: &Rolls) -> Result<Plan, ReopenError> {
    let summary = folder.json("summary.json")?;
    let reader = Reader { folder, study };
    let known = promises(study, rolls);
    let known: HashMap<String, &Promise> =
        known.iter().rev().map(|promise| (promise_words(study, promise), promise)).collect();
    let number = |name: &str| summary[name].as_f64().unwrap_or(0.0);
    let seconds = |name: &str| summary["seconds"][name].as_f64().unwrap_or(0.0);
    Ok(Plan {
        status: status(&summary),
        objective: number("objective"),
        bound: number("bound"),
        gap: number("gap"),
        constant: number("constant"),
        openings: reader.openings()?,
        enrolments: reader.enrolments()?,
        moves: reader.moves()?,
        unplaced: reader.unplaced()?,
        certifications: reader.certifications()?,
        shortfalls: reader.shortfalls(&known)?,
        missed: missed(&summary["shortfall"]),
        prices: reader.prices(&known)?,
        place_prices: reader.place_prices()?,
        size: size(&summary["size"]),
        build_seconds: seconds("build"),
        solve_seconds: seconds("solve"),
    })
}

/// Places that the futures of a robust plan need.
pub(super) fn read_needs(folder: &RunFolder, study: &Study) -> Result<Vec<PlacesNeeded>, ReopenError> {
    let (table, of) = Reader { folder, study }.table(NEEDS)?;
    let (number, year, needed) = (table.whole("need")?, table.years("year")?, table.numbers("needed")?);
    let (town, class) = (table.texts("town")?, classes(&table, &of)?);
    let mut needs: BTreeMap<i32, PlacesNeeded> = BTreeMap::new();
    for at in 0..table.height() {
        let empty = || PlacesNeeded { pools: Vec::new(), year: SchoolYear(year[at]), needed: needed[at] };
        needs.entry(number[at]).or_insert_with(empty).pools.push((of.town(&town[at])?, class[at]));
    }
    Ok(needs.into_values().collect())
}

fn status(summary: &Value) -> PlanStatus {
    let word = summary["status"].as_str();
    PlanStatus::ALL.into_iter().find(|status| word == Some(status.id())).unwrap_or(PlanStatus::Feasible)
}

fn missed(value: &Value) -> WeightedShortfall {
    let number = |name: &str| value[name].as_f64().unwrap_or(0.0);
    WeightedShortfall { weighted: number("weighted"), bound: number("bound") }
}

fn size(value: &Value) -> Size {
    let whole = |name: &str| value[name].as_u64().and_then(|size| usize::try_from(size).ok()).unwrap_or(0);
    Size {
        rows: whole("rows"),
        columns: whole("columns"),
        nonzeros: whole("nonzeros"),
        integers: whole("integers"),
    }
}

struct Reader<'a> {
    folder: &'a RunFolder,
    study: &'a Study,
}

impl<'a> Reader<'a> {
    /// A table, and positions by the ids that it names.
    fn table(&self, name: &'a str) -> Result<(Columns, Indices<'a>), ReopenError> {
        Ok((Columns::read(self.folder, name)?, Indices::of(self.study, self.folder.path(), name)))
    }

    fn openings(&self) -> Result<Vec<Opening>, ReopenError> {
        let (table, of) = self.table("openings")?;
        let (project, year, count) = (table.texts("project")?, table.years("year")?, table.whole("count")?);
        let row = |at: usize| {
            Ok(Opening {
                project: of.project(&project[at])?,
                year: SchoolYear(year[at]),
                count: u32::try_from(count[at]).unwrap_or(0),
            })
        };
        (0..table.height()).map(row).collect()
    }

    fn enrolments(&self) -> Result<Vec<Enrolment>, ReopenError> {
        let (table, of) = self.table("enrolment")?;
        let (town, group, year) = (table.texts("town")?, table.texts("group")?, table.years("year")?);
        let (pupils, bought) = (table.numbers("pupils")?, table.numbers("bought")?);
        let class = classes(&table, &of)?;
        let row = |at: usize| {
            Ok(Enrolment {
                town: of.town(&town[at])?,
                class: class[at],
                group: of.group(&group[at])?,
                year: SchoolYear(year[at]),
                pupils: pupils[at],
                bought: bought[at],
            })
        };
        (0..table.height()).map(row).collect()
    }

    fn moves(&self) -> Result<Vec<Move>, ReopenError> {
        let (table, of) = self.table("moves")?;
        let (from, to, stage) = (table.texts("from")?, table.texts("to")?, table.texts("stage")?);
        let (group, year) = (table.texts("group")?, table.years("year")?);
        let (children, km) = (table.numbers("children")?, table.numbers("km")?);
        let (minutes, yuan) = (table.optional_numbers("minutes")?, table.numbers("yuan")?);
        let row = |at: usize| {
            Ok(Move {
                from: of.town(&from[at])?,
                to: of.town(&to[at])?,
                stage: of.stage(&stage[at])?,
                group: of.group(&group[at])?,
                year: SchoolYear(year[at]),
                children: children[at],
                travel: Travel { km: km[at], minutes: minutes[at], yuan: yuan[at] },
            })
        };
        (0..table.height()).map(row).collect()
    }

    fn unplaced(&self) -> Result<Vec<Unplaced>, ReopenError> {
        let (table, of) = self.table("unmet")?;
        let (town, stage, group) = (table.texts("town")?, table.texts("stage")?, table.texts("group")?);
        let (year, children) = (table.years("year")?, table.numbers("children")?);
        let row = |at: usize| {
            Ok(Unplaced {
                town: of.town(&town[at])?,
                stage: of.stage(&stage[at])?,
                group: of.group(&group[at])?,
                year: SchoolYear(year[at]),
                children: children[at],
            })
        };
        (0..table.height()).map(row).collect()
    }

    fn certifications(&self) -> Result<Vec<Certification>, ReopenError> {
        let (table, of) = self.table("certification")?;
        let (criteria, county, year) =
            (table.texts("criteria")?, table.texts("county")?, table.years("year")?);
        let row = |at: usize| {
            Ok(Certification {
                criteria: of.criteria(&criteria[at])?,
                county: of.county(&county[at])?,
                year: SchoolYear(year[at]),
            })
        };
        (0..table.height()).map(row).collect()
    }

    /// Promises of a table with their numbers; the words of a promise are those of the exported program.
    fn promised(
        &self,
        name: &'a str,
        column: &str,
        known: &HashMap<String, &Promise>,
    ) -> Result<Vec<(Promise, f64)>, ReopenError> {
        let (table, of) = self.table(name)?;
        let rows = table.texts("promise")?.into_iter().zip(table.numbers(column)?);
        let promise = |(words, number): (String, f64)| {
            let promise = known.get(&words).ok_or_else(|| of.unknown("promise", &words))?;
            Ok(((*promise).clone(), number))
        };
        rows.map(promise).collect()
    }

    fn shortfalls(&self, known: &HashMap<String, &Promise>) -> Result<Vec<Shortfall>, ReopenError> {
        let rows = self.promised("shortfalls", "amount", known)?;
        Ok(rows.into_iter().map(|(promise, amount)| Shortfall { promise, amount }).collect())
    }

    fn prices(&self, known: &HashMap<String, &Promise>) -> Result<Vec<Price>, ReopenError> {
        let rows = self.promised("prices", "per_unit", known)?;
        Ok(rows.into_iter().map(|(promise, per_unit)| Price { promise, per_unit }).collect())
    }

    fn place_prices(&self) -> Result<Vec<PlacePrice>, ReopenError> {
        let (table, of) = self.table("place_prices")?;
        let (town, year, saves) = (table.texts("town")?, table.years("year")?, table.numbers("saves")?);
        let class = classes(&table, &of)?;
        let row = |at: usize| {
            Ok(PlacePrice {
                town: of.town(&town[at])?,
                class: class[at],
                year: SchoolYear(year[at]),
                saves: saves[at],
            })
        };
        (0..table.height()).map(row).collect()
    }
}

fn classes(table: &Columns, of: &Indices) -> Result<Vec<ClassIndex>, ReopenError> {
    let (stage, sector) = (table.texts("stage")?, table.texts("sector")?);
    let grade = table.optional_numbers("grade")?;
    (0..table.height()).map(|at| of.class(&stage[at], &sector[at], grade[at])).collect()
}
