//! Projected people for the screen.

use super::{Cell, Table};
use crate::domain::{Language, Study};
use crate::projection::Projection;
use std::collections::BTreeMap;

/// Broad ages: first and last; the last is open. They suit single years and five-year groups alike.
const BROAD: [(u8, u8); 6] = [(0, 4), (5, 9), (10, 14), (15, 19), (20, 64), (65, u8::MAX)];

/// Greatest age counted where the counts end without an open age: those who outgrow it gather there, so that ages from it on
/// and the sum of all ages would mislead.
fn closed_at(study: &Study) -> Option<u8> {
    let ages = study.population.iter().map(|row| (row.open, row.age));
    let (open, greatest) =
        ages.fold((false, 0), |(open, greatest), row| (open || row.0, greatest.max(row.1)));
    (!open).then_some(greatest)
}

/// People by broad ages and year, all areas together, as far as the counts tell them; none where the projection has no people
/// by age.
#[must_use]
pub fn people_overview(study: &Study, projection: &Projection, language: Language) -> Option<Table> {
    let people = projection.people.as_ref()?;
    let chinese = language == Language::Chinese;
    let mut by_year: BTreeMap<i32, [f64; BROAD.len()]> = BTreeMap::new();
    for line in people.lines() {
        let sums = by_year.entry(line.date.year).or_default();
        for (sum, _) in
            sums.iter_mut().zip(BROAD).filter(|(_, (first, last))| (*first..=*last).contains(&line.age.first))
        {
            *sum += line.persons;
        }
    }
    let closed = closed_at(study);
    let known = BROAD.iter().filter(|(_, last)| closed.is_none_or(|age| *last < age)).count();
    let mut heads = vec![if chinese { "年份" } else { "Year" }.to_owned()];
    heads.extend(BROAD.iter().take(known).map(|(first, last)| match last {
        &u8::MAX => format!("{first}+"),
        last => format!("{first}–{last}"),
    }));
    heads.extend(closed.is_none().then(|| if chinese { "合计" } else { "All" }.to_owned()));
    let rows = by_year.into_iter().map(|(year, sums)| {
        let numbers = sums.iter().take(known).map(|sum| Cell::Number(*sum, 0));
        std::iter::once(Cell::Text(year.to_string()))
            .chain(numbers)
            .chain(closed.is_none().then(|| Cell::Number(sums.iter().sum(), 0)))
            .collect()
    });
    let areas = study.towns.len();
    let title = if chinese {
        format!("人口（人；{areas} 个地区合计，首年为实有）")
    } else {
        format!("People ({areas} areas together; the first year is counted)")
    };
    Some(Table { title, heads, rows: rows.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PopulationCount;
    use crate::progress::Silent;
    use crate::projection::project;
    use crate::projection::tests::{date, people, study};

    #[test]
    fn ages_beyond_the_last_counted_are_not_shown() {
        let mut made = study(&[0], 1);
        for year in [2021, 2022] {
            made.population.extend((0..=54).map(|age| people(0, date(year, 12, 31), Some(0), age, 100.0)));
        }
        let table = |study: &Study| {
            let found = project(study, &Silent).expect("projection");
            people_overview(study, &found, Language::English).expect("people").heads
        };
        assert_eq!(table(&made), ["Year", "0–4", "5–9", "10–14", "15–19"]);
        for row in made.population.clone().iter().filter(|row| row.age == 54) {
            made.population.push(PopulationCount { age: 55, open: true, persons: 500.0, ..*row });
        }
        assert_eq!(table(&made).last().map(String::as_str), Some("All"));
    }
}
