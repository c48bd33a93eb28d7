//! Pupils of schools where no people are counted at all.

use super::super::Projection;
use super::super::given;
use super::super::method::{Method, Methods};
use super::grades::{GradeRolls, by_grade};
use super::{RollRule, Rolls};
use crate::domain::{Study, UnitIndex};

/// The projection of a study that counts pupils and no people; none for any other. Who needs a place is who is taught in a town.
pub(in super::super) fn alone(study: &Study) -> Option<Projection> {
    if !study.population.is_empty() {
        return None;
    }
    let mut methods = Methods::default();
    let grades = by_grade(study, None, RollRule::of(study), study.horizon.outlook, &mut methods)?;
    methods.add(Method::DemandWhereTaught);
    let mut rolls = where_taught(study, &grades);
    given::apply(study, &mut rolls, &mut methods);
    Some(Projection::without_people(study, rolls, Some(grades), &methods))
}

/// Pupils by town of their school, or by town of residence where they are counted so; 0 in years before the first count.
fn where_taught(study: &Study, grades: &GradeRolls) -> Rolls {
    let mut rolls = Rolls::none(study);
    let groups = if grades.grouped { study.groups.len() } else { 1 };
    for (position, year) in rolls.years.iter().enumerate() {
        let Some(counted) = grades.position(*year) else { continue };
        for (unit, of) in UnitIndex::all(study.enrolment.units.len()).zip(&study.enrolment.units) {
            for (stage, group) in
                study.stage_indices().flat_map(|stage| (0..groups).map(move |group| (stage, group)))
            {
                let pupils =
                    grades.group_total(unit, stage, group, counted).filter(|pupils| !pupils.is_nan());
                rolls.demand[[of.town.index(), stage.index(), group, position]] += pupils.unwrap_or(0.0);
            }
        }
    }
    rolls
}
