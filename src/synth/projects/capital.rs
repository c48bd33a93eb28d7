//! Capital cost and land of a project (投资与用地).
//!
//! Ranges per place as built in the region around 2022: kindergarten 6.5–17, primary 10.9–17.5, junior 8.6–17.8 (10⁴ yuan).
//! Inside the ranges: a fixed part, a part per place, and noise.

use crate::synth::outlook::Stage;
use crate::synth::random::Draw;

/// Cost of a new school of that many places, 10⁴ yuan.
pub fn new_build(stage: Stage, places: u32, draw: &mut Draw) -> f64 {
    let (fixed, each, low, high) = match stage {
        Stage::Preschool => (820.0, 6.7, 6.5, 17.0),
        Stage::Primary => (2_600.0, 10.9, 10.9, 17.5),
        Stage::Junior => (2_800.0, 10.6, 8.6, 17.8),
    };
    let places = f64::from(places).max(1.0);
    let usual = (fixed / places + each) * draw.factor(0.13);
    round(usual.clamp(low, high) * places)
}

/// Cost of more places at a standing school: 60 to 80 % of the usual cost per place of a new one.
pub fn expansion(stage: Stage, places: u32, draw: &mut Draw) -> f64 {
    let usual = match stage {
        Stage::Preschool => 9.5,
        Stage::Primary => 13.2,
        Stage::Junior => 12.9,
    };
    round(f64::from(places) * usual * draw.between(0.60, 0.80))
}

/// Cost of building a school anew on its ground: two thirds of a new one.
pub fn rebuild(stage: Stage, places: u32, draw: &mut Draw) -> f64 {
    let share = draw.between(0.60, 0.75);
    round(new_build(stage, places, draw) * share)
}

/// Cost of lifting a kindergarten by a grade: 0.3 to 0.8 a place.
pub fn upgrade(places: u32, draw: &mut Draw) -> f64 {
    round(f64::from(places) * draw.between(0.3, 0.8))
}

/// Cost of renewing a primary or junior school with a small gain in places.
pub fn renewal(stage: Stage, gain: u32, draw: &mut Draw) -> f64 {
    round(draw.between(200.0, 600.0) + expansion(stage, gain, draw))
}

/// Cost of taking over a private school: 1 to 2 a place.
pub fn conversion(places: u32, draw: &mut Draw) -> f64 {
    round(f64::from(places) * draw.between(1.0, 2.0))
}

/// Land of a new school, m².
pub fn land(stage: Stage, places: u32, draw: &mut Draw) -> f64 {
    let each = match stage {
        Stage::Preschool => draw.between(13.0, 18.0),
        Stage::Primary => draw.between(19.0, 25.0),
        Stage::Junior => draw.between(26.0, 34.0),
    };
    round(f64::from(places) * each)
}

/// Whole tens: estimates are not known better.
fn round(value: f64) -> f64 {
    (value / 10.0).round().max(1.0) * 10.0
}
