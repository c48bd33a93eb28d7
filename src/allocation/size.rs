//! How large a program will be (方案规模), counted before it is built: one that is too large is refused with advice instead of running
//! out of memory.

use super::sets::segments;
use crate::domain::{ClassIndex, Schooling, StageIndex, Study, TownIndex};
use std::collections::BTreeSet;

/// Most columns of a program that is built unless others are asked for: about 8 GB.
pub const COLUMNS: usize = 3_000_000;

/// Memory that a column takes while it is built and searched, rows and coefficients included, bytes. Peak of whole `plan` commands that ran
/// to their end or for one to ten minutes: 403 MB for 144,484 columns (2,790 a column), 599 MB for 296,536 (2,020), 1.9 GB for 687,448 (2,760).
/// Small programs take more a column, since some memory does not grow with them: 224 MB for 65,332 (3,430), hard ones of 64,448 290–450 MB.
const BYTES: usize = 2_700;

/// Rows of a program for each column, about.
const ROWS: f64 = 0.7;

/// A degree of latitude is longer than this, km.
const DEGREE_KM: f64 = 111.0;

/// Size of a program (方案规模), about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProgramSize {
    /// Columns: ways to school, pupils of places, projects by year, certification.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    /// Memory that it takes, bytes.
    pub bytes: usize,
}

impl ProgramSize {
    /// The size of a study's program, a few per cent too large where some town has no children of a stage.
    #[must_use]
    pub fn of(study: &Study) -> Self {
        let columns = columns(study);
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let rows = (columns as f64 * ROWS) as usize;
        Self { columns, rows, bytes: columns.saturating_mul(BYTES) }
    }

    /// Memory in GB.
    #[must_use]
    pub fn gigabytes(self) -> f64 {
        #[allow(clippy::cast_precision_loss)]
        let bytes = self.bytes as f64;
        bytes / 1e9
    }
}

fn columns(study: &Study) -> usize {
    let (years, decision) = (study.horizon.length(), study.horizon.decision_length());
    let pools = pools(study);
    let segments = segments(study);
    let of_stage = |stage: StageIndex| {
        let of_stage = |class: ClassIndex| study.classes[class.index()].stage == stage;
        let pools = || pools.iter().filter(|(_, class)| of_stage(*class));
        let serving: BTreeSet<TownIndex> = pools().map(|(town, _)| *town).collect();
        let segments = segments.iter().filter(|segment| segment.stage == stage).count();
        (ways(study, stage, &serving) + pools().count()) * segments * years
    };
    let window = |project: &crate::domain::Project| {
        let (first, last) =
            (project.earliest.max(study.horizon.first), project.latest.min(study.horizon.last));
        usize::try_from(last.0 - first.0 + 1).unwrap_or(0)
    };
    study.stage_indices().map(of_stage).sum::<usize>()
        + study.projects.iter().map(window).sum::<usize>()
        + study.criteria.len() * study.counties.len() * decision // in the outlook hardly any more
}

/// Towns and classes that have places or may get some.
fn pools(study: &Study) -> BTreeSet<(TownIndex, ClassIndex)> {
    let standing = study.schools.iter().map(|school| (school.town, school.class));
    let effects = study.projects.iter().flat_map(|project| &project.effects);
    standing.chain(effects.map(|effect| (effect.town, effect.class))).collect()
}

/// Pairs of towns between which children of a stage may go to school.
fn ways(study: &Study, stage: StageIndex, serving: &BTreeSet<TownIndex>) -> usize {
    if !study.distances.is_empty() {
        let listed = study.distances.iter().filter(|one| one.from != one.to && serving.contains(&one.to));
        let listed = listed.filter(|one| study.may_go(stage, one.from, one.to, &one.travel));
        return serving.len() + listed.count();
    }
    let latitude =
        |town: &TownIndex| study.towns[town.index()].position.map_or(f64::NAN, |position| position.1);
    let anywhere = study.stages[stage.index()].schooling == Schooling::Anywhere;
    let county = |town: &TownIndex| if anywhere { 0 } else { study.county_of(*town).index() };
    // By latitude, so that of a whole country only the towns of a strip are looked at.
    let mut by_county = vec![Vec::new(); study.counties.len().max(1)];
    serving.iter().for_each(|town| by_county[county(town)].push(*town));
    by_county
        .iter_mut()
        .for_each(|towns| towns.sort_by(|one, other| latitude(one).total_cmp(&latitude(other))));
    let limit = study.stages[stage.index()].travel_limit.km.unwrap_or(f64::INFINITY);
    let degrees = limit / (DEGREE_KM * study.cost.detour.max(f64::MIN_POSITIVE));
    let from_town = |from: TownIndex| {
        let towns = &by_county[county(&from)];
        let least = towns.partition_point(|to| latitude(to) < latitude(&from) - degrees);
        let strip = towns[least..].iter().take_while(|to| latitude(to) <= latitude(&from) + degrees);
        let reached = strip
            .filter(|to| **to != from)
            .filter(|to| study.way(from, **to).is_some_and(|way| study.may_go(stage, from, **to, &way)));
        usize::from(serving.contains(&from)) + reached.count()
    };
    study.town_indices().map(from_town).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::formulation::{Formulation, Promises};
    use crate::allocation::sets::Sets;
    use crate::progress::Silent;
    use crate::projection::project;
    use std::path::Path;

    #[test]
    fn the_size_is_that_of_the_program() {
        for model in ["taizhou", "senior_high", "special"] {
            let model = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("models/{model}.toml"));
            let study = crate::input::read_study(&model).study.expect("a study");
            let rolls = project(&study, &Silent).expect("projection").rolls;
            let built = Formulation::with_columns(&study, Sets::new(&study, &rolls), Promises::Kept);
            let (counted, built) = (ProgramSize::of(&study).columns, built.model.columns().len());
            assert!(counted * 100 >= built * 95 && counted * 100 <= built * 110, "{counted} for {built}");
        }
    }
}
