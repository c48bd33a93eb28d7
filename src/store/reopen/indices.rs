//! From ids in a table to positions in the study.

use super::ReopenError;
use crate::domain::{ClassIndex, CountyIndex, GroupIndex, ProjectIndex, StageIndex, Study, TownIndex};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Positions by id; what is not found is told with the table that names it.
pub(super) struct Indices<'a> {
    folder: PathBuf,
    table: &'a str,
    towns: HashMap<&'a str, usize>,
    counties: HashMap<&'a str, usize>,
    projects: HashMap<&'a str, usize>,
    groups: HashMap<&'a str, usize>,
    stages: HashMap<&'a str, usize>,
    criteria: HashMap<&'a str, usize>,
    classes: HashMap<String, usize>,
}

fn positions<'a>(ids: impl Iterator<Item = &'a String>) -> HashMap<&'a str, usize> {
    ids.enumerate().map(|(position, id)| (id.as_str(), position)).collect()
}

impl<'a> Indices<'a> {
    pub(super) fn of(study: &'a Study, folder: &Path, table: &'a str) -> Self {
        Self {
            folder: folder.to_owned(),
            table,
            towns: positions(study.towns.iter().map(|one| &one.code)),
            counties: positions(study.counties.iter().map(|one| &one.code)),
            projects: positions(study.projects.iter().map(|one| &one.id)),
            groups: positions(study.groups.iter().map(|one| &one.id)),
            stages: positions(study.stages.iter().map(|one| &one.id)),
            criteria: positions(study.criteria.iter().map(|one| &one.id)),
            classes: study.class_indices().map(|class| (study.class_id(class), class.index())).collect(),
        }
    }

    fn found(&self, found: Option<&usize>, what: &'static str, id: &str) -> Result<usize, ReopenError> {
        found.copied().ok_or_else(|| self.unknown(what, id))
    }

    /// What the study lacks.
    pub(super) fn unknown(&self, what: &'static str, id: &str) -> ReopenError {
        let (folder, table) = (self.folder.clone(), self.table.to_owned());
        ReopenError::Unknown { folder, table, what, id: id.to_owned() }
    }

    pub(super) fn town(&self, id: &str) -> Result<TownIndex, ReopenError> {
        self.found(self.towns.get(id), "town", id).map(TownIndex)
    }

    pub(super) fn county(&self, id: &str) -> Result<CountyIndex, ReopenError> {
        self.found(self.counties.get(id), "county", id).map(CountyIndex)
    }

    pub(super) fn project(&self, id: &str) -> Result<ProjectIndex, ReopenError> {
        self.found(self.projects.get(id), "project", id).map(ProjectIndex)
    }

    pub(super) fn group(&self, id: &str) -> Result<GroupIndex, ReopenError> {
        self.found(self.groups.get(id), "group", id).map(GroupIndex)
    }

    pub(super) fn stage(&self, id: &str) -> Result<StageIndex, ReopenError> {
        self.found(self.stages.get(id), "stage", id).map(StageIndex)
    }

    pub(super) fn criteria(&self, id: &str) -> Result<usize, ReopenError> {
        self.found(self.criteria.get(id), "criteria set", id)
    }

    /// A class by its stage, sector and grade.
    pub(super) fn class(
        &self,
        stage: &str,
        sector: &str,
        grade: Option<f64>,
    ) -> Result<ClassIndex, ReopenError> {
        let id =
            grade.map_or_else(|| format!("{stage}/{sector}"), |grade| format!("{stage}/{sector}/{grade:.0}"));
        self.found(self.classes.get(&id), "class", &id).map(ClassIndex)
    }
}
