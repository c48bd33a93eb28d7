//! Promises by their words, and ceilings that carry over.

use super::book::{Book, Check, solver_room};
use super::plan::TablePlan;

/// A ceiling in a year.
pub(super) struct Chain {
    /// What it limits; years of the same line follow each other.
    pub(super) line: String,
    pub(super) year: i32,
    pub(super) limit: f64,
    pub(super) used: f64,
    pub(super) carry: bool,
    pub(super) words: String,
}

/// What each ceiling allows with what the years before it left, in the order given.
pub(super) fn available(chains: &[Chain]) -> Vec<f64> {
    let of = |index: usize| {
        let (mut year, mut available) = (chains[index].year, chains[index].limit);
        // Backwards through the years that hand on what is left.
        while let Some(before) =
            chains.iter().find(|one| one.line == chains[index].line && one.year == year - 1 && one.carry)
        {
            available += before.limit - before.used;
            year -= 1;
        }
        available
    };
    (0..chains.len()).map(of).collect()
}

/// Checks that each use stays within what its year and those before it allow, but for what the plan says it breaks.
pub(super) fn within_chains(check: Check, plan: &TablePlan, chains: &[Chain], book: &mut Book) {
    for (one, available) in chains.iter().zip(available(chains)) {
        let room = solver_room(one.limit) + plan.missed(&one.words);
        book.at_most(check, (one.used, available), room, || one.words.clone());
    }
}

/// Every broken promise must be one that the study makes.
pub(super) fn check_words(plan: &TablePlan, book: &mut Book) {
    let listed = plan.shortfalls.is_empty() || plan.repaired();
    book.holds(
        Check::Bound,
        listed,
        || "shortfalls".to_owned(),
        || {
            let number = plan.shortfalls.len();
            let zh = format!("列出 {number} 项未兑现的承诺，而结果并非修复方案");
            (zh, format!("{number} broken promises are listed, yet the plan is no repair"))
        },
    );
    for (words, amount) in &plan.shortfalls {
        book.at_least(Check::Bound, (*amount, 0.0), 0.0, || words.clone());
    }
}
