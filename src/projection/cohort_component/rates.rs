//! Figures by area, year, group, sex and age, with "all" in any place: the most specific row counts.

use crate::domain::{AgeFigure, Area, CountyIndex, Sex, TownIndex};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Greatest single age that is looked up.
pub const OLDEST: u8 = 120;

/// For how many ages a row without a last age holds (年龄跨度).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Its own age only.
    Single,
    /// Up to the next age given; the last one as long as the one before.
    UpToNext,
    /// Up to the next age given; the last one for ever, whatever its own last age.
    OpenEnded,
}

/// A cell that a figure is looked for (查找单元).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Town, where the figure is wanted for one.
    pub town: Option<TownIndex>,
    /// County.
    pub county: CountyIndex,
    /// Calendar year.
    pub year: i32,
    /// Position of the group.
    pub group: usize,
    /// Sex; none where the table has none.
    pub sex: Option<Sex>,
    /// Completed years of age.
    pub age: u8,
}

/// Rows of one first and last age, by area.
type OfAge = BTreeMap<Option<Area>, Vec<usize>>;

/// Rows of a table, ready to be looked up (参数表).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RateTable {
    rows: Vec<AgeFigure>,
    entries: Vec<OfAge>,
    /// Entries that hold at a single age, the nearest first age before the others.
    holding: Vec<Vec<usize>>,
    greatest: u8,
}

impl RateTable {
    /// Takes rows in any order.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = AgeFigure>, span: Span) -> Self {
        let rows: Vec<_> = rows.into_iter().collect();
        let mut bands: BTreeMap<(u8, Option<u8>), OfAge> = BTreeMap::new();
        for (position, row) in rows.iter().enumerate() {
            let of_age = bands.entry((row.age, row.until)).or_default();
            of_age.entry(row.area).or_default().push(position);
        }
        let mut given: Vec<u8> = bands.keys().map(|(age, _)| *age).collect();
        given.dedup();
        let mut holding = vec![Vec::new(); usize::from(OLDEST) + 1];
        for (entry, (age, until)) in bands.keys().enumerate() {
            let until = last_age(&given, *age, *until, span);
            for single in *age..=until.min(OLDEST) {
                holding[usize::from(single)].insert(0, entry);
            }
        }
        let greatest = given.last().copied().unwrap_or(0);
        Self { rows, entries: bands.into_values().collect(), holding, greatest }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Greatest first age of a row.
    #[must_use]
    pub fn greatest_age(&self) -> u8 {
        self.greatest
    }

    /// Position of the row for a cell: of the rows that name its area, group, sex, or all of them, and a year up to its own
    /// (else the earliest later one), the one that names most; the area goes before the group, the group before the sex,
    /// a town before its county.
    #[must_use]
    pub fn position(&self, cell: Cell) -> Option<usize> {
        let holding = self.holding.get(usize::from(cell.age))?;
        holding.iter().find_map(|entry| self.best(&self.entries[*entry], cell))
    }

    /// The row at a position.
    #[must_use]
    pub fn row(&self, position: usize) -> &AgeFigure {
        &self.rows[position]
    }

    /// Value for a cell.
    #[must_use]
    pub fn value(&self, cell: Cell) -> Option<f64> {
        self.position(cell).map(|position| self.rows[position].value)
    }

