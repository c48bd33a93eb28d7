//! Wholes beside their parts (总数与分项): both sexes beside men and women, all groups beside each, a county beside its towns. The projection
//! takes the parts; where a whole says something else, that is told with the gap.

use super::findings::{Findings, both};
use super::places::Places;
use crate::diagnostic::Location;
use crate::domain::{Area, CountyIndex, GroupIndex, Sex, Text, TownIndex};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A figure of a table of people.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure {
    pub(super) area: Area,
    /// When: days or years, by which figures of one time are equal.
    pub(super) when: i32,
    /// What else tells it from others: ages or month.
    pub(super) detail: u32,
    pub(super) group: Option<GroupIndex>,
    pub(super) sex: Option<Sex>,
    pub(super) value: f64,
}

/// How times and details are named, and where the table is.
pub(super) struct Words<'a> {
    pub(super) places: &'a Places,
    pub(super) location: Location,
    pub(super) when: fn(i32) -> String,
    pub(super) detail: fn(u32) -> Text,
}

/// A whole with the parts beside it.
#[derive(Debug, Clone, Copy, Default)]
struct Pair {
    whole: Option<f64>,
    parts: f64,
    count: u32,
    /// Whether a figure has decimals: then sums miss by rounding.
    rounded: bool,
}

/// What wholes are of.
#[derive(Clone, Copy)]
enum Of {
    Sexes,
    Groups,
    Towns,
}

/// Pairs by area, time, detail, and what else they agree in.
type Pairs = BTreeMap<(Area, i32, u32, u32), Pair>;

impl Pair {
    fn whole(&mut self, value: f64) {
        self.whole = Some(self.whole.unwrap_or(0.0) + value);
        self.rounded |= value.fract() != 0.0;
    }

    fn part(&mut self, value: f64) {
        (self.parts, self.count) = (self.parts + value, self.count + 1);
        self.rounded |= value.fract() != 0.0;
    }

    /// Whole and parts where they differ by more than rounding brings.
    fn gap(&self) -> Option<(f64, f64)> {
        let whole = self.whole.filter(|_| self.count > 0)?;
        let rounding = if self.rounded { 0.5 * f64::from(self.count + 1) } else { 0.0 };
        let tolerance = rounding.max(1e-6 * whole.abs().max(1.0));
        ((whole - self.parts).abs() > tolerance).then_some((whole, self.parts))
    }
}

/// Compares the figures of a table; they are gone through several times, and kept only where wholes stand beside parts.
pub(super) fn check<I: Iterator<Item = Figure>>(figures: &dyn Fn() -> I, words: &Words, findings: &Findings) {
    let (mut sexes, mut groups, mut levels) = ((false, false), (false, false), (false, false));
    for figure in figures() {
        let note = |seen: &mut (bool, bool), part: bool| {
            if part { seen.1 = true } else { seen.0 = true }
        };
        note(&mut sexes, figure.sex.is_some());
        note(&mut groups, figure.group.is_some());
        note(&mut levels, matches!(figure.area, Area::Town(_)));
    }
    if sexes == (true, true) {
        let other = |figure: &Figure| figure.group.map_or(0, |group| number(group.index()) + 1);
        tell(&of_sexes(figures(), other), Of::Sexes, words, findings);
    }
    if groups == (true, true) {
        tell(&of_groups(&people(figures())), Of::Groups, words, findings);
    }
    let known = words.places.town_codes.complete && words.places.county_of.iter().all(Option::is_some);
    if levels == (true, true) && known {
        tell(&of_counties(&people(figures()), words), Of::Towns, words, findings);
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX - 1)
}

/// Both sexes beside men and women of the same group.
fn of_sexes(figures: impl Iterator<Item = Figure>, group: impl Fn(&Figure) -> u32) -> Pairs {
    let mut pairs = Pairs::new();
    for figure in figures {
        let pair = pairs.entry((figure.area, figure.when, figure.detail, group(&figure))).or_default();
        if figure.sex.is_some() { pair.part(figure.value) } else { pair.whole(figure.value) }
    }
    pairs
}

/// What rows of one area, time and detail say of all people: by group and sex, or together.
#[derive(Default)]
struct People {
    /// Nearly always one, and there may be millions of these: a list, since an ordered map takes half a kilobyte each.
    by_group: Vec<OfGroup>,
    rounded: bool,
}

/// What rows say of a group, or of rows without one: sum and number of those by sex, and both sexes together.
struct OfGroup {
    group: Option<GroupIndex>,
    sexes: f64,
    rows: u32,
    both: Option<f64>,
}

impl People {
    fn add(&mut self, figure: &Figure) {
        let known = self.by_group.iter().position(|of| of.group == figure.group);
        let at = known.unwrap_or_else(|| {
            self.by_group.reserve_exact(1);
            self.by_group.push(OfGroup { group: figure.group, sexes: 0.0, rows: 0, both: None });
            self.by_group.len() - 1
        });
        let of = &mut self.by_group[at];
        match figure.sex {
            Some(_) => (of.sexes, of.rows) = (of.sexes + figure.value, of.rows + 1),
            None => of.both = Some(of.both.unwrap_or(0.0) + figure.value),
        }
        self.rounded |= figure.value.fract() != 0.0;
    }

