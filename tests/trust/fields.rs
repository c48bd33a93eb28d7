//! Manifests and summaries made to fit: found by `verify`, and whatever they say, no reader panics, aborts or takes memory without end.

use super::{copy, manifest, put_manifest};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use xuewei::compare::compare;
use xuewei::domain::Language;
use xuewei::finance::finance;
use xuewei::input::hash;
use xuewei::progress::Silent;
use xuewei::projection::project;
use xuewei::proposal::Proposal;
use xuewei::report::annual_story;
use xuewei::store::{RunDetails, RunRecord, read_details, read_record, reopen};
use xuewei::verify::{Against, verify};

/// Places of all values of a JSON file that hold no others.
fn leaves(value: &Value, place: String, places: &mut Vec<String>) {
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, value)| {
            leaves(value, format!("{place}/{}", key.replace('~', "~0").replace('/', "~1")), places);
        }),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| leaves(value, format!("{place}/{at}"), places));
        }
        _ => places.push(place),
    }
}

/// What somebody may put in the place of a value; `None` takes it away.
fn instead(value: &Value) -> Vec<Option<Value>> {
    let mut others: Vec<Option<Value>> = vec![
        None,
        Some(Value::Null),
        Some(json!(-2_147_483_648_i64)),
        Some(json!(2_147_483_647)),
        Some(json!(u64::MAX)),
        Some(json!(1e308)),
        Some(json!(-1)),
        Some(json!("../x\u{b}")),
        Some(json!({ "zh": [] })),
        Some(vec![json!(0); 100_000].into()),
    ];
    others.push(Some(match value {
        Value::Number(number) => json!(number.as_f64().unwrap() * 1.01 + 1.0),
        Value::Bool(flag) => json!(!flag),
        Value::String(text) => json!(format!("{text}x")),
        _ => json!(1.0),
    }));
    others.retain(|other| other.as_ref() != Some(value));
    others
}

/// A JSON value with another at one place, or without it.
fn with(whole: &Value, place: &str, other: Option<&Value>) -> Value {
    let mut changed = whole.clone();
    if let Some(other) = other {
        *changed.pointer_mut(place).unwrap() = other.clone();
        return changed;
    }
    let (parent, key) = place.rsplit_once('/').unwrap();
    match changed.pointer_mut(parent).unwrap() {
        Value::Object(entries) => {
            entries.shift_remove(&key.replace("~1", "/").replace("~0", "~"));
        }
        Value::Array(list) => {
            list.remove(key.parse().unwrap());
        }
        _ => unreachable!(),
    }
    changed
}

/// Fields that nothing else tells, of which `verify` checks the form alone: name, moment and version of the run, limits and size of the
/// search, what was asked of it. Their value is guarded by the hash of the manifest.
const FORM_ALONE: [&str; 12] = [
    "manifest/run",
    "manifest/created",
    "manifest/program/version",
    "manifest/solver/",
    "manifest/forced/",
    "manifest/replan/from",
    "manifest/replan/price",
    "manifest/replan/planned",
    "summary/run",
    "summary/size",
    "summary/seconds",
    "summary/shortfall/",
];

/// What readers show of a run, with everything made from it that could panic.
fn shown(run: &Path, whole: Option<&RunRecord>) -> Option<(RunRecord, RunDetails)> {
    let _ = reopen(run).is_ok();
    let (record, details) = (read_record(run).ok()?, read_details(run).ok()?);
    let _ = finance(&record);
    let _ = compare(whole.unwrap_or(&record), &record);
    for year in [record.years.0, record.years.1] {
        if let Ok(proposal) = Proposal::new(&record, &details, whole, year) {
            let _ = annual_story(&proposal, Language::Chinese);
        }
    }
    Some((record, details))
}

/// Every field of manifest and summary changed in many manners, all hashes made to fit: `verify` finds it, or what is shown stays the
/// same; and no reader panics, aborts or hangs. With the hash of the manifest as it was, readers refuse every one.
#[test]
fn every_changed_field_is_found_or_changes_nothing() {
    let (_folder, run) = copy();
    let opened = reopen(&run).unwrap();
    let rolls = project(&opened.study, &Silent).unwrap().rolls;
    let good = |fresh: bool| {
        let rolls = fresh.then_some(&rolls);
        verify(&run, &Against { study: &opened.study, applied: &opened.applied, rolls }).good()
    };
    assert!(good(false) && good(true));
    let (sound, sealed) = (manifest(&run), fs::read(run.join("manifest.sha256")).unwrap());
    let summary_text = fs::read_to_string(run.join("summary.json")).unwrap();
    let summary: Value = serde_json::from_str(&summary_text).unwrap();
    let (record, details) = shown(&run, None).unwrap();
    let (mut tried, mut missed) = (0, Vec::new());
    for (file, whole) in [("manifest", &sound), ("summary", &summary)] {
        let mut places = Vec::new();
        leaves(whole, String::new(), &mut places);
        for (number, place) in places.into_iter().enumerate() {
            let name = format!("{file}{place}");
            // Of long lists the first entries stand for the others.
            let many = ["/files/", "/inputs/", "/robust/held/"].iter().any(|list| {
                place
                    .strip_prefix(list)
                    .and_then(|rest| rest.split('/').next()?.parse::<usize>().ok())
                    .is_some_and(|at| at > 1)
            });
            let others = instead(whole.pointer(&place).unwrap());
            // Each is taken away and changed a little; of the other manners three, in turn.
            let last = others.len() - 1;
            let taken = |at: usize| at == last || !many && (at == 0 || (at + number).is_multiple_of(3));
            for (at, other) in others.iter().enumerate().filter(|(at, _)| taken(*at)) {
                let changed = with(whole, &place, other.as_ref());
                let mut manifest = sound.clone();
                if file == "manifest" {
                    manifest = changed;
                } else {
                    let text = changed.to_string();
                    let listed = manifest["files"].as_array_mut().unwrap().iter_mut();
                    let entry = listed.into_iter().find(|one| one["file"] == "summary.json").unwrap();
                    (entry["sha256"], entry["bytes"]) = (hash(text.as_bytes()).into(), text.len().into());
                    fs::write(run.join("summary.json"), text).unwrap();
                }
                put_manifest(&run, &manifest);
                let found = !good(!place.starts_with("/projection"));
                let now = shown(&run, Some(&record));
                let same = now.is_none() || now == Some((record.clone(), details.clone()));
                let form_alone = FORM_ALONE.iter().any(|one| name.starts_with(one));
                tried += 1;
                if !found && !same && !form_alone {
                    missed.push(format!("{name} → {other:?}").chars().take(120).collect::<String>());
                }
                fs::write(run.join("manifest.sha256"), &sealed).unwrap();
                assert!(at > 0 || read_record(&run).is_err(), "{name}: refused by the hash of the manifest");
                fs::write(run.join("summary.json"), &summary_text).unwrap();
            }
        }
    }
    println!("{tried} changed fields with hashes that fit");
    assert!(tried > 500 && missed.is_empty(), "{} of {tried}: {missed:#?}", missed.len());
}
