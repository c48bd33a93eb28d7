//! The finance view in sentences, and its cash flow as bars of text.

use super::finance_words::{area, excess, has_unit_costs, idle_of_run, idle_sentences, lacking, source_name};
use super::words::say;
use super::{Cell, Table};
use crate::domain::Language;
use crate::finance::{Finance, Stranded, YearLine};
use crate::store::{CeilingRecord, RunRecord};

/// 10⁴ yuan in one 10⁸ yuan (亿元).
const HUNDRED_MILLION: f64 = 1e4;

/// What a finance bureau reads first.
#[must_use]
pub fn finance_sentences(run: &RunRecord, view: &Finance, language: Language) -> Vec<String> {
    let mut sentences = vec![money(run, view, language)];
    sentences.extend(peak(view, language));
    sentences.push(tail(run, view, language));
    sentences.extend(ceilings(run, language));
    sentences.push(stranded(run, view, language));
    sentences.extend(super::finance_growth::growth_sentences(run, &view.growth, language));
    sentences
}

fn money(run: &RunRecord, view: &Finance, language: Language) -> String {
    let sum = |of: fn(&YearLine) -> f64| view.years.iter().map(of).sum::<f64>() / HUNDRED_MILLION;
    let projects: i32 = run.openings.iter().map(|one| one.count).sum();
    let (first, outlook) = (run.years.0, run.years.2);
    let (capital, paid, present) = (sum(|line| line.payment), sum(YearLine::paid), sum(|line| line.present));
    say(
        language,
        &format!(
            "方案 {}：{projects} 个项目，承诺并支付建设资金 {capital:.2} 亿元；{first}—{outlook} 年共支付 {paid:.2} 亿元（现值 {present:.2} 亿元，不含非支出权重）。",
            run.run
        ),
        &format!(
            "{}: {projects} projects; capital bound and paid {capital:.2} × 10⁸ yuan; all that is paid {first}–{outlook} {paid:.2} (present value {present:.2}, weights that are no payment left out).",
            run.run
        ),
    )
}

fn peak(view: &Finance, language: Language) -> Option<String> {
    let highest = view.years.iter().max_by(|one, other| one.payment.total_cmp(&other.payment))?;
    let amount = highest.payment / HUNDRED_MILLION;
    (amount > 0.0).then(|| {
        say(
            language,
            &format!("建设资金支付高峰：{} 年，{amount:.2} 亿元。", highest.year),
            &format!("Most capital is paid in {}: {amount:.2} × 10⁸ yuan.", highest.year),
        )
    })
}

fn tail(run: &RunRecord, view: &Finance, language: Language) -> String {
    let (_, last, outlook) = run.years;
    let of = |keep: &dyn Fn(i32) -> bool| -> f64 {
        view.years.iter().filter(|line| keep(line.year)).map(|line| line.tail).sum::<f64>() / HUNDRED_MILLION
    };
    let (a_year, after) = (of(&|year| year == outlook), of(&|year| year > last));
    say(
        language,
        &format!(
            "方案项目投用后，{outlook} 年需运行费 {a_year:.2} 亿元；规划期后（{}—{outlook} 年）共 {after:.2} 亿元。",
            last + 1
        ),
        &format!(
            "Once in use the projects cost {a_year:.2} × 10⁸ yuan to run in {outlook}, and {after:.2} altogether after the plan ({}–{outlook}).",
            last + 1
        ),
    )
}

