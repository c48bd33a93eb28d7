//! The plan as the tables of a run folder tell it.

use super::book::Finding;
use super::case::Case;
use super::rows::{Folder, Rows};
use serde_json::Value;
use std::collections::BTreeMap;

/// Copies of a project that open in a year.
pub(super) struct Opening {
    pub(super) project: usize,
    pub(super) year: i32,
    pub(super) count: f64,
}

/// Children of one town schooled in another.
pub(super) struct Move {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) stage: usize,
    pub(super) group: usize,
    pub(super) year: usize,
    pub(super) children: f64,
    pub(super) km: f64,
    pub(super) minutes: Option<f64>,
    pub(super) yuan: f64,
}

/// Pupils of a class in a town.
pub(super) struct Pupils {
    pub(super) town: usize,
    pub(super) class: usize,
    pub(super) group: usize,
    pub(super) year: usize,
    pub(super) number: f64,
    pub(super) bought: f64,
}

/// Children by town, stage, group and planned year.
pub(super) type Children = BTreeMap<(usize, usize, usize, usize), f64>;

/// The tables that a plan is.
pub(super) struct TablePlan {
    pub(super) manifest: Value,
    pub(super) summary: Value,
    pub(super) rolls: Children,
    pub(super) unmet: Children,
    pub(super) openings: Vec<Opening>,
    pub(super) moves: Vec<Move>,
    pub(super) pupils: Vec<Pupils>,
    /// Criteria set, county, first year.
    pub(super) certified: Vec<(usize, usize, i32)>,
    /// Broken promises by their words.
    pub(super) shortfalls: BTreeMap<String, f64>,
    /// Prices of promises by their words.
    pub(super) prices: BTreeMap<String, f64>,
}

impl TablePlan {
    /// By how much a promise may be missed: 0 for one that is kept.
    pub(super) fn missed(&self, words: &str) -> f64 {
        self.shortfalls.get(words).copied().unwrap_or(0.0)
    }

    /// Whether it is a repair, in which promises may be broken.
    pub(super) fn repaired(&self) -> bool {
        self.summary["status"] == "repaired"
    }
}

/// Reads the plan.
pub(super) fn read(folder: &Folder, case: &Case) -> Result<TablePlan, Finding> {
    Ok(TablePlan {
        manifest: folder.json("manifest.json")?,
        summary: folder.json("summary.json")?,
        rolls: children(&folder.table("rolls")?, case)?,
        unmet: children(&folder.table("unmet")?, case)?,
        openings: openings(&folder.table("openings")?, case)?,
        moves: moves(&folder.table("moves")?, case)?,
        pupils: pupils(&folder.table("enrolment")?, case)?,
        certified: certified(&folder.table("certification")?, case)?,
        shortfalls: amounts(&folder.table("shortfalls")?, "amount")?,
        prices: amounts(&folder.table("prices")?, "per_unit")?,
    })
}

/// Positions of words that the study knows.
pub(super) fn known<T: AsRef<str>>(
    rows: &Rows,
    column: &str,
    words: &[T],
    position: impl Fn(&str) -> Option<usize>,
) -> Result<Vec<usize>, Finding> {
    let find = |word: &T| {
        let word = word.as_ref();
        let place = format!("{}.{column}", rows.name);
        position(word).ok_or_else(|| Finding::unreadable(&place, &format!("`{word}` is not in the study")))
    };
    words.iter().map(find).collect()
}

/// Positions of planned years.
fn years(rows: &Rows, case: &Case) -> Result<Vec<usize>, Finding> {
    let words: Vec<String> = rows.whole("year")?.iter().map(ToString::to_string).collect();
    known(rows, "year", &words, |word| word.parse().ok().and_then(|year| case.at(year)))
}

fn towns(rows: &Rows, column: &str, case: &Case) -> Result<Vec<usize>, Finding> {
    known(rows, column, &rows.texts(column)?, |code| case.town(code))
}

