//! One step of the engine.

use super::births::{add_births, newborns_survive};
use super::components::{Floor, StepComponents};
use super::conventions::{Conventions, Exposure, Order, Timing, moments};
use super::figures::{EngineError, StepFigures};
use super::half_exposure;
use super::ledger::Ledger;
use super::migration::Between;
use ndarray::{Array3, Array4};

/// A step and the cells that were kept from falling below 0.
#[derive(Debug, Clone, PartialEq)]
pub struct StepResult {
    /// Components; the people at the end among them.
    pub components: StepComponents,
    /// Floors met, by area, in the order of the events.
    pub floors: Vec<Floor>,
}

/// Carries people `[area, group, sex, age]` one step on.
///
/// # Errors
/// [`EngineError::Shape`] where an array does not fit.
pub fn step(
    people: &Array4<f64>,
    figures: &StepFigures,
    conventions: Conventions,
) -> Result<StepResult, EngineError> {
    figures.check(people.dim())?;
    let (areas, groups, _, ages) = people.dim();
    let mut result = StepResult { components: StepComponents::zeros(people.dim()), floors: Vec::new() };
    let mut walk = Walk { figures, conventions, ledger: Ledger::new(groups, ages), women: Vec::new() };
    let Some(between) = &figures.migration.between else {
        for area in 0..areas {
            walk.ledger.open(people, area);
            walk.age();
            walk.give_birth();
            walk.finish(&mut result);
        }
        return Ok(result);
    };
    let mut walks = vec![walk; areas];
    let mut pool = Pool::of(between, conventions, people.dim());
    for (area, walk) in walks.iter_mut().enumerate() {
        walk.ledger.open(people, area);
        walk.age();
        pool.take(walk, 1..ages);
    }
    for walk in &mut walks {
        pool.give(walk, 1..ages);
        walk.give_birth();
        pool.take(walk, 0..1);
    }
    for walk in &mut walks {
        pool.give(walk, 0..1);
        walk.finish(&mut result);
    }
    Ok(result)
}

/// The way of an area through a step.
#[derive(Clone)]
struct Walk<'a> {
    figures: &'a StepFigures,
    conventions: Conventions,
    ledger: Ledger,
    /// Women under risk by group and age.
    women: Vec<f64>,
}

