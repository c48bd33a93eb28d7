//! Ways and points: metres for km, seconds for minutes, points that are missing or far away (路程、坐标).

use super::ground::{Ground, figure, place, row_of, times, unit_hint};
use super::outlier::middle;
use super::thresholds::{
    FASTEST, KM_IN_COUNTY, LINE_FREE, LINE_OF_ROAD, MINUTES_IN_COUNTY, POINT_COUNTY, POINT_FAR, POINT_FAR_KM,
    ROAD_FREE, ROAD_OF_LINE, SCHOOL_POINT_KM, SLOWEST,
};
use crate::domain::{Area, Distance, Schooling, TownIndex, great_circle_km};
use crate::input::findings::{Findings, both};
use crate::input::headers::Sheet;
use std::collections::BTreeSet;

/// Judges distances, points of towns, and points of schools and projects.
pub(super) fn judge(ground: &Ground) {
    if let Some(sheet) = ground.sheet("distances") {
        distances(ground, sheet);
    }
    if let Some(sheet) = ground.sheet("towns") {
        points(ground, sheet);
        unreached(ground, sheet);
    }
    for table in ["schools", "projects"] {
        if let Some(sheet) = ground.sheet(table) {
            points_of_sites(ground, sheet);
        }
    }
}

fn position(ground: &Ground, town: TownIndex) -> Option<(f64, f64)> {
    ground.study.towns.get(town.index())?.position.filter(|point| *point != (0.0, 0.0))
}

fn distances(ground: &Ground, sheet: &Sheet) {
    let study = ground.study;
    let silent = Findings::default();
    let stated: Vec<bool> = sheet.rows(&silent).map(|row| !row.peek("km").is_empty()).collect();
    for (at, distance) in study.distances.iter().enumerate() {
        let row = row_of(sheet, study.distances.len(), at);
        let stated = stated.get(at).copied().unwrap_or(true);
        way(ground, sheet, row, distance, stated);
    }
}

/// One way, against the straight line, the county and its own time.
fn way(ground: &Ground, sheet: &Sheet, row: Option<u64>, distance: &Distance, stated: bool) {
    let Distance { from, to, travel } = distance;
    let (start, end) = (ground.name(Area::Town(*from)), ground.name(Area::Town(*to)));
    let line = position(ground, *from).zip(position(ground, *to)).map(|(from, to)| great_circle_km(from, to));
    let inside = ground.study.towns.get(from.index()).map(|town| town.county)
        == ground.study.towns.get(to.index()).map(|town| town.county);
    let km = travel.km;
    let told = |column: &str, zh: String, en: String, ratio: f64| {
        ground.warn(
            "way-out-of-line",
            place(sheet, row, column),
            both(format!("{start} 至 {end} {zh}"), format!("{start} to {end}: {en}")),
            unit_hint(ratio),
        );
    };
    if stated && from != to {
        if let Some(line) = line.filter(|line| km > ROAD_OF_LINE.value * line + ROAD_FREE.value) {
            let (km, line, ratio) = (figure(km), figure(line), km / line.max(0.5));
            let times = times(ratio);
            return told(
                "km",
                format!("路程 {km} 公里，而直线 {line} 公里（{times} 倍）"),
                format!("{km} km by road, and {line} km in a straight line ({times} times)"),
                ratio,
            );
        }
        if let Some(line) =
            line.filter(|line| *line > LINE_OF_ROAD.value * km + LINE_FREE.value && travel.km > 0.0)
        {
            let (km, ratio, line) = (figure(km), line / km, figure(line));
            return told(
                "km",
                format!("路程 {km} 公里，比直线 {line} 公里还短"),
                format!("{km} km by road, less than the {line} km in a straight line"),
                ratio,
            );
        }
        if line.is_none() && inside && km > KM_IN_COUNTY.value {
            let km = figure(km);
            return told(
                "km",
                format!("同在一县，路程 {km} 公里"),
                format!("{km} km within one county"),
                1e3,
            );
        }
    }
    let Some(minutes) = travel.minutes.filter(|_| from != to) else { return };
    let way = if stated && km > 0.0 { Some(km) } else { line };
    let speed = way.map(|km| km / (minutes / 60.0)).filter(|_| minutes > 0.0);
    if let Some(speed) = speed.filter(|speed| *speed < SLOWEST.value || *speed > FASTEST.value) {
        let (minutes, km, speed) = (figure(minutes), figure(way.unwrap_or(0.0)), figure(speed));
        told(
            "minutes",
            format!("{minutes} 分钟行 {km} 公里，合每小时 {speed} 公里；时间是否为秒或小时？"),
            format!(
                "{minutes} minutes for {km} km, which is {speed} km an hour: is the time in seconds or hours?"
            ),
            60.0,
        );
    } else if speed.is_none() && inside && minutes > MINUTES_IN_COUNTY.value {
        let minutes = figure(minutes);
        told(
            "minutes",
            format!("同在一县，需 {minutes} 分钟"),
            format!("{minutes} minutes within one county"),
            60.0,
        );
    }
}

