//! A town: from births to children who need a place, places, where they go and who goes without.

use super::{AreaLine, Planned};
use crate::domain::{GroupIndex, ProjectIndex, SchoolYear, StageIndex, TownIndex};
use std::collections::BTreeMap;

/// Children and places of a stage and year (分学段供需).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TownLine {
    /// Births in this town of the calendar years from which the children of the stage's ages come; none before births are known.
    pub births: Option<f64>,
    /// Children of the stage's ages on the cut-off day; none where demand is given without people.
    pub children: Option<f64>,
    /// Children and places.
    pub area: AreaLine,
}

/// Children on their way from one town to another (跨乡镇就读).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stream {
    /// Stage.
    pub stage: StageIndex,
    /// School year.
    pub year: SchoolYear,
    /// The other town.
    pub other: TownIndex,
    /// Whether they come from there; else they go there.
    pub arriving: bool,
    /// Children.
    pub children: f64,
    /// Kilometres.
    pub km: f64,
}

/// A project of the town, and when the plan opens it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TownProject {
    /// Project.
    pub project: ProjectIndex,
    /// Openings, with how many; empty: not in the plan.
    pub openings: BTreeMap<SchoolYear, u32>,
}

/// What a run tells of a town (乡镇街道依据).
#[derive(Debug, Clone, PartialEq)]
pub struct TownReasons {
    /// Town.
    pub town: TownIndex,
    /// Births by calendar year.
    pub births: Vec<(i32, f64)>,
    /// Every stage and planned year.
    pub lines: Vec<TownLine>,
    /// Ways from and to other towns in all planned years, the largest of each year first.
    pub streams: Vec<Stream>,
    /// Its projects, those of the plan first.
    pub projects: Vec<TownProject>,
}

/// Fewer children than this are rounding.
const NOBODY: f64 = 0.05;

/// What the run tells of a town.
#[must_use]
pub fn town_reasons(planned: Planned, town: TownIndex) -> TownReasons {
    let Planned { study, projection, plan, .. } = planned;
    let groups = || GroupIndex::all(study.groups.len());
    let births = |year: i32| groups().map(|group| projection.births.births(town, group, year)).sum::<f64>();
    let mut projects: Vec<TownProject> = study
        .projects
        .iter()
        .enumerate()
        .filter(|(_, project)| {
            project.town == town || project.effects.iter().any(|effect| effect.town == town)
        })
        .map(|(index, _)| {
            let of = plan.openings.iter().filter(|opening| opening.project.index() == index);
            let openings = of.map(|opening| (opening.year, opening.count)).collect();
            TownProject { project: ProjectIndex(index), openings }
        })
        .collect();
    projects.sort_by_key(|one| one.openings.is_empty());
    TownReasons {
        town,
        births: projection.births.years.iter().map(|year| (*year, births(*year))).collect(),
        lines: lines(planned, town, births),
        streams: streams(planned, town),
        projects,
    }
}

fn lines(planned: Planned, town: TownIndex, births: impl Fn(i32) -> f64) -> Vec<TownLine> {
    let Planned { study, projection, plan, outcome } = planned;
    let of_town = outcome.balance.iter().filter(|line| line.town == town);
    let line = |line: &crate::outcome::BalanceLine| {
        let (stage, year) = (line.stage, line.year);
        let ages = study.stages[stage.index()].ages;
        let first = year.0 - i32::from(ages.1) - 1;
        let known = projection.births.years.first().is_some_and(|known| *known <= first);
        let born: f64 = (ages.0..=ages.1).map(|age| births_of(study, &births, year, age)).sum();
        let children: f64 = (ages.0..=ages.1).map(|age| of_age(planned, town, age, year)).sum();
        let moving = |arriving: bool| -> f64 {
            let moves = plan.moves.iter().filter(|one| one.stage == stage && one.year == year);
            let crossing =
                moves.filter(|one| one.from != one.to && (if arriving { one.to } else { one.from }) == town);
            crossing.map(|one| one.children).fold(0.0, |sum, children| sum + children)
        };
        TownLine {
            births: known.then_some(born),
            children: (children > 0.0 || line.children <= 0.0).then_some(children),
            area: AreaLine {
                stage,
                year,
                needing: line.children,
                places_before: line.places_before,
                places_after: line.places_after,
                leaving: moving(false),
                arriving: moving(true),
                pupils: line.pupils,
                unplaced: line.unplaced,
            },
        }
    };
    of_town.map(line).collect()
}

/// Children of an age on the cut-off day of a school year, all groups.
fn of_age(planned: Planned, town: TownIndex, age: u8, year: SchoolYear) -> f64 {
    let groups = GroupIndex::all(planned.study.groups.len());
    groups.map(|group| planned.projection.children.count(town, group, age, year)).sum()
}

/// Births of those who are of an age on the cut-off day of a school year: shares of two calendar years.
fn births_of(study: &crate::domain::Study, births: impl Fn(i32) -> f64, year: SchoolYear, age: u8) -> f64 {
    let share = study.cutoff.share_of_year();
    let born = year.0 - i32::from(age);
    share * births(born) + (1.0 - share) * births(born - 1)
}

fn streams(planned: Planned, town: TownIndex) -> Vec<Stream> {
    let mut sums: BTreeMap<(SchoolYear, StageIndex, TownIndex, bool), (f64, f64)> = BTreeMap::new();
    for one in planned.plan.moves.iter().filter(|one| one.from != one.to) {
        for (is_here, other, arriving) in
            [(one.to == town, one.from, true), (one.from == town, one.to, false)]
        {
            if is_here {
                let sum = sums.entry((one.year, one.stage, other, arriving)).or_default();
                *sum = (sum.0 + one.children, one.travel.km);
            }
        }
    }
    let mut streams: Vec<Stream> = sums
        .into_iter()
        .map(|((year, stage, other, arriving), (children, km))| Stream {
            stage,
            year,
            other,
            arriving,
            children,
            km,
        })
        .filter(|stream| stream.children > NOBODY)
        .collect();
    streams.sort_by(|one, other| one.year.cmp(&other.year).then(other.children.total_cmp(&one.children)));
    streams
}
