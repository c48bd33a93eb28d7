//! Attachments (附件): tables with typed columns, as a workbook holds them.

use super::words::Words;
use crate::proposal::{Chances, ProjectLine};
use crate::report::table::{Cell, Table};

/// What a column of an attachment holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// Whole numbers, added up in the total row.
    Count,
    /// Whole numbers that no total is made of, such as years.
    Year,
    /// Whole numbers that no total is made of, since they do not add up.
    Whole,
    /// 10⁴ yuan with two decimals, added up.
    Money,
    /// A share.
    Share,
    /// A value of any unit, two decimals.
    Value,
}

/// A column of an attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it holds.
    pub kind: ColumnKind,
    /// Width in letters.
    pub width: u16,
}

/// A table of its own sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Attachment {
    /// Name of the sheet, such as 附件1 项目.
    pub name: String,
    /// The table, without totals: a workbook adds up by formulas.
    pub table: Table,
    /// Kinds and widths of the columns.
    pub columns: Vec<Column>,
    /// Whether a total row is written.
    pub total: bool,
    /// Columns of a native chart: categories and values, if there is one.
    pub chart: Option<(usize, Vec<usize>)>,
}

type Head = (&'static str, &'static str, ColumnKind, u16);

/// Every attachment.
pub fn attachments(words: &Words) -> Vec<Attachment> {
    let mut made = vec![
        projects(words),
        balance(words),
        counties(words),
        indicators(words),
        budget(words),
        tasks(words),
    ];
    made.extend(words.proposal.chances.as_ref().map(|chances| risks(words, chances)));
    made
}

fn attachment(
    words: &Words,
    number: usize,
    (zh, en): (&str, &str),
    heads: &[Head],
    rows: Vec<Vec<Cell>>,
    total: bool,
) -> Attachment {
    let year = words.year();
    Attachment {
        name: words.say(format!("附件{number} {zh}"), format!("{number} {en}")),
        table: Table {
            title: words
                .say(format!("附件{number}  {year}年{zh}"), format!("Attachment {number}. {en}, {year}")),
            heads: heads.iter().map(|(zh, en, ..)| words.say(*zh, *en)).collect(),
            rows,
        },
        columns: heads.iter().map(|(.., kind, width)| Column { kind: *kind, width: *width }).collect(),
        total,
        chart: None,
    }
}

fn projects(words: &Words) -> Attachment {
    use ColumnKind::{Count, Money, Text, Year};
    let heads: [Head; 15] = [
        ("进展", "Phase", Text, 8),
        ("县（市、区）", "County", Text, 12),
        ("乡镇（街道）", "Town", Text, 14),
        ("项目编号", "Id", Text, 14),
        ("项目名称", "Project", Text, 30),
        ("工程", "Programme", Text, 12),
        ("性质", "Kind", Text, 8),
        ("数量", "Number", Count, 7),
        ("开工年", "Works begin", Year, 9),
        ("投用年", "Opens", Year, 9),
        ("净增学位", "Places net", Count, 10),
        ("总投资（万元）", "Capital (10⁴ yuan)", Money, 16),
        ("当年投资（万元）", "Paid in the year (10⁴ yuan)", Money, 16),
        ("资金来源", "Source", Text, 14),
        ("入选理由", "Reason", Text, 52),
    ];
    let year = |year: i32| Cell::Number(f64::from(year), 0);
    let row = |line: &ProjectLine| {
        vec![
            Cell::Text(words.phase(line.phase)),
            Cell::Text(words.area(&line.county)),
            Cell::Text(words.proposal.run.name("town", &line.town, words.language).to_owned()),
            Cell::Text(line.project.clone()),
            Cell::Text(words.project(line)),
            Cell::Text(words.proposal.run.name("programme", &line.programme, words.language).to_owned()),
            Cell::Text(words.kind(&line.kind)),
            Cell::Number(f64::from(line.count), 0),
            line.start.map_or(Cell::Blank, year),
            year(line.opening),
            Cell::Number(f64::from(line.net_places()), 0),
            Cell::Number(line.capital, 2),
            Cell::Number(line.payment(), 2),
            Cell::Text(words.sources(&line.source)),
            Cell::Text(format!(
                "{}{}",
                words.reason(&line.reason),
                words.say(
                    format!("（项目数据：{}）", words.data_status(&line.note)),
                    format!(" (data: {})", words.data_status(&line.note))
                )
            )),
        ]
    };
    let rows = words.proposal.projects.iter().map(row).collect();
    attachment(words, 1, ("项目清单", "Projects"), &heads, rows, true)
}

