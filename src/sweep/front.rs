//! The Pareto front (帕累托前沿): cases that no other beats in cost and in what they reach.

/// Of cases with a cost and a level (none where a case does not take part) in groups of equal circumstances, which lie on the
/// front of their group: no other of the group costs no more and reaches no less, one of them strictly.
#[must_use]
pub fn front(points: &[Option<(f64, f64)>], groups: &[Vec<usize>]) -> Vec<bool> {
    let beats = |one: (f64, f64), other: (f64, f64)| {
        one.0 <= other.0 && one.1 >= other.1 && (one.0 < other.0 || one.1 > other.1)
    };
    let on_front = |at: usize| {
        points[at].is_some_and(|mine| {
            let rivals = points.iter().zip(groups).filter(|(_, group)| **group == groups[at]);
            !rivals.filter_map(|(rival, _)| *rival).any(|rival| beats(rival, mine))
        })
    };
    (0..points.len()).map(on_front).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_costs_more_and_reaches_less_is_beaten_within_its_group() {
        let points = [
            Some((10.0, 0.85)), // on the front: the cheapest
            Some((12.0, 0.90)), // on the front: the highest
            Some((13.0, 0.88)), // beaten by the second
            Some((10.0, 0.80)), // beaten by the first at equal cost
            Some((20.0, 0.85)), // alone in its group
            None,
        ];
        let groups = [vec![0], vec![0], vec![0], vec![0], vec![1], vec![0]];
        assert_eq!(front(&points, &groups), [true, true, false, false, true, false]);
    }

    #[test]
    fn equals_share_the_front() {
        assert_eq!(front(&[Some((1.0, 1.0)); 2], &[vec![], vec![]]), [true, true]);
    }
}
