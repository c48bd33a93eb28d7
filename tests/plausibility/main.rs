//! Figures that can be read and are likely wrong are told, with place, figure and hint; what is merely
//! unusual is not.
//!
//! Every kind of fault is put into a study in which nothing is out of line, and is the only finding; beside
//! it stands a neighbour that must stay silent. Last, studies made by the program itself, and the shipped
//! ones, raise no alarm.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss
)]

mod intents;
mod money;
mod people;
mod places;
mod quiet;
mod silence;
