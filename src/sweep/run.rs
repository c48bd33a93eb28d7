//! Cases planned in parallel.

use super::cases::Case;
use super::definition::text;
use crate::allocation::{Limits, SolveError, Wishes, allocate};
use crate::diagnostic::{Diagnostic, any_error};
use crate::domain::Study;
use crate::input::{FileCache, Reading, Sources, read_sources};
use crate::outcome::Outcome;
use crate::parallel::side_by_side;
use crate::progress::Progress;
use crate::projection::{OutlookLine, Projection, ProjectionError, demand_bands, project};
use crate::store::{Run, TableForm, holds_run, write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// How cases are planned.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'a> {
    /// The model file or its folder.
    pub model: &'a Path,
    /// Folder that holds the run folders.
    pub out: &'a Path,
    /// Gap, where it is not that of the study.
    pub gap: Option<f64>,
    /// Seconds to solve, where they are not those of the study.
    pub seconds: Option<f64>,
    /// Threads of each search.
    pub threads: usize,
    /// Cases planned at the same time.
    pub jobs: usize,
    /// Form of the tables.
    pub form: TableForm,
}

/// Shows what cases do.
pub trait Board: Sync {
    /// A case begins: where its progress goes.
    fn begin(&self, case: &str) -> Box<dyn Progress + '_>;
    /// A case is done, the so manieth of so many.
    fn end(&self, result: &CaseResult, done: usize, all: usize);
    /// Whether the user asked to stop.
    fn cancelled(&self) -> bool;
}

/// What became of a case.
#[derive(Debug, Clone)]
pub struct CaseResult {
    /// The case.
    pub case: Case,
    /// How it ended.
    pub state: State,
    /// Seconds that it took.
    pub seconds: f64,
}

/// How a case ended (运行结果).
#[derive(Debug, Clone)]
pub enum State {
    /// Planned now, into this folder.
    Planned(PathBuf),
    /// Planned before from the same inputs, in this folder.
    TakenOver(PathBuf),
    /// Its inputs have faults.
    Faulty(Vec<Diagnostic>),
    /// No plan was found.
    NoPlan(SolveError),
    /// It could not be projected, read or written.
    Failed(String),
    /// The user asked to stop before it was done.
    Stopped,
}

impl State {
    /// Folder of its run, if it has one.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Self::Planned(folder) | Self::TakenOver(folder) => Some(folder),
            _ => None,
        }
    }
}

/// Plans every case; one that fails does not stop the others. Results are in the order of the cases.
pub fn run(cases: &[Case], settings: &Settings, board: &dyn Board) -> Vec<CaseResult> {
    let done = AtomicUsize::new(0);
    let shared = Shared::default();
    side_by_side(cases, settings.jobs, |case| {
        let started = Instant::now();
        let state =
            if board.cancelled() { State::Stopped } else { plan_case(case, settings, &shared, board) };
        let result = CaseResult { case: case.clone(), state, seconds: started.elapsed().as_secs_f64() };
        board.end(&result, done.fetch_add(1, Ordering::Relaxed) + 1, cases.len());
        result
    })
}

/// A projection with the bands of its demand.
type Projected = (Projection, Vec<OutlookLine>);

/// What cases share: files as first read, and projections by what they are made from.
#[derive(Default)]
struct Shared {
    files: FileCache,
    projections: Mutex<Vec<(Study, Arc<Projected>)>>,
}

impl Shared {
    /// The projection of a study, made once for all studies whose people are the same.
    fn projection(&self, study: &Study, progress: &dyn Progress) -> Result<Arc<Projected>, ProjectionError> {
        let people = study.people_part();
        let known = |projections: &Vec<(Study, Arc<Projected>)>| {
            projections.iter().find(|(of, _)| *of == people).map(|(_, projection)| projection.clone())
        };
        if let Some(projection) = known(&self.projections.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(projection);
        }
        let projection = Arc::new((project(&people, progress)?, demand_bands(&people)?));
        let mut projections = self.projections.lock().unwrap_or_else(PoisonError::into_inner);
        projections.push((people, projection.clone()));
        Ok(projection)
    }
}

fn plan_case(case: &Case, settings: &Settings, shared: &Shared, board: &dyn Board) -> State {
    let started = Instant::now();
    let progress = board.begin(&case.name);
    progress.start(&text("读取数据", "Reading the tables"), None);
    let sources =
        Sources { model: settings.model, data: None, scenarios: &case.scenarios, cache: Some(&shared.files) };
    let Reading { study, diagnostics, files, applied, .. } = read_sources(&sources);
    let Some(study) = study.filter(|_| !any_error(&diagnostics)) else { return State::Faulty(diagnostics) };
    let limits = Limits {
        threads: settings.threads,
        ..Limits::new(
            settings.gap.unwrap_or(study.solver.gap),
            settings.seconds.unwrap_or(study.solver.time_limit_seconds),
        )
    };
    let folder = settings.out.join(&case.name);
    match holds_run(&folder, &files, limits) {
        Ok(Some(true)) => return State::TakenOver(folder),
        Ok(Some(false)) => return State::Failed(other_inputs(&folder)),
        Err(error) => return State::Failed(error.to_string()),
        Ok(None) => {}
    }
    let read = started.elapsed().as_secs_f64();
    let projected = match shared.projection(&study, &*progress) {
        Ok(projected) => projected,
        Err(error) => return stopped_or(board, State::Failed(error.to_string())),
    };
    let (projection, bands) = (&projected.0, &projected.1);
    let project_seconds = started.elapsed().as_secs_f64() - read;
    let plan = match allocate(&study, &projection.rolls, limits, &*progress) {
        Ok(plan) if !board.cancelled() => plan,
        Ok(_) => return State::Stopped,
        Err(error) => return stopped_or(board, State::NoPlan(error)),
    };
    let outcome = Outcome::new(&study, &projection.rolls, &plan);
    let run = Run {
        study: &study,
        projection,
        plan: &plan,
        outcome: &outcome,
        inputs: &files,
        applied: &applied,
        wishes: &Wishes::default(),
        robust: None,
        replan: None,
        bands,
        limits,
        seconds: (read, project_seconds),
    };
    progress.start(&text("写结果", "Writing the results"), None);
    match write(&run, Some(&folder), settings.form) {
        Ok(folder) => State::Planned(folder),
        // Another sweep of the same cases was quicker.
        Err(_) if matches!(holds_run(&folder, &files, limits), Ok(Some(true))) => State::TakenOver(folder),
        Err(error) => State::Failed(error.to_string()),
    }
}

fn stopped_or(board: &dyn Board, state: State) -> State {
    if board.cancelled() { State::Stopped } else { state }
}

fn other_inputs(folder: &Path) -> String {
    format!(
        "{0} 已有由其他输入、求解设置或程序版本得到的结果，从不覆盖；请换 --out，或先移走它 / {0} holds a run of other inputs, limits or version and is never overwritten: name another --out, or move it away",
        folder.display()
    )
}
