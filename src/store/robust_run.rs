//! What a plan for most futures was asked and found, as the manifest keeps it, and the places that its futures need as a table.

use super::Run;
use super::columns::{class_columns, integers, numbers, table, texts, town};
use polars::prelude::{DataFrame, PolarsResult};
use serde_json::{Value, json};

/// Name of the table of places that futures need.
pub const NEEDS: &str = "needs";

/// A plan for most futures: what was asked, what was solved, what it stands (稳健方案).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RobustRun {
    /// Share of the futures that was asked for.
    pub share: f64,
    /// Futures that were drawn for it.
    pub futures: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// Positions of the futures that it is to hold, from 0.
    pub held: Vec<usize>,
    /// Of these, futures in which something lacks still, since no more programs were solved.
    pub lacking: usize,
    /// Programs that were solved.
    pub programs: usize,
    /// Rows that the futures added: minimum cuts.
    pub rows: usize,
    /// Share of the futures in which every child has a place and every target can be reached: of the central plan, of this one.
    pub stood: (f64, f64),
    /// Other futures that it was tried on: how many, their seed, and the same share.
    pub others: (usize, u64, f64),
    /// Cost of the central plan, 10⁴ yuan of present value.
    pub central_cost: f64,
}

impl RobustRun {
    /// As the manifest writes it.
    #[must_use]
    pub fn json(&self) -> Value {
        let (number, seed, stood) = self.others;
        json!({
            "share": self.share,
            "futures": self.futures,
            "seed": self.seed,
            "held": self.held,
            "lacking": self.lacking,
            "programs": self.programs,
            "rows": self.rows,
            "stood": { "central": self.stood.0, "plan": self.stood.1 },
            "others": { "futures": number, "seed": seed, "stood": stood },
            "central_cost": self.central_cost,
        })
    }

    /// From a manifest; none where the plan was made for its central path alone.
    #[must_use]
    pub fn of(manifest: &Value) -> Option<Self> {
        let robust = manifest.get("robust").filter(|robust| robust.is_object())?;
        let number = |value: &Value| value.as_f64().unwrap_or(0.0);
        let count = |value: &Value| value.as_u64().and_then(|value| usize::try_from(value).ok()).unwrap_or(0);
        let (stood, others) = (&robust["stood"], &robust["others"]);
        Some(Self {
            share: number(&robust["share"]),
            futures: count(&robust["futures"]),
            seed: robust["seed"].as_u64().unwrap_or(0),
            held: robust["held"].as_array().into_iter().flatten().map(count).collect(),
            lacking: count(&robust["lacking"]),
            programs: count(&robust["programs"]),
            rows: count(&robust["rows"]),
            stood: (number(&stood["central"]), number(&stood["plan"])),
            others: (
                count(&others["futures"]),
                others["seed"].as_u64().unwrap_or(0),
                number(&others["stood"]),
            ),
            central_cost: number(&robust["central_cost"]),
        })
    }
}

/// Places that futures need: a row for every town and class whose places count towards a need, which is numbered from 0.
pub(super) fn needs(run: &Run) -> PolarsResult<DataFrame> {
    let study = run.study;
    let rows: Vec<_> = run
        .wishes
        .needs
        .iter()
        .enumerate()
        .flat_map(|(number, need)| need.pools.iter().map(move |pool| (number, need, pool)))
        .collect();
    let number = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let mut columns = vec![
        integers("need", rows.iter().map(|(at, ..)| number(*at))),
        integers("year", rows.iter().map(|(_, need, _)| need.year.0)),
        numbers("needed", rows.iter().map(|(_, need, _)| need.needed)),
        texts("town", rows.iter().map(|(.., pool)| town(study, pool.0))),
    ];
    columns.extend(class_columns(study, || rows.iter().map(|(.., pool)| pool.1)));
    table(columns)
}
