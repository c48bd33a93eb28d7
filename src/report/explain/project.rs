//! A project in words.

use super::{Explained, class_name, difference, hundred_million, money, project_name, town_name};
use crate::domain::{Language, Project, Study};
use crate::explain::{Difference, OpeningWorth, ProjectReasons};
use crate::report::finance_words::source_name;
use crate::report::words::{heads, say};
use crate::report::{Cell, Table};

/// Why a project is in the plan or is not; `other` is what deciding it the other way gave, or why it could not be tried.
#[must_use]
pub fn project_explained(
    study: &Study,
    reasons: &ProjectReasons,
    other: Result<&Difference, &str>,
    language: Language,
) -> Explained {
    let mut explained = Explained { sentences: vec![what(study, reasons, language)], tables: Vec::new() };
    explained.sentences.push(whether(reasons, language));
    explained.sentences.extend(bound(study, reasons, language));
    explained.sentences.extend(worth(reasons, language));
    explained.tables.extend(worths(reasons, language));
    let words = if reasons.in_plan() {
        ("若不建此项目", "Without this project")
    } else {
        ("若必须建此项目", "With this project forced in")
    };
    match other {
        Ok(found) => difference::add(&mut explained, study, found, words, language),
        Err(why) => explained.sentences.push(why.to_owned()),
    }
    explained
}

fn what(study: &Study, reasons: &ProjectReasons, language: Language) -> String {
    let data = &study.projects[reasons.project.index()];
    let county = study.counties[study.county_of(data.town).index()].name.get(language);
    let place = town_name(study, data.town, language);
    let name = project_name(study, reasons.project);
    let capital = data.capex.ten_thousand();
    let funding: Vec<String> = data
        .funding
        .iter()
        .map(|(source, share)| format!("{} {:.0} %", source_name(source, language), share * 100.0))
        .collect();
    let (effects, funding) = (effects(study, data, language), funding.join(", "));
    let window = format!("{}–{}", data.earliest, data.latest);
    say(
        language,
        &format!(
            "{name}：{county}{place}，{}，{effects}；投资 {capital:.2} 万元（{funding}），可投用学年 {window}。",
            data.kind.zh()
        ),
        &format!(
            "{name}: {place}, {county}; kind {}; {effects}; capital {capital:.2} × 10⁴ yuan ({funding}); can open {window}.",
            data.kind.id()
        ),
    )
}

fn effects(study: &Study, data: &Project, language: Language) -> String {
    let one = |effect: &crate::domain::PlaceEffect| {
        format!("{} {:+}", class_name(study, effect.class, language), effect.places)
    };
    let all: Vec<String> = data.effects.iter().map(one).collect();
    let list = all.join(&say(language, "，", ", "));
    say(language, &format!("学位：{list}"), &format!("places: {list}"))
}

fn whether(reasons: &ProjectReasons, language: Language) -> String {
    let years = super::openings(&reasons.openings);
    if reasons.in_plan() {
        say(
            language,
            &format!("方案建此项目，投用学年：{years}。"),
            &format!("The plan builds it, to open in {years}."),
        )
    } else {
        say(language, "方案不建此项目。", "The plan does not build it.")
    }
}

/// What decides about it: commitment, its programme's number, rivals of its site.
fn bound(study: &Study, reasons: &ProjectReasons, language: Language) -> Vec<String> {
    let data = &study.projects[reasons.project.index()];
    let mut sentences = Vec::new();
    if data.committed {
        sentences.push(say(language, "它已承诺，必须建成。", "It is committed: it has to be built."));
    }
    if let Some(line) = reasons.programme.as_ref().filter(|_| reasons.fills_programme()) {
        let (name, opened) = (study.programmes[line.programme.index()].name.get(language), line.opened);
        let required = line.required.unwrap_or(0);
        sentences.push(say(
            language,
            &format!("“{name}”要求不少于 {required} 个项目，方案恰好投用 {opened} 个：每个项目都要计数，去掉一个须另补一个。"),
            &format!(
                "\"{name}\" asks for at least {required} projects and the plan opens {opened}: each of them counts, and one left out has to be made up by another."
            ),
        ));
    }
    if !reasons.rivals.is_empty() {
        let names: Vec<String> = reasons.rivals.iter().map(|rival| project_name(study, *rival)).collect();
        let list = names.join(", ");
        sentences.push(say(
            language,
            &format!("同一地块上方案选择了 {list}，各方案互斥。"),
            &format!("On its site the plan builds {list}; options of one site exclude each other."),
        ));
    }
    sentences
}

fn worth(reasons: &ProjectReasons, language: Language) -> Option<String> {
    let best = reasons
        .worths
        .iter()
        .min_by(|one, other| one.reduced_cost().total_cmp(&other.reduced_cost()))
        .filter(|_| !reasons.worths.is_empty())?;
    let (cost, worth) = (hundred_million(best.capital + best.running), hundred_million(best.worth));
    let (year, reduced) = (best.year, hundred_million(best.reduced_cost()));
    Some(say(
        language,
        &format!(
            "按方案的影子价格，{year} 学年投用最划算：投资与运行现值 {cost} 亿元，其学位为别处节省 {worth} 亿元，检验数 {reduced} 亿元（其他项目不变，未计工程数量要求）。"
        ),
        &format!(
            "At the plan's prices it is best opened in {year}: building and running cost {cost} × 10⁸ yuan of present value, its places save {worth} elsewhere, reduced cost {reduced} (other projects held; the programme's number is not in it)."
        ),
    ))
}

fn worths(reasons: &ProjectReasons, language: Language) -> Option<Table> {
    let row = |worth: &OpeningWorth| {
        vec![
            Cell::Text(worth.year.to_string()),
            money(worth.capital),
            money(worth.running),
            money(worth.worth),
            money(worth.reduced_cost()),
        ]
    };
    let words = [
        ("投用学年", "Opens in"),
        ("投资", "Capital"),
        ("运行", "Running"),
        ("学位节省", "Its places save"),
        ("检验数", "Reduced cost"),
    ];
    let title = say(
        language,
        "各投用学年的得失（万元现值，其他项目不变）",
        "Each year in which it can open (10⁴ yuan of present value, other projects held)",
    );
    let rows: Vec<Vec<Cell>> = reasons.worths.iter().map(row).collect();
    (!rows.is_empty()).then(|| Table { title, heads: heads(language, &words), rows })
}
