//! Method, sources of the data and their status, stamp of the run.

use super::words::Words;
use super::{Exhibit, Section};
use crate::report::robust::robust_sentences;
use crate::report::table::{Cell, Table};
use crate::store::ProvenanceRecord;
use std::collections::BTreeMap;

pub fn sections(words: &Words) -> Vec<Section> {
    let mut head = Section::new(1, words.say("方法、数据与运行信息", "Method, data and run"));
    head.paragraph(words.say(
        "方案以全部指标、工程任务、资金与建设能力上限为约束，以总成本现值最低为目标，用混合整数规划求解；各项数字由运行结果直接汇总，未经人工调整。",
        "The plan keeps every target, programme and ceiling at the least present value of cost, by mixed-integer programming; figures are sums of its results, not edited by hand.",
    ));
    let planned = words.proposal.run;
    for sentence in
        planned.robust.iter().flat_map(|robust| robust_sentences(robust, planned.total, words.language))
    {
        head.paragraph(sentence);
    }
    vec![head, method(words), sources(words), run(words)]
}

fn method(words: &Words) -> Section {
    let mut section = Section::new(2, words.say("预测方法", "Projection"));
    for method in &words.proposal.details.methods {
        section.paragraph(words.marks(method.get(words.language)));
    }
    section
}

fn sources(words: &Words) -> Section {
    let details = &words.proposal.details;
    let mut section = Section::new(2, words.say("数据来源及其性质", "Sources of the data and their status"));
    if details.provenance.is_empty() {
        section.paragraph(words.say(
            "数据包没有说明（datapackage.json），来源与性质未知。",
            "The data package describes no sources (datapackage.json): their status is unknown.",
        ));
        return section;
    }
    section.paragraph(words.say(
        "“真实”为所列来源的原始数字，“推算”由真实数字算得，“合成”为示例而造，不代表任何真实学校、乡镇或预算。",
        "Real: as in the source named; derived: computed from real ones; synthetic: made up for the example, saying nothing about any real school, town or budget.",
    ));
    let mut tables: Vec<(&str, &str)> = Vec::new();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut made: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for one in &details.provenance {
        if tables.last().is_none_or(|(table, _)| *table != one.table) {
            tables.push((&one.table, &one.title));
        }
        *counts.entry((&one.table, &one.status)).or_insert(0) += 1;
        if one.status == "synthetic" {
            made.entry(&one.table).or_default().push(column(words, one));
        }
    }
    let rows = tables.iter().map(|(table, title)| {
        let count = |status| Cell::count(counts.get(&(*table, status)).copied().unwrap_or(0));
        let fields =
            made.get(table).map(|fields| fields.join(words.say("、", ", ").as_str())).unwrap_or_default();
        vec![
            Cell::Text(words.say(format!("{title}（{table}）"), (*table).to_owned())),
            count("real"),
            count("derived"),
            count("synthetic"),
            Cell::Text(fields),
        ]
    });
    let heads = words.heads(&[
        ("数据表", "Table", 1.6),
        ("真实", "Real", 0.5),
        ("推算", "Derived", 0.5),
        ("合成", "Synthetic", 0.5),
        ("合成字段", "Synthetic columns", 3.4),
    ]);
    let caption = words.say("各数据表字段的性质（个）", "Columns by status");
    section.table(Exhibit::new(caption, &heads, rows.collect(), false));
    if let Some(package) = &details.package {
        let list = package.sources.join(words.say("；", "; ").as_str());
        section.note(
            words.say(format!("数据包所列来源：{list}。"), format!("Sources named by the package: {list}.")),
        );
    }
    section
}

/// A column's title, with the name of a stage that stands behind a dot: `学位.primary` is 学位（小学）.
fn column(words: &Words, of: &ProvenanceRecord) -> String {
    if !words.is_chinese() {
        return of.column.clone();
    }
    let Some((title, id)) = of.column_title.split_once('.') else { return of.column_title.clone() };
    format!("{title}（{}）", words.name("stage", id))
}

