//! Tables of towns, of places by project and class, and of bands.

use super::Computed;
use super::book::{Book, Check, Finding, rounding};
use super::finance::same_height;
use crate::domain::{Setting, TownKind};
use crate::projection::{OutlookArea, demand_bands};

/// Compares the table of towns with the study.
pub(super) fn check_towns(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let (case, rows) = (computed.case, computed.tables.table("towns")?);
    same_height(Check::Names, "towns", (rows.height(), case.study.towns.len()), book);
    let words = [rows.texts("town")?, rows.texts("county")?, rows.texts("kind")?, rows.texts("setting")?];
    let (east, north) = (rows.optional("longitude")?, rows.optional("latitude")?);
    for (at, town) in case.study.towns.iter().enumerate().take(rows.height()) {
        let kind = match town.kind {
            None => "",
            Some(TownKind::Subdistrict) => "subdistrict",
            Some(TownKind::Town) => "town",
            Some(TownKind::Township) => "township",
        };
        let setting = match town.setting {
            None => "",
            Some(Setting::Urban) => "urban",
            Some(Setting::Town) => "town",
            Some(Setting::Rural) => "rural",
        };
        let place = || format!("towns[{}]", town.code);
        for (said, found) in
            words.iter().zip([&town.code, case.county_code(case.county_of(at)), kind, setting])
        {
            book.same_words(Check::Names, &said[at], found, place);
        }
        let said = format!("{:?}", (east[at], north[at]));
        let found = (town.position.map(|position| position.0), town.position.map(|position| position.1));
        book.same_words(Check::Names, &said, &format!("{found:?}"), place);
    }
    Ok(())
}

/// Compares places by project and class with what the projects of the plan add and take.
pub(super) fn check_effects(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let (case, rows) = (computed.case, computed.tables.table("effects")?);
    let mut expected = Vec::new();
    for opening in &computed.plan.openings {
        let project = &case.study.projects[opening.project];
        for effect in &project.effects {
            let (class, town) = (case.class_words(effect.class.0), case.town_code(effect.town.0));
            let places = f64::from(effect.places) * opening.count;
            expected.push(format!("{},{},{town},{class},{places}", project.id, opening.year));
        }
    }
    let texts = ["project", "town", "stage", "sector"].map(|name| rows.texts(name));
    let [project, town, stage, sector] = texts;
    let (project, town, stage, sector) = (project?, town?, stage?, sector?);
    let (year, grade, places) = (rows.whole("year")?, rows.optional("grade")?, rows.numbers("places")?);
    same_height(Check::Openings, "effects", (rows.height(), expected.len()), book);
    for (at, found) in expected.iter().enumerate().take(rows.height()) {
        let grade = grade[at].map_or_else(String::new, |grade| format!("/{grade}"));
        let class = format!("{}/{}{grade}", stage[at], sector[at]);
        let said = format!("{},{},{},{class},{}", project[at], year[at], town[at], places[at]);
        book.same_words(Check::Openings, &said, found, || format!("effects[{}]", at + 1));
    }
    Ok(())
}

/// Compares the bands with ones drawn anew from the same seed; at the end of `plan` they have just been drawn and are left.
pub(super) fn check_bands(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    if computed.fresh {
        return Ok(());
    }
    let (case, rows) = (computed.case, computed.tables.table("bands")?);
    let drawn = demand_bands(case.study).map_err(|error| Finding::unreadable("bands", &error))?;
    same_height(Check::Projection, "bands", (rows.height(), drawn.len()), book);
    let (areas, stages, years) = (rows.texts("area")?, rows.texts("stage")?, rows.whole("year")?);
    let names = ["children", "p10", "p50", "p90", "low_births", "high_births"];
    let numbers = names.iter().map(|name| rows.numbers(name)).collect::<Result<Vec<_>, _>>()?;
    for (at, line) in drawn.iter().enumerate().take(rows.height()) {
        let area = match line.area {
            OutlookArea::All => "*",
            OutlookArea::County(county) => case.county_code(county.0),
            OutlookArea::Town(town) => case.town_code(town.0),
        };
        let found = format!("{area},{},{}", case.stage_id(line.stage.0), line.year.0);
        let said = format!("{},{},{}", areas[at], stages[at], years[at]);
        book.same_words(Check::Projection, &said, &found, || format!("bands[{}]", at + 1));
        let figures = [line.level, line.band[0], line.band[1], line.band[2], line.low, line.high];
        for ((said, found), name) in numbers.iter().zip(figures).zip(names) {
            book.same(Check::Projection, (said[at], found), rounding(found), || {
                format!("bands[{}].{name}", at + 1)
            });
        }
    }
    Ok(())
}
