//! Schools of the base year (学校).

use super::findings::{Findings, both};
use super::model::Model;
use super::package::Package;
use super::places::{Places, position};
use super::rows::Row;
use crate::domain::{
    ClassIndex, Grade, ProvisionClass, School, SchoolYear, SectorIndex, StageIndex, TownIndex,
};
use std::collections::HashMap;

/// A school, and its class, which has no index before all classes are known.
pub(super) struct ReadSchool {
    pub(super) class: ProvisionClass,
    school: School,
}

impl ReadSchool {
    /// The school, once its class has an index.
    pub(super) fn with_class(self, class: ClassIndex) -> School {
        School { class, ..self.school }
    }

    /// Id of the school.
    pub(super) fn id(&self) -> &str {
        &self.school.id
    }

    /// Its town.
    pub(super) fn town(&self) -> TownIndex {
        self.school.town
    }

    /// Its places.
    pub(super) fn places(&self) -> u32 {
        self.school.places
    }

    /// First school year without it, if there is one.
    pub(super) fn closes(&self) -> Option<SchoolYear> {
        self.school.closes
    }
}

/// The schools of a study as projects refer to them.
pub(super) struct Standing<'a> {
    list: &'a [ReadSchool],
    by_id: HashMap<&'a str, Vec<usize>>,
    /// Places in the base year.
    places: HashMap<(TownIndex, ProvisionClass), u64>,
}

impl<'a> Standing<'a> {
    /// Schools, and their places in a base year; no places where it is not known.
    pub(super) fn of(list: &'a [ReadSchool], base: Option<SchoolYear>) -> Self {
        let (mut by_id, mut places) = (HashMap::<_, Vec<usize>>::new(), HashMap::new());
        for (position, read) in list.iter().enumerate() {
            by_id.entry(read.id()).or_default().push(position);
            if base.is_some_and(|base| read.school.runs_in(base)) {
                *places.entry((read.town(), read.class)).or_default() += u64::from(read.places());
            }
        }
        Self { list, by_id, places }
    }

    /// The rows of a school, with their positions in the table.
    pub(super) fn with_id(&self, id: &str) -> Vec<(usize, &'a ReadSchool)> {
        let rows = self.by_id.get(id).map_or(&[][..], Vec::as_slice);
        rows.iter().map(|position| (*position, &self.list[*position])).collect()
    }

    /// Places that stand in a town in a class in the base year.
    pub(super) fn places(&self, town: TownIndex, class: ProvisionClass) -> u64 {
        self.places.get(&(town, class)).copied().unwrap_or(0)
    }
}

pub(super) fn read_schools(
    package: &Package,
    model: &Model,
    places: &Places,
    findings: &Findings,
) -> Vec<ReadSchool> {
    let rows = package.sheet("schools").into_iter().flat_map(|sheet| sheet.rows(findings));
    rows.filter_map(|row| school(row, model, places)).collect()
}

fn school(row: Row, model: &Model, places: &Places) -> Option<ReadSchool> {
    let (id, name) = (row.text("school"), row.text("name"));
    let town = row.reference("town", &places.town_codes).map(TownIndex);
    let class = class(row, model);
    let (places, pupils, migrant_pupils) =
        (row.count("places"), row.count("pupils"), row.count("migrant_pupils"));
    position(row);
    let opened = row.year("opened").map(SchoolYear);
    let closes = row.year("closes").map(SchoolYear);
    check_pupils(row, places, pupils, migrant_pupils);
    check_years(row, opened, closes);
    let class = class?;
    let school = School {
        id: id?.to_owned(),
        name: name?.to_owned(),
        town: town?,
        class: ClassIndex(0),
        places: places?,
        pupils: pupils?,
        migrant_pupils,
        opened,
        closes,
    };
    Some(ReadSchool { class, school })
}

fn class(row: Row, model: &Model) -> Option<ProvisionClass> {
    let stage = row.reference("stage", &model.stage_ids).map(StageIndex);
    let sector = row.reference("sector", &model.sector_ids).map(SectorIndex);
    let grade = grade(row, "grade");
    Some(ProvisionClass { stage: stage?, sector: sector?, grade })
}

/// Grade, where there is one.
pub(super) fn grade(row: Row, column: &str) -> Option<Grade> {
    row.count(column).and_then(|grade| u8::try_from(grade).ok()).map(Grade)
}

fn check_pupils(row: Row, places: Option<u32>, pupils: Option<u32>, migrants: Option<u32>) {
    if let (Some(places), Some(pupils)) = (places, pupils)
        && pupils > places
    {
        let name = row.peek("name");
        row.findings.warning_by(
            f64::from(pupils - places),
            "pupils-over-places",
            row.location_of("pupils"),
            both(
                format!("{name}：在校生{pupils}人，学位{places}个"),
                format!("{name}: {pupils} pupils in {places} places"),
            ),
            both("确有超员可不理会；否则请核对", "leave it if the school is overcrowded, else correct it"),
        );
    }
    if let (Some(pupils), Some(migrants)) = (pupils, migrants)
        && migrants > pupils
    {
        row.findings.error(
            "migrants-over-pupils",
            row.location_of("migrant_pupils"),
            both(
                format!("随迁子女 {migrants} 多于在校生 {pupils}"),
                format!("{migrants} migrant children among {pupils} pupils"),
            ),
            both("随迁子女是在校生的一部分，请核对两列", "they are part of the pupils: check both columns"),
        );
    }
}

fn check_years(row: Row, opened: Option<SchoolYear>, closes: Option<SchoolYear>) {
    if let (Some(opened), Some(closes)) = (opened, closes)
        && closes <= opened
    {
        row.findings.error(
            "closes-before-opening",
            row.location_of("closes"),
            both(
                format!("停办学年 {closes} 不晚于开办学年 {opened}"),
                format!("it closes in {closes} and opens in {opened}"),
            ),
            both("停办学年是第一个不再办学的学年", "`closes` is the first school year without the school"),
        );
    }
}
