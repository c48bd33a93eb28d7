//! Rates and flows of every step, from the tables of a study.

use super::Basis;
use super::axis::AgeAxis;
use super::mortality::Mortality;
use super::moves::{Moves, StepOf};
use super::people::share_of_girls;
use super::regions::Regions;
use super::residual::Residual;
use super::status::StatusChange;
use crate::domain::{FERTILE, MigrationKind, MissingMigration, Timing};
use crate::projection::cohort_component::rates::{Cell, RateTable, Span};
use crate::projection::cohort_component::{BirthSource, Conventions, Migration, StepFigures, StepSurvival};
use crate::projection::grid::{Moment, span, years};
use crate::projection::method::{EngineMethod, Method, Methods};
use ndarray::{Array2, Array3, Array4, s};

/// Figures of all steps.
pub(super) struct Figures<'a> {
    basis: Basis<'a>,
    pub regions: &'a Regions,
    pub axis: AgeAxis,
    counted_girls: f64,
    fertility: RateTable,
    mortality: Mortality,
    moves: Moves,
    status: StatusChange,
    /// Net migration where there is no table.
    residual: Option<Residual<'a>>,
}

impl<'a> Figures<'a> {
    /// Reads the tables for people by single age on the last date.
    pub(super) fn of(
        basis: Basis<'a>,
        regions: &'a Regions,
        axis: AgeAxis,
        people: &Array4<f64>,
        methods: &mut Methods,
    ) -> Self {
        let rates = &basis.study.rates;
        let mut figures = Self {
            basis,
            regions,
            axis,
            counted_girls: share_of_girls(people),
            fertility: RateTable::new(rates.fertility.iter().copied(), Span::UpToNext),
            mortality: Mortality::of(basis.study),
            moves: Moves::of(basis.study),
            status: StatusChange::of(basis.study),
            residual: None,
        };
        let known = basis.history.grid.last > 0;
        let wanted = rates.settings.missing_migration == MissingMigration::Residual;
        let ratios = basis.ratios.filter(|_| figures.moves.is_empty() && known && wanted);
        figures.residual = ratios.map(|ratios| Residual::of(basis, ratios, regions, axis));
        figures.tell(methods);
        figures
    }

    fn tell(&self, methods: &mut Methods) {
        let engine = |method| Method::Engine(method);
        methods.add_if(!self.fertility.is_empty(), Method::FertilityOfTable);
        methods.add_if(self.mortality.newborns_unknown(), engine(EngineMethod::NewbornsLive));
        methods.add(match (&self.residual, self.moves.is_empty()) {
            (_, false) => Method::MigrationOfTable,
            (Some(_), true) => Method::MigrationResidual,
            (None, true) => engine(EngineMethod::NoMigration),
        });
        methods.add_if(self.moves.arrive_from_other_areas(), engine(EngineMethod::FromOtherAreas));
        let workers = self.moves.has(MigrationKind::ArrivalsPerWorker);
        let told = !self.basis.study.rates.workers.is_empty();
        methods.add_if(workers, engine(EngineMethod::Workers { told }));
        methods.add_if(self.moves.has(MigrationKind::BetweenDepartureRate), engine(EngineMethod::Between));
        methods.add_if(!self.status.is_empty(), Method::StatusChangeOfTable);
        methods.add_if(
            self.basis.study.rates.status_change.iter().any(|row| row.birth),
            engine(EngineMethod::NewbornGroups),
        );
        let settings = &self.basis.study.rates.settings;
        methods.add(engine(if settings.sex_ratio_at_birth.is_empty() {
            EngineMethod::SexRatioCounted((1.0 - self.counted_girls) / self.counted_girls)
        } else {
            EngineMethod::SexRatioSet
        }));
        methods.add_if(self.axis.width > 1, engine(EngineMethod::FiveYearSteps));
        methods.add(engine(EngineMethod::conventions(settings, self.timing())));
    }

    /// When moves happen: as set; at the end where they are a residual of cohort ratios, which are of those ages.
    fn timing(&self) -> Timing {
        let residual = if self.residual.is_some() { Timing::End } else { Timing::Even };
        self.basis.study.rates.settings.timing.unwrap_or(residual)
    }