fn run(words: &Words) -> Section {
    let (run, details) = (words.proposal.run, words.proposal.details);
    let mut section = Section::new(2, words.say("运行信息", "The run"));
    let status = match run.status.as_str() {
        "optimal" => words.say("已证明最优", "proven optimal"),
        "feasible" => words.say("可行，未证明最优", "feasible, not proven"),
        "repaired" => words.say("补救方案（目标不能全部达到）", "a repair (not every promise can be kept)"),
        other => other.to_owned(),
    };
    let gap = details.gap.map(|gap| format!("{:.4}%", gap * 100.0)).unwrap_or_default();
    let rows = vec![
        vec![Cell::Text(words.say("运行", "Run")), Cell::Text(words.stamp())],
        vec![
            Cell::Text(words.say("求解状态", "Status")),
            Cell::Text(words.say(
                format!("{status}，与理论下限相差不超过{gap}"),
                format!("{status}, within {gap} of the bound"),
            )),
        ],
        vec![
            Cell::Text(words.say("总成本现值", "Present value of cost")),
            Cell::Text(words.money(run.total)),
        ],
        vec![
            Cell::Text(words.say("规划期与展望期", "Years")),
            Cell::Text(format!("{}–{}，{}", run.years.0, run.years.1, run.years.2)),
        ],
    ];
    let mut rows = rows;
    rows.extend(run.inputs.iter().map(|(file, hash)| {
        let short = hash.get(..16).unwrap_or(hash);
        vec![Cell::Text(file.clone()), Cell::Text(format!("SHA-256 {short}…"))]
    }));
    let heads = words.heads(&[("项目", "What", 1.0), ("内容", "Value", 3.0)]);
    section.table(Exhibit::new(
        words.say("运行信息与输入文件", "The run and its inputs"),
        &heads,
        rows,
        false,
    ));
    section
}

/// Definitions of what the tables show, and where every column of the input comes from.
pub fn definitions(words: &Words) -> Table {
    let text = |text: &str| Cell::Text(text.to_owned());
    let terms: &[(&str, &str, &str, &str)] = if words.is_chinese() {
        &[
            ("需求", "需要学位的儿童，按入学口径和入学率测算", "人", "rolls"),
            ("现有学位", "不实施方案时当年可用的学位", "个", "balance.places_before"),
            ("规划学位", "实施方案后当年可用的学位", "个", "balance.places_after"),
            ("缺口", "需求－学位，负数为富余", "个", "balance"),
            ("净增学位", "新增学位减去减少的学位", "个", "openings.places"),
            ("总投资", "项目建设投资，基年价格", "万元", "openings.capex"),
            ("当年投资", "按支出进度当年支付的建设投资", "万元", "payments.payment"),
            ("运行及补助", "学位、学生和项目运行经费，民办补助，购买学位", "万元", "budget"),
            ("利用率", "在校生÷规划学位", "%", "balance.utilisation"),
        ]
    } else {
        &[
            ("Children", "children who need a place", "children", "rolls"),
            ("Standing places", "places of the year without the plan", "places", "balance.places_before"),
            ("Places with the plan", "places of the year with it", "places", "balance.places_after"),
            ("Gap", "children less places; negative: places to spare", "places", "balance"),
            ("Places net", "places added less places taken", "places", "openings.places"),
            ("Capital", "cost of building, prices of the base year", "10⁴ yuan", "openings.capex"),
            ("Paid in the year", "building paid in the year", "10⁴ yuan", "payments.payment"),
            (
                "Running and subsidies",
                "running cost of places, pupils and projects, subsidies, bought places",
                "10⁴ yuan",
                "budget",
            ),
            ("Use", "pupils a place", "%", "balance.utilisation"),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = terms
        .iter()
        .map(|(term, meaning, unit, source)| {
            vec![text(term), text(meaning), text(unit), text(source), Cell::Blank]
        })
        .collect();
    let status = |status: &str| match status {
        "real" => words.say("真实", "real"),
        "derived" => words.say("推算", "derived"),
        "synthetic" => words.say("合成", "synthetic"),
        other => other.to_owned(),
    };
    rows.extend(words.proposal.details.provenance.iter().map(|one| {
        vec![
            Cell::Text(words.say(
                format!("{}：{}", one.title, one.column_title),
                format!("{}.{}", one.table, one.column),
            )),
            text(&one.method),
            Cell::Blank,
            Cell::Text(format!("{}.{}", one.table, one.column)),
            Cell::Text(status(&one.status)),
        ]
    }));
    rows.push(vec![
        text(&words.say("运行", "Run")),
        text(&words.stamp()),
        Cell::Blank,
        Cell::Blank,
        Cell::Blank,
    ]);
    Table {
        title: words.say("指标解释与数据来源", "Definitions and sources"),
        heads: [
            words.say("名称", "Term"),
            words.say("含义或来源", "Meaning or source"),
            words.say("单位", "Unit"),
            words.say("数据位置", "Where"),
            words.say("性质", "Status"),
        ]
        .to_vec(),
        rows,
    }
}
