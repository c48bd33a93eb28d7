//! A study: everything that a plan is made from, validated and immutable.

use super::{
    After, Births, Budget, Choice, ClassIndex, CostItem, CostSettings, County, CountyIndex, CriteriaSet,
    Cutoff, DeliveryLimit, Demand, Distance, Enrolment, Expenditure, Group, Horizon, Indicator,
    IndicatorKind, LandLimit, MortalityFigure, PopulationCount, PopulationRates, Programme, Project,
    ProjectKind, ProjectionSettings, ProvisionClass, RepairWeights, School, SchoolYear, Sector,
    SpendingProfile, Stage, StageIndex, Text, Town, TownIndex, Travel, UndecidedProject, UnitCost, Yuan,
    great_circle_km,
};
use std::collections::BTreeMap;

/// Settings of the solver (求解参数).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SolverSettings {
    /// Relative gap at which a plan counts as proven.
    pub gap: f64,
    /// Longest time, seconds.
    pub time_limit_seconds: f64,
}

/// A study (研究): a model file and its tables. Lists are in the order of the tables, ids are resolved to positions.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// Short name, as file and folder names use it.
    pub name: String,
    /// Title.
    pub title: Text,
    /// Years.
    pub horizon: Horizon,
    /// Day on which ages are counted.
    pub cutoff: Cutoff,
    /// Counties.
    pub counties: Vec<County>,
    /// Towns.
    pub towns: Vec<Town>,
    /// Population groups.
    pub groups: Vec<Group>,
    /// Sectors.
    pub sectors: Vec<Sector>,
    /// Stages.
    pub stages: Vec<Stage>,
    /// Provision classes that a school or project has, ordered by stage, sector, grade.
    pub classes: Vec<ProvisionClass>,
    /// Counted people.
    pub population: Vec<PopulationCount>,
    /// Births.
    pub births: Vec<Births>,
    /// Mortality.
    pub mortality: Vec<MortalityFigure>,
    /// Fertility, migration and status change by age.
    pub rates: PopulationRates,
    /// Pupils by school and grade.
    pub enrolment: Enrolment,
    /// Schools of the base year.
    pub schools: Vec<School>,
    /// Candidate and committed projects.
    pub projects: Vec<Project>,
    /// Candidates that cannot be chosen, since something of them is not known yet.
    pub undecided: Vec<UndecidedProject>,
    /// Explicit distances; empty: great circle × detour.
    pub distances: Vec<Distance>,
    /// Demand given directly; its stages are not projected.
    pub demand: Vec<Demand>,
    /// Budget ceilings.
    pub budgets: Vec<Budget>,
    /// Public expenditure on education of past years; what a plan is judged beside, never planned with.
    pub expenditure: Vec<Expenditure>,
    /// Ceilings on land.
    pub land: Vec<LandLimit>,
    /// Limits on deliveries, beside those of the programmes.
    pub deliveries: Vec<DeliveryLimit>,
    /// Unit costs.
    pub costs: Vec<UnitCost>,
    /// Programmes.
    pub programmes: Vec<Programme>,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// Criteria sets for certification.
    pub criteria: Vec<CriteriaSet>,
    /// Bounds on the choice of families.
    pub choices: Vec<Choice>,
    /// Spending profiles.
    pub spending: Vec<SpendingProfile>,
    /// Settings of the objective.
    pub cost: CostSettings,
    /// Settings of the projection.
    pub projection: ProjectionSettings,
    /// Settings of the solver.
    pub solver: SolverSettings,
    /// What broken promises weigh.
    pub repair: RepairWeights,
}

