//! Projects: cost, running cost and land a place; sites and schools in two towns (项目).

use super::ground::{Ground, figure, place, times, unit_hint};
use super::outlier::middle;
use super::thresholds::{
    CAPEX_LEAST, CAPEX_MOST, COST_ALONE, COST_FACTOR, COST_FEW, COST_LONE, LAND_LEAST, LAND_MOST,
    RUNNING_MOST,
};
use crate::diagnostic::Location;
use crate::domain::{Area, Project, ProjectKind, StageIndex, TownIndex};
use crate::input::findings::{Findings, both};
use crate::input::headers::Sheet;
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

/// Least number of other projects that one is held against.
const FEW: usize = 2;

/// Least number of others whose middle says what is usual.
const OTHERS: usize = 4;

/// Least number of others against which one that stands alone is told at less than ten times.
const MANY: usize = 8;

/// Judges the table of projects.
pub(super) fn judge(ground: &Ground) {
    let Some(sheet) = ground.sheet("projects") else { return };
    let table = Projects { ground, sheet, rows: OnceCell::new() };
    let measures = [
        Measure {
            column: "capex",
            zh: "每学位造价",
            en: "cost a place",
            unit: ("万元", "10⁴ yuan"),
            bounds: (CAPEX_LEAST.value, CAPEX_MOST.value),
            of: |project| Some(project.capex.ten_thousand()),
        },
        Measure {
            column: "running",
            zh: "每学位年运行费",
            en: "running cost a place and year",
            unit: ("万元", "10⁴ yuan"),
            bounds: (0.0, RUNNING_MOST.value),
            of: |project| Some(project.running.ten_thousand().abs()),
        },
        Measure {
            column: "land",
            zh: "每学位用地",
            en: "land a place",
            unit: ("平方米", "m²"),
            bounds: (LAND_LEAST.value, LAND_MOST.value),
            of: |project| project.land_m2,
        },
    ];
    for measure in &measures {
        measured(&table, measure);
    }
    signs(&table);
    places(&table);
}

/// The table of projects, which may hold rows that are no projects yet.
struct Projects<'a> {
    ground: &'a Ground<'a>,
    sheet: &'a Sheet,
    /// Row numbers by id, once they are asked for.
    rows: OnceCell<HashMap<String, u64>>,
}

impl Projects<'_> {
    /// Place of a cell of the project at a position.
    fn place(&self, at: usize, column: &str) -> Location {
        let silent = Findings::default();
        let rows = self.rows.get_or_init(|| {
            self.sheet.rows(&silent).map(|row| (row.peek("project").to_owned(), row.number)).collect()
        });
        let id = self.ground.study.projects.get(at).map(|project| project.id.as_str());
        place(self.sheet, id.and_then(|id| rows.get(id)).copied(), column)
    }
}

/// Something that a project has so much of a place.
struct Measure {
    column: &'static str,
    zh: &'static str,
    en: &'static str,
    unit: (&'static str, &'static str),
    bounds: (f64, f64),
    of: fn(&Project) -> Option<f64>,
}

/// Places gained, and the stage with most of them.
fn gained(ground: &Ground, project: &Project) -> Option<(f64, StageIndex)> {
    let mut by_stage: BTreeMap<StageIndex, i64> = BTreeMap::new();
    for effect in project.effects.iter().filter(|effect| effect.places > 0) {
        let class = ground.study.classes.get(effect.class.index())?;
        *by_stage.entry(class.stage).or_insert(0) += i64::from(effect.places);
    }
    let (stage, _) = by_stage.iter().max_by_key(|(_, places)| **places)?;
    let all: i64 = by_stage.values().sum();
    #[allow(clippy::cast_precision_loss)] // places
    Some((all as f64, *stage))
}