fn children(rows: &Rows, case: &Case) -> Result<Children, Finding> {
    let (towns, years) = (towns(rows, "town", case)?, years(rows, case)?);
    let stages = known(rows, "stage", &rows.texts("stage")?, |id| case.stage(id))?;
    let groups = known(rows, "group", &rows.texts("group")?, |id| case.group(id))?;
    let mut children = Children::new();
    for (at, number) in rows.numbers("children")?.into_iter().enumerate() {
        *children.entry((towns[at], stages[at], groups[at], years[at])).or_insert(0.0) += number;
    }
    Ok(children)
}

fn openings(rows: &Rows, case: &Case) -> Result<Vec<Opening>, Finding> {
    let projects = known(rows, "project", &rows.texts("project")?, |id| case.project(id))?;
    let (years, counts) = (rows.whole("year")?, rows.whole("count")?);
    let opening =
        |at: usize| Opening { project: projects[at], year: years[at], count: f64::from(counts[at]) };
    Ok((0..rows.height()).map(opening).collect())
}

fn moves(rows: &Rows, case: &Case) -> Result<Vec<Move>, Finding> {
    let (from, to, years) = (towns(rows, "from", case)?, towns(rows, "to", case)?, years(rows, case)?);
    let stages = known(rows, "stage", &rows.texts("stage")?, |id| case.stage(id))?;
    let groups = known(rows, "group", &rows.texts("group")?, |id| case.group(id))?;
    let (children, km, yuan) = (rows.numbers("children")?, rows.numbers("km")?, rows.numbers("yuan")?);
    let minutes = rows.optional("minutes")?;
    let one = |at: usize| Move {
        from: from[at],
        to: to[at],
        stage: stages[at],
        group: groups[at],
        year: years[at],
        children: children[at],
        km: km[at],
        minutes: minutes[at],
        yuan: yuan[at],
    };
    Ok((0..rows.height()).map(one).collect())
}

fn pupils(rows: &Rows, case: &Case) -> Result<Vec<Pupils>, Finding> {
    let (towns, years) = (towns(rows, "town", case)?, years(rows, case)?);
    let groups = known(rows, "group", &rows.texts("group")?, |id| case.group(id))?;
    let (stages, sectors, grades) = (rows.texts("stage")?, rows.texts("sector")?, rows.optional("grade")?);
    let (pupils, bought) = (rows.numbers("pupils")?, rows.numbers("bought")?);
    let class = |at: usize| {
        #[allow(clippy::cast_possible_truncation)] // a grade, or no class of the study
        let grade = grades[at].map(|grade| grade as i32);
        let words = format!("{}/{}/{grade:?}", stages[at], sectors[at]);
        let class = case.class(&stages[at], &sectors[at], grade);
        class.ok_or_else(|| Finding::unreadable("enrolment", &format!("no class {words} in the study")))
    };
    let one = |at: usize| {
        Ok(Pupils {
            town: towns[at],
            class: class(at)?,
            group: groups[at],
            year: years[at],
            number: pupils[at],
            bought: bought[at],
        })
    };
    (0..rows.height()).map(one).collect()
}

fn certified(rows: &Rows, case: &Case) -> Result<Vec<(usize, usize, i32)>, Finding> {
    let set = |id: &str| case.study.criteria.iter().position(|set| set.id == id);
    let sets = known(rows, "criteria", &rows.texts("criteria")?, set)?;
    let counties = known(rows, "county", &rows.texts("county")?, |code| case.county(code))?;
    let years = rows.whole("year")?;
    Ok((0..rows.height()).map(|at| (sets[at], counties[at], years[at])).collect())
}

fn amounts(rows: &Rows, column: &str) -> Result<BTreeMap<String, f64>, Finding> {
    let mut amounts = BTreeMap::new();
    for (words, amount) in rows.texts("promise")?.into_iter().zip(rows.numbers(column)?) {
        *amounts.entry(words).or_insert(0.0) += amount;
    }
    Ok(amounts)
}
