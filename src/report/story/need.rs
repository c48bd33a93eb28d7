//! Need: children by stage, class of town and group.

use super::words::Words;
use super::{Exhibit, Section};
use crate::proposal::class_supplies;
use crate::report::chart::{Chart, LineChart, PyramidChart};
use crate::report::table::Cell;

pub fn sections(words: &Words) -> Vec<Section> {
    let mut head = Section::new(1, words.say("学位需求", "Need for places"));
    head.paragraph(births(words));
    vec![head, stages(words), classes(words), people(words)]
        .into_iter()
        .filter(|section| section.level == 1 || !section.blocks.is_empty())
        .collect()
}

fn births(words: &Words) -> String {
    let births = &words.proposal.details.births;
    let year = words.year();
    let of = |year: i32| births.get(&year).copied();
    let Some((last, number)) = births.iter().find(|(of, _)| **of == year - 3) else {
        return words.say(
            "学位需求由各学段适龄儿童按入学口径测算。",
            "Need follows the children of each stage's ages.",
        );
    };
    let before = of(last - 5).unwrap_or(*number);
    words.say(
        format!(
            "{year}年入园的主体为{last}年前后出生的儿童。{last}年出生{}人，{}年为{}人，五年{}{:.1}%。出生变化依次传导：先到学前教育，三年后到小学，九年后到初中。",
            words.whole(*number),
            last - 5,
            words.whole(before),
            if *number < before { "下降" } else { "增长" },
            (number / before - 1.0).abs() * 100.0
        ),
        format!(
            "Children who enter preschool in {year} were born around {last}: {} births against {} in {} ({:+.1}%). The change reaches preschool first, primary school three years later, junior school after nine.",
            words.whole(*number),
            words.whole(before),
            last - 5,
            (number / before - 1.0) * 100.0
        ),
    )
}

fn stages(words: &Words) -> Section {
    let (proposal, year) = (words.proposal, words.year());
    let mut section = Section::new(2, words.say("分学段需求", "By stage"));
    let (_, last, outlook) = proposal.run.years;
    let rows = words.stages().into_iter().map(|stage| {
        let of = |year: i32| proposal.supply("*", stage, year).children;
        let (peak_year, peak) = proposal.peak(stage).map_or((year, 0.0), |peak| (peak.year, peak.children));
        let migrant = proposal.children(stage, Some("migrant"), year);
        let all = proposal.children(stage, None, year);
        let before = of(year - 1);
        vec![
            Cell::Text(words.name("stage", stage).to_owned()),
            Cell::Number(of(year), 0),
            if before > 0.0 { Cell::Number(of(year) - before, 0) } else { Cell::Blank },
            if all > 0.0 && migrant > 0.0 { Cell::Percent(migrant / all, 1) } else { Cell::Blank },
            Cell::Number(of(last), 0),
            Cell::Number(of(outlook), 0),
            Cell::Text(peak_year.to_string()),
            Cell::Number(peak, 0),
        ]
    });
    let of = |year: i32| (format!("{year}年"), year.to_string());
    let [this, end, far] = [year, last, outlook].map(of);
    let heads = words.heads(&[
        ("学段", "Stage", 1.3),
        (&this.0, &this.1, 1.0),
        ("比上年", "Change", 1.0),
        ("随迁占比", "Migrant", 1.0),
        (&end.0, &end.1, 1.0),
        (&far.0, &far.1, 1.0),
        ("峰值年", "Peak year", 0.8),
        ("峰值", "Peak", 1.0),
    ]);
    let caption = words.say("需要学位的儿童（人）", "Children who need a place");
    section.table(Exhibit::new(caption, &heads, rows.collect(), false));
    section.note(words.say(
        format!(
            "峰值在{}年至{outlook}年间取。随迁占比为随迁子女占需要学位儿童的比例。",
            proposal.run.years.0
        ),
        format!("Peaks are of {}–{outlook}.", proposal.run.years.0),
    ));
    let charts: Vec<LineChart> = words.stages().into_iter().map(|stage| fan(words, stage)).collect();
    if charts.iter().any(|chart| !chart.years.is_empty()) {
        section.figure(
            words.say(
                "各学段需求与学位（单位见各图；阴影为80%区间）",
                "Children and places by stage (units as shown; shaded: 80 % band)",
            ),
            Chart::Lines(charts),
        );
    }
    section
}

