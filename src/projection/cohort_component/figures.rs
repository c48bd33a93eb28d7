//! Everything that acts in a step.

use super::life_table::StepSurvival;
use super::migration::Migration;
use ndarray::{Array2, Array3, Array4, s};
use thiserror::Error;

/// Where births come from (出生来源).
#[derive(Debug, Clone, PartialEq)]
pub enum BirthSource {
    /// Births per woman and year by age of the mother, `[area, group, age]` (年龄别生育率).
    Rates(Array3<f64>),
    /// Births a year, `[area, group]`, such as those of a register (已知出生数).
    Given(Array2<f64>),
    /// Rates, `[area, group, age]`, and births a year where they are known, `[area, group]` (部分已知).
    Partly(Array3<f64>, Array2<Option<f64>>),
}

impl BirthSource {
    /// Births a year of mothers of a group in an area, of the women under risk by age.
    pub(super) fn of(&self, area: usize, group: usize, women: &[f64]) -> f64 {
        let of_rates = |rates: &Array3<f64>| {
            let rates = rates.slice(s![area, group, ..]);
            rates.iter().zip(women).map(|(rate, women)| rate * women).sum()
        };
        match self {
            Self::Rates(rates) => of_rates(rates),
            Self::Given(births) => births[[area, group]],
            Self::Partly(rates, known) => known[[area, group]].unwrap_or_else(|| of_rates(rates)),
        }
    }
}

/// Groups to which newborns belong, `[area, group of the mother, group of the child, sex]`, adding to 1 over the groups of
/// the child (新生儿人群).
#[derive(Debug, Clone, PartialEq)]
pub struct NewbornGroups(pub Array4<f64>);

/// Status change from one group to another, such as a migrant child who gains local registration (身份转换).
#[derive(Debug, Clone, PartialEq)]
pub struct StatusFlow {
    /// Position of the group left.
    pub from: usize,
    /// Position of the group joined.
    pub into: usize,
    /// Changers per person of the group left and year, `[area, sex, age]`, by age at the start.
    pub rates: Array3<f64>,
    /// Changers per newborn in the step of their birth, `[area, sex]`; only where moves are spread over the step.
    pub newborn: Array2<f64>,
}

/// Everything that acts in a step (一步推算的参数).
#[derive(Debug, Clone, PartialEq)]
pub struct StepFigures {
    /// Births.
    pub births: BirthSource,
    /// Girls among the newborns, 0 to 1: `1 / (1 + sex ratio at birth)` (女婴占比).
    pub share_of_girls: f64,
    /// Groups of newborns by the group of the mother; none: the mother's.
    pub newborn_groups: Option<NewbornGroups>,
    /// Survival over the step.
    pub survival: StepSurvival,
    /// Moves.
    pub migration: Migration,
    /// Status change, after half a step's exposure; what is given adds up.
    pub change: Vec<StatusFlow>,
}

/// Why a step cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EngineError {
    /// An array does not fit the people.
    #[error("{figures}: the array does not have the areas, groups, sexes and ages of the people")]
    Shape {
        /// What the array holds.
        figures: &'static str,
    },
}

impl StepFigures {
    /// Every array has the axes of the people, `(areas, groups, sexes, ages)`.
    pub(super) fn check(&self, people: (usize, usize, usize, usize)) -> Result<(), EngineError> {
        let (areas, groups, sexes, ages) = people;
        let shape = |fits: bool, figures: &'static str| {
            if fits { Ok(()) } else { Err(EngineError::Shape { figures }) }
        };
        shape(sexes == 2 && ages >= 2, "people")?;
        shape(self.survival.ages.dim() == people, "survival")?;
        shape(self.survival.newborn.dim() == (areas, groups, sexes), "survival of newborns")?;
        match &self.births {
            BirthSource::Rates(rates) => shape(rates.dim() == (areas, groups, ages), "fertility")?,
            BirthSource::Partly(rates, known) => {
                shape(rates.dim() == (areas, groups, ages), "fertility")?;
                shape(known.dim() == (areas, groups), "births")?;
            }
            BirthSource::Given(births) => shape(births.dim() == (areas, groups), "births")?,
        }
        let shares = self.newborn_groups.as_ref();
        shape(
            shares.is_none_or(|shares| shares.0.dim() == (areas, groups, groups, sexes)),
            "groups of newborns",
        )?;
        for (name, part) in self.migration.parts() {
            shape(part.is_none_or(|part| part.dim() == people), name)?;
        }
        self.change.iter().try_for_each(|flow| {
            let fits = flow.from < groups && flow.into < groups;
            let rates = flow.rates.dim() == (areas, sexes, ages) && flow.newborn.dim() == (areas, sexes);
            shape(fits && rates, "status change")
        })
    }
}
