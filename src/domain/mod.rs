//! The vocabulary of the field: places, education, people, projects, indicators, money, time.
//!
//! Plain values without files, tables or solvers. Everything above speaks in these words.

mod conventions;
mod cost;
mod demand;
mod education;
mod enrolment;
mod housing;
mod indicator;
mod money;
mod people;
mod place;
mod project;
mod reach;
mod repair;
mod school;
mod source;
mod study;
mod text;
mod time;

pub use conventions::{CountyUse, EngineSettings, Exposure, MissingMigration, Order, RateAge, Timing};
pub use cost::{
    Budget, CostItem, CostSettings, Expenditure, RUNNING_SOURCE, Spending, SpendingProfile, UnitCost,
};
pub use demand::Demand;
pub use education::{ClassIndex, Grade, ProvisionClass, Schooling, Sector, SectorIndex, Stage, StageIndex};
pub use enrolment::{Enrolment, Grades, PupilCount, PupilUnit, RollMethod, UnitIndex};
pub use housing::{Completion, Housing, HousingKind};
pub use indicator::{
    After, Choice, Coverage, CoverageCriterion, CoverageUnit, CriteriaSet, Indicator, IndicatorKind, Path,
    Scope, Selection, Share, ShareCriterion,
};
pub use money::{TenThousandYuan, Yuan};
pub use people::{
    AgeFigure, Area, Births, FERTILE, Group, GroupIndex, MigrationFigure, MigrationKind, MortalityFigure,
    MortalityKind, OfficialTotal, PopulationCount, PopulationRates, ProjectionSettings, Sex, StatusFigure,
    Variant,
};
pub use place::{
    County, CountyIndex, Distance, Setting, Town, TownIndex, TownKind, Travel, TravelLimit, great_circle_km,
};
pub use project::{
    DeliveryEvent, DeliveryLimit, LandLimit, PlaceEffect, Programme, ProgrammeIndex, Project, ProjectIndex,
    ProjectKind, ProjectStatus, UndecidedProject,
};
pub use reach::Reach;
pub use repair::RepairWeights;
pub use school::School;
pub use source::{MoneySource, SOURCES, SourceWord, source_name, source_word};
pub use study::{SolverSettings, Study};
pub use text::{Language, Text};
pub use time::{Cutoff, Date, Horizon, SchoolYear};

/// Declares an index type: the position of a thing in the study's list of its kind.
macro_rules! index_type {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub usize);

        impl $name {
            /// Position in the study's list, from 0.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0
            }

            /// Every index of a list of that length, in order.
            pub fn all(length: usize) -> impl Iterator<Item = Self> + Clone {
                (0..length).map(Self)
            }
        }
    };
}
pub(crate) use index_type;
