//! A town in words.

use super::{Explained, money, need_and_places, openings, project_name, shown, stage_and_year, town_name};
use crate::domain::{Language, SchoolYear, Study};
use crate::explain::{AreaLine, Stream, TownLine, TownProject, TownReasons};
use crate::projection::Trace;
use crate::report::reach::reason;
use crate::report::words::{heads, say};
use crate::report::{Cell, Table, trace_table};

/// A town's demand, supply and moves, in the years shown; `trace` takes one of its figures apart.
#[must_use]
pub fn town_explained(
    study: &Study,
    reasons: &TownReasons,
    trace: Option<&Trace>,
    language: Language,
) -> Explained {
    let mut sentences = vec![births(study, reasons, language)];
    sentences.extend(stages(study, reasons, language));
    sentences.push(projects_sentence(study, reasons, language));
    let mut tables = vec![
        births_table(reasons, language),
        lines(study, reasons, language),
        streams(study, reasons, language),
        projects(study, reasons, language),
    ];
    tables.extend(trace.map(|trace| trace_table(trace, language)));
    tables.retain(|table| !table.rows.is_empty());
    Explained { sentences, tables }
}

fn name(study: &Study, reasons: &TownReasons, language: Language) -> String {
    let county = study.counties[study.county_of(reasons.town).index()].name.get(language);
    let town = town_name(study, reasons.town, language);
    say(language, &format!("{county}{town}"), &format!("{town}, {county}"))
}

fn births(study: &Study, reasons: &TownReasons, language: Language) -> String {
    let name = name(study, reasons, language);
    let last = study.horizon.base.0;
    let of = |year: i32| reasons.births.iter().find(|(of, _)| *of == year).map(|(_, births)| *births);
    let five = of(last - 5).zip(of(last)).map(|(before, now)| {
        say(
            language,
            &format!("出生数 {} 年 {before:.0} 人，{last} 年 {now:.0} 人", last - 5),
            &format!("{before:.0} births in {}, {now:.0} in {last}", last - 5),
        )
    });
    let ahead = of(study.horizon.last.0).map(|births| {
        say(
            language,
            &format!("预测 {} 年 {births:.0} 人", study.horizon.last.0),
            &format!("{births:.0} projected for {}", study.horizon.last.0),
        )
    });
    let parts: Vec<String> = five.into_iter().chain(ahead).collect();
    let list = parts.join(&say(language, "，", ", "));
    say(language, &format!("{name}：{list}。"), &format!("{name}: {list}."))
}

/// One sentence a stage, for the last planned year.
fn stages(study: &Study, reasons: &TownReasons, language: Language) -> Vec<String> {
    let year = study.horizon.last;
    let of_year = reasons
        .lines
        .iter()
        .map(|line| &line.area)
        .filter(|line| line.year == year && (line.needing > 0.0 || line.places_after > 0.0));
    let one = |line: &AreaLine| {
        let stage = study.stages[line.stage.index()].name.get(language);
        let AreaLine { needing, places_before, places_after, leaving, arriving, pupils, unplaced, .. } = line;
        let without = if *unplaced >= 0.5 {
            let reason = reason(study, line.stage, reasons.town, language);
            say(
                language,
                &format!("，{unplaced:.0} 人没有学位{reason}"),
                &format!(", {unplaced:.0} without a place{reason}"),
            )
        } else {
            String::new()
        };
        say(
            language,
            &format!(
                "{stage} {year} 学年：需要学位 {needing:.0}，学位 {places_before:.0}（有方案 {places_after:.0}），去外镇 {leaving:.0}，外镇来 {arriving:.0}，在校 {pupils:.0}{without}。"
            ),
            &format!(
                "{stage}, {year}: {needing:.0} need a place; {places_before:.0} places stand, {places_after:.0} with the plan; {leaving:.0} go to other towns, {arriving:.0} come, {pupils:.0} are taught here{without}."
            ),
        )
    };
    of_year.map(one).collect()
}

fn projects_sentence(study: &Study, reasons: &TownReasons, language: Language) -> String {
    let chosen: Vec<&TownProject> = reasons.projects.iter().filter(|one| !one.openings.is_empty()).collect();
    let all = reasons.projects.len();
    let names: Vec<String> = chosen
        .iter()
        .map(|one| format!("{} ({})", project_name(study, one.project), openings(&one.openings)))
        .collect();
    let list = if names.is_empty() { "–".to_owned() } else { names.join(", ") };
    say(
        language,
        &format!("备选项目 {all} 个，方案建 {} 个：{list}。", chosen.len()),
        &format!("{all} project options, of which the plan builds {}: {list}.", chosen.len()),
    )
}

