//! Limits below what committed projects need in any case (上限低于已定项目): money, land, deliveries, numbers of projects.

use super::Case;
use crate::domain::{
    Area, Budget, CountyIndex, DeliveryEvent, LandLimit, ProgrammeIndex, Project, ProjectIndex, Spending,
    Yuan,
};
use crate::input::findings::both;
use std::collections::BTreeMap;

pub(super) fn check(case: &Case) {
    money(case);
    land(case);
    deliveries(case);
    programmes(case);
}

/// Positions of limits of one line, in the order of years, each with those whose rest it may use.
fn prefixes<Limit, Line: Ord>(
    limits: &[Limit],
    line: impl Fn(&Limit) -> Line,
    year: impl Fn(&Limit) -> i32,
    carry: impl Fn(&Limit) -> bool,
) -> Vec<Vec<usize>> {
    let mut lines: BTreeMap<Line, Vec<usize>> = BTreeMap::new();
    for (position, limit) in limits.iter().enumerate() {
        lines.entry(line(limit)).or_default().push(position);
    }
    let mut prefixes: Vec<Vec<usize>> = Vec::new();
    for mut line in lines.into_values() {
        line.sort_by_key(|position| year(&limits[*position]));
        let mut chain: Vec<usize> = Vec::new();
        for position in line {
            let follows = chain.last().is_some_and(|before| {
                carry(&limits[*before]) && year(&limits[*before]) + 1 == year(&limits[position])
            });
            if !follows {
                chain.clear();
            }
            chain.push(position);
            prefixes.push(chain.clone());
        }
    }
    prefixes
}

/// The least that every committed project takes under some limits, whenever it opens; those that take something with it.
fn least<'a>(
    case: &'a Case,
    taken: impl Fn(&Project, crate::domain::SchoolYear) -> f64,
) -> (f64, Vec<&'a Project>) {
    let (mut sum, mut projects) = (0.0, Vec::new());
    for project in case.committed() {
        let least =
            case.openings(project).map(|opening| taken(project, opening)).fold(f64::INFINITY, f64::min);
        if least.is_finite() && least > 0.0 {
            sum += least * f64::from(project.copies);
            projects.push(project);
        }
    }
    (sum, projects)
}

fn money(case: &Case) {
    let (study, budgets) = (case.study, &case.study.budgets);
    if !case.is_whole("budget", budgets.len()) {
        return;
    }
    let line =
        |budget: &Budget| (budget.county.map(CountyIndex::index), budget.source.clone(), budget.covers);
    for chain in prefixes(budgets, line, |budget| budget.year, |budget| budget.carry) {
        let Some(last) = chain.last().copied().filter(|last| budgets[*last].covers == Spending::Capital)
        else {
            continue;
        };
        let budget = &budgets[last];
        let limit = chain.iter().map(|position| budgets[*position].limit).sum::<Yuan>().ten_thousand();
        let share = |project: &Project| match &budget.source {
            _ if budget.county.is_some_and(|county| study.county_of(project.town) != county) => 0.0,
            None => 1.0,
            Some(source) => project.funding.get(source).copied().unwrap_or(0.0),
        };
        let (paid, projects) = least(case, |project, opening| {
            let spending = study.capital_spending(project, opening);
            let in_chain = chain.iter().filter_map(|position| spending.get(&budgets[*position].year));
            in_chain.sum::<f64>() * share(project)
        });
        if paid <= limit + Yuan::ONE_FEN / 2.0 {
            continue;
        }
        let (zh, en) = case.rows_of(&projects);
        let (year, amount) = (budget.year, |amount: f64| (amount * 1e6).round() / 1e6);
        let carried =
            if chain.len() > 1 { ("（含结转）", " (with what is carried over)") } else { ("", "") };
        let (paid, limit) = (amount(paid), amount(limit));
        case.findings.warning(
            "ceiling-below-committed",
            case.cell("budget", last, "limit"),
            both(
                format!("{year} 年上限{} {limit} 万元，已定项目（{zh}）至少须支付 {paid} 万元：任何方案都会突破", carried.0),
                format!("the ceiling of {year}{} is {limit} × 10⁴ yuan, and what is committed ({en}) takes at least {paid}: every plan exceeds it", carried.1),
            ),
            both(
                "请提高上限，推迟最迟投用年，或不写为已定",
                "raise the ceiling, let the projects open later, or do not commit them",
            ),
        );
    }
}

