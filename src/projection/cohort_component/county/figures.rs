//! Rates and flows of every step, from the tables of a study.

use super::Basis;
use super::output::{sex_of, whole_age};
use super::people::share_of_girls;
use super::residual;
use crate::domain::{AgeFigure, Area, CountyIndex, GroupIndex, MigrationKind, Sex, Study};
use crate::projection::cohort_component::rates::{Cell, RateTable, Span};
use crate::projection::cohort_component::{
    BirthSource, Migration, Ratios, StatusChange, StepFigures, StepSurvival, single_years,
};
use crate::projection::grid::span;
use crate::projection::method::{Method, Methods};
use ndarray::{Array1, Array2, Array3, Array4, s};
use std::collections::BTreeMap;

/// Ages of mothers.
const FERTILE: std::ops::RangeInclusive<usize> = 10..=54;

/// Figures of all steps.
pub(super) struct Figures<'a> {
    basis: Basis<'a>,
    shape: (usize, usize, usize, usize),
    share_of_girls: f64,
    fertility: RateTable,
    mortality: RateTable,
    migration: Vec<(MigrationKind, RateTable)>,
    status_change: RateTable,
    /// Net migration rates where there is no table.
    residual: Option<Array4<f64>>,
}

impl<'a> Figures<'a> {
    pub(super) fn of(basis: Basis<'a>, people: &Array4<f64>, methods: &mut Methods) -> Self {
        let rates = &basis.study.rates;
        let table = |rows: &[AgeFigure], span| RateTable::new(rows.iter().copied(), span);
        let of_kind = |kind: MigrationKind| {
            let rows = rates.migration.iter().filter(|(of, _)| *of == kind).map(|(_, row)| *row);
            (kind, RateTable::new(rows, Span::Single))
        };
        let kinds = [
            MigrationKind::Net,
            MigrationKind::NetRate,
            MigrationKind::Arrivals,
            MigrationKind::DepartureRate,
        ];
        let mut figures = Self {
            basis,
            shape: people.dim(),
            share_of_girls: share_of_girls(people),
            fertility: table(&rates.fertility, Span::UpToNext),
            mortality: mortality(basis.study),
            migration: kinds.map(of_kind).into_iter().filter(|(_, table)| !table.is_empty()).collect(),
            status_change: table(&rates.status_change, Span::Single),
            residual: None,
        };
        if figures.migration.is_empty() {
            let base = basis.history.grid.base.year();
            figures.residual = Some(residual::net_rates(basis, &figures.survival(base)));
        }
        methods.add_if(!figures.fertility.is_empty(), Method::FertilityOfTable);
        let known = figures.residual.is_none();
        methods.add(if known { Method::MigrationOfTable } else { Method::MigrationResidual });
        methods.add_if(!figures.status_change.is_empty(), Method::StatusChangeOfTable);
        figures
    }

    /// Figures of the step that ends in a slot, with the people at its start.
    pub(super) fn of_step(&self, slot: usize, year: i32, people: &Array4<f64>) -> StepFigures {
        StepFigures {
            births: self.births(slot, year),
            share_of_girls: self.share_of_girls,
            survival: self.survival(year),
            migration: self.migration(year, people),
            change: self.change(year),
        }
    }

    fn cell(year: i32, (county, group, sex, age): (usize, usize, usize, usize)) -> Cell {
        Cell { county, year, group, sex: Some(sex_of(sex)), age: whole_age(age) }
    }

    /// Fertility rates of the table; the births of the path where a county's are known, or where there is no table.
    fn births(&self, slot: usize, year: i32) -> BirthSource {
        let path = self.path_births(slot);
        if self.fertility.is_empty() {
            return BirthSource::Given(path);
        }
        let (counties, groups, _, ages) = self.shape;
        let end = self.basis.history.grid.moment(slot);
        let last = if end.share() > 0.0 { end.year() } else { end.year() - 1 };
        let known = |county: usize| last <= self.basis.known_to[county];
        let rates = Array3::from_shape_fn((counties, groups, ages), |(county, group, age)| {
            let ahead = u32::try_from(span(self.basis.known_to[county], year)).unwrap_or(u32::MAX);
            let cell = Cell { county, year, group, sex: None, age: whole_age(age) };
            let rate = self.fertility.value(cell).filter(|_| FERTILE.contains(&age));
            rate.unwrap_or(0.0) * self.basis.variant.factor(ahead)
        });
        let given = |(county, group)| known(county).then(|| path[[county, group]]);
        BirthSource::Partly(rates, Array2::from_shape_fn((counties, groups), given))
    }

