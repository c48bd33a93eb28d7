//! The constraint families, one file each.

pub mod arrival;
pub mod budget;
pub mod capacity;
pub mod certification;
pub mod choice;
pub mod cover;
pub mod delivery;
pub mod placement;
pub mod programme;
pub mod share;
pub mod site;
