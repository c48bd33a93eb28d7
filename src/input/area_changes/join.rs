//! People and births joined onto today's areas.

use super::{AreaChanges, day_of_births};
use crate::domain::{Area, Births, Date, GroupIndex, PopulationCount, Sex};
use crate::input::wholes::Figure;
use std::collections::HashMap;
use std::hash::Hash;

/// People by today's areas; rows that then count the same people of one area are added up.
pub(in crate::input) fn join_people(
    changes: &AreaChanges,
    rows: Vec<PopulationCount>,
) -> Vec<PopulationCount> {
    type Key = (Option<GroupIndex>, Option<Sex>, u8, bool);
    let key = |row: &PopulationCount| -> Key { (row.group, row.sex, row.age, row.open) };
    join(
        changes,
        rows,
        |row| (row.area, row.date),
        |row| (row.area, row.date, key(row)),
        |row, area, share| PopulationCount { area, persons: row.persons * share, ..*row },
        |sum, row| sum.persons += row.persons,
    )
}

/// Figures of a table with their days, by today's areas.
pub(in crate::input) fn join_figures(
    changes: &AreaChanges,
    figures: Vec<(Figure, Date)>,
) -> Vec<(Figure, Date)> {
    join(
        changes,
        figures,
        |(figure, day)| (figure.area, *day),
        |(of, _)| (of.area, of.when, of.detail, of.group, of.sex),
        |(figure, day), area, share| (Figure { area, value: figure.value * share, ..*figure }, *day),
        |sum, (figure, _)| sum.0.value += figure.value,
    )
}

/// Births by today's areas.
pub(in crate::input) fn join_births(changes: &AreaChanges, rows: Vec<Births>) -> Vec<Births> {
    let day = |row: &Births| day_of_births(row.year, row.month);
    join(
        changes,
        rows,
        |row| (row.area, day(row)),
        |row| (row.area, row.year, row.month, row.group),
        |row, area, share| Births { area, births: row.births * share, ..*row },
        |sum, row| sum.births += row.births,
    )
}

