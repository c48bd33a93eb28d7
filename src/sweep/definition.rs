//! What a sweep varies: axes of values, from a sweep file or from scenarios named on the command line.

use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::domain::Text;
use crate::input::ScenarioSource;
use crate::store::read_named_text;
use serde::Deserialize;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Word for no scenario at all.
pub const BASE: &str = "base";

/// Where the value of an axis goes in its changes.
const PLACE: &str = "{value}";

/// What a sweep varies (多情景定义).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Definition {
    /// Title.
    pub title: Text,
    /// What it is to show, in a sentence.
    pub intent: Text,
    /// Id of the indicator whose level is set against cost.
    pub target: Option<String>,
    /// Axes, whose values are all combined.
    pub axes: Vec<Axis>,
}

/// One thing that is varied (变动维度).
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Short name.
    pub name: String,
    /// Title.
    pub title: Text,
    /// Whether it is no decision but a circumstance, such as births: cases are set against each other within it only.
    pub circumstance: bool,
    /// Values in order.
    pub values: Vec<Value>,
}

/// A value of an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// As tables show it.
    pub label: String,
    /// Scenarios that bring it about, in order.
    pub scenarios: Vec<ScenarioSource>,
}

/// A sweep file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    title: Name,
    #[serde(default)]
    intent: Name,
    target: Option<String>,
    axis: Vec<WrittenAxis>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAxis {
    name: String,
    title: Option<Name>,
    #[serde(default)]
    circumstance: bool,
    values: Option<Vec<toml::Value>>,
    #[serde(default)]
    change: Vec<toml::Table>,
    scenarios: Option<Vec<Combination>>,
}

/// A name in one language or both.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Name {
    Plain(String),
    Both(Text),
}

impl Default for Name {
    fn default() -> Self {
        Self::Both(Text::default())
    }
}

impl From<Name> for Text {
    fn from(name: Name) -> Self {
        match name {
            Name::Plain(name) => Self::from(name.as_str()),
            Name::Both(text) => text,
        }
    }
}

/// One scenario, or several applied in order.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Combination {
    One(String),
    Several(Vec<String>),
}

/// Most cases of a sweep: each is a plan with a folder of its own.
const MOST_CASES: usize = 10_000;

/// Reads a sweep file.
///
/// # Errors
/// Findings, each with its line where it is known.
pub fn read_definition(path: &Path) -> Result<Definition, Vec<Diagnostic>> {
    let text = read_named_text(path).map_err(|error| {
        let what = text(&format!("无法读取：{error}"), &format!("cannot be read: {error}"));
        vec![fault(path, None, what, text("请检查路径", "check the path"))]
    })?;
    let written: Written = toml::from_str(&text).map_err(|error| {
        let line =
            error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() as u64 + 1);
        let message = error.message().trim().replace('\n', "; ");
        let hint = self::text(
            "须有 [[axis]]，每个含 name，以及 values 与 [[axis.change]]，或 scenarios",
            "[[axis]] is wanted, each with `name`, and with `values` and [[axis.change]], or `scenarios`",
        );
        vec![fault(path, line, self::text(&message, &message), hint)]
    })?;
    let (mut axes, mut faults) = (Vec::new(), Vec::new());
    for axis in written.axis {
        match read_axis(path, axis) {
            Ok(axis) => axes.push(axis),
            Err(found) => faults.push(*found),
        }
    }
    let cases = axes.iter().fold(1_usize, |cases, axis: &Axis| cases.saturating_mul(axis.values.len()));
    if cases > MOST_CASES {
        let what = self::text(
            &format!("各轴取值的组合有 {cases} 个，超过 {MOST_CASES} 个"),
            &format!("the values of the axes combine to {cases} cases, more than {MOST_CASES}"),
        );
        let hint = self::text("请减少轴或取值，分几次运行", "leave out axes or values, or sweep in parts");
        faults.push(fault(path, None, what, hint));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Definition {
        title: written.title.into(),
        intent: written.intent.into(),
        target: written.target,
        axes,
    })
}

