//! Survival over a step, given or from death rates (生命表).

use super::{FEMALE, MALE};
use ndarray::{Array1, Array3, Array4, ArrayView1, s};

/// Survival over a step (存活比).
#[derive(Debug, Clone, PartialEq)]
pub struct StepSurvival {
    /// Share of a step's births alive at its end, `[area, group, sex]`.
    pub newborn: Array3<f64>,
    /// Share of an age alive at the end of the step, `[area, group, sex, age]`; ages are those at the start, so that the
    /// two last ones lead into the open age.
    pub ages: Array4<f64>,
}

impl StepSurvival {
    /// Survival of an area, group and sex by age at the start.
    pub(super) fn lane(&self, [area, group, sex]: [usize; 3]) -> ndarray::ArrayView1<'_, f64> {
        self.ages.slice(s![area, group, sex, ..])
    }

    /// The same survival in every area and group: ratios by sex, each `(newborn, by age at the start)`.
    ///
    /// # Errors
    /// None where the two rows differ in length.
    #[must_use]
    pub fn everywhere(areas: usize, groups: usize, women: &Ratios, men: &Ratios) -> Option<Self> {
        let count = women.1.len();
        if men.1.len() != count {
            return None;
        }
        let mut survival = Self {
            newborn: Array3::zeros((areas, groups, 2)),
            ages: Array4::zeros((areas, groups, 2, count)),
        };
        for (sex, (newborn, ages)) in [(FEMALE, women), (MALE, men)] {
            survival.newborn.slice_mut(s![.., .., sex]).fill(*newborn);
            survival.ages.slice_mut(s![.., .., sex, ..]).assign(&ages.view());
        }
        Some(survival)
    }
}

/// Survival of newborns, and of every age at the start of a step.
pub type Ratios = (f64, Array1<f64>);

/// Years lived before death in the first and the next four years of life by those who die in them (Coale and Demeny, west).
fn years_lived(infant_rate: f64, sex: usize) -> (f64, f64) {
    let high = infant_rate >= 0.107;
    match (sex == FEMALE, high) {
        (true, true) => (0.35, 1.361),
        (true, false) => (0.053 + 2.8 * infant_rate, 1.522 - 1.518 * infant_rate),
        (false, true) => (0.33, 1.352),
        (false, false) => (0.045 + 2.684 * infant_rate, 1.651 - 2.816 * infant_rate),
    }
}

/// Person-years lived in an age and survivors at its end, of the survivors at its start.
fn lived(alive: f64, rate: f64, width: f64, before_death: f64) -> (f64, f64) {
    let dying = (width * rate / (1.0 + (width - before_death) * rate)).clamp(0.0, 1.0);
    let left = alive * (1.0 - dying);
    (width * left + before_death * (alive - left), left)
}

/// Survival over five-year steps by five-year ages, from central death rates of ages 0, 1–4, 5–9, … and an open last one.
///
/// The first element of the result is the survival of newborns; the ages at the start are 0–4, 5–9, …, so many groups, the
/// last open: the table may go further.
#[must_use]
pub fn abridged(rates: &ArrayView1<f64>, sex: usize, groups: usize) -> Ratios {
    let (infant, child) = years_lived(rates.first().copied().unwrap_or(0.0), sex);
    let mut years = person_years(rates, |age| match age {
        0 => (1.0, infant),
        1 => (4.0, child),
        _ => (5.0, 2.5),
    });
    if years.len() > 1 {
        let infant = years.remove(0);
        years[0] += infant;
    }
    ratios(&pooled(years, groups), 5.0)
}

/// Survival over one-year steps by single ages, so many, from central death rates of single ages, the last open; the table
/// may go further.
#[must_use]
pub fn single_years(rates: &ArrayView1<f64>, sex: usize, ages: usize) -> Ratios {
    let (infant, _) = years_lived(rates.first().copied().unwrap_or(0.0), sex);
    let width_and_death = |age: usize| (1.0, if age == 0 { infant } else { 0.5 });
    ratios(&pooled(person_years(rates, width_and_death), ages), 1.0)
}

/// Person-years lived in every age by one newborn; the last age is open.
fn person_years(rates: &ArrayView1<f64>, width_and_death: impl Fn(usize) -> (f64, f64)) -> Vec<f64> {
    let mut alive = 1.0;
    let years = rates.iter().enumerate().map(|(age, rate)| {
        if age + 1 == rates.len() {
            return open_years(alive, *rate);
        }
        let (width, before_death) = width_and_death(age);
        let (years, left) = lived(alive, *rate, width, before_death);
        alive = left;
        years
    });
    years.collect()
}

/// Person-years with all ages from the last group on in that group.
fn pooled(mut years: Vec<f64>, groups: usize) -> Vec<f64> {
    if groups > 0 && years.len() > groups {
        let open: f64 = years.drain(groups..).sum();
        years[groups - 1] += open;
    }
    years
}

/// Person-years lived in the open age: survivors over the death rate; without deaths, a hundred years each.
fn open_years(alive: f64, rate: f64) -> f64 {
    alive / rate.max(0.01)
}

/// Survival from person-years lived by age, the last one open, which it shares with the age before.
fn ratios(person_years: &[f64], width: f64) -> Ratios {
    let share = |later: f64, earlier: f64| if earlier > 0.0 { later / earlier } else { 0.0 };
    let newborn = person_years.first().map_or(1.0, |first| first / width);
    let mut ages: Vec<f64> = person_years.windows(2).map(|pair| share(pair[1], pair[0])).collect();
    if let [.., before, open] = person_years {
        let joint = share(*open, before + open);
        if let Some(last) = ages.last_mut() {
            *last = joint;
        }
        ages.push(joint);
    }
    (newborn, Array1::from(ages))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn ratios_by_hand() {
        // Person-years 4.9, 4.8, 2.4 of one newborn: 0.98 of the births, 4.8/4.9, then 2.4/(4.8 + 2.4) jointly.
        let (newborn, ages) = ratios(&[4.9, 4.8, 2.4], 5.0);
        assert!((newborn - 0.98).abs() < 1e-12);
        assert!((ages[0] - 4.8 / 4.9).abs() < 1e-12);
        assert!((ages[1] - 1.0 / 3.0).abs() < 1e-12);
        assert!((ages[2] - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn without_deaths_everybody_lives() {
        let (newborn, ages) = single_years(&array![0.0, 0.0, 0.0, 0.5].view(), FEMALE, 4);
        assert!((newborn - 1.0).abs() < 1e-12);
        assert!((ages[0] - 1.0).abs() < 1e-12);
        assert!((ages[3] - 2.0 / 3.0).abs() < 1e-12, "1 year, then 1/0.5 years: 2 of 3");
        let (_, ages) = single_years(&array![0.0, 0.0, 0.0, 0.5].view(), FEMALE, 3);
        assert!((ages[1] - 3.0 / 4.0).abs() < 1e-12, "ages 2 and 3 are one: 3 of 1 + 3 years");
    }
}
