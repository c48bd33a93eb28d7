//! Whatever is asked of a made-up place, `check` has nothing to say against its study.

use crate::diagnostic::Severity;
use crate::input::read_study;
use crate::synth::difficulty::Difficulty;
use crate::synth::facts::Facts;
use crate::synth::{generate, model, write};

/// Errors and warnings of the study of a place.
fn findings(towns: usize, counties: usize, seed: u64, difficulty: Difficulty) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut facts = Facts::invent(towns, counties, seed);
    facts.difficulty = difficulty;
    let tables = generate(&facts, seed);
    write(&tables, &folder.path().join("data")).expect("written");
    let text = model::model(&facts, "data", &tables.provision).expect("a model");
    std::fs::write(folder.path().join("model.toml"), text).expect("written");
    let reading = read_study(folder.path());
    // Ceilings a million times too high or too low are asked for here, and told rightly.
    let asked =
        |code: &str| code == "ceiling-out-of-line" && !(0.01..=100.0).contains(&difficulty.budget_room);
    let grave = reading.diagnostics.iter().filter(|one| one.severity != Severity::Note && !asked(one.code));
    grave.map(|one| format!("{towns} towns, seed {seed}, {difficulty:?}: {one:?}")).collect()
}

#[test]
fn small_places_of_any_seed_are_sound() {
    let found: Vec<String> = (1..=6)
        .flat_map(|towns| (0..4).map(move |seed| (towns, 1 + seed % towns, 19 * seed + towns)))
        .flat_map(|(towns, counties, seed)| findings(towns, counties, seed as u64, Difficulty::default()))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// Each option at its ends, two by two with the others: no money and all of it, one site and thousands, every school closed.
#[test]
fn options_at_their_ends_give_sound_studies() {
    let plain = Difficulty::default();
    let ends = [
        Difficulty { budget_room: 1e-6, ..plain },
        Difficulty { budget_room: 1e6, even_budget: true, ..plain },
        Difficulty { sites: Some(1), closing: 1.0, ..plain },
        Difficulty { sites: Some(2000), sizes: Some(5), ..plain },
        Difficulty { sizes: Some(1), closing: 0.5, counted: false, ..plain },
        Difficulty { anywhere: true, counted: false, closing: 1.0, budget_room: 1e6, ..plain },
    ];
    let mut found = Vec::new();
    for (at, difficulty) in ends.into_iter().enumerate() {
        for (towns, counties) in [(1, 1), (3, 3), (12, 2)] {
            found.extend(findings(towns, counties, 7 + at as u64, difficulty));
        }
    }
    // The place of one town and this seed has no private kindergarten.
    found.extend(findings(
        1,
        1,
        75,
        Difficulty { sites: Some(500), closing: 0.1, budget_room: 0.001, ..plain },
    ));
    assert!(found.is_empty(), "{found:#?}");
}
