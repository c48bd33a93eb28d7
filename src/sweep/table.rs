//! The table of a sweep, as data for files.

use super::{Axis, CaseResult, Figures, Standing, State};
use polars::prelude::{Column, DataFrame, NamedFrom, PolarsResult, Series};
use serde_json::{Map, Value};

/// A row a case: axes, state, figures; blank where a case has no plan.
///
/// # Errors
/// Where the names of axes are not told apart from those of figures.
pub fn table(axes: &[Axis], rows: &[(&CaseResult, Option<Figures>, Standing)]) -> PolarsResult<DataFrame> {
    let texts = |name: &str, values: Vec<&str>| -> Column { Series::new(name.into(), values).into() };
    let numbers = |name: &str, of: &dyn Fn(&Figures) -> Option<f64>| -> Column {
        let values: Vec<Option<f64>> =
            rows.iter().map(|(_, figures, _)| figures.as_ref().and_then(of)).collect();
        Series::new(name.into(), values).into()
    };
    let mut columns =
        vec![texts("case", rows.iter().map(|(result, ..)| result.case.name.as_str()).collect())];
    for (at, axis) in axes.iter().enumerate() {
        let labels = rows.iter().map(|(result, ..)| result.case.labels[at].as_str());
        columns.push(texts(&format!("axis.{}", axis.name), labels.collect()));
    }
    columns.push(texts(
        "status",
        rows.iter().map(|(result, figures, _)| word(result, figures.as_ref())).collect(),
    ));
    columns.extend([
        numbers("cost", &|figures| Some(figures.total)),
        numbers("cost_least", &|figures| Some(figures.least)),
        numbers("capital", &|figures| Some(figures.capital)),
        numbers("gap", &|figures| Some(figures.gap)),
        numbers("projects", &|figures| Some(f64::from(figures.projects))),
        numbers("places", &|figures| Some(f64::from(figures.places))),
        numbers("promises_broken", &|figures| Some(broken(figures))),
        numbers("child_years_unplaced", &|figures| Some(figures.unplaced)),
        numbers("target", &|figures| figures.target.map(|(target, _)| target)),
        numbers("reached", &|figures| figures.target.map(|(_, reached)| reached)),
    ]);
    columns.push(texts("pareto", rows.iter().map(|(.., standing)| standing.id()).collect()));
    DataFrame::new_infer_height(columns)
}

#[allow(clippy::cast_precision_loss)] // a count
fn broken(figures: &Figures) -> f64 {
    figures.broken as f64
}

/// How a case ended, in one word.
pub(super) fn word<'a>(result: &CaseResult, figures: Option<&'a Figures>) -> &'a str {
    match (&result.state, figures) {
        (State::Faulty(_), _) => "faulty",
        (State::NoPlan(_), _) => "no_plan",
        (State::Stopped, _) => "stopped",
        (_, Some(figures)) => &figures.status,
        _ => "failed",
    }
}

/// The same table as JSON: a list of objects.
#[must_use]
pub fn json(axes: &[Axis], rows: &[(&CaseResult, Option<Figures>, Standing)]) -> Value {
    let row = |(result, figures, standing): &(&CaseResult, Option<Figures>, Standing)| {
        let labels = axes.iter().zip(&result.case.labels);
        let labels: Map<String, Value> =
            labels.map(|(axis, label)| (axis.name.clone(), Value::from(label.as_str()))).collect();
        let of = |value: &dyn Fn(&Figures) -> Value| figures.as_ref().map_or(Value::Null, value);
        serde_json::json!({
            "case": result.case.name,
            "axes": labels,
            "status": word(result, figures.as_ref()),
            "taken_over": matches!(result.state, State::TakenOver(_)),
            "cost": of(&|figures| figures.total.into()),
            "cost_least": of(&|figures| figures.least.into()),
            "capital": of(&|figures| figures.capital.into()),
            "gap": of(&|figures| figures.gap.into()),
            "projects": of(&|figures| figures.projects.into()),
            "places": of(&|figures| figures.places.into()),
            "promises_broken": of(&|figures| figures.broken.into()),
            "child_years_unplaced": of(&|figures| figures.unplaced.into()),
            "target": of(&|figures| figures.target.map(|(target, _)| target).into()),
            "reached": of(&|figures| figures.target.map(|(_, reached)| reached).into()),
            "pareto": standing.id(),
        })
    };
    rows.iter().map(row).collect()
}
