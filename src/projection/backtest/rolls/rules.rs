//! The rules that compete.

use crate::domain::{Study, Text};
use crate::projection::{EntryRule, RatioRule, RollRule};

/// A rule for pupils (在校生推算方法).
#[derive(Debug, Clone, Copy)]
pub struct RollContender {
    /// Short name.
    pub id: &'static str,
    zh: &'static str,
    en: &'static str,
    /// Ratios; none is those of the study's settings.
    ratio: Option<RatioRule>,
    entry: EntryRule,
}

impl RollContender {
    /// Name.
    #[must_use]
    pub fn name(&self) -> Text {
        Text { zh: self.zh.to_owned(), en: self.en.to_owned() }
    }

    /// The rule for a study.
    #[must_use]
    pub fn of(&self, study: &Study) -> RollRule {
        RollRule { ratio: self.ratio.unwrap_or(RollRule::of(study).ratio), entry: self.entry }
    }
}

/// Position of the default rule in [`RULES`].
pub const ROLL_DEFAULT: usize = 3;

const fn rule(
    id: &'static str,
    zh: &'static str,
    en: &'static str,
    ratio: Option<RatioRule>,
    entry: EntryRule,
) -> RollContender {
    RollContender { id, zh, en, ratio, entry }
}

/// Every rule, the plain ones first.
pub const RULES: [RollContender; 6] = [
    rule("no_change", "不变", "no change", Some(RatioRule::One), EntryRule::NoChange),
    rule(
        "ratio_one",
        "逐级升级(比为 1)、新生不变",
        "progression by 1, entrants as last",
        Some(RatioRule::One),
        EntryRule::Last,
    ),
    rule("own", "各校自身升级比", "own ratios, unshrunk", Some(RatioRule::Own), EntryRule::Children),
    rule("shrunk", "收缩升级比(默认)", "shrunk ratios (default)", None, EntryRule::Children),
    rule("shrunk_mean", "收缩升级比、新生取近年均值", "shrunk ratios, mean entrants", None, EntryRule::Mean),
    rule(
        "strong",
        "强收缩升级比",
        "ratios shrunk strongly",
        Some(RatioRule::Shrunk(600.0)),
        EntryRule::Children,
    ),
];