impl Study {
    /// The study without all that bears on plans only: what its projection is made from. Studies whose parts are equal
    /// have the same children and rolls.
    #[must_use]
    pub fn people_part(&self) -> Self {
        Self {
            name: String::new(),
            title: Text::default(),
            horizon: self.horizon,
            cutoff: self.cutoff,
            counties: self.counties.clone(),
            towns: self.towns.clone(),
            groups: self.groups.clone(),
            stages: self.stages.clone(),
            population: self.population.clone(),
            births: self.births.clone(),
            mortality: self.mortality.clone(),
            rates: self.rates.clone(),
            enrolment: self.enrolment.clone(),
            demand: self.demand.clone(),
            projection: self.projection,
            sectors: Vec::new(),
            classes: Vec::new(),
            schools: Vec::new(),
            projects: Vec::new(),
            undecided: Vec::new(),
            distances: Vec::new(),
            budgets: Vec::new(),
            expenditure: Vec::new(),
            land: Vec::new(),
            deliveries: Vec::new(),
            costs: Vec::new(),
            programmes: Vec::new(),
            indicators: Vec::new(),
            criteria: Vec::new(),
            choices: Vec::new(),
            spending: Vec::new(),
            cost: CostSettings::default(),
            solver: SolverSettings::default(),
            repair: RepairWeights::default(),
        }
    }

    /// Indices of all towns.
    pub fn town_indices(&self) -> impl Iterator<Item = TownIndex> + Clone + use<> {
        TownIndex::all(self.towns.len())
    }

    /// Indices of all counties.
    pub fn county_indices(&self) -> impl Iterator<Item = CountyIndex> + Clone + use<> {
        CountyIndex::all(self.counties.len())
    }

    /// Indices of all stages.
    pub fn stage_indices(&self) -> impl Iterator<Item = StageIndex> + Clone + use<> {
        StageIndex::all(self.stages.len())
    }

    /// Indices of all classes.
    pub fn class_indices(&self) -> impl Iterator<Item = ClassIndex> + Clone + use<> {
        ClassIndex::all(self.classes.len())
    }

