//! Pupils by school and grade (在校生).

use super::findings::{Findings, both};
use super::headers::Sheet;
use super::model::Model;
use super::package::Package;
use super::places::Places;
use super::rows::Row;
use super::values::{self, means_all};
use crate::domain::{
    Area, Date, Enrolment, GroupIndex, PupilCount, PupilUnit, SchoolYear, Stage, StageIndex, TownIndex,
    UnitIndex,
};
use std::collections::HashMap;

/// A unit as rows name it: the school's id, or the town of a row without school.
type Unit = (Option<String>, Option<TownIndex>);

/// What a row counts, however it is named.
type Counted = (UnitIndex, SchoolYear, StageIndex, Option<usize>, Option<GroupIndex>);

/// Reads the table of pupils.
pub(super) fn read_enrolment(
    package: &Package,
    model: &Model,
    places: &Places,
    findings: &Findings,
) -> Enrolment {
    let Some(sheet) = package.sheet("enrolment") else { return Enrolment::default() };
    let mut standing = standing(package.sheet("schools"), places);
    if !places.changes.is_empty() {
        named_later(sheet, (model, places), &mut standing);
    }
    let mut reader = Reader {
        model,
        places,
        standing: &standing,
        known: HashMap::new(),
        counted: HashMap::new(),
        joined: false,
    };
    let mut enrolment = Enrolment::default();
    for row in sheet.rows(findings) {
        enrolment.counts.extend(reader.count(row, &mut enrolment.units));
    }
    if reader.joined {
        enrolment.counts = added_up(enrolment.counts);
    }
    enrolment
}

/// Rows that count the same pupils by today's areas as one.
fn added_up(counts: Vec<PupilCount>) -> Vec<PupilCount> {
    let (mut known, mut sums) = (HashMap::<Counted, usize>::new(), Vec::<PupilCount>::new());
    for count in counts {
        let key = (count.unit, count.year, count.stage, count.grade, count.group);
        if let Some(at) = known.get(&key) {
            sums[*at].pupils += count.pupils;
        } else {
            known.insert(key, sums.len());
            sums.push(count);
        }
    }
    sums
}

/// Town of every school of the table of schools.
fn standing(sheet: Option<&Sheet>, places: &Places) -> HashMap<String, TownIndex> {
    let silent = Findings::default();
    let rows = sheet.into_iter().flat_map(|sheet| sheet.rows(&silent));
    rows.filter_map(|row| {
        let town = places.town_codes.find(row.peek("town"))?;
        Some((row.peek("school").to_owned(), TownIndex(town)))
    })
    .collect()
}

/// Adds the towns that rows of the table name by today's areas.
fn named_later(sheet: &Sheet, (model, places): (&Model, &Places), standing: &mut HashMap<String, TownIndex>) {
    let silent = Findings::default();
    for row in sheet.rows(&silent).filter(|row| !row.ragged && !row.peek("school").is_empty()) {
        let town = places.town_codes.find(row.peek("town")).map(TownIndex);
        let day = values::year(row.peek("year")).map(|year| model.cutoff.in_year(year));
        if let Some((town, day)) = town.zip(day)
            && !places.changes.moves(Area::Town(town), day)
        {
            standing.entry(row.peek("school").to_owned()).or_insert(town);
        }
    }
}

struct Reader<'a> {
    model: &'a Model,
    places: &'a Places,
    standing: &'a HashMap<String, TownIndex>,
    /// Units by school, and by town where no school is named, with the row that named the town first.
    known: HashMap<Unit, (UnitIndex, u64)>,
    /// Pupils read, with the row that told them and how it named its town, stage and grade.
    counted: HashMap<Counted, (u64, [String; 3])>,
    /// Whether rows of old areas were joined onto today's.
    joined: bool,
}

