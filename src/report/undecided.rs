//! Candidates that cannot be chosen, since something of them is not known yet (未定项目).

use super::explain::Explained;
use crate::domain::{Language, Study, UndecidedProject};

/// Most of them that a sentence names.
const NAMED: usize = 5;

/// How many there are, and the first of them; none where all candidates are known.
pub(super) fn undecided_sentence(study: &Study, language: Language) -> Option<String> {
    let number = study.undecided.len();
    let name = |one: &UndecidedProject| {
        let (id, name, lacks) = (&one.id, one.name(language), one.lacks.get(language));
        match language {
            Language::Chinese => format!("{id}“{name}”（{lacks}）"),
            Language::English => format!("{id} {name} ({lacks})"),
        }
    };
    let named: Vec<String> = study.undecided.iter().take(NAMED).map(name).collect();
    let more = number.saturating_sub(NAMED);
    (number > 0).then(|| match language {
        Language::Chinese => {
            let others = if more > 0 { format!("等，另{more}个见 check") } else { String::new() };
            format!("备选项目中有{number}个未定，不参与比选：{}{others}。", named.join("、"))
        }
        Language::English => {
            let others = if more > 0 { format!(", and {more} more that check lists") } else { String::new() };
            let are = if number == 1 { "project" } else { "projects" };
            format!(
                "{number} candidate {are} cannot be chosen, since something is not known yet: {}{others}.",
                named.join("; ")
            )
        }
    })
}

/// Why a candidate cannot be chosen.
#[must_use]
pub fn undecided_explained(study: &Study, index: usize, language: Language) -> Explained {
    let sentence = study.undecided.get(index).map(|one| {
        let (id, name, lacks) = (&one.id, one.name(language), one.lacks.get(language));
        let town = study.towns[one.town.index()].name.get(language);
        match language {
            Language::Chinese => format!(
                "{id}“{name}”（{town}）：{lacks}未定，不参与比选，方案中没有它。在项目表中填写后重新求解，即可比选。"
            ),
            Language::English => format!(
                "{id} {name} ({town}): its {lacks} is not known yet, so that it cannot be chosen and the plan does not have it. Fill it in in the table of projects and plan again."
            ),
        }
    });
    Explained { sentences: sentence.into_iter().collect(), tables: Vec::new() }
}
