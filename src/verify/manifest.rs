//! `manifest.json` against the study, the scenarios and the tables: every field that a reader shows or uses.
//!
//! Three fields nothing else can tell: when the run was made, by which version, and under which name. Their form alone is
//! checked, and their value is guarded by the hash of the manifest.

use super::Computed;
use super::book::{Book, Check};
use crate::domain::Text;
use crate::scenario::Scenario;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Compares the manifest.
pub(super) fn check(computed: &Computed, book: &mut Book) {
    study(computed, book);
    form(computed, book);
    inputs(computed, book);
    solver(computed, book);
    forced(computed, book);
    replan(computed, book);
    robust(computed, book);
}

/// Methods of a projection that was made again.
pub(super) fn methods(manifest: &Value, methods: &[Text], book: &mut Book) {
    let found: Vec<Value> = methods.iter().map(both).collect();
    same(book, "projection", &manifest["projection"], &found.into());
}

fn both(text: &Text) -> Value {
    json!({ "zh": text.zh, "en": text.en })
}

fn same(book: &mut Book, field: &str, said: &Value, found: &Value) {
    book.same_words(Check::Manifest, &said.to_string(), &found.to_string(), || format!("manifest.{field}"));
}

/// A field whose value is no other than some.
fn of_form(book: &mut Book, field: &str, said: &Value, holds: bool) {
    book.holds(
        Check::Manifest,
        holds,
        || format!("manifest.{field}"),
        || (format!("不可能是 {}", shortened(said)), format!("cannot be {}", shortened(said))),
    );
}

/// A value in few words, however long it is.
fn shortened(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 60 { text.chars().take(60).chain(['…']).collect() } else { text }
}

/// Study, horizon and scenarios.
fn study(computed: &Computed, book: &mut Book) {
    let (study, manifest) = (computed.case.study, &computed.plan.manifest);
    same(book, "study", &manifest["study"], &json!(study.name));
    same(book, "title", &manifest["title"], &both(&study.title));
    let horizon = &study.horizon;
    let years = [
        ("base", horizon.base.0),
        ("first", horizon.first.0),
        ("last", horizon.last.0),
        ("outlook", horizon.outlook.0),
    ];
    for (name, year) in years {
        same(book, &format!("horizon.{name}"), &manifest["horizon"][name], &json!(year));
    }
    let scenarios: Vec<Value> =
        computed.applied.scenarios.iter().map(|scenario| described(computed, scenario)).collect();
    same(book, "scenarios", &manifest["scenarios"], &scenarios.into());
    of_form(book, "command", &manifest["command"], manifest["command"].is_null());
}

/// A scenario with its overrides in the order of their first change, and how many values each changed.
fn described(computed: &Computed, scenario: &Scenario) -> Value {
    let of_scenario = computed.applied.changes.iter().filter(|change| change.scenario == scenario.name);
    let (mut order, mut counts) = (Vec::new(), BTreeMap::<&str, usize>::new());
    for change in of_scenario {
        let count = counts.entry(&change.name).or_default();
        if *count == 0 {
            order.push(change.name.as_str());
        }
        *count += 1;
    }
    let overrides: Vec<Value> =
        order.into_iter().map(|name| json!({ "name": name, "values": counts[name] })).collect();
    json!({
        "name": scenario.name,
        "title": both(&scenario.title),
        "intent": both(&scenario.intent),
        "overrides": overrides,
    })
}

