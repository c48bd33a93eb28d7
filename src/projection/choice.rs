//! Which method serves which class of towns, as the study's own past says (分类选法).

use super::ProjectionError;
use super::backtest::{CONTENDERS, replacements};
use super::base::Base;
use super::births::Variant;
use super::method::{Method, Methods};
use super::towns::{TownClass, classes};
use crate::domain::Study;
use crate::progress::Progress;
use ndarray::{Array4, s};

/// Classes of towns in which another method than the default serves, with its position in [`CONTENDERS`]; none is the default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Choice(Vec<(TownClass, usize)>);

impl Choice {
    /// A choice made elsewhere.
    #[cfg(test)]
    pub(super) fn new(replaced: Vec<(TownClass, usize)>) -> Self {
        Self(replaced)
    }

    /// Replacements that erred less on origins which did not choose them.
    pub(super) fn of(study: &Study, progress: &dyn Progress) -> Result<Self, ProjectionError> {
        replacements(study, progress).map(Self)
    }

    /// Puts the children of those classes in place of the default's, `[town, group, age, slot]`.
    pub(super) fn apply(
        &self,
        base: &Base,
        variant: Variant,
        people: &mut Array4<f64>,
        methods: &mut Methods,
    ) -> Result<(), ProjectionError> {
        if self.0.is_empty() {
            return Ok(());
        }
        let classes = classes(&base.history);
        for (class, method) in &self.0 {
            if !classes.contains(class) {
                continue;
            }
            let other = (CONTENDERS[*method].run)(base, variant)?;
            for town in (0..classes.len()).filter(|town| classes[*town] == *class) {
                people.slice_mut(s![town, .., .., ..]).assign(&other.slice(s![town, .., .., ..]));
            }
            methods.add(Method::ClassChosen(*class, *method));
        }
        Ok(())
    }
}
