//! The finance bureau's view as sentences and tables.

use super::finance_words::{amount, area, excess_digits, source_name};
use super::words::{heads, say};
use super::{Cell, Summed, Table};
use crate::domain::{Language, ProjectKind};
use crate::finance::{Finance, Flow, FlowBy, Stranded};
use crate::store::{PaymentRecord, RunRecord};
use std::collections::{BTreeMap, BTreeSet};

/// What is told of a year, of groups and of empty places, in the order of the view.
#[must_use]
pub fn finance_tables(run: &RunRecord, view: &Finance, language: Language) -> Vec<Summed> {
    let mut tables = vec![years(view, language)];
    for (by, flows) in &view.flows {
        tables.push(flow_table(run, (*by, flows), false, language));
        tables.push(flow_table(run, (*by, flows), true, language));
    }
    tables.push(tail(run, view, language));
    tables.push(ceilings(run, language));
    tables.push(sharing(run, view, language));
    tables.push(shares(run, view, language));
    tables.push(stranded(run, (&view.stranded, "stage"), language));
    tables.push(stranded(run, (&view.stranded_counties, "county"), language));
    tables.extend(super::finance_growth::growth_tables(run, &view.growth, language));
    tables.retain(|one| !one.table.rows.is_empty());
    tables
}

fn kind_name(id: &str, language: Language) -> String {
    let kind = ProjectKind::ALL.into_iter().find(|kind| kind.id() == id);
    kind.map_or_else(|| id.to_owned(), |kind| say(language, kind.zh(), kind.id()))
}

fn years(view: &Finance, language: Language) -> Summed {
    let row = |line: &crate::finance::YearLine| {
        vec![
            Cell::Text(line.year.to_string()),
            amount(line.commitment),
            amount(line.payment),
            amount(line.outstanding),
            amount(line.running),
            amount(line.private),
            amount(line.paid()),
            amount(line.tail),
            amount(line.present),
        ]
    };
    let words = [
        ("年份", "Year"),
        ("建设承诺", "Capital bound"),
        ("建设支付", "Capital paid"),
        ("年末未付", "Bound, unpaid"),
        ("运行费", "Running cost"),
        ("民办补助与购买", "Subsidies, bought places"),
        ("支付合计", "All paid"),
        ("其中方案项目运行费", "Of it, running the projects"),
        ("支付现值", "Present value"),
    ];
    let title = say(
        language,
        "分年度承诺与支付（万元，基年价格；学年运行费记在学年开始的年份）",
        "Commitments and payments by year (10⁴ yuan, prices of the base year; a school year's running cost is booked where it begins)",
    );
    let table = Table { title, heads: heads(language, &words), rows: view.years.iter().map(row).collect() };
    Summed {
        name: say(language, "分年度", "Years"), table, columns: vec![1, 2, 4, 5, 6, 7, 8], across: None
    }
}

/// A row a group, a column a year, a last column of all years.
fn matrix<'a>(
    (name, title, head): (String, String, String),
    rows: impl Iterator<Item = (String, &'a BTreeMap<i32, f64>)> + Clone,
    language: Language,
) -> Summed {
    let years: BTreeSet<i32> = rows.clone().flat_map(|(_, by_year)| by_year.keys().copied()).collect();
    let row = |(name, by_year): (String, &BTreeMap<i32, f64>)| {
        let of = |year: &i32| by_year.get(year).copied().unwrap_or(0.0);
        let mut row = vec![Cell::Text(name)];
        row.extend(years.iter().map(|year| amount(of(year))));
        row.push(amount(years.iter().map(of).sum()));
        row
    };
    let mut heads = vec![head];
    heads.extend(years.iter().map(ToString::to_string));
    heads.push(say(language, "合计", "All"));
    let rows = rows.map(row).collect();
    let (columns, across) = ((1..=years.len() + 1).collect(), Some((1, years.len())));
    Summed { name, table: Table { title, heads, rows }, columns, across }
}

fn flow_table(run: &RunRecord, (by, flows): (FlowBy, &[Flow]), paid: bool, language: Language) -> Summed {
    let (zh, en) = match by {
        FlowBy::County => ("县（市、区）", "County"),
        FlowBy::Stage => ("学段", "Stage"),
        FlowBy::Kind => ("建设类别", "Kind of work"),
        FlowBy::Source => ("资金来源", "Source"),
    };
    let (what, what_en) = if paid { ("支付", "paid") } else { ("承诺", "bound") };
    let name = |of: &str| match by {
        FlowBy::County => run.name("county", of, language).to_owned(),
        FlowBy::Stage => run.name("stage", of, language).to_owned(),
        FlowBy::Kind => kind_name(of, language),
        FlowBy::Source => source_name(of, language),
    };
    let rows =
        flows.iter().map(|flow| (name(&flow.of), if paid { &flow.payments } else { &flow.commitments }));
    let words = (
        say(language, &format!("{what}·{zh}"), &format!("{what_en} by {}", en.to_lowercase())),
        say(
            language,
            &format!("建设资金{what}，按{zh}（万元）"),
            &format!("Capital {what_en} by {} (10⁴ yuan)", en.to_lowercase()),
        ),
        say(language, zh, en),
    );
    matrix(words, rows, language)
}