    /// People of a group, or of all where that is asked for, by the parts where there are some.
    fn of(&self, group: Option<GroupIndex>) -> Option<f64> {
        let of = self.by_group.iter().find(|of| of.group == group)?;
        Some(if of.rows > 0 { of.sexes } else { of.both.unwrap_or(0.0) })
    }

    fn groups(&self) -> impl Iterator<Item = f64> + '_ {
        self.by_group.iter().filter(|of| of.group.is_some()).filter_map(|of| self.of(of.group))
    }

    /// Everybody.
    fn all(&self) -> f64 {
        let groups: Vec<f64> = self.groups().collect();
        if groups.is_empty() { self.of(None).unwrap_or(0.0) } else { groups.iter().sum() }
    }
}

/// People by area, time and detail.
type ByPlace = BTreeMap<(Area, i32, u32), People>;

fn people(figures: impl Iterator<Item = Figure>) -> ByPlace {
    let mut people = ByPlace::new();
    for figure in figures {
        people.entry((figure.area, figure.when, figure.detail)).or_default().add(&figure);
    }
    people
}

/// All groups together beside each of them.
fn of_groups(people: &ByPlace) -> Pairs {
    let mut pairs = Pairs::new();
    for ((area, when, detail), of) in people {
        let pair = pairs.entry((*area, *when, *detail, 0)).or_default();
        of.of(None).into_iter().for_each(|all| pair.whole(all));
        of.groups().for_each(|group| pair.part(group));
        pair.rounded |= of.rounded;
    }
    pairs
}

/// Counties beside the sums of their towns, where each of them has rows of that time: a county may stand for those that have none.
fn of_counties(people: &ByPlace, words: &Words) -> Pairs {
    let county_of = |town: &TownIndex| words.places.county_of.get(town.index()).copied().flatten();
    let mut counted: HashMap<(CountyIndex, i32), HashSet<TownIndex>> = HashMap::new();
    for (area, when, _) in people.keys() {
        if let Area::Town(town) = area
            && let Some(county) = county_of(town)
        {
            counted.entry((county, *when)).or_default().insert(*town);
        }
    }
    let mut towns: HashMap<CountyIndex, usize> = HashMap::new();
    for county in words.places.county_of.iter().flatten() {
        *towns.entry(*county).or_default() += 1;
    }
    let complete = counted.iter().filter(|((county, _), found)| towns.get(county) == Some(&found.len()));
    let complete: HashSet<(CountyIndex, i32)> = complete.map(|(key, _)| *key).collect();
    let mut pairs = Pairs::new();
    for ((area, when, detail), of) in people {
        let (county, is_whole) = match area {
            Area::County(county) => (Some(*county), true),
            Area::Town(town) => (county_of(town), false),
        };
        let Some(county) = county.filter(|county| complete.contains(&(*county, *when))) else { continue };
        let pair = pairs.entry((Area::County(county), *when, *detail, 0)).or_default();
        if is_whole {
            pair.whole(of.all());
        } else {
            pair.part(of.all());
        }
        pair.rounded |= of.rounded;
    }
    pairs
}

/// One warning for an area and a time: the detail with the greatest gap, and how many there are.
fn tell(pairs: &Pairs, of: Of, words: &Words, findings: &Findings) {
    let mut gaps: BTreeMap<(Area, i32), (usize, u32, f64, f64)> = BTreeMap::new();
    let mut ordered: Vec<_> = pairs.iter().filter_map(|(key, pair)| Some((*key, pair.gap()?))).collect();
    ordered.sort_by_key(|(key, _)| *key);
    for ((area, when, detail, _), (whole, parts)) in ordered {
        let worst = gaps.entry((area, when)).or_insert((0, detail, whole, parts));
        worst.0 += 1;
        if (whole - parts).abs() > (worst.2 - worst.3).abs() {
            (worst.1, worst.2, worst.3) = (detail, whole, parts);
        }
    }
    for ((area, when), (count, detail, whole, parts)) in gaps {
        let (zh, en) = match of {
            Of::Sexes => (("男女合计", "男、女之和"), ("both sexes", "men and women")),
            Of::Groups => (("各人群合计", "各人群之和"), ("all groups", "the groups")),
            Of::Towns => (("全县", "所辖乡镇之和"), ("the county", "its towns")),
        };
        let (area, when, detail) = (words.places.describe(area), (words.when)(when), (words.detail)(detail));
        let (gap, whole, parts) = (plain(whole - parts), plain(whole), plain(parts));
        let more = count - 1;
        let (more_zh, more_en) = if more == 0 {
            (String::new(), String::new())
        } else {
            (format!("；另有 {more} 处不符"), format!("; {more} more figures differ"))
        };
        findings.warning_by(
            gap.abs(),
            "parts-differ",
            words.location.clone(),
            both(
                format!("{area} {when}{}：{}为 {whole}，{}为 {parts}，相差 {gap}{more_zh}；按分项读取", detail.zh, zh.0, zh.1),
                format!(
                    "{area}, {when}{}: {} are {whole}, {} come to {parts}, a gap of {gap}{more_en}; the parts are taken",
                    detail.en, en.0, en.1
                ),
            ),
            both("请核对总数和分项：可能缺一项，或有一处写错", "check both: a part may lack, or one of them be wrong"),
        );
    }
}

/// A figure as it is written, without the dust of summing.
fn plain(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
