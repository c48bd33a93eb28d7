//! Figures by county, year, group, sex and age, with "all" in any place: the most specific row counts.

use crate::domain::{AgeFigure, Sex};
use std::cmp::Reverse;

/// For how many ages a row holds (年龄跨度).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Its own age only.
    Single,
    /// Up to the next age given; the last one as long as the one before.
    UpToNext,
    /// Up to the next age given; the last one for ever.
    OpenEnded,
}

/// A cell that a figure is looked for (查找单元).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Position of the county.
    pub county: usize,
    /// Calendar year.
    pub year: i32,
    /// Position of the group.
    pub group: usize,
    /// Sex; none where the table has none.
    pub sex: Option<Sex>,
    /// Completed years of age.
    pub age: u8,
}

/// Rows of a table, ready to be looked up (参数表).
#[derive(Debug, Clone, PartialEq)]
pub struct RateTable {
    /// Rows by age, in rising order, with the last age at which each may hold.
    ages: Vec<(u8, u8, Vec<AgeFigure>)>,
}

impl RateTable {
    /// Takes rows in any order.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = AgeFigure>, span: Span) -> Self {
        let mut rows: Vec<_> = rows.into_iter().collect();
        rows.sort_by_key(|row| row.age);
        let mut ages: Vec<(u8, u8, Vec<AgeFigure>)> = Vec::new();
        for row in rows {
            match ages.last_mut() {
                Some((age, _, of_age)) if *age == row.age => of_age.push(row),
                _ => ages.push((row.age, row.age, vec![row])),
            }
        }
        let given: Vec<u8> = ages.iter().map(|(age, ..)| *age).collect();
        for (position, (age, until, _)) in ages.iter_mut().enumerate() {
            *until = last_age(&given, position, span).unwrap_or(*age);
        }
        Self { ages }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ages.is_empty()
    }

    /// The row for a cell: of the rows that name its county, group, sex, or all of them, and a year up to its own (else
    /// the earliest later one), the one that names most; the county goes before the group, the group before the sex.
    #[must_use]
    pub fn resolve(&self, cell: Cell) -> Option<&AgeFigure> {
        let end = self.ages.partition_point(|(age, ..)| *age <= cell.age);
        let holding = self.ages[..end].iter().rev().take_while(|(_, until, _)| cell.age <= *until);
        holding.into_iter().find_map(|(_, _, rows)| best(rows, cell))
    }

    /// Value for a cell.
    #[must_use]
    pub fn value(&self, cell: Cell) -> Option<f64> {
        self.resolve(cell).map(|row| row.value)
    }
}

/// Last age at which the rows of an age may hold.
fn last_age(given: &[u8], position: usize, span: Span) -> Option<u8> {
    let next = given.get(position + 1).map(|next| next - 1);
    let before = || position.checked_sub(1).map(|before| given[position] - given[before]);
    match span {
        Span::Single => None,
        Span::UpToNext => next.or_else(|| before().map(|width| given[position].saturating_add(width - 1))),
        Span::OpenEnded => next.or(Some(u8::MAX)),
    }
}

/// The most specific of the rows of an age.
fn best(rows: &[AgeFigure], cell: Cell) -> Option<&AgeFigure> {
    let fits = |row: &&AgeFigure| {
        row.county.is_none_or(|county| county.index() == cell.county)
            && row.group.is_none_or(|group| group.index() == cell.group)
            && (row.sex.is_none() || cell.sex.is_none() || row.sex == cell.sex)
    };
    let named = |row: &AgeFigure| {
        let (county, group) = (row.county.is_some(), row.group.is_some());
        let (sex, year) = (row.sex.is_some(), row.year.is_some());
        let count = [county, group, sex, year].into_iter().filter(|named| *named).count();
        (count, county, group, sex)
    };
    let current = rows.iter().filter(fits).filter(|row| row.year.is_none_or(|year| year <= cell.year));
    let later = rows.iter().filter(fits).filter_map(|row| row.year.map(|year| (year, row)));
    current
        .max_by_key(|row| (named(row), row.year))
        .or_else(|| later.max_by_key(|(year, row)| (Reverse(*year), named(row))).map(|(_, row)| row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CountyIndex, GroupIndex};

    fn row(county: Option<usize>, year: Option<i32>, group: Option<usize>, age: u8, value: f64) -> AgeFigure {
        let (county, group) = (county.map(CountyIndex), group.map(GroupIndex));
        AgeFigure { county, year, group, sex: None, age, value }
    }

    fn cell(county: usize, year: i32, group: usize, age: u8) -> Cell {
        Cell { county, year, group, sex: Some(Sex::Female), age }
    }

    #[test]
    fn the_most_specific_row_counts() {
        let rows = [
            row(None, None, None, 3, 1.0),
            row(Some(0), None, None, 3, 2.0),
            row(None, Some(2024), None, 3, 3.0),
            row(Some(0), None, Some(1), 3, 4.0),
            AgeFigure { sex: Some(Sex::Male), ..row(Some(0), None, Some(1), 3, 5.0) },
        ];
        let table = RateTable::new(rows, Span::Single);
        assert_eq!(table.value(cell(1, 2023, 0, 3)), Some(1.0));
        assert_eq!(table.value(cell(1, 2030, 0, 3)), Some(3.0), "a year holds until the next");
        assert_eq!(table.value(cell(0, 2030, 0, 3)), Some(2.0), "the county goes before the year");
        assert_eq!(table.value(cell(0, 2023, 1, 3)), Some(4.0));
        let man = Cell { sex: Some(Sex::Male), ..cell(0, 2023, 1, 3) };
        assert_eq!(table.value(man), Some(5.0));
        assert_eq!(table.value(cell(0, 2023, 1, 4)), None);
    }

    #[test]
    fn before_the_first_year_the_earliest_counts() {
        let rows = [row(None, Some(2030), None, 0, 2.0), row(None, Some(2025), None, 0, 1.0)];
        let table = RateTable::new(rows, Span::Single);
        assert_eq!(table.value(cell(0, 2023, 0, 0)), Some(1.0));
        assert_eq!(table.value(cell(0, 2029, 0, 0)), Some(1.0));
        assert_eq!(table.value(cell(0, 2031, 0, 0)), Some(2.0));
    }

    #[test]
    fn rows_hold_for_their_ages() {
        let rows = || [15, 20, 25].map(|age| row(None, None, None, age, f64::from(age)));
        let bands = RateTable::new(rows(), Span::UpToNext);
        assert_eq!(
            [14, 19, 29, 30].map(|age| bands.value(cell(0, 2023, 0, age))),
            [None, Some(15.0), Some(25.0), None]
        );
        let open = RateTable::new(rows(), Span::OpenEnded);
        assert_eq!(open.value(cell(0, 2023, 0, 90)), Some(25.0));
        let singles = [15, 16].map(|age| row(None, None, None, age, 1.0));
        assert_eq!(RateTable::new(singles, Span::UpToNext).value(cell(0, 2023, 0, 17)), None);
    }
}
