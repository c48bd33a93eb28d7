//! Committed projects that exclude each other (互斥的已定项目): no plan can build both.

use super::Case;
use crate::domain::{ClassIndex, Project, TownIndex};
use crate::input::findings::both;
use std::collections::BTreeMap;

pub(super) fn check(case: &Case) {
    let (mut sites, mut schools) = (BTreeMap::new(), BTreeMap::new());
    for project in case.committed() {
        if let Some(site) = &project.site {
            same_site(case, site, sites.entry(site).or_insert(project), project);
        }
        if let Some(school) = project.from_school {
            same_school(case, school, schools.entry(school).or_insert(project), project);
        }
    }
    taken(case);
}

fn same_site(case: &Case, site: &str, first: &Project, second: &Project) {
    if first.id == second.id {
        return;
    }
    let (one, other) = (case.row(first), case.row(second));
    case.findings.error(
        "committed-on-one-site",
        case.place(second, "site"),
        both(
            format!("第 {one} 行和第 {other} 行都是已定项目，却在同一地块“{site}”，只能建一个"),
            format!("rows {one} and {other} are both committed, on one site, `{site}`: only one of them can be built"),
        ),
        both(
            "只把其中一个写为已定，或改正地块",
            "leave only one of them committed, or correct the site",
        ),
    );
}

fn same_school(case: &Case, school: usize, first: &Project, second: &Project) {
    if first.id == second.id {
        return;
    }
    let (one, other) = (case.row(first), case.row(second));
    let id = case.study.schools.get(school).map_or("", |school| &school.id);
    case.findings.error(
        "committed-on-one-school",
        case.place(second, "from_school"),
        both(
            format!("第 {one} 行和第 {other} 行都是已定项目，都要取走学校“{id}”的全部学位"),
            format!(
                "rows {one} and {other} are both committed and both take all places of the school `{id}`"
            ),
        ),
        both(
            "只把其中一个写为已定，或用原学位写明各取多少",
            "leave only one of them committed, or say in from_places how many each takes",
        ),
    );
}

/// Committed projects take no more places of a class than stand when all of them are in use.
fn taken(case: &Case) {
    let mut by_class: BTreeMap<(TownIndex, ClassIndex), Vec<(&Project, i64)>> = BTreeMap::new();
    for project in case.committed() {
        for effect in project.effects.iter().filter(|effect| effect.places < 0) {
            let places = i64::from(-effect.places) * i64::from(project.copies);
            by_class.entry((effect.town, effect.class)).or_default().push((project, places));
        }
    }
    let end = case.study.horizon.outlook;
    for ((town, class), losses) in by_class {
        let here = |school: &&crate::domain::School| {
            school.town == town && school.class == class && school.runs_in(end)
        };
        let standing: i64 =
            case.study.schools.iter().filter(here).map(|school| i64::from(school.places)).sum();
        let all: i64 = losses.iter().map(|(_, places)| places).sum();
        // One project alone is looked at with its row.
        if all <= standing || losses.len() < 2 || losses.iter().any(|(_, places)| *places > standing) {
            continue;
        }
        let projects: Vec<&Project> = losses.iter().map(|(project, _)| *project).collect();
        let (zh, en) = case.rows_of(&projects);
        let (name, class) = (&case.study.towns[town.index()].code, case.study.class_id(class));
        case.findings.error(
            "committed-takes-too-many-places",
            case.place(projects[projects.len() - 1], "from_places"),
            both(
                format!("{zh}均为已定，共减少 {name} 的 {class} 学位 {all} 个，而现有只有 {standing} 个"),
                format!("{en} are all committed and take {all} places of {class} in {name}, where {standing} stand"),
            ),
            both("请核对原学校和原学位", "check from_school and from_places"),
        );
    }
}
