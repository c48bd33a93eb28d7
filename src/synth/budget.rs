//! Ceilings on capital spending (预算): made up, wide enough for a reasonable plan, tight enough to matter.

use std::collections::BTreeMap;

use crate::synth::facts::Facts;
use crate::synth::projects::Project;

/// A ceiling (预算上限).
#[derive(Debug, Clone, PartialEq)]
pub struct Ceiling {
    /// Calendar year.
    pub year: i32,
    /// Index of the county; none is the whole place.
    pub county: Option<usize>,
    /// Most that may be spent, 10⁴ yuan.
    pub limit: f64,
    /// Whether what is left carries over to the next year.
    pub carry: bool,
}

/// First and last year with ceilings.
const YEARS: std::ops::RangeInclusive<i32> = 2023..=2027;
/// How the city's money is spread over the years: most at first, for what is already being built.
const PATH: [f64; 5] = [0.27, 0.24, 0.20, 0.16, 0.13];
/// Most that a table of ceilings may hold, 10⁴ yuan: more binds nothing either.
const MOST: f64 = 1e9;
/// County ceilings: this much of the cost of all its candidates, spread evenly, times [`COUNTY_ROOM`].
const COUNTY_SHARE: f64 = 0.75;
const COUNTY_ROOM: f64 = 1.25;

/// Ceilings by year for each county and for the whole place. What is left carries over to the next year, but for the whole place where
/// its money is even.
#[must_use]
pub fn ceilings(facts: &Facts, projects: &[Project], targets: [usize; 3]) -> Vec<Ceiling> {
    let plan = plan_cost(projects, targets) * facts.difficulty.budget_room;
    let round = |limit: f64| round(limit).min(MOST);
    let by_county = facts.group_by_county(projects.iter().map(|project| project.town));
    let mut all = Vec::new();
    let even = facts.difficulty.even_budget;
    let (mut given, mut committed) = (0.0, 0.0);
    for (year, share) in YEARS.zip(PATH) {
        #[allow(clippy::cast_precision_loss)] // a few years
        let share = if even { 1.0 / PATH.len() as f64 } else { share };
        let limit = round(plan * share);
        // What is committed can be paid in any case.
        committed += projects.iter().filter(|one| one.committed).map(|one| spent(one, year)).sum::<f64>();
        let room = if even { 0.0 } else { given };
        let limit = if room + limit < committed { round((committed - room) * 1.25) } else { limit };
        (given, committed) = if even { (0.0, 0.0) } else { (given + limit, committed) };
        all.push(Ceiling { year, county: None, limit, carry: !even });
        for (county, own) in by_county.iter().enumerate() {
            let own = || own.iter().map(|place| &projects[*place]);
            let candidates: f64 = dearest_by_site(own()).values().sum();
            let evenly = candidates * COUNTY_SHARE * COUNTY_ROOM / PATH.len() as f64;
            let bound: f64 = own().filter(|one| one.committed).map(|one| spent(one, year)).sum();
            let limit = round(evenly.max(bound * 1.25));
            all.push(Ceiling { year, county: Some(county), limit, carry: true });
        }
    }
    all
}

/// Cost of a reasonable plan: what is committed, what closes gaps, then the cheapest sites up to the number of projects
/// each programme asks for. 10⁴ yuan.
#[must_use]
pub fn plan_cost(projects: &[Project], targets: [usize; 3]) -> f64 {
    let programmes = ["preschool", "compulsory", "special"];
    let cost = programmes.iter().zip(targets).map(|(programme, target)| {
        let counted = projects.iter().filter(|project| project.programme == *programme && project.counts());
        let (firm, open): (Vec<&Project>, Vec<&Project>) =
            counted.partition(|project| project.committed || project.note.contains("缺口"));
        let firm = cheapest_by_site(firm.into_iter());
        let mut open: Vec<f64> = cheapest_by_site(open.into_iter()).into_values().collect();
        open.sort_by(f64::total_cmp);
        let more = target.saturating_sub(firm.len());
        firm.values().sum::<f64>() + open.iter().take(more).sum::<f64>()
    });
    cost.sum()
}

fn cheapest_by_site<'a>(projects: impl Iterator<Item = &'a Project>) -> BTreeMap<&'a str, f64> {
    let mut sites = BTreeMap::new();
    for project in projects {
        let cost = sites.entry(project.site.as_str()).or_insert(project.capex);
        *cost = cost.min(project.capex);
    }
    sites
}

fn dearest_by_site<'a>(projects: impl Iterator<Item = &'a Project>) -> BTreeMap<&'a str, f64> {
    let mut sites = BTreeMap::new();
    for project in projects {
        let cost = sites.entry(project.site.as_str()).or_insert(project.capex);
        *cost = cost.max(project.capex);
    }
    sites
}

/// What a project costs in a year if it opens as early as it can.
fn spent(project: &Project, year: i32) -> f64 {
    let shares: &[f64] = match project.kind.as_str() {
        "upgrade" | "convert" => &[1.0],
        "expand" => &[0.4, 0.6],
        _ => &[0.3, 0.5, 0.2],
    };
    let before = usize::try_from(project.earliest - year).unwrap_or(usize::MAX);
    shares.get(before).map_or(0.0, |share| share * project.capex)
}

fn round(value: f64) -> f64 {
    (value / 100.0).ceil() * 100.0
}
