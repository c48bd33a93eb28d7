//! Moves of every step from the migration table.

use super::axis::AgeAxis;
use super::output::sex_of;
use super::regions::Regions;
use crate::domain::{MigrationKind, Study};
use crate::projection::cohort_component::rates::{Cell, RateTable, Span};
use crate::projection::cohort_component::{Between, Migration};
use ndarray::{Array2, Array4, Axis};
use std::collections::BTreeMap;

/// Figures of one kind, stream and period.
struct Stream {
    kind: MigrationKind,
    per_step: bool,
    table: RateTable,
}

/// The migration table by kind and stream, and the outside population.
pub(super) struct Moves {
    streams: Vec<Stream>,
    outside: RateTable,
    workers: RateTable,
}

/// What a step's figures are made for.
#[derive(Clone, Copy)]
pub(super) struct StepOf<'a> {
    pub regions: &'a Regions,
    pub axis: AgeAxis,
    pub year: i32,
    /// People at the start, `[area, group, sex, age]`.
    pub people: &'a Array4<f64>,
}

impl StepOf<'_> {
    /// Cell of the tables at the youngest age.
    pub(super) fn cell(&self, region: usize, group: usize, sex: usize) -> Cell {
        Cell {
            town: self.regions.town(region),
            county: self.regions.county[region],
            year: self.year,
            group,
            sex: Some(sex_of(sex)),
            age: 0,
        }
    }

    /// Rates by the mean of those given for the single ages of a group, 0 where none is.
    pub(super) fn rates(&self, table: &RateTable) -> Array4<f64> {
        Array4::from_shape_fn(self.people.dim(), |(region, group, sex, age)| {
            mean_rate(table, self.cell(region, group, sex), self.axis.ages(age))
        })
    }
}

