//! Single relaxations (单项放宽): where not every promise can be kept, which one kind of promise, eased alone, would do, by how
//! much, and what the plan then costs; or which one more site (增加一处场地).

use super::explain::total;
use super::formulation::{Breakable, Promises};
use super::keys::Family;
use super::plan::Plan;
use super::repair::{Missed, break_only};
use super::sets::Sets;
use super::twins::alike;
use super::{Limits, SolveError, formulate, least_cost};
use crate::domain::{
    Indicator, Language, Path, Project, ProjectIndex, ProjectKind, ProjectStatus, SchoolYear, Study, Text,
};
use crate::progress::Progress;
use crate::projection::Rolls;

/// What is eased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ease {
    /// Promises of one family, as little as will do; the plan's shortfalls say by how much.
    Family(Family),
    /// Every target of an indicator holds a year later (推迟一年).
    YearLater {
        /// Position of the indicator.
        indicator: usize,
    },
    /// One more site in the town of a new school, with the same places, costs and years (增加一处场地). The plan's openings leave it out, its
    /// cost takes it in.
    FurtherSite {
        /// The project that it is like.
        like: ProjectIndex,
        /// When it opens.
        opens: SchoolYear,
    },
}

impl Ease {
    /// What is eased, in words.
    #[must_use]
    pub fn words(self, study: &Study) -> Text {
        let (zh, en) = match self {
            Self::Family(Family::Children) => ("部分儿童没有学位", "children without a place"),
            Self::Family(Family::Targets) => ("降低指标", "lower targets"),
            Self::Family(Family::Programmes) => ("增减工程项目数", "numbers of projects"),
            Self::Family(Family::Deliveries) => ("放宽年度建设能力", "more deliveries a year"),
            Self::Family(Family::Money) => ("增加资金", "more money"),
            Self::Family(Family::Land) => ("增加用地", "more land"),
            Self::Family(Family::Choice) => ("放宽家长选择与办学稳定", "choice and stability"),
            Self::YearLater { indicator } => {
                let (zh, en) = both(&study.indicators[indicator].name);
                return Text { zh: format!("“{zh}”推迟一年"), en: format!("\"{en}\" a year later") };
            }
            Self::FurtherSite { like, opens } => {
                let project = &study.projects[like.index()];
                let (id, (zh, en)) = (&project.id, both(&study.towns[project.town.index()].name));
                return Text {
                    zh: format!("{zh}增加一处与{id}相同的场地，{opens}学年投用"),
                    en: format!("one more site like {id} in {en}, open from {opens}"),
                };
            }
        };
        Text { zh: zh.to_owned(), en: en.to_owned() }
    }
}

fn both(name: &Text) -> (&str, &str) {
    (name.get(Language::Chinese), name.get(Language::English))
}

/// A relaxation that alone makes all other promises possible.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxation {
    /// What is eased.
    pub ease: Ease,
    /// The cheapest plan then.
    pub plan: Plan,
}

