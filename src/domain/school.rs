//! Schools that stand in the base year.

use super::{ClassIndex, SchoolYear, TownIndex};

/// One school and stage in the base year (学校).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct School {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Its town.
    pub town: TownIndex,
    /// Stage, sector and grade.
    pub class: ClassIndex,
    /// Places (学位).
    pub places: u32,
    /// Pupils in the base year (在校生).
    pub pupils: u32,
    /// Of these, migrant children, where known (随迁子女).
    pub migrant_pupils: Option<u32>,
    /// School year of opening; none is before the horizon.
    pub opened: Option<SchoolYear>,
    /// First school year without it; none is never.
    pub closes: Option<SchoolYear>,
}

impl School {
    /// Whether it runs in a school year.
    #[must_use]
    pub fn runs_in(&self, year: SchoolYear) -> bool {
        self.opened.is_none_or(|opened| opened <= year) && self.closes.is_none_or(|closes| year < closes)
    }
}