/// Points at 0, 0, far from all others, or among another county's towns.
fn points(ground: &Ground, sheet: &Sheet) {
    let study = ground.study;
    let row = |town: TownIndex| row_of(sheet, study.towns.len(), town.index());
    let placed: Vec<(TownIndex, (f64, f64))> =
        study.town_indices().filter_map(|town| Some((town, position(ground, town)?))).collect();
    for town in study.town_indices() {
        let at = study.towns.get(town.index()).and_then(|town| town.position);
        if at == Some((0.0, 0.0)) {
            let name = ground.name(Area::Town(town));
            ground.warn(
                "point-at-zero",
                place(sheet, row(town), "lon"),
                both(format!("{name} 的坐标为 0, 0，按没有坐标的地方核对"), format!("{name} lies at 0, 0")),
                both("请填写经纬度；不知道请留空", "fill in the point; leave it blank where it is not known"),
            );
        }
    }
    let parts = |part: fn(&(f64, f64)) -> f64| {
        middle(&placed.iter().map(|(_, point)| part(point)).collect::<Vec<_>>())
    };
    let heart = (parts(|point| point.0), parts(|point| point.1));
    let usual = middle(&placed.iter().map(|(_, point)| great_circle_km(heart, *point)).collect::<Vec<_>>());
    let mut far = BTreeSet::new();
    for (town, point) in placed.iter().filter(|_| placed.len() > 2) {
        let km = great_circle_km(heart, *point);
        if km <= POINT_FAR_KM.value || km <= POINT_FAR.value * usual {
            continue;
        }
        far.insert(*town);
        let swapped = point.1.abs() <= 180.0
            && point.0.abs() <= 90.0
            && great_circle_km(heart, (point.1, point.0)) <= POINT_FAR.value * usual.max(1.0);
        let (name, km) = (ground.name(Area::Town(*town)), figure(km));
        let hint = if swapped {
            both("经度与纬度是否写反？", "are longitude and latitude swapped?")
        } else {
            both("请核对经纬度", "check longitude and latitude")
        };
        ground.warn(
            "point-far-away",
            place(sheet, row(*town), "lon"),
            both(
                format!("{name} 的坐标离其他地方 {km} 公里"),
                format!("{name} lies {km} km from the middle of the other places"),
            ),
            hint,
        );
    }
    let placed: Vec<_> = placed.into_iter().filter(|(town, _)| !far.contains(town)).collect();
    for one in &placed {
        among_others(ground, sheet, row(one.0), *one, &placed);
    }
}

/// Nearest towns that are looked at.
const NEAREST: usize = 5;

/// Most towns whose neighbours are compared pair by pair.
const COMPARED: usize = 5000;