fn tail(run: &RunRecord, view: &Finance, language: Language) -> Summed {
    let rows =
        view.tail.iter().map(|line| (run.name("county", &line.county, language).to_owned(), &line.by_year));
    let words = (
        say(language, "后续运行费", "Running tail"),
        say(
            language,
            "方案项目的后续运行费，按县（市、区）和学年（万元；学位运行费与项目运行费，负数为节省）",
            "What the plan's projects cost to run, by county and school year (10⁴ yuan; places and operation, negative: saved)",
        ),
        say(language, "县（市、区）", "County"),
    );
    matrix(words, rows, language)
}

fn ceilings(run: &RunRecord, language: Language) -> Summed {
    let covers = |word: &str| match word {
        "capital" => say(language, "建设资金", "capital"),
        "running" => say(language, "运行经费", "running cost"),
        _ => say(language, "全部", "all"),
    };
    let rows = run.ceilings.iter().map(|line| {
        let used =
            if line.available > 0.0 { Cell::Percent(line.used / line.available, 1) } else { Cell::Blank };
        // An excess of fen is to be seen.
        let digits = if line.met { 2 } else { excess_digits(line.used - line.available) };
        let amount = |value: f64| Cell::Number(value, digits);
        let kept = match (line.idle.is_empty(), line.met) {
            (false, _) => say(language, "不起作用", "binds nothing"),
            (true, true) => say(language, "是", "yes"),
            (true, false) => say(language, "否", "NO"),
        };
        vec![
            Cell::Text(area(run, &line.area, language)),
            Cell::Text(source_name(&line.source, language)),
            Cell::Text(covers(&line.covers)),
            Cell::Text(line.year.to_string()),
            amount(line.limit),
            amount(line.available - line.limit),
            amount(line.available),
            amount(line.used),
            amount(line.available - line.used),
            used,
            Cell::Text(kept),
        ]
    });
    let words = [
        ("范围", "Area"),
        ("资金来源", "Source"),
        ("口径", "Covers"),
        ("年份", "Year"),
        ("当年上限", "Ceiling"),
        ("上年结转", "Carried over"),
        ("可用", "Available"),
        ("使用", "Used"),
        ("结余", "Left"),
        ("使用率", "Share used"),
        ("未超", "Kept"),
    ];
    let title = say(language, "预算上限与结转（万元）", "Ceilings and carry-over (10⁴ yuan)");
    let table = Table { title, heads: heads(language, &words), rows: rows.collect() };
    Summed::plain(say(language, "预算上限", "Ceilings"), table)
}

fn sharing(run: &RunRecord, view: &Finance, language: Language) -> Summed {
    let columns: Vec<(&str, bool)> =
        view.sources.iter().flat_map(|of| [(of.as_str(), true), (of.as_str(), false)]).collect();
    let paid = |line: &crate::finance::Sharing, (source, capital): (&str, bool)| {
        let of = if capital { &line.capital } else { &line.running };
        of.get(source).copied().unwrap_or(0.0)
    };
    let used: Vec<(&str, bool)> = columns
        .into_iter()
        .filter(|column| view.sharing.iter().any(|line| paid(line, *column) != 0.0))
        .collect();
    let rows = view.sharing.iter().map(|line| {
        let mut row = vec![Cell::Text(run.name("county", &line.county, language).to_owned())];
        row.extend(used.iter().map(|column| amount(paid(line, *column))));
        row.push(amount(line.all()));
        row
    });
    let mut heads = vec![say(language, "县（市、区）", "County")];
    heads.extend(used.iter().map(|(source, capital)| {
        let source = source_name(source, language);
        if *capital {
            say(language, &format!("{source}·建设"), &format!("{source}, capital"))
        } else {
            say(language, &format!("{source}·运行与补助"), &format!("{source}, running and subsidies"))
        }
    }));
    heads.push(say(language, "合计", "All"));
    let (first, last, _) = run.years;
    let outlook = run.years.2.max(last);
    let title = say(
        language,
        &format!("成本分担，{first}—{outlook} 年合计（万元；家庭缴费不在研究之内）"),
        &format!("Who pays what, {first}–{outlook} (10⁴ yuan; fees of families are not in the study)"),
    );
    let table = Table { title, heads, rows: rows.collect() };
    let (columns, across) = ((1..=used.len() + 1).collect(), Some((1, used.len())));
    Summed { name: say(language, "成本分担", "Sharing"), table, columns, across }
}