fn ceilings(run: &RunRecord, language: Language) -> Vec<String> {
    let words = |line: &CeilingRecord| {
        let place = area(run, &line.area, language);
        let source = source_name(&line.source, language);
        say(
            language,
            &format!("{place} {} 年（{source}）", line.year),
            &format!("{place}, {} ({source})", line.year),
        )
    };
    let mut sentences = lacking(!run.ceilings.is_empty(), has_unit_costs(run), language);
    let binding = || run.ceilings.iter().filter(|line| line.idle.is_empty());
    sentences.extend(run.ceilings.iter().filter(|line| !line.met).map(|line| {
        let over = excess(line.used - line.available);
        say(
            language,
            &format!("超出预算上限：{}，超 {over} 万元。", words(line)),
            &format!("Over a ceiling: {}, by {over} × 10⁴ yuan.", words(line)),
        )
    }));
    let share = |line: &CeilingRecord| line.used / line.available;
    let tightest = binding().filter(|line| line.met && line.available > 0.0);
    let tightest = tightest.max_by(|one, other| share(one).total_cmp(&share(other)));
    sentences.extend(tightest.map(|line| {
        let (kept, used) = (binding().filter(|one| one.met).count(), share(line) * 100.0);
        let all = binding().count();
        say(
            language,
            &format!("{all} 项预算上限中 {kept} 项未超；最紧的一项：{}，已用 {used:.1} %。", words(line)),
            &format!(
                "{kept} of {all} ceilings are kept; the tightest of them: {}, {used:.1} % used.",
                words(line)
            ),
        )
    }));
    let idle = idle_of_run(run, run.ceilings.iter(), language);
    sentences.extend(idle_sentences(&idle, language));
    sentences
}

fn stranded(run: &RunRecord, view: &Finance, language: Language) -> String {
    let outlook = run.years.2;
    let sum = |of: fn(&Stranded) -> f64| view.stranded_counties.iter().map(of).sum::<f64>();
    let places = |number: f64| Cell::Number(number, 0).display();
    let (empty, added) = (places(sum(|line| line.empty)), places(sum(|line| line.added)));
    let (running, capital) =
        (sum(|line| line.running) / HUNDRED_MILLION, sum(|line| line.capital) / HUNDRED_MILLION);
    let built = run.openings.iter().map(|one| one.capital).sum::<f64>() / HUNDRED_MILLION;
    say(
        language,
        &format!(
            "{outlook} 学年闲置学位 {empty} 个，其中方案新增 {added} 个；闲置学位每年维持费 {running:.2} 亿元，新增闲置部分的投资 {capital:.2} 亿元（全部项目总投资 {built:.2} 亿元，含规划期前已支付的）。"
        ),
        &format!(
            "In {outlook} {empty} places stand empty, {added} of them added by the plan; to keep the empty ones costs {running:.2} × 10⁸ yuan a year, and the capital in the added ones is {capital:.2} of {built:.2} (whole cost of the projects, what was paid before the plan included)."
        ),
    )
}

/// Widest bar, characters.
const BAR: f64 = 40.0;

/// Capital (█) and the running cost of the plan's projects (░) by year, as bars for a terminal.
#[must_use]
pub fn cash_flow_chart(view: &Finance, language: Language) -> Table {
    let longest = view.years.iter().map(|line| line.payment + line.tail.max(0.0)).fold(0.0, f64::max);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // at most BAR
    let length = |amount: f64| {
        if longest > 0.0 { (amount.max(0.0) / longest * BAR).round() as usize } else { 0 }
    };
    let row = |line: &YearLine| {
        let bar = "█".repeat(length(line.payment)) + &"░".repeat(length(line.tail));
        let amount = |value: f64| Cell::Number(value / HUNDRED_MILLION, 2);
        vec![Cell::Text(line.year.to_string()), Cell::Text(bar), amount(line.payment), amount(line.tail)]
    };
    let words = [
        say(language, "年份", "Year"),
        String::new(),
        say(language, "█ 建设", "█ capital"),
        say(language, "░ 项目运行", "░ running"),
    ];
    Table {
        title: say(
            language,
            "现金流：建设支付与方案项目运行费（亿元）",
            "Cash flow: capital paid and what the plan's projects cost to run (10⁸ yuan)",
        ),
        heads: words.to_vec(),
        rows: view.years.iter().map(row).collect(),
    }
}
