//! The table of ceilings: what may be used and what is.

use super::Run;
use super::columns::{booleans, county, numbers, optional_integers, table, texts, town};
use crate::domain::{Area, DeliveryEvent, Spending, Study};
use crate::outcome::{Ceiling, CeilingLine, Idle};
use polars::prelude::{DataFrame, PolarsResult};

/// Money, land and deliveries against their ceilings, with what is carried over.
pub(super) fn ceilings(run: &Run) -> PolarsResult<DataFrame> {
    let (study, lines) = (run.study, &run.outcome.ceilings);
    table(vec![
        texts("ceiling", lines.iter().map(|line| kind(study, line))),
        texts("area", lines.iter().map(|line| area(study, line))),
        texts("of", lines.iter().map(|line| of(study, line))),
        optional_integers("year", lines.iter().map(|line| line.year)),
        numbers("limit", lines.iter().map(|line| line.limit)),
        numbers("available", lines.iter().map(|line| line.available)),
        numbers("used", lines.iter().map(|line| line.used)),
        booleans("met", lines.iter().map(CeilingLine::met)),
        texts("idle", lines.iter().map(|line| line.idle.map_or("", Idle::id))),
    ])
}

fn kind(study: &Study, line: &CeilingLine) -> &'static str {
    match line.ceiling {
        Ceiling::Budget(budget) => match study.budgets[budget].covers {
            Spending::Capital => "capital",
            Spending::Running => "running",
            Spending::All => "spending",
        },
        Ceiling::Land(_) => "land",
        Ceiling::Programme(_) => "openings",
        Ceiling::Delivery(limit) => match study.deliveries[limit].event {
            DeliveryEvent::Start => "starts",
            DeliveryEvent::Opening => "openings",
        },
    }
}

/// County or town, `*` for the whole.
fn area<'a>(study: &'a Study, line: &CeilingLine) -> &'a str {
    let of_county = |of| county(study, of);
    match line.ceiling {
        Ceiling::Budget(budget) => study.budgets[budget].county.map_or("*", of_county),
        Ceiling::Land(limit) => match study.land[limit].area {
            None => "*",
            Some(Area::County(of)) => of_county(of),
            Some(Area::Town(of)) => town(study, of),
        },
        Ceiling::Programme(_) => "*",
        Ceiling::Delivery(limit) => study.deliveries[limit].county.map_or("*", of_county),
    }
}

/// Source of money or programme, `*` for all.
fn of<'a>(study: &'a Study, line: &CeilingLine) -> &'a str {
    match line.ceiling {
        Ceiling::Budget(budget) => study.budgets[budget].source.as_deref().unwrap_or("*"),
        Ceiling::Land(_) => "*",
        Ceiling::Programme(programme) => &study.programmes[programme.index()].id,
        Ceiling::Delivery(limit) => {
            study.deliveries[limit].programme.map_or("*", |of| &study.programmes[of.index()].id)
        }
    }
}
