//! The constraint families, one file each.

pub mod arrival;
pub mod budget;
pub mod capacity;
pub mod certification;
pub mod chain;
pub mod choice;
pub mod closure;
pub mod continuity;
pub mod cover;
pub mod coverage;
pub mod delivery;
pub mod land;
pub mod needs;
pub mod placement;
pub mod programme;
pub mod share;
pub mod site;
