//! The columns of the program, found again by the things that they stand for.

use super::coverage::Covered;
use super::keys::ColumnKey;
use super::model::{Column, Model};
use super::sets::Sets;
use crate::domain::{CostItem, Indicator, IndicatorKind, ProjectIndex, SchoolYear, Study, TownIndex, Travel};

/// Columns of one project: in use by its earliest year, by the next one, … by its latest.
#[derive(Debug, Clone, Default)]
pub struct BuiltColumns {
    /// Position of the earliest opening among the planned years.
    first: usize,
    columns: Vec<Column>,
}

impl BuiltColumns {
    /// Column for "in use by that planned year"; none where it cannot be.
    #[must_use]
    pub fn by(&self, position: usize) -> Option<Column> {
        let offset = position.checked_sub(self.first)?;
        self.columns.get(offset).or(self.columns.last()).copied()
    }

    /// Every column, by year.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Column for "in use at the end"; none where it can never be.
    #[must_use]
    pub fn in_the_end(&self) -> Option<Column> {
        self.columns.last().copied()
    }

    /// Opening in each possible year, as a difference of columns: position, column, column of the year before.
    pub fn openings(&self) -> impl Iterator<Item = (usize, Column, Option<Column>)> + '_ {
        self.columns.iter().enumerate().map(|(offset, column)| {
            let before = offset.checked_sub(1).map(|before| self.columns[before]);
            (self.first + offset, *column, before)
        })
    }
}

/// A way to school: town, the way, column.
pub type Way = (TownIndex, Travel, Column);

/// Pupils of a pool: one entry a segment of its stage, a column each planned year in which it can have places.
pub type PoolColumns = Vec<(usize, Vec<Option<Column>>)>;

/// All columns but those of repair runs.
#[derive(Debug, Clone, Default)]
pub struct Variables {
    /// By project.
    pub built: Vec<BuiltColumns>,
    /// Ways out of a town: `[segment][town][year]`.
    pub moves: Vec<Vec<Vec<Vec<Way>>>>,
    /// Pupils by pool.
    pub enrolled: Vec<PoolColumns>,
    /// Bought places by pool, where they may be bought.
    pub bought: Vec<PoolColumns>,
    /// Certification: `[criteria][county][decision year]`.
    pub certified: Vec<Vec<Vec<Column>>>,
    /// Coverage: `[coverage][town or county][decision year]`.
    pub covered: Vec<Vec<Vec<Covered>>>,
    /// Children without a place, in a repair run: `[segment][town][year]`.
    pub unplaced: Vec<Vec<Vec<Option<Column>>>>,
}

impl Variables {
    /// Adds every column.
    pub fn new(study: &Study, sets: &Sets, model: &mut Model, repair: bool) -> Self {
        Self {
            built: built(study, sets, model),
            moves: moves(sets, model),
            enrolled: enrolled(study, sets, model),
            bought: Vec::new(),
            certified: certified(study, sets, model),
            covered: super::coverage::columns(study, sets, model),
            unplaced: unplaced(sets, model, repair),
        }
        .with_bought(study, sets, model)
    }

    fn with_bought(mut self, study: &Study, sets: &Sets, model: &mut Model) -> Self {
        for (pool, enrolled) in sets.pools.iter().zip(&self.enrolled) {
            let price = |year| study.unit_cost(pool.class, CostItem::BoughtPlace, year);
            let columns = enrolled
                .iter()
                .filter(|(segment, _)| sets.bought_places_count(study, pool, *segment))
                .map(|(segment, columns)| {
                    let bought = columns.iter().zip(&sets.years).map(|(enrolled, year)| {
                        let key = ColumnKey::Bought {
                            town: pool.town,
                            class: pool.class,
                            segment: *segment,
                            year: *year,
                        };
                        (enrolled.is_some() && price(*year) > 0.0)
                            .then(|| model.add_column(key, 0.0, f64::INFINITY, false))
                    });
                    (*segment, bought.collect())
                })
                .collect();
            self.bought.push(columns);
        }
        self
    }

    /// Columns of a pool's pupils of a segment, by planned year; empty where the pool does not teach the segment.
    #[must_use]
    pub fn pupils(&self, pool: usize, segment: usize) -> &[Option<Column>] {
        of_segment(&self.enrolled[pool], segment)
    }

    /// Columns of the places bought in a pool for a segment, by planned year; may be empty.
    #[must_use]
    pub fn bought(&self, pool: usize, segment: usize) -> &[Option<Column>] {
        of_segment(&self.bought[pool], segment)
    }
}

fn of_segment(columns: &PoolColumns, segment: usize) -> &[Option<Column>] {
    columns.iter().find(|(of, _)| *of == segment).map_or(&[], |(_, columns)| columns)
}

