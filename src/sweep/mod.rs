//! Sweeps (多情景求解): many cases of one study, planned side by side, each into a run folder of its own.
//!
//! The story: axes of values (`definition`) are combined into cases (`cases`), every case is a list of scenarios; cases are
//! planned in parallel (`run`), and those whose run folder is there with the same inputs are taken over; the figures of each are
//! read back from its folder (`figures`), whether it was planned now or before, and the least-cost cases for what they reach
//! are found (`front`).

mod cases;
mod definition;
mod figures;
mod file_name;
mod front;
mod run;
mod table;

pub use cases::{Case, cases};
pub use definition::{Axis, BASE, Definition, Value, read_definition, scenario_axis};
pub use figures::{Figures, figures};
pub use front::{Point, Standing, front};
pub use run::{Board, CaseResult, Settings, State, run};
pub use table::{json, table};
