//! Progress on stderr: a spinner or bar on a terminal, a line a step elsewhere.

use crate::domain::{Language, Text};
use crate::progress::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal as _;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Shows steps in a language.
pub struct Bars {
    language: Language,
    terminal: bool,
    current: Mutex<Option<(ProgressBar, String, Instant)>>,
}

impl Bars {
    /// Shows on stderr.
    pub fn new(language: Language) -> Self {
        Self { language, terminal: std::io::stderr().is_terminal(), current: Mutex::new(None) }
    }

    fn bar(&self, step: &str, total: Option<u64>) -> ProgressBar {
        if !self.terminal {
            return ProgressBar::hidden();
        }
        let (bar, form) = match total {
            Some(total) => {
                (ProgressBar::new(total), "{spinner} {msg} [{bar:30}] {pos}/{len} {elapsed_precise}")
            }
            None => (ProgressBar::new_spinner(), "{spinner} {msg} {elapsed_precise}"),
        };
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        bar.set_message(step.to_owned());
        bar.enable_steady_tick(Duration::from_millis(100));
        bar
    }
}

impl Progress for Bars {
    fn start(&self, step: &Text, total: Option<u64>) {
        let step = step.get(self.language).to_owned();
        let bar = self.bar(&step, total);
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Some((bar, step, Instant::now()));
    }

    fn advance(&self, done: u64) {
        if let Some((bar, ..)) = &*self.current.lock().unwrap_or_else(PoisonError::into_inner) {
            bar.set_position(done);
        }
    }

    fn report(&self, standing: &Text) {
        if let Some((bar, step, _)) = &*self.current.lock().unwrap_or_else(PoisonError::into_inner) {
            bar.set_message(format!("{step}: {}", standing.get(self.language)));
        }
    }

    fn cancelled(&self) -> bool {
        super::interrupt::asked()
    }

    fn note(&self, note: &Text) {
        super::render::message(note.get(self.language));
    }

    fn finish(&self) {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((bar, step, started)) = current {
            bar.finish_and_clear();
            super::render::message(&format!("{step} {:.1} s", started.elapsed().as_secs_f64()));
        }
    }
}
