//! Why children may be without a place though schools elsewhere have some: a reason in words.

use crate::domain::{Language, Reach, StageIndex, Study, TownIndex};

/// The reason that lies in the ways to school, in brackets; nothing where other towns can be reached.
pub(super) fn reason(study: &Study, stage: StageIndex, town: TownIndex, language: Language) -> &'static str {
    match (study.reach(stage, town), language) {
        (Reach::Unknown, Language::Chinese) => "（与其他乡镇的路程未知：缺坐标或距离）",
        (Reach::Unknown, Language::English) => {
            " (no way to other towns is known: its point or its distances are missing)"
        }
        (Reach::TooFar, Language::Chinese) => "（其他乡镇都超出就学路程上限）",
        (Reach::TooFar, Language::English) => " (all other towns lie beyond the longest way to school)",
        (Reach::Alone | Reach::Within, _) => "",
    }
}