fn read_axis(path: &Path, axis: WrittenAxis) -> Result<Axis, Box<Diagnostic>> {
    let WrittenAxis { name, title, circumstance, values, change, scenarios } = axis;
    let fault = |zh: &str, en: &str, hint: (&str, &str)| {
        let what = text(&format!("维度“{name}”：{zh}"), &format!("axis `{name}`: {en}"));
        Box::new(fault(path, None, what, text(hint.0, hint.1)))
    };
    let values = match (values, scenarios) {
        (Some(values), None) if !values.is_empty() && !change.is_empty() => {
            if !change.iter().any(|one| one.values().any(mentions)) {
                return Err(fault(
                    "没有改动用到 {value}，各值结果相同",
                    "no change takes {value}, so that all values would be alike",
                    ("例如 set = \"{value}\"", "such as set = \"{value}\""),
                ));
            }
            values.iter().map(|value| changed(&name, value, &change)).collect()
        }
        (None, Some(scenarios)) if !scenarios.is_empty() && change.is_empty() => {
            scenarios.into_iter().map(|one| combination(path, one)).collect()
        }
        _ => {
            return Err(fault(
                "须给出 values 和 [[axis.change]]，或只给出 scenarios",
                "either `values` and [[axis.change]] are wanted, or `scenarios` alone",
                (
                    "例如 values = [0.85, 0.9]；或 scenarios = [\"base\", \"low_births\"]",
                    "such as values = [0.85, 0.9]; or scenarios = [\"base\", \"low_births\"]",
                ),
            ));
        }
    };
    let title = title.map_or_else(|| Text::from(name.as_str()), Text::from);
    Ok(Axis { name, title, circumstance, values })
}

/// Whether a value holds the place of the axis's value.
fn mentions(value: &toml::Value) -> bool {
    match value {
        toml::Value::String(text) => text == PLACE,
        toml::Value::Array(list) => list.iter().any(mentions),
        toml::Value::Table(table) => table.values().any(mentions),
        _ => false,
    }
}

fn filled(value: &toml::Value, with: &toml::Value) -> toml::Value {
    match value {
        toml::Value::String(text) if text == PLACE => with.clone(),
        toml::Value::Array(list) => list.iter().map(|one| filled(one, with)).collect::<Vec<_>>().into(),
        toml::Value::Table(table) => {
            table.iter().map(|(key, one)| (key.clone(), filled(one, with))).collect::<toml::Table>().into()
        }
        other => other.clone(),
    }
}

/// A value of an axis with changes: a scenario written for it.
fn changed(axis: &str, value: &toml::Value, changes: &[toml::Table]) -> Value {
    let label = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    let name = format!("{axis}={label}");
    let quoted = |word: &str| toml::Value::from(word).to_string();
    let mut text = format!("name = {}\nintent = {}\n", quoted(&name), quoted(&name));
    for change in changes {
        text.push_str("\n[[change]]\n");
        if !change.contains_key("name") {
            let _ = writeln!(text, "name = {}", quoted(axis));
        }
        for (key, one) in change {
            let _ = writeln!(text, "{key} = {}", filled(one, value));
        }
    }
    let file = PathBuf::from(format!("{}.toml", super::file_name::plain(&name)));
    Value { label, scenarios: vec![ScenarioSource::Written { file, text }] }
}

/// A combination of scenario files; paths are relative to the sweep file.
fn combination(path: &Path, combination: Combination) -> Value {
    let names = match combination {
        Combination::One(name) => vec![name],
        Combination::Several(names) => names,
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let resolved = |name: &String| {
        let given = Path::new(name);
        if given.components().count() > 1 {
            folder.join(given).to_string_lossy().into_owned()
        } else {
            name.clone()
        }
    };
    named(&names, resolved)
}

fn named(names: &[String], resolved: impl Fn(&String) -> String) -> Value {
    let label: Vec<String> = names.iter().map(|name| stem(name)).collect();
    let scenarios =
        names.iter().filter(|name| *name != BASE).map(resolved).map(ScenarioSource::Named).collect();
    Value { label: label.join("+"), scenarios }
}

/// Name of a scenario as tables show it.
fn stem(name: &str) -> String {
    let path = Path::new(name);
    let is_file = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"));
    let stem = if is_file { path.file_stem() } else { path.file_name() };
    stem.map_or_else(|| name.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// The axis of scenarios named on the command line: each a list `a,b` applied in order, or `base`.
#[must_use]
pub fn scenario_axis(lists: &[String]) -> Axis {
    let value = |list: &String| {
        let names: Vec<String> = list.split(',').map(|name| name.trim().to_owned()).collect();
        named(&names, Clone::clone)
    };
    Axis {
        name: "scenario".to_owned(),
        title: text("情景", "Scenario"),
        circumstance: false,
        values: lists.iter().map(value).collect(),
    }
}

/// A text in both languages.
pub(super) fn text(zh: &str, en: &str) -> Text {
    Text { zh: zh.to_owned(), en: en.to_owned() }
}

fn fault(path: &Path, row: Option<u64>, what: Text, hint: Text) -> Diagnostic {
    let location = Location { file: path.to_owned(), row, ..Location::default() };
    Diagnostic::new(Severity::Error, "sweep-file", location, what, hint)
}