fn land(case: &Case) {
    let (study, limits) = (case.study, &case.study.land);
    if !case.is_whole("land", limits.len()) {
        return;
    }
    let line = |limit: &LandLimit| (limit.area, limit.year.is_none());
    for chain in prefixes(limits, line, |limit| limit.year.unwrap_or(0), |limit| limit.carry) {
        let Some(last) = chain.last().copied() else { continue };
        let most: f64 = chain.iter().map(|position| limits[*position].limit_m2).sum();
        let here = |project: &Project| match limits[last].area {
            None => true,
            Some(Area::Town(town)) => town == project.town,
            Some(Area::County(county)) => study.county_of(project.town) == county,
        };
        let (taken, projects) = least(case, |project, opening| {
            let start = study.start_year(project, opening);
            let in_chain = chain.iter().any(|position| {
                start.is_some_and(|start| limits[*position].year.is_none_or(|year| year == start))
            });
            if in_chain && here(project) { project.land_m2.unwrap_or(0.0) } else { 0.0 }
        });
        if taken > most * (1.0 + 1e-9) {
            let (zh, en) = case.rows_of(&projects);
            case.findings.warning(
                "land-below-committed",
                case.cell("land", last, "limit"),
                both(
                    format!("用地上限 {most} 平方米，已定项目（{zh}）至少须用 {taken} 平方米：任何方案都会突破"),
                    format!("the ceiling is {most} m², and what is committed ({en}) takes at least {taken}: every plan exceeds it"),
                ),
                both("请提高上限，或不写为已定", "raise the ceiling, or do not commit the projects"),
            );
        }
    }
}

/// Whether a programme counts a project.
fn counts(case: &Case, project: &Project) -> bool {
    case.study.programmes[project.programme.index()].kinds.contains(&project.kind)
}

fn deliveries(case: &Case) {
    let study = case.study;
    if case.is_whole("delivery", study.deliveries.len()) {
        for (position, limit) in study.deliveries.iter().enumerate() {
            let of = |project: &Project| {
                limit.programme.is_none_or(|of| of == project.programme)
                    && limit.county.is_none_or(|of| of == study.county_of(project.town))
            };
            let place = || case.cell("delivery", position, "limit");
            delivery(case, of, limit.event, limit.year.map(|year| year.0), limit.at_most, place);
        }
    }
    for (index, programme) in study.programmes.iter().enumerate() {
        let Some(most) = programme.at_most_per_year else { continue };
        let of = |project: &Project| project.programme == ProgrammeIndex(index);
        delivery(case, of, DeliveryEvent::Opening, None, most, || case.programme(index));
    }
}

