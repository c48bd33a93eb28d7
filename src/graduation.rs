//! Single ages from wider age groups: pure arithmetic (年龄组拆分为单岁).
//!
//! The cumulated people are interpolated by a cubic through the bounds of the groups whose slopes are limited so that it
//! never falls (Fritsch & Carlson, 1980, *SIAM J. Numer. Anal.* 17). Every group keeps its sum and no age is negative.

/// People by single year from the widths of adjoining groups, years, and their people. Ages are those of the groups in
/// order; groups of one year stay as they are.
#[must_use]
pub fn single_ages(widths: &[usize], people: &[f64]) -> Vec<f64> {
    let groups = widths.len().min(people.len());
    let (widths, people) = (&widths[..groups], &people[..groups]);
    let slopes = slopes(widths, people);
    let mut singles = Vec::with_capacity(widths.iter().sum());
    for (group, (width, total)) in widths.iter().zip(people).enumerate() {
        let curve =
            Curve { width: count(*width), total: *total, start: slopes[group], end: slopes[group + 1] };
        let cumulated: Vec<f64> = (0..=*width).map(|age| curve.at(count(age))).collect();
        singles.extend(cumulated.windows(2).map(|pair| (pair[1] - pair[0]).max(0.0)));
    }
    singles
}

/// Cumulated people within a group.
struct Curve {
    width: f64,
    total: f64,
    start: f64,
    end: f64,
}

impl Curve {
    /// People up to so many years after the group's first birthday: cubic with given ends and slopes.
    fn at(&self, years: f64) -> f64 {
        let share = years / self.width;
        let (square, cube) = (share * share, share * share * share);
        let risen = self.total * (3.0 * square - 2.0 * cube);
        let bent = self.start * (share - 2.0 * square + cube) + self.end * (cube - square);
        risen + self.width * bent
    }
}

/// People per year of age at every bound: those of a parabola through the bounds beside it, within limits that keep the
/// curve from falling.
fn slopes(widths: &[usize], people: &[f64]) -> Vec<f64> {
    let density = |group: usize| people[group] / count(widths[group]);
    let groups = widths.len();
    (0..=groups)
        .map(|bound| {
            let (before, after) = (bound.checked_sub(1), (bound < groups).then_some(bound));
            match (before, after) {
                (Some(before), Some(after)) => {
                    let (left, right) = (count(widths[before]), count(widths[after]));
                    let slope = (right * density(before) + left * density(after)) / (left + right);
                    slope.clamp(0.0, 3.0 * density(before).min(density(after)))
                }
                (None, Some(first)) => end_slope(widths, people, first, first + 1),
                (Some(last), None) => end_slope(widths, people, last, last.wrapping_sub(1)),
                (None, None) => 0.0,
            }
        })
        .collect()
}

/// Slope at an end, from the group there and its neighbour.
fn end_slope(widths: &[usize], people: &[f64], own: usize, neighbour: usize) -> f64 {
    let density = |group: usize| people[group] / count(widths[group]);
    if neighbour >= widths.len() {
        return density(own);
    }
    let (width, beside) = (count(widths[own]), count(widths[neighbour]));
    let slope = density(own) + width / (width + beside) * (density(own) - density(neighbour));
    slope.clamp(0.0, 3.0 * density(own))
}

#[allow(clippy::cast_precision_loss)] // years of age
fn count(years: usize) -> f64 {
    years as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_straight_line_is_met() {
        // 100, 98, 96, … by single year: the cumulated people are a parabola, which every slope meets exactly.
        let truth: Vec<f64> = (0..20).map(|age| 100.0 - 2.0 * f64::from(age)).collect();
        let groups: Vec<f64> = truth.chunks(5).map(|ages| ages.iter().sum()).collect();
        for (found, wanted) in single_ages(&[5; 4], &groups).iter().zip(&truth) {
            assert!((found - wanted).abs() < 1e-9, "{found} is not {wanted}");
        }
    }

    #[test]
    fn single_years_and_infants_stay() {
        let singles = single_ages(&[1, 4, 5], &[90.0, 380.0, 470.0]);
        assert_eq!(singles.len(), 10);
        assert!((singles[0] - 90.0).abs() < 1e-9);
        assert!((singles[1..5].iter().sum::<f64>() - 380.0).abs() < 1e-9);
    }

    #[test]
    fn one_group_alone_is_level() {
        assert!(single_ages(&[5], &[50.0]).iter().all(|age| (age - 10.0).abs() < 1e-9));
        assert!(single_ages(&[], &[]).is_empty());
    }

    proptest! {
        #[test]
        fn sums_are_kept_and_nothing_is_negative(people in proptest::collection::vec(0.0..1e6_f64, 1..20)) {
            let singles = single_ages(&vec![5; people.len()], &people);
            for (ages, total) in singles.chunks(5).zip(&people) {
                prop_assert!((ages.iter().sum::<f64>() - total).abs() < 1e-6);
                prop_assert!(ages.iter().all(|age| *age >= 0.0));
            }
        }
    }
}
