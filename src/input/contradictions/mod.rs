//! Contradictions that the tables alone show (自相矛盾): what no plan can satisfy at once, found before any plan is sought.
//!
//! What excludes every plan is an error. A promise that every plan has to break is a warning: the plan that breaks it least can be found,
//! and says by how much.

mod committed;
mod limits;
mod reach;

use super::findings::Findings;
use super::headers::Sheet;
use super::package::Package;
use crate::diagnostic::Location;
use crate::domain::{Project, SchoolYear, Study};
use std::collections::{BTreeMap, HashMap};

/// A study and where its rows and definitions stand.
struct Case<'a> {
    study: &'a Study,
    package: &'a Package,
    findings: &'a Findings,
    /// Row numbers of projects by id.
    rows: HashMap<String, u64>,
    /// Places of the model's definitions, by kind and id.
    model: &'a BTreeMap<(&'static str, String), Location>,
}

/// Reports every contradiction of a study, as far as its tables can be read.
pub(super) fn check(
    package: &Package,
    study: &Study,
    model: &BTreeMap<(&'static str, String), Location>,
    findings: &Findings,
) {
    let rows = package.sheet("projects").into_iter().flat_map(|sheet| sheet.rows(findings));
    let rows = rows.map(|row| (row.peek("project").to_owned(), row.number)).collect();
    let case = Case { study, package, findings, rows, model };
    committed::check(&case);
    limits::check(&case);
    reach::check(&case);
}

impl Case<'_> {
    fn projects(&self) -> Option<&Sheet> {
        self.package.sheet("projects")
    }

    /// Row number of a project.
    fn row(&self, project: &Project) -> u64 {
        self.rows.get(&project.id).copied().unwrap_or(0)
    }

    /// Place of a project's cell.
    fn place(&self, project: &Project, column: &str) -> Location {
        let Some(sheet) = self.projects() else { return Location::default() };
        let head = sheet.column(column).map_or(column, |placed| sheet.head(placed));
        sheet.raw.location(self.rows.get(&project.id).copied(), Some(head))
    }

    /// Whether all rows of a table are among what was read of it.
    fn is_whole(&self, table: &str, read: usize) -> bool {
        self.package.sheet(table).is_some_and(|sheet| sheet.raw.rows.len() == read)
    }

    /// Place of a cell in a table, by the position of its row.
    fn cell(&self, table: &str, position: usize, column: &str) -> Location {
        let Some(sheet) = self.package.sheet(table) else { return Location::default() };
        let head = sheet.column(column).map_or(column, |placed| sheet.head(placed));
        let row = (position < sheet.raw.rows.len()).then(|| sheet.raw.rows.number(position));
        sheet.raw.location(row, Some(head))
    }

    /// Projects that must be built and can be.
    fn committed(&self) -> impl Iterator<Item = &Project> + Clone {
        self.study
            .projects
            .iter()
            .filter(|project| project.committed && self.openings(project).next().is_some())
    }

    /// School years in which a project can open.
    fn openings(&self, project: &Project) -> impl Iterator<Item = SchoolYear> + Clone + use<> {
        let (earliest, latest) = (project.earliest, project.latest);
        self.study.horizon.decision_years().filter(move |year| (earliest..=latest).contains(year))
    }

    /// Rows of projects in words, the first of them named.
    fn rows_of(&self, projects: &[&Project]) -> (String, String) {
        const NAMED: usize = 4;
        let rows: Vec<String> = projects.iter().take(NAMED).map(|one| self.row(one).to_string()).collect();
        let more = projects.len().saturating_sub(NAMED);
        let (zh, en) = if more > 0 {
            (format!("等{}行", projects.len()), format!(" and {more} more"))
        } else {
            ("行".to_owned(), String::new())
        };
        (format!("项目表第{}{zh}", rows.join("、")), format!("rows {}{en} of the projects", rows.join(", ")))
    }
}
