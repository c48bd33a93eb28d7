//! Years between counts, and from an area's last count to the last date.

use super::survival::Survival;
use ndarray::ArrayViewMut2;

/// Fills the slots of one area and group that were not counted, `[age, slot]`: between two counts along each cohort at a
/// constant ratio; after the last count by survival, with as many newborns as before. Slots before the first count stay 0.
/// Tells whether anything between two counts was filled.
pub(super) fn fill(mut people: ArrayViewMut2<f64>, seen: &[bool], survival: &Survival) -> bool {
    let counted: Vec<usize> = (0..seen.len()).filter(|slot| seen[*slot]).collect();
    let mut filled = false;
    for pair in counted.windows(2) {
        for slot in pair[0] + 1..pair[1] {
            between(&mut people, pair[0], slot, pair[1]);
            filled = true;
        }
    }
    if let Some(last) = counted.last() {
        for slot in last + 1..seen.len() {
            carry(&mut people, slot, survival);
        }
    }
    filled
}

/// A slot between two counts.
fn between(people: &mut ArrayViewMut2<f64>, start: usize, slot: usize, end: usize) {
    let (since, until) = (slot - start, end - slot);
    for age in 0..people.nrows() {
        let before = age.checked_sub(since).map(|age| people[[age, start]]);
        let after = people.get([age + until, end]).copied();
        people[[age, slot]] = match (before, after) {
            (Some(before), Some(after)) => along(before, after, count(since) / count(since + until)),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => {
                let share = count(since) / count(since + until);
                people[[age, start]] * (1.0 - share) + people[[age, end]] * share
            }
        };
    }
}

/// A constant yearly ratio between two counts of a cohort; linear where one of them is 0.
fn along(before: f64, after: f64, share: f64) -> f64 {
    if before > 0.0 && after > 0.0 {
        before * (after / before).powf(share)
    } else {
        before + (after - before) * share
    }
}

/// One year on by survival.
fn carry(people: &mut ArrayViewMut2<f64>, slot: usize, survival: &Survival) {
    for age in 1..people.nrows() {
        people[[age, slot]] = people[[age - 1, slot - 1]] * survival.step(age - 1);
    }
    if people.nrows() > 0 {
        people[[0, slot]] = people[[0, slot - 1]];
    }
}

#[allow(clippy::cast_precision_loss)] // a few years
fn count(years: usize) -> f64 {
    years as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn cohorts_between_counts_keep_a_constant_ratio() {
        // Ages 0–3 at slots 0 and 2: 100 aged 0 become 121 aged 2, so 110 aged 1 between; age 0 of slot 1 is age 1 of slot 2.
        let mut people = array![[100.0, 0.0, 90.0], [0.0, 0.0, 95.0], [50.0, 0.0, 121.0], [7.0, 0.0, 0.0]];
        assert!(fill(people.view_mut(), &[true, false, true], &Survival::default()));
        assert!((people[[1, 1]] - 110.0).abs() < 1e-9);
        assert!((people[[0, 1]] - 95.0).abs() < 1e-9);
        assert!((people[[2, 1]] - 0.0).abs() < 1e-9, "0 aged 1, then 0 aged 3");
        assert!((people[[3, 1]] - 50.0).abs() < 1e-9, "cohort leaves the ages kept");
    }

    #[test]
    fn after_the_last_count_survival_carries_on() {
        let mut people = array![[100.0, 0.0], [80.0, 0.0]];
        let survival = Survival::default();
        assert!(!fill(people.view_mut(), &[true, false], &survival));
        assert!((people[[0, 1]] - 100.0).abs() < 1e-12);
        assert!((people[[1, 1]] - 100.0 * survival.step(0)).abs() < 1e-12);
    }
}
