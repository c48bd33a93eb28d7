//! One pass of plausibility over a study as read (合理性检查): figures that can be read and are likely wrong.
//!
//! Each subject has its file; thresholds stand in one table with their reasons. Nothing is judged of a
//! table with errors, since what lacks there would look like a fault elsewhere. A finding leads back to its
//! row: entries stand in the order of the table's rows; rows of people are looked for again where something
//! was found.

mod areas;
mod births;
mod cells;
mod ground;
mod ids;
mod intents;
mod lanes;
mod money;
mod outlier;
mod parts;
mod projects;
mod pupils;
mod rates;
mod rows;
mod running;
mod settings;
mod thresholds;
mod travel;
mod years;

pub(super) use ground::Ground;
use lanes::Lanes;
pub use thresholds::{THRESHOLDS, Threshold};

/// Tells what is out of line.
pub(super) fn judge(ground: &Ground) {
    if !ground.places_are_known() {
        return;
    }
    let counted = if ground.sheet("population").is_some() {
        Lanes::of(&ground.study.population)
    } else {
        Lanes::default()
    };
    let mut of_areas = rows::OfAreas::default();
    parts::judge(ground, &counted, &mut of_areas);
    areas::judge(ground, &counted, &mut of_areas);
    of_areas.tell(ground);
    cells::judge(ground, &counted);
    births::judge(ground, &counted);
    pupils::judge(ground, &counted);
    ids::judge(ground);
    ids::counties(ground);
    travel::judge(ground);
    projects::judge(ground);
    money::judge(ground);
    running::judge(ground);
    intents::judge(ground);
    settings::judge(ground, &counted);
    rates::judge(ground, &counted);
    years::judge(ground, &counted);
}