fn join<Counted, Key: Eq + Hash>(
    changes: &AreaChanges,
    rows: Vec<Counted>,
    place: impl Fn(&Counted) -> (Area, Date),
    key: impl Fn(&Counted) -> Key,
    part: impl Fn(&Counted, Area, f64) -> Counted,
    add: impl Fn(&mut Counted, &Counted),
) -> Vec<Counted> {
    if changes.is_empty() {
        return rows;
    }
    let mut joined: Vec<Counted> = Vec::with_capacity(rows.len());
    let mut known: HashMap<Key, usize> = HashMap::new();
    for row in rows {
        let (area, day) = place(&row);
        for (area, share) in changes.parts(area, day) {
            let one = part(&row, area, share);
            if let Some(at) = known.get(&key(&one)) {
                add(&mut joined[*at], &one);
            } else {
                known.insert(key(&one), joined.len());
                joined.push(one);
            }
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::super::{Change, Kind};
    use super::*;
    use crate::domain::TownIndex;
    use proptest::prelude::*;

    fn town(index: usize) -> Area {
        Area::Town(TownIndex(index))
    }

    fn year(year: i32) -> Date {
        Date { year, month: 1, day: 1 }
    }

    fn change(from: i32, parts: &[(usize, f64)]) -> Change {
        let parts = parts.iter().map(|(to, share)| (town(*to), *share)).collect();
        Change { from: year(from), kind: None::<Kind>, parts, rows: vec![2] }
    }

    /// Today's towns 0, 1 and 2; the old areas 3 and 4.
    fn changes(of: &[(usize, Vec<Change>)]) -> AreaChanges {
        AreaChanges {
            old: vec!["A".into(), "B".into()],
            by_code: [("A".to_owned(), 0), ("B".to_owned(), 1)].into(),
            towns: 3,
            changes: of.iter().map(|(old, changes)| (town(*old), changes.clone())).collect(),
            ..AreaChanges::default()
        }
    }

    #[test]
    fn people_go_where_the_table_says() {
        // A is renamed to B in 2015, and B divided in 2020: 60 % to town 0, 40 % to town 1.
        let chain =
            changes(&[(3, vec![change(2015, &[(4, 1.0)])]), (4, vec![change(2020, &[(0, 0.6), (1, 0.4)])])]);
        let divided = vec![(town(0), 0.6), (town(1), 0.4)];
        assert_eq!(chain.parts(town(3), year(2010)), divided);
        assert_eq!(chain.parts(town(4), year(2018)), divided);
        assert_eq!(chain.parts(town(0), year(2010)), [(town(0), 1.0)]);
        // Counted under the old name after it had ended: to where it went.
        assert_eq!(chain.parts(town(3), year(2022)), divided);
        // Town 0 gives a quarter to town 1 in 2020 and half of what it then has to town 2 in 2022.
        let twice =
            changes(&[(0, vec![change(2020, &[(0, 0.75), (1, 0.25)]), change(2022, &[(0, 0.5), (2, 0.5)])])]);
        let parts = twice.parts(town(0), year(2019));
        assert_eq!(parts, [(town(0), 0.375), (town(2), 0.375), (town(1), 0.25)]);
        assert_eq!(twice.parts(town(0), year(2021)), [(town(0), 0.5), (town(2), 0.5)]);
        assert_eq!(twice.parts(town(0), year(2022)), [(town(0), 1.0)], "by the areas of the day itself");
        // Two towns change codes with each other.
        let swapped = changes(&[(0, vec![change(2020, &[(1, 1.0)])]), (1, vec![change(2020, &[(0, 1.0)])])]);
        assert_eq!(swapped.parts(town(0), year(2019)), [(town(1), 1.0)]);
        assert_eq!(swapped.parts(town(0), year(2020)), [(town(0), 1.0)]);
        // Old areas that only name each other lead nowhere, and end.
        let circle = changes(&[(3, vec![change(2015, &[(4, 1.0)])]), (4, vec![change(2015, &[(3, 1.0)])])]);
        assert_eq!(circle.parts(town(3), year(2010)), []);
    }

    #[test]
    fn several_into_one_are_added_up() {
        let merged = changes(&[(3, vec![change(2020, &[(0, 1.0)])]), (4, vec![change(2020, &[(0, 1.0)])])]);
        let count = |area: usize, age: u8, persons: f64| PopulationCount {
            area: town(area),
            date: year(2019),
            group: None,
            sex: None,
            age,
            open: false,
            persons,
        };
        let rows = vec![count(0, 3, 10.0), count(3, 3, 20.0), count(4, 3, 30.0), count(4, 4, 5.0)];
        assert_eq!(join_people(&merged, rows), [count(0, 3, 60.0), count(0, 4, 5.0)]);
    }

    proptest! {
        /// No person is lost or made, whatever became of the areas.
        #[test]
        fn sums_stay(
            shares in proptest::collection::vec(0.0..1.0_f64, 4),
            days in proptest::collection::vec(2000..2024_i32, 4),
            persons in proptest::collection::vec(0.0..1e4_f64, 20),
        ) {
            let halves = |at: usize, to: [usize; 2]| {
                change(days[at], &[(to[0], shares[at]), (to[1], 1.0 - shares[at])])
            };
            // An old area only leads to such as come later in the list, and at last to today's.
            let of = changes(&[
                (0, vec![halves(0, [0, 1])]),
                (1, vec![halves(1, [0, 2])]),
                (3, vec![halves(2, [4, 2])]),
                (4, vec![halves(3, [1, 0])]),
            ]);
            let rows: Vec<PopulationCount> = persons
                .iter()
                .enumerate()
                .map(|(at, persons)| PopulationCount {
                    area: town(at % 5),
                    date: year(1998 + i32::try_from(at).unwrap() * 2),
                    group: None,
                    sex: None,
                    age: 3,
                    open: false,
                    persons: *persons,
                })
                .collect();
            let sum = |rows: &[PopulationCount], year: i32| -> f64 {
                rows.iter().filter(|row| row.date.year == year).map(|row| row.persons).sum()
            };
            let joined = join_people(&of, rows.clone());
            prop_assert!(joined.iter().all(|row| matches!(row.area, Area::Town(town) if town.index() < 3)));
            for year in 1998..2040 {
                prop_assert!((sum(&rows, year) - sum(&joined, year)).abs() < 1e-6);
            }
        }
    }
}
