//! A model file for a made-up place (模型文件): the settings of the shipped example with the numbers of projects scaled.

use toml::{Table, Value};

use crate::synth::facts::Facts;
use crate::synth::{Provision, SynthError};

/// The shipped example, whose settings a made-up place takes over.
const EXAMPLE: &str = include_str!("../../models/taizhou.toml");

/// The least number of preschool, compulsory and special projects: 200 and 170 for 130 towns, and every county without
/// a special school. Where numbers are free, only the special schools are asked for.
#[must_use]
pub fn project_targets(facts: &Facts) -> [usize; 3] {
    let towns = facts.towns.len();
    let special = facts.counties.iter().filter(|county| !county.special_school).count();
    if facts.difficulty.counted { [towns * 200 / 130, towns * 170 / 130, special] } else { [0, 0, special] }
}

/// The text of a model file for a place, with the folder of its data as the model file names it. Limits on the choice of sectors that a
/// small place does not have are left out.
///
/// # Errors
/// The example cannot be parsed or the model cannot be written as text.
pub fn model(facts: &Facts, data: &str, provision: &Provision) -> Result<String, SynthError> {
    let mut model: Table = EXAMPLE.parse().map_err(|error| SynthError::Model(format!("{error}")))?;
    let title = Table::from_iter([
        ("zh".to_owned(), Value::from(facts.title.0.clone())),
        ("en".to_owned(), Value::from(facts.title.1.clone())),
    ]);
    model.insert("name".to_owned(), Value::from(facts.name.clone()));
    model.insert("title".to_owned(), Value::Table(title));
    model.insert("data".to_owned(), Value::from(data));
    set_targets(&mut model, project_targets(facts), facts.towns.len());
    if let Some(choices) = model.get_mut("choice").and_then(Value::as_array_mut) {
        choices.retain(|choice| is_provided(choice, provision));
    }
    if facts.difficulty.anywhere {
        let stages = model.get_mut("stage").and_then(Value::as_array_mut);
        for stage in stages.into_iter().flatten().filter_map(Value::as_table_mut) {
            stage.insert("schooling".to_owned(), Value::from("anywhere"));
        }
    }
    if !facts.real {
        model.iter_mut().for_each(|(_, value)| drop_sources(value));
    }
    let text = toml::to_string_pretty(&model).map_err(|error| SynthError::Model(format!("{error}")))?;
    let head = "# Made by the generator of study data; settings as in the shipped example, all of them assumptions here.\n\n";
    Ok(format!("{head}{text}"))
}

/// Whether a place has schools or projects of the stage and of one of the sectors that a limit on choice is about.
fn is_provided(choice: &Value, provision: &Provision) -> bool {
    let stage = choice.get("stage").and_then(Value::as_str);
    let sectors = choice.get("sector").and_then(Value::as_array);
    let named =
        |sector: &str| sectors.is_none_or(|sectors| sectors.iter().any(|one| one.as_str() == Some(sector)));
    provision.iter().any(|(of, sector)| stage == Some(*of) && named(sector))
}

/// Towns of the shipped example: what a larger place can build in a year grows with its towns.
const EXAMPLE_TOWNS: usize = 130;

fn set_targets(model: &mut Table, targets: [usize; 3], towns: usize) {
    let programmes = model.get_mut("programme").and_then(Value::as_array_mut);
    for programme in programmes.into_iter().flatten().filter_map(Value::as_table_mut) {
        let place = ["preschool", "compulsory", "special"]
            .iter()
            .position(|id| programme.get("id").and_then(Value::as_str) == Some(id));
        let projects = programme.get_mut("projects").and_then(Value::as_table_mut);
        if let (Some(place), Some(projects)) = (place, projects) {
            if targets[place] > 0 {
                projects.insert("at_least".to_owned(), Value::from(targets[place] as i64));
            } else {
                projects.remove("at_least");
            }
            if let Some(most) = projects.get("at_most_per_year").and_then(Value::as_integer) {
                let scaled = most * towns.max(EXAMPLE_TOWNS) as i64 / EXAMPLE_TOWNS as i64;
                projects.insert("at_most_per_year".to_owned(), Value::from(scaled));
            }
        }
    }
}

/// A made-up place has no published sources.
fn drop_sources(value: &mut Value) {
    match value {
        Value::Table(table) => {
            table.remove("source");
            table.iter_mut().for_each(|(_, inner)| drop_sources(inner));
        }
        Value::Array(values) => values.iter_mut().for_each(drop_sources),
        _ => {}
    }
}
