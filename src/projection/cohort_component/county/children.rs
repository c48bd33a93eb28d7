//! Children by single age and year from people by five-year ages on dates five years apart.

use crate::graduation::single_ages;
use crate::projection::fill::fill;
use crate::projection::survival::Survival;
use ndarray::{Array4, s};

/// People on a date, by its slot: `[region, group, sex, age group]`.
pub(super) type Dated = (usize, Array4<f64>);

/// Children by single age in every slot from a first one to a last, `[region, group, age, slot]` with slots from 0: groups
/// split on the first date and at birth, within each cohort's group as before on later ones, cohorts interpolated between.
pub(super) fn single_children(
    dates: &[Dated],
    width: usize,
    kept: usize,
    last_slot: usize,
    survival: &Survival,
) -> Array4<f64> {
    let Some((_, first)) = dates.first() else { return Array4::zeros((0, 0, kept, last_slot + 1)) };
    let (regions, groups, ..) = first.dim();
    let end = dates.iter().map(|(slot, _)| *slot).max().unwrap_or(0).max(last_slot);
    let seen: Vec<bool> = (0..=end).map(|slot| dates.iter().any(|(of, _)| *of == slot)).collect();
    let mut children = Array4::zeros((regions, groups, kept, end + 1));
    for (region, group) in ndarray::indices((regions, groups)) {
        let mut lane = children.slice_mut(s![region, group, .., ..]);
        let mut before: Option<Vec<f64>> = None;
        for (slot, people) in dates {
            let by_group = people.slice(s![region, group, .., ..]).sum_axis(ndarray::Axis(0));
            let closed = by_group.len() - 1;
            let split = single_ages(&vec![width; closed], &by_group.to_vec()[..closed]);
            let singles = match &before {
                Some(before) => aged(before, &split, width),
                None => split,
            };
            for (age, count) in singles.iter().take(kept).enumerate() {
                lane[[age, *slot]] = *count;
            }
            before = Some(singles);
        }
        fill(lane, &seen, survival);
    }
    children.slice(s![.., .., .., ..=last_slot]).to_owned()
}

/// Single ages a step later: a group is as its cohort was before, with its new total; the youngest, and a cohort of which
/// nobody was there, as split.
fn aged(before: &[f64], split: &[f64], width: usize) -> Vec<f64> {
    let mut ages = split[..width.min(split.len())].to_vec();
    for (old, new) in before.chunks(width).zip(split.chunks(width).skip(1)) {
        let (was, is): (f64, f64) = (old.iter().sum(), new.iter().sum());
        ages.extend(old.iter().zip(new).map(|(old, new)| if was > 0.0 { old * is / was } else { *new }));
    }
    ages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_between_follow_their_cohorts() {
        // 500 in each of three closed groups at both dates, as 250 women and 250 men: 100 of each age in every year.
        let people = Array4::from_elem((1, 1, 2, 4), 250.0);
        let dates = [(0, people.clone()), (5, people)];
        let children = single_children(&dates, 5, 12, 7, &Survival::default());
        assert_eq!(children.dim(), (1, 1, 12, 8));
        for slot in 0..=5 {
            for age in 0..12 {
                assert!((children[[0, 0, age, slot]] - 100.0).abs() < 1e-9, "age {age}, slot {slot}");
            }
        }
    }
}
