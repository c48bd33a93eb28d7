//! Rows of a table in little memory (表格行): the cells of all rows stand in one text, so that millions of rows take little more than
//! their file.

use std::ops::Range;

/// Rows with their row numbers.
#[derive(Debug, Default, Clone)]
pub(super) struct Records {
    text: String,
    /// Where cells end, counted from the start of their row.
    ends: Vec<u32>,
    places: Vec<Place>,
    /// Position in the file of the column that each row's figure comes from, where rows were made of columns.
    columns: Vec<u32>,
    /// Greatest row number so far.
    highest: u64,
}

/// Of a row that comes from no column.
const NO_COLUMN: u32 = u32::MAX;

/// Where a row stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Its start in the text.
    start: usize,
    /// Its first end.
    first: usize,
    /// Number of its cells.
    width: u32,
    /// Row number in the file.
    number: u32,
}

/// The cells of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    text: &'a str,
    ends: &'a [u32],
}

impl Records {
    /// No rows yet, with room for a text of that length.
    pub(super) fn with_room_for(length: usize) -> Self {
        Self { text: String::with_capacity(length), ..Self::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Greatest row number that any row had; 0 where there was none.
    pub(super) fn highest(&self) -> u64 {
        self.highest
    }

    /// Adds a row behind the others.
    pub(super) fn push<Cell: AsRef<str>>(&mut self, number: u64, cells: impl IntoIterator<Item = Cell>) {
        let mut place = self.open(number);
        for cell in cells {
            self.text.push_str(cell.as_ref());
            self.close_cell(&mut place);
        }
        self.places.push(place);
        self.highest = self.highest.max(number);
    }

    /// Adds a row whose figure comes from a column of the file.
    pub(super) fn push_from<'t>(
        &mut self,
        number: u64,
        column: usize,
        cells: impl IntoIterator<Item = &'t str>,
    ) {
        self.columns.resize(self.places.len(), NO_COLUMN);
        self.columns.push(u32::try_from(column).unwrap_or(NO_COLUMN));
        self.push(number, cells);
    }

    /// Position in the file of the column that a row's figure comes from, where that is not the same for all.
    pub(super) fn column(&self, at: usize) -> Option<usize> {
        let column = self.columns.get(at).filter(|column| **column != NO_COLUMN)?;
        usize::try_from(*column).ok()
    }

    /// A row that begins at the end of the text. Numbers and lengths fit in 32 bits, since files are far below 4 GiB.
    fn open(&self, number: u64) -> Place {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        Place { start: self.text.len(), first: self.ends.len(), width: 0, number }
    }

    fn close_cell(&mut self, place: &mut Place) {
        self.ends.push(u32::try_from(self.text.len() - place.start).unwrap_or(u32::MAX));
        place.width += 1;
    }

    /// Row number in the file.
    pub(super) fn number(&self, at: usize) -> u64 {
        u64::from(self.places[at].number)
    }

    /// The row at a position.
    pub(super) fn get(&self, at: usize) -> Record<'_> {
        self.record(&self.places[at])
    }

    fn record(&self, place: &Place) -> Record<'_> {
        let ends = &self.ends[place.first..][..place.width as usize];
        let length = ends.last().map_or(0, |end| *end as usize);
        Record { text: &self.text[place.start..][..length], ends }
    }

    /// Row numbers and rows in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, Record<'_>)> {
        self.places.iter().map(|place| (u64::from(place.number), self.record(place)))
    }

    /// Whether there is a row of that number; only of rows as they stand in their file.
    pub(super) fn has_number(&self, number: u64) -> bool {
        self.places.binary_search_by_key(&number, |place| u64::from(place.number)).is_ok()
    }

    /// Writes some cells of a row anew, by their positions.
    pub(super) fn change(&mut self, at: usize, cells: &[(usize, String)]) {
        let old = self.places[at];
        let mut place = self.open(u64::from(old.number));
        for position in 0..old.width as usize {
            match cells.iter().find(|(of, _)| *of == position) {
                Some((_, cell)) => self.text.push_str(cell),
                None => self.text.extend_from_within(self.span(&old, position)),
            }
            self.close_cell(&mut place);
        }
        self.places[at] = place;
    }

    fn span(&self, place: &Place, position: usize) -> Range<usize> {
        let end = |position: usize| place.start + self.ends[place.first + position] as usize;
        position.checked_sub(1).map_or(place.start, end)..end(position)
    }

    /// Adds a blank cell to every row of that many cells.
    pub(super) fn widen(&mut self, width: usize) {
        for place in self.places.iter_mut().filter(|place| place.width as usize == width) {
            let first = self.ends.len();
            self.ends.extend_from_within(place.first..place.first + width);
            let last = if width == 0 { 0 } else { self.ends[first + width - 1] };
            self.ends.push(last);
            (place.first, place.width) = (first, place.width + 1);
        }
    }

    /// Leaves out blank cells behind that many.
    pub(super) fn trim(&mut self, width: usize) {
        for at in 0..self.places.len() {
            let place = self.places[at];
            let record = self.record(&place);
            if record.len() <= width {
                continue;
            }
            let filled = (0..record.len())
                .rposition(|at| record.get(at).is_some_and(|cell| !cell.trim().is_empty()))
                .map_or(0, |last| last + 1);
            let kept = filled.max(width).min(record.len());
            self.places[at].width = u32::try_from(kept).unwrap_or(place.width);
        }
    }

    /// The position of the row of that number; only of rows as they stand in their file.
    pub(super) fn position(&self, number: u64) -> Option<usize> {
        self.places.binary_search_by_key(&number, |place| u64::from(place.number)).ok()
    }

    /// Leaves out the rows at these positions, which are in order.
    pub(super) fn remove(&mut self, positions: &[usize]) {
        let stays = || {
            let mut rows = 0..;
            move || rows.next().is_some_and(|at: usize| positions.binary_search(&at).is_err())
        };
        let mut stays_here = stays();
        self.places.retain(|_| stays_here());
        let mut stays_here = stays();
        self.columns.retain(|_| stays_here());
    }
}

impl<'a> Record<'a> {
    pub(super) fn len(self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(self, position: usize) -> Option<&'a str> {
        let end = *self.ends.get(position)? as usize;
        let start = position.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        Some(&self.text[start..end])
    }

    pub(super) fn iter(self) -> impl Iterator<Item = &'a str> {
        (0..self.len()).filter_map(move |position| self.get(position))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(records: &Records) -> Vec<(u64, Vec<&str>)> {
        records.iter().map(|(number, record)| (number, record.iter().collect())).collect()
    }

    #[test]
    fn rows_are_kept_changed_widened_and_removed() {
        let mut records = Records::with_room_for(10);
        records.push(2, ["甲", "", "3"]);
        records.push(4, ["b", "c"]);
        records.push::<&str>(5, []);
        assert_eq!((records.len(), records.number(1), records.get(0).get(3)), (3, 4, None));
        records.change(0, &[(1, "学位".to_owned()), (2, String::new())]);
        records.widen(2);
        records.widen(0);
        let changed = vec![(2, vec!["甲", "学位", ""]), (4, vec!["b", "c", ""]), (5, vec![""])];
        assert_eq!(cells(&records), changed);
        assert!(records.has_number(4) && !records.has_number(3));
        records.remove(&[0, 2]);
        assert_eq!(cells(&records), changed[1..2]);
    }
}
