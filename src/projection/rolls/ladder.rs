//! Grades of all counted stages in one row, and from what each of them follows.

use crate::domain::{RollMethod, StageIndex, Study};

/// From what the pupils of a grade follow (来源).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// A share of the children of its age, year by year.
    Rate,
    /// A share of the children of its age, who enter school here.
    Cohort,
    /// The pupils of another step a year before.
    Step(usize),
}

/// A grade of a stage (年级).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub stage: StageIndex,
    pub grade: usize,
    /// Completed age on the cut-off day.
    pub age: u8,
    pub source: Source,
}

/// Steps of all stages that have counts (年级序列).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ladder {
    pub steps: Vec<Step>,
    /// First step of every stage of the study and the step behind its last; none without counts.
    spans: Vec<Option<(usize, usize)>>,
}

impl Ladder {
    /// Steps of the stages that have counts; `graded` tells whether all of a stage's counts are by grade.
    pub(super) fn of(study: &Study, graded: &[Option<bool>]) -> Self {
        let mut spans = Vec::new();
        let mut end = 0;
        for (stage, of) in study.stages.iter().enumerate() {
            let span = graded[stage].map(|_| (end, end + of.grade_count()));
            end = span.map_or(end, |span| span.1);
            spans.push(span);
        }
        let mut steps = Vec::new();
        for (stage, of) in study.stages.iter().enumerate() {
            let Some((first, _)) = spans[stage] else { continue };
            let entry = entry(study, stage, graded, &spans);
            for grade in 0..of.grade_count() {
                let source = match (entry, grade) {
                    (Source::Rate, _) | (_, 0) => entry,
                    _ => Source::Step(first + grade - 1),
                };
                steps.push(Step { stage: StageIndex(stage), grade, age: of.grade_age(grade), source });
            }
        }
        Self { steps, spans }
    }

    /// Steps of a stage; empty without counts.
    pub(super) fn steps_of(&self, stage: StageIndex) -> std::ops::Range<usize> {
        self.spans.get(stage.index()).copied().flatten().map_or(0..0, |(first, end)| first..end)
    }

    /// Step of a grade.
    pub(super) fn step(&self, stage: StageIndex, grade: usize) -> Option<usize> {
        self.steps_of(stage).nth(grade)
    }
}

/// From what the first grade of a stage follows.
fn entry(study: &Study, stage: usize, graded: &[Option<bool>], spans: &[Option<(usize, usize)>]) -> Source {
    if graded[stage] == Some(false) {
        return Source::Rate;
    }
    match study.stages[stage].roll_method() {
        RollMethod::Rate => Source::Rate,
        RollMethod::Cohort => Source::Cohort,
        RollMethod::Previous => before(study, stage)
            .filter(|before| graded[*before] == Some(true))
            .and_then(|before| spans[before])
            .map_or(Source::Cohort, |(_, end)| Source::Step(end - 1)),
    }
}

/// The stage whose children go on to a stage: the one that ends at the age before, the most common one where several do.
fn before(study: &Study, stage: usize) -> Option<usize> {
    let first = study.stages[stage].ages.0;
    let ends = |of: &&usize| study.stages[**of].ages.1.saturating_add(1) == first;
    let all: Vec<usize> = (0..study.stages.len()).collect();
    let prevalence = |of: &&usize| study.stages[**of].prevalence;
    all.iter().filter(ends).max_by(|one, other| prevalence(one).total_cmp(&prevalence(other))).copied()
}