impl Walk<'_> {
    /// Moves, deaths and status change of those there at the start, until everybody has aged and the last moves are made.
    fn age(&mut self) {
        let Conventions { years, order, exposure, timing, .. } = self.conventions;
        let [first, middle, last] = moments(timing).map(|share| share * years);
        let (figures, ledger) = (self.figures, &mut self.ledger);
        let rows = ledger.rows;
        self.women.clear();
        self.women.resize(ledger.groups * (rows - 1), 0.0);
        ledger.move_people(figures, first, 1..rows, 1);
        let part = match exposure {
            Exposure::MeanOfStartAndEnd => 0.5,
            Exposure::AtStart => 1.0,
            Exposure::AfterMoves | Exposure::MeanOfCohort => 0.0,
        };
        if part > 0.0 {
            ledger.add_women(&ledger.present, 1, part, &mut self.women);
        }
        if timing == Timing::HalfExposure {
            half_exposure::carry(ledger, figures, years);
        } else if middle > 0.0 || !figures.change.is_empty() {
            ledger.survive_half(figures);
            ledger.change_status(figures, years);
            ledger.move_people(figures, middle, 1..rows, 1);
            ledger.survive_half(figures);
        } else {
            ledger.survive_whole(figures);
        }
        if order == Order::MoveThenAge {
            ledger.move_people(figures, last, 1..rows, 1);
            if exposure == Exposure::AfterMoves {
                ledger.add_women(&ledger.present, 1, 1.0, &mut self.women);
            }
        }
        ledger.age();
        if order == Order::AgeThenMove {
            ledger.move_people(figures, last, 1..rows - 1, 0);
        }
        if timing == Timing::HalfExposure {
            half_exposure::move_net(ledger, figures, years, 1..rows - 1);
        }
    }

    /// Births of the women under risk; what happens to the newborns.
    fn give_birth(&mut self) {
        let Conventions { years, order, exposure, timing, newborns_stay } = self.conventions;
        let (figures, ledger) = (self.figures, &mut self.ledger);
        let (at_start, at_end) = match (exposure, order) {
            (Exposure::MeanOfStartAndEnd, _) => (0.0, 0.5),
            (Exposure::AfterMoves, Order::AgeThenMove) => (0.0, 1.0),
            (Exposure::MeanOfCohort, _) => (0.5, 0.5),
            (Exposure::AfterMoves, Order::MoveThenAge) | (Exposure::AtStart, _) => (0.0, 0.0),
        };
        if at_start > 0.0 {
            ledger.add_women(&ledger.start, 0, at_start, &mut self.women);
        }
        if at_end > 0.0 {
            ledger.add_women(&ledger.present, 0, at_end, &mut self.women);
        }
        add_births(ledger, figures, &self.women, years);
        if timing == Timing::HalfExposure {
            half_exposure::newborns(ledger, figures, years, newborns_stay);
            if !newborns_stay {
                half_exposure::move_net(ledger, figures, years, 0..1);
            }
            return;
        }
        newborns_survive(ledger, figures);
        if order == Order::AgeThenMove && !newborns_stay {
            let [_, _, last] = moments(timing);
            ledger.move_people(figures, last * years, 0..1, 0);
        }
    }

    fn finish(&mut self, result: &mut StepResult) {
        self.ledger.close(result.components.accounts());
        result.floors.append(&mut self.ledger.floors);
    }
}

/// Those on their way between the areas, `[group, sex, age]`, by the age attained.
struct Pool<'a> {
    between: &'a Between,
    conventions: Conventions,
    people: Array3<f64>,
}

impl<'a> Pool<'a> {
    fn of(
        between: &'a Between,
        conventions: Conventions,
        (_, groups, sexes, ages): (usize, usize, usize, usize),
    ) -> Self {
        Self { between, conventions, people: Array3::zeros((groups, sexes, ages)) }
    }

    /// People of some ages leave an area. Where moves are spread over the step they are told of those at its start (of
    /// births), less half the risk of death; else of those present.
    fn take(&mut self, walk: &mut Walk, ages: std::ops::Range<usize>) {
        let (ledger, survival) = (&mut walk.ledger, &walk.figures.survival);
        let spread = self.conventions.timing == Timing::HalfExposure;
        for (group, sex) in ndarray::indices((ledger.groups, 2)) {
            for age in ages.clone() {
                let cell = ledger.at(group, sex, age);
                let rate = self.between.departure_rate[[ledger.area, group, sex, age]];
                let alive = match age.checked_sub(1) {
                    Some(before) => survival.ages[[ledger.area, group, sex, before]],
                    None => survival.newborn[[ledger.area, group, sex]],
                };
                let began = if age == 0 { ledger.births[cell] } else { ledger.start[cell] };
                let base = if spread { began * f64::midpoint(1.0, alive) } else { ledger.present[cell] };
                let left = (base * rate * self.conventions.years).clamp(0.0, ledger.present[cell].max(0.0));
                ledger.left[cell] += left;
                ledger.present[cell] -= left;
                self.people[[group, sex, age]] += left;
            }
        }
    }

    /// They come to their areas.
    fn give(&self, walk: &mut Walk, ages: std::ops::Range<usize>) {
        let ledger = &mut walk.ledger;
        for (group, sex) in ndarray::indices((ledger.groups, 2)) {
            for age in ages.clone() {
                let share = self.between.arrival_share[[ledger.area, group, sex, age]];
                let (cell, come) = (ledger.at(group, sex, age), self.people[[group, sex, age]] * share);
                ledger.arrived[cell] += come;
                ledger.present[cell] += come;
            }
        }
    }
}
