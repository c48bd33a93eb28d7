//! Whole persons from fractions, with the sum kept (保和取整).

/// Rounds to whole numbers that add up to `total`, the largest remainders first.
#[must_use]
pub fn by_remainder(values: &[f64], total: u32) -> Vec<u32> {
    let sum: f64 = values.iter().sum();
    let scale = if sum > 0.0 { f64::from(total) / sum } else { 0.0 };
    let exact: Vec<f64> = values.iter().map(|value| value * scale).collect();
    let mut whole: Vec<u32> = exact.iter().map(|value| value.floor() as u32).collect();
    let missing = total.saturating_sub(whole.iter().sum()) as usize;
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| {
        (exact[*b] - exact[*b].floor()).total_cmp(&(exact[*a] - exact[*a].floor())).then(a.cmp(b))
    });
    for index in order.iter().cycle().take(if values.is_empty() { 0 } else { missing }) {
        whole[*index] += 1;
    }
    whole
}

/// Rounds to whole numbers that add up to `total` without favouring large or small cells: the running sum, moved by an
/// offset between 0 and 1, is cut at whole numbers.
#[must_use]
pub fn running(values: &[f64], total: u32, offset: f64) -> Vec<u32> {
    let sum: f64 = values.iter().sum();
    if sum <= 0.0 {
        return by_remainder(values, total);
    }
    let scale = f64::from(total) / sum;
    let offset = offset.clamp(0.0, 0.999_999);
    let (mut so_far, mut given) = (0.0, 0_u32);
    let last = values.len() - 1;
    values
        .iter()
        .enumerate()
        .map(|(index, value)| {
            so_far += value * scale;
            let upto =
                if index == last { total } else { ((so_far + offset).floor() as u32).clamp(given, total) };
            let part = upto - given;
            given = upto;
            part
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_kept() {
        let values = [0.3, 1.7, 2.2, 0.0, 9.9];
        for total in [0, 1, 14, 15, 100] {
            assert_eq!(by_remainder(&values, total).iter().sum::<u32>(), total);
            assert_eq!(running(&values, total, 0.4).iter().sum::<u32>(), total);
        }
        assert_eq!(by_remainder(&[0.0, 0.0], 3).iter().sum::<u32>(), 3);
    }
}
