//! Objective (目标函数): present value of what the public pays, 10⁴ yuan, and a small weight on long ways to school.
//!
//! Capital as it is spent; running cost of the plan's places, used or not; running cost, subsidy and bought places by pupil.
//! What every plan pays alike — standing places, every child in the cheapest places that there may be — is a constant, kept
//! apart so that the gap is measured on what decisions can change.

use super::formulation::Formulation;
use super::model::Model;
use crate::domain::{
    ClassIndex, CostItem, CountyIndex, Project, ProjectIndex, SchoolYear, Schooling, StageIndex, Study,
    TownIndex,
};

/// Sets the cost of every column and the constant.
pub fn add(formulation: &mut Formulation) {
    capital_and_places(formulation);
    pupils(formulation);
    travel(formulation);
    formulation.model.constant += standing_places(formulation);
}

/// Present value of one yuan of a school year, in 10⁴ yuan.
fn present(study: &Study, year: SchoolYear) -> f64 {
    study.cost.discount_factor(year.0) / 1e4
}

fn capital_and_places(formulation: &mut Formulation) {
    let Formulation { study, sets, variables, model, .. } = formulation;
    for index in ProjectIndex::all(study.projects.len()) {
        for (position, column, before) in variables.built[index.index()].openings() {
            let cost = opening_cost(study, index, sets.years[position]);
            model.add_cost(column, cost);
            if let Some(before) = before {
                model.add_cost(before, -cost);
            }
        }
    }
}

/// Present value of opening a project in a year, 10⁴ yuan: its capital, and what it costs a year to the last year.
#[must_use]
pub fn opening_cost(study: &Study, index: ProjectIndex, opening: SchoolYear) -> f64 {
    let project = &study.projects[index.index()];
    let capital: f64 = study
        .capital_spending(project, opening)
        .into_iter()
        .map(|(year, amount)| amount * study.cost.discount_factor(year))
        .sum();
    let running =
        |year: SchoolYear| yearly_cost(study, project, year, |_| true) * study.cost.discount_factor(year.0);
    capital + study.horizon.years().filter(|year| *year >= opening).map(running).sum::<f64>()
}

/// What one copy of a project in use costs in some towns in a school year whoever attends, 10⁴ yuan: its places, where they
/// are, and its own operating cost, in its town.
#[must_use]
pub fn yearly_cost(
    study: &Study,
    project: &Project,
    year: SchoolYear,
    here: impl Fn(TownIndex) -> bool,
) -> f64 {
    let places = project.effects.iter().filter(|effect| here(effect.town)).map(|effect| {
        let cost = study.unit_cost(effect.class, CostItem::RunningPerPlace, year);
        f64::from(effect.places) * cost / 1e4
    });
    places.sum::<f64>() + if here(project.town) { project.running.ten_thousand() } else { 0.0 }
}

/// Yuan a year that the public pays for one pupil of a class.
#[must_use]
pub fn pupil_cost(study: &Study, class: ClassIndex, year: SchoolYear) -> f64 {
    study.unit_cost(class, CostItem::RunningPerPupil, year)
        + study.unit_cost(class, CostItem::SubsidyPerPupil, year)
}

fn pupils(formulation: &mut Formulation) {
    let unavoidable = unavoidable(formulation);
    let Formulation { study, sets, variables, model, .. } = formulation;
    for (pool, data) in sets.pools.iter().enumerate() {
        let stage = study.classes[data.class.index()].stage.index();
        let county = study.county_of(data.town).index();
        for (position, year) in sets.years.iter().enumerate() {
            let weight = present(study, *year);
            let cost = weighted_cost(study, data.class, *year) - unavoidable[stage][county][position];
            let price = study.unit_cost(data.class, CostItem::BoughtPlace, *year);
            add_costs(
                model,
                variables.enrolled[pool].iter().filter_map(|(_, of)| of[position]),
                cost * weight,
            );
            add_costs(
                model,
                variables.bought[pool].iter().filter_map(|(_, of)| of[position]),
                price * weight,
            );
        }
    }
    for (segment, data) in sets.segments.iter().enumerate() {
        for town in study.town_indices() {
            let base = &unavoidable[data.stage.index()][study.county_of(town).index()];
            for (position, year) in sets.years.iter().enumerate() {
                let base = base[position] * present(study, *year);
                model.constant += base * sets.children[segment][town.index()][position];
                add_costs(model, variables.unplaced[segment][town.index()][position].into_iter(), -base);
            }
        }
    }
}

