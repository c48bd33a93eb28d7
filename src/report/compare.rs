//! Two runs side by side, as sentences and tables.

use super::overview::component_name;
use super::robust::robust_sentences;
use super::{Cell, Table};
use crate::compare::{ChangedInput, Comparison, Grouping, IndicatorChange, Pair, Part, ProjectChange};
use crate::domain::{Language, Text};
use crate::store::RunRecord;
use std::collections::BTreeMap;

/// 10⁴ yuan in one 10⁸ yuan (亿元).
const HUNDRED_MILLION: f64 = 1e4;

fn say(language: Language, zh: &str, en: &str) -> String {
    Text { zh: zh.to_owned(), en: en.to_owned() }.get(language).to_owned()
}

/// Which runs, what each costs, and how much they differ.
#[must_use]
pub fn comparison_sentences(base: &RunRecord, other: &RunRecord, language: Language) -> Vec<String> {
    let one = |run: &RunRecord, mark: &str| {
        let scenarios: Vec<&str> = run.scenarios.iter().map(|one| one.title.get(language)).collect();
        let scenarios = if scenarios.is_empty() { "–".to_owned() } else { scenarios.join(" + ") };
        let kept = if run.every_promise_kept {
            say(language, "目标全部达到", "every promise kept")
        } else {
            say(language, "目标未全部达到", "not every promise kept")
        };
        let (total, projects) =
            (run.total / HUNDRED_MILLION, run.openings.iter().map(|one| one.count).sum::<i32>());
        say(
            language,
            &format!(
                "{mark}：{}（情景：{scenarios}），总成本现值 {total:.2} 亿元，{projects} 个项目，{kept}。",
                run.run
            ),
            &format!(
                "{mark}: {} (scenarios: {scenarios}), {total:.2} × 10⁸ yuan of present value, {projects} projects, {kept}.",
                run.run
            ),
        )
    };
    let difference = (other.total - base.total) / HUNDRED_MILLION;
    let robust = |run: &RunRecord, mark: &str| -> Vec<String> {
        let said = run.robust.as_ref().map(|robust| robust_sentences(robust, run.total, language));
        said.into_iter().flatten().map(|sentence| format!("{mark}: {sentence}")).collect()
    };
    let mut sentences = vec![one(base, "A")];
    sentences.extend(robust(base, "A"));
    sentences.push(one(other, "B"));
    sentences.extend(robust(other, "B"));
    sentences.push(say(
        language,
        &format!("B 比 A 多 {difference:+.2} 亿元。"),
        &format!("B costs {difference:+.2} × 10⁸ yuan against A."),
    ));
    sentences
}

/// Every table of a comparison; empty ones are left out.
#[must_use]
pub fn comparison_tables(
    base: &RunRecord,
    other: &RunRecord,
    found: &Comparison,
    language: Language,
) -> Vec<Table> {
    let mut tables = vec![bridge(base, other, found, language), inputs(&found.inputs, language)];
    tables.push(projects(other, &found.projects, language));
    tables.push(indicators(base, &found.indicators, language));
    tables.extend(found.money.iter().map(|(by, pairs)| money(base, *by, pairs, language)));
    tables.push(places(base, found, language));
    tables.retain(|table| !table.rows.is_empty());
    tables
}

fn heads(language: Language, words: &[(&str, &str)]) -> Vec<String> {
    words.iter().map(|(zh, en)| say(language, zh, en)).collect()
}

fn bridge(base: &RunRecord, other: &RunRecord, found: &Comparison, language: Language) -> Table {
    let row = |name: String, amount: f64| vec![Cell::Text(name), Cell::Number(amount / HUNDRED_MILLION, 4)];
    let mut rows = vec![row(say(language, "A 总成本", "A, total"), base.total)];
    rows.extend(found.bridge.iter().map(|one| row(bridge_part(one.part, language), one.amount)));
    rows.push(row(say(language, "B 总成本", "B, total"), other.total));
    Table {
        title: say(language, "由 A 到 B（亿元现值）", "From A to B (10⁸ yuan of present value)"),
        heads: heads(language, &[("部分", "Part"), ("金额", "Amount")]),
        rows,
    }
}

