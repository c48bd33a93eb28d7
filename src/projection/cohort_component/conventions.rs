//! In which order the events of a step happen.

/// When moves happen within a step (迁移时点).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Timing {
    /// Half at the start, half at the end (均匀).
    #[default]
    Even,
    /// All in the middle, after half the deaths (期中).
    Middle,
    /// All at the end (期末).
    End,
}

impl Timing {
    /// Shares of the moves at the start, in the middle and at the end; they add to 1.
    #[must_use]
    pub fn shares(self) -> [f64; 3] {
        match self {
            Self::Even => [0.5, 0.0, 0.5],
            Self::Middle => [0.0, 1.0, 0.0],
            Self::End => [0.0, 0.0, 1.0],
        }
    }
}

/// At which age those who move at the end of a step are counted (期末迁移年龄).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Everybody ages, then the last moves happen by the age attained; newborns move as well.
    #[default]
    AgeThenMove,
    /// The last moves happen by the age at the start, then everybody ages; newborns do not move.
    MoveThenAge,
}

/// Of which women births are reckoned (育龄妇女口径).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Exposure {
    /// Mean of the women of an age at the start, after the first moves, and at the end.
    #[default]
    MeanOfStartAndEnd,
    /// Women after the last moves: by the age at the start where they age afterwards, else by the age attained.
    AfterMoves,
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
}

impl Conventions {
    /// Half the moves at the start, survival, ageing, half the moves by the age attained; births of the mean of women
    /// (Preston, Heuveline & Guillot, box 6.2).
    pub const PRESTON: Self = Self {
        years: 1.0,
        timing: Timing::Even,
        order: Order::AgeThenMove,
        exposure: Exposure::MeanOfStartAndEnd,
    };

    /// Survival, moves by the age at the start, births of the women who are then there, ageing (Swedish municipalities).
    pub const MUNICIPAL: Self =
        Self { years: 1.0, timing: Timing::End, order: Order::MoveThenAge, exposure: Exposure::AfterMoves };
}

impl Default for Conventions {
    fn default() -> Self {
        Self::PRESTON
    }
}