fn balance(words: &Words) -> Attachment {
    use ColumnKind::{Count, Share, Text};
    let heads: [Head; 11] = [
        ("县（市、区）", "County", Text, 12),
        ("乡镇（街道）", "Town", Text, 14),
        ("学段", "Stage", Text, 10),
        ("需求（人）", "Children", Count, 11),
        ("现有学位", "Standing", Count, 11),
        ("缺口（前）", "Gap before", Count, 11),
        ("规划学位", "With the plan", Count, 11),
        ("缺口（后）", "Gap after", Count, 11),
        ("在校生", "Pupils", Count, 11),
        ("利用率", "Use", Share, 9),
        ("无学位（人）", "Without a place", Count, 12),
    ];
    let own = words.proposal.run.balance.iter().filter(|one| one.year == words.year());
    let used = own.filter(|one| one.children > 0.0 || one.places > 0.0);
    let rows = used.map(|one| {
        vec![
            Cell::Text(words.area(&one.county)),
            Cell::Text(words.proposal.run.name("town", &one.town, words.language).to_owned()),
            Cell::Text(words.proposal.run.name("stage", &one.stage, words.language).to_owned()),
            Cell::Number(one.children, 0),
            Cell::Number(one.standing, 0),
            Cell::Number(one.gap().0, 0),
            Cell::Number(one.places, 0),
            Cell::Number(one.gap().1, 0),
            Cell::Number(one.pupils, 0),
            one.utilisation().map_or(Cell::Blank, |share| Cell::Percent(share, 1)),
            Cell::Number(one.unplaced, 0),
        ]
    });
    attachment(words, 2, ("乡镇学位平衡", "Balance by town"), &heads, rows.collect(), true)
}

fn counties(words: &Words) -> Attachment {
    use ColumnKind::{Count, Money, Text};
    let heads: [Head; 8] = [
        ("县（市、区）", "County", Text, 14),
        ("投用（个）", "Open", Count, 11),
        ("净增学位", "Places net", Count, 11),
        ("新开工（个）", "Start", Count, 11),
        ("续建（个）", "Under way", Count, 11),
        ("当年投资（万元）", "Building (10⁴ yuan)", Money, 18),
        ("运行及补助（万元）", "Running and subsidies (10⁴ yuan)", Money, 20),
        ("合计（万元）", "All (10⁴ yuan)", Money, 18),
    ];
    let (proposal, year) = (words.proposal, words.year());
    let rows = words.counties().into_iter().map(|county| {
        let number = |phase| {
            let own = proposal.in_phase(phase).filter(|one| one.county == county);
            crate::proposal::Proposal::sums(own)
        };
        let amount = |sums: &std::collections::BTreeMap<(i32, String), f64>| {
            sums.get(&(year, county.to_owned())).copied().unwrap_or(0.0)
        };
        let (open, places, _) = number(crate::proposal::Phase::Open);
        let (capital, running) =
            (amount(&proposal.spending.capital_by_county), amount(&proposal.spending.running_by_county));
        vec![
            Cell::Text(words.area(county)),
            Cell::Number(f64::from(open), 0),
            Cell::Number(f64::from(places), 0),
            Cell::Number(f64::from(number(crate::proposal::Phase::Start).0), 0),
            Cell::Number(f64::from(number(crate::proposal::Phase::UnderWay).0), 0),
            Cell::Number(capital, 2),
            Cell::Number(running, 2),
            Cell::Number(capital + running, 2),
        ]
    });
    let mut made = attachment(words, 3, ("分县汇总", "By county"), &heads, rows.collect(), true);
    made.chart = Some((0, vec![5]));
    made
}