fn built(study: &Study, sets: &Sets, model: &mut Model) -> Vec<BuiltColumns> {
    let horizon = study.horizon;
    let of_project = |(index, project): (ProjectIndex, &crate::domain::Project)| {
        let (earliest, latest) = (project.earliest.max(horizon.first), project.latest.min(horizon.last));
        let window = (earliest.0..=latest.0).map(SchoolYear);
        let columns: Vec<Column> = window
            .map(|year| {
                let (least, most) = bounds(sets, index, project);
                let key = ColumnKey::Built { project: index, year };
                model.add_column(key, if year == latest { least } else { 0.0 }, most, true)
            })
            .collect();
        BuiltColumns { first: horizon.position(earliest).unwrap_or(sets.years.len()), columns }
    };
    ProjectIndex::all(study.projects.len()).zip(&study.projects).map(of_project).collect()
}

/// Least number of copies in the end, and the greatest.
fn bounds(sets: &Sets, index: ProjectIndex, project: &crate::domain::Project) -> (f64, f64) {
    let copies = f64::from(project.copies);
    let must = if project.committed { copies } else { 0.0 };
    match sets.forced.get(&index) {
        Some(false) => (0.0, 0.0),
        Some(true) => (must.max(1.0), copies),
        None => (must, copies),
    }
}

fn moves(sets: &Sets, model: &mut Model) -> Vec<Vec<Vec<Vec<Way>>>> {
    let mut moves = Vec::with_capacity(sets.segments.len());
    for (segment, (of, children)) in sets.segments.iter().zip(&sets.children).enumerate() {
        let reach = &sets.reach[of.stage.index()];
        let towns = children.iter().enumerate().map(|(town, by_year)| {
            let years = by_year.iter().zip(&sets.years).map(|(children, year)| {
                let ways = reach[town].iter().filter(|_| *children > 0.0).map(|(to, way)| {
                    let key = ColumnKey::Move { from: TownIndex(town), to: *to, segment, year: *year };
                    (*to, *way, model.add_column(key, 0.0, *children, false))
                });
                ways.collect()
            });
            years.collect()
        });
        moves.push(towns.collect());
    }
    moves
}

fn enrolled(study: &Study, sets: &Sets, model: &mut Model) -> Vec<PoolColumns> {
    let mut enrolled = Vec::with_capacity(sets.pools.len());
    for pool in &sets.pools {
        let stage = study.classes[pool.class.index()].stage;
        let segments = sets.segments.iter().enumerate().filter(|(_, segment)| segment.stage == stage);
        let columns = segments.map(|(segment, _)| {
            let years = sets.years.iter().enumerate().map(|(position, year)| {
                let key = ColumnKey::Enrolled { town: pool.town, class: pool.class, segment, year: *year };
                (pool.greatest(study, position) > 0.0)
                    .then(|| model.add_column(key, 0.0, f64::INFINITY, false))
            });
            (segment, years.collect())
        });
        enrolled.push(columns.collect());
    }
    enrolled
}

fn certified(study: &Study, sets: &Sets, model: &mut Model) -> Vec<Vec<Vec<Column>>> {
    let mut certified = Vec::with_capacity(study.criteria.len());
    for criteria in 0..study.criteria.len() {
        let counties = study.county_indices().map(|county| {
            let until = study.certified_until(criteria);
            let mut columns: Vec<Column> = Vec::new();
            for (position, year) in
                sets.years.iter().copied().enumerate().take_while(|(_, year)| *year <= until)
            {
                // Nothing opens in the outlook: a county can only be certified anew there where a target rises.
                let column = match columns.last() {
                    Some(before) if position >= sets.decision && !rises(study, criteria, year) => *before,
                    _ => model.add_column(ColumnKey::Certified { criteria, county, year }, 0.0, 1.0, true),
                };
                columns.push(column);
            }
            columns
        });
        certified.push(counties.collect());
    }
    certified
}

/// Whether a year asks for more counties that meet a criteria set than the year before.
pub(super) fn rises(study: &Study, criteria: usize, year: SchoolYear) -> bool {
    let of_set = |indicator: &&Indicator| matches!(indicator.kind, IndicatorKind::Certified { criteria: of } if of == criteria);
    let mut indicators = study.indicators.iter().filter(of_set);
    indicators.any(|indicator| {
        let before = indicator.target(year.plus(-1)).unwrap_or(0.0);
        indicator.target(year).is_some_and(|target| target > before)
    })
}

fn unplaced(sets: &Sets, model: &mut Model, repair: bool) -> Vec<Vec<Vec<Option<Column>>>> {
    let mut unplaced = Vec::with_capacity(sets.segments.len());
    for (segment, children) in sets.children.iter().enumerate() {
        let towns = children.iter().enumerate().map(|(town, by_year)| {
            let years = by_year.iter().zip(&sets.years).map(|(children, year)| {
                let key = ColumnKey::Unplaced { town: TownIndex(town), segment, year: *year };
                (repair && *children > 0.0).then(|| model.add_column(key, 0.0, *children, false))
            });
            years.collect()
        });
        unplaced.push(towns.collect());
    }
    unplaced
}
