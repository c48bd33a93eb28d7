//! Supply and gaps, before and with the plan.

use super::words::Words;
use super::{Exhibit, Section};
use crate::proposal::Supply;
use crate::report::chart::{BarChart, Chart, MapChart, MapMove, MapTown, class_words};
use crate::report::table::Cell;
use crate::store::BalanceRecord;

pub fn sections(words: &Words) -> Vec<Section> {
    let year = words.year();
    let mut head = Section::new(1, words.say("学位供给与缺口", "Supply and gaps"));
    head.paragraph(words.say(
        format!("“现有学位”为不实施本方案时{year}年可用的学位，“规划学位”为实施后可用的学位；缺口＝需求－学位，负数为富余。乡镇缺口由就近跨乡镇就读弥补的，列为“跨乡镇就读”。"),
        format!("Standing places are those of {year} without the plan. A gap is children less places; negative: places to spare. Children whose town has too few go to a town nearby."),
    ));
    vec![head, whole(words), counties(words), maps(words)]
}

fn whole(words: &Words) -> Section {
    let (proposal, year) = (words.proposal, words.year());
    let mut section = Section::new(2, words.say("全市平衡", "The whole"));
    let rows = words.stages().into_iter().map(|stage| {
        let one = proposal.supply("*", stage, year);
        let (moving, km) = proposal.moving(stage, year);
        let wide = proposal.crosses_counties(stage);
        let lack = |cell: Cell| if wide { Cell::Text("–".to_owned()) } else { cell };
        vec![
            Cell::Text(words.name("stage", stage).to_owned()),
            Cell::Number(one.children, 0),
            Cell::Number(one.standing, 0),
            Cell::Number(one.places, 0),
            lack(Cell::count(one.short_towns.0)),
            lack(Cell::Number(one.short.0, 0)),
            lack(Cell::count(one.short_towns.1)),
            lack(Cell::Number(one.short.1, 0)),
            one.utilisation().map_or(Cell::Blank, |share| Cell::Percent(share, 1)),
            Cell::Number(moving, 0),
            if moving > 0.0 { Cell::Number(km, 1) } else { Cell::Blank },
        ]
    });
    let heads = words.heads(&[
        ("学段", "Stage", 1.2),
        ("需求", "Children", 1.0),
        ("现有学位", "Standing", 1.0),
        ("规划学位", "With the plan", 1.0),
        ("前：缺口乡镇", "Short towns before", 0.8),
        ("前：缺学位", "places lacking", 0.8),
        ("后：缺口乡镇", "Short towns after", 0.8),
        ("后：缺学位", "places lacking", 0.8),
        ("利用率", "Use", 0.9),
        ("跨乡镇就读", "Move", 0.9),
        ("平均公里", "km", 0.7),
    ]);
    let caption = words.say(format!("{year}年学位供需（个、人）"), format!("Children and places, {year}"));
    section.table(Exhibit::new(caption, &heads, rows.collect(), false));
    for stage in words.stages() {
        let one = proposal.supply("*", stage, year);
        if one.short_towns.0 == 0 || proposal.crosses_counties(stage) {
            continue;
        }
        let (before, after) = (words.whole(one.short.0), words.whole(one.short.1));
        if one.short_towns.0 == one.short_towns.1 && before == after {
            section.paragraph(words.say(
                format!(
                    "{}：实施前后均有{}个乡镇（街道）合计缺{before}个学位，由就近跨乡镇就读解决。",
                    words.name("stage", stage),
                    one.short_towns.0
                ),
                format!(
                    "{}: {} towns lack {before} places with and without the plan; their children go to towns nearby.",
                    words.name("stage", stage),
                    one.short_towns.0
                ),
            ));
        } else {
            section.paragraph(words.say(
                format!(
                    "{}：实施前{}个乡镇（街道）合计缺{before}个学位，实施后为{}个、{after}个。",
                    words.name("stage", stage),
                    one.short_towns.0,
                    one.short_towns.1
                ),
                format!(
                    "{}: {} towns lack {before} places before, {} towns {after} after.",
                    words.name("stage", stage),
                    one.short_towns.0,
                    one.short_towns.1
                ),
            ));
        }
    }
    section
}

