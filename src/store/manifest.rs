//! `manifest.json`: what was run, on which inputs, with which settings.

use super::Run;
use serde_json::{Value, json};
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

/// The manifest of a run.
pub fn manifest(run: &Run, stamp: &str) -> Value {
    let inputs: Vec<Value> = run
        .inputs
        .iter()
        .map(|input| {
            let name = input.path.file_name().map(|name| name.to_string_lossy().into_owned());
            json!({ "file": name, "sha256": input.sha256, "bytes": input.bytes })
        })
        .collect();
    let methods: Vec<Value> =
        run.projection.methods.iter().map(|method| json!({ "zh": method.zh, "en": method.en })).collect();
    json!({
        "run": stamp,
        "program": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "created": jiff::ZonedDateTime::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        "study": run.study.name,
        "inputs": inputs,
        "scenario": Value::Null,
        "overrides": [],
        "solver": { "name": "HiGHS", "gap": run.limits.gap, "time_limit_seconds": run.limits.seconds, "seed": 0 },
        "status": run.plan.status.id(),
        "gap": run.plan.gap,
        "bound": run.plan.bound,
        "projection": methods,
    })
}
