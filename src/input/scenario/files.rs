//! Scenario files: found by name beside the model file, or by path.

use super::Overrides;
use super::definition::definitions;
use crate::diagnostic::Location;
use crate::input::files::{Files, file_location, has_ending};
use crate::input::findings::both;
use crate::input::model_file::{Section, Source};
use crate::input::nearest::nearest;
use crate::input::{InputRole, ScenarioSource};
use crate::scenario::Scenario;
use std::path::{Path, PathBuf};
use toml::de::DeTable;

/// Folder of scenarios beside a model file.
const FOLDER: &str = "scenarios";

/// Reads scenarios in the order in which they are to be applied.
pub(in crate::input) fn read_scenarios(
    files: &mut Files,
    model: &Path,
    wanted: &[ScenarioSource],
) -> Overrides {
    let mut overrides = Overrides::default();
    for source in wanted {
        let Some((path, text)) = path_and_text(files, model, source) else { continue };
        read(files, &Source::new(path, text), &mut overrides);
    }
    overrides
}

fn path_and_text(files: &mut Files, model: &Path, source: &ScenarioSource) -> Option<(PathBuf, String)> {
    match source {
        ScenarioSource::Named(name) => {
            let path = find(files, model, name)?;
            let text = files.text(&path, InputRole::Scenario)?;
            Some((path, text))
        }
        ScenarioSource::Written { file, text } => {
            files.given(file, InputRole::Scenario, text.as_bytes().into());
            Some((file.clone(), text.clone()))
        }
    }
}

/// A path where it looks like one, otherwise `scenarios/NAME.toml` beside the model.
fn find(files: &Files, model: &Path, name: &str) -> Option<PathBuf> {
    let given = Path::new(name);
    if has_ending(given, "toml") || given.components().count() > 1 {
        return Some(given.to_owned());
    }
    let folder = model.parent().unwrap_or(Path::new("")).join(FOLDER);
    let path = folder.join(format!("{name}.toml"));
    if path.is_file() {
        return Some(path);
    }
    unknown(files, &folder, &path, name);
    None
}

fn unknown(files: &Files, folder: &Path, path: &Path, name: &str) {
    let listed = if folder.is_dir() { files.list(folder).unwrap_or_default() } else { Vec::new() };
    let known: Vec<String> = listed
        .iter()
        .filter(|file| has_ending(file, "toml"))
        .filter_map(|file| file.file_stem().map(|stem| stem.to_string_lossy().into_owned()))
        .collect();
    let hint = match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => both(format!("是否应为“{near}”？"), format!("is `{near}` meant?")),
        None if known.is_empty() => both("请给出情景文件的路径", "give the path of the scenario file"),
        None => both(format!("已有：{}", known.join(", ")), format!("known are: {}", known.join(", "))),
    };
    let what = both(format!("没有情景“{name}”"), format!("there is no scenario `{name}`"));
    files.findings.error("unknown-scenario", file_location(path), what, hint);
}

fn read(files: &Files, source: &Source, overrides: &mut Overrides) {
    let findings = files.findings;
    let (tree, errors) = DeTable::parse_recoverable(&source.text);
    if let Some(error) = errors.first() {
        let offset = error.span().map_or(0, |span| span.start);
        let location =
            Location { file: source.path.clone(), row: Some(source.line(offset)), ..Location::default() };
        let message = error.message().trim().replace('\n', "; ");
        findings.error(
            "scenario-syntax",
            location,
            both(format!("情景文件语法有误：{message}"), format!("the scenario is no sound TOML: {message}")),
            both("文字加引号，列表用 [ ]，表用 { }", "texts in quotes, lists in [ ], tables in { }"),
        );
        return;
    }
    let root = Section { source, findings, table: tree.get_ref(), key: String::new(), offset: 0 };
    root.only(&["name", "title", "intent", "change"]);
    let name = root.need("name").and_then(|name| name.text()).unwrap_or_default();
    root.need("intent");
    let scenario =
        Scenario { title: root.name("title", &name), intent: root.name("intent", ""), name: name.clone() };
    overrides.log.scenario(scenario);
    if root.need("change").is_some() {
        overrides.definitions.extend(definitions(&root, &name));
    }
}
