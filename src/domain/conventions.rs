//! In which order the events of a projection step happen, and how its rates are meant (推算约定).

use std::collections::BTreeMap;

/// When moves happen within a step (迁移时点).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Timing {
    /// Half at the start, half at the end (均匀).
    #[default]
    Even,
    /// All in the middle, after half the deaths (期中).
    Middle,
    /// All at the end (期末).
    End,
    /// Spread over the step: who comes, goes or changes status bears half a step's risk of death (半年暴露).
    HalfExposure,
}

/// At which age those who move at the end of a step are counted (期末迁移年龄).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Everybody ages, then the last moves happen by the age attained.
    #[default]
    AgeThenMove,
    /// The last moves happen by the age at the start, then everybody ages; newborns do not move.
    MoveThenAge,
}

/// Of which women births are reckoned (育龄妇女口径).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Exposure {
    /// Mean of the women of an age at the start, after the first moves, and at the end.
    #[default]
    MeanOfStartAndEnd,
    /// Women after the last moves: by the age at the start where they age afterwards, else by the age attained.
    AfterMoves,
    /// Women of an age at the start, after the first moves.
    AtStart,
    /// Mean of a cohort's women at the start and at the end, by the age attained.
    MeanOfCohort,
}

/// To which age a rate of death or status change belongs (率的年龄口径).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RateAge {
    /// Age at the start of the step; newborns have a row of their own, `birth`.
    #[default]
    AtStart,
    /// Age attained at the end of the step; the youngest age is that of the newborns.
    Attained,
}

/// What stands in for a migration table that the study lacks (缺迁移表时).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MissingMigration {
    /// What the cohort ratios leave unexplained by survival, where people were counted on several dates.
    #[default]
    Residual,
    /// No migration.
    None,
}

/// When the areas that the engine carries set the totals of their towns (县级推算的取舍).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CountyUse {
    /// Whenever the study has rates: they are the user's word.
    #[default]
    Always,
    /// Where towns that agree with them erred less on past origins than towns alone.
    Judged,
    /// Never: a county is the sum of its towns.
    Never,
}

/// How the engine reads a study's rates; what is left out has a default (队列要素推算设置).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EngineSettings {
    /// When moves happen; none: even, at the end where migration is a residual.
    pub timing: Option<Timing>,
    /// Ageing before or after the last moves.
    pub order: Order,
    /// Women who give birth.
    pub exposure: Exposure,
    /// Ages of the rates of death and status change.
    pub rate_age: RateAge,
    /// Whether newborns move in the step of their birth.
    pub newborns_stay: bool,
    /// Boys per girl at birth by calendar year, each until the next; empty: as among the youngest counted (出生性别比).
    pub sex_ratio_at_birth: BTreeMap<i32, f64>,
    /// Years of a step; none: as wide as the counted ages.
    pub step_years: Option<u8>,
    /// Without a migration table.
    pub missing_migration: MissingMigration,
    /// Whether towns are made to agree with their county.
    pub county_use: CountyUse,
    /// Name of the set of conventions that was chosen, if any.
    pub preset: Option<&'static str>,
}

impl EngineSettings {
    /// Names of the sets of conventions.
    pub const PRESETS: [&'static str; 3] = ["preston", "municipal", "half_year"];

    /// A set of conventions by name: `preston` (half the moves at the start, half at the end; Preston, Heuveline & Guillot,
    /// box 6.2), `municipal` (survive, move, give birth, age; Swedish municipalities), `half_year` (who comes, goes or
    /// changes bears half a year's risk; rates by the age attained; Swiss federal and cantonal projections).
    #[must_use]
    pub fn preset(name: &str) -> Option<Self> {
        let preset = Self::PRESETS.into_iter().find(|preset| *preset == name)?;
        let plain = Self { preset: Some(preset), ..Self::default() };
        Some(match preset {
            "preston" => Self { timing: Some(Timing::Even), ..plain },
            "municipal" => Self {
                timing: Some(Timing::End),
                order: Order::MoveThenAge,
                exposure: Exposure::AfterMoves,
                newborns_stay: true,
                ..plain
            },
            _ => Self {
                timing: Some(Timing::HalfExposure),
                exposure: Exposure::MeanOfCohort,
                rate_age: RateAge::Attained,
                ..plain
            },
        })
    }

    /// Girls among the newborns of a year, `1 / (1 + ratio)`; none where no ratio is set. Before the first year given, the
    /// first counts.
    #[must_use]
    pub fn share_of_girls(&self, year: i32) -> Option<f64> {
        let ratios = &self.sex_ratio_at_birth;
        let ratio = ratios.range(..=year).next_back().or_else(|| ratios.first_key_value());
        ratio.map(|(_, boys)| 1.0 / (1.0 + boys))
    }
}
