//! Projects: windows, copies, commitments, sites, closures, programmes, deliveries, land.

use super::Computed;
use super::book::{Book, Check, Finding, solver_room};
use super::case::{Case, plain};
use super::costs::start;
use super::places::Places;
use super::plan::{Opening, TablePlan};
use super::promises::{Chain, within_chains};
use crate::domain::{Area, DeliveryEvent, Project};
use std::collections::BTreeMap;

/// Checks what opens when.
pub(super) fn check(case: &Case, plan: &TablePlan, places: &Places, book: &mut Book) {
    windows(case, plan, book);
    sites(case, plan, book);
    closures(case, places, book);
    programmes(case, plan, book);
    deliveries(case, plan, book);
    land(case, plan, book);
}

fn project<'a>(case: &Case<'a>, opening: &Opening) -> &'a Project {
    &case.study.projects[opening.project]
}

/// Whether a project counts towards its programme.
pub(super) fn counts(case: &Case, project: &Project) -> bool {
    case.study.programmes[project.programme.0].kinds.contains(&project.kind)
}

fn windows(case: &Case, plan: &TablePlan, book: &mut Book) {
    let mut copies = vec![0.0; case.study.projects.len()];
    for opening in &plan.openings {
        let project = project(case, opening);
        let (earliest, latest) = (project.earliest.0.max(case.first), project.latest.0.min(case.last));
        let place = || format!("openings[{},{}]", project.id, opening.year);
        book.holds(Check::Openings, (earliest..=latest).contains(&opening.year), place, || {
            (
                format!("可投用的年份是 {earliest}—{latest}"),
                format!("it can open from {earliest} to {latest}"),
            )
        });
        book.at_least(Check::Openings, (opening.count, 1.0), 0.0, place);
        copies[opening.project] += opening.count;
    }
    for (project, copies) in case.study.projects.iter().zip(copies) {
        let most = f64::from(project.copies);
        book.at_most(Check::Openings, (copies, most), 0.0, || format!("copies[{}]", project.id));
        let forced = plan.manifest["forced"][&project.id].as_bool();
        let must = if project.committed && forced != Some(false) { most } else { 0.0 };
        book.at_least(Check::Openings, (copies, must), 0.0, || format!("committed[{}]", project.id));
        let must = f64::from(u8::from(forced == Some(true)));
        book.at_least(Check::Openings, (copies, must), 0.0, || format!("put_in[{}]", project.id));
        let most = if forced == Some(false) { 0.0 } else { most };
        book.at_most(Check::Openings, (copies, most), 0.0, || format!("kept_out[{}]", project.id));
    }
}

fn sites(case: &Case, plan: &TablePlan, book: &mut Book) {
    let mut options: BTreeMap<&str, usize> = BTreeMap::new();
    for site in case.study.projects.iter().filter_map(|project| project.site.as_deref()) {
        *options.entry(site).or_insert(0) += 1;
    }
    let (mut sites, mut schools) = (BTreeMap::<&str, f64>::new(), BTreeMap::<usize, f64>::new());
    for opening in &plan.openings {
        let project = project(case, opening);
        if let Some(site) = project.site.as_deref().filter(|site| options[site] > 1) {
            *sites.entry(site).or_insert(0.0) += opening.count;
        }
        if let Some(school) = project.from_school {
            *schools.entry(school).or_insert(0.0) += opening.count;
        }
    }
    for (site, number) in sites {
        book.at_most(Check::Sites, (number, 1.0), 0.0, || format!("site[{}]", plain(site)));
    }
    for (school, number) in schools {
        let place = || format!("school[{}]", plain(&case.study.schools[school].id));
        book.at_most(Check::Sites, (number, 1.0), 0.0, place);
    }
}

fn closures(case: &Case, places: &Places, book: &mut Book) {
    for town in 0..case.study.towns.len() {
        for class in 0..case.study.classes.len() {
            for (position, year) in case.years().enumerate() {
                let at = places.at(town, class, position);
                if places.taken[at] > 0.0 {
                    let (taken, standing) = (places.taken[at], places.standing[at]);
                    let place =
                        || format!("taken[{},{},{year}]", case.town_code(town), case.class_words(class));
                    book.at_most(Check::Sites, (taken, standing), solver_room(0.0), place);
                }
            }
        }
    }
}

fn programmes(case: &Case, plan: &TablePlan, book: &mut Book) {
    for (index, programme) in case.study.programmes.iter().enumerate() {
        let of = |opening: &&Opening| {
            let project = project(case, opening);
            project.programme.0 == index && counts(case, project)
        };
        let number: f64 = plan.openings.iter().filter(of).map(|opening| opening.count).sum();
        let words = format!("programme[{}]", plain(&programme.id));
        let missed = plan.missed(&words);
        if let Some(least) = programme.at_least {
            book.at_least(Check::Programmes, (number, f64::from(least) - missed), 1e-4, || words.clone());
        }
        if let Some(most) = programme.at_most {
            book.at_most(Check::Programmes, (number, f64::from(most) + missed), 1e-4, || words.clone());
        }
    }
}

