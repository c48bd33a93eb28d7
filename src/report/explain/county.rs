//! A county in words.

use super::overview::{ceilings, targets};
use super::{
    Explained, hundred_million, money, need_and_places, openings, project_name, shown, stage_and_year,
};
use crate::domain::{Language, Study};
use crate::explain::{AreaLine, CountyProject, CountyReasons};
use crate::outcome::Component;
use crate::report::overview::component_name;
use crate::report::words::{heads, say};
use crate::report::{Cell, Table};

/// Most projects that are shown.
const MOST: usize = 40;

/// A county's need, places, projects and money, and what binds there.
#[must_use]
pub fn county_explained(study: &Study, reasons: &CountyReasons, language: Language) -> Explained {
    let name = study.counties[reasons.county.index()].name.get(language);
    let mut sentences = vec![overall(name, reasons, language)];
    sentences.extend(stages(study, reasons, language));
    sentences.push(binding(study, reasons, language));
    let dear = say(
        language,
        "本县（市、区）有价格或未达到的目标；全市目标见 xuewei explain 结果",
        "Targets of the county that have a price or are missed; those of the whole study: xuewei explain RUN",
    );
    let used = say(
        language,
        "本县（市、区）的上限，用得最多的在前",
        "Ceilings of the county, the one used most first",
    );
    let mut tables = vec![
        lines(study, reasons, language),
        projects(study, reasons, language),
        paid(reasons, language),
        targets(study, &reasons.targets, &dear, language),
        ceilings(study, &reasons.ceilings, &used, language),
    ];
    tables.retain(|table| !table.rows.is_empty());
    Explained { sentences, tables }
}

fn overall(name: &str, reasons: &CountyReasons, language: Language) -> String {
    let number: u32 = reasons.projects.iter().flat_map(|one| one.openings.values()).sum();
    let places: f64 = reasons.projects.iter().map(|one| one.places).sum();
    let capital = hundred_million(reasons.projects.iter().map(|one| one.capital).sum());
    let paid = hundred_million(reasons.money.values().sum());
    let (present, options) = (hundred_million(reasons.present), reasons.options);
    say(
        language,
        &format!(
            "{name}：备选项目 {options} 个，方案投用 {number} 个，净增学位 {places:.0}，总投资 {capital} 亿元；各年共支付 {paid} 亿元，占方案总成本现值 {present} 亿元。"
        ),
        &format!(
            "{name}: {options} project options, of which the plan opens {number}, with {places:.0} net places and {capital} × 10⁸ yuan of capital; {paid} is paid over all years, {present} of the plan's total in present value."
        ),
    )
}

/// One sentence a stage, for the last planned year.
fn stages(study: &Study, reasons: &CountyReasons, language: Language) -> Vec<String> {
    let year = study.horizon.last;
    let one = |line: &AreaLine| {
        let stage = study.stages[line.stage.index()].name.get(language);
        let AreaLine { needing, places_before, places_after, leaving, arriving, pupils, unplaced, .. } = line;
        let mut more = String::new();
        if *leaving >= 0.5 || *arriving >= 0.5 {
            more += &say(
                language,
                &format!("，去外县 {leaving:.0}，外县来 {arriving:.0}"),
                &format!("; {leaving:.0} go to other counties, {arriving:.0} come"),
            );
        }
        if *unplaced >= 0.5 {
            more +=
                &say(language, &format!("，{unplaced:.0} 人没有学位"), &format!("; {unplaced:.0} have none"));
        }
        say(
            language,
            &format!(
                "{stage} {year} 学年：需要学位 {needing:.0}，学位 {places_before:.0}（有方案 {places_after:.0}），在校 {pupils:.0}{more}。"
            ),
            &format!(
                "{stage}, {year}: {needing:.0} need a place; {places_before:.0} stand, {places_after:.0} with the plan, {pupils:.0} are taught here{more}."
            ),
        )
    };
    let of_year = reasons.lines.iter().filter(|line| line.year == year);
    of_year.filter(|line| line.needing > 0.0 || line.places_after > 0.0).map(one).collect()
}

