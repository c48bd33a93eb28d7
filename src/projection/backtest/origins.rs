//! Days from which a backtest looks ahead.

use super::super::grid::Moment;
use crate::domain::Date;

/// Counts before the first origin that are needed for a cohort ratio over two steps.
const COUNTS_BEFORE: usize = 2;

/// Which days are origins (起点).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Origins {
    /// Every count that has two counts before it and one after.
    #[default]
    All,
    /// Those from a year on.
    From(i32),
    /// Those of some years.
    Years(Vec<i32>),
}

impl Origins {
    /// Positions of the origins among the days of counts.
    pub(super) fn of(&self, days: &[Date]) -> Vec<usize> {
        let wanted = |day: &Date| match self {
            Self::All => true,
            Self::From(year) => day.year >= *year,
            Self::Years(years) => years.contains(&day.year),
        };
        let last = days.len().saturating_sub(1);
        (COUNTS_BEFORE.min(last)..last).filter(|day| wanted(&days[*day])).collect()
    }
}

/// Splits origins into those that choose and those that judge (选择与评判起点): forecasts count for the choice only where
/// they were over by the first judging origin, which is the one nearest to the middle of the days of counts that leaves
/// both sides something.
pub(super) fn first_judge(days: &[Date], origins: &[usize]) -> Option<usize> {
    let (first, last) = (origins.first()?, days.len().checked_sub(1)?);
    let moment = |day: usize| Moment::of_date(days[day]).0;
    let middle = i32::midpoint(moment(*first), moment(last));
    (1..origins.len()).min_by_key(|origin| (moment(origins[*origin]) - middle).abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_judges() {
        let days: Vec<_> = (2000..=2020).map(|year| Date { year, month: 12, day: 31 }).collect();
        let origins = Origins::All.of(&days);
        assert_eq!((origins.first(), origins.last()), (Some(&2), Some(&19)));
        let judge = first_judge(&days, &origins).expect("judge");
        assert_eq!(days[origins[judge]].year, 2011);
        assert_eq!(Origins::From(2015).of(&days).len(), 5);
        assert_eq!(Origins::Years(vec![2005, 2010, 2020]).of(&days), vec![5, 10]);
        assert!(Origins::All.of(&days[..1]).is_empty());
        assert_eq!(first_judge(&days, &[3]), None);
    }
}
