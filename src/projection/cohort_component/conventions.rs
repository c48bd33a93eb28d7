//! In which order the events of a step happen.

pub use crate::domain::{Exposure, Order, Timing};

/// Shares of the moves at the start, in the middle and at the end of a step; they add to 1. Moves that are spread over
/// the step have no moment of their own.
pub(super) fn moments(timing: Timing) -> [f64; 3] {
    match timing {
        Timing::Even => [0.5, 0.0, 0.5],
        Timing::Middle => [0.0, 1.0, 0.0],
        Timing::End => [0.0, 0.0, 1.0],
        Timing::HalfExposure => [0.0; 3],
    }
}

/// Order of events and length of a step (推算约定).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conventions {
    /// Years of a step and of an age.
    pub years: f64,
    /// When moves happen.
    pub timing: Timing,
    /// Ageing before or after the last moves.
    pub order: Order,
    /// Women who give birth.
    pub exposure: Exposure,
    /// Whether newborns stay where they are born in the step of their birth.
    pub newborns_stay: bool,
}

impl Conventions {
    /// Half the moves at the start, survival, ageing, half the moves by the age attained; births of the mean of women
    /// (Preston, Heuveline & Guillot, box 6.2).
    pub const PRESTON: Self = Self {
        years: 1.0,
        timing: Timing::Even,
        order: Order::AgeThenMove,
        exposure: Exposure::MeanOfStartAndEnd,
        newborns_stay: false,
    };

    /// Survival, moves by the age at the start, births of the women who are then there, ageing (Swedish municipalities).
    pub const MUNICIPAL: Self = Self {
        timing: Timing::End,
        order: Order::MoveThenAge,
        exposure: Exposure::AfterMoves,
        newborns_stay: true,
        ..Self::PRESTON
    };

    /// Who comes, goes or changes status bears half a year's risk of death; births of a cohort's mean women (Swiss federal
    /// and cantonal projections).
    pub const HALF_YEAR: Self =
        Self { timing: Timing::HalfExposure, exposure: Exposure::MeanOfCohort, ..Self::PRESTON };
}

impl Default for Conventions {
    fn default() -> Self {
        Self::PRESTON
    }
}
