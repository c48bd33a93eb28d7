//! Reports: figures of `outcome` laid out for people. Nothing here computes a figure beyond sums of what it is given.

mod backtest;
mod compare;
mod finance;
mod finance_growth;
mod finance_summary;
mod overview;
mod people;
mod projection;
mod promise;
mod rolls_backtest;
mod scenario;
mod summed;
mod table;
mod trace;
mod variations;
mod verification;
mod words;
mod workbook;

pub use backtest::{backtest_sentence, backtest_tables};
pub use compare::{comparison_sentences, comparison_tables};
pub use finance::{finance_details, finance_tables};
pub use finance_summary::{cash_flow_chart, finance_sentences};
pub use overview::{Overview, overview};
pub use people::people_overview;
pub use projection::{births_overview, outlook_table, schools_table};
pub use promise::sentence;
pub use rolls_backtest::{rolls_backtest_sentence, rolls_backtest_tables};
pub use scenario::scenario_sentences;
pub use summed::Summed;
pub use table::{Cell, Table};
pub use trace::trace_table;
pub use variations::{alternatives_table, relaxations_table};
pub use verification::{verification_sentences, verification_tables};
pub use workbook::workbook;
