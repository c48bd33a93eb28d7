//! The part of `xuewei plan` that seeks a plan for a share of futures.

use crate::allocation::{Limits, Plan, SolveError, Wishes};
use crate::domain::{Study, Text};
use crate::progress::{Progress as _, Silent};
use crate::projection::Projection;
use crate::projection::backtest::error_model;
use crate::projection::ensemble::{DrawSettings, futures, target};
use crate::stress::{Robust, robust, stress};

/// Futures that the plan is made with, and others that it is tried on.
const MADE_WITH: usize = 200;
const TRIED_ON: usize = 1_000;

/// The robust plan, and what was solved, in sentences; the inner error is one of the search.
#[allow(clippy::type_complexity)] // an error of the run, or of the search
pub fn plan(
    share: f64,
    seed: u64,
    (study, projection): (&Study, &Projection),
    wishes: &Wishes,
    limits: Limits,
    bars: &super::progress::Bars,
) -> anyhow::Result<Result<(Plan, Vec<Text>), SolveError>> {
    anyhow::ensure!((0.0..=1.0).contains(&share), "--robust {share}: 0–1");
    let errors = error_model(study, bars)?;
    bars.note(&errors.text());
    let target = target(study, projection);
    let draw = |draws: usize, seed: u64| futures(&target, &errors, DrawSettings { draws, seed });
    let known = draw(MADE_WITH, seed);
    let found = match robust(study, &projection.rolls, (&known, share), wishes, limits, bars) {
        Ok(found) => found,
        Err(error) => return Ok(Err(error)),
    };
    let others = draw(TRIED_ON, seed.wrapping_add(1));
    let others = stress(study, &projection.rolls, &found.plan, &others, &Silent).everything;
    let said = sentences(&found, share, others);
    Ok(Ok((found.plan, said)))
}

fn sentences(found: &Robust, share: f64, others: f64) -> Vec<Text> {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let cost = |cost: f64| format!("{:.3}", cost / 1e4);
    let (before, after, other) = (percent(found.stood.0), percent(found.stood.1), percent(others));
    let (rounds, needs, asked) = (found.rounds, found.needs, percent(share));
    let (central, total) = (cost(found.central_cost), cost(found.plan.objective + found.plan.constant));
    vec![
        Text {
            zh: format!(
                "稳健方案：要求 {MADE_WITH} 个未来中 {asked} 全部儿童有学位；选取中心方案缺口最小的未来，以最小割逐轮加入约束（{rounds} 轮，{needs} 条），在兑现中心路径全部承诺的前提下求最低成本。"
            ),
            en: format!(
                "Robust plan: every child is to have a place in {asked} of {MADE_WITH} futures; those were chosen in which the central plan lacks the least, minimum cuts became rows ({rounds} programs, {needs} rows), and cost was minimised with every promise of the central path kept."
            ),
        },
        Text {
            zh: format!(
                "全部儿童有学位且目标可达的未来：中心方案 {before}，本方案 {after}；换 {TRIED_ON} 个未用于求解的未来：{other}。总成本 {central} → {total} 亿元现值。"
            ),
            en: format!(
                "Futures in which every child has a place and every target can be reached: central plan {before}, this plan {after}; of {TRIED_ON} other futures {other}. Cost {central} → {total} × 10⁸ yuan of present value."
            ),
        },
    ]
}
