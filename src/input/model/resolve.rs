//! Selections become lists of classes and groups, once all classes are known.

use super::selection::RawSelection;
use super::targets::{RawOf, RawShare, RawTargets, Targets};
use crate::diagnostic::Location;
use crate::domain::{Choice, ClassIndex, GroupIndex, IndicatorKind, ProvisionClass, Selection, Share};
use crate::input::findings::{Findings, both};

/// Turns ids into classes and groups. A selection that matches nothing is a fault.
pub(in crate::input) fn resolve_targets(
    raw: RawTargets,
    classes: &[ProvisionClass],
    groups: usize,
    findings: &Findings,
) -> Targets {
    let resolver = Resolver { classes, groups, findings };
    let indicators = raw.indicators.into_iter().map(|(mut indicator, raw)| {
        match (&mut indicator.kind, raw) {
            (IndicatorKind::Share { share, .. }, RawOf::Share(raw)) => *share = resolver.share(&raw),
            (IndicatorKind::Coverage { coverage, .. }, RawOf::Classes(raw)) => {
                coverage.classes = resolver.selection(&raw).classes;
            }
            (IndicatorKind::Places { classes, .. }, RawOf::Classes(raw)) => {
                *classes = resolver.selection(&raw).classes;
            }
            _ => {}
        }
        indicator
    });
    let indicators = indicators.collect();
    let criteria = raw.criteria.into_iter().map(|(mut set, shares, classes)| {
        for (criterion, raw) in set.shares.iter_mut().zip(&shares) {
            criterion.share = resolver.share(raw);
        }
        for (criterion, raw) in set.coverages.iter_mut().zip(&classes) {
            criterion.coverage.classes = resolver.selection(raw).classes;
        }
        set
    });
    let criteria = criteria.collect();
    let choices: Vec<(Choice, Location)> = raw
        .choices
        .into_iter()
        .map(|(choice, raw)| (Choice { classes: resolver.selection(&raw).classes, ..choice }, raw.location))
        .collect();
    super::choices::check(&choices, classes, findings);
    Targets { indicators, criteria, choices: choices.into_iter().map(|(choice, _)| choice).collect() }
}

struct Resolver<'a> {
    classes: &'a [ProvisionClass],
    groups: usize,
    findings: &'a Findings,
}

impl Resolver<'_> {
    fn share(&self, raw: &RawShare) -> Share {
        let (of, among) = (self.selection(&raw.of), self.selection(&raw.among));
        let outside = of.classes.iter().any(|class| !among.classes.contains(class))
            || of.groups.iter().any(|group| !among.groups.contains(group));
        if outside && !is_empty(&among) {
            self.findings.error(
                "not-a-subset",
                raw.of.location.clone(),
                both("of 中有不属于 among 的部分", "`of` holds pupils who are not in `among`"),
                both("请放宽 among，或缩小 of", "widen `among` or narrow `of`"),
            );
        }
        Share { of, among, bought_places_count: raw.bought_places_count }
    }

    fn selection(&self, raw: &RawSelection) -> Selection {
        let has = |list: &Option<Vec<usize>>, at: usize| list.as_ref().is_none_or(|list| list.contains(&at));
        let matches = |class: &ProvisionClass| {
            let graded = |grades: &Vec<u8>| class.grade.is_some_and(|grade| grades.contains(&grade.0));
            has(&raw.stages, class.stage.index())
                && has(&raw.sectors, class.sector.index())
                && raw.grades.as_ref().is_none_or(graded)
        };
        let classes = ClassIndex::all(self.classes.len()).zip(self.classes);
        let classes = classes.filter(|(_, class)| matches(class)).map(|(index, _)| index).collect();
        let groups = GroupIndex::all(self.groups).filter(|group| has(&raw.groups, group.index())).collect();
        let selection = Selection { classes, groups };
        if is_empty(&selection) {
            self.findings.error(
                "empty-selection",
                raw.location.clone(),
                both("没有学校或项目符合该口径", "no school or project matches the selection"),
                both(
                    "请核对学段、办学性质和等级是否同时出现在学校或项目表中",
                    "check that schools or projects have this stage, sector and grade together",
                ),
            );
        }
        selection
    }
}

fn is_empty(selection: &Selection) -> bool {
    selection.classes.is_empty() || selection.groups.is_empty()
}
