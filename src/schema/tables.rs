//! The list of tables: what a row is, and what each column means, in which unit.

use super::{Choice, Column, Table, ValueKind};

const fn column(
    name: &'static str,
    zh: &'static str,
    kind: ValueKind,
    unit: &'static str,
    description: &'static str,
) -> Column {
    Column { name, zh, description, unit, kind, required: true }
}

const fn optional(
    name: &'static str,
    zh: &'static str,
    kind: ValueKind,
    unit: &'static str,
    description: &'static str,
) -> Column {
    Column { name, zh, description, unit, kind, required: false }
}

const fn choice(id: &'static str, zh: &'static str) -> Choice {
    Choice { id, zh }
}

const PERSONS: ValueKind = ValueKind::Number { least: 0.0, greatest: 1e9 };
const COUNT: ValueKind = ValueKind::Integer { least: 0, greatest: 10_000_000 };
const GRADE: ValueKind = ValueKind::Integer { least: 1, greatest: 9 };
const LONGITUDE: ValueKind = ValueKind::Number { least: -180.0, greatest: 180.0 };
const LATITUDE: ValueKind = ValueKind::Number { least: -90.0, greatest: 90.0 };
const MONEY: ValueKind = ValueKind::Number { least: 0.0, greatest: 1e9 };

/// Kinds of town-level division.
const TOWN_KINDS: &[Choice] =
    &[choice("subdistrict", "街道"), choice("town", "镇"), choice("township", "乡")];
const SETTINGS: &[Choice] = &[choice("urban", "城区"), choice("rural", "农村")];
const SEXES: &[Choice] = &[choice("female", "女"), choice("male", "男"), choice("both", "合计")];
const RATE_ONLY: &[Choice] = &[choice("rate", "率")];
const MORTALITY_KINDS: &[Choice] =
    &[choice("rate", "率"), choice("survival", "存活比"), choice("probability", "死亡概率")];
const PERIODS: &[Choice] = &[choice("year", "每年"), choice("step", "每步")];
const MIGRATION_KINDS: &[Choice] = &[
    choice("net", "净迁移数"),
    choice("count", "人数"),
    choice("rate", "净迁移率"),
    choice("net_rate", "每人净迁移"),
    choice("in", "迁入数"),
    choice("in_count", "迁入人数"),
    choice("in_rate", "迁入率"),
    choice("out", "迁出率"),
    choice("out_rate", "每人迁出"),
    choice("out_count", "迁出数"),
    choice("between_out", "区内迁出率"),
    choice("between_in", "区内迁入占比"),
];
const PROJECT_KINDS: &[Choice] = &[
    choice("new", "新建"),
    choice("expand", "扩建"),
    choice("relocate", "迁建"),
    choice("rebuild", "改建"),
    choice("upgrade", "提升"),
    choice("convert", "转设"),
    choice("buy", "购买"),
    choice("close", "撤并"),
];
const STATUSES: &[Choice] = &[
    choice("planned", "谋划"),
    choice("reserved", "储备"),
    choice("started", "开工"),
    choice("building", "建设"),
    choice("open", "投用"),
];
const COST_ITEMS: &[Choice] = &[
    choice("running_per_pupil", "生均运行成本"),
    choice("running_per_place", "学位运行成本"),
    choice("subsidy_per_pupil", "生均补助"),
    choice("bought_place", "购买学位"),
];

const SPENDING: &[Choice] =
    &[choice("capital", "建设资金"), choice("running", "运行经费"), choice("all", "全部")];
const DELIVERY_EVENTS: &[Choice] = &[choice("start", "开工"), choice("open", "投用")];