    /// The most specific of the rows of an age.
    fn best(&self, of_age: &OfAge, cell: Cell) -> Option<usize> {
        let areas = [cell.town.map(Area::Town), Some(Area::County(cell.county)), None];
        let wanted = if cell.town.is_none() { &areas[1..] } else { &areas[..] };
        let rows = || wanted.iter().filter_map(|area| of_age.get(area)).flatten().copied();
        let fits = |position: &usize| {
            let row = &self.rows[*position];
            row.group.is_none_or(|group| group.index() == cell.group)
                && (row.sex.is_none() || cell.sex.is_none() || row.sex == cell.sex)
        };
        let named = |position: usize| {
            let row = &self.rows[position];
            let (group, sex, year) = (row.group.is_some(), row.sex.is_some(), row.year.is_some());
            let area = match row.area {
                None => 0,
                Some(Area::County(_)) => 1,
                Some(Area::Town(_)) => 2,
            };
            let count = [area > 0, group, sex, year].into_iter().filter(|named| *named).count();
            (count, area, group, sex)
        };
        let year = |position: usize| self.rows[position].year;
        let current = rows().filter(fits).filter(|row| year(*row).is_none_or(|year| year <= cell.year));
        current
            .max_by_key(|row| (named(*row), year(*row)))
            .or_else(|| rows().filter(fits).max_by_key(|row| (Reverse(year(*row)), named(*row))))
    }
}

/// Last age at which the rows of a first age hold.
fn last_age(given: &[u8], age: u8, until: Option<u8>, span: Span) -> u8 {
    let position = given.binary_search(&age).unwrap_or(0);
    let next = given.get(position + 1).map(|next| next - 1);
    if span == Span::OpenEnded && next.is_none() {
        return u8::MAX;
    }
    let before = || position.checked_sub(1).map(|before| given[position] - given[before]);
    let spaced = match span {
        Span::Single => None,
        Span::UpToNext => next.or_else(|| before().map(|width| age.saturating_add(width - 1))),
        Span::OpenEnded => next,
    };
    until.or(spaced).unwrap_or(age)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::GroupIndex;

    fn row(county: Option<usize>, year: Option<i32>, group: Option<usize>, age: u8, value: f64) -> AgeFigure {
        let (area, group) = (county.map(|county| Area::County(CountyIndex(county))), group.map(GroupIndex));
        AgeFigure { area, year, group, age, value, ..AgeFigure::default() }
    }

    fn cell(county: usize, year: i32, group: usize, age: u8) -> Cell {
        Cell { town: None, county: CountyIndex(county), year, group, sex: Some(Sex::Female), age }
    }

    #[test]
    fn the_most_specific_row_counts() {
        let town = AgeFigure { area: Some(Area::Town(TownIndex(4))), ..row(None, None, None, 3, 6.0) };
        let rows = [
            row(None, None, None, 3, 1.0),
            row(Some(0), None, None, 3, 2.0),
            row(None, Some(2024), None, 3, 3.0),
            row(Some(0), None, Some(1), 3, 4.0),
            AgeFigure { sex: Some(Sex::Male), ..row(Some(0), None, Some(1), 3, 5.0) },
            town,
        ];
        let table = RateTable::new(rows, Span::Single);
        assert_eq!(table.value(cell(1, 2023, 0, 3)), Some(1.0));
        assert_eq!(table.value(cell(1, 2030, 0, 3)), Some(3.0), "a year holds until the next");
        assert_eq!(table.value(cell(0, 2030, 0, 3)), Some(2.0), "the county goes before the year");
        assert_eq!(table.value(cell(0, 2023, 1, 3)), Some(4.0));
        let man = Cell { sex: Some(Sex::Male), ..cell(0, 2023, 1, 3) };
        assert_eq!(table.value(man), Some(5.0));
        assert_eq!(table.value(cell(0, 2023, 1, 4)), None);
        let in_town = Cell { town: Some(TownIndex(4)), ..cell(0, 2023, 0, 3) };
        assert_eq!(table.value(in_town), Some(6.0), "a town goes before its county");
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

    #[test]
    fn written_groups_hold_for_their_ages() {
        let group = AgeFigure { until: Some(9), ..row(None, None, None, 5, 2.0) };
        let open = AgeFigure { until: Some(u8::MAX), ..row(None, None, None, 85, 3.0) };
        let table = RateTable::new([group, open], Span::Single);
        assert_eq!(
            [4, 5, 9, 10, 100].map(|age| table.value(cell(0, 2023, 0, age))),
            [None, Some(2.0), Some(2.0), None, Some(3.0)]
        );
    }
}
