//! What lasts and what passes of a deviation: a filter over the years (卡尔曼滤波).
//!
//! A row (a town or a county, and group) shows in a year `y = Σ_a (N′ − R·N) / Σ_a p[a]·R·N`: children above what the ratios R of its
//! parent foresee, over those who are apt to move. `y` is the row's deviation and chance, whose variance falls with the children. The deviation is a
//! lasting part, which fades slowly, and a passing part, which fades fast and is stirred anew every year. Variances are in units of that of one
//! child, so that their inverse is a number of children κ: where a town has as many, its own past and its county weigh the same.

use crate::domain::Text;

/// Ages whose steps show a deviation.
pub(super) const AGES: usize = 14;

/// How strongly rows lend from their parent (平滑参数).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Smoothing {
    /// Children of an age at which what lasts of a deviation counts by half after one year.
    pub lasting: f64,
    /// The same of what passes; infinite: nothing does.
    pub passing: f64,
    /// What is left of the passing part a year later, 0 to below 1.
    pub fading: f64,
    /// What is left of the lasting part a year later, 0 to below 1.
    pub persistence: f64,
}

impl Smoothing {
    /// Where the history is too short to choose: by the model's shrinkage, children.
    pub(super) fn stated(shrinkage: f64) -> Self {
        let shrinkage = shrinkage.max(0.0);
        Self { lasting: shrinkage, passing: 2.0 * shrinkage, fading: 0.6, persistence: 0.98 }
    }

    /// In words: chosen by the study's own past.
    pub(super) fn text(self) -> Text {
        let (lasting, slowly) = (self.lasting, 100.0 * self.persistence);
        let (passing, fast) = (self.passing, 100.0 * self.fading);
        if !passing.is_finite() {
            return Text {
                zh: format!(
                    "平滑强度由本地历史选定:乡镇对县的偏离收缩 {lasting:.0} 人(单一年龄),每年保留 {slowly:.0}%。"
                ),
                en: format!(
                    "Smoothing chosen by the study's own past: a town's deviation from its county shrunk by {lasting:.0} children of an \
                     age, of which {slowly:.0} % is left a year later."
                ),
            };
        }
        Text {
            zh: format!(
                "平滑强度由本地历史选定:乡镇对县的偏离分为长期部分(收缩 {lasting:.0} 人,每年保留 {slowly:.0}%)与短期部分(收缩 {passing:.0} \
                 人,每年保留 {fast:.0}%),以单一年龄人数计。"
            ),
            en: format!(
                "Smoothing chosen by the study's own past: of a town's deviation from its county a part lasts (shrunk by {lasting:.0} children \
                 of an age, {slowly:.0} % left a year later) and a part passes (by {passing:.0} children, {fast:.0} % left)."
            ),
        }
    }
}

/// What a row shows in one year.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Signal {
    /// Children above those foreseen.
    above: f64,
    /// Children foreseen, weighted by how apt they are to move.
    mobile: f64,
}

impl Signal {
    /// Takes an age: children at both ends of the row's step and of its parent's.
    pub(super) fn take(&mut self, age: usize, own: (f64, f64), parent: (f64, f64)) {
        if parent.0 > 0.0 {
            let foreseen = own.0 * parent.1 / parent.0;
            self.above += own.1 - foreseen;
            self.mobile += mobility(age) * foreseen;
        }
    }
}

#[cfg(test)]
impl Signal {
    /// Greatest difference of a part.
    pub(super) fn differs(self, other: Self) -> f64 {
        (self.above - other.above).abs().max((self.mobile - other.mobile).abs())
    }
}

/// What is known of a row's deviation after a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct State {
    /// Part that lasts.
    pub lasting: f64,
    /// Part that passes.
    pub passing: f64,
    /// Variance of the lasting part, covariance, variance of the passing one.
    variance: [f64; 3],
}

impl State {
    /// Before any year.
    pub(super) fn start(of: Smoothing) -> Self {
        let passing = inverse(of.passing) / (1.0 - of.fading.powi(2));
        Self { lasting: 0.0, passing: 0.0, variance: [inverse(of.lasting), 0.0, passing] }
    }

