//! Pupils of schools by grade, counted and projected.

use super::super::cutoff::Children;
use super::super::method::{Method, Methods};
use super::advance::Flow;
use super::cohorts::Cohorts;
use super::counts::{Counts, graded};
use super::ladder::{Ladder, Source};
use super::{Lanes, RollRule};
use crate::domain::{SchoolYear, StageIndex, Study, UnitIndex};
use ndarray::{Array4, s};

/// Pupils of every unit of the table of pupils by grade and year (分年级在校生).
#[derive(Debug, Clone)]
pub struct GradeRolls {
    /// School years, from the first counted to the last projected.
    pub years: Vec<SchoolYear>,
    /// Last counted school year.
    pub last_counted: SchoolYear,
    /// Stage of every grade and its position within the stage.
    pub grades: Vec<(StageIndex, usize)>,
    /// Whether groups are told apart; if not there is one, of all pupils.
    pub grouped: bool,
    /// Pupils, `[unit, group, grade, year]`; not a number where a unit has no count of the stage.
    pub pupils: Array4<f64>,
}

/// As arrays compare, cells without a count being alike.
impl PartialEq for GradeRolls {
    fn eq(&self, other: &Self) -> bool {
        let alike = |(one, other): (&f64, &f64)| one == other || (one.is_nan() && other.is_nan());
        self.years == other.years
            && self.last_counted == other.last_counted
            && self.grades == other.grades
            && self.pupils.dim() == other.pupils.dim()
            && self.pupils.iter().zip(&other.pupils).all(alike)
    }
}

impl GradeRolls {
    /// Position of a school year.
    #[must_use]
    pub fn position(&self, year: SchoolYear) -> Option<usize> {
        self.years.binary_search(&year).ok()
    }

    /// Pupils of a unit and stage, all grades and groups; none where they were not counted.
    #[must_use]
    pub fn stage_total(&self, unit: UnitIndex, stage: StageIndex, position_of_year: usize) -> Option<f64> {
        let groups = 0..self.pupils.dim().1;
        let of_group =
            |group| self.group_total(unit, stage, group, position_of_year).filter(|pupils| !pupils.is_nan());
        groups.map(of_group).sum()
    }

    /// Pupils of a unit, stage and group, all grades; none for a stage without grades here.
    pub(super) fn group_total(
        &self,
        unit: UnitIndex,
        stage: StageIndex,
        group: usize,
        position_of_year: usize,
    ) -> Option<f64> {
        let steps: Vec<usize> = self.steps(stage).collect();
        let (first, last) = (*steps.first()?, *steps.last()?);
        Some(self.pupils.slice(s![unit.index(), group, first..=last, position_of_year]).sum())
    }

    /// Positions of a stage's grades.
    pub fn steps(&self, stage: StageIndex) -> impl Iterator<Item = usize> + '_ {
        self.grades.iter().enumerate().filter(move |(_, (of, _))| *of == stage).map(|(step, _)| step)
    }
}

/// Pupils up to a school year by some rules; none for a study without counts. Children may be left out.
pub(in super::super) fn by_grade(
    study: &Study,
    children: Option<&Children>,
    rule: RollRule,
    end: SchoolYear,
    methods: &mut Methods,
) -> Option<GradeRolls> {
    let ladder = Ladder::of(study, &graded(study));
    let whole = Cohorts { of: children, grouped: false };
    let counts = Counts::of(study, &ladder, &whole)?;
    let cohorts = Cohorts { of: children, grouped: counts.grouped };
    let lanes = Lanes::of(study);
    let flow = Flow::of(study, &lanes, &ladder, &counts, cohorts, rule);
    say(&ladder, &counts, &flow, methods);
    let pupils = flow.run(end);
    Some(GradeRolls {
        years: (0..pupils.dim().3).map(|position| counts.year(position)).collect(),
        last_counted: counts.last(),
        grades: ladder.steps.iter().map(|step| (step.stage, step.grade)).collect(),
        grouped: counts.grouped,
        pupils,
    })
}

/// States the methods that served.
fn say(ladder: &Ladder, counts: &Counts, flow: &Flow, methods: &mut Methods) {
    let used = |source: fn(Source) -> bool, children: bool| {
        ladder
            .steps
            .iter()
            .enumerate()
            .any(|(step, of)| source(of.source) && (children == flow.entry.follows_children(step)))
    };
    methods.add(Method::GradeRatios);
    methods.add_if(used(|source| source == Source::Cohort, true), Method::EntryRates);
    methods.add_if(used(|source| source == Source::Rate, true), Method::AttendanceRates);
    methods
        .add_if(used(|source| matches!(source, Source::Rate | Source::Cohort), false), Method::EntryByTrend);
    let between = |of: &super::ladder::Step| match of.source {
        Source::Step(source) => ladder.steps[source].stage != of.stage,
        Source::Rate | Source::Cohort => false,
    };
    methods.add_if(ladder.steps.iter().any(between), Method::StageTransfers);
    methods.add_if(counts.ungraded, Method::PupilsSplitToGrades);
    let closed = closed(counts);
    methods.add_if(closed > 0, Method::UnitsClosed(closed));
}

/// Units without any count in the last year.
fn closed(counts: &Counts) -> usize {
    let last = counts.years() - 1;
    let open = |unit: &ndarray::ArrayView3<f64>| {
        unit.slice(s![.., .., last]).iter().any(|pupils| pupils.is_finite())
    };
    counts.pupils.outer_iter().filter(|unit| !open(unit)).count()
}
