//! The Pareto front (帕累托前沿): cases that no other beats in cost and in what they reach.

/// A case that takes part: its cost, the least that it can truly be, and what it reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Cost of the plan found.
    pub cost: f64,
    /// Proven lower bound of it: a plan of the case may cost as little.
    pub least: f64,
    /// What it reaches.
    pub level: f64,
}

/// Whether a case lies on the front of its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It takes no part, or another surely costs no more and reaches no less, one of them strictly.
    Beaten,
    /// Which of the two costs more lies within the proven gaps of the searches: a tie (并列).
    Tied,
    /// No other can beat it, however the gaps close.
    Front,
}

impl Standing {
    /// The word in results.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Beaten => "no",
            Self::Tied => "tied",
            Self::Front => "yes",
        }
    }
}

/// Levels that differ by less are the same.
const SAME: f64 = 1e-9;

impl Point {
    /// Whether it costs no more and reaches no less, one of them strictly, at these costs of both.
    fn beats(self, cost: f64, other: Self, other_cost: f64) -> bool {
        let (no_less, more) = (self.level >= other.level - SAME, self.level > other.level + SAME);
        (cost < other_cost && no_less) || (cost <= other_cost && more)
    }
}

/// Of cases (none where a case does not take part) in groups of equal circumstances, how each stands in its group. Costs whose
/// intervals between bound and plan overlap are tied.
#[must_use]
pub fn front(points: &[Option<Point>], groups: &[Vec<usize>]) -> Vec<Standing> {
    let standing = |at: usize| {
        let Some(mine) = points[at] else { return Standing::Beaten };
        let of_group = |other: &usize| *other != at && groups[*other] == groups[at];
        let rivals: Vec<Point> =
            (0..points.len()).filter(of_group).filter_map(|other| points[other]).collect();
        if rivals.iter().any(|rival| rival.beats(rival.cost, mine, mine.least)) {
            Standing::Beaten
        } else if rivals.iter().any(|rival| rival.beats(rival.least, mine, mine.cost)) {
            Standing::Tied
        } else {
            Standing::Front
        }
    };
    (0..points.len()).map(standing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Standing::{Beaten, Front, Tied};

    fn exact(cost: f64, level: f64) -> Point {
        Point { cost, least: cost, level }
    }

    fn within(least: f64, cost: f64, level: f64) -> Point {
        Point { cost, least, level }
    }

    #[test]
    fn what_costs_more_and_reaches_less_is_beaten_within_its_group() {
        let points = [
            Some(exact(10.0, 0.85)), // on the front: the cheapest
            Some(exact(12.0, 0.90)), // on the front: the highest
            Some(exact(13.0, 0.88)), // beaten by the second
            Some(exact(10.0, 0.80)), // beaten by the first at equal cost
            Some(exact(20.0, 0.85)), // alone in its group
            None,
        ];
        let groups = [vec![0], vec![0], vec![0], vec![0], vec![1], vec![0]];
        assert_eq!(front(&points, &groups), [Front, Front, Beaten, Beaten, Front, Beaten]);
    }

    #[test]
    fn equals_share_the_front() {
        assert_eq!(front(&[Some(exact(1.0, 1.0)); 2], &[vec![], vec![]]), [Front, Front]);
    }

    #[test]
    fn costs_within_the_gaps_are_tied() {
        let group = || vec![0];
        // The second reaches more and may cost as little as 9.8, less than the first: neither is known to be better.
        // The third reaches least and costs at least 9.95: the first, at 10, may be dearer, and the second, at 10.1, too.
        let points =
            [Some(within(9.9, 10.0, 0.85)), Some(within(9.8, 10.1, 0.90)), Some(within(9.95, 10.2, 0.80))];
        assert_eq!(front(&points, &[group(), group(), group()]), [Tied, Front, Tied]);
        // Where the third costs 10 at least, the first at 10 beats it; the second may do so to the first still.
        let points =
            [Some(within(9.9, 10.0, 0.85)), Some(within(9.8, 10.1, 0.90)), Some(within(10.0, 10.2, 0.80))];
        assert_eq!(front(&points, &[group(), group(), group()]), [Tied, Front, Beaten]);
        // Equal levels and overlapping costs: which is dearer is not known, and both are tied.
        assert_eq!(
            front(&[Some(within(9.9, 10.0, 0.9)), Some(within(9.95, 10.05, 0.9))], &[group(), group()]),
            [Tied, Tied]
        );
        // Gaps that do not overlap decide.
        assert_eq!(
            front(&[Some(within(9.9, 10.0, 0.9)), Some(within(10.1, 10.2, 0.9))], &[group(), group()]),
            [Front, Beaten]
        );
    }
}