fn among_others(
    ground: &Ground,
    sheet: &Sheet,
    row: Option<u64>,
    (town, point): (TownIndex, (f64, f64)),
    placed: &[(TownIndex, (f64, f64))],
) {
    if placed.len() > COMPARED {
        return;
    }
    let study = ground.study;
    let own = study.county_of(town);
    let mut near: Vec<(f64, TownIndex)> = placed
        .iter()
        .filter(|(other, _)| *other != town)
        .map(|(other, place)| (great_circle_km(point, *place), *other))
        .collect();
    let home = near
        .iter()
        .filter(|(_, other)| study.county_of(*other) == own)
        .map(|(km, _)| *km)
        .fold(f64::INFINITY, f64::min);
    if near.len() < NEAREST || !home.is_finite() {
        return;
    }
    near.select_nth_unstable_by(NEAREST - 1, |one, other| one.0.total_cmp(&other.0));
    near.truncate(NEAREST);
    let counties: BTreeSet<_> = near.iter().map(|(_, other)| study.county_of(*other)).collect();
    let furthest = near.iter().map(|(km, _)| *km).fold(0.0, f64::max);
    let Some(other) = counties.first().filter(|_| counties.len() == 1 && !counties.contains(&own)) else {
        return;
    };
    if home <= POINT_COUNTY.value * furthest.max(1.0) {
        return;
    }
    let (name, other, own) =
        (ground.name(Area::Town(town)), ground.name(Area::County(*other)), ground.name(Area::County(own)));
    let (home, furthest) = (figure(home), figure(furthest));
    ground.warn(
        "town-in-another-county",
        place(sheet, row, "county"),
        both(
            format!("{name} 属 {own}，而最近的 {NEAREST} 个乡镇（{furthest} 公里内）都属 {other}，本县最近的乡镇在 {home} 公里外"),
            format!("{name} belongs to {own}, but the {NEAREST} towns nearest to it (within {furthest} km) are all of {other}; the nearest of its own county is {home} km away"),
        ),
        both("请核对所属县和坐标", "check its county and its point"),
    );
}

/// Towns from which no way is known, though children may have to go to another town.
fn unreached(ground: &Ground, sheet: &Sheet) {
    let study = ground.study;
    if !ground.model.plans || !ground.places.town_codes.complete {
        return;
    }
    let listed: BTreeSet<TownIndex> =
        study.distances.iter().filter(|one| one.from != one.to).flat_map(|one| [one.from, one.to]).collect();
    let anywhere = study.stages.iter().any(|stage| stage.schooling == Schooling::Anywhere);
    for town in study.town_indices() {
        // A table of ways may leave out those across the border on purpose.
        let across = anywhere && study.distances.is_empty();
        let others = study
            .town_indices()
            .any(|other| other != town && (across || study.county_of(other) == study.county_of(town)));
        let lacking = if study.distances.is_empty() {
            study.towns.get(town.index()).is_none_or(|town| town.position.is_none())
        } else {
            !listed.contains(&town)
        };
        if !others || !lacking {
            continue;
        }
        let name = ground.name(Area::Town(town));
        let row = row_of(sheet, study.towns.len(), town.index());
        let (column, hint) = if study.distances.is_empty() {
            (
                "lon",
                both(
                    "请填写经纬度，或给出距离表",
                    "fill in longitude and latitude, or give the table `distances`",
                ),
            )
        } else {
            ("code", both("请在距离表中补充该乡镇的路程", "add its ways to the table `distances`"))
        };
        ground.warn(
            "way-unknown",
            place(sheet, row, column),
            both(
                format!("{name} 与其他乡镇之间的路程未知，儿童只能在本乡镇就学，别处也不能来"),
                format!("no way is known between {name} and other towns: children can neither go to another town's school nor come"),
            ),
            hint,
        );
    }
}

/// Points of schools and projects against the seat of their town.
fn points_of_sites(ground: &Ground, sheet: &Sheet) {
    if sheet.column("lon").is_none() {
        return;
    }
    let silent = Findings::default();
    for row in sheet.rows(&silent) {
        let Some(point) = row.number("lon").zip(row.number("lat")) else { continue };
        let town = row.reference("town", &ground.places.town_codes).map(TownIndex);
        let Some((town, seat)) = town.and_then(|town| Some((town, position(ground, town)?))) else {
            continue;
        };
        let km = great_circle_km(seat, point);
        if km <= SCHOOL_POINT_KM.value {
            continue;
        }
        let swapped = great_circle_km(seat, (point.1, point.0)) <= SCHOOL_POINT_KM.value;
        let (name, km) = (ground.name(Area::Town(town)), figure(km));
        ground.warn(
            "point-far-away",
            place(sheet, Some(row.number), "lon"),
            both(format!("坐标离所在乡镇 {name} {km} 公里"), format!("it lies {km} km from its town {name}")),
            if swapped {
                both("经度与纬度是否写反？", "are longitude and latitude swapped?")
            } else {
                both("请核对经纬度；不知道请留空", "check the point; leave it blank where it is not known")
            },
        );
    }
}
