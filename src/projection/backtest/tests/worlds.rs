//! Whether bands hold on many made-up worlds, by stage, size of town and years ahead. Slow, so asked for by name:
//! `cargo test --release --lib worlds -- --ignored --nocapture`.

use super::*;

/// Worlds that judge: no constant of the projection was chosen on them (21 to 30 served for that).
const JUDGING: [u64; 6] = [201, 202, 203, 204, 205, 206];

/// Worlds with their whole past of 33 years, and with twenty years of it alone.
const FROM: [i32; 2] = [1992, 2005];

/// Sums and counts by stage, size and years ahead.
type Tally = std::collections::BTreeMap<(usize, Option<usize>, Option<usize>), (f64, f64)>;

/// Truths inside their bands, and absolute errors of the default method and of plain cohort ratios.
#[derive(Default)]
struct Tallies {
    inside: Tally,
    errors: Tally,
    plain: Tally,
}

impl Tallies {
    fn take(&mut self, study: &Study) {
        let found = backtest(study, &Settings::default(), &Silent).expect("sound").expect("long enough");
        for line in &found.coverage {
            add(&mut self.inside, (line.band, line.size, line.horizon), line.inside, line.count);
        }
        for (method, tally) in [(DEFAULT, &mut self.errors), (HAMILTON_PERRY, &mut self.plain)] {
            for line in found.errors.iter().filter(|line| line.method == method) {
                let cell = (line.band, line.size, Some(line.horizon));
                add(tally, cell, line.errors.mape, line.errors.count);
            }
        }
    }
}

#[allow(clippy::cast_precision_loss)] // counts
fn add(tally: &mut Tally, cell: (usize, Option<usize>, Option<usize>), mean: f64, count: usize) {
    let cell = tally.entry(cell).or_default();
    *cell = (cell.0 + mean * count as f64, cell.1 + count as f64);
}

/// Shares of truths inside, of all sizes with enough truths, and errors of all towns beside those of plain cohort ratios: printed, and
/// judged. How large the errors are says nothing by itself, since these towns are as hard as we made them.
fn judge(kind: made_up::Kind, name: &str, from: i32) {
    let mut tallies = Tallies::default();
    for seed in JUDGING {
        let mut study = made_up::towns_of(kind, 150, seed);
        study.population.retain(|row| row.date.year >= from);
        tallies.take(&study);
    }
    for ((band, size, horizon), (errors, count)) in &tallies.errors {
        let (plain, _) = tallies.plain[&(*band, *size, *horizon)];
        let (mape, plain) = (errors / count, plain / count);
        println!(
            "{name}, from {from}, band {band}, size {size:?}, horizon {horizon:?}: n {count:.0} MAPE {mape:.4}, plain ratios {plain:.4}"
        );
        assert!(size.is_some() || mape < plain, "{name}, stage {band}, {horizon:?} years, from {from}");
    }
    for ((band, size, horizon), (inside, count)) in &tallies.inside {
        let share = inside / count;
        println!(
            "{name}, from {from}, band {band}, size {size:?}, horizon {horizon:?}: n {count:.0} inside {share:.3}"
        );
        // Truths of one size come from few worlds: their share strays by a point.
        let most = if size.is_none() { 0.85 } else { 0.86 };
        if horizon.is_none() && *count >= 1_000.0 {
            assert!(
                (0.75..=most).contains(&share),
                "{name}, stage {band}, size {size:?}, from {from}: {share}"
            );
        }
    }
}

#[test]
#[ignore = "several worlds: half a minute of processor time"]
fn bands_hold_on_worlds_that_chose_nothing() {
    for from in FROM {
        judge(made_up::SMALL, "small", from);
    }
}

#[test]
#[ignore = "several worlds: half a minute of processor time"]
fn bands_of_larger_towns_hold_on_worlds_that_chose_nothing() {
    for from in FROM {
        judge(made_up::LARGER, "larger", from);
    }
}