/// Name of a part of a bridge.
pub(super) fn bridge_part(part: Part, language: Language) -> String {
    match part {
        Part::Dropped => say(language, "投资：只在 A 的项目", "Building: projects in A only"),
        Part::Added => say(language, "投资：只在 B 的项目", "Building: projects in B only"),
        Part::Moved => {
            say(language, "投资：时间或数量不同的项目", "Building: projects at other times or numbers")
        }
        Part::Repriced => say(language, "投资：相同项目的造价", "Building: prices of the same projects"),
        Part::Component(component) => component_name(component, language),
    }
}

fn inputs(changed: &[ChangedInput], language: Language) -> Table {
    let row = |one: &ChangedInput| {
        let run = match (one.scenario.is_empty(), one.in_base) {
            (true, false) => "A, B",
            (_, true) => "A",
            (false, false) => "B",
        };
        vec![
            Cell::Text(run.to_owned()),
            Cell::Text(one.scenario.clone()),
            Cell::Text(one.name.clone()),
            Cell::Text(one.what.clone()),
            Cell::count(one.values),
            Cell::Text(format!("{} → {}", short(&one.example.0), short(&one.example.1))),
        ]
    };
    let words = [
        ("方案", "Run"),
        ("情景", "Scenario"),
        ("改动或文件", "Override or file"),
        ("位置", "Where"),
        ("个数", "Values"),
        ("例", "Such as"),
    ];
    Table {
        title: say(language, "不同的输入", "Inputs that differ"),
        heads: heads(language, &words),
        rows: changed.iter().map(row).collect(),
    }
}

fn short(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(39).chain(['…']).collect() }
}

fn projects(run: &RunRecord, changed: &[ProjectChange], language: Language) -> Table {
    let years = |years: &BTreeMap<i32, i32>| {
        let one = |(year, count): (&i32, &i32)| {
            if *count == 1 { year.to_string() } else { format!("{year} × {count}") }
        };
        if years.is_empty() { "–".to_owned() } else { years.iter().map(one).collect::<Vec<_>>().join(", ") }
    };
    let row = |one: &ProjectChange| {
        vec![
            Cell::Text(one.project.clone()),
            Cell::Text(one.name.clone()),
            Cell::Text(run.name("county", &one.county, language).to_owned()),
            Cell::Text(years(&one.base)),
            Cell::Text(years(&one.other)),
            Cell::Number(f64::from(one.places.1 - one.places.0), 0),
            Cell::Number((one.capital.1 - one.capital.0) / HUNDRED_MILLION, 2),
        ]
    };
    let words = [
        ("项目", "Project"),
        ("名称", "Name"),
        ("县（市、区）", "County"),
        ("A 投用", "Opens in A"),
        ("B 投用", "Opens in B"),
        ("学位差", "Places"),
        ("投资差（亿元）", "Capital (10⁸ yuan)"),
    ];
    let only = |keep: fn(&&ProjectChange) -> bool| changed.iter().filter(keep).count();
    let (here, there) = (only(|one| one.other.is_empty()), only(|one| one.base.is_empty()));
    let moved = only(|one| one.is_moved());
    Table {
        title: say(
            language,
            &format!("不同的项目：只在 A {here} 个，只在 B {there} 个，改期 {moved} 个"),
            &format!("Projects that differ: {here} in A only, {there} in B only, {moved} moved in time"),
        ),
        heads: heads(language, &words),
        rows: changed.iter().map(row).collect(),
    }
}

