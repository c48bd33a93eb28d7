//! Places by town, class and planned year: standing, with the plan, taken by it; and pupils in them.

use super::case::Case;
use super::plan::TablePlan;

/// Places and pupils, `[town, class, year]`.
pub(super) struct Places {
    classes: usize,
    years: usize,
    pub(super) standing: Vec<f64>,
    pub(super) with_plan: Vec<f64>,
    /// Taken by projects, at works already.
    pub(super) taken: Vec<f64>,
    pub(super) pupils: Vec<f64>,
    /// Whether a project could change the places of the town's class at all.
    pub(super) open_to_projects: Vec<bool>,
}

impl Places {
    pub(super) fn new(case: &Case, plan: &TablePlan) -> Self {
        let (classes, years) = (case.study.classes.len(), case.length());
        let cells = case.study.towns.len() * classes * years;
        let empty = || vec![0.0; cells];
        let mut places = Self {
            classes,
            years,
            standing: empty(),
            with_plan: empty(),
            taken: empty(),
            pupils: empty(),
            open_to_projects: vec![false; cells],
        };
        places.add_schools(case);
        places.with_plan.clone_from(&places.standing);
        places.add_projects(case, plan);
        for one in &plan.pupils {
            let at = places.at(one.town, one.class, one.year);
            places.pupils[at] += one.number;
        }
        places
    }

    /// Where a town, class and year stand.
    pub(super) fn at(&self, town: usize, class: usize, year: usize) -> usize {
        (town * self.classes + class) * self.years + year
    }

    fn add_schools(&mut self, case: &Case) {
        for school in &case.study.schools {
            for (position, year) in case.years().enumerate() {
                let opened = school.opened.is_none_or(|from| year >= from.0);
                if opened && school.closes.is_none_or(|until| year < until.0) {
                    let at = self.at(school.town.0, school.class.0, position);
                    self.standing[at] += f64::from(school.places);
                }
            }
        }
    }

    fn add_projects(&mut self, case: &Case, plan: &TablePlan) {
        for effect in case.study.projects.iter().flat_map(|project| &project.effects) {
            for position in 0..self.years {
                let at = self.at(effect.town.0, effect.class.0, position);
                self.open_to_projects[at] = true;
            }
        }
        for opening in &plan.openings {
            let project = &case.study.projects[opening.project];
            for effect in &project.effects {
                let ahead = if effect.places < 0 { i32::from(project.out_of_use) } else { 0 };
                for (position, year) in case.years().enumerate() {
                    if year + ahead < opening.year {
                        continue;
                    }
                    let at = self.at(effect.town.0, effect.class.0, position);
                    let places = f64::from(effect.places) * opening.count;
                    self.with_plan[at] += places;
                    self.taken[at] += (-places).max(0.0);
                }
            }
        }
    }
}
