//! What can be asked, and what drives the plan.

use super::{Explained, class_name, money, town_name};
use crate::domain::{Language, Study};
use crate::explain::Reasons;
use crate::outcome::{Ceiling, CeilingLine, IndicatorLine, ProgrammeLine};
use crate::report::words::{heads, say};
use crate::report::{Cell, Table, promise_name::promise_name};

/// Most rows of a table of reasons.
const MOST: usize = 12;

/// What drives the plan: targets, programmes, ceilings, places.
#[must_use]
pub fn reasons_explained(study: &Study, reasons: &Reasons, language: Language) -> Explained {
    let mut tables = vec![
        targets(study, &reasons.targets, &say(language, "最贵的目标", "The dearest targets"), language),
        programmes(study, reasons, language),
        ceilings(
            study,
            &reasons.ceilings,
            &say(language, "用足的上限", "Ceilings that are used up"),
            language,
        ),
        places(study, reasons, language),
    ];
    tables.retain(|table| !table.rows.is_empty());
    let (targets, programmes) = (reasons.targets.len(), reasons.programmes.len());
    let (ceilings, places) = (reasons.ceilings.len(), reasons.places.len());
    let sentence = say(
        language,
        &format!(
            "主要依据：{targets} 个年度目标有价格，{programmes} 个工程的项目数正好用足，{ceilings} 项上限用足，{places} 处（有备选项目的乡镇、办学类型）多一个学位可节省成本。价格为项目不变时的影子价格；项目数的代价要重新求解（xuewei explain 结果 工程）。"
        ),
        &format!(
            "What drives the plan: {targets} yearly targets have a price, {programmes} programmes have just as many projects as they must or may, {ceilings} ceilings are used up, and in {places} towns and classes with project options one more place would save something. Prices hold projects as planned; what a number of projects costs is told by planning anew (xuewei explain RUN PROGRAMME)."
        ),
    );
    Explained { sentences: vec![sentence], tables }
}

/// What can be asked, with an example of each kind.
#[must_use]
pub fn what_can_be_asked(study: &Study, language: Language) -> Table {
    let example = |id: Option<&String>| Cell::Text(id.cloned().unwrap_or_default());
    let project = study.projects.iter().find(|project| !project.committed).or(study.projects.first());
    let rows = vec![
        vec![
            Cell::Text(say(language, "项目：为什么建、为什么不建", "a project: why, why not")),
            Cell::count(study.projects.len()),
            example(project.map(|one| &one.id)),
        ],
        vec![
            Cell::Text(say(
                language,
                "指标：再提高一点要多少钱，谁出",
                "a target: what one more point costs, and whom",
            )),
            Cell::count(study.indicators.len()),
            example(study.indicators.first().map(|one| &one.id)),
        ],
        vec![
            Cell::Text(say(
                language,
                "工程：多一个、少一个项目的代价",
                "a programme: what one project more or fewer costs",
            )),
            Cell::count(study.programmes.len()),
            example(study.programmes.first().map(|one| &one.id)),
        ],
        vec![
            Cell::Text(say(
                language,
                "县（市、区）：需求、学位、项目、资金、在此起作用的承诺",
                "a county: need, places, projects, money, promises that bind there",
            )),
            Cell::count(study.counties.len()),
            example(study.counties.first().map(|one| &one.code)),
        ],
        vec![
            Cell::Text(say(
                language,
                "乡镇街道：从出生到学位（--stage 或 --age、--year 追溯一个数）",
                "a town: from births to places (--stage or --age, and --year, take a figure apart)",
            )),
            Cell::count(study.towns.len()),
            example(study.towns.first().map(|one| &one.code)),
        ],
    ];
    let words = [("可以问", "What can be asked"), ("个数", "How many"), ("例", "Such as")];
    let title = say(language, "可以问什么（代码或名称均可）", "What can be asked, by id or name");
    Table { title, heads: heads(language, &words), rows }
}

