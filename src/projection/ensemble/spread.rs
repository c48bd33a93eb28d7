//! The stated spread of a projection's errors, which shrinks with the size of a town.

/// Yearly turnover of children below primary age and later: those who come and go, by which a born cohort wanders (binomial noise).
const TURNOVER_YOUNG: f64 = 0.12;
const TURNOVER: f64 = 0.07;
const YOUNG: f64 = 6.0;

/// Lasting error of a town's ratio, a year.
const TOWN_DRIFT: f64 = 0.003;

/// Error of a town's share of births, after one year; grows with the root of the years.
const TOWN_BIRTHS: f64 = 0.035;

/// The same for a county.
const COUNTY_DRIFT: f64 = 0.0015;
const COUNTY_BIRTHS: f64 = 0.015;

/// Errors that all counties share: migration (a year of refugees moves a whole country by one per cent), and fertility, a year.
const STUDY_DRIFT: f64 = 0.003;
const STUDY_BIRTHS: f64 = 0.02;

/// Greatest spread of one source.
const WIDEST: f64 = 0.5;

/// Standard deviations of `ln(actual/forecast)` (预测误差的标准差), by what shares the error.
///
/// Children born at the origin err little: noise of those who come and go, and a lasting drift. Children born later add
/// the noise of small numbers of births, the town's share of births, and fertility. Set between the errors of shrunk ratios on 177
/// Norwegian municipalities, of Finland's regions and of made-up towns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Shared by the whole study.
    pub study: f64,
    /// Shared by a county.
    pub county: f64,
    /// A town's own, from small numbers of children.
    pub chance: f64,
    /// A town's own, whatever its size.
    pub lasting: f64,
}

impl Spread {
    /// Spread of so many children of some ages, so many years ahead of the last count.
    #[must_use]
    pub fn of(children: f64, ages: (u8, u8), years_ahead: f64) -> Self {
        let ages: Vec<f64> = (ages.0..=ages.1.max(ages.0)).map(f64::from).collect();
        let count: f64 = ages.iter().map(|_| 1.0).sum();
        let mean = |of: &dyn Fn(f64) -> f64| ages.iter().map(|age| of(*age)).sum::<f64>() / count;
        let ahead = years_ahead.max(0.0);
        let unborn = |age: f64| (ahead - age).max(0.0);
        let young = |age: f64| (age.min(YOUNG) - (age - ahead).max(0.0)).max(0.0);
        let turnover = |age: f64| TURNOVER_YOUNG * young(age) + TURNOVER * (ahead.min(age) - young(age));
        let noise = mean(&|age| turnover(age) + unborn(age).min(1.0));
        let roots = mean(&|age| unborn(age).sqrt());
        Self {
            study: (STUDY_DRIFT * ahead + STUDY_BIRTHS * mean(&unborn)).min(WIDEST),
            county: (COUNTY_DRIFT * ahead + COUNTY_BIRTHS * roots).min(WIDEST),
            chance: (noise / children.max(1.0)).sqrt().min(WIDEST),
            lasting: (TOWN_DRIFT * ahead + TOWN_BIRTHS * roots).min(WIDEST),
        }
    }

    /// A town's own.
    #[must_use]
    pub fn town(self) -> f64 {
        self.chance.hypot(self.lasting).min(WIDEST)
    }

    /// What a town does not share with the whole study.
    #[must_use]
    pub fn own(self) -> f64 {
        self.county.hypot(self.town())
    }

    /// All sources together.
    #[must_use]
    pub fn total(self) -> f64 {
        self.study.hypot(self.own())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spread_shrinks_with_size_and_grows_with_years() {
        let at = |children: f64, years: f64| Spread::of(children, (6, 11), years).total();
        assert!(at(100.0, 5.0) > at(1_000.0, 5.0));
        assert!(at(1_000.0, 5.0) > at(100_000.0, 5.0));
        assert!((1..15).all(|year| at(500.0, f64::from(year + 1)) > at(500.0, f64::from(year))));
        assert!(at(500.0, 0.0) < 1e-9, "nothing is uncertain on the day of the count");
    }

    #[test]
    fn one_year_of_born_children_by_hand() {
        // 400 children of 6 to 11, one year: those of 6 lived it below 6, five in six later: (0.12 + 5·0.07)/6 = 0.47/6, over 400;
        // drift 0.003: √(0.47/2400 + 0.000009).
        let spread = Spread::of(400.0, (6, 11), 1.0);
        assert!((spread.town() - (0.47 / 2400.0 + 0.000_009_f64).sqrt()).abs() < 1e-12);
        assert!((spread.county - 0.0015).abs() < 1e-12);
        assert!((spread.study - 0.003).abs() < 1e-12);
    }
}