/// Openings, or starts of works, of some projects in a year.
pub(super) fn events(
    case: &Case,
    plan: &TablePlan,
    event: DeliveryEvent,
    year: i32,
    keep: impl Fn(&Project) -> bool,
) -> f64 {
    let at = |opening: &Opening| match event {
        DeliveryEvent::Opening => Some(opening.year),
        DeliveryEvent::Start => start(case, project(case, opening), opening.year),
    };
    let counted = |opening: &&Opening| {
        let project = project(case, opening);
        at(opening) == Some(year) && counts(case, project) && keep(project)
    };
    plan.openings.iter().filter(counted).map(|opening| opening.count).sum()
}

fn deliveries(case: &Case, plan: &TablePlan, book: &mut Book) {
    for (index, programme) in case.study.programmes.iter().enumerate() {
        let Some(most) = programme.at_most_per_year else { continue };
        for year in case.first..=case.last {
            let of = |project: &Project| project.programme.0 == index;
            let number = events(case, plan, DeliveryEvent::Opening, year, of);
            let words = format!("delivery[{},{year}]", plain(&programme.id));
            let most = f64::from(most) + plan.missed(&words);
            book.at_most(Check::Deliveries, (number, most), 1e-4, || words.clone());
        }
    }
    for (index, limit) in case.study.deliveries.iter().enumerate() {
        for year in (case.first..=case.last).filter(|year| limit.year.is_none_or(|of| of.0 == *year)) {
            let of = |project: &Project| {
                limit.programme.is_none_or(|programme| programme == project.programme)
                    && case.lies_in(project.town.0, limit.county.map(|county| county.0))
            };
            let number = events(case, plan, limit.event, year, of);
            let words = format!("delivery_limit[{index},{year}]");
            let most = f64::from(limit.at_most) + plan.missed(&words);
            book.at_most(Check::Deliveries, (number, most), 1e-4, || words.clone());
        }
    }
}

/// Land of the projects whose works begin under a ceiling, m².
pub(super) fn land_used(case: &Case, plan: &TablePlan, index: usize) -> f64 {
    let limit = &case.study.land[index];
    let here = |project: &Project| match limit.area {
        None => true,
        Some(Area::Town(town)) => town == project.town,
        Some(Area::County(county)) => case.lies_in(project.town.0, Some(county.0)),
    };
    let land = |opening: &Opening| {
        let project = project(case, opening);
        let begins = start(case, project, opening.year);
        let now = begins.is_some_and(|begins| limit.year.is_none_or(|year| year == begins));
        if now && here(project) { project.land_m2.unwrap_or(0.0) * opening.count } else { 0.0 }
    };
    plan.openings.iter().map(land).sum()
}

fn land(case: &Case, plan: &TablePlan, book: &mut Book) {
    let links = case.study.land.iter().enumerate().map(|(index, limit)| Chain {
        line: format!("{:?}/{}", limit.area, limit.year.is_none()),
        year: limit.year.unwrap_or(0),
        limit: limit.limit_m2,
        used: land_used(case, plan, index),
        carry: limit.carry,
        words: format!("land[{index}]"),
    });
    within_chains(Check::Land, plan, &links.collect::<Vec<_>>(), book);
}

/// Compares the table of openings with the study.
pub(super) fn check_table(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let (case, rows) = (computed.case, computed.tables.table("openings")?);
    let texts = |name: &str| rows.texts(name);
    let words = [texts("name")?, texts("county")?, texts("town")?, texts("programme")?, texts("kind")?];
    let (site, source, committed) = (texts("site")?, texts("source")?, rows.flags("committed")?);
    let (status, note, starts) = (texts("status")?, texts("note")?, rows.optional("start")?);
    let (places, capital, land) = (rows.numbers("places")?, rows.numbers("capex")?, rows.numbers("land")?);
    for (at, opening) in computed.plan.openings.iter().enumerate() {
        let data = project(case, opening);
        let place = || format!("openings[{},{}]", data.id, opening.year);
        let expected = [
            data.name.as_str(),
            case.county_code(case.county_of(data.town.0)),
            case.town_code(data.town.0),
            &case.study.programmes[data.programme.0].id,
            data.kind.id(),
        ];
        for (said, found) in words.iter().zip(expected) {
            book.same_words(Check::Openings, &said[at], found, place);
        }
        book.same_words(Check::Openings, &status[at], data.status.id(), place);
        book.same_words(Check::Openings, &note[at], &data.note, place);
        let begins = start(case, data, opening.year).map(f64::from);
        book.same(Check::Openings, (starts[at].unwrap_or(0.0), begins.unwrap_or(0.0)), 0.0, place);
        book.same_words(Check::Openings, &site[at], data.site.as_deref().unwrap_or_default(), place);
        book.same_words(Check::Openings, &source[at], &payers(data), place);
        book.same_words(Check::Openings, &committed[at].to_string(), &data.committed.to_string(), place);
        let net: i32 = data.effects.iter().map(|effect| effect.places).sum();
        #[allow(clippy::cast_precision_loss)] // fen, below 2⁵³
        let capex = data.capex.fen() as f64 / 1e6;
        let numbers =
            [(places[at], f64::from(net)), (capital[at], capex), (land[at], data.land_m2.unwrap_or(0.0))];
        for (said, one) in numbers {
            book.same(Check::Openings, (said, one * opening.count), super::book::rounding(said), place);
        }
    }
    Ok(())
}

/// Who pays, as the table writes it.
fn payers(project: &Project) -> String {
    let mut words = Vec::new();
    for (source, share) in &project.funding {
        words.push(if *share < 1.0 { format!("{source} {share}") } else { source.clone() });
    }
    words.join(", ")
}
