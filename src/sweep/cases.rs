//! Cases: every combination of the values of all axes.

use super::definition::Axis;
use super::file_name::plain;
use crate::input::ScenarioSource;

/// One combination (组合).
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Name, which is that of its run folder.
    pub name: String,
    /// Position of its value on every axis.
    pub position: Vec<usize>,
    /// Value on every axis, as tables show it.
    pub labels: Vec<String>,
    /// Its scenarios in order.
    pub scenarios: Vec<ScenarioSource>,
}

/// Every combination, the last axis turning fastest.
#[must_use]
pub fn cases(axes: &[Axis]) -> Vec<Case> {
    let mut positions = vec![Vec::new()];
    for axis in axes {
        positions = positions
            .into_iter()
            .flat_map(|before: Vec<usize>| {
                (0..axis.values.len()).map(move |at| [&before[..], &[at]].concat())
            })
            .collect();
    }
    positions.into_iter().map(|position| case(axes, position)).collect()
}

fn case(axes: &[Axis], position: Vec<usize>) -> Case {
    let values = || axes.iter().zip(&position).map(|(axis, at)| (axis, &axis.values[*at]));
    let part = |(axis, value): (&Axis, &super::Value)| {
        if axes.len() == 1 && axis.name == "scenario" {
            value.label.clone()
        } else {
            format!("{}={}", axis.name, value.label)
        }
    };
    let name = plain(&values().map(part).collect::<Vec<_>>().join(","));
    let labels = values().map(|(_, value)| value.label.clone()).collect();
    let scenarios = values().flat_map(|(_, value)| value.scenarios.clone()).collect();
    Case { name, position, labels, scenarios }
}
