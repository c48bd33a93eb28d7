//! Groups of ages whose forecasts are measured.

use crate::domain::{Study, Text};

/// Ages of the three stages of schooling, measured also where a study has no such stage.
const USUAL: [(u8, u8); 3] = [(3, 5), (6, 11), (12, 14)];

/// A stage or a class of ages (学段或年龄组).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Name.
    pub name: Text,
    /// First and last completed age.
    pub ages: (u8, u8),
    /// Children of a class (班额): 30 below primary, 45 from there on.
    pub class_size: u8,
    /// Whether the study has a stage of these ages.
    pub is_stage: bool,
}

impl Band {
    fn new(name: Text, ages: (u8, u8), is_stage: bool) -> Self {
        Self { name, ages, class_size: if ages.0 < 6 { 30 } else { 45 }, is_stage }
    }
}

/// The study's stages, those of the same ages once, and the usual ages that no stage has, as far as single ages reach.
pub(super) fn of(study: &Study) -> Vec<Band> {
    let open = study.population.iter().filter(|row| row.open).map(|row| row.age).min();
    let oldest = study.population.iter().filter(|row| !row.open).map(|row| row.age).max().unwrap_or(0);
    let oldest = open.map_or(oldest, |open| oldest.min(open.saturating_sub(1)));
    let mut bands: Vec<Band> = Vec::new();
    let stages = study.stages.iter().map(|stage| Band::new(stage.name.clone(), stage.ages, true));
    let usual = USUAL.into_iter().map(|ages| Band::new(ages_text(ages), ages, false));
    for band in stages.chain(usual) {
        if band.ages.1 <= oldest && bands.iter().all(|known| known.ages != band.ages) {
            bands.push(band);
        }
    }
    bands
}

fn ages_text((first, last): (u8, u8)) -> Text {
    Text { zh: format!("{first}—{last} 岁"), en: format!("ages {first}–{last}") }
}