fn counties(words: &Words) -> Section {
    let (proposal, year) = (words.proposal, words.year());
    let mut section = Section::new(2, words.say("分县平衡", "By county"));
    for stage in words.stages() {
        let name = words.name("stage", stage);
        let row = |area: &str| {
            let one = proposal.supply(area, stage, year);
            vec![
                if area == "*" {
                    Cell::Text(words.say("合计", "All"))
                } else {
                    Cell::Text(words.area(area))
                },
                Cell::Number(one.children, 0),
                Cell::Number(one.standing, 0),
                Cell::Number(one.gap().0, 0),
                Cell::Number(one.places, 0),
                Cell::Number(one.gap().1, 0),
                Cell::Number(one.pupils, 0),
                one.utilisation().map_or(Cell::Blank, |share| Cell::Percent(share, 1)),
            ]
        };
        let mut rows: Vec<Vec<Cell>> = words.counties().into_iter().map(row).collect();
        rows.push(row("*"));
        let heads = words.heads(&[
            ("县（市、区）", "County", 1.3),
            ("需求", "Children", 1.0),
            ("现有学位", "Standing", 1.0),
            ("缺口（前）", "Gap before", 1.0),
            ("规划学位", "With the plan", 1.0),
            ("缺口（后）", "Gap after", 1.0),
            ("在校生", "Pupils", 1.0),
            ("利用率", "Use", 0.9),
        ]);
        let caption =
            words.say(format!("{year}年{name}分县供需（人、个）"), format!("{name} by county, {year}"));
        section.table(Exhibit::new(caption, &heads, rows, true));
    }
    chart(words, &mut section);
    section
}

/// Children against places by county, of the largest stage.
fn chart(words: &Words, section: &mut Section) {
    let (proposal, year) = (words.proposal, words.year());
    let all = words.stages();
    let children = |stage: &&&str| proposal.supply("*", stage, year).children;
    let Some(stage) = all.iter().max_by(|one, other| children(one).total_cmp(&children(other))) else {
        return;
    };
    let values = |of: fn(&Supply) -> f64| {
        words.counties().into_iter().map(|county| of(&proposal.supply(county, stage, year)) / 1e4).collect()
    };
    let chart = BarChart {
        unit: words.say("万", "10⁴"),
        categories: words.counties().into_iter().map(|county| words.area(county)).collect(),
        series: vec![
            (words.say("需求", "children"), values(|one| one.children)),
            (words.say("现有学位", "standing places"), values(|one| one.standing)),
            (words.say("规划学位", "places with the plan"), values(|one| one.places)),
        ],
        stacked: false,
    };
    let name = words.name("stage", stage);
    section.figure(
        words.say(
            format!("{year}年{name}分县需求与学位"),
            format!("{name}: children and places by county, {year}"),
        ),
        Chart::Bars(chart),
    );
}

fn maps(words: &Words) -> Section {
    let (proposal, year) = (words.proposal, words.year());
    let mut section = Section::new(2, words.say("分乡镇缺口", "By town"));
    for stage in words.stages() {
        let largest = proposal.supply("*", stage, year);
        // A stage taught across counties, or without any town that is short, needs no map by town.
        let served = proposal
            .run
            .balance
            .iter()
            .filter(|one| one.stage == stage && one.year == year && one.places > 0.0);
        if largest.children <= 0.0 || served.count() * 2 < proposal.details.towns.len() {
            continue;
        }
        let name = words.name("stage", stage);
        let charts = vec![map(words, stage, year, false), map(words, stage, year, true)];
        if charts[0].towns.len() < 3 {
            continue;
        }
        section.figure(
            words.say(
                format!("{year}年{name}各乡镇（街道）缺口：实施前与实施后"),
                format!("{name}: gaps by town before and with the plan, {year}"),
            ),
            Chart::Maps(charts),
        );
    }
    section.paragraph(words.say("各乡镇（街道）数字见附件2。", "Figures of every town are in attachment 2."));
    section
}

/// Towns by gap, before the plan or with it and the moves.
pub fn map(words: &Words, stage: &str, year: i32, after: bool) -> MapChart {
    let proposal = words.proposal;
    let town = |record: &crate::store::TownRecord| {
        let is = |one: &&BalanceRecord| one.town == record.town && one.stage == stage && one.year == year;
        let supply = proposal.run.balance.iter().find(is);
        let gap = supply.map(|one| if after { one.gap().1 } else { one.gap().0 });
        let name = proposal.run.name("town", &record.town, words.language);
        let tip = supply.map_or_else(
            || name.to_owned(),
            |one| {
                let (children, places) =
                    (words.whole(one.children), words.whole(if after { one.places } else { one.standing }));
                words.say(
                    format!("{name}：需求{children}，学位{places}"),
                    format!("{name}: children {children}, places {places}"),
                )
            },
        );
        record.position.map(|position| MapTown {
            town: record.town.clone(),
            county: words.area(&record.county),
            tip,
            position,
            gap,
        })
    };
    let moves = proposal.details.moves.iter().filter(|one| after && one.stage == stage && one.year == year);
    MapChart {
        title: if after {
            words.say("实施后（线：跨乡镇就读）", "With the plan (lines: moves)")
        } else {
            words.say("实施前", "Before")
        },
        towns: proposal.details.towns.iter().filter_map(town).collect(),
        moves: moves
            .map(|one| MapMove { from: one.from.clone(), to: one.to.clone(), children: one.children })
            .collect(),
        words: class_words(words.is_chinese()),
    }
}