/// Children with their band, against places before and with the plan, in 10⁴.
fn fan(words: &Words, stage: &str) -> LineChart {
    let proposal = words.proposal;
    let supplies: Vec<_> =
        proposal.supplies.iter().filter(|one| one.area == "*" && one.stage == stage).collect();
    let years: Vec<i32> = supplies.iter().map(|one| one.year).collect();
    let greatest = supplies.iter().map(|one| one.places.max(one.children)).fold(0.0, f64::max);
    // Small stages are shown in children, not in ten thousands.
    let scale = if greatest < 20_000.0 { 1.0 } else { 1e4 };
    let line =
        |of: fn(&crate::proposal::Supply) -> f64| supplies.iter().map(|one| Some(of(one) / scale)).collect();
    let band = |year: &i32| {
        let is = |one: &&crate::store::BandRecord| one.area == "*" && one.stage == stage && one.year == *year;
        proposal.details.bands.iter().find(is).map(|one| (one.band[0] / scale, one.band[2] / scale))
    };
    let banded: Vec<Option<(f64, f64)>> = years.iter().map(band).collect();
    LineChart {
        title: proposal.run.name("stage", stage, words.language).to_owned(),
        unit: if scale > 1.0 { words.say("万", "10⁴") } else { words.say("人、个", "") },
        series: vec![
            (words.say("需求", "children"), line(|one| one.children)),
            (words.say("规划学位", "places with the plan"), line(|one| one.places)),
            (words.say("现有学位", "standing places"), line(|one| one.standing)),
        ],
        band: banded.iter().any(Option::is_some).then(|| (words.say("80%区间", "80 % band"), banded)),
        years,
        from_zero: true,
    }
}

fn classes(words: &Words) -> Section {
    let (proposal, year) = (words.proposal, words.year());
    let mut section = Section::new(2, words.say("分乡镇类型需求", "By class of town"));
    let mut rows = Vec::new();
    for stage in words.stages() {
        let classes = class_supplies(&proposal.run.balance, &proposal.details.towns, stage, year);
        let all: f64 = classes.iter().map(|(_, one)| one.children).sum();
        if classes.len() < 2 || proposal.crosses_counties(stage) {
            continue;
        }
        rows.extend(classes.into_iter().map(|(class, one)| {
            vec![
                Cell::Text(words.name("stage", stage).to_owned()),
                Cell::Text(words.town_class(&class)),
                Cell::Number(one.children, 0),
                if all > 0.0 { Cell::Percent(one.children / all, 1) } else { Cell::Blank },
                Cell::Number(one.standing, 0),
                Cell::Number(one.places, 0),
                Cell::count(one.short_towns.0),
                Cell::count(one.short_towns.1),
            ]
        }));
    }
    let heads = words.heads(&[
        ("学段", "Stage", 1.1),
        ("类型", "Class", 0.9),
        ("需求（人）", "Children", 1.0),
        ("占比", "Share", 0.8),
        ("现有学位", "Standing", 1.0),
        ("规划学位", "With the plan", 1.0),
        ("缺口乡镇（前）", "Short towns before", 0.9),
        ("缺口乡镇（后）", "after", 0.9),
    ]);
    let caption = words.say(
        format!("{year}年各类乡镇的需求与学位"),
        format!("Children and places by class of town, {year}"),
    );
    section.table(Exhibit::new(caption, &heads, rows, false));
    section
}

fn people(words: &Words) -> Section {
    let (details, year) = (&words.proposal.details.people, words.year());
    let mut section = Section::new(2, words.say("人口结构", "People by age"));
    let first = words.proposal.run.years.0 - 1;
    let base = details.keys().map(|key| key.0).filter(|of| *of >= first).min();
    let (Some(base), true) = (base, details.keys().any(|key| key.0 == year)) else { return section };
    let sum = |of: i32, sex: &str, from: i32, to: i32| -> f64 {
        let is = |key: &&(i32, String, i32)| key.0 == of && key.1 == sex && (from..to).contains(&key.2);
        details.iter().filter(|(key, _)| is(key)).map(|(_, people)| people / 1e4).sum()
    };
    let age = |from: i32| {
        let to = if from >= 85 { 200 } else { from + 5 };
        let label = if from >= 85 { "85+".to_owned() } else { format!("{from}–{}", to - 1) };
        let at = |of, sex| sum(of, sex, from, to);
        (label, [at(year, "male"), at(year, "female"), at(base, "male"), at(base, "female")])
    };
    let chart = PyramidChart {
        words: [
            words.say("男", "Male"),
            words.say("女", "Female"),
            words.say(format!("虚线：{base}年"), format!("dashed: {base}")),
        ],
        unit: words.say("万人", "10⁴"),
        ages: (0..=17).map(|step| age(step * 5)).collect(),
    };
    section.figure(
        words.say(
            format!("{year}年末人口金字塔（对照{base}年末）"),
            format!("People at the end of {year}, and of {base}"),
        ),
        Chart::Pyramid(chart),
    );
    section
}
