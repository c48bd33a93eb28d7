//! Whether a figure fits what stands beside it (离群判断).

/// How a figure lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Lies {
    /// Above all but one of the figures beside it.
    High {
        /// What they let expect.
        expected: f64,
    },
    /// Below all but one of them.
    Low {
        /// What they let expect.
        expected: f64,
    },
}

impl Lies {
    /// What the figures beside it let expect.
    pub(super) const fn expected(self) -> f64 {
        match self {
            Self::High { expected } | Self::Low { expected } => expected,
        }
    }
}

/// How much a figure may differ.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    /// Times.
    pub(super) factor: f64,
    /// Persons in any case.
    pub(super) free: f64,
    /// Standard deviations of a count.
    pub(super) noise: f64,
}

impl Allowance {
    /// The most that a figure may be where another is expected.
    pub(super) fn most(&self, expected: f64) -> f64 {
        expected * self.factor + self.free + self.noise * expected.max(0.0).sqrt()
    }

    /// Whether the greater of two figures is too great beside the other.
    pub(super) fn apart(&self, greater: f64, other: f64) -> bool {
        greater > self.most(other)
    }
}

/// How a figure lies beside others, if it disagrees with all but one of them in the same direction, and
/// with two at least. One may agree by chance or be wrong itself.
pub(super) fn lies(value: f64, beside: &[f64], allowance: &Allowance) -> Option<Lies> {
    let needed = beside.len().saturating_sub(1).max(2);
    if beside.len() < 2 {
        return None;
    }
    let over = |other: &&f64| allowance.apart(value, **other);
    let under = |other: &&f64| allowance.apart(**other, value);
    if beside.iter().filter(over).count() >= needed {
        return Some(Lies::High { expected: middle(beside) });
    }
    (beside.iter().filter(under).count() >= needed).then(|| Lies::Low { expected: middle(beside) })
}

/// The middle of some figures; 0 of none.
pub(super) fn middle(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    match (sorted.len() % 2, sorted.get(half)) {
        (_, None) => 0.0,
        (1, Some(middle)) => *middle,
        (_, Some(upper)) => {
            f64::midpoint(sorted.get(half.wrapping_sub(1)).copied().unwrap_or(*upper), *upper)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEST: Allowance = Allowance { factor: 4.0, free: 25.0, noise: 8.0 };

    #[test]
    fn a_figure_is_told_where_all_but_one_disagree() {
        // 4 · 210 + 25 + 8 · √210 = 981: ten times as much is too much, four times is not.
        let beside = [200.0, 210.0, 190.0];
        assert_eq!(lies(2020.0, &beside, &TEST), Some(Lies::High { expected: 200.0 }));
        assert_eq!(lies(800.0, &beside, &TEST), None);
        // A wrong figure beside it does not hide it, nor make it look wrong.
        assert!(lies(2020.0, &[200.0, 2100.0, 190.0], &TEST).is_some());
        assert_eq!(lies(202.0, &[200.0, 2100.0, 190.0], &TEST), None);
        // A surge that the years beside it know, too, is none.
        assert_eq!(lies(2020.0, &[200.0, 2100.0, 1900.0], &TEST), None);
    }

    #[test]
    fn small_figures_and_single_witnesses_are_left_alone() {
        assert_eq!(lies(24.0, &[0.0, 0.0, 0.0], &TEST), None);
        assert_eq!(lies(2020.0, &[200.0], &TEST), None);
        // 4 · 0 + 25 + 0 = 25 < 90.
        assert_eq!(lies(0.0, &[100.0, 90.0], &TEST), Some(Lies::Low { expected: 95.0 }));
    }

    #[test]
    fn middles() {
        let near = |values: &[f64], of: f64| assert!((middle(values) - of).abs() < 1e-12, "{values:?}");
        near(&[], 0.0);
        near(&[3.0], 3.0);
        near(&[9.0, 1.0], 5.0);
        near(&[9.0, 1.0, 2.0], 2.0);
    }
}
