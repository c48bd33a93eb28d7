//! Progress of many runs on stderr: a bar a run and one for the whole on a terminal, a line a run elsewhere.

use crate::domain::{Language, Text};
use crate::progress::Progress;
use crate::sweep::{Board, CaseResult, State};
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::time::Duration;

/// Shows the runs of a sweep.
pub struct Runs {
    language: Language,
    bars: MultiProgress,
    whole: ProgressBar,
}

impl Runs {
    /// Shows so many runs on stderr.
    pub fn new(language: Language, all: usize) -> Self {
        let bars = MultiProgress::new();
        if !std::io::stderr().is_terminal() {
            bars.set_draw_target(ProgressDrawTarget::hidden());
        }
        // Styled before it is shown: a bar draws itself as soon as it belongs to the others.
        let whole =
            bars.add(styled(ProgressBar::new(all as u64), "[{bar:30}] {pos}/{len} {elapsed_precise}"));
        whole.enable_steady_tick(TICK);
        Self { language, bars, whole }
    }
}

/// How often a bar shows that time goes by.
const TICK: Duration = Duration::from_millis(200);

fn styled(bar: ProgressBar, form: &str) -> ProgressBar {
    match ProgressStyle::with_template(form) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

impl Board for Runs {
    fn begin(&self, case: &str) -> Box<dyn Progress + '_> {
        let bar = styled(ProgressBar::new_spinner(), "{spinner} {prefix}: {msg} {elapsed_precise}");
        let bar = self.bars.insert_before(&self.whole, bar.with_prefix(case.to_owned()));
        bar.enable_steady_tick(TICK);
        Box::new(RunBar { language: self.language, bar })
    }

    fn end(&self, result: &CaseResult, done: usize, all: usize) {
        self.whole.set_position(done as u64);
        let line = format!("[{done}/{all}] {}: {}", result.case.name, ended(result, self.language));
        self.bars.suspend(|| super::render::message(&line));
        if let State::Faulty(findings) = &result.state {
            self.bars.suspend(|| super::tell(findings, &[], None, self.language));
        }
    }

    fn cancelled(&self) -> bool {
        super::interrupt::asked()
    }
}

impl Drop for Runs {
    fn drop(&mut self) {
        self.whole.finish_and_clear();
    }
}

fn ended(result: &CaseResult, language: Language) -> String {
    let chinese = language == Language::Chinese;
    let word = |zh: &str, en: &str| if chinese { zh } else { en }.to_owned();
    match &result.state {
        State::Planned(_) => format!("{} {:.1} s", word("已求解", "planned"), result.seconds),
        State::TakenOver(_) => word("沿用已有结果", "there already, taken over"),
        State::Faulty(_) => word("数据有错", "faulty input"),
        State::NoPlan(error) => format!("{}: {error}", word("没有方案", "no plan")),
        State::Failed(error) => format!("{}: {error}", word("失败", "failed")),
        State::Stopped => word("已停止", "stopped"),
    }
}

/// The bar of one run.
struct RunBar {
    language: Language,
    bar: ProgressBar,
}

impl Progress for RunBar {
    fn start(&self, step: &Text, _total: Option<u64>) {
        self.bar.set_message(step.get(self.language).to_owned());
    }

    fn advance(&self, _done: u64) {}

    fn report(&self, standing: &Text) {
        self.bar.set_message(standing.get(self.language).to_owned());
    }

    fn note(&self, _note: &Text) {}

    fn finish(&self) {}

    fn cancelled(&self) -> bool {
        super::interrupt::asked()
    }
}

impl Drop for RunBar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