/// What binds: targets with a price, the tightest ceiling, when it passes.
fn binding(study: &Study, reasons: &CountyReasons, language: Language) -> String {
    let missed = reasons.targets.iter().filter(|line| !line.met()).count();
    let dear = reasons.targets.len() - missed;
    let tightest = reasons.ceilings.first().filter(|line| line.available > 0.0).map(|line| {
        let share = 100.0 * line.used / line.available;
        say(
            language,
            &format!("最紧的上限用了 {share:.1} %"),
            &format!("the tightest ceiling is used to {share:.1} %"),
        )
    });
    let passes = reasons.certified.iter().map(|(criteria, year)| {
        let name = study.criteria[*criteria].name.get(language);
        match year {
            Some(year) => {
                say(language, &format!("{name} {year} 年通过"), &format!("{name}: passes from {year}"))
            }
            None => say(language, &format!("{name} 未通过"), &format!("{name}: does not pass")),
        }
    });
    let targets = say(
        language,
        &format!("本级目标 {dear} 个年度有价格、{missed} 个未达到"),
        &format!("{dear} yearly targets of its own have a price, {missed} are missed"),
    );
    let parts: Vec<String> = std::iter::once(targets).chain(tightest).chain(passes).collect();
    let list = parts.join(&say(language, "；", "; "));
    say(language, &format!("在此起作用的：{list}。"), &format!("What binds: {list}."))
}

fn lines(study: &Study, reasons: &CountyReasons, language: Language) -> Table {
    let row = |line: &AreaLine| {
        let mut row = stage_and_year(study, line, language);
        row.extend(need_and_places(line));
        row
    };
    let words = [
        ("学段", "Stage"),
        ("学年", "School year"),
        ("需要学位", "Need a place"),
        ("现有学位", "Places standing"),
        ("方案学位", "With the plan"),
        ("缺口", "Gap"),
        ("去外县", "Leave"),
        ("外县来", "Come"),
        ("在校生", "Taught here"),
        ("无学位", "Without a place"),
    ];
    let title = say(
        language,
        "需求与学位（人；规划首年、末年和展望末年；缺口为负即富余）",
        "Need and places (first and last planned year, last year of the outlook; a negative gap is spare)",
    );
    let rows = reasons.lines.iter().filter(|line| shown(study, line.year)).map(row).collect();
    Table { title, heads: heads(language, &words), rows }
}

fn projects(study: &Study, reasons: &CountyReasons, language: Language) -> Table {
    let row = |one: &CountyProject| {
        let data = &study.projects[one.project.index()];
        vec![
            Cell::Text(project_name(study, one.project)),
            Cell::Text(study.towns[data.town.index()].name.get(language).to_owned()),
            Cell::Text(say(language, data.kind.zh(), data.kind.id())),
            Cell::Text(openings(&one.openings)),
            Cell::Number(one.places, 0),
            money(one.capital),
        ]
    };
    let words = [
        ("项目", "Project"),
        ("乡镇街道", "Town"),
        ("类别", "Kind"),
        ("投用", "Opens"),
        ("学位", "Places"),
        ("投资（万元）", "Capital (10⁴ yuan)"),
    ];
    let all = reasons.projects.len();
    let title = say(
        language,
        &format!("方案投用的项目（共 {all} 项，投资大的在前）"),
        &format!("Projects that the plan opens ({all}, the dearest first)"),
    );
    let rows = reasons.projects.iter().take(MOST).map(row).collect();
    Table { title, heads: heads(language, &words), rows }
}

/// What is paid by year, a column a component.
fn paid(reasons: &CountyReasons, language: Language) -> Table {
    let some = |component: &Component| reasons.money.keys().any(|(_, of)| of == component);
    let components: Vec<Component> = Component::ALL.into_iter().filter(some).collect();
    let of = |year: Option<i32>, component: Option<Component>| -> f64 {
        let lines = reasons.money.iter().filter(|((of, what), _)| {
            year.is_none_or(|year| year == *of) && component.is_none_or(|component| component == *what)
        });
        lines.map(|(_, amount)| amount).sum()
    };
    let row = |name: String, year: Option<i32>| {
        let amounts = components.iter().map(|component| money(of(year, Some(*component))));
        std::iter::once(Cell::Text(name)).chain(amounts).chain([money(of(year, None))]).collect()
    };
    let mut years: Vec<i32> = reasons.money.keys().map(|(year, _)| *year).collect();
    years.dedup();
    let mut rows: Vec<Vec<Cell>> = years.into_iter().map(|year| row(year.to_string(), Some(year))).collect();
    rows.push(row(say(language, "合计", "All"), None));
    let mut names = vec![say(language, "年份", "Year")];
    names.extend(components.iter().map(|component| component_name(*component, language)));
    names.push(say(language, "合计", "All paid"));
    let title = say(
        language,
        "各年支付（万元，基年价格）",
        "What is paid by year (10⁴ yuan, prices of the base year)",
    );
    Table { title, heads: names, rows }
}
