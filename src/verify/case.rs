//! The study's data, found by the words that tables use.

use crate::domain::{After, Indicator, IndicatorKind, Study};
use std::collections::HashMap;

/// A study and where its things are.
pub(super) struct Case<'a> {
    pub(super) study: &'a Study,
    /// First and last decision year, last year of the outlook.
    pub(super) first: i32,
    pub(super) last: i32,
    pub(super) outlook: i32,
    towns: HashMap<&'a str, usize>,
    stages: HashMap<&'a str, usize>,
    groups: HashMap<&'a str, usize>,
    counties: HashMap<&'a str, usize>,
    projects: HashMap<&'a str, usize>,
    classes: HashMap<(&'a str, &'a str, Option<i32>), usize>,
}

impl<'a> Case<'a> {
    pub(super) fn new(study: &'a Study) -> Self {
        let class = |class: &crate::domain::ProvisionClass| {
            let (stage, sector) = (&study.stages[class.stage.0].id, &study.sectors[class.sector.0].id);
            (stage.as_str(), sector.as_str(), class.grade.map(|grade| i32::from(grade.0)))
        };
        Self {
            study,
            first: study.horizon.first.0,
            last: study.horizon.last.0,
            outlook: study.horizon.outlook.0,
            towns: positions(study.towns.iter().map(|town| town.code.as_str())),
            stages: positions(study.stages.iter().map(|stage| stage.id.as_str())),
            groups: positions(study.groups.iter().map(|group| group.id.as_str())),
            counties: positions(study.counties.iter().map(|county| county.code.as_str())),
            projects: positions(study.projects.iter().map(|project| project.id.as_str())),
            classes: positions(study.classes.iter().map(class)),
        }
    }

    pub(super) fn town(&self, code: &str) -> Option<usize> {
        self.towns.get(code).copied()
    }

    pub(super) fn stage(&self, id: &str) -> Option<usize> {
        self.stages.get(id).copied()
    }

    pub(super) fn group(&self, id: &str) -> Option<usize> {
        self.groups.get(id).copied()
    }

    pub(super) fn county(&self, code: &str) -> Option<usize> {
        self.counties.get(code).copied()
    }

    pub(super) fn project(&self, id: &str) -> Option<usize> {
        self.projects.get(id).copied()
    }

    pub(super) fn class(&self, stage: &str, sector: &str, grade: Option<i32>) -> Option<usize> {
        self.classes.get(&(stage, sector, grade)).copied()
    }

    /// Planned years, and how many.
    pub(super) fn years(&self) -> std::ops::RangeInclusive<i32> {
        self.first..=self.outlook
    }

    pub(super) fn length(&self) -> usize {
        self.years().count()
    }

    /// Last year in which a certified county must meet the criteria: that of the indicators on the set that goes furthest.
    pub(super) fn certified_until(&self, set: usize) -> i32 {
        let mut until = None;
        for indicator in &self.study.indicators {
            let IndicatorKind::Certified { criteria } = indicator.kind else { continue };
            if criteria == set {
                let last_given = indicator.at_least.0.keys().last().map_or(self.last, |year| year.0);
                let of_this = if indicator.after == After::Hold { self.outlook } else { last_given };
                until = until.max(Some(of_this));
            }
        }
        until.map_or(self.outlook, |until| until.max(self.last).min(self.outlook))
    }

    /// Position of a planned year.
    pub(super) fn at(&self, year: i32) -> Option<usize> {
        self.years().contains(&year).then(|| usize::try_from(year - self.first).unwrap_or(0))
    }

    pub(super) fn county_of(&self, town: usize) -> usize {
        self.study.towns[town].county.0
    }

    pub(super) fn stage_of(&self, class: usize) -> usize {
        self.study.classes[class].stage.0
    }

    /// Whether a town lies in a county; none is everywhere.
    pub(super) fn lies_in(&self, town: usize, county: Option<usize>) -> bool {
        county.is_none_or(|county| county == self.county_of(town))
    }

    pub(super) fn town_code(&self, town: usize) -> &str {
        &self.study.towns[town].code
    }

    pub(super) fn county_code(&self, county: usize) -> &str {
        &self.study.counties[county].code
    }

    pub(super) fn stage_id(&self, stage: usize) -> &str {
        &self.study.stages[stage].id
    }

    /// A class in words, `preschool/public/1`.
    pub(super) fn class_words(&self, class: usize) -> String {
        let data = &self.study.classes[class];
        let words = format!("{}/{}", self.stage_id(data.stage.0), self.study.sectors[data.sector.0].id);
        data.grade.map_or_else(|| words.clone(), |grade| format!("{words}/{}", grade.0))
    }
}

fn positions<Key: Eq + std::hash::Hash>(keys: impl Iterator<Item = Key>) -> HashMap<Key, usize> {
    keys.enumerate().map(|(position, key)| (key, position)).collect()
}

/// Target of an indicator in a year: linear between the years given, `None` before the first; after the last it holds
/// unless the model leaves those years free.
pub(super) fn target(indicator: &Indicator, year: i32) -> Option<f64> {
    let points: Vec<(i32, f64)> = indicator.at_least.0.iter().map(|(year, value)| (year.0, *value)).collect();
    let (last, value) = points.last()?;
    if year > *last {
        return (indicator.after == After::Hold).then_some(*value);
    }
    if let Some((_, value)) = points.iter().find(|(of, _)| *of == year) {
        return Some(*value);
    }
    let pair = points.windows(2).find(|pair| pair[0].0 < year && year < pair[1].0)?;
    let ((from, low), (to, high)) = (pair[0], pair[1]);
    Some((low * f64::from(to - year) + high * f64::from(year - from)) / f64::from(to - from))
}

/// A word without spaces, as promises are named.
pub(super) fn plain(word: &str) -> String {
    word.replace(char::is_whitespace, "_")
}
