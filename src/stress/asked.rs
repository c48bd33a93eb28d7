//! The targets of a plan, and what a future lets them reach.

use super::places::{Arena, arenas};
use crate::allocation::Plan;
use crate::domain::{CountyIndex, IndicatorKind, SchoolYear, Scope, Share, Study};
use crate::outcome::{coverages_hold, indicators};

/// Targets count as reached when missed by less than this share.
pub const TOLERANCE: f64 = 1e-6;

/// A target of an area and year.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Position of the indicator in the study.
    pub indicator: usize,
    /// County; none is the whole study.
    pub county: Option<CountyIndex>,
    /// School year.
    pub year: SchoolYear,
    /// What is to be reached.
    pub target: f64,
    how: How,
}

impl Asked {
    /// Whether a level reaches the target.
    pub fn is_met(&self, level: f64) -> bool {
        level >= self.target - TOLERANCE
    }

    /// Position of the share that it is about, if it is about one that flows can judge.
    pub fn share(&self) -> Option<usize> {
        match self.how {
            How::Share(share) => Some(share),
            _ => None,
        }
    }
}

/// On what it depends.
#[derive(Debug, Clone, PartialEq)]
enum How {
    /// On a share, by its position.
    Share(usize),
    /// On counties that keep their certification.
    Certified(Vec<Claim>),
    /// On places alone: the same in every future.
    Fixed(f64),
    /// It cannot be judged from flows.
    Unjudged,
}

/// A county that the plan certifies, and what it must keep: shares by position with their least values.
#[derive(Debug, Clone, PartialEq)]
struct Claim {
    county: CountyIndex,
    from: SchoolYear,
    shares: Vec<(usize, f64)>,
    coverages: Vec<bool>,
}

/// Targets and the shares that they need.
pub struct Promised<'a> {
    pub study: &'a Study,
    pub targets: Vec<Asked>,
    pub shares: Vec<&'a Share>,
}

/// Every target of a plan.
pub fn asked<'a>(study: &'a Study, plan: &Plan) -> Promised<'a> {
    let arenas = arenas(study);
    let mut shares: Vec<&Share> = Vec::new();
    let mut targets = Vec::new();
    let lines = indicators(study, plan);
    for (index, indicator) in study.indicators.iter().enumerate() {
        let asked = |county, year, target, how| Asked { indicator: index, county, year, target, how };
        if let IndicatorKind::Share { share, scope } = &indicator.kind {
            let years = study.horizon.years();
            let wanted = years.filter_map(|year| indicator.target(year).map(|target| (year, target)));
            for (county, (year, target)) in pairs(&areas(study, *scope), wanted) {
                let how = if can_judge(&arenas, share, county) {
                    How::Share(position(&mut shares, share))
                } else {
                    How::Unjudged
                };
                targets.push(asked(county, year, target, how));
            }
            continue;
        }
        for line in lines.iter().filter(|line| line.indicator == index) {
            let Some(target) = line.target else { continue };
            let how = match &indicator.kind {
                IndicatorKind::Certified { criteria } => {
                    certified(study, plan, &arenas, *criteria, &mut shares)
                }
                _ => How::Fixed(line.reached),
            };
            targets.push(asked(line.county, line.year, target, how));
        }
    }
    Promised { study, targets, shares }
}

fn areas(study: &Study, scope: Scope) -> Vec<Option<CountyIndex>> {
    match scope {
        Scope::City => vec![None],
        Scope::EveryCounty => study.county_indices().map(Some).collect(),
    }
}

/// Every area with every year and target.
fn pairs(
    areas: &[Option<CountyIndex>],
    wanted: impl Iterator<Item = (SchoolYear, f64)>,
) -> Vec<(Option<CountyIndex>, (SchoolYear, f64))> {
    let wanted: Vec<_> = wanted.collect();
    areas.iter().flat_map(|area| wanted.iter().map(|one| (*area, *one))).collect()
}

fn position<'a>(shares: &mut Vec<&'a Share>, share: &'a Share) -> usize {
    shares.iter().position(|known| *known == share).unwrap_or_else(|| {
        shares.push(share);
        shares.len() - 1
    })
}

/// Whether a share is counted among all pupils of its stages, and, for a county, none of them leaves it.
fn can_judge(arenas: &[Arena], share: &Share, county: Option<CountyIndex>) -> bool {
    let concerns = |arena: &&Arena| arena.classes.iter().any(|class| share.among.classes.contains(class));
    let mut concerned = arenas.iter().filter(concerns).peekable();
    let whole = |arena: &Arena| arena.classes.iter().all(|class| share.among.classes.contains(class));
    concerned.peek().is_some()
        && concerned.all(|arena| whole(arena) && (county.is_none() || arena.county.is_some()))
}

fn certified<'a>(
    study: &'a Study,
    plan: &Plan,
    arenas: &[Arena],
    criteria: usize,
    shares: &mut Vec<&'a Share>,
) -> How {
    let set = &study.criteria[criteria].shares;
    let some = study.county_indices().next();
    if !set.iter().all(|criterion| can_judge(arenas, &criterion.share, some)) {
        return How::Unjudged;
    }
    let needed: Vec<(usize, f64)> =
        set.iter().map(|criterion| (position(shares, &criterion.share), criterion.at_least)).collect();
    let claims = plan.certifications.iter().filter(|one| one.criteria == criteria);
    let claim = |one: &crate::allocation::Certification| Claim {
        county: one.county,
        from: one.year,
        shares: needed.clone(),
        coverages: coverages_hold(study, plan, criteria, one.county),
    };
    How::Certified(claims.map(claim).collect())
}

/// Pupils counted and among whom, by share, arena and planned year.
pub type Counted = [Vec<Vec<(f64, f64)>>];

impl Promised<'_> {
    /// What every target can reach in a future.
    pub fn levels(&self, arenas: &[Arena], counted: &Counted) -> Vec<Option<f64>> {
        let level = |asked: &Asked| {
            let position = self.study.horizon.position(asked.year)?;
            match &asked.how {
                How::Share(share) => Some(level(arenas, &counted[*share], asked.county, position)),
                How::Certified(claims) => Some(self.certified(claims, arenas, counted, position)),
                How::Fixed(reached) => Some(*reached),
                How::Unjudged => None,
            }
        };
        self.targets.iter().map(level).collect()
    }

    #[allow(clippy::cast_precision_loss)] // counts of counties
    fn certified(&self, claims: &[Claim], arenas: &[Arena], counted: &Counted, position: usize) -> f64 {
        let holds = |claim: &&Claim| {
            let shares = claim.shares.iter();
            self.study.horizon.position(claim.from).is_some_and(|from| from <= position)
                && claim.coverages[position]
                && shares.clone().all(|(share, least)| {
                    level(arenas, &counted[*share], Some(claim.county), position) >= least - TOLERANCE
                })
        };
        claims.iter().filter(holds).count() as f64 / self.study.counties.len().max(1) as f64
    }
}

/// Pupils counted over those among whom, in an area and planned year; 1 where there are none.
fn level(arenas: &[Arena], counted: &[Vec<(f64, f64)>], county: Option<CountyIndex>, position: usize) -> f64 {
    let here = arenas.iter().zip(counted).filter(|(arena, _)| county.is_none() || arena.county == county);
    let sums =
        here.fold((0.0, 0.0), |sums, (_, years)| (sums.0 + years[position].0, sums.1 + years[position].1));
    if sums.1 > 0.0 { sums.0 / sums.1 } else { 1.0 }
}
