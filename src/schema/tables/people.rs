//! People (人口): counted, born, dying, moving; homes and work that bring them; demand that is given.

use super::{PERSONS, choice, column, optional};
use crate::schema::{Choice, Column, Table, ValueKind};

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
    choice("in_per_worker", "每务工者迁入"),
    choice("out", "迁出率"),
    choice("out_rate", "每人迁出"),
    choice("out_count", "迁出数"),
    choice("between_out", "区内迁出率"),
    choice("between_in", "区内迁入占比"),
];

/// Columns by which rates hold for all or for some.
const OF_AREA: Column =
    optional("area", "地区", ValueKind::AreaOrAll, "", "Code of a town or county; blank or * is all");
const OF_YEAR: Column = optional(
    "year",
    "年份",
    ValueKind::YearOrAll,
    "",
    "Calendar year; blank or * is all; holds until the next given",
);
const OF_SEX: Column = optional("sex", "性别", ValueKind::Choice(SEXES), "", "Sex; blank is both");

pub(super) const POPULATION: Table = Table {
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
};

pub(super) const BIRTHS: Table = Table {
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
};

pub(super) const MORTALITY: Table = Table {
    name: "mortality",
    zh: "死亡率",
    row: "a figure of mortality by area, year, group, sex and age",
    required: false,
    columns: &[
        OF_AREA,
        OF_YEAR,
        optional(
            "group",
            "人群",
            ValueKind::ModelIdOrAll("group"),
            "",
            "Population group; blank or * is all",
        ),
        OF_SEX,
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
};

pub(super) const FERTILITY: Table = Table {
    name: "fertility",
    zh: "生育率",
    row: "a fertility rate by county, year, group and age of the mother",
    required: false,
    columns: &[
        OF_AREA,
        OF_YEAR,
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
};

pub(super) const MIGRATION: Table = Table {
    name: "migration",
    zh: "迁移",
    row: "moves into or out of an area by year, group, sex and age",
    required: false,
    columns: &[
        OF_AREA,
        OF_YEAR,
        optional(
            "group",
            "人群",
            ValueKind::ModelIdOrAll("group"),
            "",
            "Population group; blank or * is all: a rate of each, a number shared by their people",
        ),
        OF_SEX,
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
             arrivals, persons; in_rate: arrivals per person of the outside; in_per_worker: per migrant worker; out or out_rate: departures per \
             person; out_count: departures, persons; between_out: departures to the study's other areas per \
             person; between_in: share of all these who come here",
        ),
        optional("stream", "流向", ValueKind::Text, "", "Name of a stream, such as abroad; streams add up"),
        optional(
            "per",
            "期间",
            ValueKind::Choice(PERIODS),
            "",
            "Whether numbers of persons are per year (blank) or per step of the projection",
        ),
    ],
    key: &["area", "year", "group", "sex", "age", "kind", "stream"],
};

pub(super) const STATUS_CHANGE: Table = Table {
    name: "status_change",
    zh: "身份转换",
    row: "a rate at which people of a group join another",
    required: false,
    columns: &[
        OF_AREA,
        OF_YEAR,
        optional(
            "group",
            "人群",
            ValueKind::ModelIdOrAll("group"),
            "",
            "Group that they leave; blank or * is every one but the first",
        ),
        OF_SEX,
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
};

pub(super) const HOUSING: Table = Table {
    name: "housing",
    zh: "住房",
    row: "dwellings completed in a town and year",
    required: false,
    columns: &[
        column("town", "乡镇", ValueKind::Reference("towns"), "", "Code of the town"),
        column("year", "年份", ValueKind::Year, "", "Calendar year of completion"),
        column("kind", "类别", ValueKind::ModelId("housing"), "", "Kind of dwelling"),
        column("dwellings", "套数", PERSONS, "dwelling", "Dwellings completed"),
    ],
    key: &["town", "year", "kind"],
};

pub(super) const WORKERS: Table = Table {
    name: "workers",
    zh: "外来务工者",
    row: "migrant workers of an area in a year, whom migrant children follow",
    required: false,
    columns: &[
        OF_AREA,
        OF_YEAR,
        optional(
            "group",
            "人群",
            ValueKind::ModelIdOrAll("group"),
            "",
            "Population group; blank or * is all: the same workers for each",
        ),
        column("workers", "人数", PERSONS, "person", "Workers"),
    ],
    key: &["area", "year", "group"],
};

pub(super) const OFFICIAL_TOTALS: Table = Table {
    name: "official_totals",
    zh: "官方总量",
    row: "children of an area on a later date, as its authority expects them: the projection is fitted to them",
    required: false,
    columns: &[
        column("area", "地区", ValueKind::Area, "", "Code of a town or county"),
        column(
            "date",
            "时点",
            ValueKind::Date,
            "",
            "Day on which the ages count: a whole number of years after the last day of the population table",
        ),
        column("age", "年龄", ValueKind::Age, "year", "Completed years of age, such as 3-5 or 7"),
        optional(
            "group",
            "人群",
            ValueKind::ModelIdOrAll("group"),
            "",
            "Population group; blank or * is all together",
        ),
        column(
            "persons",
            "人数",
            PERSONS,
            "person",
            "People, without those of the dwellings of the table `housing`",
        ),
    ],
    key: &["area", "date", "age", "group"],
};

pub(super) const OUTSIDE: Table = Table {
    name: "outside",
    zh: "外部人口",
    row: "people outside the study by year, group, sex and age, from whom arrivals by rate come",
    required: false,
    columns: &[
        optional("area", "地区", ValueKind::AreaOrAll, "", "Area that they come to; blank or * is all"),
        OF_YEAR,
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
};

pub(super) const DEMAND: Table = Table {
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
};
