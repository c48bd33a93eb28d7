//! Classes of towns in which methods compete.

use super::grid::years;
use super::history::History;
use crate::domain::Text;
use ndarray::s;

/// Growth of children over five years beyond which a town counts as one of inflow.
const INFLOW: f64 = 0.15;

/// Ages by which towns are sized: below this.
const CHILD: usize = 15;

/// Children aged 0 to 14 at which the size classes after the first begin.
const SIZES: [f64; 3] = [500.0, 2_000.0, 8_000.0];

/// Class of a town at an origin (乡镇类别).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TownClass {
    /// Size class, 0 is the smallest.
    pub size: usize,
    /// Whether its children grew by more than 15 % in five years.
    pub inflow: bool,
}

impl TownClass {
    /// Every class.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=SIZES.len()).flat_map(|size| [false, true].map(|inflow| Self { size, inflow }))
    }

    /// In words.
    #[must_use]
    pub fn name(self) -> Text {
        let size = size_name(self.size);
        if self.inflow {
            return Text { zh: format!("{},流入", size.zh), en: format!("{}, inflow", size.en) };
        }
        size
    }
}

/// Number of size classes.
#[must_use]
pub const fn size_count() -> usize {
    SIZES.len() + 1
}

/// A size class in words, children aged 0 to 14.
#[must_use]
pub fn size_name(size: usize) -> Text {
    let (zh, en) = match size {
        0 => ("儿童不足 500", "under 500 children"),
        1 => ("500—2000", "500–2,000"),
        2 => ("2000—8000", "2,000–8,000"),
        _ => ("8000 及以上", "8,000 and more"),
    };
    Text { zh: zh.to_owned(), en: en.to_owned() }
}

/// Size class of a town with so many children aged 0 to 14.
#[must_use]
pub fn size_of(children: f64) -> usize {
    SIZES.iter().filter(|from| children >= **from).count()
}

/// Children aged 0 to 14 of a town in a slot.
pub(super) fn children(history: &History, town: usize, slot: usize) -> f64 {
    let ages = CHILD.min(history.oldest() + 1);
    history.children.slice(s![town, .., ..ages, slot]).sum()
}

/// Which towns had a five-year growth of children beyond 15 %; over a shorter history, the same growth a year, `[town]`.
pub(super) fn inflow(history: &History) -> Vec<bool> {
    let last = history.grid.last;
    let grew = |town: usize| {
        let from = history.first[town]?.max(last.saturating_sub(5));
        let (before, now) = (children(history, town, from), children(history, town, last));
        let limit = (1.0 + INFLOW).powf(f64::from(years(last - from)) / 5.0);
        Some(last > from && before > 0.0 && now / before > limit)
    };
    (0..history.first.len()).map(|town| grew(town).unwrap_or(false)).collect()
}

/// Classes of the towns on the last date, `[town]`.
pub(super) fn classes(history: &History) -> Vec<TownClass> {
    let inflow = inflow(history);
    let size = |town: usize| size_of(children(history, town, history.grid.last));
    inflow.iter().enumerate().map(|(town, inflow)| TownClass { size: size(town), inflow: *inflow }).collect()
}
