//! Probabilities of the plan: what many futures of the children bring.

use super::words::Words;
use super::{Exhibit, Section};
use crate::proposal::{Chances, Expected, TargetChance, TownChance};
use crate::report::table::Cell;

/// Most towns that a table of the text shows; the attachment has all.
const SHOWN: usize = 10;

/// How likely everything holds, in a sentence for the first page.
pub fn in_short(words: &Words, chances: &Chances) -> String {
    let (all, everyone) = (Cell::count(chances.futures).display(), words.share(chances.everyone_placed));
    let (targets, both) = (words.share(chances.every_target), words.share(chances.everything));
    words.say(
        format!(
            "按{all}种可能的人口变化检验，建设安排不变：各年每名儿童均有学位的可能性为{everyone}，各项目标均可达到的可能性为{targets}，两者兼有的可能性为{both}。"
        ),
        format!(
            "Tried on {all} possible futures, with what is built held fixed: every child has a place in every year in {everyone} of them, every target can be reached in {targets}, both in {both}."
        ),
    )
}

/// The part of the risks that rests on futures.
pub fn section(words: &Words) -> Section {
    let mut section = Section::new(2, words.say("人口变化下的可能性", "What futures of the children bring"));
    let Some(chances) = &words.proposal.chances else {
        section.paragraph(words.say(
            "本次未作压力检验，不给出各项可能性。",
            "The plan was not put to futures: no probabilities are given.",
        ));
        return section;
    };
    let (first, last, outlook) = words.proposal.run.years;
    section.paragraph(in_short(words, chances));
    section.note(words.say(
        format!("检验办法：{}每种人口变化下重新安排就学，统计{first}—{outlook}年；年际流失限制不计；占比目标逐项判断，为可达上限，几项目标未必同时达到。最差十分之一指最不利的10%情形的平均。", words.marks(&chances.errors.zh)),
        format!("How: {} Children find places anew in each future, {first}–{outlook}; limits on yearly losses of a class are left out; each share is judged by itself, which is a bound from above. Worst tenth: mean of the least favourable 10 %.", chances.errors.en),
    ));
    section.table(stages(words, chances));
    section.table(targets(words, chances));
    section.table(towns(words, chances, true));
    section.table(towns(words, chances, false));
    if chances.towns.iter().all(|one| !lacks(one)) {
        section.paragraph(words.say(
            "各乡镇（街道）在最不利的10%情形下也基本没有儿童缺学位。",
            "Even in the worst tenth of futures hardly a child of any town lacks a place.",
        ));
    }
    section.note(words.say(
        format!("空余学位为{last}年数。各乡镇（街道）数字见附件7。"),
        format!("Empty places are those of {last}. Figures of every town are in attachment 7."),
    ));
    section
}

/// Heads of what is expected.
pub fn expected_heads(words: &Words) -> [String; 4] {
    [
        words.say("预期缺学位（人年）", "Without a place, expected (child-years)"),
        words.say("最差十分之一（人年）", "Worst tenth (child-years)"),
        words.say("预期空余学位", "Empty places, expected"),
        words.say("空余最多的十分之一", "Fullest tenth of them"),
    ]
}

/// Cells of what is expected.
pub fn expected_cells(expected: &Expected) -> [Cell; 4] {
    [
        Cell::Number(expected.unplaced, 1),
        Cell::Number(expected.unplaced_worst, 1),
        Cell::Number(expected.empty, 0),
        Cell::Number(expected.empty_worst, 0),
    ]
}

fn stages(words: &Words, chances: &Chances) -> Exhibit {
    let row = |one: &crate::proposal::StageChance| {
        let mut cells = vec![
            Cell::Text(words.proposal.run.name("stage", &one.stage, words.language).to_owned()),
            Cell::Percent(one.placed, 1),
        ];
        cells.extend(expected_cells(&one.expected));
        cells
    };
    let mut heads = words.heads(&[("学段", "Stage", 1.2), ("均有学位的可能性", "All have a place", 1.2)]);
    heads.extend(expected_heads(words).map(|head| (head, 1.2)));
    let caption =
        words.say("各学段缺学位与空余学位的可能性", "Stages: children without a place, empty places");
    Exhibit::new(caption, &heads, chances.stages.iter().map(row).collect(), false)
}

