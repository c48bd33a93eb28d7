//! What the program ranges over: years, segments, pools of places, pairs of towns, children.

use super::keys::Segment;
use crate::domain::{
    ClassIndex, CountyIndex, GroupIndex, IndicatorKind, ProjectIndex, SchoolYear, Selection, Share,
    StageIndex, Study, TownIndex, Travel,
};
use crate::projection::Rolls;
use std::collections::BTreeMap;

/// What each copy of a project does to a pool (学位增减).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Project.
    pub project: ProjectIndex,
    /// Places; negative: taken.
    pub places: f64,
    /// Years before the opening in which it is felt.
    pub ahead: usize,
}

/// Identical places: one class in one town (同类学位池). A project adds to a pool, it is not a node of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// Town.
    pub town: TownIndex,
    /// Class.
    pub class: ClassIndex,
    /// Places that stand before any project, by planned year.
    pub standing: Vec<f64>,
    /// Projects that change it.
    pub effects: Vec<Effect>,
}

impl Pool {
    /// Most places that it can have in a planned year.
    #[must_use]
    pub fn greatest(&self, study: &Study, position: usize) -> f64 {
        let year = study.horizon.first.plus(i32::try_from(position).unwrap_or(i32::MAX));
        let gains = self.effects.iter().filter(|effect| effect.places > 0.0);
        let gained: f64 = gains
            .map(|effect| (&study.projects[effect.project.index()], effect.places))
            .filter(|(project, _)| project.earliest <= year)
            .map(|(project, places)| places * f64::from(project.copies))
            .sum();
        self.standing[position] + gained
    }
}

/// An earlier plan, and what leaving it weighs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StayClose {
    /// Weight of a project that opens otherwise, 10⁴ yuan of present value.
    pub price: f64,
    /// Planned opening years.
    pub planned: BTreeMap<ProjectIndex, SchoolYear>,
}

/// The index sets of a study and its rolls.
#[derive(Debug, Clone)]
pub struct Sets {
    /// Planned years, decision years first.
    pub years: Vec<SchoolYear>,
    /// Number of decision years.
    pub decision: usize,
    /// Segments of children.
    pub segments: Vec<Segment>,
    /// Pools, by town and then class.
    pub pools: Vec<Pool>,
    /// Towns of schooling within reach, with the way, by stage and town of residence, nearest first.
    pub reach: Vec<Vec<Vec<(TownIndex, Travel)>>>,
    /// Children needing a place, by segment, town, year.
    pub children: Vec<Vec<Vec<f64>>>,
    /// Projects that are put into the plan (true) or kept out of it (false) whatever they cost.
    pub forced: BTreeMap<ProjectIndex, bool>,
    /// An earlier plan that it costs something to leave.
    pub stay_close: Option<StayClose>,
    /// Places that futures need.
    pub needs: Vec<PlacesNeeded>,
}

/// Places of some pools that are needed in a year (所需学位).
#[derive(Debug, Clone, PartialEq)]
pub struct PlacesNeeded {
    /// Pools by town and class.
    pub pools: Vec<(TownIndex, ClassIndex)>,
    /// School year.
    pub year: SchoolYear,
    /// Places, those that stand included.
    pub needed: f64,
}

impl Sets {
    /// Builds the sets.
    #[must_use]
    pub fn new(study: &Study, rolls: &Rolls) -> Self {
        let segments = segments(study);
        let pools = pools(study);
        let reach = reach_of(study, &pools);
        let children = children(study, rolls, &segments);
        let years = study.horizon.years().collect();
        let (decision, forced) = (study.horizon.decision_length(), BTreeMap::new());
        Self {
            years,
            decision,
            segments,
            pools,
            reach,
            children,
            forced,
            stay_close: None,
            needs: Vec::new(),
        }
    }

    /// Decision years with their positions.
    pub fn decision_years(&self) -> impl Iterator<Item = (usize, SchoolYear)> + '_ {
        self.years.iter().copied().enumerate().take(self.decision)
    }

    /// Children of a stage in some towns in a year.
    pub fn children_of(
        &self,
        stage: StageIndex,
        position: usize,
        mut towns: impl Iterator<Item = TownIndex>,
    ) -> f64 {
        let towns: Vec<TownIndex> = towns.by_ref().collect();
        self.segments
            .iter()
            .zip(&self.children)
            .filter(|(segment, _)| segment.stage == stage)
            .map(|(_, children)| towns.iter().map(|town| children[town.index()][position]).sum::<f64>())
            .sum()
    }

    /// Pools that a share counts, of a county or of all.
    pub fn pools_of<'a>(
        &'a self,
        study: &'a Study,
        selection: &'a Selection,
        county: Option<CountyIndex>,
    ) -> impl Iterator<Item = (usize, &'a Pool)> + 'a {
        self.pools
            .iter()
            .enumerate()
            .filter(move |(_, pool)| selection.classes.contains(&pool.class))
            .filter(move |(_, pool)| county.is_none_or(|county| study.county_of(pool.town) == county))
    }

    /// Whether some share counts places bought in a pool for a segment.
    #[must_use]
    pub fn bought_places_count(&self, study: &Study, pool: &Pool, segment: usize) -> bool {
        shares(study).any(|share| {
            share.bought_places_count
                && share.among.classes.contains(&pool.class)
                && !share.of.classes.contains(&pool.class)
                && self.counts(&share.among, segment)
        })
    }

    /// Whether a selection counts a segment; segments are made such that it counts all of its groups or none.
    #[must_use]
    pub fn counts(&self, selection: &Selection, segment: usize) -> bool {
        self.segments[segment].groups.iter().all(|group| selection.groups.contains(group))
    }
}

