//! `manifest.json`: what was run, on which inputs, with which settings.

use super::Run;
use super::folder::input_names;
use crate::allocation::Limits;
use crate::domain::Study;
use crate::input::InputFile;
use crate::projection::Projection;
use crate::scenario::{Applied, Scenario};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Inputs with their roles and hashes.
fn input_entries(inputs: &[InputFile]) -> Value {
    let entry = |(input, name): (&InputFile, String)| {
        json!({
            "file": name,
            "role": input.role.id(),
            "sha256": input.sha256,
            "bytes": input.content.len(),
        })
    };
    inputs.iter().zip(input_names(inputs)).map(entry).collect()
}

fn program() -> Value {
    json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") })
}

fn solver(limits: Limits) -> Value {
    json!({
        "name": "HiGHS",
        "method": limits.method.id(),
        "gap": limits.gap,
        "time_limit_seconds": limits.seconds,
        "seed": 0,
    })
}

/// Whether a manifest tells of a plan made from these inputs, within these limits, by this version of the program, with no
/// project forced, for its central path alone, and following no earlier plan.
pub fn is_of(manifest: &Value, inputs: &[InputFile], limits: Limits) -> bool {
    // Numbers of both sides pass through text, so that they are read alike.
    let as_read = |value: Value| -> Value { serde_json::from_str(&value.to_string()).unwrap_or_default() };
    let wanted = [
        ("inputs", input_entries(inputs)),
        ("program", program()),
        ("solver", solver(limits)),
        ("forced", json!({})),
        ("robust", Value::Null),
        ("replan", Value::Null),
    ];
    wanted.into_iter().all(|(key, value)| manifest[key] == as_read(value))
}

/// What every manifest holds: the run, the program, the study, its inputs, the methods of the projection.
pub fn common(
    study: &Study,
    projection: &Projection,
    (inputs, applied): (&[InputFile], &Applied),
    stamp: &str,
) -> Map<String, Value> {
    let methods: Vec<Value> =
        projection.methods.iter().map(|method| json!({ "zh": method.zh, "en": method.en })).collect();
    let entries = [
        ("run", json!(stamp)),
        ("program", program()),
        ("created", json!(jiff::ZonedDateTime::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())),
        ("study", json!(study.name)),
        ("title", json!({ "zh": study.title.zh, "en": study.title.en })),
        ("inputs", input_entries(inputs)),
        (
            "horizon",
            json!({
                "base": study.horizon.base.0,
                "first": study.horizon.first.0,
                "last": study.horizon.last.0,
                "outlook": study.horizon.outlook.0,
            }),
        ),
        ("scenarios", scenarios(applied)),
        ("projection", json!(methods)),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Scenarios in order, each with its overrides and how many values they changed; the values are in the table `changes`.
fn scenarios(applied: &Applied) -> Value {
    let overrides = |scenario: &Scenario| -> Vec<Value> {
        let (mut counts, mut known) = (Vec::<(&str, usize)>::new(), HashMap::new());
        for change in applied.changes.iter().filter(|change| change.scenario == scenario.name) {
            let at = *known.entry(change.name.as_str()).or_insert_with(|| {
                counts.push((&change.name, 0));
                counts.len() - 1
            });
            counts[at].1 += 1;
        }
        counts.into_iter().map(|(name, count)| json!({ "name": name, "values": count })).collect()
    };
    let entry = |scenario: &Scenario| {
        json!({
            "name": scenario.name,
            "title": { "zh": scenario.title.zh, "en": scenario.title.en },
            "intent": { "zh": scenario.intent.zh, "en": scenario.intent.en },
            "overrides": overrides(scenario),
        })
    };
    applied.scenarios.iter().map(entry).collect()
}

/// The manifest of a run.
pub fn manifest(run: &Run, stamp: &str) -> Value {
    let mut manifest = common(run.study, run.projection, (run.inputs, run.applied), stamp);
    let forced: Map<String, Value> = run
        .wishes
        .forced
        .iter()
        .map(|(project, built)| (run.study.projects[project.index()].id.clone(), json!(built)))
        .collect();
    let entries = [
        ("forced", forced.into()),
        ("solver", solver(run.limits)),
        ("status", json!(run.plan.status.id())),
        ("gap", json!(run.plan.gap)),
        ("bound", json!(run.plan.bound)),
    ];
    manifest.extend(entries.map(|(key, value)| (key.to_owned(), value)));
    if let Some(replan) = &run.replan {
        let (from, moved, price) = (&replan.from, replan.moved, replan.stay_close);
        let planned = run.wishes.stay_close.iter().flat_map(|stay_close| &stay_close.planned);
        let planned: Map<String, Value> = planned
            .map(|(project, year)| (run.study.projects[project.index()].id.clone(), json!(year.0)))
            .collect();
        let value = json!({
            "from": from,
            "moved_projects": moved,
            "price_per_moved_project": price,
            "planned": planned,
        });
        manifest.insert("replan".to_owned(), value);
    }
    if let Some(robust) = &run.robust {
        manifest.insert("robust".to_owned(), robust.json());
    }
    manifest.into()
}