/// What nothing else tells: name, program and moment of the run; sizes and seconds of the search.
fn form(computed: &Computed, book: &mut Book) {
    let (manifest, summary) = (&computed.plan.manifest, &computed.plan.summary);
    let named = |value: &Value| {
        let plain = |name: &str| !name.is_empty() && name.len() < 1000 && !name.contains(char::is_control);
        value.as_str().is_some_and(plain)
    };
    of_form(book, "run", &manifest["run"], named(&manifest["run"]));
    same(book, "program.name", &manifest["program"]["name"], &json!(env!("CARGO_PKG_NAME")));
    let version = &manifest["program"]["version"];
    of_form(book, "program.version", version, version.as_str().is_some_and(is_version));
    let created = &manifest["created"];
    let moment = created.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    // Clocks of two machines may differ by a day.
    let latest = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24);
    of_form(book, "created", created, moment.is_some_and(|moment| moment <= latest));
    for name in ["rows", "columns", "nonzeros", "integers"] {
        let said = &summary["size"][name];
        let small = said.as_u64().is_some_and(|size| size < 1 << 40);
        of_form(book, &format!("summary.size.{name}"), said, small);
    }
    for name in ["read", "project", "build", "solve", "write"] {
        let said = &summary["seconds"][name];
        let sane = said.as_f64().is_some_and(|seconds| (0.0..1e9).contains(&seconds));
        of_form(book, &format!("summary.seconds.{name}"), said, sane);
    }
}

/// `1.2.3`, as versions of this program are written.
fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let number =
        |part: &&str| (1..=5).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(number)
}

/// Inputs: those of the folder `inputs`, one model among them and as many scenarios as were applied.
fn inputs(computed: &Computed, book: &mut Book) {
    let manifest = &computed.plan.manifest;
    let list = |name: &str| manifest[name].as_array().into_iter().flatten();
    let hashes = |prefix: &'static str, name: &str| -> BTreeMap<String, (String, String)> {
        let of = list(name).filter_map(|one| Some((one["file"].as_str()?, one)));
        of.filter_map(|(file, one)| {
            let name = if prefix.is_empty() { Some(file) } else { file.strip_prefix(prefix) };
            Some((name?.to_owned(), (one["sha256"].to_string(), one["bytes"].to_string())))
        })
        .collect()
    };
    let (said, found) = (hashes("", "inputs"), hashes("inputs/", "files"));
    let names: BTreeSet<&String> = said.keys().chain(found.keys()).collect();
    for name in names {
        let words = |of: &BTreeMap<String, (String, String)>| format!("{:?}", of.get(name));
        book.same_words(Check::Manifest, &words(&said), &words(&found), || {
            format!("manifest.inputs[{name}]")
        });
    }
    let number = |role: &str| list("inputs").filter(|one| one["role"] == role).count();
    let all = number("model") + number("scenario") + number("table") + number("description");
    let (listed, scenarios) = (list("inputs").count(), computed.applied.scenarios.len());
    if listed == 0 {
        return; // a study that was read from no files; a folder without a model cannot be opened again
    }
    let wanted = [("model", 1), ("scenario", scenarios), ("all", listed)];
    for (role, wanted) in wanted {
        let said = if role == "all" { all } else { number(role) };
        same(book, &format!("inputs.{role}"), &json!(said), &json!(wanted));
    }
    // What a data package says of itself is shown, but is no part of the study.
    for one in list("inputs") {
        let is_package = one["file"] == "datapackage.json";
        of_form(book, "inputs.role", &one["role"], is_package == (one["role"] == "description"));
    }
}

/// Limits of the search.
fn solver(computed: &Computed, book: &mut Book) {
    let solver = &computed.plan.manifest["solver"];
    let known = ["auto", "single", "decompose"];
    let number = |name: &str| solver[name].as_f64().unwrap_or(f64::NAN);
    of_form(book, "solver.name", &solver["name"], solver["name"] == "HiGHS");
    let method = solver["method"].as_str().is_some_and(|method| known.contains(&method));
    of_form(book, "solver.method", &solver["method"], method);
    of_form(book, "solver.gap", &solver["gap"], (0.0..=1.0).contains(&number("gap")));
    let seconds = number("time_limit_seconds");
    let limit = &solver["time_limit_seconds"];
    of_form(book, "solver.time_limit_seconds", limit, seconds > 0.0 && seconds.is_finite());
    of_form(book, "solver.seed", &solver["seed"], solver["seed"] == 0);
}

/// Projects that were put in or kept out: known ones, and so they are.
fn forced(computed: &Computed, book: &mut Book) {
    let (case, manifest) = (computed.case, &computed.plan.manifest);
    of_form(book, "forced", &manifest["forced"], manifest["forced"].is_object());
    for (id, built) in manifest["forced"].as_object().into_iter().flatten() {
        let field = format!("forced.{id}");
        let opened = case.project(id).map(|project| {
            computed.plan.openings.iter().any(|opening| opening.project == project && opening.count > 0.0)
        });
        of_form(book, &field, built, built.as_bool().is_some() && built.as_bool() == opened);
    }
}

