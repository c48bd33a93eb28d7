//! Programmes: projects in use against the number promised.

use crate::allocation::{Opening, Plan};
use crate::domain::{ProgrammeIndex, SchoolYear, Study};

/// A programme's projects (工程完成情况).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeLine {
    /// Programme.
    pub programme: ProgrammeIndex,
    /// Least number by the last decision year, if any.
    pub required: Option<u32>,
    /// Greatest number, if any.
    pub at_most: Option<u32>,
    /// Counted projects in use by the last decision year.
    pub opened: usize,
    /// Of these, those that open in each decision year.
    pub by_year: Vec<(SchoolYear, usize)>,
}

impl ProgrammeLine {
    /// Whether the number is kept.
    #[must_use]
    pub fn met(&self) -> bool {
        let at_least = self.required.is_none_or(|number| self.opened >= number as usize);
        at_least && self.at_most.is_none_or(|number| self.opened <= number as usize)
    }
}

/// Every programme.
#[must_use]
pub fn programmes(study: &Study, plan: &Plan) -> Vec<ProgrammeLine> {
    ProgrammeIndex::all(study.programmes.len())
        .zip(&study.programmes)
        .map(|(index, programme)| {
            let counted = plan.openings.iter().filter(|opening| {
                let project = &study.projects[opening.project.index()];
                project.programme == index && programme.kinds.contains(&project.kind)
            });
            let number = |opening: &Opening| opening.count as usize;
            let in_year = |year| counted.clone().filter(|opening| opening.year == year).map(number).sum();
            ProgrammeLine {
                programme: index,
                required: programme.at_least,
                at_most: programme.at_most,
                opened: counted.clone().map(number).sum(),
                by_year: study.horizon.decision_years().map(|year| (year, in_year(year))).collect(),
            }
        })
        .collect()
}
