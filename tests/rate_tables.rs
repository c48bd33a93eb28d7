//! The tables of fertility, migration and status change are read as they stand, and one broken cell is one finding.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod tiny_study;

use tiny_study::{TinyStudy, findings};
use xuewei::domain::{
    AgeFigure, Area, CountyIndex, GroupIndex, MigrationFigure, MigrationKind, Sex, StatusFigure,
};

const FERTILITY: &str = "area,year,group,age,value,kind\n*,*,*,15,0.006,\nA,2023,migrant,20,0.055,rate\n";
const MIGRATION: &str = "\
area,year,group,sex,age,value,kind
*,*,,,6,-12.5,net
A,2024,migrant,女,7,30,in
B,*,local,male,8,0.02,out
B,*,*,both,9,-0.01,净迁移率
B,*,*,both,9,5,count
";
const STATUS_CHANGE: &str = "地区,年份,人群,性别,年龄,数值\n*,*,随迁子女,,6,0.03\n";

fn with_tables() -> TinyStudy {
    let mut study = TinyStudy::new();
    let tables = [("fertility", FERTILITY), ("migration", MIGRATION), ("status_change", STATUS_CHANGE)];
    study.files.extend(tables.map(|(name, text)| (format!("data/{name}.csv"), text.to_owned())));
    study
}

fn all(age: u8, value: f64) -> AgeFigure {
    AgeFigure { age, value, ..AgeFigure::default() }
}

fn moves(kind: MigrationKind, figure: AgeFigure) -> MigrationFigure {
    MigrationFigure { kind, stream: String::new(), per_step: false, figure }
}

#[test]
fn rows_are_read_as_they_stand() {
    let reading = with_tables().read();
    assert_eq!(findings(&reading), Vec::<String>::new());
    let rates = reading.study.expect("study").rates;
    let (east, south) = (Some(Area::County(CountyIndex(0))), Some(Area::County(CountyIndex(1))));
    let (local, migrant) = (Some(GroupIndex(0)), Some(GroupIndex(1)));
    let second = AgeFigure { area: east, year: Some(2023), group: migrant, ..all(20, 0.055) };
    assert_eq!(rates.fertility, [all(15, 0.006), second]);
    let girls =
        AgeFigure { area: east, year: Some(2024), group: migrant, sex: Some(Sex::Female), ..all(7, 30.0) };
    let boys = AgeFigure { area: south, group: local, sex: Some(Sex::Male), ..all(8, 0.02) };
    let wanted = [
        moves(MigrationKind::Net, all(6, -12.5)),
        moves(MigrationKind::Arrivals, girls),
        moves(MigrationKind::DepartureRate, boys),
        moves(MigrationKind::NetRate, AgeFigure { area: south, ..all(9, -0.01) }),
        moves(MigrationKind::Net, AgeFigure { area: south, ..all(9, 5.0) }),
    ];
    assert_eq!(rates.migration, wanted);
    let figure = AgeFigure { group: migrant, ..all(6, 0.03) };
    assert_eq!(rates.status_change, [StatusFigure { figure, ..StatusFigure::default() }]);
}

#[test]
fn one_broken_cell_is_one_finding() {
    let cases = [
        ("fertility", "A,2023", "C,2023", "unknown-reference fertility.csv:3 area"),
        ("fertility", "0.055,rate", "1.5,rate", "out-of-range fertility.csv:3 value"),
        ("fertility", "0.055,rate", "0.055,ratio", "unknown-choice fertility.csv:3 kind"),
        (
            "migration",
            "A,2024,migrant,女,7,30,in",
            "A,2024,migrant,女,7,30,",
            "blank-cell migration.csv:3 kind",
        ),
        ("migration", "B,*,local,male", "C01,*,local,male", "unknown-reference migration.csv:4 area"),
        ("migration", "*,*,,,6,-12.5,net", "*,*,,,6,,net", "blank-cell migration.csv:2 value"),
        ("status_change", "6,0.03", "6,-0.03", "out-of-range status_change.csv:2 数值"),
    ];
    for (table, from, to, wanted) in cases {
        assert_eq!(findings(&with_tables().patch(table, from, to).read()), [wanted]);
    }
}
