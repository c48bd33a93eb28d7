//! All tables together: classes get their indices, selections their classes, and the study is made.

use super::contradictions;
use super::enrolment::read_enrolment;
use super::findings::Findings;
use super::idle_ceilings;
use super::limits::{read_deliveries, read_demand, read_land};
use super::model::{Model, Targets, resolve_targets};
use super::model_file::Source;
use super::money::{read_budgets, read_costs, read_expenditure};
use super::package::Package;
use super::people::read_people;
use super::places::{Places, read_distances, read_places};
use super::plausibility::{self, Ground};
use super::projects::{ReadProject, read_projects};
use super::schools::{ReadSchool, read_schools};
use crate::domain::{ClassIndex, ProvisionClass, Study};
use std::collections::BTreeSet;

/// Reads every table and puts the study together; none where there is no horizon. Whether it may be used is for the
/// caller to tell by the findings.
pub(super) fn collect(
    package: &Package,
    mut model: Model,
    source: &Source,
    findings: &Findings,
) -> Option<Study> {
    let places = read_places(package, &model, findings);
    let people = read_people(package, &model, &places, findings);
    let enrolment = read_enrolment(package, &model, &places, findings);
    places.changes.tell_unmet(package, &places, findings);
    let errors = findings.errors();
    let schools = read_schools(package, &model, &places, findings);
    let known = classes_are_known(package, &model, &places);
    let standing = (known && findings.errors() == errors).then_some(schools.as_slice());
    let projects = read_projects(package, &model, &places, standing, findings);
    let sound = known && findings.errors() == errors;
    let distances = read_distances(package, &model, &places, findings);
    let budgets = read_budgets(package, &model, &places, findings);
    idle_ceilings::check(package, &model, &budgets, &projects, findings);
    let expenditure = read_expenditure(package, &model, &places, findings);
    let costs = read_costs(package, &model, findings);
    let land = read_land(package, &places, findings);
    let deliveries = read_deliveries(package, &model, &places, findings);
    let demand = read_demand(package, &model, &places, findings);
    for register in [&places.county_codes, &places.town_codes] {
        register.judge(findings);
    }
    for register in
        [&model.group_ids, &model.sector_ids, &model.stage_ids, &model.programme_ids, &model.housing_ids]
    {
        register.judge(findings);
    }
    let classes = classes(&schools, &projects.list);
    let targets = if sound || !model.plans {
        resolve_targets(std::mem::take(&mut model.targets), &classes, model.groups.len(), findings)
    } else {
        Targets { indicators: Vec::new(), criteria: Vec::new(), choices: Vec::new() }
    };
    let index = |class: &ProvisionClass| classes.binary_search(class).ok().map(ClassIndex);
    let schools =
        schools.into_iter().filter_map(|school| index(&school.class).map(|class| school.with_class(class)));
    let schools = schools.collect();
    let undecided = projects.undecided;
    let projects = projects.list.into_iter().map(|project| project.with_classes(index)).collect();
    let defined_at = model.defined_at.clone();
    let study = Study {
        name: model.name.clone(),
        title: model.title.clone(),
        horizon: model.horizon?,
        cutoff: model.cutoff,
        counties: places.counties.clone(),
        towns: places.towns.clone(),
        groups: model.groups.clone(),
        sectors: model.sectors.clone(),
        stages: model.stages.clone(),
        classes,
        population: people.population,
        births: people.births,
        mortality: people.mortality,
        rates: people.rates,
        enrolment,
        schools,
        projects,
        undecided,
        distances,
        demand,
        budgets,
        expenditure,
        land,
        deliveries,
        costs,
        programmes: model.programmes.clone(),
        indicators: targets.indicators,
        criteria: targets.criteria,
        choices: targets.choices,
        spending: model.spending.clone(),
        cost: model.cost,
        projection: model.projection,
        solver: model.solver,
        repair: model.repair,
    };
    plausibility::judge(&Ground::new(&study, package, &model, &places, source, findings));
    if areas_are_whole(package, &places) {
        contradictions::check(package, &study, &defined_at, findings);
    }
    Some(study)
}

/// Whether every row of the tables of counties and towns could be read: other tables count areas by those rows.
fn areas_are_whole(package: &Package, places: &Places) -> bool {
    let counties =
        package.sheet("counties").is_none_or(|sheet| sheet.raw.rows.len() == places.counties.len());
    counties && places.towns.len() == places.county_of.len()
}

/// Whether the tables that give the classes, and the ids in them, are there as a whole.
fn classes_are_known(package: &Package, model: &Model, places: &Places) -> bool {
    let whole = |name| package.sheet(name).is_some_and(|sheet| sheet.keys_known);
    let columns = |name, needed: &[&str]| {
        package.sheet(name).is_some_and(|sheet| needed.iter().all(|column| sheet.column(column).is_some()))
    };
    whole("schools")
        && whole("projects")
        && columns("schools", &["town", "stage", "sector", "places", "pupils", "name"])
        && columns("projects", &["town", "sector", "places.*", "programme", "kind"])
        && places.town_codes.complete
        && model.stage_ids.complete
        && model.sector_ids.complete
        && model.programme_ids.complete
}

/// Distinct classes in order of stage, sector, grade.
fn classes(schools: &[ReadSchool], projects: &[ReadProject]) -> Vec<ProvisionClass> {
    let of_schools = schools.iter().map(|school| school.class);
    let of_projects = projects.iter().flat_map(ReadProject::classes);
    of_schools.chain(of_projects).collect::<BTreeSet<_>>().into_iter().collect()
}
