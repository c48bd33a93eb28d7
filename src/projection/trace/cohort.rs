//! A cohort of a town taken apart: where it was counted or born, and what moved it since.

use super::figure::{How, Trace};
use crate::projection::base::{Advanced, Base};
use crate::projection::grid::years;
use crate::projection::ratios::{OfYear, Ratios};
use ndarray::s;

/// Reads cohorts of a projection.
pub(super) struct Cohorts<'a> {
    pub base: &'a Base<'a>,
    pub advanced: &'a Advanced,
    pub ratios: &'a Ratios,
}

impl Cohorts<'_> {
    /// People of an age on the date of a slot: counted; else those counted younger, or born since, times a ratio a year.
    pub(super) fn cohort(&self, town: usize, group: usize, age: usize, slot: usize) -> Trace {
        let grid = self.base.history.grid;
        let value = self.advanced.people[[town, group, age, slot]];
        let (zh, en) = (format!("{age} 岁人数"), format!("people aged {age}"));
        if slot <= grid.last {
            return self.counted(town, group, age, slot, value);
        }
        let ahead = slot - grid.last;
        let mut parts = if age >= ahead {
            let count = self.base.history.children[[town, group, age - ahead, grid.last]];
            vec![self.counted(town, group, age - ahead, grid.last, count)]
        } else {
            let born = slot - age;
            let newborn = self.ratios.newborn[[town, group]];
            let ratio = Trace::given(
                "newborn_ratio",
                "出生到 0 岁的比".into(),
                "from births to age 0 at the date".into(),
                newborn,
            );
            vec![self.births(town, group, born), ratio.with([("survival", self.base.survival.newborn)])]
        };
        let from = age.saturating_sub(ahead);
        let first = slot - (age - from);
        parts.extend((from..age).map(|of| self.ratio(town, group, of, first + (of - from) - grid.last)));
        let made: f64 = parts.iter().map(|part| part.value).product();
        if made <= 0.0 && value > 0.0 {
            return Trace::given("cohort", zh, en, value).with([("made", made)]);
        }
        if (made - value).abs() > 1e-9 * value.max(1.0) {
            parts.push(
                Trace::given(
                    "agreement",
                    "与县级推算、官方总量一致(含县级迁移)或改用其他方法的系数".into(),
                    "agreement with the county (its migration included) or official totals, or another method for this class of towns"
                        .into(),
                    value / made,
                )
                .with([("by_ratios", made), ("in_use", value)]),
            );
        }
        Trace::of("cohort", zh, en, How::Product, parts)
    }

    fn counted(&self, town: usize, group: usize, age: usize, slot: usize, value: f64) -> Trace {
        let date = self.base.history.grid.moment(slot);
        let counted = self.base.history.counted[town];
        let (zh, en) = if counted {
            ("统计", "counted")
        } else {
            ("拆分或推算到最近时点", "split off, or carried to the last date")
        };
        let births =
            self.base.past.path.before(town, group, self.base.history.grid.moment(slot.saturating_sub(age)));
        let at = f64::from(date.year()) + date.share();
        Trace::given("counted", format!("{zh}:{age} 岁"), format!("{en}: age {age}"), value)
            .with([("date", at), ("births_of_the_cohort", births)])
    }

    /// Ratio from an age to the next, so many years after the last count (0 is the first).
    fn ratio(&self, town: usize, group: usize, age: usize, after: usize) -> Trace {
        let of_year = self.ratios.year(town, group, years(after));
        let (began, ended) = self.own_steps(town, group, age);
        let mut facts =
            vec![("own_began", began), ("own_ended", ended), ("survival", self.base.survival.step(age))];
        if began > 0.0 {
            facts.push(("own", ended / began));
        }
        if let OfYear::Levels(year) = of_year {
            facts.push(("long_run", year.long_run[age]));
            let levels = ["late_years", "county", "town"].into_iter().enumerate();
            facts.extend(levels.map(|(level, key)| (key, year.factor(level, age))));
        }
        let value = of_year.at(age);
        Trace::given(
            "ratio",
            format!("{age}→{} 岁变动比", age + 1),
            format!("ratio from age {age} to {}", age + 1),
            value,
        )
        .with(facts)
    }

    /// The town's own people at both ends of the last steps of the stated window.
    fn own_steps(&self, town: usize, group: usize, age: usize) -> (f64, f64) {
        let history = &self.base.history;
        let Some(first) = history.first[town] else { return (0.0, 0.0) };
        let window = usize::try_from(self.base.study.projection.window).unwrap_or(1);
        let from = (first + 1).max((history.grid.last + 1).saturating_sub(window));
        (from..=history.grid.last).fold((0.0, 0.0), |(began, ended), slot| {
            (
                began + history.children[[town, group, age, slot - 1]],
                ended + history.children[[town, group, age + 1, slot]],
            )
        })
    }

    /// Births of the twelve months before the date of a slot: shares of two calendar years.
    fn births(&self, town: usize, group: usize, slot: usize) -> Trace {
        let end = self.base.history.grid.moment(slot);
        let share = end.share();
        let of = |share: f64, year: i32| {
            let part = Trace::given("share", "占该年比例".into(), "share of the year".into(), share);
            let (zh, en) = (format!("{year} 年内"), format!("within {year}"));
            Trace::of("births_within", zh, en, How::Product, vec![part, self.births_of(town, group, year)])
        };
        let parts = [(share, end.year()), (1.0 - share, end.year() - 1)];
        let parts = parts.into_iter().filter(|(share, _)| *share > 0.0).map(|(share, year)| of(share, year));
        let zh = "该同批人的出生数(十二个月)".to_owned();
        Trace::of("births", zh, "births of the cohort, twelve months".to_owned(), How::Sum, parts.collect())
    }

    /// Births of a calendar year: registered, derived from children, or projected as county × share of town × share of group.
    fn births_of(&self, town: usize, group: usize, year: i32) -> Trace {
        let (study, past) = (self.base.study, &self.base.past);
        let county = study.towns[town].county.index();
        let path = &self.advanced.births;
        let value = path.at(town, group, year);
        let known = past.known_to[county];
        if year <= known {
            let registered = past.registered[[county, group]];
            let (zh, en) = if registered {
                ("登记(登记缺年由儿童回推)", "registered (derived from children in years without a register)")
            } else {
                ("由低龄儿童回推", "derived from young children")
            };
            return Trace::given(
                "births_known",
                format!("{year} 年出生,{zh}"),
                format!("births of {year}, {en}"),
                value,
            );
        }
        let Ok(position) = path.years.binary_search(&year) else {
            return Trace::given(
                "births_known",
                format!("{year} 年出生"),
                format!("births of {year}"),
                value,
            );
        };
        let of_town: f64 = path.counts.slice(s![town, .., position]).sum();
        let members = (0..study.towns.len()).filter(|other| study.towns[*other].county.index() == county);
        let of_county: f64 =
            members.clone().map(|other| path.counts.slice(s![other, .., position]).sum()).sum();
        let last: f64 = members
            .flat_map(|other| (0..study.groups.len()).map(move |of| (other, of)))
            .map(|(other, of)| path.at(other, of, known))
            .sum();
        let part = |share: f64, whole: f64| if whole > 0.0 { share / whole } else { 0.0 };
        Trace::of(
            "births_projected",
            format!("{year} 年出生(预测)"),
            format!("births of {year}, projected"),
            How::Product,
            vec![
                Trace::given("births_of_county", "县出生数".into(), "births of the county".into(), of_county)
                    .with([
                        ("last_known_year", f64::from(known)),
                        ("births_then", last),
                        ("change", part(of_county, last)),
                    ]),
                Trace::given(
                    "share_of_town",
                    "乡镇占县比例".into(),
                    "the town's share".into(),
                    part(of_town, of_county),
                ),
                Trace::given(
                    "share_of_group",
                    "人群占乡镇比例".into(),
                    "the group's share".into(),
                    part(value, of_town),
                ),
            ],
        )
    }
}