    /// Births of the twelve months before a slot by the births of towns, `[county, group]`.
    fn path_births(&self, slot: usize) -> Array2<f64> {
        let (study, end) = (self.basis.study, self.basis.history.grid.moment(slot));
        let mut births = Array2::zeros((self.shape.0, self.shape.1));
        for (town, place) in study.towns.iter().enumerate() {
            for group in 0..self.shape.1 {
                births[[place.county.index(), group]] += self.basis.births.before(town, group, end);
            }
        }
        births
    }

    /// Survival by the mortality table; the default where it has no rows for counties.
    fn survival(&self, year: i32) -> StepSurvival {
        let (counties, groups, sexes, ages) = self.shape;
        let mut survival = StepSurvival {
            newborn: Array3::zeros((counties, groups, sexes)),
            ages: Array4::zeros(self.shape),
        };
        for (county, group, sex) in ndarray::indices((counties, groups, sexes)) {
            let (newborn, row) = self.survival_of(year, [county, group, sex], ages);
            survival.newborn[[county, group, sex]] = newborn;
            survival.ages.slice_mut(s![county, group, sex, ..]).assign(&row);
        }
        survival
    }

    fn survival_of(&self, year: i32, [county, group, sex]: [usize; 3], ages: usize) -> Ratios {
        if self.mortality.is_empty() {
            let default = self.basis.survival;
            return (default.newborn, (0..ages).map(|age| default.step(age)).collect());
        }
        let rate = |age| self.mortality.value(Self::cell(year, (county, group, sex, age))).unwrap_or(0.0);
        let rates: Array1<f64> = (0..ages).map(rate).collect();
        single_years(&rates.view(), sex)
    }

    fn migration(&self, year: i32, people: &Array4<f64>) -> Migration {
        let mut migration = Migration { net_rate: self.residual.clone(), ..Migration::default() };
        for (kind, table) in &self.migration {
            let rates = || {
                let value = |cell| table.value(Self::cell(year, cell)).unwrap_or(0.0);
                Some(Array4::from_shape_fn(self.shape, value))
            };
            match kind {
                MigrationKind::Net => migration.net = Some(self.shared(table, year, people)),
                MigrationKind::Arrivals => migration.arrivals = Some(self.shared(table, year, people)),
                MigrationKind::NetRate => migration.net_rate = rates(),
                MigrationKind::DepartureRate => migration.departure_rate = rates(),
            }
        }
        migration
    }

    /// Numbers of persons: a row for several counties, groups or sexes is shared by the people of its age, equally where
    /// there are none.
    fn shared(&self, table: &RateTable, year: i32, people: &Array4<f64>) -> Array4<f64> {
        let mut numbers = Array4::zeros(self.shape);
        let (counties, groups, sexes, ages) = self.shape;
        for age in 0..ages {
            let mut cells: BTreeMap<RowKey, (f64, Vec<[usize; 4]>)> = BTreeMap::new();
            for (county, group, sex) in ndarray::indices((counties, groups, sexes)) {
                if let Some(row) = table.resolve(Self::cell(year, (county, group, sex, age))) {
                    let entry = cells.entry(row_key(row)).or_insert((row.value, Vec::new()));
                    entry.1.push([county, group, sex, age]);
                }
            }
            for (value, cells) in cells.into_values() {
                let total: f64 = cells.iter().map(|cell| people[*cell]).sum();
                let count: f64 = cells.iter().map(|_| 1.0).sum();
                for cell in cells {
                    numbers[cell] = value * if total > 0.0 { people[cell] / total } else { 1.0 / count };
                }
            }
        }
        numbers
    }

    fn change(&self, year: i32) -> Option<StatusChange> {
        if self.status_change.is_empty() {
            return None;
        }
        let value = |(county, group, sex, age): (usize, usize, usize, usize)| {
            let rate = self.status_change.value(Self::cell(year, (county, group, sex, age)));
            rate.filter(|_| group > 0).unwrap_or(0.0)
        };
        Some(StatusChange { rates: Array4::from_shape_fn(self.shape, value), into: vec![0; self.shape.1] })
    }
}

/// What tells one row of an age from another.
type RowKey = (Option<CountyIndex>, Option<i32>, Option<GroupIndex>, Option<Sex>);

fn row_key(row: &AgeFigure) -> RowKey {
    (row.county, row.year, row.group, row.sex)
}

/// Death rates of counties and of all; rows of single towns do not tell those of a county.
fn mortality(study: &Study) -> RateTable {
    let rows = study.mortality.iter().filter_map(|row| {
        let county = match row.area {
            None => None,
            Some(Area::County(county)) => Some(county),
            Some(Area::Town(_)) => return None,
        };
        let (year, group, sex, age) = (row.year, row.group, row.sex, row.age);
        Some(AgeFigure { county, year, group, sex, age, value: row.rate })
    });
    RateTable::new(rows, Span::OpenEnded)
}
