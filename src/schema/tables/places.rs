//! Places (地域): counties, towns, ways between them.

use super::{LATITUDE, LONGITUDE, choice, column, optional};
use crate::schema::{Choice, Table, ValueKind};

/// Kinds of town-level division.
const TOWN_KINDS: &[Choice] =
    &[choice("subdistrict", "街道"), choice("town", "镇"), choice("township", "乡")];
const SETTINGS: &[Choice] = &[choice("urban", "城区"), choice("town", "镇区"), choice("rural", "农村")];

pub(super) const COUNTIES: Table = Table {
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
};

pub(super) const TOWNS: Table = Table {
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
};

pub(super) const DISTANCES: Table = Table {
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
};

const CHANGE_KINDS: &[Choice] = &[
    choice("merged", "合并"),
    choice("split", "拆分"),
    choice("renamed", "更名"),
    choice("part", "部分划出"),
];

pub(super) const AREA_CHANGES: Table = Table {
    name: "area_changes",
    zh: "行政区划变更",
    row: "where the people of an old area are counted from a day on; a split has a row for each part",
    required: false,
    columns: &[
        column(
            "from",
            "生效日期",
            ValueKind::Date,
            "",
            "First day whose figures are by the new areas; a year is its first day. Births of a year are by the areas of its last day, pupils by those of the cut-off day",
        ),
        column(
            "old",
            "原区划",
            ValueKind::Area,
            "",
            "Code of the area before, which need not be in the table of towns",
        ),
        column(
            "new",
            "现区划",
            ValueKind::Area,
            "",
            "Code of the area from then on: one of today's, or one that itself changes later",
        ),
        optional(
            "change",
            "变更类型",
            ValueKind::Choice(CHANGE_KINDS),
            "",
            "merged: joined the new area; split: divided, the rows' shares add to 1; renamed: another code or name; part: the share is moved, the rest stays",
        ),
        optional(
            "share",
            "人口占比",
            ValueKind::Number { least: 0.0, greatest: 1.0 },
            "",
            "Share of the old area's people that is counted in the new one; blank is 1",
        ),
        optional("note", "备注", ValueKind::Text, "", "Document, remark"),
    ],
    key: &["from", "old", "new"],
};