/// Projects of one kind and stage, by position, with their measure a place.
type Groups = BTreeMap<(&'static str, StageIndex), Vec<(usize, f64)>>;

fn measured(table: &Projects, measure: &Measure) {
    let ground = table.ground;
    let mut groups = Groups::new();
    for (at, project) in ground.study.projects.iter().enumerate() {
        let Some(((places, stage), amount)) = gained(ground, project).zip((measure.of)(project)) else {
            continue;
        };
        if amount > 0.0 {
            groups.entry((project.kind.id(), stage)).or_default().push((at, amount / places));
        }
    }
    for ((kind, stage), group) in &groups {
        let mut sorted: Vec<f64> = group.iter().map(|(_, value)| *value).collect();
        sorted.sort_by(f64::total_cmp);
        for (at, value) in group {
            let new = *kind == ProjectKind::New.id();
            let beyond = *value > measure.bounds.1 || new && *value < measure.bounds.0;
            let expected = against(&sorted, *value).or(beyond.then(|| middle(&sorted)));
            let Some(expected) = expected else { continue };
            tell(table, measure, (*at, *value, expected), (kind, *stage), beyond);
        }
    }
}

/// The middle of the others, where a value lies far from it and hardly another comes near; the value is one
/// of them.
fn against(sorted: &[f64], value: f64) -> Option<f64> {
    let others = sorted.len().saturating_sub(1);
    if others < FEW {
        return None;
    }
    let middle = middle(sorted);
    let high = value > middle;
    let ratio = if high { value / middle } else { middle / value };
    let near = |times: f64| {
        let count = if high {
            sorted.len() - sorted.partition_point(|other| *other < value / times)
        } else {
            sorted.partition_point(|other| *other <= value * times)
        };
        count.saturating_sub(1)
    };
    // Of few projects a cheap one may be of another sort; a dear one hardly is.
    let far = if high { COST_FEW.value } else { COST_FACTOR.value };
    let apart = match others {
        FEW..OTHERS => near(far) == 0,
        OTHERS..MANY => {
            (ratio >= far && near(COST_ALONE.value) == 0)
                || (ratio >= COST_FACTOR.value && near(COST_ALONE.value) <= 1)
        }
        _ => {
            let ten = ratio >= COST_FACTOR.value && near(COST_ALONE.value) <= (others / 20).max(1);
            ten || ratio > COST_LONE.value && near(COST_ALONE.value) <= others / 20
        }
    };
    apart.then_some(middle)
}

fn tell(
    table: &Projects,
    measure: &Measure,
    (at, value, expected): (usize, f64, f64),
    (kind, stage): (&str, StageIndex),
    beyond: bool,
) {
    let ground = table.ground;
    let project = ground.study.projects.get(at);
    let id = project.map_or("", |project| project.id.as_str());
    let stage = ground.study.stages.get(stage.index()).map_or("", |stage| stage.id.as_str());
    let ratio = if value > expected { value / expected } else { expected / value };
    let apart = ratio > COST_LONE.value;
    let (shown, others, unit) = (figure(value), figure(expected), measure.unit);
    let (zh, en) = if apart {
        let times = times(ratio);
        (
            format!("，其他 {kind} {stage} 项目为 {others} {} 左右（相差 {times} 倍）", unit.0),
            format!(
                "; other projects of kind {kind} and stage {stage} have about {others} {} ({times} times apart)",
                unit.1
            ),
        )
    } else {
        (String::new(), String::new())
    };
    let (least, most) = (figure(measure.bounds.0), figure(measure.bounds.1));
    let hint = if apart && !beyond {
        unit_hint(ratio)
    } else {
        both(
            format!("一般在 {least} 至 {most} {} 之间：请核对单位（元、万元、亿元；亩、平方米）", unit.0),
            format!("usually between {least} and {most} {}: check the unit (yuan, 10⁴ yuan; mu, m²)", unit.1),
        )
    };
    ground.warn(
        "a-place-out-of-line",
        table.place(at, measure.column),
        both(
            format!("{id} {} {shown} {}{zh}", measure.zh, unit.0),
            format!("{id}: {} {shown} {}{en}", measure.en, unit.1),
        ),
        hint,
    );
}

/// Running costs below 0 of projects that take no places, and projects that cost nothing.
fn signs(table: &Projects) {
    let ground = table.ground;
    let study = ground.study;
    for (at, project) in study.projects.iter().enumerate() {
        let (id, running) = (&project.id, project.running.ten_thousand());
        let takes = project.effects.iter().any(|effect| effect.places < 0);
        if running < 0.0 && !takes {
            let shown = figure(running);
            ground.warn(
                "negative-running",
                table.place(at, "running"),
                both(
                    format!("{id} 年运行费 {shown} 万元为负，而项目不减少学位"),
                    format!("{id}: the running cost of {shown} × 10⁴ yuan is negative, though the project takes no places"),
                ),
                both("负数表示节省；请核对符号", "negative means saved: check the sign"),
            );
        }
    }
}

/// Sites in two towns; schools taken by a project of another town.
fn places(table: &Projects) {
    let (ground, sheet) = (table.ground, table.sheet);
    let study = ground.study;
    let mut sites: HashMap<&str, (TownIndex, &str)> = HashMap::new();
    for (at, project) in study.projects.iter().enumerate() {
        let Some(site) = project.site.as_deref() else { continue };
        let (town, first) = *sites.entry(site).or_insert((project.town, &project.id));
        if town != project.town {
            let (own, other) = (ground.name(Area::Town(project.town)), ground.name(Area::Town(town)));
            let id = &project.id;
            ground.warn(
                "site-in-two-towns",
                table.place(at, "town"),
                both(
                    format!("地块“{site}”的项目 {id} 在 {own}，而 {first} 在 {other}"),
                    format!("site `{site}`: project {id} lies in {own}, and {first} in {other}"),
                ),
                both(
                    "同一地块只能在一个乡镇；请核对乡镇或地块",
                    "a site lies in one town: check the town or the site",
                ),
            );
        }
    }
    if ground.sheet("schools").is_none() {
        return;
    }
    let towns: HashMap<&str, TownIndex> =
        study.schools.iter().map(|school| (school.id.as_str(), school.town)).collect();
    let silent = Findings::default();
    for row in sheet.rows(&silent) {
        let (school, town) =
            (row.peek("from_school"), ground.places.town_codes.find(row.peek("town")).map(TownIndex));
        let (Some(home), Some(town)) = (towns.get(school), town) else { continue };
        if *home != town {
            let (id, own, other) =
                (row.peek("project"), ground.name(Area::Town(town)), ground.name(Area::Town(*home)));
            let at = place(sheet, Some(row.number), "from_school");
            let what = both(
                format!("项目 {id} 在 {own}，而原学校 {school} 在 {other}"),
                format!("project {id} lies in {own}, and the school {school} that it takes in {other}"),
            );
            let hint = both(
                "确属迁往另一乡镇可不理会；否则请核对",
                "leave it if the school really moves there; else check both",
            );
            // A school may move within its county.
            let moves =
                row.choice("kind") == Some("relocate") && study.county_of(*home) == study.county_of(town);
            if moves {
                ground.findings.note("school-of-another-town", at, what, hint);
            } else {
                ground.warn("school-of-another-town", at, what, hint);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::against;

    #[test]
    fn a_cost_is_told_that_lies_far_from_all_others() {
        let mut costs = vec![8.0, 9.0, 10.0, 11.0, 12.0];
        // Few others: six times the middle of them is too dear, a tenth too cheap.
        let with = |costs: &[f64], value: f64| {
            let mut sorted = [costs, &[value]].concat();
            sorted.sort_by(f64::total_cmp);
            against(&sorted, value)
        };
        assert!(with(&costs, 110.0).is_some() && with(&costs, 0.9).is_some());
        assert_eq!((with(&costs, 50.0), with(&costs, 2.0)), (None, None));
        // Of many, one that stands alone is told from four times on; of few it is not.
        costs.extend([8.5, 9.5, 10.5, 11.5]);
        assert!(with(&costs, 60.0).is_some() && with(&costs, 30.0).is_none());
        // Of two or three others each has to be far away; one other says nothing.
        assert!(with(&[10.0, 12.0], 100.0).is_some() && with(&[10.0, 60.0], 100.0).is_none());
        assert_eq!(with(&[10.0], 1000.0), None);
    }
}