    /// Conventions of a step.
    pub(super) fn conventions(&self) -> Conventions {
        let settings = &self.basis.study.rates.settings;
        Conventions {
            years: self.years(),
            timing: self.timing(),
            order: settings.order,
            exposure: settings.exposure,
            newborns_stay: settings.newborns_stay,
        }
    }

    /// Years of a step.
    fn years(&self) -> f64 {
        f64::from(u32::try_from(self.axis.width).unwrap_or(1))
    }

    /// Figures of the step that ends in a slot, with the people at its start.
    pub(super) fn of_step(&self, slot: usize, year: i32, people: &Array4<f64>) -> StepFigures {
        let step = StepOf { regions: self.regions, axis: self.axis, year, people };
        let mut migration = self.moves.of_step(step, self.years());
        let survival = self.survival(year);
        if let Some(residual) = &self.residual {
            let since = years(slot) - years(self.basis.history.grid.last) - years(self.axis.width);
            let rates = residual.net_rates(self.regions, &survival, since);
            migration = Migration { net_rate: Some(rates), ..Migration::default() };
        }
        StepFigures {
            births: self.births(slot, step),
            share_of_girls: self
                .basis
                .study
                .rates
                .settings
                .share_of_girls(year)
                .unwrap_or(self.counted_girls),
            newborn_groups: self.status.newborn_groups(step),
            survival,
            migration,
            change: self.status.flows(step),
        }
    }

    /// Fertility rates of the table; the births of the path where a county's are known, or where there is no table.
    fn births(&self, slot: usize, step: StepOf) -> BirthSource {
        let path = self.path_births(slot);
        if self.fertility.is_empty() {
            return BirthSource::Given(path);
        }
        let (regions, groups, _, ages) = step.people.dim();
        let end = self.basis.history.grid.moment(slot);
        let last = if end.share() > 0.0 { end.year() } else { end.year() - 1 };
        let known_to = |region: usize| self.basis.known_to[self.regions.county[region].index()];
        let rates = Array3::from_shape_fn((regions, groups, ages), |(region, group, age)| {
            let ahead = u32::try_from(span(known_to(region), step.year)).unwrap_or(u32::MAX);
            let cell = Cell { sex: None, ..step.cell(region, group, 0) };
            let rate = |age: u8| {
                let rate = self.fertility.value(Cell { age, ..cell });
                rate.filter(|_| FERTILE.contains(&age)).unwrap_or(0.0)
            };
            let sum: f64 = self.axis.ages(age).map(rate).sum();
            let closed = age + 1 < ages;
            if closed { sum / self.years() * self.basis.variant.factor(ahead) } else { 0.0 }
        });
        let given = |(region, group)| (last <= known_to(region)).then(|| path[[region, group]]);
        BirthSource::Partly(rates, Array2::from_shape_fn((regions, groups), given))
    }

    /// Births a year over the step before a slot by the births of towns, `[region, group]`; the last ones known go on.
    fn path_births(&self, slot: usize) -> Array2<f64> {
        let grid = self.basis.history.grid;
        let groups = self.basis.study.groups.len().max(1);
        let mut births = Array2::zeros((self.regions.len(), groups));
        for back in 0..self.axis.width {
            let end = Moment(grid.moment(slot - back).0.min(grid.moment(grid.end.max(grid.last + 1)).0));
            for (town, region) in self.regions.of_town.iter().enumerate() {
                for group in 0..groups {
                    births[[*region, group]] += self.basis.births.before(town, group, end) / self.years();
                }
            }
        }
        births
    }

    /// Survival by the mortality table; the default where there is none.
    fn survival(&self, year: i32) -> StepSurvival {
        let groups = self.basis.study.groups.len().max(1);
        let mut survival = StepSurvival {
            newborn: Array3::zeros((self.regions.len(), groups, 2)),
            ages: Array4::zeros((self.regions.len(), groups, 2, self.axis.groups)),
        };
        let blank = Array4::zeros((0, 0, 0, 0));
        let step = StepOf { regions: self.regions, axis: self.axis, year, people: &blank };
        for (region, group, sex) in ndarray::indices((self.regions.len(), groups, 2)) {
            let cell = step.cell(region, group, sex);
            let (newborn, row) = self.mortality.of_cell(cell, sex, self.axis, self.basis.survival);
            survival.newborn[[region, group, sex]] = newborn;
            survival.ages.slice_mut(s![region, group, sex, ..]).assign(&row);
        }
        survival
    }
}
