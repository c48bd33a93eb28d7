//! What a model defines: groups, sectors, stages, programmes (人群、办学性质、学段、工程).

use crate::domain::{
    Grades, Group, Path, Programme, ProgrammeIndex, ProjectKind, RollMethod, Schooling, Sector, Stage, Text,
    TravelLimit,
};
use crate::input::findings::both;
use crate::input::model_entry::Entry;
use crate::input::model_file::Section;
use crate::input::register::Register;

/// Sections that define things of one kind, with their ids.
pub(super) struct Defined<'a> {
    pub(super) sections: Vec<Section<'a>>,
    pub(super) ids: Vec<String>,
    /// How many ids faulty sections may hide; `None` if any number.
    pub(super) hidden: Option<usize>,
}

/// Sections of a list, each id of them given and of its own.
pub(super) fn defined<'a>(root: &Section<'a>, key: &str) -> Defined<'a> {
    let sections = root.sections(key);
    let mut ids: Vec<String> = Vec::new();
    let mut hidden = 0;
    for section in &sections {
        let id = section.need("id").and_then(|id| id.text()).unwrap_or_default();
        let is_used = !id.is_empty() && ids.contains(&id);
        hidden += usize::from(id.is_empty() || is_used);
        if is_used {
            section.fault(
                "duplicate-id",
                both(format!("标识“{id}”已经用过"), format!("the id `{id}` is used already")),
                both("请换一个标识", "give it another id"),
            );
        }
        ids.push(id);
    }
    Defined { hidden: root.holds_tables(key).then_some(hidden), sections, ids }
}

impl Defined<'_> {
    fn each(&self) -> impl Iterator<Item = (&Section<'_>, String)> {
        self.sections.iter().zip(self.ids.iter().cloned())
    }
}

fn register(noun: Text, names: impl Iterator<Item = (String, Text)>, hidden: Option<usize>) -> Register {
    let entries = names.map(|(id, name)| (id, name.zh)).collect();
    Register::by_id_or_name(noun, entries, hidden == Some(0)).hiding(hidden)
}

/// Sections of a list that must not be empty where places are planned; whatever is referred to is hidden where it is.
fn needed<'a>(root: &Section<'a>, key: &str, plans: bool) -> Defined<'a> {
    if plans {
        root.need(key);
    }
    let defined = defined(root, key);
    let hidden = defined.hidden.filter(|_| !plans || !defined.sections.is_empty());
    Defined { hidden, ..defined }
}

pub(super) fn groups(root: &Section) -> (Vec<Group>, Register) {
    let defined = defined(root, "group");
    let mut groups = Vec::new();
    for (section, id) in defined.each() {
        section.only(&["id", "name"]);
        groups.push(Group { name: section.name("name", &id), id });
    }
    if root.entry("group").is_none() {
        groups.push(Group { id: "all".to_owned(), name: both("全部", "All") });
    }
    let names = groups.iter().map(|group| (group.id.clone(), group.name.clone()));
    let register = register(both("人群", "group"), names, defined.hidden);
    (groups, register)
}

pub(super) fn sectors(root: &Section, plans: bool) -> (Vec<Sector>, Register) {
    let defined = needed(root, "sector", plans);
    let mut sectors = Vec::new();
    for (section, id) in defined.each() {
        section.only(&["id", "name"]);
        sectors.push(Sector { name: section.name("name", &id), id });
    }
    let names = sectors.iter().map(|sector| (sector.id.clone(), sector.name.clone()));
    let register = register(both("办学性质", "sector"), names, defined.hidden);
    (sectors, register)
}

pub(super) fn programmes(root: &Section) -> (Vec<Programme>, Register) {
    let defined = defined(root, "programme");
    let programmes: Vec<Programme> = defined.each().map(|(section, id)| programme(section, id)).collect();
    let names = programmes.iter().map(|programme| (programme.id.clone(), programme.name.clone()));
    let register = register(both("工程", "programme"), names, defined.hidden);
    (programmes, register)
}

fn programme(section: &Section, id: String) -> Programme {
    section.only(&["id", "name", "projects", "kinds", "source"]);
    let numbers = section.entry("projects").map_or([None; 3], |entry| project_numbers(&entry));
    let [at_least, at_most, at_most_per_year] = numbers;
    Programme {
        name: section.name("name", &id),
        id,
        at_least,
        at_most,
        at_most_per_year,
        kinds: section.entry("kinds").map_or_else(default_kinds, |entry| kinds(&entry)),
        reference: section.text("source").unwrap_or_default(),
    }
}

/// Least and greatest number of projects, and the greatest in a year.
fn project_numbers(entry: &Entry) -> [Option<u32>; 3] {
    let Some(section) = entry.section() else { return [None; 3] };
    section.only(&["at_least", "at_most", "at_most_per_year"]);
    let number = |key| section.whole(key, (0, 1_000_000)).and_then(|number| u32::try_from(number).ok());
    let (at_least, at_most) = (number("at_least"), number("at_most"));
    if let (Some(least), Some(most)) = (at_least, at_most)
        && least > most
    {
        entry.fault(
            "at-least-above-at-most",
            both(
                format!("下限 {least} 大于上限 {most}"),
                format!("at_least {least} is above at_most {most}"),
            ),
            both("请交换或改正", "swap or correct them"),
        );
    }
    [at_least, at_most, number("at_most_per_year")]
}

/// Every kind that builds: all but conversions, purchases and closures.
fn default_kinds() -> Vec<ProjectKind> {
    let built =
        |kind: &ProjectKind| !matches!(kind, ProjectKind::Convert | ProjectKind::Buy | ProjectKind::Close);
    ProjectKind::ALL.into_iter().filter(built).collect()
}

