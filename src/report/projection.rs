//! A projection for the screen.

use super::{Cell, Table};
use crate::domain::{Language, SchoolYear, StageIndex, Study, Text, UnitIndex};
use crate::projection::backtest::RollBands;
use crate::projection::{GradeRolls, Grouping, OutlookArea, OutlookLine, Paths, births_by_year, is_given};

fn say(language: Language, zh: &str, en: &str) -> String {
    Text { zh: zh.to_owned(), en: en.to_owned() }.get(language).to_owned()
}

/// Births of all towns by calendar year: low, central and high.
#[must_use]
pub fn births_overview(paths: &Paths, language: Language) -> Table {
    let heads = [("年份", "Year"), ("低方案", "Low"), ("中方案", "Central"), ("高方案", "High")];
    let (low, level, high) =
        (births_by_year(&paths.low), births_by_year(&paths.level), births_by_year(&paths.high));
    let rows = low.iter().zip(&level).zip(&high).map(|(((year, low), (_, level)), (_, high))| {
        let mut row = vec![Cell::Text(year.to_string())];
        row.extend([*low, *level, *high].map(|births| Cell::Number(births, 0)));
        row
    });
    Table {
        title: say(language, "出生人数（人；基年之后为预测）", "Births (projected after the base year)"),
        heads: heads.map(|(zh, en)| say(language, zh, en)).to_vec(),
        rows: rows.collect(),
    }
}

/// Children and those who need a place, with the 80 % band and the paths of low and high births, by area, stage and year.
#[must_use]
pub fn outlook_table(study: &Study, lines: &[OutlookLine], grouping: Grouping, language: Language) -> Table {
    let mut heads = match grouping {
        Grouping::All => vec![],
        Grouping::County => vec![("县（市、区）", "County")],
        Grouping::Town => vec![("县（市、区）", "County"), ("乡镇街道", "Town")],
    };
    heads.extend([
        ("学段", "Stage"),
        ("学年", "School year"),
        ("适龄儿童", "Children"),
        ("学位需求", "Places needed"),
        ("p10", "p10"),
        ("p50", "p50"),
        ("p90", "p90"),
        ("低出生", "Low births"),
        ("高出生", "High births"),
    ]);
    let rows = lines.iter().map(|line| {
        let mut row = area(study, line.area, language);
        row.push(Cell::Text(study.stages[line.stage.index()].name.get(language).to_owned()));
        row.push(Cell::Text(line.year.to_string()));
        let figure = |figure: f64| Cell::Number(figure, 0);
        row.extend([line.children, line.level].map(figure));
        row.extend(if is_given(study, line.stage) {
            [Cell::Blank, Cell::Blank, Cell::Blank]
        } else {
            line.band.map(figure)
        });
        row.extend([line.low, line.high].map(figure));
        row
    });
    Table {
        title: say(
            language,
            "适龄儿童与学位需求（人；p10—p90 为 80% 区间）",
            "Children and those who need a place (p10–p90: 80 % band)",
        ),
        heads: heads.into_iter().map(|(zh, en)| say(language, zh, en)).collect(),
        rows: rows.collect(),
    }
}

fn area(study: &Study, area: OutlookArea, language: Language) -> Vec<Cell> {
    let text = |name: &Text| Cell::Text(name.get(language).to_owned());
    let county = |index: usize| text(&study.counties[index].name);
    match area {
        OutlookArea::All => Vec::new(),
        OutlookArea::County(index) => vec![county(index.index())],
        OutlookArea::Town(index) => {
            let town = &study.towns[index.index()];
            vec![county(town.county.index()), text(&town.name)]
        }
    }
}

/// Pupils of schools by grade and year, counted and projected; none for a study that counts none.
#[must_use]
pub fn schools_table(
    study: &Study,
    paths: &Paths,
    bands: Option<&RollBands>,
    keep: &dyn Fn(StageIndex, SchoolYear) -> bool,
    language: Language,
) -> Option<Table> {
    let (low, level, high) =
        (paths.low.grades.as_ref()?, paths.level.grades.as_ref()?, paths.high.grades.as_ref()?);
    let heads = [
        ("乡镇街道", "Town"),
        ("学校", "School"),
        ("学段", "Stage"),
        ("年级", "Grade"),
        ("学年", "School year"),
        ("", ""),
        ("在校生", "Pupils"),
        ("p10", "p10"),
        ("p90", "p90"),
        ("低出生", "Low births"),
        ("高出生", "High births"),
    ];
    let mut rows = Vec::new();
    for (unit, of) in UnitIndex::all(study.enrolment.units.len()).zip(&study.enrolment.units) {
        for (step, (stage, grade)) in level.grades.iter().enumerate() {
            for (position, year) in level.years.iter().enumerate().filter(|(_, year)| keep(*stage, **year)) {
                let pupils = |from: &GradeRolls| sum_of_groups(from, unit, step, position);
                let Some(central) = pupils(level) else { continue };
                let of_stage = &study.stages[stage.index()];
                let counted = *year <= level.last_counted;
                let mut row = vec![
                    Cell::Text(study.towns[of.town.index()].name.get(language).to_owned()),
                    Cell::Text(of.school.clone().unwrap_or_else(|| say(language, "（居住）", "(residents)"))),
                    Cell::Text(of_stage.name.get(language).to_owned()),
                    Cell::Text(of_stage.grade_number(*grade).to_string()),
                    Cell::Text(year.to_string()),
                    Cell::Text(if counted {
                        say(language, "统计", "counted")
                    } else {
                        say(language, "预测", "projected")
                    }),
                    Cell::Number(central, 0),
                ];
                let ahead = usize::try_from(year.0 - level.last_counted.0).ok().filter(|_| !counted);
                let band = bands.zip(ahead).map(|(bands, ahead)| bands.around(central, *grade == 0, ahead));
                row.extend(band.map_or([Cell::Blank, Cell::Blank], |(least, most)| {
                    [Cell::Number(least, 0), Cell::Number(most, 0)]
                }));
                row.extend(
                    [low, high].map(|from| pupils(from).map_or(Cell::Blank, |of| Cell::Number(of, 0))),
                );
                rows.push(row);
            }
        }
    }
    Some(Table {
        title: say(language, "各校分年级在校生（人）", "Pupils of schools by grade"),
        heads: heads.map(|(zh, en)| say(language, zh, en)).to_vec(),
        rows,
    })
}

fn sum_of_groups(from: &GradeRolls, unit: UnitIndex, step: usize, position: usize) -> Option<f64> {
    let pupils = from.pupils.slice(ndarray::s![unit.index(), .., step, position]);
    let known = pupils.iter().any(|pupils| pupils.is_finite());
    known.then(|| pupils.iter().filter(|pupils| pupils.is_finite()).sum())
}
