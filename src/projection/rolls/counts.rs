//! Counted pupils on a yearly grid.

use super::cohorts::Cohorts;
use super::ladder::Ladder;
use crate::domain::{PupilCount, SchoolYear, Study};
use ndarray::{Array4, ArrayView1, s};
use std::collections::{BTreeMap, BTreeSet};

/// Pupils of every unit, grade and counted year (分年级在校生).
#[derive(Debug, Clone)]
pub(super) struct Counts {
    /// First counted year.
    pub first: i32,
    /// `[unit, group, step, year]`; one group where not all counts are by group. Not a number where a unit has no count of the
    /// stage in the year.
    pub pupils: Array4<f64>,
    /// Whether pupils are told apart by group.
    pub grouped: bool,
    /// Whether some stage is counted without grades.
    pub ungraded: bool,
}

/// A cell of the table: unit, stage, grade, year; groups left out.
type Cell = (usize, usize, Option<usize>, i32);

fn cell(row: &PupilCount) -> Cell {
    (row.unit.index(), row.stage.index(), row.grade, row.year.0)
}

/// Whether all counts of a stage are by grade; none for a stage without counts, `[stage]`.
pub(super) fn graded(study: &Study) -> Vec<Option<bool>> {
    let mut graded = vec![None; study.stages.len()];
    let by_grade: BTreeSet<_> = study
        .enrolment
        .counts
        .iter()
        .filter(|row| row.grade.is_some())
        .map(|row| (row.unit.index(), row.stage.index(), row.year.0))
        .collect();
    for row in &study.enrolment.counts {
        let known = by_grade.contains(&(row.unit.index(), row.stage.index(), row.year.0));
        let of = &mut graded[row.stage.index()];
        *of = Some(of.unwrap_or(true) && known);
    }
    graded
}

impl Counts {
    /// Lays the table on the grid; none where it is empty.
    pub(super) fn of(study: &Study, ladder: &Ladder, cohorts: &Cohorts) -> Option<Self> {
        let rows = &study.enrolment.counts;
        let (first, last) =
            (rows.iter().map(|row| row.year.0).min()?, rows.iter().map(|row| row.year.0).max()?);
        let grouped = by_group(rows);
        let groups = if grouped { study.groups.len().max(1) } else { 1 };
        let years = usize::try_from(last - first + 1).ok()?;
        let shape = (study.enrolment.units.len(), groups, ladder.steps.len(), years);
        let mut counts = Self { first, pupils: Array4::from_elem(shape, f64::NAN), grouped, ungraded: false };
        for row in chosen(rows, grouped) {
            counts.add(study, ladder, cohorts, row);
        }
        Some(counts)
    }

    fn add(&mut self, study: &Study, ladder: &Ladder, cohorts: &Cohorts, row: &PupilCount) {
        let (unit, steps) = (row.unit.index(), ladder.steps_of(row.stage));
        let group = if self.grouped { row.group.map_or(0, crate::domain::GroupIndex::index) } else { 0 };
        let Ok(year) = usize::try_from(row.year.0 - self.first) else { return };
        // A stage that is counted at all is counted in every grade: those without a row are empty.
        let mut of_stage = self.pupils.slice_mut(s![unit, .., steps.clone(), year]);
        of_stage.mapv_inplace(|pupils| if pupils.is_nan() { 0.0 } else { pupils });
        if let Some(grade) = row.grade {
            if let Some(step) = ladder.step(row.stage, grade) {
                self.pupils[[unit, group, step, year]] += row.pupils;
            }
            return;
        }
        self.ungraded = true;
        let town = study.enrolment.units[unit].town;
        let ages = ladder.steps[steps.clone()].iter().map(|step| step.age);
        let children: Vec<f64> =
            ages.map(|age| cohorts.children(town, group, age, row.year).unwrap_or(0.0)).collect();
        let total: f64 = children.iter().sum();
        let equal = 1.0 / children.iter().map(|_| 1.0).sum::<f64>();
        for (step, children) in steps.zip(children) {
            let share = if total > 0.0 { children / total } else { equal };
            self.pupils[[unit, group, step, year]] += row.pupils * share;
        }
    }

    /// Number of counted years.
    pub(super) fn years(&self) -> usize {
        self.pupils.dim().3
    }

    /// Last counted year.
    pub(super) fn last(&self) -> SchoolYear {
        SchoolYear(self.first + i32::try_from(self.years()).unwrap_or(1) - 1)
    }

    /// School year at a position.
    pub(super) fn year(&self, position: usize) -> SchoolYear {
        SchoolYear(self.first + i32::try_from(position).unwrap_or(0))
    }

    /// Pupils of a unit, group and step by counted year.
    pub(super) fn lane(&self, unit: usize, group: usize, step: usize) -> ArrayView1<'_, f64> {
        self.pupils.slice(s![unit, group, step, ..])
    }
}

/// Whether every cell is given by group.
fn by_group(rows: &[PupilCount]) -> bool {
    let with: BTreeSet<Cell> = rows.iter().filter(|row| row.group.is_some()).map(cell).collect();
    !with.is_empty() && rows.iter().filter(|row| row.group.is_none()).all(|row| with.contains(&cell(row)))
}

/// Rows that count: totals only beside no parts, or parts only beside no total; all grades only beside no grade.
fn chosen(rows: &[PupilCount], grouped: bool) -> impl Iterator<Item = &PupilCount> {
    let mut totals: BTreeMap<Cell, bool> = BTreeMap::new();
    let mut by_grade: BTreeSet<(usize, usize, i32)> = BTreeSet::new();
    for row in rows {
        *totals.entry(cell(row)).or_insert(false) |= row.group.is_none();
        if row.grade.is_some() {
            by_grade.insert((row.unit.index(), row.stage.index(), row.year.0));
        }
    }
    rows.iter().filter(move |row| {
        let total = totals.get(&cell(row)).copied().unwrap_or(false);
        let of_group = if grouped { row.group.is_some() } else { row.group.is_none() || !total };
        let of_grade =
            row.grade.is_some() || !by_grade.contains(&(row.unit.index(), row.stage.index(), row.year.0));
        of_group && of_grade
    })
}
