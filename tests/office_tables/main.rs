//! Tables as offices keep them: units, manners of writing numbers, merged cells, notes and totals. What they mean is read with a note,
//! and what can mean two things is an error.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::format_push_string)]

#[path = "../tiny_study/mod.rs"]
mod tiny_study;

mod books;
mod cells;
mod totals;
mod units;
mod wholes;
mod writers;