    /// A year later, with what the row showed in it.
    pub(super) fn after(self, of: Smoothing, signal: Signal) -> Self {
        let (slow, fast) = (of.persistence, of.fading);
        let [lasting, both, passing] = self.variance;
        let lasting = slow.powi(2) * lasting + (1.0 - slow.powi(2)) * inverse(of.lasting);
        let (both, passing) = (slow * fast * both, fast.powi(2) * passing + inverse(of.passing));
        let foreseen = Self {
            lasting: slow * self.lasting,
            passing: fast * self.passing,
            variance: [lasting, both, passing],
        };
        if signal.mobile <= 0.0 {
            return foreseen;
        }
        let shown = signal.above / signal.mobile - foreseen.lasting - foreseen.passing;
        let total = lasting + 2.0 * both + passing + 1.0 / signal.mobile;
        let gains = [(lasting + both) / total, (both + passing) / total];
        Self {
            lasting: foreseen.lasting + gains[0] * shown,
            passing: foreseen.passing + gains[1] * shown,
            variance: [
                lasting - gains[0] * (lasting + both),
                both - gains[0] * (both + passing),
                passing - gains[1] * (both + passing),
            ],
        }
    }

    /// Deviation foreseen in the step so many years after the next one.
    pub(super) fn ahead(self, of: Smoothing, years: i32) -> f64 {
        self.lasting * of.persistence.powi(years + 1) + self.passing * of.fading.powi(years + 1)
    }
}

/// Variance of a shrinkage over all ages; 0 of an infinite one.
fn inverse(shrinkage: f64) -> f64 {
    /// Children: below, nothing is shrunk.
    const LEAST: f64 = 1e-6;
    #[allow(clippy::cast_precision_loss)] // fourteen
    let children = shrinkage.max(LEAST) * AGES as f64;
    children.recip()
}

/// How much an age moves beside young children.
pub(super) fn mobility(age: usize) -> f64 {
    match age {
        0..=5 => 1.0,
        6..=9 => 0.6,
        _ => 0.45,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-9, "{found}, not {wanted}");
    }

    #[test]
    fn a_year_by_hand() {
        // Lasting variance 1/(14·100), passing 1/(14·50)/(1 − 0.25) before the year, then 0.25·that + 1/700: again 1/525. Shown: 30 children above
        // 1,500 apt to move, 0.02, with variance 1/1500. Total 1/1400 + 1/525 + 1/1500 = (7.5 + 20 + 7)/10500; gains 7.5/34.5 and 20/34.5.
        let of = Smoothing { lasting: 100.0, passing: 50.0, fading: 0.5, persistence: 1.0 };
        let signal = Signal { above: 30.0, mobile: 1_500.0 };
        let state = State::start(of).after(of, signal);
        near(state.lasting, 0.02 * 7.5 / 34.5);
        near(state.passing, 0.02 * 20.0 / 34.5);
        near(state.ahead(of, 0), state.lasting + 0.5 * state.passing);
        near(state.ahead(of, 2), state.lasting + 0.125 * state.passing);
        // What is left of the variance of the lasting part: P·(1 − gain); a covariance arises.
        near(state.variance[0], (1.0 - 7.5 / 34.5) / 1_400.0);
        near(state.variance[1], -7.5 / 34.5 / 525.0);
    }

    #[test]
    fn without_a_count_a_deviation_fades() {
        let of = Smoothing { lasting: 100.0, passing: 50.0, fading: 0.5, persistence: 0.9 };
        let seen = State::start(of).after(of, Signal { above: 30.0, mobile: 1_500.0 });
        let later = seen.after(of, Signal::default());
        near(later.lasting, 0.9 * seen.lasting);
        near(later.passing, 0.5 * seen.passing);
        assert!(later.variance[0] > seen.variance[0] && later.variance[2] > seen.variance[2]);
    }

    #[test]
    fn many_children_are_believed_and_few_are_not() {
        let of = Smoothing { lasting: 200.0, passing: f64::INFINITY, fading: 0.6, persistence: 0.98 };
        let told = |mobile: f64| {
            let signal = Signal { above: 0.05 * mobile, mobile };
            (0..10).fold(State::start(of), |state, _| state.after(of, signal)).lasting
        };
        assert!((told(1e9) - 0.05).abs() < 1e-6);
        assert!(told(10.0) < 0.005);
        near(State::start(of).after(of, Signal { above: 1.0, mobile: 20.0 }).passing, 0.0);
    }

    #[test]
    fn a_signal_by_hand() {
        // The parent went from 100 to 110 at age 0 and from 50 to 50 at age 7; the row from 10 to 12 and from 20 to 19.
        let mut signal = Signal::default();
        signal.take(0, (10.0, 12.0), (100.0, 110.0));
        signal.take(7, (20.0, 19.0), (50.0, 50.0));
        signal.take(8, (5.0, 9.0), (0.0, 4.0));
        near(signal.above, 1.0 - 1.0);
        near(signal.mobile, 11.0 + 0.6 * 20.0);
    }
}
