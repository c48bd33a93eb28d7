//! What was compared and what does not agree.

use crate::domain::{Language, Text};
use std::fmt::Display;

/// What is checked (核验项目).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// Files are there, whole and as the manifest says.
    Files,
    /// Tables and inputs can be read.
    Readable,
    /// The projection made again gives the same tables.
    Projection,
    /// Every child of a town is placed or listed as unmet.
    Placement,
    /// Who arrives in a town is a pupil there.
    Arrival,
    /// No class has more pupils than places.
    Capacity,
    /// Ways keep the limits and are as long as they are.
    Travel,
    /// Bought places are filled, and bought only where they may be.
    Bought,
    /// Projects open within their windows; who must open does.
    Openings,
    /// Sites and schools are used once; what is closed stands.
    Sites,
    /// Numbers of projects.
    Programmes,
    /// Starts and openings a year.
    Deliveries,
    /// Land.
    Land,
    /// Ceilings on money.
    Budgets,
    /// Shares of pupils.
    Shares,
    /// Coverages and numbers of places.
    Coverage,
    /// Certified counties meet their criteria.
    Certification,
    /// Choice of families and stability of classes.
    Choice,
    /// Money, undiscounted and as present value.
    Money,
    /// Commitments and payments.
    Payments,
    /// Balance of places.
    Balance,
    /// Empty places.
    Stranded,
    /// Table of indicators.
    Indicators,
    /// Table of ceilings.
    Ceilings,
    /// Places that the futures of a robust plan need.
    Robust,
    /// Table of names, and of what scenarios changed.
    Names,
    /// Prices, where two tables state the same one.
    Prices,
    /// Objective, bound, gap, status.
    Bound,
    /// Headline figures.
    Summary,
    /// What the manifest says of the run.
    Manifest,
}

impl Check {
    /// Its name.
    #[must_use]
    pub fn name(self) -> Text {
        let (zh, en) = match self {
            Self::Files => ("文件校验", "Files and hashes"),
            Self::Readable => ("文件可读", "Readable files"),
            Self::Projection => ("预测重算", "Projection made again"),
            Self::Placement => ("入学（每名儿童）", "Every child placed or listed"),
            Self::Arrival => ("到校平衡", "Arrivals are pupils"),
            Self::Capacity => ("学位容量", "Capacity"),
            Self::Travel => ("就学路程", "Ways to school"),
            Self::Bought => ("购买学位", "Bought places"),
            Self::Openings => ("项目投用", "Openings"),
            Self::Sites => ("地块与撤并", "Sites and closures"),
            Self::Programmes => ("工程项目数", "Programmes"),
            Self::Deliveries => ("建设能力", "Deliveries"),
            Self::Land => ("用地上限", "Land"),
            Self::Budgets => ("资金上限", "Budgets"),
            Self::Shares => ("占比指标", "Shares"),
            Self::Coverage => ("覆盖与数量指标", "Coverage and numbers"),
            Self::Certification => ("县级认定", "Certification"),
            Self::Choice => ("家长选择与办学稳定", "Choice and stability"),
            Self::Money => ("资金与现值", "Money and present value"),
            Self::Payments => ("承诺与支付", "Commitments and payments"),
            Self::Balance => ("学位供需表", "Balance of places"),
            Self::Stranded => ("闲置学位表", "Empty places"),
            Self::Indicators => ("指标表", "Indicators"),
            Self::Ceilings => ("上限表", "Ceilings"),
            Self::Robust => ("稳健方案", "Robust plan"),
            Self::Names => ("名称与改动", "Names and changes"),
            Self::Prices => ("影子价格", "Prices"),
            Self::Bound => ("目标值、下限与差距", "Objective, bound and gap"),
            Self::Summary => ("摘要", "Summary"),
            Self::Manifest => ("结果说明", "Manifest"),
        };
        Text { zh: zh.into(), en: en.into() }
    }

    /// The word in results.
    #[must_use]
    pub fn id(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// One thing that does not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Check that found it.
    pub check: Check,
    /// Where: a row of a table, or a promise, in codes.
    pub place: String,
    /// What is wrong.
    pub what: Text,
}

impl Finding {
    /// Something that cannot be read.
    pub(super) fn unreadable(place: &str, reason: &dyn Display) -> Self {
        let what = Text { zh: format!("无法读取：{reason}"), en: format!("cannot be read: {reason}") };
        Self { check: Check::Readable, place: place.to_owned(), what }
    }

    /// The finding in a line.
    #[must_use]
    pub fn describe(&self, language: Language) -> String {
        let name = self.check.name();
        format!("[{}] {}: {}", name.get(language), self.place, self.what.get(language))
    }
}

/// Result of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckLine {
    /// Which.
    pub check: Check,
    /// Comparisons made.
    pub compared: usize,
    /// Comparisons that failed.
    pub failed: usize,
}

