//! What differs between the plan and another, as sentences and tables.

use super::{Explained, hundred_million, money, openings, project_name};
use crate::allocation::Shortfall;
use crate::domain::{Language, Study};
use crate::explain::{Difference, Shift};
use crate::report::overview::component_name;
use crate::report::promise_name::promise_name;
use crate::report::words::{heads, say};
use crate::report::{Cell, Table, sentence};

/// Most promises that are told one by one.
const MOST: usize = 6;

/// Adds what the other plan costs, builds and breaks. `other` names it, such as "without the project".
pub(super) fn add(
    explained: &mut Explained,
    study: &Study,
    found: &Difference,
    other: (&str, &str),
    language: Language,
) {
    explained.sentences.push(cost(found, other, language));
    if !found.possible {
        explained.sentences.extend(broken(study, found, language));
    }
    explained.sentences.extend(changes(found, language));
    explained.sentences.extend(binding(study, found, language));
    let tables =
        [shifts(study, found, language), counties(study, found, language), components(found, language)];
    explained.tables.extend(tables.into_iter().filter(|table| !table.rows.is_empty()));
}

fn cost(found: &Difference, (zh, en): (&str, &str), language: Language) -> String {
    let amount = hundred_million(found.cost.abs());
    if !found.possible {
        return say(
            language,
            &format!(
                "{zh}，目标不能全部达到；缺口最小的方案与原方案成本相差 {} 亿元。",
                hundred_million(found.cost)
            ),
            &format!(
                "{en} not every promise can be kept; the plan of least shortfall then costs {} × 10⁸ yuan against the plan.",
                hundred_million(found.cost)
            ),
        );
    }
    let (low, high) = (hundred_million(found.between.0), hundred_million(found.between.1));
    let (range, range_en) = if low == high {
        (String::new(), String::new())
    } else {
        (
            format!("（两次求解都留有差距，真值在 {low} 与 {high} 之间）"),
            format!(" (both searches end within a gap: the true difference lies between {low} and {high})"),
        )
    };
    let (word, word_en) = if found.cost < 0.0 { ("少", "less") } else { ("多", "more") };
    say(
        language,
        &format!("{zh}，最低总成本（现值）{word} {amount} 亿元{range}。"),
        &format!("{en} the least cost is {amount} × 10⁸ yuan of present value {word_en}{range_en}."),
    )
}

fn broken(study: &Study, found: &Difference, language: Language) -> Vec<String> {
    let short = |(promise, amount): &(crate::allocation::Promise, f64)| {
        let words = sentence(study, &Shortfall { promise: promise.clone(), amount: *amount }, language);
        format!("{words}{}", say(language, "。", "."))
    };
    let mut sentences: Vec<String> = found.broken.iter().take(MOST).map(short).collect();
    let more = found.broken.len().saturating_sub(MOST);
    if more > 0 {
        sentences.push(say(language, &format!("另有 {more} 项达不到。"), &format!("And {more} more.")));
    }
    if found.unplaced > 0.5 {
        let children = found.unplaced;
        sentences.push(say(
            language,
            &format!("{children:.0} 人次没有学位。"),
            &format!("{children:.0} child-years are without a place."),
        ));
    }
    sentences
}

fn changes(found: &Difference, language: Language) -> Option<String> {
    let only = |keep: fn(&&Shift) -> bool| found.shifts.iter().filter(keep).count();
    let (dropped, opened) = (only(|one| one.other.is_empty()), only(|one| one.plan.is_empty()));
    let moved = found.shifts.len() - dropped - opened;
    (!found.shifts.is_empty()).then(|| {
        say(
            language,
            &format!("项目变化：少建 {dropped} 个，改建 {opened} 个，改期或改数 {moved} 个。"),
            &format!("Projects: {dropped} left out, {opened} instead, {moved} at other times or numbers."),
        )
    })
}

fn binding(study: &Study, found: &Difference, language: Language) -> Option<String> {
    let names: Vec<String> =
        found.binding.iter().take(MOST).map(|promise| promise_name(study, promise, language)).collect();
    let list = names.join(&say(language, "；", "; "));
    let more = found.binding.len().saturating_sub(MOST);
    (!names.is_empty()).then(|| {
        say(
            language,
            &format!(
                "此时变紧的约束：{list}{}。",
                if more > 0 { format!("，另有 {more} 项") } else { String::new() }
            ),
            &format!(
                "What binds then and did not: {list}{}.",
                if more > 0 { format!(", and {more} more") } else { String::new() }
            ),
        )
    })
}

fn shifts(study: &Study, found: &Difference, language: Language) -> Table {
    let row = |shift: &Shift| {
        let data = &study.projects[shift.project.index()];
        let number = |openings: &std::collections::BTreeMap<_, u32>| openings.values().sum::<u32>();
        let more = f64::from(number(&shift.other)) - f64::from(number(&shift.plan));
        vec![
            Cell::Text(project_name(study, shift.project)),
            Cell::Text(study.counties[study.county_of(data.town).index()].name.get(language).to_owned()),
            Cell::Text(openings(&shift.plan)),
            Cell::Text(openings(&shift.other)),
            Cell::Number(f64::from(data.net_places()) * more, 0),
            money(data.capex.ten_thousand() * more),
        ]
    };
    let words = [
        ("项目", "Project"),
        ("县（市、区）", "County"),
        ("原方案投用", "Opens in the plan"),
        ("改后投用", "Opens then"),
        ("学位差", "Places"),
        ("投资差（万元）", "Capital (10⁴ yuan)"),
    ];
    let title = say(language, "不同的项目", "Projects that differ");
    Table { title, heads: heads(language, &words), rows: found.shifts.iter().map(row).collect() }
}

/// Rows with a last one that adds them up.
fn summed(title: String, head: String, rows: Vec<(String, f64)>, language: Language) -> Table {
    let all: f64 = rows.iter().map(|(_, amount)| amount).sum();
    let mut cells: Vec<Vec<Cell>> =
        rows.into_iter().map(|(name, amount)| vec![Cell::Text(name), money(amount)]).collect();
    if !cells.is_empty() {
        cells.push(vec![Cell::Text(say(language, "合计", "All")), money(all)]);
    }
    Table {
        title,
        heads: vec![head, say(language, "成本差（万元现值）", "Cost (10⁴ yuan of present value)")],
        rows: cells,
    }
}

fn counties(study: &Study, found: &Difference, language: Language) -> Table {
    let name = |(county, amount): &(crate::domain::CountyIndex, f64)| {
        (study.counties[county.index()].name.get(language).to_owned(), *amount)
    };
    let title = say(
        language,
        "哪些县多付、少付（含非支出权重）",
        "Which counties pay more or less (weights included)",
    );
    let head = say(language, "县（市、区）", "County");
    summed(title, head, found.counties.iter().map(name).collect(), language)
}

fn components(found: &Difference, language: Language) -> Table {
    let name = |(component, amount): &(crate::outcome::Component, f64)| {
        (component_name(*component, language), *amount)
    };
    let title = say(language, "成本差的构成", "What the difference is made of");
    let head = say(language, "支出", "Component");
    summed(title, head, found.components.iter().map(name).collect(), language)
}
