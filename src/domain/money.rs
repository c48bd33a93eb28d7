//! Money.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// An amount in whole yuan (元).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Yuan(pub i64);

/// An amount in 10⁴ yuan (万元), as budgets are written.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct TenThousandYuan(pub f64);

impl Yuan {
    /// From 10⁴ yuan, to the nearest yuan.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // a float cast saturates, and tables limit amounts to 1e9
    pub fn from_ten_thousand(amount: f64) -> Self {
        Self((amount * 1e4).round() as i64)
    }

    /// In 10⁴ yuan.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // exact to 2⁵³ yuan
    pub fn ten_thousand(self) -> f64 {
        self.0 as f64 / 1e4
    }
}

impl Add for Yuan {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Yuan {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sum for Yuan {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self(0), Add::add)
    }
}

impl fmt::Display for TenThousandYuan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.2}", self.0)
    }
}
