//! Moves and status change spread over a step: who comes, goes or changes bears half a step's risk of death (半年暴露).
//!
//! Figures are by the age attained. Of `N` people with risk `q`, of whom `L` leave and `C` change status, `q·(N − (L + C)/2)`
//! die; arrivals bear half the risk of the age after theirs, changers half that of the group joined as well. Source: the
//! Swiss federal and cantonal projections as published with the R package propop.

use super::figures::StepFigures;
use super::ledger::Ledger;

/// Share of the first year's risk that newborns who come bear, and those who go do not: their deaths fall early.
const NEWBORN_PART: f64 = 2.0 / 3.0;

/// Everybody but the newborns, before ageing.
pub(super) fn carry(ledger: &mut Ledger, figures: &StepFigures, years: f64) {
    let (rows, open) = (ledger.rows, ledger.open_age());
    let began: Vec<f64> = ledger.present.clone();
    for lane in 0..ledger.groups * 2 {
        let at = [ledger.area, lane / 2, lane % 2];
        let (moves, survival) = (figures.migration.lane(at), figures.survival.lane(at));
        for row in 1..rows {
            let cell = lane * rows + row;
            let (people, age, last) = (began[cell], row.min(open), row > open);
            let risk = 1.0 - survival[row - 1];
            let changers = people * rate_of_change(figures, at, row - 1, years);
            let most = (people * (1.0 - risk) - changers * (1.0 - risk / 2.0)) / (1.0 - risk / 2.0);
            // Numbers of the open age stand in its first row only: those who enter it and those in it are one group.
            let (arrivals, wanted) = moves.gross(age, people, years, !last);
            let leavers = wanted.min(most.max(0.0));
            let next = 1.0 - survival[row.min(open)];
            let deaths = risk * (people - f64::midpoint(leavers, changers)).max(0.0) + arrivals * next / 2.0;
            ledger.deaths[cell] += deaths;
            ledger.arrived[cell] += arrivals;
            ledger.left[cell] += leavers;
            ledger.present[cell] += arrivals - leavers - deaths;
            if wanted > leavers {
                ledger.floor(lane, row, wanted - leavers);
            }
        }
    }
    change(ledger, figures, years, &began);
}

/// Share of a group that leaves it for any other: as told, but never more than live.
fn rate_of_change(figures: &StepFigures, at: [usize; 3], age: usize, years: f64) -> f64 {
    let told = told_rate(figures, at, age, years);
    told.min(most_changers(figures, at, age))
}

fn told_rate(figures: &StepFigures, [area, group, sex]: [usize; 3], age: usize, years: f64) -> f64 {
    let flows = figures.change.iter().filter(|flow| flow.from == group);
    flows.map(|flow| flow.rates[[area, sex, age]] * years).sum()
}

/// Share of a group that may change, so that with half their risk nobody is missing.
fn most_changers(figures: &StepFigures, [area, group, sex]: [usize; 3], age: usize) -> f64 {
    let alive = figures.survival.ages[[area, group, sex, age]];
    alive / f64::midpoint(1.0, alive)
}

/// Changers join their group and bear half its risk.
fn change(ledger: &mut Ledger, figures: &StepFigures, years: f64, began: &[f64]) {
    for flow in &figures.change {
        for (sex, age) in ndarray::indices((2, ledger.rows - 1)) {
            let (from, into) = (ledger.at(flow.from, sex, age + 1), ledger.at(flow.into, sex, age + 1));
            let at = [ledger.area, flow.from, sex];
            let told = told_rate(figures, at, age, years);
            let scale = if told > 0.0 { (most_changers(figures, at, age) / told).min(1.0) } else { 0.0 };
            let changers = began[from] * flow.rates[[ledger.area, sex, age]] * years * scale;
            let risk = 1.0 - figures.survival.ages[[ledger.area, flow.into, sex, age]];
            ledger.change[from] -= changers;
            ledger.present[from] -= changers;
            ledger.change[into] += changers;
            ledger.deaths[into] += changers * risk / 2.0;
            ledger.present[into] += changers - changers * risk / 2.0;
        }
    }
}

/// Net moves, which bear no risk, at the end; by the age attained.
pub(super) fn move_net(ledger: &mut Ledger, figures: &StepFigures, years: f64, rows: std::ops::Range<usize>) {
    for lane in 0..ledger.groups * 2 {
        let moves = figures.migration.lane([ledger.area, lane / 2, lane % 2]);
        for row in rows.clone() {
            let cell = lane * ledger.rows + row;
            let net = moves.net(row, ledger.present[cell]) * years;
            let left = (-net).max(0.0).min(ledger.present[cell].max(0.0));
            ledger.arrived[cell] += net.max(0.0);
            ledger.left[cell] += left;
            ledger.present[cell] += net.max(0.0) - left;
            if -net > left {
                ledger.floor(lane, row, -net - left);
            }
        }
    }
}

/// Newborns of the step: row 0, births entered.
pub(super) fn newborns(ledger: &mut Ledger, figures: &StepFigures, years: f64, stay: bool) {
    for lane in 0..ledger.groups * 2 {
        let at = [ledger.area, lane / 2, lane % 2];
        let cell = lane * ledger.rows;
        let moves = figures.migration.lane(at);
        let (births, risk) = (ledger.births[cell], 1.0 - figures.survival.newborn[at]);
        let moving = if stay { 0.0 } else { years };
        let (arrivals, wanted) = moves.gross(0, births, moving, true);
        let changers: f64 = figures
            .change
            .iter()
            .filter(|flow| flow.from == at[1])
            .map(|flow| births * flow.newborn[[ledger.area, at[2]]])
            .sum();
        let most = births * (1.0 - risk) / (1.0 - NEWBORN_PART * risk) - changers;
        let leavers = wanted.min(most.max(0.0));
        let deaths =
            risk * (births - NEWBORN_PART * (leavers + changers)).max(0.0) + NEWBORN_PART * risk * arrivals;
        ledger.deaths[cell] += deaths;
        ledger.arrived[cell] += arrivals;
        ledger.left[cell] += leavers;
        ledger.present[cell] += births + arrivals - leavers - deaths;
        if wanted > leavers {
            ledger.floor(lane, 0, wanted - leavers);
        }
    }
    for flow in &figures.change {
        for sex in 0..2 {
            let (from, into) = (ledger.at(flow.from, sex, 0), ledger.at(flow.into, sex, 0));
            let changers = ledger.births[from] * flow.newborn[[ledger.area, sex]];
            for (cell, gain) in [(from, -changers), (into, changers)] {
                ledger.change[cell] += gain;
                ledger.present[cell] += gain;
            }
        }
    }
}
