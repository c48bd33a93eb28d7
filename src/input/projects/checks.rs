//! Whether a project makes sense as a whole.

use super::Context;
use super::effects::Effects;
use crate::domain::{Horizon, ProjectKind, SchoolYear, TownIndex};
use crate::input::findings::both;
use crate::input::rows::Row;
use crate::input::schools::Standing;

/// First and last school year in which it can open, if both can be read.
type Window = Option<(SchoolYear, SchoolYear)>;

/// Checks what the cells of a row say together.
pub(super) fn check(
    row: Row,
    context: &Context,
    place: Option<(ProjectKind, TownIndex)>,
    effects: Option<&Effects>,
    (window, committed): (Window, bool),
) {
    let copies = row.peek("copies").parse().unwrap_or(1);
    check_window(row, window, committed, context.model.horizon);
    check_copies(row, copies);
    let (Some(effects), Some((kind, _)), true) = (effects, place, context.stages.sound) else { return };
    check_any_effect(row, effects);
    check_kind(row, kind, effects);
    if let (Some(schools), Some(_)) = (&context.schools, context.model.horizon) {
        check_losses(row, effects, (copies, committed), schools);
    }
}

/// Only a project without a site can be built several times.
fn check_copies(row: Row, copies: u32) {
    if copies > 1 && !row.peek("site").is_empty() && !row.ragged {
        row.findings.error(
            "copies-on-a-site",
            row.location_of("copies"),
            both(
                format!("一块地建不下 {copies} 个相同项目"),
                format!("a site cannot take {copies} of a project"),
            ),
            both("请留空地块，或写 1", "leave `site` blank, or write 1"),
        );
    }
}

/// A closure only takes places; a conversion or purchase takes as well as gives.
fn check_kind(row: Row, kind: ProjectKind, effects: &Effects) {
    let gains = effects.values().any(|places| *places > 0);
    let takes = effects.values().any(|places| *places < 0);
    if kind == ProjectKind::Close && gains {
        row.findings.error(
            "close-adds-places",
            row.location_of("places.*"),
            both("撤并项目增加了学位", "a closure adds places"),
            both(
                "学位请写负数，或只填原学校；要新增学位请改用迁建或新建",
                "write negative places, or only from_school; to add places use relocate or new",
            ),
        );
    }
    if matches!(kind, ProjectKind::Convert | ProjectKind::Buy) && gains && !takes {
        row.findings.error(
            "takes-from-nobody",
            row.location_of("from_sector"),
            both(
                "转设或购买没有写明从哪里取得学位",
                "a conversion or purchase does not say whose places it takes",
            ),
            both("请填写原办学性质或原学校", "fill in from_sector or from_school"),
        );
    }
}

fn check_window(
    row: Row,
    window: Option<(SchoolYear, SchoolYear)>,
    committed: bool,
    horizon: Option<Horizon>,
) {
    let Some((earliest, latest)) = window else { return };
    if earliest > latest {
        row.findings.error(
            "earliest-after-latest",
            row.location_of("earliest"),
            both(
                format!("最早 {earliest} 晚于最迟 {latest}"),
                format!("earliest {earliest} is after latest {latest}"),
            ),
            both("请核对两列", "check both columns"),
        );
        return;
    }
    let Some(horizon) = horizon else { return };
    let (first, last) = (horizon.first, horizon.last);
    let misses = latest < first || earliest > last;
    if !misses && earliest >= first && latest <= last {
        return;
    }
    let column = if earliest < first { "earliest" } else { "latest" };
    let what = both(
        format!("投用期 {earliest}—{latest} 超出规划期 {first}—{last}"),
        format!("the window {earliest} to {latest} lies outside the decision years {first} to {last}"),
    );
    let (code, location) = ("window-outside-horizon", row.location_of(column));
    match (misses, committed) {
        (true, true) => row.findings.error(
            code,
            location,
            what,
            both(
                "已定项目须能在规划期内投用；已建成的请写入学校表",
                "a committed project must open within them; one that is open already belongs among the schools",
            ),
        ),
        (true, false) => row.findings.warning(
            code,
            location,
            what,
            both("该项目不会投用", "the project can never open"),
        ),
        (false, _) => row.findings.warning(
            code,
            location,
            what,
            both("只采用规划期内的年份", "only the years within them count"),
        ),
    }
}

/// A project should do something.
fn check_any_effect(row: Row, effects: &Effects) {
    if effects.is_empty() && !row.ragged {
        row.findings.warning(
            "project-without-places",
            row.location_of("places.*"),
            both("项目不增减任何学位", "the project neither adds nor takes a place"),
            both("请填写各学段的学位列", "fill in the columns places.STAGE"),
        );
    }
}

/// It takes no more places than stand in its town in the base year.
fn check_losses(row: Row, effects: &Effects, (copies, committed): (u32, bool), schools: &Standing) {
    for ((town, class), places) in effects.iter().filter(|(_, places)| **places < 0) {
        let taken = u64::from(places.unsigned_abs()) * u64::from(copies);
        let standing = schools.places(*town, *class);
        if taken > standing {
            let column = if row.peek("from_places").is_empty() { "places.*" } else { "from_places" };
            let (code, place) = ("takes-too-many-places", row.location_of(column));
            let what = both(
                format!("减少 {taken} 个学位，而该乡镇此类学位只有 {standing} 个"),
                format!("it takes {taken} places, but {standing} of that class stand in the town"),
            );
            let hint =
                both("请核对原办学性质、原等级和原学位", "check from_sector, from_grade and from_places");
            // What must be built and cannot be leaves no plan at all.
            if committed {
                row.findings.error(code, place, what, hint);
            } else {
                row.findings.warning(code, place, what, hint);
            }
        }
    }
}
