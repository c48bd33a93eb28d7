//! Which method serves which class of towns, as the study's own past says (分类选法).

use super::ProjectionError;
use super::backtest::{CONTENDERS, replacements};
use super::base::{Base, Replacement};
use super::births::Variant;
use super::towns::{TownClass, classes};
use crate::domain::{Study, Text};
use crate::progress::Progress;

/// Classes of towns in which another method than the default serves, with its position in [`CONTENDERS`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Choice(Vec<(TownClass, usize)>);

impl Choice {
    /// Replacements that erred less on origins which did not choose them.
    pub(super) fn of(study: &Study, progress: &dyn Progress) -> Result<Self, ProjectionError> {
        replacements(study, progress).map(Self)
    }

    /// A choice made elsewhere.
    #[cfg(test)]
    pub(super) fn new(replaced: Vec<(TownClass, usize)>) -> Self {
        Self(replaced)
    }

    /// Children of the classes that have towns, by the methods that won them.
    pub(super) fn replacements(
        &self,
        base: &Base,
        variant: Variant,
    ) -> Result<Vec<Replacement>, ProjectionError> {
        let classes = if self.0.is_empty() { Vec::new() } else { classes(&base.history) };
        let of_class = |(class, method): &(TownClass, usize)| {
            let towns: Vec<usize> = (0..classes.len()).filter(|town| classes[*town] == *class).collect();
            let people = (CONTENDERS[*method].run)(base, variant);
            people.map(|people| Replacement { towns, people, method: text(*class, *method) })
        };
        self.0.iter().filter(|(class, _)| classes.contains(class)).map(of_class).collect()
    }
}

fn text(class: TownClass, method: usize) -> Text {
    let (class, method) = (class.name(), CONTENDERS[method].name());
    Text {
        zh: format!("“{}”的乡镇改用“{}”:历史检验中其误差低于默认方法。", class.zh, method.zh),
        en: format!(
            "Towns of the class \"{}\" go by \"{}\", which erred less than the default on past origins.",
            class.en, method.en
        ),
    }
}
