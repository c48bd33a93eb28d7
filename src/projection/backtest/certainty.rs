//! How well a share of truths is known (覆盖率的可信范围): truths of one town err together, and those of one origin.

use super::super::quantile::number;
use std::collections::BTreeMap;

/// Towns and origins below which nothing is told.
const FEWEST: usize = 5;
/// Standard deviations on either side that hold 95 % of a normal distribution.
const DEVIATIONS: f64 = 1.96;

/// A truth that was inside its band or not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub town: usize,
    pub origin: usize,
    pub inside: bool,
}

/// Ends of the range in which the share lies with 95 % probability; none where towns or origins are fewer than five.
///
/// The variance of the share is that of truths clustered both by town and by origin (Cameron, Gelbach and Miller 2011), no smaller
/// than by either alone; the range is Wilson's for as many independent truths as have that variance. Origins are taken to be
/// independent of each other, which makes it too narrow for long horizons.
pub(super) fn range(hits: &[Hit]) -> Option<(f64, f64)> {
    let share = number(hits.iter().filter(|hit| hit.inside).count()) / number(hits.len());
    let (towns, by_town) = variance(hits, share, |hit| (hit.town, 0));
    let (origins, by_origin) = variance(hits, share, |hit| (hit.origin, 0));
    let (_, by_both) = variance(hits, share, |hit| (hit.town, hit.origin));
    let clusters = towns.min(origins);
    if clusters < FEWEST {
        return None;
    }
    let variance = by_town.max(by_origin).max(by_town + by_origin - by_both);
    let spread = share * (1.0 - share);
    // All inside, or none: what differs between towns is not known.
    let truths = if spread > 0.0 { (spread / variance).min(number(hits.len())) } else { number(clusters) };
    Some(wilson(share, truths))
}

/// Number of clusters, and the variance of the share that their sums tell.
fn variance<K: Ord>(hits: &[Hit], share: f64, cluster: impl Fn(&Hit) -> K) -> (usize, f64) {
    let mut sums: BTreeMap<K, f64> = BTreeMap::new();
    for hit in hits {
        *sums.entry(cluster(hit)).or_default() += f64::from(u8::from(hit.inside)) - share;
    }
    let count = number(sums.len());
    let squares: f64 = sums.values().map(|sum| sum.powi(2)).sum();
    (sums.len(), squares / number(hits.len()).powi(2) * count / (count - 1.0).max(1.0))
}

fn wilson(share: f64, truths: f64) -> (f64, f64) {
    let square = DEVIATIONS.powi(2) / truths;
    let middle = share + square / 2.0;
    let half = (share * (1.0 - share) * square + square.powi(2) / 4.0).sqrt();
    ((middle - half) / (1.0 + square), (middle + half) / (1.0 + square))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(towns: usize, origins: usize, inside: fn(usize, usize) -> bool) -> Vec<Hit> {
        let all = (0..towns).flat_map(|town| (0..origins).map(move |origin| (town, origin)));
        all.map(|(town, origin)| Hit { town, origin, inside: inside(town, origin) }).collect()
    }

    fn near((least, most): (f64, f64), wanted: (f64, f64)) {
        assert!((least - wanted.0).abs() < 1e-4 && (most - wanted.1).abs() < 1e-4, "{least} {most}");
    }

    /// 8 of 10 towns are always inside: as if there were nine truths (p(1 − p)/(10 − 1)), however many origins there are. Wilson's range
    /// of 0.8 by nine: (0.8 + 0.21342 ∓ √(0.8·0.2·0.42684 + 0.42684²/4)) / 1.42684.
    #[test]
    fn towns_that_are_always_inside_tell_as_much_as_one_truth_each() {
        for origins in [6, 40] {
            near(range(&hits(10, origins, |town, _| town < 8)).unwrap(), (0.4738, 0.9467));
        }
        near(range(&hits(40, 10, |_, origin| origin < 8)).unwrap(), (0.4738, 0.9467));
    }

    #[test]
    fn truths_of_their_own_tell_as_much_as_they_are() {
        // Every town and every origin has four of five inside: their sums are no evidence of clusters.
        let (least, most) = range(&hits(20, 20, |town, origin| (town + origin) % 5 > 0)).unwrap();
        let (own_least, own_most) = wilson(0.8, 400.0);
        assert!(least <= own_least + 1e-9 && most >= own_most - 1e-9);
        near((least, most), (own_least, own_most));
    }

    #[test]
    fn few_towns_tell_nothing_and_all_inside_is_not_certain() {
        assert!(range(&hits(4, 30, |town, _| town > 0)).is_none());
        assert!(range(&hits(30, 4, |town, _| town > 0)).is_none());
        let (least, most) = range(&hits(10, 10, |_, _| true)).unwrap();
        assert!(least < 0.75 && (most - 1.0).abs() < 1e-9);
    }
}
