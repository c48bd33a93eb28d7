//! Indicators, their yearly targets, certification and the choice of families.

use super::{ClassIndex, GroupIndex, SchoolYear, StageIndex, Text, Town, TownKind};
use std::collections::BTreeMap;

/// A value by school year, linear between the years given and level after the last (年度路径).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Path(pub BTreeMap<SchoolYear, f64>);

impl Path {
    /// The same value in every year.
    #[must_use]
    pub fn level(value: f64) -> Self {
        Self(BTreeMap::from([(SchoolYear(0), value)]))
    }

    /// Value in a year; level before the first year given and after the last; none for an empty path.
    #[must_use]
    pub fn at(&self, year: SchoolYear) -> Option<f64> {
        let before = self.0.range(..=year).next_back();
        let after = self.0.range(year..).next();
        match (before, after) {
            (Some((from, low)), Some((to, high))) if from < to => {
                let share = f64::from(year.0 - from.0) / f64::from(to.0 - from.0);
                Some(low + (high - low) * share)
            }
            (Some((_, value)), _) | (None, Some((_, value))) => Some(*value),
            (None, None) => None,
        }
    }
}

/// What holds after the last year for which a target is given (末年之后的目标).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum After {
    /// The last target, to the end of the outlook (保持末年目标).
    #[default]
    Hold,
    /// Nothing (不再设目标).
    Free,
}

/// Which pupils: of these classes and groups (统计口径).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Classes, in order.
    pub classes: Vec<ClassIndex>,
    /// Groups, in order.
    pub groups: Vec<GroupIndex>,
}

/// A share of pupils: some among others (占比).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The pupils that count.
    pub of: Selection,
    /// The pupils among whom they are counted.
    pub among: Selection,
    /// Whether places bought in private schools count as if they were in `of` (购买学位计入).
    pub bought_places_count: bool,
}

/// Whose coverage is counted (覆盖单位).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CoverageUnit {
    /// Towns and subdistricts.
    Town,
    /// Counties.
    County,
}

/// Towns or counties that have places of some classes (覆盖): a public central kindergarten in every town, a special school
/// in every county.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// Classes that count.
    pub classes: Vec<ClassIndex>,
    /// Towns or counties.
    pub unit: CoverageUnit,
    /// Kinds of towns that count; empty: all.
    pub kinds: Vec<TownKind>,
    /// Least places of these classes, together, that cover a town or county.
    pub least_places: u32,
    /// A town is covered by places of towns up to so many km away, its own included.
    pub within_km: f64,
}

impl Coverage {
    /// Whether a town is among those counted.
    #[must_use]
    pub fn counts(&self, town: &Town) -> bool {
        self.kinds.is_empty() || town.kind.is_some_and(|kind| self.kinds.contains(&kind))
    }
}

/// Area for which a target holds (考核范围).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The whole study as one (全市).
    City,
    /// Every county for itself (各县).
    EveryCounty,
}

/// What an indicator measures (指标类型).
#[derive(Debug, Clone, PartialEq)]
pub enum IndicatorKind {
    /// A share of pupils.
    Share {
        /// The share.
        share: Share,
        /// City or every county.
        scope: Scope,
    },
    /// The share of towns or counties that are covered, or their number (覆盖率、覆盖数).
    Coverage {
        /// What covers.
        coverage: Coverage,
        /// City or every county.
        scope: Scope,
        /// Whether the target is a number and no share.
        number: bool,
    },
    /// The number of places of some classes (学位数).
    Places {
        /// Classes.
        classes: Vec<ClassIndex>,
        /// City or every county.
        scope: Scope,
    },
    /// The share of counties that meet a criteria set (县通过率).
    Certified {
        /// Position in [`super::Study::criteria`].
        criteria: usize,
    },
}

impl IndicatorKind {
    /// Whether the indicator is a share, told in per cent; otherwise it is a number.
    #[must_use]
    pub const fn is_share(&self) -> bool {
        !matches!(self, Self::Coverage { number: true, .. } | Self::Places { .. })
    }
}