/// Chance of every target by year, with what the last one can reach at worst.
fn targets(words: &Words, chances: &Chances) -> Exhibit {
    let from = words.year();
    let mut years: Vec<i32> = chances.targets.iter().map(|one| one.year).filter(|of| *of >= from).collect();
    years.sort_unstable();
    years.dedup();
    let mut kinds: Vec<(&str, &str)> = Vec::new();
    for one in chances.targets.iter().filter(|one| one.year >= from) {
        if !kinds.contains(&(&one.indicator, &one.area)) {
            kinds.push((&one.indicator, &one.area));
        }
    }
    let row = |(indicator, area): &(&str, &str)| {
        let of = |year: &i32| {
            let is =
                |one: &&TargetChance| one.indicator == *indicator && one.area == *area && one.year == *year;
            chances.targets.iter().find(is)
        };
        let mut cells = vec![
            Cell::Text(words.proposal.run.name("indicator", indicator, words.language).to_owned()),
            Cell::Text(words.area(area)),
        ];
        cells.extend(
            years.iter().map(|year| of(year).map_or(Cell::Blank, |one| Cell::Percent(one.chance, 1))),
        );
        let last = years.iter().rev().find_map(of);
        let value =
            |share: bool, value: f64| if share { Cell::Percent(value, 2) } else { Cell::Number(value, 0) };
        cells.push(last.map_or(Cell::Blank, |one| value(one.share, one.target)));
        cells.push(last.map_or(Cell::Blank, |one| value(one.share, one.worst)));
        cells
    };
    let mut heads = words.heads(&[("指标", "Indicator", 2.6), ("范围", "Area", 0.8)]);
    heads.extend(years.iter().map(|year| (words.say(format!("{year}年"), year.to_string()), 0.9)));
    heads.extend(
        words.heads(&[("末年目标", "Last target", 0.95), ("最差十分之一可达", "Worst tenth reaches", 0.95)]),
    );
    let caption = words.say("各项目标可以达到的可能性", "Chance that each target can be reached");
    Exhibit::new(caption, &heads, kinds.iter().map(row).collect(), false)
}

/// Whether children of a town may lack places.
fn lacks(one: &TownChance) -> bool {
    one.expected.unplaced_worst >= 0.5
}

/// Towns where most children may lack places, or most places may stand empty.
fn towns(words: &Words, chances: &Chances, lacking: bool) -> Exhibit {
    let size = |one: &TownChance| if lacking { one.expected.unplaced } else { one.expected.empty };
    let mut lines: Vec<&TownChance> = chances
        .towns
        .iter()
        .filter(|one| if lacking { lacks(one) } else { one.expected.empty >= 0.5 })
        .collect();
    lines.sort_by(|one, other| size(other).total_cmp(&size(one)).then_with(|| one.town.cmp(&other.town)));
    lines.truncate(SHOWN);
    let row = |one: &&TownChance| {
        let mut cells = town_cells(words, one);
        let [unplaced, unplaced_worst, empty, empty_worst] = expected_cells(&one.expected);
        cells.extend(if lacking { [unplaced, unplaced_worst] } else { [empty, empty_worst] });
        cells
    };
    let [unplaced, unplaced_worst, empty, empty_worst] = expected_heads(words);
    let (mean, worst) = if lacking { (unplaced, unplaced_worst) } else { (empty, empty_worst) };
    let [county, town, stage] = town_heads(words);
    let heads = [(county, 1.1), (town, 1.4), (stage, 1.0), (mean, 1.3), (worst, 1.3)];
    let caption = if lacking {
        words.say("最可能缺学位的乡镇（街道）", "Towns whose children may lack places")
    } else {
        words.say("预期空余学位最多的乡镇（街道）", "Towns with most empty places, expected")
    };
    Exhibit::new(caption, &heads, lines.iter().map(row).collect(), false)
}

/// Heads of county, town and stage.
pub fn town_heads(words: &Words) -> [String; 3] {
    [words.say("县（市、区）", "County"), words.say("乡镇（街道）", "Town"), words.say("学段", "Stage")]
}

/// Cells of county, town and stage.
pub fn town_cells(words: &Words, one: &TownChance) -> Vec<Cell> {
    let name =
        |kind: &str, id: &str| Cell::Text(words.proposal.run.name(kind, id, words.language).to_owned());
    vec![Cell::Text(words.area(&one.county)), name("town", &one.town), name("stage", &one.stage)]
}
