//! Money of the year and of the years after.

use super::words::Words;
use super::{Exhibit, Section};
use crate::outcome::Component;
use crate::report::chart::{BarChart, Chart};
use crate::report::finance_words::{idle_of_run, idle_sentences};
use crate::report::table::Cell;

pub fn section(words: &Words) -> Section {
    let (proposal, year) = (words.proposal, words.year());
    let mut section = Section::new(1, words.say("资金安排", "Money"));
    let capital = proposal.spending.component(year, Component::Capital);
    let running = proposal.spending.total(year) - capital;
    let sources: Vec<String> = proposal
        .spending
        .sources()
        .into_iter()
        .filter_map(|source| {
            let amount = proposal.spending.capital_by_source.get(&(year, source.to_owned()))?;
            Some(format!("{} {}", words.source(source), words.money(*amount)))
        })
        .collect();
    section.paragraph(words.say(
        format!(
            "{year}年建设投资{}（{}），运行及补助经费{}，合计{}。均为基年价格，未折现。",
            words.money(capital),
            sources.join("、"),
            words.money(running),
            words.money(capital + running)
        ),
        format!(
            "{year}: building {} ({}), running and subsidies {}, {} in all; prices of the base year, not discounted.",
            words.money(capital),
            sources.join(", "),
            words.money(running),
            words.money(capital + running)
        ),
    ));
    if sources.len() > 1 {
        section.note(words.say(
            "按来源分列的数额各自四舍五入，相加可能与合计略有出入。",
            "Amounts by source are rounded each by itself and may not add up to the last digit.",
        ));
    }
    section.table(counties(words));
    section.table(components(words));
    ceilings(words, &mut section);
    section.figure(
        words.say("各年建设投资，按资金来源（亿元）", "Building by year and source (10⁸ yuan)"),
        chart(words),
    );
    section
}

fn counties(words: &Words) -> Exhibit {
    let (spending, year) = (&words.proposal.spending, words.year());
    let at = |sums: &std::collections::BTreeMap<(i32, String), f64>, county: &str| {
        sums.get(&(year, county.to_owned())).copied().unwrap_or(0.0)
    };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut sums = [0.0; 2];
    for county in words.counties() {
        let amounts = [at(&spending.capital_by_county, county), at(&spending.running_by_county, county)];
        sums = [sums[0] + amounts[0], sums[1] + amounts[1]];
        rows.push(amounts_row(words.area(county), amounts));
    }
    rows.push(amounts_row(words.say("合计", "All"), sums));
    let heads = words.heads(&[
        ("县（市、区）", "County", 1.2),
        ("建设投资", "Building", 1.0),
        ("运行及补助", "Running and subsidies", 1.0),
        ("合计", "All", 1.0),
    ]);
    let caption =
        words.say(format!("{year}年资金需求（万元）"), format!("Money by county, {year} (10⁴ yuan)"));
    Exhibit::new(caption, &heads, rows, true)
}

fn amounts_row(name: String, [capital, running]: [f64; 2]) -> Vec<Cell> {
    let amount = |amount: f64| Cell::Number(amount, 2);
    vec![Cell::Text(name), amount(capital), amount(running), amount(capital + running)]
}

/// Every component in the decision years.
fn components(words: &Words) -> Exhibit {
    let (spending, (first, last, _)) = (&words.proposal.spending, words.proposal.run.years);
    let years: Vec<i32> = (first..=last).collect();
    let paid = Component::ALL.into_iter().filter(|component| component.is_paid());
    let used = paid.filter(|component| years.iter().any(|year| spending.component(*year, *component) != 0.0));
    let mut rows: Vec<Vec<Cell>> = used
        .map(|component| {
            let mut row = vec![Cell::Text(words.component(component))];
            row.extend(years.iter().map(|year| Cell::Number(spending.component(*year, component), 2)));
            row
        })
        .collect();
    let mut total = vec![Cell::Text(words.say("合计", "All"))];
    total.extend(years.iter().map(|year| Cell::Number(spending.total(*year), 2)));
    rows.push(total);
    let mut heads = words.heads(&[("支出", "Component", 1.4)]);
    heads.extend(years.iter().map(|year| (year.to_string(), 1.1)));
    let caption = words.say("规划期各年支出（万元）", "Money by year (10⁴ yuan)");
    Exhibit::new(caption, &heads, rows, true)
}

/// Ceilings of the year: how much is used, and which are passed.
fn ceilings(words: &Words, section: &mut Section) {
    let year = words.year();
    let run = words.proposal.run;
    let of_year = || run.ceilings.iter().filter(|one| one.year == year);
    let own: Vec<_> = of_year().filter(|one| one.idle.is_empty()).collect();
    for sentence in idle_sentences(&idle_of_run(run, of_year(), words.language), words.language) {
        section.warning(sentence);
    }
    if of_year().next().is_none() {
        section.note(words.say("本次运行未设年度资金上限。", "The run has no ceilings on money."));
        return;
    }
    if own.is_empty() {
        return;
    }
    let passed: Vec<String> = own.iter().filter(|one| !one.met).map(|one| words.area(&one.area)).collect();
    let fullest = own
        .iter()
        .filter(|one| one.available > 0.0)
        .max_by(|one, other| (one.used / one.available).total_cmp(&(other.used / other.available)));
    let use_ = fullest.map(|one| {
        words.say(
            format!(
                "使用比例最高的是{}：可用{}，使用{}",
                words.area(&one.area),
                words.money(one.available),
                words.money(one.used)
            ),
            format!(
                "the fullest is of {}: {} of {}",
                words.area(&one.area),
                words.money(one.used),
                words.money(one.available)
            ),
        )
    });
    let use_ = use_.unwrap_or_default();
    let passed = if passed.is_empty() {
        words.say("均未突破", "all kept")
    } else {
        words.say(format!("突破：{}", passed.join("、")), format!("passed: {}", passed.join(", ")))
    };
    section.paragraph(words.say(
        format!("{year}年共有{}项资金上限，{passed}；{}（含结转）。", own.len(), use_),
        format!(
            "{} ceilings on money in {year}: {passed}; {} (with what was carried over).",
            own.len(),
            use_
        ),
    ));
}

fn chart(words: &Words) -> Chart {
    let (spending, (first, last, _)) = (&words.proposal.spending, words.proposal.run.years);
    let years: Vec<i32> = (first..=last).collect();
    let of = |source: &str| {
        let amount = |year: &i32| {
            spending.capital_by_source.get(&(*year, source.to_owned())).copied().unwrap_or(0.0) / 1e4
        };
        (words.source(source), years.iter().map(amount).collect())
    };
    Chart::Bars(BarChart {
        unit: words.say("亿元", "10⁸ yuan"),
        categories: years.iter().map(ToString::to_string).collect(),
        series: spending.sources().into_iter().map(of).collect(),
        stacked: true,
    })
}