/// An indicator with its targets (指标).
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Id in the model.
    pub id: String,
    /// Name.
    pub name: Text,
    /// What it measures.
    pub kind: IndicatorKind,
    /// Least value by school year; years before the first have no target.
    pub at_least: Path,
    /// Whether the last target holds to the end of the outlook.
    pub after: After,
    /// Document and clause.
    pub reference: String,
}

impl Indicator {
    /// Target of a school year, as a share or a number (年度目标值). `None` before the first year given, and after the
    /// last one where nothing is to hold then.
    #[must_use]
    pub fn target(&self, year: SchoolYear) -> Option<f64> {
        let (first, last) = (self.at_least.0.first_key_value()?.0, self.at_least.0.last_key_value()?.0);
        let given = year >= *first && (year <= *last || self.after == After::Hold);
        given.then(|| self.at_least.at(year)).flatten()
    }

    /// Whether a planned year has no target because the targets end before it (目标已到期).
    #[must_use]
    pub fn is_free(&self, year: SchoolYear) -> bool {
        self.after == After::Free && self.at_least.0.last_key_value().is_some_and(|(last, _)| year > *last)
    }
}

/// One share that a county must reach to be certified (认定标准).
#[derive(Debug, Clone, PartialEq)]
pub struct ShareCriterion {
    /// Id in the model.
    pub id: String,
    /// Name.
    pub name: Text,
    /// The share.
    pub share: Share,
    /// Least value.
    pub at_least: f64,
}

/// A coverage that a county must reach to be certified (认定标准：覆盖).
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageCriterion {
    /// Id in the model.
    pub id: String,
    /// Name.
    pub name: Text,
    /// What covers; its unit is the town.
    pub coverage: Coverage,
    /// Least share of the county's towns.
    pub at_least: f64,
}

/// What a county must reach to be certified (认定标准集).
#[derive(Debug, Clone, PartialEq)]
pub struct CriteriaSet {
    /// Id in the model.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Shares, all of which must hold.
    pub shares: Vec<ShareCriterion>,
    /// Coverages, all of which must hold.
    pub coverages: Vec<CoverageCriterion>,
    /// Document and clause.
    pub reference: String,
}

/// Bounds on the share of a county's children of a stage in some classes: families are not pawns (家长选择).
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Stage.
    pub stage: StageIndex,
    /// Classes.
    pub classes: Vec<ClassIndex>,
    /// Least share.
    pub floor: f64,
    /// Greatest share.
    pub cap: f64,
    /// Most of its pupils that each of the classes may lose in a town from one year to the next, beyond the fall in the
    /// county's children and the places that are taken from it; none is no limit (年流失上限).
    pub loss: Option<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_linear_between_and_level_outside() {
        let path = Path(BTreeMap::from([(SchoolYear(2022), 0.98), (SchoolYear(2027), 0.99)]));
        let near = |year, value: f64| (path.at(SchoolYear(year)).expect("value") - value).abs() < 1e-12;
        assert!(near(2022, 0.98) && near(2024, 0.984) && near(2030, 0.99) && near(2000, 0.98));
        assert_eq!(Path::default().at(SchoolYear(2022)), None);
    }

    #[test]
    fn a_target_holds_after_its_last_year_unless_it_is_free() {
        let indicator = |after| Indicator {
            id: "places".to_owned(),
            name: Text::default(),
            kind: IndicatorKind::Places { classes: Vec::new(), scope: Scope::City },
            at_least: Path(BTreeMap::from([(SchoolYear(2023), 0.5), (SchoolYear(2027), 0.9)])),
            after,
            reference: String::new(),
        };
        let (held, free) = (indicator(After::Hold), indicator(After::Free));
        let near = |found: Option<f64>, value: f64| found.is_some_and(|found| (found - value).abs() < 1e-12);
        assert!(near(held.target(SchoolYear(2025)), 0.7) && near(free.target(SchoolYear(2025)), 0.7));
        assert!(near(held.target(SchoolYear(2035)), 0.9));
        assert_eq!(free.target(SchoolYear(2035)), None);
        assert_eq!(held.target(SchoolYear(2022)), None);
        let is_free = |year| (held.is_free(SchoolYear(year)), free.is_free(SchoolYear(year)));
        assert_eq!((is_free(2027), is_free(2028)), ((false, false), (false, true)));
    }
}
