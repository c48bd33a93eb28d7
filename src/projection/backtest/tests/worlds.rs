//! Whether bands hold on many made-up worlds, by stage, size of town and years ahead. Slow, so asked for by name:
//! `cargo test --release --lib worlds -- --ignored --nocapture`.

use super::*;

/// Worlds that judge: no constant of the projection was chosen on them (21 to 30 served for that).
const JUDGING: [u64; 6] = [201, 202, 203, 204, 205, 206];

/// Worlds with their whole past of 33 years, and with twenty years of it alone.
const FROM: [i32; 2] = [1992, 2005];

/// Truths inside, all truths.
type Tally = std::collections::BTreeMap<(usize, Option<usize>, Option<usize>), (f64, f64)>;

fn tally(tally: &mut Tally, study: &Study) {
    let found = backtest(study, &Settings::default(), &Silent).expect("sound").expect("long enough");
    for line in &found.coverage {
        let cell = tally.entry((line.band, line.size, line.horizon)).or_default();
        #[allow(clippy::cast_precision_loss)] // counts
        let count = line.count as f64;
        *cell = (cell.0 + line.inside * count, cell.1 + count);
    }
}

#[test]
#[ignore = "several worlds: half a minute of processor time"]
fn bands_hold_on_worlds_that_chose_nothing() {
    for from in FROM {
        let mut sums = Tally::new();
        for seed in JUDGING {
            let mut study = made_up::towns(150, seed);
            study.population.retain(|row| row.date.year >= from);
            tally(&mut sums, &study);
        }
        for ((band, size, horizon), (inside, count)) in &sums {
            let share = inside / count;
            println!(
                "from {from} band {band} size {size:?} horizon {horizon:?}: n {count:.0} inside {share:.3}"
            );
            // Truths of one size come from few worlds: their share strays by a point.
            let most = if size.is_none() { 0.85 } else { 0.86 };
            if horizon.is_none() && *count >= 1_000.0 {
                assert!((0.75..=most).contains(&share), "stage {band}, size {size:?}, from {from}: {share}");
            }
        }
    }
}
