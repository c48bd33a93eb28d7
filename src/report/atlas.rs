//! The map of a page as data (可选学段和学年的地图): children and places of every town, stage and year, and the moves between towns.

use super::chart::{GAP_CLASSES, MAP_WIDTHS, MapChart, hexadecimal, map_fill, map_places, pattern};
use super::story::town_map;
use crate::domain::Language;
use crate::proposal::Proposal;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Children of a town who need a place, places without the plan, places with it; none where the run has no figures.
type Figures = Vec<Option<[f64; 3]>>;
/// Positions of two towns and the children who go from one to the other.
type Moves = Vec<(usize, usize, f64)>;

/// Everything that the map can show.
#[derive(Debug, Clone, PartialEq)]
pub struct Atlas {
    /// Year of the proposal.
    pub year: i32,
    /// Stage that the map shows first: the one whose towns lack most places without the plan.
    pub stage: usize,
    /// Names of the stages.
    pub stages: Vec<String>,
    /// Years.
    pub years: Vec<i32>,
    /// The map of the stage shown first, in the year of the proposal, without moves; empty where too few towns have a position.
    pub maps: Vec<MapChart>,
    /// Code, name and county of every town on the map.
    pub towns: Vec<(String, String, String)>,
    /// Figures of the towns, by stage and year.
    pub figures: Vec<BTreeMap<i32, Figures>>,
    /// Moves, by stage and year.
    pub moves: Vec<BTreeMap<i32, Moves>>,
    words: Vec<String>,
}

/// Gathers the figures of a run.
#[must_use]
pub fn atlas(proposal: &Proposal, language: Language) -> Atlas {
    let (run, details) = (proposal.run, proposal.details);
    let ids: Vec<&str> = run.codes("stage").collect();
    let lack = |stage: &str| {
        let one = proposal.supply("*", stage, proposal.year);
        if proposal.crosses_counties(stage) { 0.0 } else { one.short.0 }
    };
    let shown = ids.iter().enumerate().rev().max_by(|one, other| lack(one.1).total_cmp(&lack(other.1)));
    let shown = shown.map_or(0, |(at, _)| at);
    let map =
        ids.get(shown).map(|stage| MapChart { moves: Vec::new(), ..town_map(proposal, language, stage) });
    let map = map.filter(|map| map.towns.len() > 2);
    let codes: Vec<&str> =
        map.iter().flat_map(|map| map.towns.iter().map(|town| town.town.as_str())).collect();
    let position: BTreeMap<&str, usize> = codes.iter().enumerate().map(|(at, code)| (*code, at)).collect();
    let stage_at: BTreeMap<&str, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut figures: Vec<BTreeMap<i32, Figures>> = vec![BTreeMap::new(); ids.len()];
    for one in &proposal.run.balance {
        if let Some((town, stage)) = position.get(one.town.as_str()).zip(stage_at.get(one.stage.as_str())) {
            let year = figures[*stage].entry(one.year).or_insert_with(|| vec![None; codes.len()]);
            year[*town] = Some([one.children, one.standing, one.places]);
        }
    }
    let mut moves: Vec<BTreeMap<i32, Moves>> = vec![BTreeMap::new(); ids.len()];
    for one in details.moves.iter().filter(|one| one.children >= 50.0) {
        let ends = position.get(one.from.as_str()).zip(position.get(one.to.as_str()));
        if let Some(((from, to), stage)) = ends.zip(stage_at.get(one.stage.as_str())) {
            moves[*stage].entry(one.year).or_default().push((*from, *to, one.children));
        }
    }
    let county =
        |code: &str| details.towns.iter().find(|one| one.town == code).map_or("", |one| one.county.as_str());
    let town = |code: &&str| {
        let name = |kind, code| run.name(kind, code, language).to_owned();
        ((*code).to_owned(), name("town", code), name("county", county(code)))
    };
    let chinese = language == Language::Chinese;
    let words: [&str; 5] = if chinese {
        ["需求", "学位", "实施前", "实施后", "缺口乡镇（街道）{n}个，合计缺{p}个学位"]
    } else {
        ["children", "places", "before", "with the plan", "{n} towns lack {p} places"]
    };
    let mut years: Vec<i32> = proposal.supplies.iter().map(|one| one.year).collect();
    years.sort_unstable();
    years.dedup();
    Atlas {
        year: proposal.year,
        stage: shown,
        stages: ids.iter().map(|id| run.name("stage", id, language).to_owned()).collect(),
        years,
        towns: codes.iter().map(town).collect(),
        maps: map.into_iter().collect(),
        figures,
        moves,
        words: words.map(ToOwned::to_owned).to_vec(),
    }
}

impl Atlas {
    /// As the script of a page reads it.
    #[must_use]
    pub fn json(&self) -> Value {
        let places: Vec<_> =
            self.maps.iter().flat_map(|map| MAP_WIDTHS.map(|width| map_places(map, width))).collect();
        let tenth = |number: f64| (number * 10.0).round() / 10.0;
        let towns = self.towns.iter().enumerate().map(|(town, (id, name, county))| {
            let at = places.iter().map(|map| [tenth(map[town].0), tenth(map[town].1)]);
            json!({ "id": id, "name": name, "county": county, "at": at.collect::<Vec<_>>() })
        });
        let figure =
            |figure: &Option<[f64; 3]>| figure.map_or(Value::Null, |figure| json!(figure.map(tenth)));
        let figures = self.figures.iter().map(|years| -> Map<String, Value> {
            years.iter().map(|(year, towns)| (year.to_string(), towns.iter().map(figure).collect())).collect()
        });
        let moves = self.moves.iter().map(|years| -> Map<String, Value> {
            let one = |(from, to, children): &(usize, usize, f64)| json!([from, to, tenth(*children)]);
            years.iter().map(|(year, moves)| (year.to_string(), moves.iter().map(one).collect())).collect()
        });
        let classes = 0..=GAP_CLASSES.len() + 1;
        let fill = |class: usize| match map_fill(class) {
            fill if fill.hatch.is_some() => format!("url(#atlas-c{class})"),
            fill => hexadecimal(fill.colour),
        };
        let patterns: String =
            classes.clone().map(|class| pattern(map_fill(class), &format!("atlas-c{class}"))).collect();
        json!({
            "stages": self.stages,
            "towns": towns.collect::<Vec<_>>(),
            "figures": figures.collect::<Vec<_>>(),
            "moves": moves.collect::<Vec<_>>(),
            "bounds": GAP_CLASSES,
            "fills": classes.map(fill).collect::<Vec<_>>(),
            "patterns": patterns,
            "words": self.words,
        })
    }
}
