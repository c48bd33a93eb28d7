//! The list of tables: what a row is, and what each column means, in which unit.

mod money;
mod people;
mod places;
mod schools;

use super::{Choice, Column, Table, ValueKind};

/// Every table of a study.
pub const TABLES: &[Table] = &[
    places::COUNTIES,
    places::TOWNS,
    places::AREA_CHANGES,
    people::POPULATION,
    people::BIRTHS,
    people::MORTALITY,
    people::FERTILITY,
    people::MIGRATION,
    people::STATUS_CHANGE,
    people::HOUSING,
    people::WORKERS,
    people::OFFICIAL_TOTALS,
    people::OUTSIDE,
    schools::ENROLMENT,
    schools::SCHOOLS,
    schools::PROJECTS,
    places::DISTANCES,
    money::BUDGET,
    money::EXPENDITURE,
    money::LAND,
    money::DELIVERY,
    people::DEMAND,
    money::COSTS,
];

const fn column(
    name: &'static str,
    zh: &'static str,
    kind: ValueKind,
    unit: &'static str,
    description: &'static str,
) -> Column {
    Column { name, zh, description, unit, kind, required: true }
}

const fn optional(
    name: &'static str,
    zh: &'static str,
    kind: ValueKind,
    unit: &'static str,
    description: &'static str,
) -> Column {
    Column { name, zh, description, unit, kind, required: false }
}

const fn choice(id: &'static str, zh: &'static str) -> Choice {
    Choice { id, zh }
}

const PERSONS: ValueKind = ValueKind::Number { least: 0.0, greatest: 1e9 };
const COUNT: ValueKind = ValueKind::Integer { least: 0, greatest: 10_000_000 };
const LONGITUDE: ValueKind = ValueKind::Number { least: -180.0, greatest: 180.0 };
const LATITUDE: ValueKind = ValueKind::Number { least: -90.0, greatest: 90.0 };
const MONEY: ValueKind = ValueKind::Number { least: 0.0, greatest: 1e9 };