/// The earlier plan that was followed.
fn replan(computed: &Computed, book: &mut Book) {
    let (case, replan) = (computed.case, &computed.plan.manifest["replan"]);
    if replan.is_null() {
        return;
    }
    let from =
        replan["from"].as_str().is_some_and(|from| !from.is_empty() && !from.contains(char::is_control));
    of_form(book, "replan.from", &replan["from"], from);
    let price = replan["price_per_moved_project"].as_f64().unwrap_or(f64::NAN);
    let field = "replan.price_per_moved_project";
    of_form(book, field, &replan["price_per_moved_project"], price.is_finite() && price >= 0.0);
    let none = Map::new();
    let planned = replan["planned"].as_object();
    of_form(book, "replan.planned", &replan["planned"], planned.is_some());
    let planned = planned.unwrap_or(&none);
    for (id, year) in planned {
        let sane =
            case.project(id).is_some() && year.as_i64().is_some_and(|year| (1900..=2400).contains(&year));
        of_form(book, &format!("replan.planned.{id}"), year, sane);
    }
    let moved = replan["moved_projects"].as_u64();
    let most = case.study.projects.len() as u64;
    of_form(
        book,
        "replan.moved_projects",
        &replan["moved_projects"],
        moved.is_some_and(|moved| moved <= most),
    );
    // Without a price the manifest does not keep what was planned.
    if price > 0.0 {
        same(
            book,
            "replan.moved_projects",
            &replan["moved_projects"],
            &json!(moved_projects(computed, planned)),
        );
    }
}

/// Single projects that open in another year than planned, no longer, or newly.
fn moved_projects(computed: &Computed, planned: &Map<String, Value>) -> usize {
    let case = computed.case;
    let opened: BTreeMap<&str, i32> = computed
        .plan
        .openings
        .iter()
        .map(|opening| (&case.study.projects[opening.project], opening.year))
        .filter(|(project, _)| project.copies <= 1)
        .map(|(project, year)| (project.id.as_str(), year))
        .collect();
    let otherwise = |(id, year): &(&String, &Value)| {
        year.as_i64() != opened.get(id.as_str()).map(|opens| i64::from(*opens))
    };
    let newly = opened.keys().filter(|id| !planned.contains_key(**id)).count();
    planned.iter().filter(otherwise).count() + newly
}

/// A plan for most futures: what it says of itself is possible.
fn robust(computed: &Computed, book: &mut Book) {
    let robust = &computed.plan.manifest["robust"];
    if robust.is_null() {
        return;
    }
    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    let count = |name: &str| robust[name].as_u64().unwrap_or(u64::MAX);
    let held = robust["held"].as_array().map_or(0, Vec::len) as u64;
    let few = [("lacking", held), ("programs", 1000), ("futures", 1_000_000)];
    for (name, most) in few {
        of_form(book, &format!("robust.{name}"), &robust[name], count(name) <= most);
    }
    let others = &robust["others"];
    let drawn = others["futures"].as_u64().is_some_and(|number| (1..=1_000_000).contains(&number));
    of_form(book, "robust.others.futures", &others["futures"], drawn);
    for (field, seed) in [("seed", &robust["seed"]), ("others.seed", &others["seed"])] {
        of_form(book, &format!("robust.{field}"), seed, seed.as_u64().is_some());
    }
    let stood = &robust["stood"];
    let shares = [
        ("share", &robust["share"]),
        ("stood.central", &stood["central"]),
        ("stood.plan", &stood["plan"]),
        ("others.stood", &others["stood"]),
    ];
    for (field, share) in shares {
        of_form(book, &format!("robust.{field}"), share, (0.0..=1.0).contains(&number(share)));
    }
    let cost = &robust["central_cost"];
    of_form(book, "robust.central_cost", cost, number(cost).is_finite());
}
