//! Sums that rows of totals are compared with.

use super::adds_up;
use crate::input::raw::RawTable;
use crate::input::records::Record;
use crate::input::tidy::cells::{Figures, number};
use crate::input::values;
use crate::schema::{Column, Table};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a row of totals says, beside what its rows add up to.
pub(super) enum Against {
    Agrees,
    /// The column with the greatest gap, by its position.
    Differs {
        position: usize,
        said: f64,
        found: f64,
    },
    /// There are no rows that it could add up.
    Nothing,
}

/// A column whose figures add up.
struct Summed {
    position: usize,
    column: &'static Column,
    figures: Figures,
}

/// The sum of some rows, by column: how much, of how many figures, and the most decimals of one.
#[derive(Clone, Default)]
struct Sum(Vec<(f64, u32, u32)>);

/// Rows that agree in some columns: all of them, and those since the last row of totals.
#[derive(Clone, Default)]
struct Group {
    all: Sum,
    since: Sum,
}

/// Sums of the rows of a table as rows of totals want them.
pub(super) struct Sums<'a> {
    raw: &'a RawTable,
    summed: Vec<Summed>,
    /// Columns that tell rows apart, by position.
    keys: Vec<usize>,
    /// By row of totals: sums that it may be compared with, the likeliest first.
    found: BTreeMap<usize, Vec<Sum>>,
}

impl<'a> Sums<'a> {
    pub(super) fn of(
        table: &'static Table,
        raw: &'a RawTable,
        figures: &[(usize, Figures)],
        totals: &[(usize, usize)],
    ) -> Self {
        let columns = raw.heads.iter().enumerate().filter_map(|(at, head)| Some((at, table.column(head)?)));
        let columns: Vec<(usize, &'static Column)> = columns.collect();
        let of = |position| figures.iter().find(|(at, _)| *at == position).map(|of| of.1).unwrap_or_default();
        let summed = columns.iter().filter(|(_, column)| adds_up(column));
        let summed = summed
            .map(|(position, column)| Summed { position: *position, column, figures: of(*position) })
            .collect();
        let tells = |column: &Column| table.key.contains(&column.name) || super::is_place(column);
        let keys =
            columns.iter().filter(|(_, column)| tells(column)).map(|(position, _)| *position).collect();
        let mut sums = Self { raw, summed, keys, found: BTreeMap::new() };
        // More columns first: rows that agree in all of them are the likeliest.
        let mut masks: BTreeMap<(usize, Vec<usize>), BTreeSet<usize>> = BTreeMap::new();
        for (at, word) in totals {
            for mask in sums.masks(*at, *word) {
                masks.entry((usize::MAX - mask.len(), mask)).or_default().insert(*at);
            }
        }
        let all: BTreeSet<usize> = totals.iter().map(|(at, _)| *at).collect();
        for ((_, mask), of_mask) in masks {
            sums.add(&mask, &of_mask, &all);
        }
        sums
    }

    /// Columns by which a row of totals may be compared: all that tell rows apart, or those that it fills with one value.
    fn masks(&self, at: usize, word: usize) -> Vec<Vec<usize>> {
        let record = self.raw.rows.get(at);
        let others = || self.keys.iter().copied().filter(|position| *position != word);
        let filled = others().filter(|position| !is_all(record.get(*position).unwrap_or_default()));
        let (all, filled): (Vec<usize>, Vec<usize>) = (others().collect(), filled.collect());
        if all == filled { vec![all] } else { vec![all, filled] }
    }

    /// Sums the rows that agree in these columns with each row of totals.
    fn add(&mut self, mask: &[usize], of_mask: &BTreeSet<usize>, totals: &BTreeSet<usize>) {
        let mut groups: HashMap<String, Group> = HashMap::new();
        let mut snapshots = Vec::new();
        for (at, (_, record)) in self.raw.rows.iter().enumerate() {
            let key = key(record, mask);
            if of_mask.contains(&at) {
                let group = groups.entry(key.clone()).or_default();
                snapshots.push((at, key, std::mem::take(&mut group.since), group.all.clone()));
            } else if !totals.contains(&at) {
                let group = groups.entry(key).or_default();
                self.sum(record, &mut group.all);
                self.sum(record, &mut group.since);
            }
        }
        for (at, key, since, above) in snapshots {
            let all = groups.get(&key).map(|group| group.all.clone()).unwrap_or_default();
            self.found.entry(at).or_default().extend([all, above, since]);
        }
    }

    fn sum(&self, record: Record, sum: &mut Sum) {
        sum.0.resize(self.summed.len(), (0.0, 0, 0));
        for (of, sum) in self.summed.iter().zip(&mut sum.0) {
            if let Some((value, decimals)) = of.read(record) {
                *sum = (sum.0 + value, sum.1 + 1, sum.2.max(decimals));
            }
        }
    }

    /// Compares a row of totals with the rows that it may add up.
    pub(super) fn against(&self, at: usize) -> Against {
        let record = self.raw.rows.get(at);
        let candidates = self.found.get(&at).map(Vec::as_slice).unwrap_or_default();
        let filled: Vec<&Sum> = candidates.iter().filter(|sum| !sum.0.is_empty()).collect();
        let Some(likeliest) = filled.first() else { return Against::Nothing };
        if filled.iter().any(|sum| self.gap(record, sum).is_none()) {
            return Against::Agrees;
        }
        self.gap(record, likeliest).map_or(Against::Agrees, |(position, said, found)| Against::Differs {
            position,
            said,
            found,
        })
    }

    /// The column in which a row of totals differs most from a sum, if any does: by more than what rounding brings.
    fn gap(&self, record: Record, sum: &Sum) -> Option<(usize, f64, f64)> {
        let of_column = |(of, (found, count, decimals)): (&Summed, &(f64, u32, u32))| {
            let (said, own) = of.read(record)?;
            let decimals = i32::try_from(own.max(*decimals)).unwrap_or(0);
            let rounding =
                if decimals == 0 { 0.0 } else { 0.5 * 10_f64.powi(-decimals) * f64::from(count + 1) };
            let tolerance = rounding.max(1e-6 * found.abs().max(1.0));
            ((said - found).abs() > tolerance).then_some((of.position, said, *found))
        };
        let gaps = self.summed.iter().zip(&sum.0).filter_map(of_column);
        let relative = |gap: &(usize, f64, f64)| (gap.1 - gap.2).abs() / gap.2.abs().max(1.0);
        gaps.reduce(|one, other| if relative(&other) > relative(&one) { other } else { one })
    }
}

impl Summed {
    /// A figure and its decimals.
    fn read(&self, record: Record) -> Option<(f64, u32)> {
        let text = record.get(self.position)?.trim();
        let plain = number(text, self.column, self.figures);
        let plain = plain.as_deref().unwrap_or(text);
        let decimals = plain.split_once('.').map_or(0, |(_, behind)| behind.len());
        values::number(plain).map(|value| (value, u32::try_from(decimals.min(9)).unwrap_or(0)))
    }
}

/// Whether a cell means all, or says nothing.
fn is_all(cell: &str) -> bool {
    let cell = cell.trim();
    values::means_all(cell) || cell == "both"
}

fn key(record: Record, mask: &[usize]) -> String {
    let mut key = String::new();
    for position in mask {
        let cell = record.get(*position).unwrap_or_default().trim();
        if !is_all(cell) {
            key.push_str(cell);
        }
        key.push('\u{1f}');
    }
    key
}