impl Reader<'_> {
    fn count(&mut self, row: Row, units: &mut Vec<PupilUnit>) -> Vec<PupilCount> {
        let year = row.year("year").map(SchoolYear);
        let units = self.units(row, year, units);
        let place = self.place(row);
        let group = row.reference_or_all("group", &self.model.group_ids).map(|group| group.map(GroupIndex));
        let pupils = row.number("pupils");
        let known = units.zip(year).zip(place).zip(group).zip(pupils);
        let Some(((((units, year), (stage, grade)), group), pupils)) = known else { return Vec::new() };
        let counts = units.into_iter().map(|(unit, share)| PupilCount {
            unit,
            year,
            stage,
            grade,
            group,
            pupils: pupils * share,
        });
        let counts: Vec<PupilCount> = counts.collect();
        if let ([count], false) = (counts.as_slice(), self.old_area(row, Some(year)).is_some()) {
            self.counted_once(row, count);
        }
        counts
    }

    /// The area of a row in a year of before its change.
    fn old_area(&self, row: Row, year: Option<SchoolYear>) -> Option<(Area, Date)> {
        let (word, changes) = (row.peek("town"), &self.places.changes);
        if changes.is_empty() || word.is_empty() || row.ragged {
            return None;
        }
        let today = self.places.town_codes.find(word).map(|at| Area::Town(TownIndex(at)));
        let area = today.or_else(|| changes.old(word))?;
        let day = self.model.cutoff.in_year(year?.0);
        changes.moves(area, day).then_some((area, day))
    }

    /// Units whose pupils a row counts, with their shares: several for an area that was divided since.
    fn units(
        &mut self,
        row: Row,
        year: Option<SchoolYear>,
        units: &mut Vec<PupilUnit>,
    ) -> Option<Vec<(UnitIndex, f64)>> {
        let school = row.text("school").map(ToOwned::to_owned);
        let Some((area, day)) = self.old_area(row, year) else {
            let town = self.town(row, school.as_deref())?;
            return Some(vec![(self.unit(row, school, town, units), 1.0)]);
        };
        self.joined = true;
        let parts = self.places.changes.parts(area, day);
        let towns = parts.iter().filter_map(|(area, share)| match area {
            Area::Town(town) => Some((*town, *share)),
            Area::County(_) => None,
        });
        let towns: Vec<(TownIndex, f64)> = towns.collect();
        let standing = school.as_ref().and_then(|school| self.standing.get(school)).copied();
        match (&school, towns.as_slice(), standing) {
            (None, [_, ..], _) => Some(
                towns.into_iter().map(|(town, share)| (self.unit(row, None, town, units), share)).collect(),
            ),
            (Some(_), [(town, _)], _) => Some(vec![(self.unit(row, school, *town, units), 1.0)]),
            (Some(_), towns, Some(standing)) if towns.iter().any(|(town, _)| *town == standing) => {
                Some(vec![(self.unit(row, school, standing, units), 1.0)])
            }
            _ => {
                if !self.places.changes.is_unsound() {
                    in_a_divided_area(row, school.as_deref());
                }
                None
            }
        }
    }

    /// Reports pupils that a row before counts, too, naming their town, stage or grade otherwise; rows that name them alike have the
    /// same key.
    fn counted_once(&mut self, row: Row, count: &PupilCount) {
        let key = (count.unit, count.year, count.stage, count.grade, count.group);
        let stage = if row.peek("stage").is_empty() { "" } else { "named" };
        let names = [row.peek("town"), stage, row.peek("grade")].map(ToOwned::to_owned);
        let Some((first, before)) = self.counted.get(&key) else {
            self.counted.insert(key, (row.number, names));
            return;
        };
        if *before != names {
            let number = row.number;
            row.findings.error(
                "counted-twice",
                row.sheet.raw.location(Some(number), None),
                both(
                    format!("第 {number} 行与第 {first} 行是同一学校、学年、年级的在校生"),
                    format!(
                        "row {number} counts the same pupils as row {first}: same school, year and grade"
                    ),
                ),
                both("只保留一行", "keep one of the two"),
            );
        }
    }

    fn unit(
        &mut self,
        row: Row,
        school: Option<String>,
        town: TownIndex,
        units: &mut Vec<PupilUnit>,
    ) -> UnitIndex {
        let key = (school.clone(), school.is_none().then_some(town));
        if let Some((unit, first)) = self.known.get(&key) {
            let before = units.get(unit.index()).map_or(town, |unit| unit.town);
            if before != town {
                self.in_two_towns(row, before, *first);
            }
            return *unit;
        }
        let unit = UnitIndex(units.len());
        units.push(PupilUnit { school, town });
        self.known.insert(key, (unit, row.number));
        unit
    }

    /// The town that the row names, else that of the school, else the only one.
    fn town(&self, row: Row, school: Option<&str>) -> Option<TownIndex> {
        if !row.peek("town").is_empty() {
            return row.reference("town", &self.places.town_codes).map(TownIndex);
        }
        let known = school.and_then(|school| self.standing.get(school)).copied();
        let only = (self.places.towns.len() == 1).then_some(TownIndex(0));
        let town = known.or(only);
        if town.is_none() && self.places.town_codes.complete && !row.ragged {
            Self::without_town(row, school);
        }
        town
    }

    fn without_town(row: Row, school: Option<&str>) {
        let what = match school {
            Some(school) => both(
                format!("学校“{school}”没有乡镇"),
                format!("nothing tells the town of school `{school}`"),
            ),
            None => both("既没有学校也没有乡镇", "neither a school nor a town is named"),
        };
        let hint = both(
            "请填写乡镇代码,或把该学校列入学校表",
            "fill in the code of its town, or list the school in the table of schools",
        );
        let place = row.location_of("town");
        row.findings.repeatable("school-without-town", place, school.unwrap_or_default(), || (what, hint));
    }

    fn in_two_towns(&self, row: Row, before: TownIndex, first: u64) {
        let town = self.places.town_codes.describe(before.index());
        row.findings.repeatable("school-in-two-towns", row.location_of("town"), row.peek("school"), || {
            (
                both(
                    format!("第 {first} 行说该学校在 {town}"),
                    format!("row {first} says that the school is in {town}"),
                ),
                both(
                    "一所学校只能在一个乡镇;迁址后的学校请另给标识",
                    "a school has one town; give it another id from the year of its move",
                ),
            )
        });
    }

    /// Stage and position of the grade.
    fn place(&self, row: Row) -> Option<(StageIndex, Option<usize>)> {
        let number = if means_all(row.peek("grade")) { None } else { Some(row.integer("grade")?) };
        if row.peek("stage").is_empty() {
            return self.place_by_grade(row, number);
        }
        let stage = row.reference("stage", &self.model.stage_ids).map(StageIndex)?;
        let of = self.model.stages.get(stage.index())?;
        let Some(number) = number else { return Some((stage, None)) };
        let position = of.grade_position(number);
        if position.is_none() {
            self.unknown_grade(row, &[of]);
        }
        Some((stage, Some(position?)))
    }

    /// The only stage that has the grade.
    fn place_by_grade(&self, row: Row, number: Option<i64>) -> Option<(StageIndex, Option<usize>)> {
        let having = self.model.stages.iter().enumerate().filter_map(|(stage, of)| match number {
            Some(number) => of.grade_position(number).map(|position| (StageIndex(stage), Some(position))),
            None => Some((StageIndex(stage), None)),
        });
        match having.collect::<Vec<_>>().as_slice() {
            [only] => Some(*only),
            [] => {
                self.unknown_grade(row, &self.model.stages.iter().collect::<Vec<_>>());
                None
            }
            [..] => {
                self.several_stages(row);
                None
            }
        }
    }

    fn unknown_grade(&self, row: Row, stages: &[&Stage]) {
        if row.ragged || !self.model.stage_ids.complete {
            return;
        }
        let grades = |stage: &&Stage| {
            format!("{} {}–{}", stage.id, stage.grade_number(0), stage.grade_number(stage.grade_count() - 1))
        };
        let known = stages.iter().map(grades).collect::<Vec<_>>().join(", ");
        row.findings.repeatable("unknown-grade", row.location_of("grade"), row.peek("grade"), || {
            (
                both(
                    format!("没有“{}”年级", row.peek("grade")),
                    format!("there is no grade {}", row.peek("grade")),
                ),
                both(
                    format!("已知的年级:{known};学段的 grades、first_grade 可另设"),
                    format!("known grades: {known}; a stage may state other `grades` and `first_grade`"),
                ),
            )
        });
    }

    fn several_stages(&self, row: Row) {
        if row.ragged || !self.model.stage_ids.complete {
            return;
        }
        let grade = row.peek("grade");
        row.findings.repeatable("ambiguous-grade", row.location_of("stage"), grade, || {
            (
                both(
                    format!("年级“{grade}”属于多个学段"),
                    format!("the grade `{grade}` is one of several stages"),
                ),
                both(
                    "请填写学段,或用学段的 first_grade 使年级连续编号",
                    "fill in the stage, or number grades through with the stages' `first_grade`",
                ),
            )
        });
    }
}

/// A school of an area that was divided, of which nothing tells in which part it stands.
fn in_a_divided_area(row: Row, school: Option<&str>) {
    let name = school.unwrap_or_default();
    row.findings.repeatable("school-in-a-divided-area", row.location_of("town"), name, || {
        (
            both(
                format!("学校“{name}”所在的原区划已拆分，无从知道它现属何处"),
                format!("the area of school `{name}` was divided, and nothing tells in which part it stands"),
            ),
            both(
                "请把该学校列入学校表，或改写为其现在的乡镇（街道）",
                "list the school in the table of schools, or write its town of today here",
            ),
        )
    });
}
