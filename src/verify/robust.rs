//! A plan for most futures: the places that its futures need are there, and the run tells the same of it everywhere.
//!
//! Which futures were drawn and what they lack is not made again here: `xuewei stress` with the seed of the manifest does so.

use super::Computed;
use super::book::{Book, Check, Finding, solver_room};
use super::plan::known;
use serde_json::Value;
use std::collections::BTreeMap;

/// Checks the rows that futures added, and the figures about them.
pub(super) fn check(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let robust = &computed.plan.manifest["robust"];
    if robust.is_null() {
        return Ok(());
    }
    let needs = needs(computed)?;
    let rows = robust["rows"].as_u64().unwrap_or(u64::MAX);
    let place = |name: &str| format!("robust.{name}");
    book.same_words(Check::Robust, &rows.to_string(), &needs.len().to_string(), || place("rows"));
    for ((number, year), (needed, places)) in &needs {
        let place = || format!("needs[{number},{year}]");
        book.at_least(Check::Robust, (*places, *needed), solver_room(*needed), place);
    }
    held(robust, book);
    let summary = &computed.plan.summary["robust"];
    for name in ["share", "futures", "seed", "programs", "rows", "lacking", "stood", "others", "central_cost"]
    {
        let (one, other) = (summary[name].to_string(), robust[name].to_string());
        book.same_words(Check::Robust, &one, &other, || place(name));
    }
    Ok(())
}

/// What is needed and the places that there are, by number and year.
type Needs = BTreeMap<(i32, i32), (f64, f64)>;

fn needs(computed: &Computed) -> Result<Needs, Finding> {
    let (case, rows) = (computed.case, computed.tables.table("needs")?);
    let (numbers, years, needed) = (rows.whole("need")?, rows.whole("year")?, rows.numbers("needed")?);
    let towns = known(&rows, "town", &rows.texts("town")?, |code| case.town(code))?;
    let (stages, sectors, grades) = (rows.texts("stage")?, rows.texts("sector")?, rows.optional("grade")?);
    let mut needs = Needs::new();
    for at in 0..rows.height() {
        #[allow(clippy::cast_possible_truncation)] // a grade, or no class of the study
        let grade = grades[at].map(|grade| grade as i32);
        let lacks = |what: &str| Finding::unreadable("needs", &format!("no {what} of row {at} in the study"));
        let class = case.class(&stages[at], &sectors[at], grade).ok_or_else(|| lacks("class"))?;
        let year = case.at(years[at]).ok_or_else(|| lacks("year"))?;
        let here = computed.places.with_plan[computed.places.at(towns[at], class, year)];
        let need = needs.entry((numbers[at], years[at])).or_insert((needed[at], 0.0));
        need.0 = need.0.max(needed[at]);
        need.1 += here.max(0.0);
    }
    Ok(needs)
}

/// As many futures as the share asks for, each once and one that was drawn.
fn held(robust: &Value, book: &mut Book) {
    let number = |name: &str| robust[name].as_f64().unwrap_or(f64::NAN);
    let held: Vec<u64> = robust["held"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    let asked = (number("share") * number("futures") - 1e-9).ceil();
    #[allow(clippy::cast_precision_loss)] // counts of futures
    let found = held.len() as f64;
    book.same(Check::Robust, (found, asked), 0.0, || "robust.held".to_owned());
    let futures = robust["futures"].as_u64().unwrap_or(0);
    let once = held.windows(2).all(|pair| pair[0] < pair[1]) && held.iter().all(|at| *at < futures);
    book.holds(
        Check::Robust,
        once,
        || "robust.held".to_owned(),
        || ("所列未来有重复或不存在".to_owned(), "a future is listed twice or was not drawn".to_owned()),
    );
}
