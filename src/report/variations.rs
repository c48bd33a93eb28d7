//! Alternatives to a plan, and what would do where not every promise can be kept.

use super::promise::sentence;
use super::{Cell, Table};
use crate::allocation::{Alternative, Ease, Relaxation};
use crate::domain::{Language, Project, ProjectIndex, Study, Text};

/// 10⁴ yuan in one 10⁸ yuan (亿元).
const HUNDRED_MILLION: f64 = 1e4;

fn say(language: Language, zh: &str, en: &str) -> String {
    Text { zh: zh.to_owned(), en: en.to_owned() }.get(language).to_owned()
}

fn names(study: &Study, projects: &[ProjectIndex]) -> String {
    let name = |project: &ProjectIndex| study.projects[project.index()].id.as_str();
    projects.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// One row an alternative: what it costs more, and which projects it swaps.
#[must_use]
pub fn alternatives_table(study: &Study, alternatives: &[Alternative], language: Language) -> Table {
    let row = |(index, one): (usize, &Alternative)| {
        vec![
            Cell::count(index + 1),
            Cell::Number(one.difference / HUNDRED_MILLION, 4),
            Cell::Percent(one.difference / (one.plan.objective - one.difference).abs().max(1e-9), 3),
            Cell::count(one.dropped.len()),
            Cell::count(one.opened.len()),
            Cell::Text(names(study, &one.dropped)),
            Cell::Text(names(study, &one.opened)),
        ]
    };
    let heads = [
        ("方案", "Alternative"),
        ("多支出（亿元现值）", "Dearer by (10⁸ yuan)"),
        ("相差", "Difference"),
        ("不建", "Left out"),
        ("改建", "Instead"),
        ("不建的项目", "Projects left out"),
        ("改建的项目", "Projects instead"),
    ];
    Table {
        title: say(language, "成本相近的备选方案", "Alternatives that cost hardly more"),
        heads: heads.iter().map(|(zh, en)| say(language, zh, en)).collect(),
        rows: alternatives.iter().enumerate().map(row).collect(),
    }
}

/// One row a relaxation that alone makes the rest possible.
#[must_use]
pub fn relaxations_table(study: &Study, relaxations: &[Relaxation], language: Language) -> Table {
    let row = |one: &Relaxation| {
        let mut words: Vec<String> =
            one.plan.shortfalls.iter().take(3).map(|short| sentence(study, short, language)).collect();
        let more = one.plan.shortfalls.len().saturating_sub(3);
        if more > 0 {
            words.push(say(language, &format!("另有{more}项"), &format!("and {more} more")));
        }
        let without: f64 = one.plan.unplaced.iter().map(|one| one.children).sum();
        if without > 0.5 {
            let zh = format!("{without:.0}人次没有学位");
            words.push(say(language, &zh, &format!("{without:.0} child-years without a place")));
        }
        if let Ease::FurtherSite { like, .. } = one.ease {
            words.push(size(&study.projects[like.index()], language));
        }
        let total = one.plan.objective + one.plan.constant;
        vec![
            Cell::Text(one.ease.words(study).get(language).to_owned()),
            Cell::Number(total / HUNDRED_MILLION, 2),
            Cell::Text(words.join(if language == Language::Chinese { "；" } else { "; " })),
        ]
    };
    let heads =
        [("放宽", "Eased"), ("总成本（亿元现值）", "Cost in all (10⁸ yuan)"), ("放宽多少", "By how much")];
    Table {
        title: say(language, "只放宽一项即可行的办法", "Any one of these alone would do"),
        heads: heads.iter().map(|(zh, en)| say(language, zh, en)).collect(),
        rows: relaxations.iter().map(row).collect(),
    }
}

/// Places and capital of a project.
fn size(project: &Project, language: Language) -> String {
    let places: i32 = project.effects.iter().map(|effect| effect.places).sum();
    let capital = project.capex.ten_thousand();
    let zh = format!("净增学位{places}个，投资{capital:.2}万元");
    say(language, &zh, &format!("{places} net places, capital {capital:.2} × 10⁴ yuan"))
}
