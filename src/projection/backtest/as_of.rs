//! A study as it was known on an earlier day.

use super::super::grid::Moment;
use crate::domain::{Cutoff, Date, Horizon, SchoolYear, Study};

/// The study as known at the end of a day (截至某日的研究): later counts, births of years not yet over and later rates are
/// left out. Ages are counted on the same day of the year, and the plan runs so many years ahead, so that its children
/// can be set beside later counts without any mixing of ages.
#[must_use]
pub fn as_of(study: &Study, day: Date, years_ahead: i32) -> Study {
    let now = Moment::of_date(day);
    let year = SchoolYear(day.year);
    let mut known = study.clone();
    known.population.retain(|row| Moment::of_date(row.date) <= now);
    known.births.retain(|row| birth_period_end(row.year, row.month) <= now);
    let over = |year: Option<i32>| year.is_none_or(|year| birth_period_end(year, None) <= now);
    known.mortality.retain(|row| over(row.figure.year));
    known.rates.fertility.retain(|row| over(row.year));
    known.rates.migration.retain(|row| over(row.figure.year));
    known.rates.status_change.retain(|row| over(row.figure.year));
    known.rates.outside.retain(|row| over(row.year));
    known.enrolment.counts.retain(|row| Moment::of_cutoff(row.year, study.cutoff) <= now);
    known.rates.workers.retain(|row| over(row.year));
    // What an authority expects is no count, and when it was published is not known.
    known.rates.totals.clear();
    known.horizon = Horizon { base: year, first: year, last: year, outlook: year.plus(years_ahead) };
    known.cutoff = Cutoff { month: day.month, day: day.day };
    known
}

/// End of a calendar year, or of one of its months.
fn birth_period_end(year: i32, month: Option<u8>) -> Moment {
    Moment::of_date(Date { year, month: month.unwrap_or(12), day: 31 })
}

/// Days on which people were counted, in order, those with the same moment once.
pub(super) fn counted_days(study: &Study) -> Vec<Date> {
    let mut days: Vec<_> = study.population.iter().map(|row| row.date).collect();
    days.sort_unstable();
    days.dedup_by_key(|day| Moment::of_date(*day));
    days
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{born, date, people, study};
    use super::*;
    use crate::domain::AgeFigure;

    #[test]
    fn nothing_later_is_known() {
        let mut whole = study(&[0], 1);
        for year in 2018..=2022 {
            whole.population.push(people(0, date(year, 11, 1), None, 0, 10.0));
            whole.births.push(born(0, year, 10.0));
        }
        let figure = |year| AgeFigure { year, age: 30, value: 0.1, ..AgeFigure::default() };
        whole.rates.fertility = [None, Some(2019), Some(2021)].map(figure).to_vec();
        let known = as_of(&whole, date(2020, 11, 1), 5);
        assert_eq!(known.rates.fertility.len(), 2, "the rates of 2021 were not known");
        assert_eq!(known.population.len(), 3);
        assert_eq!(known.births.iter().map(|row| row.year).max(), Some(2019), "2020 was not over");
        assert_eq!(known.horizon.outlook, SchoolYear(2025));
        assert_eq!(counted_days(&known).len(), 3);
        assert_eq!(as_of(&known, date(2020, 11, 1), 5), known);
    }
}
