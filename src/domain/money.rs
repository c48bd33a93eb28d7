//! Money.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// An amount of money in yuan (元), exact to the fen (分).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Yuan {
    fen: i64,
}

/// An amount in 10⁴ yuan (万元), as budgets are written.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct TenThousandYuan(pub f64);

/// Fen in 10⁴ yuan.
const FEN: f64 = 1e6;

impl Yuan {
    /// One fen in 10⁴ yuan: no difference of amounts is smaller.
    pub const ONE_FEN: f64 = 1.0 / FEN;

    /// From 10⁴ yuan, to the nearest fen.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)] // a float cast saturates, and tables limit amounts to 1e9
    pub fn from_ten_thousand(amount: f64) -> Self {
        Self { fen: (amount * FEN).round() as i64 }
    }

    /// In 10⁴ yuan.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // exact to 2⁵³ fen, 9 × 10¹³ yuan
    pub fn ten_thousand(self) -> f64 {
        self.fen as f64 / FEN
    }

    /// In fen.
    #[must_use]
    pub const fn fen(self) -> i64 {
        self.fen
    }

    /// A share of the amount, to the nearest fen.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // exact to 2⁵³ fen
    pub fn share(self, share: f64) -> Self {
        Self { fen: (self.fen as f64 * share).round() as i64 }
    }
}

impl Add for Yuan {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { fen: self.fen + other.fen }
    }
}

impl Sub for Yuan {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { fen: self.fen - other.fen }
    }
}

impl AddAssign for Yuan {
    fn add_assign(&mut self, other: Self) {
        self.fen += other.fen;
    }
}

impl Sum for Yuan {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), Add::add)
    }
}

impl fmt::Display for TenThousandYuan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.2}", self.0)
    }
}
