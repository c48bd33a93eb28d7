//! A fixed plan under many futures.

use super::{Cell, Table};
use crate::domain::{Language, Study};
use crate::stress::{StageLine, Stress, TargetLine, TownLine};
use std::collections::BTreeMap;

/// Most towns that are shown; files have all.
const SHOWN: usize = 20;

fn word(language: Language, zh: &str, en: &str) -> String {
    if language == Language::Chinese { zh } else { en }.to_owned()
}

/// What the futures say, in sentences.
#[must_use]
pub fn stress_sentences(stress: &Stress, language: Language) -> Vec<String> {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let (everyone, targets, both) =
        (percent(stress.everyone_placed), percent(stress.every_target), percent(stress.everything));
    let futures = stress.futures;
    match language {
        Language::Chinese => vec![
            format!("{futures} 个未来，建设方案不变，每个未来重新安排就学："),
            format!("各年全部儿童都有学位的占 {everyone}，各项目标都能达到的占 {targets}，两者兼有的占 {both}。"),
            "就学按学段、县、年份求最大流：未入学人数精确，但不计年际流失限制；占比目标逐项单独判断，是可达上限，几项交叉的目标未必能同时达到。".to_owned(),
        ],
        Language::English => vec![
            format!("{futures} futures; what is built is fixed, where children go is decided anew in each:"),
            format!("every child has a place in every year in {everyone} of them, every target can be reached in {targets}, both in {both}."),
            "Children are placed by maximum flows of a stage, county and year: numbers without a place are exact but for limits on yearly losses of a class; each share is judged by itself, which is a bound from above where several targets compete.".to_owned(),
        ],
    }
}

/// Targets, stages, and the towns with most children without a place; `all` shows every town.
#[must_use]
pub fn stress_tables(study: &Study, stress: &Stress, all: bool, language: Language) -> Vec<Table> {
    vec![
        targets(study, &stress.targets, language),
        stages(study, &stress.stages, language),
        towns(study, &stress.towns, all, language),
    ]
}

fn targets(study: &Study, lines: &[TargetLine], language: Language) -> Table {
    let last_decision = study.horizon.last.0;
    let mut years: Vec<i32> =
        lines.iter().map(|line| line.asked.year.0).filter(|year| *year <= last_decision).collect();
    years.sort_unstable();
    years.dedup();
    let outlook = lines.iter().any(|line| line.asked.year.0 > last_decision);
    let mut rows: BTreeMap<(usize, Option<usize>), BTreeMap<i32, &TargetLine>> = BTreeMap::new();
    for line in lines {
        let area = (line.asked.indicator, line.asked.county.map(crate::domain::CountyIndex::index));
        rows.entry(area).or_default().insert(line.asked.year.0, line);
    }
    let row = |((indicator, county), by_year): (&(usize, Option<usize>), &BTreeMap<i32, &TargetLine>)| {
        let area = county.map_or_else(
            || word(language, "全域", "All"),
            |county| study.counties[county].name.get(language).to_owned(),
        );
        let mut cells =
            vec![Cell::Text(study.indicators[*indicator].name.get(language).to_owned()), Cell::Text(area)];
        cells.extend(years.iter().map(|year| {
            by_year
                .get(year)
                .and_then(|line| line.chance)
                .map_or(Cell::Blank, |chance| Cell::Percent(chance, 1))
        }));
        if outlook {
            let chances = by_year.iter().filter(|(year, _)| **year > last_decision);
            let least = chances
                .filter_map(|(year, line)| Some((*year, line.chance?)))
                .min_by(|one, other| one.1.total_cmp(&other.1));
            cells.push(least.map_or(Cell::Blank, |(year, chance)| {
                let chance = Cell::Percent(chance, 1).display();
                Cell::Text(word(language, &format!("{chance}（{year}年）"), &format!("{chance} ({year})")))
            }));
        }
        let last = by_year.values().last();
        let level = |of: fn(&TargetLine) -> Option<f64>| {
            last.and_then(|line| of(line)).map_or(Cell::Blank, |level| {
                if study.indicators[*indicator].kind.is_share() {
                    Cell::Percent(level, 2)
                } else {
                    Cell::Number(level, 1)
                }
            })
        };
        cells.extend([
            level(|line| Some(line.asked.target)),
            level(|line| line.mean),
            level(|line| line.worst),
        ]);
        cells
    };
    let mut heads = vec![word(language, "指标", "Indicator"), word(language, "范围", "Area")];
    heads.extend(years.iter().map(ToString::to_string));
    if outlook {
        let (from, to) = (last_decision + 1, study.horizon.outlook.0);
        let worst = (format!("{from}—{to}年最低"), format!("Least of {from}–{to}"));
        heads.push(word(language, &worst.0, &worst.1));
    }
    heads.extend([
        word(language, "末年目标", "Last target"),
        word(language, "可达均值", "Mean reachable"),
        word(language, "最差十分之一", "Worst tenth"),
    ]);
    let title = word(language, "各年目标可达的概率", "Chance that each target can be reached, by year");
    Table { title, heads, rows: rows.iter().map(row).collect() }
}

fn figure_heads(language: Language) -> [String; 4] {
    [
        word(language, "预期未入学（人年）", "Unplaced, expected (child-years)"),
        word(language, "最差十分之一", "Worst tenth"),
        word(language, "末年预期空余学位", "Empty places in the last decision year, expected"),
        word(language, "最多十分之一", "Fullest tenth of them"),
    ]
}

fn stages(study: &Study, lines: &[StageLine], language: Language) -> Table {
    let row = |line: &StageLine| {
        vec![
            Cell::Text(study.stages[line.stage.index()].name.get(language).to_owned()),
            Cell::Percent(line.placed, 1),
            Cell::Number(line.unplaced, 1),
            Cell::Number(line.unplaced_worst, 1),
            Cell::Number(line.empty, 0),
            Cell::Number(line.empty_worst, 0),
        ]
    };
    let mut heads = vec![
        word(language, "学段", "Stage"),
        word(language, "全部入学的概率", "Chance that all have a place"),
    ];
    heads.extend(figure_heads(language));
    Table { title: word(language, "各学段", "Stages"), heads, rows: lines.iter().map(row).collect() }
}

fn towns(study: &Study, lines: &[TownLine], all: bool, language: Language) -> Table {
    let mut lines: Vec<&TownLine> = lines.iter().collect();
    if !all {
        lines.retain(|line| line.unplaced_worst >= 0.05);
        lines.sort_by(|one, other| {
            other
                .unplaced
                .total_cmp(&one.unplaced)
                .then(one.town.cmp(&other.town))
                .then(one.stage.cmp(&other.stage))
        });
        lines.truncate(SHOWN);
    }
    let row = |line: &&TownLine| {
        vec![
            Cell::Text(study.counties[study.county_of(line.town).index()].name.get(language).to_owned()),
            Cell::Text(study.towns[line.town.index()].name.get(language).to_owned()),
            Cell::Text(study.stages[line.stage.index()].name.get(language).to_owned()),
            Cell::Number(line.unplaced, 1),
            Cell::Number(line.unplaced_worst, 1),
            Cell::Number(line.empty, 0),
            Cell::Number(line.empty_worst, 0),
        ]
    };
    let mut heads =
        vec![word(language, "县", "County"), word(language, "乡镇", "Town"), word(language, "学段", "Stage")];
    heads.extend(figure_heads(language));
    let title = if all {
        word(language, "各乡镇", "Towns")
    } else {
        word(language, "未入学最多的乡镇", "Towns with most children without a place")
    };
    Table { title, heads, rows: lines.iter().map(row).collect() }
}