fn births_table(reasons: &TownReasons, language: Language) -> Table {
    let rows = reasons
        .births
        .iter()
        .map(|(year, births)| vec![Cell::Text(year.to_string()), Cell::Number(*births, 1)]);
    let title = say(language, "出生数（已有与预测）", "Births, known and projected");
    let words = [("年份", "Year"), ("出生", "Births")];
    Table { title, heads: heads(language, &words), rows: rows.collect() }
}

fn lines(study: &Study, reasons: &TownReasons, language: Language) -> Table {
    let row = |line: &TownLine| {
        let mut row = stage_and_year(study, &line.area, language);
        let optional = |number: Option<f64>| number.map_or(Cell::Blank, |number| Cell::Number(number, 0));
        row.extend([line.births, line.children].map(optional));
        row.extend(need_and_places(&line.area));
        row
    };
    let words = [
        ("学段", "Stage"),
        ("学年", "School year"),
        ("同批出生", "Births then"),
        ("适龄儿童", "Children"),
        ("需要学位", "Need a place"),
        ("现有学位", "Places standing"),
        ("方案学位", "With the plan"),
        ("缺口", "Gap"),
        ("去外镇", "Leave"),
        ("外镇来", "Come"),
        ("在校生", "Taught here"),
        ("无学位", "Without a place"),
    ];
    let title = say(
        language,
        "从出生到学位（人；规划首年、末年和展望末年；缺口为负即富余）",
        "From births to places (first and last planned year, last year of the outlook; a negative gap is spare)",
    );
    let rows = reasons.lines.iter().filter(|line| shown(study, line.area.year)).map(row).collect();
    Table { title, heads: heads(language, &words), rows }
}

/// Most ways that are shown of a year.
const WAYS: usize = 8;

fn streams(study: &Study, reasons: &TownReasons, language: Language) -> Table {
    let row = |stream: &Stream| {
        vec![
            Cell::Text(stream.year.to_string()),
            Cell::Text(study.stages[stream.stage.index()].name.get(language).to_owned()),
            Cell::Text(if stream.arriving {
                say(language, "来自", "from")
            } else {
                say(language, "去往", "to")
            }),
            Cell::Text(town_name(study, stream.other, language).to_owned()),
            Cell::Number(stream.children, 1),
            Cell::Number(stream.km, 1),
        ]
    };
    let of_year = |year: SchoolYear| reasons.streams.iter().filter(move |one| one.year == year).take(WAYS);
    let rows = [study.horizon.first, study.horizon.last].into_iter().flat_map(of_year).map(row).collect();
    let words = [
        ("学年", "School year"),
        ("学段", "Stage"),
        ("方向", "Way"),
        ("乡镇街道", "Town"),
        ("人数", "Children"),
        ("公里", "km"),
    ];
    let title = say(language, "跨乡镇就读（人数最多的）", "Ways to other towns (the largest)");
    Table { title, heads: heads(language, &words), rows }
}

fn projects(study: &Study, reasons: &TownReasons, language: Language) -> Table {
    let row = |one: &TownProject| {
        let data = &study.projects[one.project.index()];
        vec![
            Cell::Text(project_name(study, one.project)),
            Cell::Text(say(language, data.kind.zh(), data.kind.id())),
            Cell::Text(format!("{}–{}", data.earliest, data.latest)),
            Cell::Text(openings(&one.openings)),
            Cell::Number(f64::from(data.net_places()), 0),
            money(data.capex.ten_thousand()),
        ]
    };
    let words = [
        ("项目", "Project"),
        ("类别", "Kind"),
        ("可投用", "Can open"),
        ("方案投用", "Opens in the plan"),
        ("学位", "Places"),
        ("投资（万元）", "Capital (10⁴ yuan)"),
    ];
    let title = say(
        language,
        "本地项目（用 xuewei explain 结果 项目 问其依据）",
        "Projects here (ask for the reasons of one by its id)",
    );
    Table { title, heads: heads(language, &words), rows: reasons.projects.iter().map(row).collect() }
}
