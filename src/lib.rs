//! `xuewei` (学位): projects children by town and decides which school projects to build, where and when, at least cost.

pub mod allocation;
pub mod cli;
pub mod compare;
pub mod diagnostic;
pub mod domain;
pub mod explain;
pub mod finance;
pub mod graduation;
pub mod harmless;
pub mod input;
pub mod nearest;
pub mod outcome;
pub mod parallel;
pub mod progress;
pub mod projection;
pub mod proposal;
pub mod replan;
pub mod report;
pub mod scenario;
pub mod schema;
pub mod starter;
pub mod store;
pub mod stress;
pub mod sweep;
pub mod synth;
pub mod verify;
