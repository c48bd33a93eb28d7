//! Projected people for the screen.

use super::{Cell, Table};
use crate::domain::{Language, Study};
use crate::projection::Projection;
use std::collections::BTreeMap;

/// Broad ages: first and last; the last is open. They suit single years and five-year groups alike.
const BROAD: [(u8, u8); 6] = [(0, 4), (5, 9), (10, 14), (15, 19), (20, 64), (65, u8::MAX)];

/// People by broad ages and year, all areas together; none where the projection has no people by age.
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
    let mut heads = vec![if chinese { "年份" } else { "Year" }.to_owned()];
    heads.extend(BROAD.iter().map(|(first, last)| match last {
        &u8::MAX => format!("{first}+"),
        last => format!("{first}–{last}"),
    }));
    heads.push(if chinese { "合计" } else { "All" }.to_owned());
    let rows = by_year.into_iter().map(|(year, sums)| {
        let numbers = sums.iter().map(|sum| Cell::Number(*sum, 0));
        std::iter::once(Cell::Text(year.to_string()))
            .chain(numbers)
            .chain([Cell::Number(sums.iter().sum(), 0)])
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
