//! `xuewei` (学位): projects children by town and decides which school projects to build, where and when, at least cost.

pub mod diagnostic;
pub mod domain;
pub mod input;
pub mod progress;
pub mod schema;
