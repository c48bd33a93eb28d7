//! Mortality, fertility, migration, status change, the outside population (死亡、生育、迁移、身份转换、外部人口).

use super::age_groups::spacing;
use super::findings::{Findings, both};
use super::model::Model;
use super::package::Package;
use super::person_columns::{group, note_spacing, sex};
use super::places::Places;
use super::rows::Row;
use super::values::Ages;
use super::values::means_all;
use crate::domain::{
    AgeFigure, Area, GroupIndex, MigrationFigure, MigrationKind, MortalityFigure, MortalityKind,
    PopulationRates, StatusFigure,
};
use std::collections::BTreeSet;

/// Reads the tables of rates.
pub(super) fn read_rates(
    package: &Package,
    model: &Model,
    places: &Places,
    findings: &Findings,
) -> (Vec<MortalityFigure>, PopulationRates) {
    let reader = Reader { package, model, places, findings };
    let rates = PopulationRates {
        fertility: reader.rows("fertility", false, |row, figure, _| {
            row.choice("kind");
            figure
        }),
        migration: reader.migration(),
        status_change: reader.status_change(),
        outside: reader.rows("outside", false, |_, figure, _| figure),
        workers: reader.workers(),
        ..PopulationRates::default()
    };
    (reader.mortality(), rates)
}

struct Reader<'a> {
    package: &'a Package,
    model: &'a Model,
    places: &'a Places,
    findings: &'a Findings,
}

impl Reader<'_> {
    /// Rows of a table, each made from its cells, its figure, and whether it is of newborns. Plain ages that lie equally
    /// far apart are age groups.
    fn rows<T: HasFigure>(
        &self,
        table: &str,
        birth: bool,
        make: impl Fn(Row, Option<AgeFigure>, bool) -> Option<T>,
    ) -> Vec<T> {
        let Some(sheet) = self.package.sheet(table) else { return Vec::new() };
        let mut plain = BTreeSet::new();
        let mut rows = Vec::with_capacity(sheet.raw.rows.len());
        for row in sheet.rows(self.findings) {
            let ages = row.ages("age", birth);
            if let Some(Ages::Single(age)) = ages {
                plain.insert(age);
            }
            let figure = self.figure(row, ages, if table == "outside" { "persons" } else { "value" });
            rows.extend(make(row, figure, ages == Some(Ages::Birth)));
        }
        if let Some(width) = spacing(&plain) {
            note_spacing(sheet, self.findings, "age", width);
            for figure in rows.iter_mut().filter_map(T::figure).filter(|figure| figure.until.is_none()) {
                figure.until = Some(figure.age + width - 1);
            }
        }
        rows
    }

    /// A figure by area, year, group, sex and age.
    fn figure(&self, row: Row, ages: Option<Ages>, value: &str) -> Option<AgeFigure> {
        let area = self.area_or_all(row);
        let (year, group, sex) = (row.year_or_all("year"), group(row, self.model), sex(row));
        let value = row.number(value);
        let (age, until) = match ages? {
            Ages::Birth => (0, Some(0)),
            Ages::Single(age) => (age, None),
            Ages::Group(first, last) => (first, Some(last)),
            Ages::Open(first) => (first, Some(u8::MAX)),
        };
        Some(AgeFigure { area: area?, year: year?, group, sex, age, until, value: value? })
    }

    /// A town or county; the inner none is "all".
    #[allow(clippy::option_option)] // outer: whether the cell is sound; inner: whether it means all
    fn area_or_all(&self, row: Row) -> Option<Option<Area>> {
        if means_all(row.peek("area")) && !row.ragged {
            Some(None)
        } else {
            self.places.area(row, "area").map(Some)
        }
    }

    fn mortality(&self) -> Vec<MortalityFigure> {
        self.rows("mortality", true, |row, figure, birth| {
            let kind = match row.choice("kind") {
                Some("survival") => MortalityKind::Survival,
                Some("probability") => MortalityKind::Probability,
                _ => MortalityKind::Rate,
            };
            if kind != MortalityKind::Rate && figure.is_some_and(|figure| figure.value > 1.0) {
                row.cell("value")?.above(1.0);
                return None;
            }
            Some(MortalityFigure { kind, birth, figure: figure? })
        })
    }

    fn migration(&self) -> Vec<MigrationFigure> {
        self.rows("migration", false, |row, figure, _| {
            let kind = match row.choice("kind") {
                Some("net" | "count") => Some(MigrationKind::Net),
                Some("rate" | "net_rate") => Some(MigrationKind::NetRate),
                Some("in" | "in_count") => Some(MigrationKind::Arrivals),
                Some("in_rate") => Some(MigrationKind::ArrivalRate),
                Some("in_per_worker") => Some(MigrationKind::ArrivalsPerWorker),
                Some("out_count") => Some(MigrationKind::Departures),
                Some("out" | "out_rate") => Some(MigrationKind::DepartureRate),
                Some("between_out") => Some(MigrationKind::BetweenDepartureRate),
                Some("between_in") => Some(MigrationKind::BetweenArrivalShare),
                _ => None,
            };
            let signed = matches!(kind, None | Some(MigrationKind::Net | MigrationKind::NetRate));
            if !signed && figure.is_some_and(|figure| figure.value < 0.0) {
                negative_move(row);
            }
            let stream = row.peek("stream").to_owned();
            let per_step = row.choice("per") == Some("step");
            Some(MigrationFigure { kind: kind?, stream, per_step, figure: figure? })
        })
    }

    fn workers(&self) -> Vec<AgeFigure> {
        let rows = self.package.sheet("workers").into_iter().flat_map(|sheet| sheet.rows(self.findings));
        rows.filter_map(|row| {
            let area = self.area_or_all(row);
            let (year, group) = (row.year_or_all("year"), group(row, self.model));
            let value = row.number("workers")?;
            Some(AgeFigure { area: area?, year: year?, group, value, ..AgeFigure::default() })
        })
        .collect()
    }

    fn status_change(&self) -> Vec<StatusFigure> {
        self.rows("status_change", true, |row, figure, birth| {
            row.choice("kind");
            let into =
                row.cell("into").and_then(|cell| cell.reference(&self.model.group_ids)).map(GroupIndex);
            Some(StatusFigure { into, birth, figure: figure? })
        })
    }
}

/// Says that a negative number or rate of arrivals or departures is a move the other way.
fn negative_move(row: Row) {
    row.findings.warning(
        "negative-move",
        row.location_of("value"),
        both(
            "迁入或迁出为负，按反方向迁移计",
            "a negative arrival or departure is taken as a move the other way",
        ),
        both("请核对数据", "check the figure"),
    );
}

/// Rows that hold a figure.
trait HasFigure {
    /// The figure of an age; none for newborns.
    fn figure(&mut self) -> Option<&mut AgeFigure>;
}

impl HasFigure for AgeFigure {
    fn figure(&mut self) -> Option<&mut AgeFigure> {
        Some(self)
    }
}

impl HasFigure for MortalityFigure {
    fn figure(&mut self) -> Option<&mut AgeFigure> {
        (!self.birth).then_some(&mut self.figure)
    }
}

impl HasFigure for MigrationFigure {
    fn figure(&mut self) -> Option<&mut AgeFigure> {
        Some(&mut self.figure)
    }
}

impl HasFigure for StatusFigure {
    fn figure(&mut self) -> Option<&mut AgeFigure> {
        (!self.birth).then_some(&mut self.figure)
    }
}
