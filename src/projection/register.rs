//! The births table, by town, group and calendar year.

use super::grid::{span, years};
use super::history::History;
use super::method::{Method, Methods};
use super::shares::{members, split};
use crate::domain::{Area, Births, Study};
use ndarray::{Array1, Array2, Array3};
use std::ops::RangeInclusive;

/// Weight of the county's shares of groups in a town's, births (κ).
const BIRTH_SHRINKAGE: f64 = 100.0;

/// Months of a year, each a bit.
const ALL_MONTHS: u16 = 0b1_1111_1111_1110;

/// Registered births (出生登记).
pub(super) struct Register {
    /// First year of the axis.
    pub first: i32,
    /// Births, `[town, group, year]`.
    pub births: Array3<f64>,
    /// Years without a gap up to the last one, by county; none without births.
    pub known: Vec<Option<RangeInclusive<i32>>>,
}

impl Register {
    /// Whether a county has births of a year.
    pub(super) fn covers(&self, county: usize, year: i32) -> bool {
        self.known[county].as_ref().is_some_and(|known| known.contains(&year))
    }
}

/// What the rows look like, `[county, year]`, areas being the towns and then the counties.
struct Marks {
    towns: usize,
    months: Array2<u16>,
    by_town: Array2<bool>,
    whole_year: Array2<bool>,
    grouped: Array2<bool>,
}

/// Reads the births table; rows have been checked.
pub(super) fn read(study: &Study, history: &History, methods: &mut Methods) -> Register {
    let first = study.births.iter().map(|row| row.year).min().unwrap_or(0);
    let last = study.births.iter().map(|row| row.year).max().unwrap_or(first);
    let length = span(first, last) + 1;
    let marks = Marks::of(study, first, length);
    let members = members(study);
    let shares = Shares::of(study, history, &members);
    let groups = study.groups.len().max(1);
    let mut births = Array3::zeros((study.towns.len(), groups, length));
    for row in study.births.iter().filter(|row| marks.counts(study, row, first)) {
        let year = span(first, row.year);
        let number = row.births * marks.scale(study, row, year);
        let (one, many) = match row.area {
            Area::Town(town) => (Some(town.index()), [].as_slice()),
            Area::County(county) => (None, members[county.index()].as_slice()),
        };
        methods.add_if(one.is_none(), Method::BirthsSplitToTowns);
        methods.add_if(row.group.is_none() && groups > 1, Method::BirthsSplitToGroups);
        methods.add_if(marks.scale(study, row, year) > 1.0, Method::BirthsScaled);
        for town in one.into_iter().chain(many.iter().copied()) {
            let part = if one.is_some() { 1.0 } else { shares.towns[town] };
            for group in 0..groups {
                let share = row
                    .group
                    .map_or(shares.groups[[town, group]], |of| f64::from(u8::from(of.index() == group)));
                births[[town, group, year]] += number * part * share;
            }
        }
    }
    let known = (0..study.counties.len()).map(|county| marks.known(county, first)).collect();
    Register { first, births, known }
}

impl Marks {
    fn of(study: &Study, first: i32, length: usize) -> Self {
        let (towns, counties) = (study.towns.len(), study.counties.len());
        let areas = || Array2::from_elem((towns + counties, length), false);
        let mut marks = Self {
            towns,
            months: Array2::zeros((counties, length)),
            by_town: Array2::from_elem((counties, length), false),
            whole_year: areas(),
            grouped: areas(),
        };
        for row in &study.births {
            let (area, county, year) = marks.place(study, row, first);
            marks.months[[county, year]] |= row.month.map_or(ALL_MONTHS, |month| 1 << month.min(12));
            marks.by_town[[county, year]] |= matches!(row.area, Area::Town(_));
            marks.whole_year[[area, year]] |= row.month.is_none();
            marks.grouped[[area, year]] |= row.group.is_some();
        }
        marks
    }

    fn place(&self, study: &Study, row: &Births, first: i32) -> (usize, usize, usize) {
        let year = span(first, row.year);
        match row.area {
            Area::Town(town) => (town.index(), study.county_of(town).index(), year),
            Area::County(county) => (self.towns + county.index(), county.index(), year),
        }
    }

    /// Whether a row counts: totals of counties, years and groups only where their parts are not given. Months do not
    /// count beside a whole year.
    fn counts(&self, study: &Study, row: &Births, first: i32) -> bool {
        let (area, county, year) = self.place(study, row, first);
        let place = matches!(row.area, Area::Town(_)) || !self.by_town[[county, year]];
        let time = row.month.is_none() || !self.whole_year[[area, year]];
        place && time && (row.group.is_some() || !self.grouped[[area, year]])
    }

    /// Factor to twelve months for a row of a month.
    fn scale(&self, study: &Study, row: &Births, year: usize) -> f64 {
        let county = match row.area {
            Area::Town(town) => study.county_of(town).index(),
            Area::County(county) => county.index(),
        };
        let months = (self.months[[county, year]] & ALL_MONTHS).count_ones().max(1);
        if row.month.is_some() { 12.0 / f64::from(months) } else { 1.0 }
    }

    /// Years without a gap up to the last one.
    fn known(&self, county: usize, first: i32) -> Option<RangeInclusive<i32>> {
        let years_of = self.months.row(county);
        let last = years_of.iter().rposition(|months| *months != 0)?;
        let run = years_of.iter().take(last + 1).rev().take_while(|months| **months != 0).count();
        Some(first + years(last + 1 - run)..=first + years(last))
    }
}

/// Shares of young children, for births known only in total.
struct Shares {
    /// `[town]`, within the county: children aged 0–4.
    towns: Array1<f64>,
    /// `[town, group]`: children aged 0–2, shrunk to the county.
    groups: Array2<f64>,
}

impl Shares {
    fn of(study: &Study, history: &History, members: &[Vec<usize>]) -> Self {
        let last = history.grid.last;
        let young = |town: usize, group: usize, ages: usize| -> f64 {
            (0..ages.min(history.oldest() + 1)).map(|age| history.children[[town, group, age, last]]).sum()
        };
        let groups = study.groups.len().max(1);
        let mut towns = Array1::from_shape_fn(study.towns.len(), |town| {
            (0..groups).map(|group| young(town, group, 5)).sum::<f64>()
        });
        split(members, &mut towns);
        let infants =
            Array2::from_shape_fn((study.towns.len(), groups), |(town, group)| young(town, group, 3));
        Self { towns, groups: groups_of_towns(members, &infants) }
    }
}

/// Shares of groups in every town, shrunk to the county's: `(n[i,g] + κ·s[c,g]) / (n[i] + κ)`; all in the first group where a
/// county has nobody, `[town, group]`.
pub(super) fn groups_of_towns(members: &[Vec<usize>], counts: &Array2<f64>) -> Array2<f64> {
    let groups = counts.ncols();
    let mut shares = Array2::zeros(counts.dim());
    for towns in members {
        let of_county: Vec<f64> =
            (0..groups).map(|group| towns.iter().map(|town| counts[[*town, group]]).sum()).collect();
        let total: f64 = of_county.iter().sum();
        for town in towns {
            let own = counts.row(*town).sum();
            for group in 0..groups {
                let prior = match group {
                    _ if total > 0.0 => of_county[group] / total,
                    0 => 1.0,
                    _ => 0.0,
                };
                shares[[*town, group]] =
                    (counts[[*town, group]] + BIRTH_SHRINKAGE * prior) / (own + BIRTH_SHRINKAGE);
            }
        }
    }
    shares
}
