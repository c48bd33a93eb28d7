//! Which scenarios a study was read with, in words.

use crate::domain::Language;
use crate::scenario::Applied;

/// One sentence a scenario: its title, how many values it changed, and what it is to show.
#[must_use]
pub fn scenario_sentences(applied: &Applied, language: Language) -> Vec<String> {
    let sentence = |scenario: &crate::scenario::Scenario| {
        let changed = applied.changes.iter().filter(|change| change.scenario == scenario.name).count();
        let (title, intent) = (scenario.title.get(language), scenario.intent.get(language));
        match language {
            Language::Chinese => format!("情景“{title}”（{}）：改动 {changed} 个值。{intent}", scenario.name),
            Language::English => {
                format!("Scenario \"{title}\" ({}): {changed} values changed. {intent}", scenario.name)
            }
        }
    };
    applied.scenarios.iter().map(sentence).collect()
}
