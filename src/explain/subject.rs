//! What is asked about: by id, code or name.

use crate::domain::{CountyIndex, ProgrammeIndex, ProjectIndex, Study, Text, TownIndex};
use crate::nearest::nearest_few;

/// Something of a study that can be explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A project (项目).
    Project(ProjectIndex),
    /// An indicator, by its position (指标).
    Indicator(usize),
    /// A programme (工程).
    Programme(ProgrammeIndex),
    /// A county (县、市、区).
    County(CountyIndex),
    /// A town (乡镇街道).
    Town(TownIndex),
    /// A candidate of which something is not known yet, by its position (未定项目).
    Undecided(usize),
}

/// Words that name nothing, or more than one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotFound {
    /// Ids and names that are meant by it, where there are several; else those nearest to it.
    pub candidates: Vec<String>,
    /// Whether all the candidates are meant.
    pub ambiguous: bool,
}

/// Most candidates that are told.
const MOST: usize = 8;

/// A subject with the id and names that it goes by.
struct Entry<'a> {
    subject: Subject,
    id: &'a str,
    names: [&'a str; 2],
}

impl Entry<'_> {
    fn label(&self) -> String {
        let name = self.names.into_iter().find(|name| !name.is_empty() && *name != self.id);
        name.map_or_else(|| self.id.to_owned(), |name| format!("{} {name}", self.id))
    }

    fn is(&self, words: &str) -> bool {
        [self.id, self.names[0], self.names[1]].into_iter().any(|name| name.eq_ignore_ascii_case(words))
    }

    /// Whether it is a county or town that goes by the words without its kind, such as 临海 for 临海市 or 白云 for 白云街道.
    fn is_area(&self, words: &str) -> bool {
        let kinds: &[&str] = match self.subject {
            Subject::County(_) => &["自治县", "县", "市", "区", " County", " City", " District"],
            Subject::Town(_) => &["街道", "镇", "乡", " Subdistrict", " Town", " Township"],
            _ => &[],
        };
        let is = |name: &&str| {
            kinds
                .iter()
                .filter_map(|kind| name.strip_suffix(kind))
                .any(|name| name.eq_ignore_ascii_case(words))
        };
        self.names.iter().any(is)
    }

    fn holds(&self, words: &str) -> bool {
        let words = words.to_lowercase();
        self.names.into_iter().any(|name| name.to_lowercase().contains(&words))
    }
}

fn entries(study: &Study) -> Vec<Entry<'_>> {
    fn named<'a>(subject: Subject, id: &'a str, name: &'a Text) -> Entry<'a> {
        Entry { subject, id, names: [&name.zh, &name.en] }
    }
    let mut entries = Vec::new();
    for (index, one) in study.indicators.iter().enumerate() {
        entries.push(named(Subject::Indicator(index), &one.id, &one.name));
    }
    for (index, one) in study.programmes.iter().enumerate() {
        entries.push(named(Subject::Programme(ProgrammeIndex(index)), &one.id, &one.name));
    }
    for (index, one) in study.counties.iter().enumerate() {
        entries.push(named(Subject::County(CountyIndex(index)), &one.code, &one.name));
    }
    for (index, one) in study.towns.iter().enumerate() {
        entries.push(named(Subject::Town(TownIndex(index)), &one.code, &one.name));
    }
    for (index, one) in study.projects.iter().enumerate() {
        let subject = Subject::Project(ProjectIndex(index));
        entries.push(Entry { subject, id: &one.id, names: [&one.name, ""] });
    }
    for (index, one) in study.undecided.iter().enumerate() {
        entries.push(Entry {
            subject: Subject::Undecided(index),
            id: &one.id,
            names: [&one.name, &one.name_en],
        });
    }
    entries
}

/// What words name: an id or name as a whole, a county or town without its kind, else the only name that they are a part of.
///
/// # Errors
/// [`NotFound`] where they name nothing, with the nearest ids and names, or several things, with all of them.
pub fn find(study: &Study, words: &str) -> Result<Subject, NotFound> {
    let (words, entries) = (words.trim(), entries(study));
    let by_id: Vec<&Entry> = entries.iter().filter(|entry| entry.id.eq_ignore_ascii_case(words)).collect();
    let exact: Vec<&Entry> = entries.iter().filter(|entry| entry.is(words)).collect();
    let part: Vec<&Entry> = entries.iter().filter(|entry| !words.is_empty() && entry.holds(words)).collect();
    let areas: Vec<&Entry> = entries.iter().filter(|entry| entry.is_area(words)).collect();
    for found in [&by_id, &exact, &areas, &part] {
        match found.as_slice() {
            [] => {}
            [one] => return Ok(one.subject),
            several => {
                let candidates = several.iter().take(MOST).map(|entry| entry.label()).collect();
                return Err(NotFound { candidates, ambiguous: true });
            }
        }
    }
    let known = || entries.iter().flat_map(|entry| [entry.id, entry.names[0], entry.names[1]]);
    let near = nearest_few(words, known().filter(|name| !name.is_empty()), MOST);
    let label = |name: &&str| entries.iter().find(|entry| entry.is(name)).map(Entry::label);
    let mut candidates: Vec<String> = near.iter().filter_map(label).collect();
    candidates.dedup();
    Err(NotFound { candidates, ambiguous: false })
}