fn shares(run: &RunRecord, view: &Finance, language: Language) -> Summed {
    let row = |name: String, paid: &dyn Fn(&str) -> f64, all: f64, capital: f64| {
        let share = |part: f64| if all > 0.0 { Cell::Percent(part / all, 2) } else { Cell::Blank };
        let mut row = vec![Cell::Text(name)];
        row.extend(view.sources.iter().map(|source| share(paid(source))));
        row.push(share(capital));
        row
    };
    let capital = |line: &crate::finance::Sharing| line.capital.values().sum::<f64>();
    let mut rows: Vec<Vec<Cell>> = view
        .sharing
        .iter()
        .map(|line| {
            let name = run.name("county", &line.county, language).to_owned();
            row(name, &|source| line.from(source), line.all(), capital(line))
        })
        .collect();
    let sum = |of: &dyn Fn(&crate::finance::Sharing) -> f64| view.sharing.iter().map(of).sum::<f64>();
    rows.push(row(
        say(language, "合计", "All"),
        &|source| sum(&|line| line.from(source)),
        sum(&crate::finance::Sharing::all),
        sum(&capital),
    ));
    let mut heads = vec![say(language, "县（市、区）", "County")];
    heads.extend(view.sources.iter().map(|source| source_name(source, language)));
    heads.push(say(language, "其中建设", "Of all, capital"));
    let title =
        say(language, "成本分担比例（占全部支付）", "Shares of what each source pays (of all that is paid)");
    Summed::plain(say(language, "分担比例", "Shares"), Table { title, heads, rows })
}

/// Years between those shown of the outlook.
const STEP: i32 = 4;

fn stranded(run: &RunRecord, (lines, kind): (&[Stranded], &str), language: Language) -> Summed {
    let (first, last, outlook) = run.years;
    let shown = |year: i32| year == last || year == outlook || (year - first) % STEP == 0;
    let rows: Vec<Vec<Cell>> = lines
        .iter()
        .filter(|line| shown(line.year))
        .map(|line| {
            vec![
                Cell::Text(run.name(kind, &line.of, language).to_owned()),
                Cell::Text(line.year.to_string()),
                Cell::Number(line.empty, 0),
                Cell::Number(line.added, 0),
                amount(line.running),
                amount(line.capital),
            ]
        })
        .collect();
    let by_county = kind == "county";
    let first_head = if by_county { ("县（市、区）", "County") } else { ("学段", "Stage") };
    let words = [
        first_head,
        ("学年", "School year"),
        ("闲置学位", "Empty places"),
        ("其中方案新增", "Of them, added by the plan"),
        ("年维持费", "Cost to keep, a year"),
        ("新增闲置的投资", "Capital of the added ones"),
    ];
    let title = if by_county {
        say(
            language,
            &format!("{outlook} 学年闲置学位，按县（市、区）（个；万元）"),
            &format!("Empty places in {outlook}, by county (places; 10⁴ yuan)"),
        )
    } else {
        say(
            language,
            "闲置学位及其成本，按学段（个；万元）",
            "Empty places and what they cost, by stage (places; 10⁴ yuan)",
        )
    };
    let name = if by_county {
        say(language, "闲置·县", "Empty by county")
    } else {
        say(language, "闲置·学段", "Empty by stage")
    };
    let table = Table { title, heads: heads(language, &words), rows };
    let columns = if by_county { vec![2, 3, 4, 5] } else { Vec::new() };
    Summed { name, table, columns, across: None }
}

/// Every commitment and payment: county, stage, kind, source and year.
#[must_use]
pub fn finance_details(run: &RunRecord, language: Language) -> Summed {
    type Key<'a> = (i32, &'a str, &'a str, &'a str, &'a str);
    let mut sums: BTreeMap<Key, (f64, f64)> = BTreeMap::new();
    for PaymentRecord { county, stage, kind, source, year, commitment, payment, .. } in &run.payments {
        let sum = sums.entry((*year, county, stage, kind, source)).or_default();
        sum.0 += commitment;
        sum.1 += payment;
    }
    let rows = sums.into_iter().map(|((year, county, stage, kind, source), (bound, paid))| {
        vec![
            Cell::Text(year.to_string()),
            Cell::Text(run.name("county", county, language).to_owned()),
            Cell::Text(run.name("stage", stage, language).to_owned()),
            Cell::Text(kind_name(kind, language)),
            Cell::Text(source_name(source, language)),
            amount(bound),
            amount(paid),
        ]
    });
    let words = [
        ("年份", "Year"),
        ("县（市、区）", "County"),
        ("学段", "Stage"),
        ("建设类别", "Kind of work"),
        ("资金来源", "Source"),
        ("承诺", "Bound"),
        ("支付", "Paid"),
    ];
    let title = say(
        language,
        "建设资金明细：年份、县、学段、类别、来源（万元）",
        "Capital in detail: year, county, stage, kind, source (10⁴ yuan)",
    );
    let table = Table { title, heads: heads(language, &words), rows: rows.collect() };
    Summed { name: say(language, "资金明细", "Details"), table, columns: vec![5, 6], across: None }
}