fn indicators(run: &RunRecord, changed: &[IndicatorChange], language: Language) -> Table {
    let percent = |share: Option<f64>| share.map_or(Cell::Blank, |share| Cell::Number(share * 100.0, 2));
    let row = |one: &IndicatorChange| {
        let area = if one.area == "*" {
            say(language, "全市", "all")
        } else {
            run.name("county", &one.area, language).to_owned()
        };
        let difference = one.reached.0.zip(one.reached.1).map(|(base, other)| other - base);
        vec![
            Cell::Text(run.name("indicator", &one.indicator, language).to_owned()),
            Cell::Text(area),
            Cell::Text(one.year.to_string()),
            percent(one.target.0),
            percent(one.target.1),
            percent(one.reached.0),
            percent(one.reached.1),
            percent(difference),
        ]
    };
    let words = [
        ("指标", "Indicator"),
        ("范围", "Area"),
        ("学年", "School year"),
        ("A 目标", "Target A"),
        ("B 目标", "Target B"),
        ("A 达到", "Reached A"),
        ("B 达到", "Reached B"),
        ("差", "Difference"),
    ];
    let differs = |one: &&IndicatorChange| {
        let apart = |pair: (Option<f64>, Option<f64>)| match pair {
            (Some(base), Some(other)) => (base - other).abs() > 5e-5,
            (None, None) => false,
            _ => true,
        };
        apart(one.target) || apart(one.reached)
    };
    Table {
        title: say(language, "不同的指标（%，数目乘 100）", "Indicators that differ (%; numbers × 100)"),
        heads: heads(language, &words),
        rows: changed.iter().filter(differs).map(row).collect(),
    }
}

fn money(run: &RunRecord, by: Grouping, pairs: &[Pair], language: Language) -> Table {
    let (kind, zh, en) = match by {
        Grouping::Year => ("", "年份", "Year"),
        Grouping::County => ("county", "县（市、区）", "County"),
        Grouping::Stage => ("stage", "学段", "Stage"),
        Grouping::Source => ("", "资金来源", "Source"),
    };
    let row = |name: String, base: f64, other: f64| {
        let amount = |amount: f64| Cell::Number(amount / HUNDRED_MILLION, 2);
        vec![Cell::Text(name), amount(base), amount(other), amount(other - base)]
    };
    let mut rows: Vec<Vec<Cell>> = pairs
        .iter()
        .map(|one| row(run.name(kind, &one.of, language).to_owned(), one.base, one.other))
        .collect();
    let sum = |of: fn(&Pair) -> f64| pairs.iter().map(of).sum::<f64>();
    rows.push(row(say(language, "合计", "All"), sum(|one| one.base), sum(|one| one.other)));
    Table {
        title: say(
            language,
            &format!("支出，按{zh}（亿元，基年价格，权重不计）"),
            &format!(
                "Money paid by {} (10⁸ yuan, prices of the base year, weights left out)",
                en.to_lowercase()
            ),
        ),
        heads: heads(language, &[(zh, en), ("A", "A"), ("B", "B"), ("B − A", "B − A")]),
        rows,
    }
}

fn places(run: &RunRecord, found: &Comparison, language: Language) -> Table {
    let number = |number: f64| Cell::Number(number, 0);
    let rows = found.places.iter().map(|one| {
        let gap = |children: f64, places: f64| children - places;
        vec![
            Cell::Text(run.name("town", &one.town, language).to_owned()),
            Cell::Text(run.name("stage", &one.stage, language).to_owned()),
            Cell::Text(one.year.to_string()),
            number(one.children.0),
            number(one.children.1),
            number(one.places.0),
            number(one.places.1),
            number(gap(one.children.0, one.places.0)),
            number(gap(one.children.1, one.places.1)),
            number(one.unplaced.1 - one.unplaced.0),
        ]
    });
    let words = [
        ("乡镇街道", "Town"),
        ("学段", "Stage"),
        ("学年", "School year"),
        ("A 学生", "Children A"),
        ("B 学生", "Children B"),
        ("A 学位", "Places A"),
        ("B 学位", "Places B"),
        ("A 缺口", "Gap A"),
        ("B 缺口", "Gap B"),
        ("无学位差", "Without a place"),
    ];
    Table {
        title: say(
            language,
            "不同的学位与缺口（规划末年和展望末年；负数为富余）",
            "Places and gaps that differ (last planned year, last year of the outlook; negative: spare)",
        ),
        heads: heads(language, &words),
        rows: rows.collect(),
    }
}
