//! Whether the rows of old areas are all there, and none is counted twice.

use super::{AreaChanges, Kind};
use crate::diagnostic::Location;
use crate::domain::{Area, Date};
use crate::input::findings::{Findings, both};
use crate::input::headers::Sheet;
use crate::input::places::Places;
use crate::input::rows::Row;
use std::collections::{BTreeMap, BTreeSet};

/// Days on which areas have rows in a table, by the areas of the day.
pub(in crate::input) struct Seen<'a> {
    places: &'a Places,
    days: BTreeMap<Area, BTreeSet<Date>>,
    late: BTreeSet<Area>,
}

impl<'a> Seen<'a> {
    pub(in crate::input) fn new(places: &'a Places) -> Self {
        Self { places, days: BTreeMap::new(), late: BTreeSet::new() }
    }

    fn changes(&self) -> &'a AreaChanges {
        &self.places.changes
    }

    /// Notes a row; one of an old area after its end is told once.
    pub(in crate::input) fn note(&mut self, row: Row, column: &str, area: Area, day: Date) {
        let changes = self.changes();
        if changes.is_empty() || changes.is_unsound() {
            return;
        }
        self.days.entry(area).or_default().insert(day);
        changes.moves(area, day);
        let ended = changes.is_old(area)
            && changes.changes.get(&area).is_some_and(|of| of.iter().all(|change| change.from <= day));
        if ended && self.late.insert(area) {
            let name = self.places.describe(area);
            row.findings.warning(
                "old-area-after-its-change",
                row.location_of(column),
                both(
                    format!("{name} 在变更之后仍有数据（{day}），按其去向计入"),
                    format!("{name} has rows after its change ({day}); they are counted where it went"),
                ),
                both("请核对变更的起始日期", "check from when the change holds"),
            );
        }
    }

    /// Reports days on which an old area has no rows although areas that its people joined have, renamed areas that are counted under both
    /// names, and changes that no row meets.
    pub(in crate::input) fn check(&self, sheet: &Sheet, findings: &Findings, column: &str) {
        let changes = self.changes();
        if changes.is_unsound() {
            return;
        }
        let head = sheet.column(column).map_or(column, |placed| sheet.head(placed));
        let place = || sheet.raw.location(None, Some(head));
        for (old, of) in &changes.changes {
            let (Some(first), Some(own)) = (of.first(), self.days.get(old)) else { continue };
            let name = self.places.describe(*old);
            if let Some((other, lacking)) = self.lacking(*old, first.from, own) {
                lacking_rows((&name, &self.places.describe(other)), lacking, place(), findings);
            }
            for (change, to) in of.iter().flat_map(|of| of.parts.iter().map(move |(to, _)| (of, to))) {
                let Some(days) = self.days.get(to).filter(|_| to != old) else { continue };
                if days.range(..change.from).next().is_none() {
                    continue;
                }
                let new = self.places.describe(*to);
                if let Some(day) = days.range(..change.from).find(|day| own.contains(day)) {
                    twice_counted(change.kind, (&name, &new), *day, place(), findings);
                }
                let lacks =
                    own.range(..change.from).find(|day| !days.contains(day) && self.alone(*old, **day));
                if let (Some(day), false) = (lacks, change.kind == Some(Kind::Renamed)) {
                    lacking_rows((&new, &name), *day, place(), findings);
                }
            }
        }
    }

    /// Whether no other area with rows of a day leads to the same areas of today.
    fn alone(&self, old: Area, day: Date) -> bool {
        self.days
            .iter()
            .all(|(other, days)| *other == old || !days.contains(&day) || !self.meet(old, *other, day))
    }

    /// Whether two areas of a day have people in one area of today.
    fn meet(&self, one: Area, other: Area, day: Date) -> bool {
        let mine = self.changes().parts(one, day);
        self.changes().parts(other, day).iter().any(|(to, _)| mine.iter().any(|(of, _)| of == to))
    }

    /// A day before its change on which an old area has no rows, though another one that leads to the same areas of today has; days before
    /// its own first are no fault of an area that a change made.
    fn lacking(&self, old: Area, until: Date, own: &BTreeSet<Date>) -> Option<(Area, Date)> {
        let others = self.changes().changes.iter().filter(|(of, _)| **of != old);
        let made = others
            .flat_map(|(_, of)| of)
            .any(|change| change.from <= until && change.parts.iter().any(|(to, _)| *to == old));
        let start = own.first().copied().filter(|_| made);
        for (other, days) in self.days.iter().filter(|(other, _)| **other != old) {
            let lacks = days.range(..until).find(|day| {
                start.is_none_or(|start| **day >= start)
                    && !own.contains(day)
                    && self.meet(old, *other, **day)
            });
            if let Some(day) = lacks {
                return Some((*other, *day));
            }
        }
        None
    }
}

/// Says that an area that a change made has rows of before it, beside those of the area that it was made from.
fn twice_counted(
    kind: Option<Kind>,
    (old, new): (&str, &str),
    day: Date,
    place: Location,
    findings: &Findings,
) {
    match kind {
        Some(Kind::Renamed) => findings.error(
            "counted-under-both-names",
            place,
            both(
                format!("{old} 更名为 {new}，但 {day} 两者都有数据"),
                format!("{old} was renamed to {new}, and both have rows for {day}"),
            ),
            both(
                "请删去其中之一；若原是两个区划，类型应为“合并”",
                "leave one of them out; if they were two areas, the kind is merged",
            ),
        ),
        Some(Kind::Split) => findings.warning(
            "counted-before-its-split",
            place,
            both(
                format!("{new} 自 {old} 拆分而来，但 {day} 两者都有数据，可能重复计数"),
                format!(
                    "{new} came from a split of {old}, and both have rows for {day}: people may count twice"
                ),
            ),
            both(
                "若 {new} 拆分前已有，可不理会；否则请删去其拆分前的各行".replace("{new}", new),
                format!(
                    "leave it if {new} was there before; otherwise leave out its rows of before the split"
                ),
            ),
        ),
        Some(Kind::Merged | Kind::Part) | None => {}
    }
}

fn lacking_rows((name, other): (&str, &str), day: Date, place: Location, findings: &Findings) {
    findings.error(
        "missing-year",
        place,
        both(
            format!("{name} 缺少 {day} 的数据，而现与其同属一地的 {other} 有"),
            format!("{name} has no rows for {day}, when {other}, now in one area with it, has"),
        ),
        both("请补充该区划的各行", "add its rows"),
    );
}
