//! Findings of one kind together (同类问题), so that 245 schools with one fault are one thing to read.

use super::{Diagnostic, Severity};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::path::Path;

/// Findings of one grade and code in one column of one file or sheet (同类问题).
#[derive(Debug, Clone, PartialEq)]
pub struct Group<'a> {
    /// The findings, the worst first: by their figures, then in the order given. Never empty.
    pub findings: Vec<&'a Diagnostic>,
    /// How many there are, those that are counted and not listed included.
    pub count: usize,
}

/// What findings of one kind have in common.
type Kind<'a> = (Severity, &'static str, &'a Path, Option<&'a str>, Option<&'a str>);

/// Findings by kind: errors first, then warnings, then notes; within a grade in the order in which kinds first occur.
///
/// A finding that only says how many more there are of a code in a file belongs to the largest kind of that code there.
#[must_use]
pub fn groups(diagnostics: &[Diagnostic]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<Kind, usize> = HashMap::new();
    let is_rest = |one: &Diagnostic| one.count > 1 && one.location.row.is_none();
    let (rests, singles): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        diagnostics.iter().partition(|one| is_rest(one));
    for one in singles {
        let at = *known.entry(kind(one)).or_insert_with(|| {
            groups.push(Group { findings: Vec::new(), count: 0 });
            groups.len() - 1
        });
        groups[at].add(one);
    }
    for rest in rests {
        let fits = |group: &&mut Group| group.findings.first().is_some_and(|one| takes(one, rest));
        match groups.iter_mut().filter(fits).max_by_key(|group| group.count) {
            Some(group) => group.add(rest),
            None => groups.push(Group { findings: vec![rest], count: rest.count }),
        }
    }
    for group in &mut groups {
        group.findings.sort_by(|one, other| worse(one, other));
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.findings.first().map(|one| one.severity)));
    groups
}

impl<'a> Group<'a> {
    fn add(&mut self, finding: &'a Diagnostic) {
        self.findings.push(finding);
        self.count += finding.count;
    }
}

fn kind(one: &Diagnostic) -> Kind<'_> {
    let place = &one.location;
    (one.severity, one.code, &place.file, place.sheet.as_deref(), place.column.as_deref())
}

/// Whether a group that begins with a finding takes one that says how many more there are.
fn takes(one: &Diagnostic, rest: &Diagnostic) -> bool {
    let (mut own, of_rest) = (kind(one), kind(rest));
    if of_rest.4.is_none() {
        own.4 = None;
    }
    own == of_rest
}

/// Greater figures first; findings without one, and those that only count others, behind.
fn worse(one: &Diagnostic, other: &Diagnostic) -> Ordering {
    let figure = |of: &Diagnostic| of.figure.unwrap_or(f64::NEG_INFINITY);
    (one.count > 1).cmp(&(other.count > 1)).then_with(|| figure(other).total_cmp(&figure(one)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Location;
    use crate::domain::Text;

    fn finding(severity: Severity, code: &'static str, row: u64, column: Option<&str>) -> Diagnostic {
        let location = Location {
            file: "schools.csv".into(),
            sheet: None,
            row: Some(row),
            column: column.map(str::to_owned),
        };
        Diagnostic::new(severity, code, location, Text::default(), Text::default())
    }

    fn rows(group: &Group) -> Vec<Option<u64>> {
        group.findings.iter().map(|one| one.location.row).collect()
    }

    #[test]
    fn errors_come_first_and_the_worst_of_a_kind_before_the_others() {
        let by = |figure, row| Diagnostic {
            figure: Some(figure),
            ..finding(Severity::Warning, "full", row, Some("pupils"))
        };
        let list = [
            finding(Severity::Note, "tidied", 1, Some("name")),
            by(20.0, 2),
            by(152.0, 3),
            by(1.0, 4),
            finding(Severity::Error, "blank", 5, Some("name")),
            finding(Severity::Error, "blank", 6, Some("town")),
            finding(Severity::Error, "blank", 7, Some("name")),
        ];
        let found = groups(&list);
        let order: Vec<_> = found.iter().map(|group| (group.findings[0].code, group.count)).collect();
        assert_eq!(order, [("blank", 2), ("blank", 1), ("full", 3), ("tidied", 1)]);
        assert_eq!(rows(&found[0]), [Some(5), Some(7)]);
        assert_eq!(rows(&found[2]), [Some(3), Some(2), Some(4)]);
    }

    #[test]
    fn what_is_only_counted_belongs_to_the_largest_of_its_code() {
        let rest = |column: Option<&str>| {
            let mut rest = finding(Severity::Error, "blank", 1, column);
            (rest.location.row, rest.count) = (None, 40);
            rest
        };
        let list = [
            rest(None),
            finding(Severity::Error, "blank", 2, Some("name")),
            finding(Severity::Error, "blank", 3, Some("town")),
            finding(Severity::Error, "blank", 4, Some("town")),
            rest(Some("name")),
        ];
        let found = groups(&list);
        assert_eq!(found.iter().map(|group| group.count).collect::<Vec<_>>(), [41, 42]);
        assert_eq!(rows(&found[1]), [Some(3), Some(4), None], "the count comes last");
        assert_eq!(groups(&list[..1])[0].count, 40, "alone it is a kind of its own");
    }
}