/// Targets by area and year, as many as are shown.
pub(super) fn targets(study: &Study, lines: &[IndicatorLine], title: &str, language: Language) -> Table {
    let row = |line: &IndicatorLine| {
        let data = &study.indicators[line.indicator];
        let value = |value: f64| {
            if data.kind.is_share() { Cell::Percent(value, 2) } else { Cell::Number(value, 0) }
        };
        let area = line.county.map_or_else(
            || say(language, "全市", "all"),
            |county| study.counties[county.index()].name.get(language).to_owned(),
        );
        vec![
            Cell::Text(data.id.clone()),
            Cell::Text(data.name.get(language).to_owned()),
            Cell::Text(area),
            Cell::Text(line.year.to_string()),
            line.target.map_or(Cell::Blank, value),
            value(line.reached),
            line.price.map_or(Cell::Blank, money),
        ]
    };
    let words = [
        ("指标", "Target"),
        ("名称", "Name"),
        ("范围", "Area"),
        ("学年", "School year"),
        ("目标", "Wanted"),
        ("达到", "Reached"),
        ("再提高一点（万元现值）", "One more (10⁴ yuan of present value)"),
    ];
    let rows = lines.iter().take(MOST).map(row).collect();
    Table { title: title.to_owned(), heads: heads(language, &words), rows }
}

fn programmes(study: &Study, reasons: &Reasons, language: Language) -> Table {
    let row = |line: &ProgrammeLine| {
        let data = &study.programmes[line.programme.index()];
        let number =
            |number: Option<u32>| number.map_or(Cell::Blank, |number| Cell::Number(f64::from(number), 0));
        vec![
            Cell::Text(data.id.clone()),
            Cell::Text(data.name.get(language).to_owned()),
            number(line.required),
            number(line.at_most),
            Cell::count(line.opened),
        ]
    };
    let words = [
        ("工程", "Programme"),
        ("名称", "Name"),
        ("不少于", "At least"),
        ("不超过", "At most"),
        ("投用", "Opened"),
    ];
    let title = say(language, "项目数正好用足的工程", "Programmes with just their number");
    Table { title, heads: heads(language, &words), rows: reasons.programmes.iter().map(row).collect() }
}

/// Ceilings and what is used of them, as many as are shown.
pub(super) fn ceilings(study: &Study, lines: &[CeilingLine], title: &str, language: Language) -> Table {
    use crate::allocation::Promise;
    let name = |line: &CeilingLine| {
        let year = crate::domain::SchoolYear(line.year.unwrap_or(0));
        let promise = match line.ceiling {
            Ceiling::Budget(budget) => Promise::Budget { budget },
            Ceiling::Land(limit) => Promise::Land { limit },
            Ceiling::Delivery(limit) => Promise::DeliveryLimit { limit, year },
            Ceiling::Programme(programme) => Promise::Delivery { programme, year },
        };
        promise_name(study, &promise, language)
    };
    let row = |line: &CeilingLine| {
        vec![Cell::Text(name(line)), Cell::Number(line.available, 2), Cell::Number(line.used, 2)]
    };
    let words = [("上限", "Ceiling"), ("可用", "Available"), ("使用", "Used")];
    let rows = lines.iter().take(MOST).map(row).collect();
    Table { title: title.to_owned(), heads: heads(language, &words), rows }
}

fn places(study: &Study, reasons: &Reasons, language: Language) -> Table {
    let row = |worth: &crate::explain::PlaceWorth| {
        vec![
            Cell::Text(study.towns[worth.town.index()].code.clone()),
            Cell::Text(town_name(study, worth.town, language).to_owned()),
            Cell::Text(class_name(study, worth.class, language)),
            Cell::Text(worth.from.to_string()),
            money(worth.saves),
        ]
    };
    let words = [
        ("乡镇", "Town"),
        ("名称", "Name"),
        ("办学类型", "Class"),
        ("起始学年", "From"),
        ("一个学位节省（万元现值）", "One place saves (10⁴ yuan of present value)"),
    ];
    let title = say(
        language,
        "有备选项目且最缺学位的地方：多一个学位各年共可节省多少（未减其自身成本）",
        "Where projects can add places and one is worth most: what one more saves in all years (before what it costs itself)",
    );
    Table { title, heads: heads(language, &words), rows: reasons.places.iter().take(MOST).map(row).collect() }
}
