//! `manifest.json`: what was run, on which inputs, with which settings.

use super::Run;
use crate::domain::Study;
use crate::projection::Projection;
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputRecord {
    /// Where it was read.
    pub path: PathBuf,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
}

/// What every manifest holds: the run, the program, the study, its inputs, the methods of the projection.
pub fn common(
    study: &Study,
    projection: &Projection,
    inputs: &[InputRecord],
    stamp: &str,
) -> Map<String, Value> {
    let inputs: Vec<Value> = inputs
        .iter()
        .map(|input| {
            let name = input.path.file_name().map(|name| name.to_string_lossy().into_owned());
            json!({ "file": name, "sha256": input.sha256, "bytes": input.bytes })
        })
        .collect();
    let methods: Vec<Value> =
        projection.methods.iter().map(|method| json!({ "zh": method.zh, "en": method.en })).collect();
    let entries = [
        ("run", json!(stamp)),
        ("program", json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") })),
        ("created", json!(jiff::ZonedDateTime::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())),
        ("study", json!(study.name)),
        ("inputs", json!(inputs)),
        ("scenario", Value::Null),
        ("overrides", json!([])),
        ("projection", json!(methods)),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The manifest of a run.
pub fn manifest(run: &Run, stamp: &str) -> Value {
    let mut manifest = common(run.study, run.projection, run.inputs, stamp);
    let limits = run.limits;
    let solver =
        json!({ "name": "HiGHS", "gap": limits.gap, "time_limit_seconds": limits.seconds, "seed": 0 });
    let entries = [
        ("solver", solver),
        ("status", json!(run.plan.status.id())),
        ("gap", json!(run.plan.gap)),
        ("bound", json!(run.plan.bound)),
    ];
    manifest.extend(entries.map(|(key, value)| (key.to_owned(), value)));
    manifest.into()
}