/// Every single relaxation that will do, the cheapest plan first; children without a place last.
///
/// # Errors
/// [`SolveError::Failed`] where the solver failed; a relaxation that cannot be judged in time is left out.
pub fn relaxations(
    study: &Study,
    rolls: &Rolls,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Vec<Relaxation>, SolveError> {
    let steps = Family::ALL.len() + study.indicators.len() + 1;
    let mut step = 0;
    let mut tell = |eased: &Text| {
        step += 1;
        progress.note(&Text {
            zh: format!("试单项放宽 {step}/{steps}：{}", eased.zh),
            en: format!("Trying relaxation {step} of {steps}: {}", eased.en),
        });
    };
    let mut found = Vec::new();
    let mut keep = |ease: Ease, plan: Result<Plan, SolveError>| match plan {
        Ok(plan) => {
            found.push(Relaxation { ease, plan });
            Ok(())
        }
        Err(SolveError::Infeasible | SolveError::NothingFound) => Ok(()),
        Err(error) => Err(error),
    };
    let sets = Sets::new(study, rolls);
    for family in Family::ALL {
        tell(&Ease::Family(family).words(study));
        let plan = break_only(study, rolls, &sets, Breakable::only(family), limits, progress);
        keep(Ease::Family(family), plan)?;
    }
    for indicator in 0..study.indicators.len() {
        tell(&Ease::YearLater { indicator }.words(study));
        let plan = kept(&year_later(study, indicator), sets.clone(), rolls, limits, progress);
        keep(Ease::YearLater { indicator }, plan)?;
    }
    tell(&Text { zh: "增加一处场地".to_owned(), en: "one more site".to_owned() });
    match further_site(study, rolls, limits, progress) {
        Ok(further) => found.extend(further),
        Err(SolveError::Infeasible | SolveError::NothingFound) => {}
        Err(error) => return Err(error),
    }
    let rank = |one: &Relaxation| (one.ease == Ease::Family(Family::Children), total(&one.plan));
    found.sort_by(|one, other| {
        let ((last, cost), (other_last, other_cost)) = (rank(one), rank(other));
        last.cmp(&other_last).then(cost.total_cmp(&other_cost))
    });
    Ok(found)
}

/// The least-cost plan that keeps every promise of a study.
fn kept(
    study: &Study,
    sets: Sets,
    rolls: &Rolls,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Plan, SolveError> {
    let formulation = formulate(study, sets, Promises::Kept);
    let solution = least_cost(&formulation, limits, None, progress)?;
    Ok(super::plan(&formulation, rolls, &solution, Missed::default(), limits, progress))
}

/// The cheapest plan with one more site, wherever it does most.
fn further_site(
    study: &Study,
    rolls: &Rolls,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Option<Relaxation>, SolveError> {
    let likes = likes(study);
    let mut further = study.clone();
    let site = unused_site(study);
    // Options of one site exclude each other: that of all of these is one site.
    further.projects.extend(likes.iter().map(|like| {
        let project = &study.projects[like.index()];
        Project { site: Some(site.clone()), copies: 1, status: ProjectStatus::Planned, ..project.clone() }
    }));
    let mut plan = kept(&further, Sets::new(&further, rolls), rolls, limits, progress)?;
    let known = study.projects.len();
    let opened = plan.openings.iter().find(|opening| opening.project.index() >= known);
    let ease = opened.map(|opening| Ease::FurtherSite {
        like: likes[opening.project.index() - known],
        opens: opening.year,
    });
    plan.openings.retain(|opening| opening.project.index() < known);
    Ok(ease.map(|ease| Relaxation { ease, plan }))
}

/// New schools that give places, one of those that are alike in everything but their names.
fn likes(study: &Study) -> Vec<ProjectIndex> {
    let mut likes: Vec<ProjectIndex> = Vec::new();
    for (index, project) in ProjectIndex::all(study.projects.len()).zip(&study.projects) {
        let new = project.kind == ProjectKind::New && project.from_school.is_none() && !project.committed;
        let known = |like: &ProjectIndex| alike(&study.projects[like.index()], project);
        if new && project.effects.iter().any(|effect| effect.places > 0) && !likes.iter().any(known) {
            likes.push(index);
        }
    }
    likes
}

/// A name that no site has.
fn unused_site(study: &Study) -> String {
    let mut site = "+".to_owned();
    while study.projects.iter().any(|project| project.site.as_ref() == Some(&site)) {
        site.push('+');
    }
    site
}

/// The study with the targets of an indicator a year later.
fn year_later(study: &Study, indicator: usize) -> Study {
    let later = |path: &Path| Path(path.0.iter().map(|(year, value)| (year.plus(1), *value)).collect());
    let mut study = study.clone();
    let data = &study.indicators[indicator];
    study.indicators[indicator] = Indicator { at_least: later(&data.at_least), ..data.clone() };
    study
}
