//! Reports: figures of `outcome` laid out for people. Nothing here computes a figure beyond sums of what it is given.

mod atlas;
mod backtest;
pub mod chart;
mod compare;
mod explain;
mod finance;
mod finance_growth;
mod finance_summary;
mod finance_words;
mod findings;
mod marked;
mod overview;
mod people;
mod projection;
mod promise;
mod promise_name;
mod reach;
mod robust;
mod rolls_backtest;
mod scenario;
mod story;
mod stress;
mod summed;
mod sweep;
mod table;
mod trace;
mod undecided;
mod variations;
mod verification;
mod words;
mod workbook;
mod writers;

pub use atlas::{Atlas, atlas};
pub use backtest::{backtest_sentence, backtest_tables, county_contest_sentence};
pub use compare::{comparison_sentences, comparison_tables};
pub use explain::{
    Explained, county_explained, project_explained, reasons_explained, target_explained, town_explained,
    what_can_be_asked,
};
pub use finance::{finance_details, finance_tables};
pub use finance_summary::{cash_flow_chart, finance_sentences};
pub use finance_words::lacking_sentences;
pub use findings::{finding_counts, findings_by_kind, findings_one_by_one, some_are_counted};
pub use marked::marked_workbook;
pub use overview::{Overview, overview};
pub use people::people_overview;
pub use projection::{births_overview, outlook_table, schools_table};
pub use promise::sentence;
pub use robust::robust_sentences;
pub use rolls_backtest::{rolls_backtest_sentence, rolls_backtest_tables};
pub use scenario::scenario_sentences;
pub use story::{Attachment, Block, Column, ColumnKind, Exhibit, Figure, Section, Story, annual_story};
pub use stress::{stress_sentences, stress_tables};
pub use summed::Summed;
pub use sweep::{SweepRow, sweep_sentences, sweep_table};
pub use table::{Cell, Table};
pub use trace::trace_table;
pub use undecided::undecided_explained;
pub use variations::{alternatives_table, relaxations_table};
pub use verification::{verification_sentences, verification_tables};
pub use workbook::workbook;
#[cfg(feature = "pdf")]
pub use writers::{Pdf, PdfError, pdf};
pub use writers::{WorkbookError, docx, html, xlsx};
