//! Why a project is in the plan, in one reason each (入选理由). A reason is a fact of the run that anyone can look up, not a proof that
//! the plan would lack the project without it.

use crate::store::{EffectRecord, OpeningRecord, ProjectRecord, RunDetails, RunRecord};
use std::collections::BTreeMap;

/// Why a project is in the plan.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// The study says that it must be built; how far it was.
    Committed {
        /// `planned`, `reserved`, `started`, `building` or `open`.
        status: String,
    },
    /// Its town has fewer places than children without the plan.
    Shortage {
        /// Id of the stage.
        stage: String,
        /// School year with the greatest gap from the opening on.
        year: i32,
        /// Children who need a place then.
        children: f64,
        /// Places without the plan then.
        standing: f64,
    },
    /// Its town teaches more pupils than its standing places hold, children of other towns among them.
    Neighbours {
        /// Id of the stage.
        stage: String,
        /// School year of the opening.
        year: i32,
        /// Pupils taught there then.
        pupils: f64,
        /// Places without the plan then.
        standing: f64,
    },
    /// It adds no places but puts some into a better or a public class.
    Class {
        /// Id of the stage.
        stage: String,
        /// Id of the sector that gains.
        sector: String,
        /// Grade that gains, where the class has one.
        grade: Option<i32>,
        /// Places.
        places: i32,
    },
    /// It takes places away.
    Closure {
        /// Places less.
        places: i32,
    },
    /// The standing places of its town would do; it counts towards the number of projects of its programme, all of which are needed for it.
    Programme {
        /// Id of the programme.
        programme: String,
        /// Least number of projects.
        required: i64,
        /// Id of the sector that gains most places.
        sector: String,
        /// Places of that sector.
        places: i32,
    },
    /// None of these: shares, ways to school or cost decided.
    Shares {
        /// Id of the sector that gains most places.
        sector: String,
        /// Places of that sector.
        places: i32,
    },
}

/// The first reason that holds, in the order of the variants.
pub(super) fn reason(
    run: &RunRecord,
    details: &RunDetails,
    opening: &OpeningRecord,
    record: &ProjectRecord,
    effects: &[&EffectRecord],
) -> Reason {
    if record.committed {
        return Reason::Committed { status: record.status.clone() };
    }
    let mut by_stage: BTreeMap<&str, i32> = BTreeMap::new();
    effects.iter().for_each(|effect| *by_stage.entry(effect.stage.as_str()).or_insert(0) += effect.places);
    let net: i32 = by_stage.values().sum();
    let gaining = effects.iter().max_by_key(|effect| effect.places);
    if net < 0 {
        return Reason::Closure { places: -net };
    }
    if net == 0
        && let Some(gain) = gaining.filter(|gain| gain.places > 0)
    {
        return Reason::Class {
            stage: gain.stage.clone(),
            sector: gain.sector.clone(),
            grade: gain.grade,
            places: gain.places,
        };
    }
    let stages: Vec<&str> =
        by_stage.iter().filter(|(_, places)| **places > 0).map(|(stage, _)| *stage).collect();
    shortage(run, opening, &stages)
        .or_else(|| neighbours(run, opening, &stages))
        .unwrap_or_else(|| number_or_shares(details, opening, gaining.copied()))
}

/// The greatest gap of the town without the plan, from the opening on.
fn shortage(run: &RunRecord, opening: &OpeningRecord, stages: &[&str]) -> Option<Reason> {
    let gap = |line: &crate::store::BalanceRecord| line.children - line.standing;
    let lines = run.balance.iter().filter(|line| {
        line.town == opening.town && line.year >= opening.year && stages.contains(&line.stage.as_str())
    });
    let worst = lines.max_by(|one, other| gap(one).total_cmp(&gap(other)))?;
    (gap(worst) >= 1.0).then(|| Reason::Shortage {
        stage: worst.stage.clone(),
        year: worst.year,
        children: worst.children,
        standing: worst.standing,
    })
}

fn neighbours(run: &RunRecord, opening: &OpeningRecord, stages: &[&str]) -> Option<Reason> {
    let excess = |line: &crate::store::BalanceRecord| line.pupils - line.standing;
    let lines = run.balance.iter().filter(|line| {
        line.town == opening.town && line.year == opening.year && stages.contains(&line.stage.as_str())
    });
    let fullest = lines.max_by(|one, other| excess(one).total_cmp(&excess(other)))?;
    (excess(fullest) >= 1.0).then(|| Reason::Neighbours {
        stage: fullest.stage.clone(),
        year: fullest.year,
        pupils: fullest.pupils,
        standing: fullest.standing,
    })
}

fn number_or_shares(details: &RunDetails, opening: &OpeningRecord, gaining: Option<&EffectRecord>) -> Reason {
    let (sector, places) = gaining.map_or((String::new(), 0), |gain| (gain.sector.clone(), gain.places));
    let programme = details.programmes.iter().find(|one| one.programme == opening.programme);
    match programme.and_then(|one| one.required.filter(|required| one.opened <= *required)) {
        Some(required) => {
            Reason::Programme { programme: opening.programme.clone(), required, sector, places }
        }
        None => Reason::Shares { sector, places },
    }
}
