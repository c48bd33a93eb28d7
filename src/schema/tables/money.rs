//! Limits and money (资金与上限): budgets, spending, land, deliveries, unit costs.

use super::{COUNT, MONEY, choice, column, optional};
use crate::schema::{Choice, Table, ValueKind};

const COST_ITEMS: &[Choice] = &[
    choice("running_per_pupil", "生均运行成本"),
    choice("running_per_place", "学位运行成本"),
    choice("subsidy_per_pupil", "生均补助"),
    choice("bought_place", "购买学位"),
];
const SPENDING: &[Choice] =
    &[choice("capital", "建设资金"), choice("running", "运行经费"), choice("all", "全部")];
const DELIVERY_EVENTS: &[Choice] = &[choice("start", "开工"), choice("open", "投用")];

pub(super) const BUDGET: Table = Table {
    name: "budget",
    zh: "预算",
    row: "a ceiling on spending",
    required: false,
    columns: &[
        column("year", "年份", ValueKind::Year, "", "Calendar year"),
        column("county", "县", ValueKind::CountyOrAll, "", "County code, or * for the whole study"),
        column(
            "source",
            "资金来源",
            ValueKind::SourceOrAll,
            "",
            "Source of the money: county, city, province, bond; * is all together",
        ),
        column("limit", "上限", MONEY, "10⁴ yuan", "Most that may be spent"),
        optional(
            "carry",
            "结转",
            ValueKind::YesNo,
            "",
            "Yes: what is left may be spent in the next year; blank is no",
        ),
        optional(
            "covers",
            "口径",
            ValueKind::Choice(SPENDING),
            "",
            "Capital, running cost (paid by the county: running, subsidies, bought places), or all; blank is capital",
        ),
    ],
    key: &["year", "county", "source", "covers"],
};

pub(super) const EXPENDITURE: Table = Table {
    name: "expenditure",
    zh: "教育支出",
    row: "public expenditure on education of a past year, beside which a plan is judged (两个只增不减)",
    required: false,
    columns: &[
        column("year", "年份", ValueKind::Year, "", "Calendar year"),
        column("county", "县", ValueKind::CountyOrAll, "", "County code, or * for the whole study"),
        optional("stage", "学段", ValueKind::ModelIdOrAll("stage"), "", "Stage; * or blank is all education"),
        optional(
            "amount",
            "教育支出",
            MONEY,
            "10⁴ yuan",
            "Expenditure of the general public budget on education (一般公共预算教育支出), prices of that year",
        ),
        optional(
            "per_pupil",
            "生均教育支出",
            MONEY,
            "yuan a pupil",
            "The same for one pupil enrolled (按在校学生人数平均), prices of that year",
        ),
    ],
    key: &["year", "county", "stage"],
};

pub(super) const LAND: Table = Table {
    name: "land",
    zh: "用地指标",
    row: "a ceiling on the land that projects take",
    required: false,
    columns: &[
        column(
            "area",
            "地区",
            ValueKind::AreaOrAll,
            "",
            "Code of a town or county, or * for the whole study",
        ),
        column(
            "year",
            "年份",
            ValueKind::YearOrAll,
            "",
            "Calendar year in which works begin, or * for all years together",
        ),
        column("limit", "上限", MONEY, "m²", "Most land"),
        optional(
            "carry",
            "结转",
            ValueKind::YesNo,
            "",
            "Yes: what is left may be used in the next year; blank is no",
        ),
    ],
    key: &["area", "year"],
};

pub(super) const DELIVERY: Table = Table {
    name: "delivery",
    zh: "建设能力",
    row: "the most projects that can start or open in a year",
    required: false,
    columns: &[
        column(
            "programme",
            "工程",
            ValueKind::ModelIdOrAll("programme"),
            "",
            "Programme, or * for every one",
        ),
        column("county", "县", ValueKind::CountyOrAll, "", "County code, or * for the whole study"),
        column("year", "年份", ValueKind::YearOrAll, "", "Year, or * for every year"),
        column(
            "event",
            "口径",
            ValueKind::Choice(DELIVERY_EVENTS),
            "",
            "start: works begin, which is when money is first spent; open: the school opens",
        ),
        column("limit", "上限", COUNT, "project", "Most projects"),
    ],
    key: &["programme", "county", "year", "event"],
};

pub(super) const COSTS: Table = Table {
    name: "costs",
    zh: "成本",
    row: "a unit cost",
    required: false,
    columns: &[
        column("stage", "学段", ValueKind::ModelId("stage"), "", "Stage of education"),
        column("sector", "办学性质", ValueKind::ModelIdOrAll("sector"), "", "Sector, or * for every one"),
        column("item", "成本项目", ValueKind::Choice(COST_ITEMS), "", "What is paid for"),
        column("value", "金额", MONEY, "yuan a year", "Amount in yuan a year, prices of the base year"),
        optional(
            "from_year",
            "起始学年",
            ValueKind::Year,
            "",
            "First school year in which it holds; blank is always",
        ),
    ],
    key: &["stage", "sector", "item", "from_year"],
};