/// Yuan a year that one pupil of a class adds to the objective: what is paid, and the weight on lower grades.
fn weighted_cost(study: &Study, class: ClassIndex, year: SchoolYear) -> f64 {
    let grade = study.classes[class.index()].grade.map_or(0, |grade| grade.0.saturating_sub(1));
    pupil_cost(study, class, year) + f64::from(grade) * study.cost.grade_yuan
}

fn add_costs(model: &mut Model, columns: impl Iterator<Item = super::model::Column>, cost: f64) {
    for column in columns {
        model.add_cost(column, cost);
    }
}

/// What a pupil costs on average where the cheapest places that there may be are filled first, yuan by stage, county and
/// planned year: no plan pays less. Taken from every pupil alike, it changes no plan, since as many pupils as there are
/// children are enrolled in the county; where children may leave it, the whole study is taken as one.
fn unavoidable(formulation: &Formulation) -> Vec<Vec<Vec<f64>>> {
    let Formulation { study, sets, .. } = formulation;
    let of_stage = |stage: StageIndex| {
        let together = study.stages[stage.index()].schooling == Schooling::Anywhere;
        let of_county = |county: CountyIndex| {
            let county = (!together).then_some(county);
            (0..sets.years.len())
                .map(|position| cheapest_filling(formulation, stage, county, position))
                .collect()
        };
        study.county_indices().map(of_county).collect()
    };
    study.stage_indices().map(of_stage).collect()
}

fn cheapest_filling(
    formulation: &Formulation,
    stage: StageIndex,
    county: Option<CountyIndex>,
    position: usize,
) -> f64 {
    let Formulation { study, sets, .. } = formulation;
    let here = |town: TownIndex| county.is_none_or(|county| study.county_of(town) == county);
    let children = sets.children_of(stage, position, study.town_indices().filter(|town| here(*town)));
    let year = sets.years[position];
    let mut classes: Vec<(f64, ClassIndex)> =
        study.classes_of(stage).map(|class| (weighted_cost(study, class, year), class)).collect();
    classes.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let mut caps: Vec<f64> = study.choices.iter().map(|choice| choice.cap * children).collect();
    let (mut left, mut cost) = (children, 0.0);
    for (unit, class) in &classes {
        let pools = sets.pools.iter().filter(|pool| pool.class == *class && here(pool.town));
        let places: f64 = pools.map(|pool| pool.greatest(study, position)).sum();
        let capped = study.choices.iter().zip(&mut caps).filter(|(choice, _)| choice.classes.contains(class));
        let capped: Vec<&mut f64> = capped.map(|(_, cap)| cap).collect();
        let pupils = capped.iter().fold(places.min(left), |pupils, cap| pupils.min(**cap));
        for cap in capped {
            *cap -= pupils;
        }
        left -= pupils;
        cost += unit * pupils;
    }
    if children > left { cost / (children - left) } else { classes.first().map_or(0.0, |(unit, _)| *unit) }
}

fn travel(formulation: &mut Formulation) {
    let Formulation { study, sets, variables, model, .. } = formulation;
    for towns in &variables.moves {
        for years in towns {
            for (position, ways) in years.iter().enumerate() {
                let weight = present(study, sets.years[position]);
                for (_, way, column) in ways {
                    model.add_cost(*column, study.travel_yuan(way) * weight);
                }
            }
        }
    }
}

/// Present value of the running cost of the places that stand, 10⁴ yuan.
fn standing_places(formulation: &Formulation) -> f64 {
    let Formulation { study, sets, .. } = formulation;
    let cost = |class, year, places: f64| {
        places * study.unit_cost(class, CostItem::RunningPerPlace, year) * present(study, year)
    };
    sets.pools
        .iter()
        .flat_map(|pool| {
            pool.standing.iter().zip(&sets.years).map(move |(places, year)| cost(pool.class, *year, *places))
        })
        .sum()
}