fn indicators(words: &Words) -> Attachment {
    use ColumnKind::{Text, Value, Year};
    let heads: [Head; 7] = [
        ("指标", "Indicator", Text, 42),
        ("范围", "Area", Text, 12),
        ("学年", "Year", Year, 9),
        ("目标", "Target", Value, 12),
        ("达到", "Reached", Value, 12),
        ("余量", "Slack", Value, 12),
        ("结论", "Result", Text, 10),
    ];
    let value =
        |value: f64, share: bool| if share { Cell::Percent(value, 2) } else { Cell::Number(value, 2) };
    // Years without a target follow no wish, and say nothing of the plan.
    let asked = words.proposal.run.indicators.iter().filter(|one| one.target.is_some());
    let rows = asked.map(|one| {
        let share = one.share;
        vec![
            Cell::Text(words.proposal.run.name("indicator", &one.indicator, words.language).to_owned()),
            Cell::Text(words.area(&one.area)),
            Cell::Number(f64::from(one.year), 0),
            one.target.map_or(Cell::Blank, |target| value(target, share)),
            value(one.reached, share),
            one.target.map_or(Cell::Blank, |target| value(one.reached - target, share)),
            Cell::Text(if one.met { words.say("达到", "met") } else { words.say("未达到", "missed") }),
        ]
    });
    attachment(words, 4, ("指标", "Indicators"), &heads, rows.collect(), false)
}

fn budget(words: &Words) -> Attachment {
    use ColumnKind::{Money, Text, Year};
    let heads: [Head; 6] = [
        ("年份", "Year", Year, 9),
        ("县（市、区）", "County", Text, 14),
        ("学段", "Stage", Text, 12),
        ("资金来源", "Source", Text, 14),
        ("支出", "Component", Text, 16),
        ("金额（万元）", "Amount (10⁴ yuan)", Money, 18),
    ];
    let (run, year) = (words.proposal.run, words.year());
    let paid = run.money.iter().filter(|one| one.component.is_paid() && one.year == year);
    let rows = paid.map(|one| {
        vec![
            Cell::Number(f64::from(one.year), 0),
            Cell::Text(words.area(&one.county)),
            Cell::Text(run.name("stage", &one.stage, words.language).to_owned()),
            Cell::Text(words.source(&one.source)),
            Cell::Text(words.component(one.component)),
            Cell::Number(one.amount, 2),
        ]
    });
    attachment(words, 5, ("经费预算", "Budget"), &heads, rows.collect(), true)
}

/// What many futures bring, by town.
fn risks(words: &Words, chances: &Chances) -> Attachment {
    use ColumnKind::{Text, Value, Whole};
    let heads: [Head; 7] = [
        ("县（市、区）", "County", Text, 14),
        ("乡镇（街道）", "Town", Text, 18),
        ("学段", "Stage", Text, 14),
        ("预期缺学位（人年）", "Without a place, expected (child-years)", Value, 14),
        ("最差十分之一（人年）", "Worst tenth (child-years)", Value, 14),
        ("预期空余学位", "Empty places, expected", Whole, 14),
        ("空余最多的十分之一", "Fullest tenth of them", Whole, 14),
    ];
    let used =
        chances.towns.iter().filter(|one| one.expected.unplaced_worst + one.expected.empty_worst > 0.0);
    let rows = used.map(|one| {
        let mut cells = super::chances::town_cells(words, one);
        cells.extend(super::chances::expected_cells(&one.expected));
        cells
    });
    attachment(words, 7, ("风险概率", "Risks by town"), &heads, rows.collect(), false)
}

fn tasks(words: &Words) -> Attachment {
    use ColumnKind::{Text, Year};
    let heads: [Head; 6] = [
        ("季度", "Quarter", Text, 10),
        ("序号", "No.", Year, 7),
        ("任务", "Task", Text, 50),
        ("数量", "Amount", Text, 20),
        ("牵头单位（建议）", "Lead (suggested)", Text, 24),
        ("配合单位（建议）", "With (suggested)", Text, 40),
    ];
    let rows = super::tasks::exhibit(words).table.rows;
    attachment(words, 6, ("任务清单", "Tasks"), &heads, rows, false)
}
