//! How a long step tells what it is doing, and learns that it should stop. Only `cli` shows anything.

use crate::domain::Text;

/// Receives the progress of a long step.
pub trait Progress: Sync {
    /// A step begins; `total` is its number of parts, if known.
    fn start(&self, step: &Text, total: Option<u64>);
    /// So many parts are done since the step began.
    fn advance(&self, done: u64);
    /// Where the running step stands, in words; each report takes the place of the one before.
    fn report(&self, _standing: &Text) {}
    /// Something worth a line happened.
    fn note(&self, note: &Text);
    /// The step is done.
    fn finish(&self);
    /// Whether the user asked to stop.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _step: &Text, _total: Option<u64>) {}
    fn advance(&self, _done: u64) {}
    fn note(&self, _note: &Text) {}
    fn finish(&self) {}
}

/// Says nothing, and only hands on the wish to stop.
pub struct Quiet<'a>(pub &'a dyn Progress);

impl Progress for Quiet<'_> {
    fn start(&self, _step: &Text, _total: Option<u64>) {}
    fn advance(&self, _done: u64) {}
    fn note(&self, _note: &Text) {}
    fn finish(&self) {}
    fn cancelled(&self) -> bool {
        self.0.cancelled()
    }
}
