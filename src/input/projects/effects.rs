//! What a project does to places: gains in its town, losses of a class there or of a school that it takes (学位增减).

use super::Context;
use crate::domain::{ProvisionClass, SectorIndex, StageIndex, TownIndex};
use crate::input::findings::both;
use crate::input::headers::Placed;
use crate::input::register::UNKNOWN;
use crate::input::rows::Row;
use crate::input::schools::{ReadSchool, grade};
use std::collections::BTreeMap;

/// Places by town and class.
pub(super) type Effects = BTreeMap<(TownIndex, ProvisionClass), i32>;

/// Places gained and lost by town and class, none where a cell that says so is faulty; and the position among the schools of
/// the one that loses all of its places.
pub(super) fn effects<'a>(
    row: Row<'a>,
    context: &Context<'a>,
    town: Option<TownIndex>,
) -> (Option<Effects>, Option<usize>) {
    let errors = row.findings.errors();
    let sector = row.reference("sector", &context.model.sector_ids).map(SectorIndex);
    let to_grade = grade(row, "grade");
    let from_sector = row.reference("from_sector", &context.model.sector_ids).map(SectorIndex);
    let from_grade = grade(row, "from_grade");
    let from_places = row.count("from_places").and_then(|places| i32::try_from(places).ok());
    let gains = gains(row, context);
    let taken = row.text("from_school").map(|id| taken_school(row, context, id));
    let sound = row.findings.errors() == errors;
    let (Some(sector), Some(town), true) = (sector, town, sound) else { return (None, None) };
    let mut effects = Effects::new();
    for (stage, places) in &gains {
        add(&mut effects, town, ProvisionClass { stage: *stage, sector, grade: to_grade }, *places);
    }
    if let Some(schools) = taken {
        let Some(schools) = schools else { return (Some(effects), None) };
        take_school(&mut effects, &schools, from_places);
        let whole = from_places.is_none();
        effects.retain(|_, places| *places != 0);
        return (Some(effects), schools.first().map(|(position, _)| *position).filter(|_| whole));
    }
    if let (true, Some((stage, gained))) = (from_sector.is_some() || from_grade.is_some(), gains.first()) {
        let lost = from_places.unwrap_or(*gained).max(0);
        let class =
            ProvisionClass { stage: *stage, sector: from_sector.unwrap_or(sector), grade: from_grade };
        add(&mut effects, town, class, -lost);
    }
    effects.retain(|_, places| *places != 0);
    (Some(effects), None)
}

fn add(effects: &mut Effects, town: TownIndex, class: ProvisionClass, places: i32) {
    *effects.entry((town, class)).or_insert(0) += places;
}

/// Places by stage, in the order of the columns, zeros left out.
fn gains<'a>(row: Row<'a>, context: &Context<'a>) -> Vec<(StageIndex, i32)> {
    let places = |(placed, stage): &(&'a Placed, StageIndex)| {
        let places = row.cell_at(placed)?.integer()?;
        i32::try_from(places).ok().filter(|places| *places != 0).map(|places| (*stage, places))
    };
    context.stages.columns.iter().filter_map(places).collect()
}

/// A school with its position in the table.
type Taken<'a> = Vec<(usize, &'a ReadSchool)>;

/// The rows of the school that is taken; none where schools are not known as a whole, or it is not among them.
fn taken_school<'a>(row: Row, context: &Context<'a>, id: &str) -> Option<Taken<'a>> {
    if context.school_ids.complete && context.school_ids.find(id).is_none() {
        let (what, hint) = context.school_ids.unknown(id);
        row.findings.error(UNKNOWN, row.location_of("from_school"), what, hint);
        return None;
    }
    let schools: Taken<'a> = context.schools.as_ref()?.with_id(id);
    if schools.is_empty() {
        return None;
    }
    if let Some(closes) = schools.iter().find_map(|(_, school)| school.closes()) {
        row.findings.error(
            "school-closes-anyway",
            row.location_of("from_school"),
            both(
                format!("该校已定于 {closes} 学年停办，不能再由项目取走"),
                format!("the school closes in {closes} in any case and cannot be taken by a project"),
            ),
            both("请删去学校表中的停办学年，或删去此项目", "leave out its `closes`, or this project"),
        );
    }
    Some(schools)
}

/// Takes all places of a school, or some of them, stage by stage in the order of the table.
fn take_school(effects: &mut Effects, schools: &Taken, some: Option<i32>) {
    let mut left = some.unwrap_or(i32::MAX);
    for (_, school) in schools {
        let lost = i32::try_from(school.places()).unwrap_or(i32::MAX).min(left);
        left -= lost;
        add(effects, school.town(), school.class, -lost);
    }
}