/// One limit: in its year, or in every year and in all of them together.
fn delivery(
    case: &Case,
    of: impl Fn(&Project) -> bool,
    event: DeliveryEvent,
    year: Option<i32>,
    most: u32,
    place: impl Fn() -> crate::diagnostic::Location,
) {
    let at = |project: &Project, opening: crate::domain::SchoolYear| match event {
        DeliveryEvent::Opening => Some(opening.0),
        DeliveryEvent::Start => case.study.start_year(project, opening),
    };
    let number = |within: &dyn Fn(i32) -> bool| {
        least(case, |project, opening| {
            let falls = of(project) && counts(case, project) && at(project, opening).is_some_and(within);
            f64::from(u8::from(falls))
        })
    };
    let years: Vec<i32> = case.study.horizon.decision_years().map(|year| year.0).collect();
    let own: Vec<i32> = years.iter().copied().filter(|of| year.is_none_or(|year| year == *of)).collect();
    let mut found = own.iter().map(|year| (number(&|of| of == *year), f64::from(most), year.to_string()));
    let broken = found.find(|((number, _), most, _)| *number > *most + 1e-9).or_else(|| {
        let all = f64::from(most) * f64::from(u32::try_from(own.len()).unwrap_or(u32::MAX));
        let (first, last) = (own.first()?, own.last()?);
        let number = number(&|of| own.contains(&of));
        (number.0 > all + 1e-9).then(|| (number, all, format!("{first}–{last}")))
    });
    let Some(((number, projects), most, when)) = broken else { return };
    let (zh, en) = case.rows_of(&projects);
    let (zh_event, en_event) = match event {
        DeliveryEvent::Start => ("开工", "start"),
        DeliveryEvent::Opening => ("投用", "open"),
    };
    case.findings.warning(
        "delivery-below-committed",
        place(),
        both(
            format!("{when} 年最多{zh_event} {most} 个，已定项目（{zh}）至少有 {number} 个：任何方案都会突破"),
            format!("at most {most} projects may {en_event} in {when}, and {number} that are committed ({en}) have to: every plan exceeds it"),
        ),
        both("请提高上限，放宽投用年份，或不写为已定", "raise the limit, widen the years in which they can open, or do not commit them"),
    );
}

fn programmes(case: &Case) {
    for (index, programme) in case.study.programmes.iter().enumerate() {
        let of = |project: &&Project| project.programme == ProgrammeIndex(index) && counts(case, project);
        let projects: Vec<&Project> = case.committed().filter(of).collect();
        let number: u32 = projects.iter().map(|project| project.copies).sum();
        if let Some(most) = programme.at_most.filter(|most| number > *most) {
            let (zh, en) = case.rows_of(&projects);
            case.findings.warning(
                "programme-below-committed",
                case.programme(index),
                both(
                    format!("项目数上限为 {most}，已定项目（{zh}）已有 {number} 个：任何方案都会突破"),
                    format!("at most {most} projects are allowed, and {number} are committed ({en}): every plan exceeds it"),
                ),
                both("请提高 at_most，或不写为已定", "raise `at_most`, or do not commit them"),
            );
        }
    }
    candidates(case);
}

/// A programme asks for no more projects than can be built.
fn candidates(case: &Case) {
    let study = case.study;
    if !case.is_whole("projects", study.projects.len() + study.undecided.len()) {
        return;
    }
    for (index, programme) in study.programmes.iter().enumerate() {
        // A least number above the greatest is a fault of its own.
        let asked = programme.at_least.filter(|least| programme.at_most.is_none_or(|most| *least <= most));
        let Some(asked) = asked else { continue };
        let of = |(_, project): &(ProjectIndex, &Project)| {
            project.programme == ProgrammeIndex(index)
                && counts(case, project)
                && case.openings(project).next().is_some()
        };
        let projects = ProjectIndex::all(study.projects.len()).zip(&study.projects).filter(of);
        let (mut sites, mut number) = (std::collections::BTreeSet::new(), 0_u32);
        for (_, project) in projects {
            number += match &project.site {
                Some(site) => u32::from(sites.insert(site)),
                None => project.copies,
            };
        }
        if asked > number {
            case.findings.warning(
                "programme-without-candidates",
                case.programme(index),
                both(
                    format!("要求至少 {asked} 个项目，项目表中可供选择的至多 {number} 个（一个地块只能建一个）：任何方案都达不到"),
                    format!("at least {asked} projects are asked for, and the projects allow {number} at most (one a site): no plan reaches it"),
                ),
                both("请增加备选项目，或降低 at_least", "add candidates, or lower `at_least`"),
            );
        }
    }
}

impl Case<'_> {
    /// Place of a programme in the model.
    fn programme(&self, index: usize) -> crate::diagnostic::Location {
        let id = self.study.programmes[index].id.clone();
        self.model.get(&("programme", id)).cloned().unwrap_or_default()
    }
}