/// Every table of a study.
pub const TABLES: &[Table] = &[
    Table {
        name: "counties",
        zh: "县市区",
        row: "a county-level division",
        required: true,
        columns: &[
            column("code", "代码", ValueKind::Key, "", "Statistical code of the county"),
            column("name", "名称", ValueKind::Text, "", "Name in Chinese"),
            optional("name_en", "英文名", ValueKind::Text, "", "Name in English"),
        ],
        key: &["code"],
    },
    Table {
        name: "towns",
        zh: "乡镇街道",
        row: "a town or subdistrict",
        required: true,
        columns: &[
            column("code", "代码", ValueKind::Key, "", "Statistical code of the town"),
            column("name", "名称", ValueKind::Text, "", "Name in Chinese"),
            optional("name_en", "英文名", ValueKind::Text, "", "Name in English"),
            column("county", "县", ValueKind::Reference("counties"), "", "Code of its county"),
            optional("kind", "类型", ValueKind::Choice(TOWN_KINDS), "", "Kind of division"),
            optional("lon", "经度", LONGITUDE, "degree", "Longitude of the seat, WGS 84"),
            optional("lat", "纬度", LATITUDE, "degree", "Latitude of the seat, WGS 84"),
            optional("setting", "城乡", ValueKind::Choice(SETTINGS), "", "Urban or rural"),
            optional("cluster", "类群", ValueKind::Text, "", "Name of a cluster of similar towns"),
        ],
        key: &["code"],
    },
    Table {
        name: "population",
        zh: "人口",
        row: "people of an area on a date, by group, sex and age",
        required: true,
        columns: &[
            column("town", "地区", ValueKind::Area, "", "Code of a town (or of a county)"),
            column("date", "日期", ValueKind::Date, "", "Reference date of the count"),
            optional(
                "group",
                "人群",
                ValueKind::ModelIdOrAll("group"),
                "",
                "Population group; blank or * is all together",
            ),
            optional("sex", "性别", ValueKind::Choice(SEXES), "", "Sex; blank is both together"),
            column(
                "age",
                "年龄",
                ValueKind::Age,
                "year",
                "Completed years of age at the date; the open last age as 100+",
            ),
            column("persons", "人数", PERSONS, "person", "People"),
            optional(
                "county",
                "县",
                ValueKind::Text,
                "",
                "County of the area, where the study has no table of towns",
            ),
        ],
        key: &["town", "date", "group", "sex", "age"],
    },
    Table {
        name: "births",
        zh: "出生",
        row: "registered births of an area in a year or month",
        required: false,
        columns: &[
            column("town", "地区", ValueKind::Area, "", "Code of a town (or of a county)"),
            column("year", "年份", ValueKind::Year, "", "Calendar year"),
            optional(
                "month",
                "月份",
                ValueKind::Integer { least: 1, greatest: 12 },
                "",
                "Month; blank is the whole year",
            ),
            optional(
                "group",
                "人群",
                ValueKind::ModelIdOrAll("group"),
                "",
                "Population group; blank or * is all together",
            ),
            column("births", "出生人数", PERSONS, "person", "Live births by usual residence of the mother"),
        ],
        key: &["town", "year", "month", "group"],
    },
    Table {
        name: "mortality",
        zh: "死亡率",
        row: "a figure of mortality by area, year, group, sex and age",
        required: false,
        columns: &[
            optional("area", "地区", ValueKind::AreaOrAll, "", "Code of a town or county; blank or * is all"),
            optional(
                "year",
                "年份",
                ValueKind::YearOrAll,
                "",
                "Calendar year; blank or * is all; holds until the next given",
            ),
            optional(
                "group",
                "人群",
                ValueKind::ModelIdOrAll("group"),
                "",
                "Population group; blank or * is all",
            ),
            optional("sex", "性别", ValueKind::Choice(SEXES), "", "Sex; blank is both"),
            column(
                "age",
                "年龄",
                ValueKind::Age,
                "year",
                "Completed years of age, 7, 5-9 or 100+; birth is the newborns",
            ),
            column(
                "value",
                "数值",
                ValueKind::Number { least: 0.0, greatest: 10.0 },
                "death per person-year, or share",
                "Central death rate, or what the kind tells",
            ),
            optional(
                "kind",
                "口径",
                ValueKind::Choice(MORTALITY_KINDS),
                "",
                "rate (blank): deaths per person-year; survival: share alive after a step; probability: share who die",
            ),
        ],
        key: &["area", "year", "group", "sex", "age", "kind"],
    },
    Table {
        name: "fertility",
        zh: "生育率",
        row: "a fertility rate by county, year, group and age of the mother",
        required: false,
        columns: &[
            optional("area", "地区", ValueKind::AreaOrAll, "", "Code of a town or county; blank or * is all"),
            optional(
                "year",
                "年份",
                ValueKind::YearOrAll,
                "",
                "Calendar year; blank or * is all; holds until the next given",
            ),
            optional(
                "group",
                "人群",
                ValueKind::ModelIdOrAll("group"),
                "",
                "Population group of the mother; blank or * is all",
            ),
            column(
                "age",
                "年龄",
                ValueKind::Age,
                "year",
                "Age of the mother; a rate holds up to the next age given",
            ),
            column(
                "value",
                "数值",
                ValueKind::Number { least: 0.0, greatest: 1.0 },
                "birth per woman and year",
                "Live births per woman of this age",
            ),
            optional("kind", "口径", ValueKind::Choice(RATE_ONLY), "", "Kind of value: rate"),
        ],
        key: &["area", "year", "group", "age"],
    },
    Table {
        name: "migration",
        zh: "迁移",
        row: "moves into or out of an area by year, group, sex and age",
        required: false,
        columns: &[
            optional("area", "地区", ValueKind::AreaOrAll, "", "Code of a town or county; blank or * is all"),
            optional(
                "year",
                "年份",
                ValueKind::YearOrAll,
                "",
                "Calendar year; blank or * is all; holds until the next given",
            ),
            optional(
                "group",
                "人群",
                ValueKind::ModelIdOrAll("group"),
                "",
                "Population group; blank or * is all: a rate of each, a number shared by their people",
            ),
            optional("sex", "性别", ValueKind::Choice(SEXES), "", "Sex; blank is both"),
            column("age", "年龄", ValueKind::Age, "year", "Completed years of age"),
            column(
                "value",
                "数值",
                ValueKind::Number { least: -1e9, greatest: 1e9 },
                "person a year, or person per person and year",
                "Moves, as the kind tells",
            ),
            column(
                "kind",
                "口径",
                ValueKind::Choice(MIGRATION_KINDS),
                "",
                "net or count: arrivals less departures, persons; rate or net_rate: the same per person; in or in_count: \
                 arrivals, persons; in_rate: arrivals per person of the outside; out or out_rate: departures per \
                 person; out_count: departures, persons; between_out: departures to the study's other areas per \
                 person; between_in: share of all these who come here",
            ),
            optional(
                "stream",
                "流向",
                ValueKind::Text,
                "",
                "Name of a stream, such as abroad; streams add up",
            ),
            optional(
                "per",
                "期间",
                ValueKind::Choice(PERIODS),
                "",
                "Whether numbers of persons are per year (blank) or per step of the projection",
            ),
        ],
        key: &["area", "year", "group", "sex", "age", "kind", "stream"],
    },
    Table {
        name: "status_change",
        zh: "身份转换",
        row: "a rate at which people of a group join another",
        required: false,
        columns: &[
            optional("area", "地区", ValueKind::AreaOrAll, "", "Code of a town or county; blank or * is all"),
            optional(
                "year",
                "年份",
                ValueKind::YearOrAll,
                "",
                "Calendar year; blank or * is all; holds until the next given",
            ),
            optional(
                "group",
                "人群",
                ValueKind::ModelIdOrAll("group"),
                "",
                "Group that they leave; blank or * is every one but the first",
            ),
            optional("sex", "性别", ValueKind::Choice(SEXES), "", "Sex; blank is both"),
            column(
                "age",
                "年龄",
                ValueKind::Age,
                "year",
                "Completed years of age; birth: the share of newborns of the group's mothers who belong to the other",
            ),
            column(
                "value",
                "数值",
                ValueKind::Number { least: 0.0, greatest: 1.0 },
                "person per person and year",
                "Share that changes in a year",
            ),
            optional("kind", "口径", ValueKind::Choice(RATE_ONLY), "", "Kind of value: rate"),
            optional(
                "into",
                "转入",
                ValueKind::ModelId("group"),
                "",
                "Group that they join; blank is the first of the model",
            ),
        ],
        key: &["area", "year", "group", "sex", "age", "into"],
    },
    Table {
        name: "outside",
        zh: "外部人口",
        row: "people outside the study by year, group, sex and age, from whom arrivals by rate come",
        required: false,
        columns: &[
            optional("area", "地区", ValueKind::AreaOrAll, "", "Area that they come to; blank or * is all"),
            optional(
                "year",
                "年份",
                ValueKind::YearOrAll,
                "",
                "Calendar year; blank or * is all; holds until the next given",
            ),
            optional(
                "group",
                "人群",
                ValueKind::ModelIdOrAll("group"),
                "",
                "Population group; blank or * is all: the same people for each",
            ),
            optional("sex", "性别", ValueKind::Choice(SEXES), "", "Sex; blank is the same people for both"),
            column("age", "年龄", ValueKind::Age, "year", "Completed years of age"),
            column("persons", "人数", PERSONS, "person", "People"),
        ],
        key: &["area", "year", "group", "sex", "age"],
    },
    Table {
        name: "enrolment",
        zh: "在校生",
        row: "pupils of a school (or of a town) in a grade and school year",
        required: false,
        columns: &[
            optional(
                "school",
                "学校",
                ValueKind::Text,
                "",
                "Id of the school; blank: the pupils who live in the town, wherever they are taught",
            ),
            optional(
                "town",
                "乡镇",
                ValueKind::Reference("towns"),
                "",
                "Code of its town; may be blank for a school of the table of schools, and where there is one town",
            ),
            column("year", "学年", ValueKind::Year, "", "School year, by the year in which it begins"),
            optional(
                "stage",
                "学段",
                ValueKind::ModelId("stage"),
                "",
                "Stage; may be blank where the grade tells it",
            ),
            optional(
                "grade",
                "年级",
                ValueKind::Integer { least: -9, greatest: 60 },
                "",
                "Number of the grade, from the stage's first_grade on (1 unless stated); blank is all grades together",
            ),
            optional(
                "group",
                "人群",
                ValueKind::ModelIdOrAll("group"),
                "",
                "Population group; blank or * is all together",
            ),
            column("pupils", "在校生", PERSONS, "person", "Pupils at the beginning of the school year"),
        ],
        key: &["school", "town", "year", "stage", "grade", "group"],
    },
    Table {
        name: "schools",
        zh: "学校",
        row: "one school and stage in the base year",
        required: true,
        columns: &[
            column("school", "学校代码", ValueKind::Key, "", "Id of the school"),
            column("name", "校名", ValueKind::Text, "", "Name"),
            column("town", "乡镇", ValueKind::Reference("towns"), "", "Code of its town"),
            column("stage", "学段", ValueKind::ModelId("stage"), "", "Stage of education"),
            column(
                "sector",
                "办学性质",
                ValueKind::ModelId("sector"),
                "",
                "Sector: public, inclusive, private",
            ),
            optional(
                "grade",
                "等级",
                GRADE,
                "",
                "Grade of a kindergarten (1 is best); blank where there is none",
            ),
            column("places", "学位", COUNT, "place", "Places that stand"),
            column("pupils", "在校生", COUNT, "pupil", "Pupils in the base year"),
            optional("migrant_pupils", "随迁子女", COUNT, "pupil", "Of these, migrant children"),
            optional("lon", "经度", LONGITUDE, "degree", "Longitude, WGS 84"),
            optional("lat", "纬度", LATITUDE, "degree", "Latitude, WGS 84"),
            optional("opened", "开办学年", ValueKind::Year, "", "School year of opening"),
            optional("closes", "停办学年", ValueKind::Year, "", "First school year without it"),
        ],
        key: &["school", "stage"],
    },
    Table {
        name: "projects",
        zh: "项目",
        row: "one option for one site; rows of one site exclude each other",
        required: true,
        columns: &[
            column("project", "项目代码", ValueKind::Key, "", "Id of the option"),
            optional(
                "site",
                "地块",
                ValueKind::Text,
                "",
                "Id of the site; options of one site exclude each other",
            ),
            column("name", "项目名称", ValueKind::Text, "", "Name"),
            column("town", "乡镇", ValueKind::Reference("towns"), "", "Code of its town"),
            column(
                "programme",
                "工程",
                ValueKind::ModelId("programme"),
                "",
                "Programme that it counts towards",
            ),
            column("kind", "类别", ValueKind::Choice(PROJECT_KINDS), "", "Kind of work"),
            optional("status", "阶段", ValueKind::Choice(STATUSES), "", "How far it is; blank is planned"),
            optional("committed", "已定", ValueKind::YesNo, "", "Yes: it must be built; blank is no"),
            column("sector", "办学性质", ValueKind::ModelId("sector"), "", "Sector that gets the places"),
            optional("grade", "等级", GRADE, "", "Grade that gets the places"),
            optional(
                "from_sector",
                "原办学性质",
                ValueKind::ModelId("sector"),
                "",
                "Sector that loses places (upgrade, convert, rebuild)",
            ),
            optional("from_grade", "原等级", GRADE, "", "Grade that loses places"),
            optional(
                "from_places",
                "原学位",
                COUNT,
                "place",
                "Places lost there; blank is as many as are gained, if from_sector is given",
            ),
            optional(
                "from_school",
                "原学校",
                ValueKind::Text,
                "",
                "Id of the school that it moves, rebuilds, converts or closes: all its places are taken, or from_places of them",
            ),
            column(
                "places.*",
                "学位.*",
                ValueKind::Integer { least: -100_000, greatest: 100_000 },
                "place",
                "Places that it adds for the stage in the header (negative: takes)",
            ),
            column("capex", "总投资", MONEY, "10⁴ yuan", "Capital cost"),
            optional(
                "running",
                "年运行费",
                ValueKind::Number { least: -1e9, greatest: 1e9 },
                "10⁴ yuan a year",
                "Operating cost once in use, beside the unit costs; negative: saved",
            ),
            optional(
                "copies",
                "个数上限",
                ValueKind::Integer { least: 1, greatest: 10_000 },
                "project",
                "Most such projects in the town, for one without a site; their number is decided; blank is 1",
            ),
            optional("land", "用地", MONEY, "m²", "Land area"),
            column("earliest", "最早投用", ValueKind::Year, "", "First school year in which it can open"),
            column("latest", "最迟投用", ValueKind::Year, "", "Last school year in which it can open"),
            optional("lon", "经度", LONGITUDE, "degree", "Longitude, WGS 84"),
            optional("lat", "纬度", LATITUDE, "degree", "Latitude, WGS 84"),
            optional(
                "source",
                "资金来源",
                ValueKind::Text,
                "",
                "Source of its money: county, city, province, bond; blank is county",
            ),
            optional(
                "share.*",
                "出资比例.*",
                ValueKind::Number { least: 0.0, greatest: 1.0 },
                "",
                "Share of the capital cost that the source in the header pays, in place of `source`; a row's shares add to 1",
            ),
            optional("note", "备注", ValueKind::Text, "", "Where the row comes from"),
        ],
        key: &["project"],
    },
    Table {
        name: "distances",
        zh: "距离",
        row: "travel between two towns, one way",
        required: false,
        columns: &[
            column("from", "起点", ValueKind::Reference("towns"), "", "Town of residence"),
            column("to", "终点", ValueKind::Reference("towns"), "", "Town of schooling"),
            optional(
                "km",
                "公里",
                ValueKind::Number { least: 0.0, greatest: 100_000_000.0 },
                "km",
                "Distance by road; blank is great circle × detour where both towns have positions",
            ),
            optional(
                "minutes",
                "分钟",
                ValueKind::Number { least: 0.0, greatest: 1e6 },
                "minute",
                "Time on the way",
            ),
            optional(
                "yuan",
                "费用",
                ValueKind::Number { least: 0.0, greatest: 1e9 },
                "yuan a year",
                "What the way of one child costs, beside the weights on km and minutes",
            ),
        ],
        key: &["from", "to"],
    },
    Table {
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
                ValueKind::Text,
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
    },
    Table {
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
    },
    Table {
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
    },
    Table {
        name: "demand",
        zh: "学位需求",
        row: "children of a town who need a place of a stage, given in place of a projection",
        required: false,
        columns: &[
            column("town", "乡镇", ValueKind::Reference("towns"), "", "Town of residence"),
            column("stage", "学段", ValueKind::ModelId("stage"), "", "Stage of education"),
            optional(
                "group",
                "人群",
                ValueKind::ModelIdOrAll("group"),
                "",
                "Population group; blank or * is all together",
            ),
            column(
                "year",
                "学年",
                ValueKind::Year,
                "",
                "School year; linear between the years given, level outside",
            ),
            column("children", "人数", PERSONS, "child", "Children who need a place"),
        ],
        key: &["town", "stage", "group", "year"],
    },
    Table {
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
    },
];
