//! `summary.json`: the headline figures under stable names.

use super::Run;
use crate::domain::{Study, UndecidedProject};
use crate::outcome::Component;
use serde_json::{Map, Value, json};

/// The headline figures of a run. Money is 10⁴ yuan of present value.
#[must_use]
pub fn summary(run: &Run, stamp: &str, write_seconds: f64) -> Value {
    let mut summary = headlines(run, stamp, write_seconds);
    if let Some(robust) = &run.robust {
        let mut told = robust.json();
        told["held"] = json!(robust.held.len());
        summary["robust"] = told;
    }
    summary
}

fn headlines(run: &Run, stamp: &str, write_seconds: f64) -> Value {
    let plan = run.plan;
    json!({
        "run": stamp,
        "study": run.study.name,
        "status": plan.status.id(),
        "every_promise_kept": run.outcome.every_promise_kept(),
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "constant": plan.constant,
        "cost": cost(run),
        "projects": projects(run),
        "indicators": indicators(run),
        "undecided": undecided(run.study),
        "unplaced": unplaced(run),
        "shortfalls": shortfalls(run),
        "shortfall": { "weighted": plan.missed.weighted, "bound": plan.missed.bound },
        "certified": certified(run),
        "size": {
            "rows": plan.size.rows,
            "columns": plan.size.columns,
            "nonzeros": plan.size.nonzeros,
            "integers": plan.size.integers,
        },
        "seconds": {
            "read": run.seconds.0,
            "project": run.seconds.1,
            "build": plan.build_seconds,
            "solve": plan.solve_seconds,
            "write": write_seconds,
        },
    })
}

fn cost(run: &Run) -> Value {
    let of = |component: Component| -> f64 {
        run.outcome.money.iter().filter(|line| line.component == component).map(|line| line.present).sum()
    };
    Component::ALL
        .iter()
        .map(|component| (component.id().to_owned(), json!(of(*component))))
        .collect::<Map<_, _>>()
        .into()
}

fn projects(run: &Run) -> Value {
    let programmes = run.outcome.programmes.iter().map(|line| {
        let by_year: Map<String, Value> =
            line.by_year.iter().map(|(year, number)| (year.to_string(), json!(number))).collect();
        let id = run.study.programmes[line.programme.index()].id.clone();
        (id, json!({ "required": line.required, "opened": line.opened, "by_year": by_year }))
    });
    programmes.collect::<Map<_, _>>().into()
}

/// Candidates that could not be chosen, since something of them is not known yet.
fn undecided(study: &Study) -> Value {
    let one = |one: &UndecidedProject| {
        json!({
            "id": one.id,
            "name": one.name,
            "name_en": one.name_en,
            "town": study.towns[one.town.index()].code,
            "county": study.counties[study.county_of(one.town).index()].code,
            "programme": study.programmes[one.programme.index()].id,
            "kind": one.kind.id(),
            "lacks": { "zh": one.lacks.zh, "en": one.lacks.en },
        })
    };
    study.undecided.iter().map(one).collect()
}

fn indicators(run: &Run) -> Value {
    let study = run.study;
    run.outcome
        .indicators
        .iter()
        .filter(|line| line.target.is_some())
        .map(|line| {
            json!({
                "id": study.indicators[line.indicator].id,
                "area": line.county.map_or("*", |county| &study.counties[county.index()].code),
                "year": line.year.0,
                "target": line.target,
                "reached": line.reached,
                "met": line.met(),
                "price": line.price,
            })
        })
        .collect()
}

fn unplaced(run: &Run) -> Value {
    let of = |stage| -> f64 {
        run.plan.unplaced.iter().filter(|one| one.stage == stage).map(|one| one.children).sum()
    };
    let study = run.study;
    study
        .stage_indices()
        .map(|stage| (study.stages[stage.index()].id.clone(), json!(of(stage))))
        .collect::<Map<_, _>>()
        .into()
}

/// Broken promises by family: how many, and the amounts by the promise's words.
fn shortfalls(run: &Run) -> Value {
    let amount = |short: &crate::allocation::Shortfall| {
        (crate::allocation::promise_words(run.study, &short.promise), json!(short.amount))
    };
    run.plan.shortfalls.iter().map(amount).collect::<Map<_, _>>().into()
}

fn certified(run: &Run) -> Value {
    let study = run.study;
    let years = |criteria: usize| -> Map<String, Value> {
        let counties = |year| {
            run.plan.certifications.iter().filter(|one| one.criteria == criteria && one.year <= year).count()
        };
        study.horizon.years().map(|year| (year.to_string(), json!(counties(year)))).collect()
    };
    let sets = study.criteria.iter().enumerate().map(|(index, set)| (set.id.clone(), years(index).into()));
    sets.collect::<Map<_, _>>().into()
}
