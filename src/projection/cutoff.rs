//! Ages on the cut-off day of the school year.

use super::ProjectionError;
use super::grid::{Moment, years};
use super::history::History;
use super::method::{Method, Methods};
use crate::domain::{GroupIndex, SchoolYear, Study, TownIndex};
use ndarray::{Array4, ArrayView1, Axis, s};

/// Children by completed age on the cut-off day of each school year (分年龄儿童).
#[derive(Debug, Clone, PartialEq)]
pub struct Children {
    /// School years, from the first that the counts give to the last outlook year.
    pub years: Vec<SchoolYear>,
    /// Children, `[town, group, age, year]`, ages from 0.
    pub counts: Array4<f64>,
}

impl Children {
    /// Position of a school year on the year axis.
    #[must_use]
    pub fn position(&self, year: SchoolYear) -> Option<usize> {
        self.years.binary_search(&year).ok()
    }

    /// Children of a town and group at an age; 0 outside the years and ages.
    #[must_use]
    pub fn count(&self, town: TownIndex, group: GroupIndex, age: u8, year: SchoolYear) -> f64 {
        let position = self.position(year);
        let count =
            position.and_then(|year| self.counts.get([town.index(), group.index(), usize::from(age), year]));
        count.copied().unwrap_or(0.0)
    }

    /// Children of all towns and groups at ages from the first to the last; 0 outside the years.
    #[must_use]
    pub fn total(&self, ages: (u8, u8), year: SchoolYear) -> f64 {
        let oldest = self.counts.len_of(Axis(2));
        let ages = usize::from(ages.0).min(oldest)..(usize::from(ages.1) + 1).min(oldest);
        self.position(year).map_or(0.0, |year| self.counts.slice(s![.., .., ages, year]).sum())
    }
}

/// Children at the cut-off days, from the people of the slots `[town, group, age, slot]`.
pub(super) fn children(
    study: &Study,
    history: &History,
    people: &Array4<f64>,
    methods: &mut Methods,
) -> Result<Children, ProjectionError> {
    let years = school_years(study, history)?;
    let (towns, groups, ages, _) = people.dim();
    let needed = study.stages.iter().map(|stage| usize::from(stage.ages.1)).max().unwrap_or(0);
    let kept = (ages - 1).max(needed + 1);
    let mut counts = Array4::zeros((towns, groups, kept, years.len()));
    for (position, year) in years.iter().enumerate() {
        let cutoff = Moment::of_cutoff(*year, study.cutoff);
        let Some(slot) = history.grid.at_or_after(cutoff) else { continue };
        let later = history.grid.moment(slot).years_since(cutoff);
        methods.add_if(kept == ages && later > 0.0, Method::OldestAgeRepeated);
        for town in 0..towns {
            for group in 0..groups {
                let on_date = people.slice(s![town, group, .., slot]);
                for age in 0..kept {
                    counts[[town, group, age, position]] = on_cutoff(&on_date, age, later);
                }
            }
        }
    }
    Ok(Children { years, counts })
}

/// People of an age on the cut-off day, from those a share `later` of a year after it:
/// `N_cut(a) = later·N(a+1) + (1−later)·N(a)`; those who are a+1 by then had turned a before the cut-off.
fn on_cutoff(on_date: &ArrayView1<f64>, age: usize, later: f64) -> f64 {
    let same = on_date[age];
    let older = on_date.get(age + 1).copied().unwrap_or(same);
    later * older + (1.0 - later) * same
}

/// School years from the first in which every town is known.
fn school_years(study: &Study, history: &History) -> Result<Vec<SchoolYear>, ProjectionError> {
    let (grid, horizon) = (history.grid, study.horizon);
    let complete = history.complete_from();
    let slot = |year: i32| grid.at_or_after(Moment::of_cutoff(SchoolYear(year), study.cutoff));
    let mut from = grid.base.year() + years(complete) - years(grid.last) - 1;
    while slot(from).is_none_or(|slot| slot < complete) {
        from += 1;
    }
    if from > horizon.first.0 {
        return Err(ProjectionError::PopulationTooLate { first: horizon.first.0, from });
    }
    Ok((from..=horizon.outlook.0).map(SchoolYear).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn cut_off_by_hand() {
        // Counted on 1 November, cut-off 31 August, two months before: of 120 aged 7, 2/12 had their birthday since:
        // they were 6 on the cut-off day. Aged 6 then: 2/12·120 + 10/12·60 = 70.
        let on_date = array![60.0, 120.0];
        assert!((on_cutoff(&on_date.view(), 0, 2.0 / 12.0) - 70.0).abs() < 1e-12);
        assert!((on_cutoff(&on_date.view(), 1, 2.0 / 12.0) - 120.0).abs() < 1e-12, "no older age is kept");
        assert!((on_cutoff(&on_date.view(), 0, 0.0) - 60.0).abs() < 1e-12);
    }
}
