//! Reports: figures of `outcome` laid out for people. Nothing here computes a figure beyond sums of what it is given.

mod backtest;
mod compare;
mod overview;
mod people;
mod projection;
mod promise;
mod rolls_backtest;
mod scenario;
mod table;
mod trace;
mod variations;

pub use backtest::{backtest_sentence, backtest_tables};
pub use compare::{comparison_sentences, comparison_tables};
pub use overview::{Overview, overview};
pub use people::people_overview;
pub use projection::{births_overview, outlook_table, schools_table};
pub use promise::sentence;
pub use rolls_backtest::{rolls_backtest_sentence, rolls_backtest_tables};
pub use scenario::scenario_sentences;
pub use table::{Cell, Table};
pub use trace::trace_table;
pub use variations::{alternatives_table, relaxations_table};