/// All shares of the study: of indicators and of criteria.
fn shares(study: &Study) -> impl Iterator<Item = &Share> {
    let indicators = study.indicators.iter().filter_map(|indicator| match &indicator.kind {
        IndicatorKind::Share { share, .. } => Some(share),
        _ => None,
    });
    indicators
        .chain(study.criteria.iter().flat_map(|set| set.shares.iter().map(|criterion| &criterion.share)))
}

/// Groups are told apart in a stage only where some share does so: an exact aggregation that halves the columns.
pub(super) fn segments(study: &Study) -> Vec<Segment> {
    let all: Vec<GroupIndex> = GroupIndex::all(study.groups.len()).collect();
    let of_stage = |stage: StageIndex| {
        let tells_apart = shares(study).flat_map(|share| [&share.of, &share.among]).any(|selection| {
            selection.groups.len() < all.len()
                && selection.classes.iter().any(|class| study.classes[class.index()].stage == stage)
        });
        let groups =
            if tells_apart { all.iter().map(|group| vec![*group]).collect() } else { vec![all.clone()] };
        groups.into_iter().map(move |groups| Segment { stage, groups })
    };
    study.stage_indices().flat_map(of_stage).collect()
}

fn pools(study: &Study) -> Vec<Pool> {
    let years: Vec<SchoolYear> = study.horizon.years().collect();
    let slot = |town: TownIndex, class: ClassIndex| town.index() * study.classes.len() + class.index();
    let mut pools: Vec<Pool> = study
        .town_indices()
        .flat_map(|town| study.class_indices().map(move |class| (town, class)))
        .map(|(town, class)| Pool { town, class, standing: vec![0.0; years.len()], effects: Vec::new() })
        .collect();
    for school in &study.schools {
        let pool = &mut pools[slot(school.town, school.class)];
        for (standing, year) in pool.standing.iter_mut().zip(&years) {
            if school.runs_in(*year) {
                *standing += f64::from(school.places);
            }
        }
    }
    for (index, project) in ProjectIndex::all(study.projects.len()).zip(&study.projects) {
        for effect in &project.effects {
            let ahead = if effect.places < 0 { usize::from(project.out_of_use) } else { 0 };
            let places = f64::from(effect.places);
            pools[slot(effect.town, effect.class)].effects.push(Effect { project: index, places, ahead });
        }
    }
    pools.retain(|pool| !pool.effects.is_empty() || pool.standing.iter().any(|places| *places > 0.0));
    pools
}

/// Towns of schooling within reach, with the way, by stage and town of residence, nearest first.
#[must_use]
pub fn reach(study: &Study) -> Vec<Vec<Vec<(TownIndex, Travel)>>> {
    reach_of(study, &pools(study))
}

fn reach_of(study: &Study, pools: &[Pool]) -> Vec<Vec<Vec<(TownIndex, Travel)>>> {
    let travel = study.travel();
    study
        .stage_indices()
        .map(|stage| {
            let mut serving = vec![false; study.towns.len()];
            let of_stage = pools.iter().filter(|pool| study.classes[pool.class.index()].stage == stage);
            of_stage.for_each(|pool| serving[pool.town.index()] = true);
            let mut of_stage = vec![Vec::new(); study.towns.len()];
            for (&(from, to), way) in &travel {
                if serving[to.index()] && study.may_go(stage, from, to, way) {
                    of_stage[from.index()].push((to, *way));
                }
            }
            for towns in &mut of_stage {
                let length = |way: &Travel| (study.travel_yuan(way), way.km);
                towns.sort_by(|(one, short), (other, long)| {
                    let ((cost, km), (other_cost, other_km)) = (length(short), length(long));
                    cost.total_cmp(&other_cost).then(km.total_cmp(&other_km)).then(one.cmp(other))
                });
            }
            of_stage
        })
        .collect()
}

fn children(study: &Study, rolls: &Rolls, segments: &[Segment]) -> Vec<Vec<Vec<f64>>> {
    let of_town = |segment: &Segment, town: TownIndex| -> Vec<f64> {
        (0..study.horizon.length())
            .map(|position| {
                segment.groups.iter().map(|group| rolls.demand(town, segment.stage, *group, position)).sum()
            })
            .collect()
    };
    segments.iter().map(|segment| study.town_indices().map(|town| of_town(segment, town)).collect()).collect()
}
