//! Where a figure comes from (数字溯源): a roll taken apart into the sums and products that made it.

mod cohort;
mod figure;
#[cfg(test)]
mod tests;

pub use figure::{How, Trace};

use super::base::{Advanced, Base};
use super::cutoff::{self, Children};
use super::grid::{Moment, years};
use super::method::Methods;
use super::ratios::{self, Ratios};
use super::{Learnt, ProjectionError, given, housing, rolls, without_people};
use crate::domain::{GroupIndex, SchoolYear, StageIndex, Study, TownIndex};
use crate::progress::Progress;
use cohort::Cohorts;
use figure::age_name;
use ndarray::Array4;

/// Takes the roll of a town, stage and planned school year apart, along the path of births that the study names; none for a year or place that the
/// study does not plan, and where no people are counted.
///
/// # Errors
/// See [`ProjectionError`].
pub fn trace(
    study: &Study,
    town: TownIndex,
    stage: StageIndex,
    year: SchoolYear,
    progress: &dyn Progress,
) -> Result<Option<Trace>, ProjectionError> {
    let position = study.horizon.position(year);
    let known = town.index() < study.towns.len() && stage.index() < study.stages.len();
    let (Some(position), true, None) = (position, known, without_people(study)) else { return Ok(None) };
    let learnt = Learnt::of(study, progress)?;
    let base = &learnt.base;
    let replacements = learnt.choice.replacements(base, study.projection.births)?;
    let mut silent = Methods::default();
    let advanced = base.advance(study.projection.births, &replacements, &mut silent, progress)?;
    let mut children = cutoff::children(study, &base.history, &advanced.people, &mut silent)?;
    let housing = housing::add(study, &mut children, &mut silent);
    let (mut found, _) = rolls::needed(study, &children, &mut silent)?;
    given::apply(study, &mut found, &mut silent);
    progress.finish();
    let ratios = ratios::pooled(study, &base.history, &base.past, &base.survival, &mut silent);
    let source = Source {
        base,
        advanced: &advanced,
        children: &children,
        housing,
        ratios: &ratios,
        town,
        stage,
        year,
    };
    let groups = GroupIndex::all(study.groups.len());
    let parts = groups.map(|group| source.group(group, found.demand(town, stage, group, position)));
    let names = (&study.towns[town.index()].name, &study.stages[stage.index()].name);
    let zh = format!("{}{}{year} 学年学位需求", names.0.zh, names.1.zh);
    let en = format!(
        "{}, {}, school year {year}: children who need a place",
        names.0.get(crate::domain::Language::English),
        names.1.get(crate::domain::Language::English)
    );
    Ok(Some(Trace::of("roll", zh, en, How::Sum, parts.collect())))
}

/// What a trace is read from.
struct Source<'a> {
    base: &'a Base<'a>,
    advanced: &'a Advanced,
    children: &'a Children,
    /// Of the children, who come with new dwellings, `[town, group, age, year]`.
    housing: Option<Array4<f64>>,
    ratios: &'a Ratios,
    town: TownIndex,
    stage: StageIndex,
    year: SchoolYear,
}

impl Source<'_> {
    /// Those of a group who need a place: children × share who need one × rate of enrolment × agreement with pupils counted.
    fn group(&self, group: GroupIndex, demand: f64) -> Trace {
        let study = self.base.study;
        let of = &study.stages[self.stage.index()];
        let ages = of.ages.0..=of.ages.1;
        let children = Trace::of(
            "children",
            format!("{}—{} 岁儿童（截止日）", of.ages.0, of.ages.1),
            format!("children aged {}–{} on the cut-off day", of.ages.0, of.ages.1),
            How::Sum,
            ages.map(|age| self.age(group, age)).collect(),
        );
        let rate = of.enrolment_rate.at(self.year).unwrap_or(1.0);
        let by_age = children.value * of.prevalence * rate;
        let mut parts = vec![
            children,
            Trace::given(
                "prevalence",
                "需要学位的比例".into(),
                "share who need a place at all".into(),
                of.prevalence,
            ),
            Trace::given("enrolment_rate", "入学率".into(), "rate of enrolment".into(), rate),
        ];
        let name = &study.groups[group.index()].name;
        if by_age <= 0.0 && demand > 0.0 {
            parts = vec![Trace::given(
                "given",
                "直接给定或由在校生得出".into(),
                "given, or from pupils counted".into(),
                demand,
            )];
        } else if (demand - by_age).abs() > 1e-9 * demand.max(1.0) {
            let factor = demand / by_age;
            parts.push(
                Trace::given(
                    "agreement_with_pupils",
                    "与在校生推算（或给定需求）一致的系数".into(),
                    "agreement with the pupils of schools (or with demand given)".into(),
                    factor,
                )
                .with([("by_age", by_age), ("demand", demand)]),
            );
        }
        Trace::of(
            "group",
            name.zh.clone(),
            name.get(crate::domain::Language::English).to_owned(),
            How::Product,
            parts,
        )
    }

    /// Children of an age on the cut-off day, from two ages on the next date: `later·N(a+1) + (1−later)·N(a)`.
    fn age(&self, group: GroupIndex, age: u8) -> Trace {
        let (study, grid) = (self.base.study, self.base.history.grid);
        let what = age_name(age);
        let cutoff = Moment::of_cutoff(self.year, study.cutoff);
        let oldest = self.advanced.people.dim().2 - 1;
        let Some(slot) = grid.at_or_after(cutoff) else {
            let count = self.children.count(self.town, group, age, self.year);
            return Trace::given("age", what.0, what.1, count);
        };
        let later = grid.moment(slot).years_since(cutoff);
        let cohorts = Cohorts { base: self.base, advanced: self.advanced, ratios: self.ratios };
        let of = |share: f64, of_age: usize| {
            let cohort = cohorts.cohort(self.town.index(), group.index(), of_age.min(oldest), slot);
            let share = Trace::given("share", "占比".into(), "share".into(), share);
            Trace::of(
                "cohort_on_cutoff",
                format!("{} 年末次时点 {of_age} 岁者", grid.moment(slot).year()),
                format!(
                    "those aged {of_age} on the next date, {} year(s) after the last count",
                    years(slot) - years(grid.last)
                ),
                How::Product,
                vec![share, cohort],
            )
        };
        let age = usize::from(age);
        let parts = [(later, age + 1), (1.0 - later, age)];
        let parts = parts.into_iter().filter(|(share, _)| *share > 0.0).map(|(share, age)| of(share, age));
        let parts = parts.chain(self.dwellings(group, age));
        Trace::of("age", what.0, what.1, How::Sum, parts.collect())
    }

    /// Children of an age who come with dwellings completed after the last count; none where there are none.
    fn dwellings(&self, group: GroupIndex, age: usize) -> Option<Trace> {
        let year = self.children.position(self.year)?;
        let added = *self.housing.as_ref()?.get([self.town.index(), group.index(), age, year])?;
        (added != 0.0).then(|| {
            Trace::given(
                "housing",
                "随新建住房而来(扣除已在趋势内的部分)".into(),
                "come with new dwellings, beyond what the trend holds".into(),
                added,
            )
        })
    }
}