fn kinds(entry: &Entry) -> Vec<ProjectKind> {
    entry.list().unwrap_or_default().iter().filter_map(project_kind).collect()
}

/// A kind of work by its word.
pub(super) fn project_kind(entry: &Entry) -> Option<ProjectKind> {
    let word = entry.text()?;
    let kind = ProjectKind::ALL.into_iter().find(|kind| kind.id() == word || kind.zh() == word);
    if kind.is_none() {
        unknown_word(entry, &word, &ProjectKind::ALL.map(ProjectKind::id));
    }
    kind
}

/// A word that is none of those allowed.
pub(super) fn unknown_word(entry: &Entry, word: &str, allowed: &[&str]) {
    let list = allowed.join(", ");
    entry.fault(
        "unknown-choice",
        both(format!("“{word}”不在选项之中"), format!("`{word}` is none of the words allowed")),
        both(format!("可选：{list}"), format!("one of {list}")),
    );
}

pub(super) fn stages(root: &Section, programmes: &Register, plans: bool) -> (Vec<Stage>, Register) {
    let defined = needed(root, "stage", plans);
    let stages: Vec<Stage> = defined.each().map(|(section, id)| stage(section, id, programmes)).collect();
    let names = stages.iter().map(|stage| (stage.id.clone(), stage.name.clone()));
    let register = register(both("学段", "stage"), names, defined.hidden);
    (stages, register)
}

fn stage(section: &Section, id: String, programmes: &Register) -> Stage {
    section.only(&[
        "id",
        "name",
        "ages",
        "programme",
        "prevalence",
        "enrolment_rate",
        "travel_limit_km",
        "travel_limit_minutes",
        "across_limit_km",
        "across_limit_minutes",
        "schooling",
        "grades",
        "first_grade",
        "rolls",
        "ceiling",
    ]);
    let rate = section.need("enrolment_rate").and_then(|entry| entry.path("rate-out-of-range", Path::level));
    let prevalence = section.entry("prevalence").and_then(|entry| entry.share("rate-out-of-range"));
    Stage {
        name: section.name("name", &id),
        id,
        ages: section.need("ages").and_then(|entry| ages(&entry)).unwrap_or((0, 0)),
        programme: section
            .entry("programme")
            .and_then(|entry| entry.reference(programmes))
            .map(ProgrammeIndex),
        prevalence: prevalence.unwrap_or(1.0),
        enrolment_rate: rate.unwrap_or_default(),
        travel_limit: travel_limit(section, ["travel_limit_km", "travel_limit_minutes"]),
        across_limit: travel_limit(section, ["across_limit_km", "across_limit_minutes"]),
        schooling: section
            .entry("schooling")
            .and_then(|entry| schooling(&entry))
            .unwrap_or(Schooling::County),
        grades: grades(section),
    }
}

/// Grades of a stage and how their pupils come about.
fn grades(section: &Section) -> Grades {
    let defaults = Grades::default();
    let first = section.whole("first_grade", (-9, 30)).and_then(|first| i16::try_from(first).ok());
    Grades {
        first: first.unwrap_or(defaults.first),
        count: section.whole("grades", (1, 30)).and_then(|count| u8::try_from(count).ok()),
        method: section.entry("rolls").and_then(|entry| roll_method(&entry)),
        ceiling: section.number_or("ceiling", defaults.ceiling, (0.0, 10.0), "out-of-range"),
    }
}

fn roll_method(entry: &Entry) -> Option<RollMethod> {
    match entry.text()?.as_str() {
        "rate" => Some(RollMethod::Rate),
        "cohort" => Some(RollMethod::Cohort),
        "previous" => Some(RollMethod::Previous),
        word => {
            unknown_word(entry, word, &["rate", "cohort", "previous"]);
            None
        }
    }
}

/// Longest way, by km and by minutes.
fn travel_limit(section: &Section, keys: [&str; 2]) -> TravelLimit {
    let [km, minutes] =
        keys.map(|key| section.entry(key).and_then(|entry| entry.number_within((0.0, 1e6), "out-of-range")));
    TravelLimit { km, minutes }
}

/// First and last age.
fn ages(entry: &Entry) -> Option<(u8, u8)> {
    let ages = entry.list()?;
    let [first, last] = ages.as_slice() else {
        entry.fault(
            "wrong-type",
            both(format!("给出了 {} 个年龄", ages.len()), format!("{} ages are given", ages.len())),
            both("请写首末两个周岁，如 [3, 5]", "write the first and last age, such as [3, 5]"),
        );
        return None;
    };
    let age = |entry: &Entry| entry.whole((0, 120)).and_then(|age| u8::try_from(age).ok());
    let (first, last) = (age(first), age(last));
    let (first, last) = first.zip(last)?;
    if first > last {
        entry.fault(
            "ages-reversed",
            both(
                format!("首龄 {first} 大于末龄 {last}"),
                format!("the first age {first} is above the last, {last}"),
            ),
            both(format!("请写作 [{last}, {first}]"), format!("write [{last}, {first}]")),
        );
        return None;
    }
    Some((first, last))
}

fn schooling(entry: &Entry) -> Option<Schooling> {
    match entry.text()?.as_str() {
        "county" => Some(Schooling::County),
        "anywhere" => Some(Schooling::Anywhere),
        word => {
            unknown_word(entry, word, &["county", "anywhere"]);
            None
        }
    }
}