/// Result of a verification (核验结果).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// Every check made, in order.
    pub lines: Vec<CheckLine>,
    /// What does not agree; at most [`KEPT`] of each check.
    pub findings: Vec<Finding>,
    /// Files in the folder that the manifest does not list and no reader reads, at most [`KEPT`] by name.
    pub beside: Vec<String>,
}

/// Findings of a check that are kept; more are counted.
pub const KEPT: usize = 20;

impl Verification {
    /// Whether all agrees.
    #[must_use]
    pub fn good(&self) -> bool {
        self.findings.is_empty()
    }

    /// The same with something more that cannot be read.
    #[must_use]
    pub fn with_unreadable(self, place: &str, reason: &dyn Display) -> Self {
        let mut book = Book(self);
        book.unreadable(Finding::unreadable(place, reason));
        book.close()
    }

    /// Comparisons made.
    #[must_use]
    pub fn compared(&self) -> usize {
        self.lines.iter().map(|line| line.compared).sum()
    }

    /// Comparisons that failed.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.lines.iter().map(|line| line.failed).sum()
    }
}

/// The verification being made.
#[derive(Debug, Default)]
pub(super) struct Book(Verification);

impl Book {
    /// Notes a comparison: whether it holds, and if not where and what.
    pub(super) fn holds(
        &mut self,
        check: Check,
        holds: bool,
        place: impl FnOnce() -> String,
        what: impl FnOnce() -> (String, String),
    ) {
        let found = self.0.lines.iter().position(|line| line.check == check);
        let at = found.unwrap_or_else(|| {
            self.0.lines.push(CheckLine { check, compared: 0, failed: 0 });
            self.0.lines.len() - 1
        });
        let line = &mut self.0.lines[at];
        line.compared += 1;
        if holds {
            return;
        }
        line.failed += 1;
        if line.failed <= KEPT {
            let (zh, en) = what();
            self.0.findings.push(Finding { check, place: place(), what: Text { zh, en } });
        }
    }

    /// A number that the run states and the same computed anew.
    pub(super) fn same(
        &mut self,
        check: Check,
        (said, found): (f64, f64),
        tolerance: f64,
        place: impl FnOnce() -> String,
    ) {
        let agrees = (said - found).abs() <= tolerance;
        self.holds(check, agrees, place, || differs(&said, &found));
    }

    /// Words that the run states and the same from the study.
    pub(super) fn same_words(
        &mut self,
        check: Check,
        said: &str,
        found: &str,
        place: impl FnOnce() -> String,
    ) {
        self.holds(check, said == found, place, || differs(&said, &found));
    }

    /// A use and its ceiling.
    pub(super) fn at_most(
        &mut self,
        check: Check,
        (used, most): (f64, f64),
        tolerance: f64,
        place: impl FnOnce() -> String,
    ) {
        let what = || (format!("{used} 超过上限 {most}"), format!("{used} is more than {most}"));
        self.holds(check, used <= most + tolerance, place, what);
    }

    /// Something reached and its floor.
    pub(super) fn at_least(
        &mut self,
        check: Check,
        (reached, least): (f64, f64),
        tolerance: f64,
        place: impl FnOnce() -> String,
    ) {
        let what = || (format!("{reached} 低于下限 {least}"), format!("{reached} is less than {least}"));
        self.holds(check, reached >= least - tolerance, place, what);
    }

    /// A file that is no part of the run and does no harm.
    pub(super) fn beside(&mut self, name: String) {
        if self.0.beside.len() < KEPT {
            self.0.beside.push(name);
        }
    }

    /// Something that cannot be read.
    pub(super) fn unreadable(&mut self, finding: Finding) {
        let Finding { check, place, what } = finding;
        self.holds(check, false, || place, || (what.zh, what.en));
    }

    /// The result.
    pub(super) fn close(mut self) -> Verification {
        self.0.lines.sort_by_key(|line| line.check);
        self.0.findings.sort_by_key(|finding| finding.check);
        self.0
    }
}

fn differs(said: &dyn Display, found: &dyn Display) -> (String, String) {
    (format!("结果写 {said}，重算为 {found}"), format!("the run says {said}, computed anew it is {found}"))
}

/// Room for the rounding of a sum of amounts of this size.
pub(super) fn rounding(size: f64) -> f64 {
    1e-6 + 1e-9 * size.abs()
}

/// Room for the solver's tolerance in a number of children or places.
pub(super) fn solver_room(size: f64) -> f64 {
    0.01 + 1e-6 * size.abs()
}
