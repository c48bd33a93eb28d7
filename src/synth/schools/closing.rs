//! Schools that close in the planned years (到期停办): worn-out buildings whose places have to come from projects.

use super::School;
use crate::synth::facts::Facts;
use crate::synth::random::Draw;

/// Years in which schools close; a project can open before each of them.
const YEARS: [i32; 2] = [2026, 2027];

/// Lets the share of schools asked for close, each by its own draw; special schools stay.
pub fn settle(facts: &Facts, schools: &mut [School], seed: u64) {
    let share = facts.difficulty.closing;
    for (number, school) in schools.iter_mut().enumerate().filter(|(_, school)| school.stage != "special") {
        let mut draw = Draw::new(seed, "closing", number);
        if share > 0.0 && draw.chance(share) {
            school.closes = Some(YEARS[usize::from(draw.chance(0.5))]);
        }
    }
}
