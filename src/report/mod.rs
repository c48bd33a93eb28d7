//! Reports: figures of `outcome` laid out for people. Nothing here computes a figure beyond sums of what it is given.

mod backtest;
mod overview;
mod people;
mod projection;
mod promise;
mod table;

pub use backtest::{backtest_sentence, backtest_tables, bands_overview};
pub use overview::{Overview, overview};
pub use people::people_overview;
pub use projection::{births_overview, rolls_by_town, rolls_overview};
pub use promise::sentence;
pub use table::{Cell, Table};
