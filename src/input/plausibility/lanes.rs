//! Counted people by area, group, sex, date and age, in little memory (人口分年龄序列).

use crate::domain::{Area, Date, GroupIndex, PopulationCount, Sex};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Ages 0 to 120.
const AGES: usize = 121;

/// Whom a lane counts.
pub(super) type LaneKey = (Area, Option<GroupIndex>, Option<Sex>);

/// People of an area, group and sex by date and age.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) area: Area,
    pub(super) group: Option<GroupIndex>,
    pub(super) sex: Option<Sex>,
    /// By date: people by single age, and those of the open last age.
    counts: Vec<Option<Count>>,
}

/// People on a date.
#[derive(Debug, Default)]
pub(super) struct Count {
    /// By age; not a number where the table has no row.
    ages: Vec<f32>,
    /// First age and people of the open last age.
    pub(super) open: Option<(u8, f64)>,
}

impl Count {
    /// People of a single age, where the table has them.
    pub(super) fn at(&self, age: usize) -> Option<f64> {
        self.ages.get(age).copied().filter(|count| !count.is_nan()).map(f64::from)
    }

    /// Ages and people, the open last age left out.
    pub(super) fn ages(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        (0..self.ages.len()).filter_map(|age| self.at(age).map(|count| (age, count)))
    }

    /// All people.
    pub(super) fn total(&self) -> f64 {
        self.ages().map(|(_, count)| count).sum::<f64>() + self.open.map_or(0.0, |(_, count)| count)
    }

    fn add(&mut self, age: u8, open: bool, persons: f64) {
        if open {
            let before = self.open.map_or(0.0, |(_, count)| count);
            self.open = Some((age, before + persons));
            return;
        }
        let at = usize::from(age).min(AGES - 1);
        if self.ages.len() <= at {
            self.ages.resize(at + 1, f32::NAN);
        }
        let before = self.at(at).unwrap_or(0.0);
        #[allow(clippy::cast_possible_truncation)] // seven digits are enough to tell what is out of line
        if let Some(count) = self.ages.get_mut(at) {
            *count = (before + persons) as f32;
        }
    }
}

impl Lane {
    /// The count of a date, by its position.
    pub(super) fn on(&self, date: usize) -> Option<&Count> {
        self.counts.get(date)?.as_ref()
    }
}

/// All lanes of a table.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    /// Dates in order.
    pub(super) dates: Vec<Date>,
    pub(super) list: Vec<Lane>,
    by_key: HashMap<LaneKey, usize>,
    by_area: BTreeMap<Area, Vec<usize>>,
}

impl Lanes {
    /// Lanes of counts in any order.
    pub(super) fn of(counts: &[PopulationCount]) -> Self {
        let dates: BTreeSet<Date> = counts.iter().map(|count| count.date).collect();
        let mut lanes = Self { dates: dates.into_iter().collect(), ..Self::default() };
        let mut last: Option<(LaneKey, usize)> = None;
        let mut date = (None, 0);
        for count in counts {
            let key = (count.area, count.group, count.sex);
            let lane = match last {
                Some((known, lane)) if known == key => lane,
                _ => lanes.lane(key),
            };
            last = Some((key, lane));
            if date.0 != Some(count.date) {
                date = (Some(count.date), lanes.dates.binary_search(&count.date).unwrap_or(0));
            }
            if let Some(slot) = lanes.list.get_mut(lane).and_then(|lane| lane.counts.get_mut(date.1)) {
                slot.get_or_insert_default().add(count.age, count.open, count.persons);
            }
        }
        lanes
    }

    fn lane(&mut self, key: LaneKey) -> usize {
        if let Some(lane) = self.by_key.get(&key) {
            return *lane;
        }
        let at = self.list.len();
        let (area, group, sex) = key;
        let counts = self.dates.iter().map(|_| None).collect();
        self.list.push(Lane { area, group, sex, counts });
        self.by_key.insert(key, at);
        self.by_area.entry(area).or_default().push(at);
        at
    }

    /// The lane of a key.
    pub(super) fn find(&self, key: LaneKey) -> Option<&Lane> {
        self.by_key.get(&key).and_then(|lane| self.list.get(*lane))
    }

    /// Areas, each with its lanes.
    pub(super) fn areas(&self) -> impl Iterator<Item = (Area, impl Iterator<Item = &Lane> + Clone)> {
        self.by_area.iter().map(|(area, lanes)| (*area, lanes.iter().filter_map(|at| self.list.get(*at))))
    }

    /// Lanes of an area.
    pub(super) fn of_area(&self, area: Area) -> impl Iterator<Item = &Lane> {
        self.by_area.get(&area).into_iter().flatten().filter_map(|at| self.list.get(*at))
    }

    /// Whole years from one date to another, where they lie a whole number of years apart (31 December and
    /// 1 January are one day).
    pub(super) fn years_between(&self, from: usize, to: usize) -> Option<usize> {
        let years = self.span(from, to)?;
        let whole = years.round();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // small and positive
        ((years - whole).abs() < 0.1 && whole >= 1.0).then_some(whole as usize)
    }

    /// Years from one date to another.
    pub(super) fn span(&self, from: usize, to: usize) -> Option<f64> {
        let moment = |at: usize| self.dates.get(at).map(|date| f64::from(date.year) + date.share_of_year());
        Some(moment(to)? - moment(from)?)
    }

    /// People of an area on a date by single age, all groups and sexes together; blank where no lane has
    /// the age.
    pub(super) fn by_age(&self, area: Area, date: usize) -> Vec<Option<f64>> {
        Self::sums(self.of_area(area), date)
    }

    /// People of some lanes on a date by single age; blank where none has the age.
    pub(super) fn sums<'a>(lanes: impl Iterator<Item = &'a Lane>, date: usize) -> Vec<Option<f64>> {
        let mut ages = vec![None; AGES];
        for (age, persons) in lanes.filter_map(|lane| lane.on(date)).flat_map(Count::ages) {
            if let Some(sum) = ages.get_mut(age) {
                *sum = Some(sum.unwrap_or(0.0) + persons);
            }
        }
        ages
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TownIndex;

    #[test]
    fn counts_stand_by_area_date_and_age() {
        let area = Area::Town(TownIndex(0));
        let date = |year| Date { year, month: 12, day: 31 };
        let count = |year, sex, age, open, persons| PopulationCount {
            area,
            date: date(year),
            group: None,
            sex,
            age,
            open,
            persons,
        };
        let lanes = Lanes::of(&[
            count(2022, Some(Sex::Male), 3, false, 5.0),
            count(2020, Some(Sex::Male), 3, false, 4.0),
            count(2022, Some(Sex::Female), 3, false, 6.0),
            count(2022, Some(Sex::Female), 90, true, 1.0),
        ]);
        assert_eq!((lanes.dates.len(), lanes.list.len()), (2, 2));
        assert_eq!(lanes.years_between(0, 1), Some(2));
        assert_eq!(lanes.by_age(area, 1)[3], Some(11.0));
        let women = lanes.find((area, None, Some(Sex::Female))).unwrap();
        assert!(women.on(0).is_none() && women.on(1).unwrap().at(2).is_none());
        assert_eq!(women.on(1).map(|count| (count.open, count.total())), Some((Some((90, 1.0)), 7.0)));
    }
}
