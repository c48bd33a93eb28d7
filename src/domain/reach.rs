//! Which schools children can reach: ways that are known, within the limits of their stage (就学可达).

use super::{Schooling, StageIndex, Study, TownIndex, Travel};

/// How the other towns lie in which children of a town may go to school (可达情况).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// There is no other town where they may go.
    Alone,
    /// No way to any of them is known: points or distances are missing (路程未知).
    Unknown,
    /// Every way that is known is beyond the limits of the stage (超出就学路程上限).
    TooFar,
    /// Some of them can be reached.
    Within,
}

impl Study {
    /// Whether children of a stage may go to school from one town in another.
    #[must_use]
    pub fn may_go(&self, stage: StageIndex, from: TownIndex, to: TownIndex, way: &Travel) -> bool {
        let stage = &self.stages[stage.index()];
        let across = self.county_of(from) != self.county_of(to);
        let may_leave = stage.schooling == Schooling::Anywhere && stage.across_limit.allows(way);
        from == to || (stage.travel_limit.allows(way) && (!across || may_leave))
    }

    /// How the other towns lie for children of a stage.
    #[must_use]
    pub fn reach(&self, stage: StageIndex, town: TownIndex) -> Reach {
        let anywhere = self.stages[stage.index()].schooling == Schooling::Anywhere;
        let open = |other: &TownIndex| {
            *other != town && (anywhere || self.county_of(*other) == self.county_of(town))
        };
        if !self.town_indices().any(|other| open(&other)) {
            return Reach::Alone;
        }
        let ways: Vec<(TownIndex, Travel)> = if self.distances.is_empty() {
            let others = self.town_indices().filter(open);
            others.filter_map(|other| Some((other, self.way(town, other)?))).collect()
        } else {
            let listed = self.distances.iter().filter(|one| one.from == town && open(&one.to));
            listed.map(|one| (one.to, one.travel)).collect()
        };
        match ways.iter().any(|(other, way)| self.may_go(stage, town, *other, way)) {
            true => Reach::Within,
            false if ways.is_empty() => Reach::Unknown,
            false => Reach::TooFar,
        }
    }
}
