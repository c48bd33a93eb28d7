//! Towns of one stage and year (一学段一年的各乡镇): what each needs, what its projects add, who may leave it.

use super::rounding::{Whole, best};
use crate::allocation::cut::Cut;
use crate::allocation::keys::{ColumnKey, RowKey};
use crate::allocation::model::Model;
use crate::domain::{ClassIndex, SchoolYear, TownIndex};
use std::collections::{BTreeMap, BTreeSet};

/// A set of towns grows to at most so many.
const LARGEST: usize = 12;
/// Fewer children than this do not link two towns.
const LINK: f64 = 1e-6;

/// One town of a region.
#[derive(Debug, Clone, PartialEq, Default)]
struct Place {
    /// Children less places that stand.
    need: f64,
    /// Columns that add places or take them.
    places: Vec<(usize, f64)>,
    /// Columns of children who leave, with the town they go to where there is one.
    leaving: Vec<(usize, Option<TownIndex>)>,
}

/// Towns of one stage and year.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Region {
    places: BTreeMap<TownIndex, Place>,
}

/// The regions of a program, found from the keys of its rows and columns.
#[must_use]
pub fn regions(model: &Model) -> Vec<Region> {
    let stages = Stages::of(model);
    let mut regions: BTreeMap<(usize, SchoolYear), Region> = BTreeMap::new();
    for row in model.rows() {
        match &row.key {
            RowKey::Placement { town, segment, year } => {
                let region = regions.entry((stages.of_segment(*segment), *year)).or_default();
                let place = region.places.entry(*town).or_default();
                place.need += row.right;
                for (column, _) in &row.terms {
                    match model.columns()[column.0].key {
                        ColumnKey::Move { to, .. } if to == *town => {}
                        ColumnKey::Move { to, .. } => place.leaving.push((column.0, Some(to))),
                        _ => place.leaving.push((column.0, None)),
                    }
                }
            }
            RowKey::Capacity { town, class, year } => {
                let Some(stage) = stages.of_class(*class) else { continue };
                let place = regions.entry((stage, *year)).or_default().places.entry(*town).or_default();
                place.need -= row.right;
                for (column, by) in &row.terms {
                    let data = &model.columns()[column.0];
                    if data.integer {
                        place.places.push((column.0, -by));
                    } else if !matches!(data.key, ColumnKey::Enrolled { .. }) {
                        place.leaving.push((column.0, None));
                    }
                }
            }
            _ => {}
        }
    }
    regions.into_values().collect()
}

/// Which segments and classes are of one stage: those that share columns of pupils.
struct Stages {
    segments: BTreeMap<usize, usize>,
    classes: BTreeMap<ClassIndex, usize>,
}

impl Stages {
    fn of(model: &Model) -> Self {
        let mut stages = Self { segments: BTreeMap::new(), classes: BTreeMap::new() };
        for column in model.columns() {
            let ColumnKey::Enrolled { class, segment, .. } = &column.key else { continue };
            let of_class = *stages.classes.entry(*class).or_insert(*segment);
            let of_segment = *stages.segments.entry(*segment).or_insert(of_class);
            if of_class != of_segment {
                let (kept, gone) = (of_class.min(of_segment), of_class.max(of_segment));
                let numbers = stages.segments.values_mut().chain(stages.classes.values_mut());
                numbers.filter(|number| **number == gone).for_each(|number| *number = kept);
            }
        }
        stages
    }

    fn of_segment(&self, segment: usize) -> usize {
        self.segments.get(&segment).copied().unwrap_or(segment)
    }

    fn of_class(&self, class: ClassIndex) -> Option<usize> {
        self.classes.get(&class).copied()
    }
}

impl Region {
    /// Cuts that a point misses: from every town, sets grown along the ways that most children take.
    #[must_use]
    pub fn cuts(&self, model: &Model, values: &[f64]) -> Vec<Cut> {
        let links = self.links(values);
        let mut seen: BTreeSet<Vec<TownIndex>> = BTreeSet::new();
        let mut cuts = Vec::new();
        for town in self.places.keys() {
            let mut set = vec![*town];
            while set.len() <= LARGEST && seen.insert(set.clone()) {
                cuts.extend(self.cut(model, values, &set));
                let Some(next) = strongest(&links, &set) else { break };
                let place = set.partition_point(|town| *town < next);
                set.insert(place, next);
            }
        }
        cuts
    }

    /// Children who go from one town to another, either way.
    fn links(&self, values: &[f64]) -> BTreeMap<TownIndex, BTreeMap<TownIndex, f64>> {
        let mut links: BTreeMap<TownIndex, BTreeMap<TownIndex, f64>> = BTreeMap::new();
        for (from, place) in &self.places {
            for (column, to) in &place.leaving {
                if let Some(to) = to.filter(|_| values[*column] > LINK) {
                    *links.entry(*from).or_default().entry(to).or_insert(0.0) += values[*column];
                    *links.entry(to).or_default().entry(*from).or_insert(0.0) += values[*column];
                }
            }
        }
        links
    }

    fn cut(&self, model: &Model, values: &[f64], set: &[TownIndex]) -> Option<Cut> {
        let mut places: BTreeMap<usize, f64> = BTreeMap::new();
        let (mut need, mut leaving) = (0.0, Vec::new());
        for place in set.iter().filter_map(|town| self.places.get(town)) {
            need += place.need;
            place.places.iter().for_each(|(column, by)| *places.entry(*column).or_insert(0.0) += by);
            let stays = |to: &Option<TownIndex>| to.is_some_and(|to| set.contains(&to));
            leaving.extend(place.leaving.iter().filter(|(_, to)| !stays(to)).map(|(column, _)| *column));
        }
        let whole = |(column, by): (usize, f64)| {
            let data = &model.columns()[column];
            Whole { column, by, lower: data.lower, upper: data.upper, value: values[column] }
        };
        let columns: Vec<Whole> = places.into_iter().map(whole).collect();
        let rest: f64 = leaving.iter().map(|column| values[*column]).sum();
        #[allow(clippy::cast_precision_loss)] // a count of columns
        let rounded = best(&columns, rest, leaving.len() as f64, need)?;
        let mut terms = rounded.terms;
        terms.extend(leaving.into_iter().map(|column| (column, rounded.rest)));
        Some(Cut { terms, right: rounded.right })
    }
}

/// The town outside a set with the strongest links into it.
fn strongest(links: &BTreeMap<TownIndex, BTreeMap<TownIndex, f64>>, set: &[TownIndex]) -> Option<TownIndex> {
    let mut sums: BTreeMap<TownIndex, f64> = BTreeMap::new();
    for (to, children) in set.iter().filter_map(|town| links.get(town)).flatten() {
        if !set.contains(to) {
            *sums.entry(*to).or_insert(0.0) += children;
        }
    }
    sums.into_iter().max_by(|one, other| one.1.total_cmp(&other.1)).map(|(town, _)| town)
}
