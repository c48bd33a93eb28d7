//! What a plan for most futures was asked, what was solved, and what it stands, in sentences.

use super::words::say;
use crate::domain::Language;
use crate::store::RobustRun;

/// Sentences about a robust plan of this cost, 10⁴ yuan of present value.
#[must_use]
pub fn robust_sentences(robust: &RobustRun, total: f64, language: Language) -> Vec<String> {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    let cost = |cost: f64| format!("{:.3}", cost / 1e4);
    let RobustRun { futures, seed, programs, rows, lacking, .. } = robust;
    let (asked, held) = (percent(robust.share), robust.held.len());
    let (before, after) = (percent(robust.stood.0), percent(robust.stood.1));
    let (number, other_seed, other) = (robust.others.0, robust.others.1, percent(robust.others.2));
    let (central, total) = (cost(robust.central_cost), cost(total));
    let mut sentences = vec![
        say(
            language,
            &format!(
                "稳健方案：{futures} 个未来（种子 {seed}）中要有 {asked} 让全部儿童有学位、各占比目标可达；选定中心方案缺口最小的 {held} 个，以最小割逐轮加入约束（求解 {programs} 次，{rows} 条），在兑现中心路径全部承诺的前提下求最低成本；选定另一组同样多的未来，成本可能更低。"
            ),
            &format!(
                "Robust plan: in {asked} of {futures} futures (seed {seed}) every child is to have a place and every share to reach its target; the {held} were chosen in which the central plan lacks the least, minimum cuts became rows ({programs} programs, {rows} rows), and cost was minimised with every promise of the central path kept; another choice of as many futures might cost less."
            ),
        ),
        say(
            language,
            &format!(
                "全部儿童有学位且全部目标可达的未来：中心方案 {before}，本方案 {after}；换 {number} 个未用于求解的未来（种子 {other_seed}）：{other}。总成本 {central} → {total} 亿元现值。"
            ),
            &format!(
                "Futures in which every child has a place and every target can be reached: central plan {before}, this plan {after}; of {number} other futures (seed {other_seed}) {other}. Cost {central} → {total} × 10⁸ yuan of present value."
            ),
        ),
    ];
    if *lacking > 0 {
        sentences.push(say(
            language,
            &format!("求解次数用尽：选定的未来中有 {lacking} 个仍有缺口。"),
            &format!("The programs ran out: in {lacking} of the chosen futures something lacks still."),
        ));
    }
    sentences
}