    /// Classes of a stage, in order.
    pub fn classes_of(&self, stage: StageIndex) -> impl Iterator<Item = ClassIndex> + Clone + '_ {
        self.class_indices().filter(move |class| self.classes[class.index()].stage == stage)
    }

    /// County of a town.
    #[must_use]
    pub fn county_of(&self, town: TownIndex) -> CountyIndex {
        self.towns[town.index()].county
    }

    /// Last school year in which a county that was certified must still meet the criteria (认定须保持到的学年): the end of
    /// the outlook, unless every target on the set ends earlier and leaves the years after it free.
    #[must_use]
    pub fn certified_until(&self, criteria: usize) -> SchoolYear {
        let Horizon { last, outlook, .. } = self.horizon;
        let of_set = |indicator: &&Indicator| matches!(indicator.kind, IndicatorKind::Certified { criteria: of } if of == criteria);
        let until = |indicator: &Indicator| match indicator.after {
            After::Hold => outlook,
            After::Free => {
                indicator.at_least.0.keys().next_back().map_or(last, |year| (*year).clamp(last, outlook))
            }
        };
        self.indicators.iter().filter(of_set).map(until).max().unwrap_or(outlook)
    }

    /// A class in words, such as `preschool/public/1`.
    #[must_use]
    pub fn class_id(&self, class: ClassIndex) -> String {
        let ProvisionClass { stage, sector, grade } = self.classes[class.index()];
        let (stage, sector) = (&self.stages[stage.index()].id, &self.sectors[sector.index()].id);
        grade.map_or_else(|| format!("{stage}/{sector}"), |grade| format!("{stage}/{sector}/{}", grade.0))
    }

    /// Unit cost of a class in a school year, yuan a year; 0 where the study names none. The row with the latest
    /// `from_year` not after the year counts; a row for the sector goes before one for every sector.
    #[must_use]
    pub fn unit_cost(&self, class: ClassIndex, item: CostItem, year: SchoolYear) -> f64 {
        let ProvisionClass { stage, sector, .. } = self.classes[class.index()];
        self.costs
            .iter()
            .filter(|cost| cost.stage == stage && cost.item == item)
            .filter(|cost| cost.sector.is_none_or(|of| of == sector))
            .filter(|cost| cost.from_year.is_none_or(|from| from <= year))
            .max_by_key(|cost| (cost.sector.is_some(), cost.from_year))
            .map_or(0.0, |cost| cost.yuan)
    }

    /// Share of a project's capital cost spent by years before the opening; all at the opening where none is given.
    #[must_use]
    pub fn spending_shares(&self, kind: ProjectKind) -> BTreeMap<u8, f64> {
        self.spending
            .iter()
            .filter(|profile| profile.kind.is_none_or(|of| of == kind))
            .max_by_key(|profile| profile.kind.is_some())
            .map_or_else(|| BTreeMap::from([(0, 1.0)]), |profile| profile.shares.clone())
    }

    /// Capital spending of a project by calendar year, 10⁴ yuan exact to the fen, if it opens in a year. What falls before the first
    /// decision year is left out for a committed project (it is spent already) and is paid in the first decision year
    /// for any other.
    #[must_use]
    pub fn capital_spending(&self, project: &Project, opening: SchoolYear) -> BTreeMap<i32, f64> {
        let mut spending = BTreeMap::new();
        // From the first year on, whole fen: what is paid until the end of a year is its part of the whole, and all in the last.
        let shares = self.spending_shares(project.kind);
        let (mut share, mut paid, last) = (0.0, Yuan::default(), shares.keys().next().copied());
        for (before, own) in shares.iter().rev() {
            share += own;
            let until = if Some(*before) == last { project.capex } else { project.capex.share(share) };
            let amount = (until - paid).ten_thousand();
            paid = until;
            let year = opening.0 - i32::from(*before);
            if project.committed && year < self.horizon.first.0 {
                continue;
            }
            *spending.entry(year.max(self.horizon.first.0)).or_insert(0.0) += amount;
        }
        spending
    }

    /// Year in which works on a project begin if it opens in a year: the first in which money is spent. None where that is
    /// before the first decision year and the project is committed (it has begun already); any other begins in that year.
    #[must_use]
    pub fn start_year(&self, project: &Project, opening: SchoolYear) -> Option<i32> {
        let shares = self.spending_shares(project.kind);
        let longest = shares.iter().filter(|(_, share)| **share > 0.0).map(|(before, _)| *before).max();
        let year = opening.0 - i32::from(longest.unwrap_or(0));
        let first = self.horizon.first.0;
        (!project.committed || year >= first).then_some(year.max(first))
    }

    /// Places of a class that stand in a town in a school year, before any project.
    #[must_use]
    pub fn standing_places(&self, town: TownIndex, class: ClassIndex, year: SchoolYear) -> f64 {
        self.schools
            .iter()
            .filter(|school| school.town == town && school.class == class && school.runs_in(year))
            .map(|school| f64::from(school.places))
            .sum()
    }

    /// Travel between towns, one way: explicit distances where the study has any, else great circle × detour. None
    /// where a pair is not listed or a town has no position. A town to itself is 0 unless listed.
    #[must_use]
    pub fn travel(&self) -> BTreeMap<(TownIndex, TownIndex), Travel> {
        let none = Travel { minutes: Some(0.0), ..Travel::default() };
        let mut travel: BTreeMap<_, _> = self.town_indices().map(|town| ((town, town), none)).collect();
        if self.distances.is_empty() {
            for from in self.town_indices() {
                let ways = self.town_indices().filter(|to| *to != from);
                travel.extend(ways.filter_map(|to| Some(((from, to), self.way(from, to)?))));
            }
        }
        travel.extend(self.distances.iter().map(|distance| ((distance.from, distance.to), distance.travel)));
        travel
    }

    /// The way between two towns with positions, where no distances are given: great circle × detour.
    #[must_use]
    pub fn way(&self, from: TownIndex, to: TownIndex) -> Option<Travel> {
        let position = |town: TownIndex| self.towns[town.index()].position;
        let km = great_circle_km(position(from)?, position(to)?) * self.cost.detour;
        Some(Travel { km, minutes: None, yuan: 0.0 })
    }

    /// What the way to school of one child weighs in the objective, yuan a year.
    #[must_use]
    pub fn travel_yuan(&self, travel: &Travel) -> f64 {
        travel.km * self.cost.travel_yuan_per_km
            + travel.minutes.unwrap_or(0.0) * self.cost.travel_yuan_per_minute
            + travel.yuan
    }
}