/// Mean of the rates given for some ages; 0 where none is given.
pub(super) fn mean_rate(table: &RateTable, cell: Cell, mut ages: std::ops::RangeInclusive<u8>) -> f64 {
    if ages.start() == ages.end() {
        return table.value(Cell { age: *ages.start(), ..cell }).unwrap_or(0.0);
    }
    let (sum, count) = ages
        .by_ref()
        .filter_map(|age| table.value(Cell { age, ..cell }))
        .fold((0.0, 0.0), |(sum, count), rate| (sum + rate, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

impl Moves {
    pub(super) fn of(study: &Study) -> Self {
        let rates = &study.rates;
        let mut by_stream: BTreeMap<(MigrationKind, &str, bool), Vec<_>> = BTreeMap::new();
        for row in &rates.migration {
            by_stream.entry((row.kind, &row.stream, row.per_step)).or_default().push(row.figure);
        }
        let streams = by_stream.into_iter().map(|((kind, _, per_step), rows)| Stream {
            kind,
            per_step,
            table: RateTable::new(rows, Span::Single),
        });
        Self {
            streams: streams.collect(),
            outside: RateTable::new(rates.outside.iter().copied(), Span::Single),
            workers: RateTable::new(rates.workers.iter().copied(), Span::Single),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.streams.is_empty()
    }

    /// Whether arrivals by rate come from the study's other areas, there being no outside population.
    pub(super) fn arrive_from_other_areas(&self) -> bool {
        self.outside.is_empty() && self.has(MigrationKind::ArrivalRate)
    }

    pub(super) fn has(&self, kind: MigrationKind) -> bool {
        self.streams.iter().any(|stream| stream.kind == kind)
    }

    /// Moves of a step of so many years.
    pub(super) fn of_step(&self, step: StepOf, years: f64) -> Migration {
        let mut migration = Migration::default();
        let (mut leaving, mut coming) = (None, None);
        for Stream { kind, per_step, table } in &self.streams {
            let numbers = || shared(table, step) * if *per_step { 1.0 / years } else { 1.0 };
            match kind {
                MigrationKind::Net => add(&mut migration.net, numbers()),
                MigrationKind::Arrivals => add(&mut migration.arrivals, numbers()),
                MigrationKind::Departures => add(&mut migration.departures, numbers()),
                MigrationKind::NetRate => add(&mut migration.net_rate, step.rates(table)),
                MigrationKind::DepartureRate => add(&mut migration.departure_rate, step.rates(table)),
                MigrationKind::ArrivalRate => {
                    add(&mut migration.arrivals, self.outside_arrivals(table, step));
                }
                MigrationKind::ArrivalsPerWorker => {
                    add(&mut migration.arrivals, self.following_workers(table, step));
                }
                MigrationKind::BetweenDepartureRate => add(&mut leaving, step.rates(table)),
                MigrationKind::BetweenArrivalShare => add(&mut coming, step.rates(table)),
            }
        }
        migration.between = leaving.map(|departure_rate| Between {
            departure_rate,
            arrival_share: over_areas(coming.unwrap_or_else(|| step.people.clone())),
        });
        migration
    }

    /// Arrivals a year at a rate of the outside population; of the study's other areas where that is not told.
    fn outside_arrivals(&self, table: &RateTable, step: StepOf) -> Array4<f64> {
        if self.outside.is_empty() {
            let all = step.people.sum_axis(Axis(0)).insert_axis(Axis(0));
            return step.rates(table) * (&all - step.people);
        }
        Array4::from_shape_fn(step.people.dim(), |(region, group, sex, age)| {
            let cell = step.cell(region, group, sex);
            let at = |age: u8| {
                let cell = Cell { age, ..cell };
                table.value(cell).unwrap_or(0.0) * people_of_age(&self.outside, cell)
            };
            step.axis.ages(age).map(at).sum()
        })
    }
}

/// Ages of migrant workers where no table tells their number.
const WORKING: std::ops::RangeInclusive<u8> = 20..=44;

impl Moves {
    /// Arrivals a year by migrant workers: those of the table, else the group's people aged 20 to 44 at the start of the
    /// step. `I[a] = r[a]·W`.
    fn following_workers(&self, table: &RateTable, step: StepOf) -> Array4<f64> {
        let (regions, groups, ..) = step.people.dim();
        let workers = Array2::from_shape_fn((regions, groups), |(region, group)| {
            let cell = Cell { sex: None, ..step.cell(region, group, 0) };
            self.workers.value(cell).unwrap_or_else(|| working_age(step, region, group))
        });
        Array4::from_shape_fn(step.people.dim(), |(region, group, sex, age)| {
            let cell = step.cell(region, group, sex);
            let rate = |age: u8| table.value(Cell { age, ..cell }).unwrap_or(0.0);
            workers[[region, group]] * step.axis.ages(age).map(rate).sum::<f64>()
        })
    }
}

/// People of working age of an area and group; of a wider group the share of its ages.
fn working_age(step: StepOf, region: usize, group: usize) -> f64 {
    let ages = 0..step.people.dim().3;
    ages.map(|position| {
        let singles = step.axis.ages(position);
        let part = 1.0 / f64::from(u32::from(singles.end() - singles.start()) + 1);
        let working: f64 = singles.filter(|age| WORKING.contains(age)).map(|_| part).sum();
        working * (0..2).map(|sex| step.people[[region, group, sex, position]]).sum::<f64>()
    })
    .sum()
}

/// People of a single age: a closed group's are spread evenly over its ages, an open one's stand at its first age.
fn people_of_age(outside: &RateTable, cell: Cell) -> f64 {
    let Some(row) = outside.position(cell).map(|position| outside.row(position)) else { return 0.0 };
    match row.until {
        Some(u8::MAX) => row.value * f64::from(u8::from(row.age == cell.age)),
        Some(last) => row.value / f64::from(last - row.age + 1),
        None => row.value,
    }
}

fn add(sum: &mut Option<Array4<f64>>, part: Array4<f64>) {
    *sum = Some(match sum.take() {
        Some(sum) => sum + part,
        None => part,
    });
}

/// Shares over the areas, adding to 1; equal where nothing is given.
fn over_areas(mut parts: Array4<f64>) -> Array4<f64> {
    for mut lane in parts.lanes_mut(Axis(0)) {
        let (total, count) = lane.iter().fold((0.0, 0.0), |(sum, count), part| (sum + part, count + 1.0));
        lane.mapv_inplace(|part| if total > 0.0 { part / total } else { 1.0 / count });
    }
    parts
}

/// Numbers of persons: a row for several areas, groups, sexes or ages is shared by the people of its cells, equally where
/// there are none.
fn shared(table: &RateTable, step: StepOf) -> Array4<f64> {
    let (regions, groups, sexes, ages) = step.people.dim();
    let mut of_row: BTreeMap<usize, Vec<([usize; 4], f64)>> = BTreeMap::new();
    for (region, group, sex) in ndarray::indices((regions, groups, sexes)) {
        let cell = step.cell(region, group, sex);
        for position in 0..ages {
            let singles = step.axis.ages(position);
            let part = 1.0 / f64::from(u32::from(singles.end() - singles.start()) + 1);
            for age in singles {
                let Some(row) = table.position(Cell { age, ..cell }) else { continue };
                of_row.entry(row).or_default().push(([region, group, sex, position], part));
            }
        }
    }
    let mut numbers = Array4::zeros(step.people.dim());
    for (row, cells) in of_row {
        let value = table.row(row).value;
        let weight = |(cell, part): &([usize; 4], f64)| step.people[*cell] * part;
        let total: f64 = cells.iter().map(weight).sum();
        let count: f64 = cells.iter().map(|(_, part)| part).sum();
        for one in &cells {
            numbers[one.0] += value * if total > 0.0 { weight(one) / total } else { one.1 / count };
        }
    }
    numbers
}
