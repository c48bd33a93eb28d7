//! Units of figures (计量单位): those of columns, and those that tables state in heads, in rows of their own, in cells and in number
//! formats.

use crate::input::values::half_width;
use crate::schema::{Column, ValueKind};

/// What a figure measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dimension {
    /// Money, in yuan (金额).
    Money,
    /// Area, in m² (面积).
    Area,
    /// Length, in km (里程).
    Length,
    /// Time on the way, in minutes (时长).
    Time,
    /// People, places, things (个数).
    Count,
    /// A share, or a rate by person and year (占比、率).
    Share,
    /// Years of age or of time (年).
    Years,
    /// Degrees of longitude or latitude (度).
    Degrees,
}

/// A unit: what it measures, and how many of the dimension's plain unit it is. Without a dimension it is a multiple, such as 万.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unit {
    pub(super) dimension: Option<Dimension>,
    pub(super) factor: f64,
}

/// Square metres of a 亩: a fifteenth of a hectare.
const MU: f64 = 10_000.0 / 15.0;

use Dimension::{Area, Count, Degrees, Length, Money, Share, Time, Years};

/// Units by their word; of two that end a text the longer one comes first.
const NOUNS: &[(&str, Dimension, f64)] = &[
    ("平方公里", Area, 1e6),
    ("平方千米", Area, 1e6),
    ("平方米", Area, 1.0),
    ("公里", Length, 1.0),
    ("千米", Length, 1.0),
    ("平米", Area, 1.0),
    ("公顷", Area, 1e4),
    ("km²", Area, 1e6),
    ("km2", Area, 1e6),
    ("m²", Area, 1.0),
    ("m2", Area, 1.0),
    ("㎡", Area, 1.0),
    ("亩", Area, MU),
    ("ha", Area, 1e4),
    ("km", Length, 1.0),
    ("米", Length, 0.001),
    ("m", Length, 0.001),
    ("人民币元", Money, 1.0),
    ("元", Money, 1.0),
    ("yuan", Money, 1.0),
    ("rmb", Money, 1.0),
    ("cny", Money, 1.0),
    ("minutes", Time, 1.0),
    ("minute", Time, 1.0),
    ("分钟", Time, 1.0),
    ("min", Time, 1.0),
    ("小时", Time, 60.0),
    ("hours", Time, 60.0),
    ("hour", Time, 60.0),
    ("%", Share, 0.01),
    ("‰", Share, 0.001),
    ("人次", Count, 1.0),
    ("个学位", Count, 1.0),
    ("学位", Count, 1.0),
    ("学生", Count, 1.0),
    ("儿童", Count, 1.0),
    ("幼儿", Count, 1.0),
    ("persons", Count, 1.0),
    ("person", Count, 1.0),
    ("people", Count, 1.0),
    ("places", Count, 1.0),
    ("pupils", Count, 1.0),
    ("children", Count, 1.0),
    ("人", Count, 1.0),
    ("名", Count, 1.0),
    ("个", Count, 1.0),
    ("位", Count, 1.0),
    ("座", Count, 1.0),
    ("所", Count, 1.0),
    ("套", Count, 1.0),
    ("户", Count, 1.0),
    ("项", Count, 1.0),
    ("周岁", Years, 1.0),
    ("岁", Years, 1.0),
    ("学年", Years, 1.0),
    ("年", Years, 1.0),
    ("度", Degrees, 1.0),
    ("°", Degrees, 1.0),
];

/// Multiples before a unit, or by themselves.
const MULTIPLES: &[(&str, f64)] = &[
    ("", 1.0),
    ("十", 10.0),
    ("百", 100.0),
    ("千", 1e3),
    ("万", 1e4),
    ("十万", 1e5),
    ("百万", 1e6),
    ("千万", 1e7),
    ("亿", 1e8),
    ("十亿", 1e9),
    ("thousand", 1e3),
    ("k", 1e3),
    ("10k", 1e4),
    ("10⁴", 1e4),
    ("10^4", 1e4),
    ("10,000", 1e4),
    ("10000", 1e4),
    ("million", 1e6),
    ("10⁸", 1e8),
    ("10^8", 1e8),
    ("100million", 1e8),
    ("billion", 1e9),
];

/// What stands behind the stroke of `元/年`, `元/生·年`: the column's definition says it already.
const EACH: &[&str] = &[
    "年",
    "学年",
    "生",
    "人",
    "学位",
    "生·年",
    "人·年",
    "生年",
    "人年",
    "生/年",
    "人/年",
    "学位·年",
    "a",
    "year",
    "pupil",
    "place",
];

/// A text without spaces, in half-width and small letters.
pub(super) fn narrow(text: &str) -> String {
    let letters = text.chars().map(half_width).filter(|letter| !letter.is_whitespace());
    letters.flat_map(char::to_lowercase).collect()
}

/// The unit that a word states.
pub(super) fn unit(word: &str) -> Option<Unit> {
    let narrow = narrow(word);
    let whole =
        narrow.split_once('/').filter(|(_, each)| EACH.contains(each)).map_or(narrow.as_str(), |of| of.0);
    if whole.is_empty() {
        return None;
    }
    let multiple = |word: &str| MULTIPLES.iter().find(|(name, _)| *name == word).map(|(_, factor)| *factor);
    if let Some(factor) = multiple(whole) {
        return Some(Unit { dimension: None, factor });
    }
    NOUNS.iter().find_map(|(noun, dimension, factor)| {
        let times = multiple(whole.strip_suffix(noun)?)?;
        Some(Unit { dimension: Some(*dimension), factor: times * factor })
    })
}

/// Several units in one text: `万元、个、亩`; none unless all of them are units.
pub(super) fn units(text: &str) -> Option<Vec<Unit>> {
    let is_break = |letter: char| "、，,；;和 \u{3000}".contains(letter);
    let words: Vec<&str> = text.split(is_break).map(str::trim).filter(|word| !word.is_empty()).collect();
    let all: Option<Vec<Unit>> = words.into_iter().map(unit).collect();
    all.filter(|units| !units.is_empty())
}

/// The unit in which the figures of a column are wanted.
pub(super) fn of_column(column: &Column) -> Option<Unit> {
    let unit = |dimension, factor| Some(Unit { dimension: Some(dimension), factor });
    match (column.kind, column.unit) {
        (ValueKind::Age | ValueKind::Year | ValueKind::YearOrAll, _) => unit(Years, 1.0),
        (ValueKind::Integer { .. } | ValueKind::Number { .. }, of) => match of {
            _ if of.starts_with("10⁴ yuan") => unit(Money, 1e4),
            _ if of.starts_with("yuan") => unit(Money, 1.0),
            "m²" => unit(Area, 1.0),
            "km" => unit(Length, 1.0),
            "minute" => unit(Time, 1.0),
            "year" => unit(Years, 1.0),
            "degree" => unit(Degrees, 1.0),
            "person" | "place" | "pupil" | "child" | "project" | "dwelling" => unit(Count, 1.0),
            _ if of.contains(" per ") => unit(Share, 1.0),
            _ if is_share(column) => unit(Share, 1.0),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a column holds shares, from 0 to 1.
pub(in crate::input) fn is_share(column: &Column) -> bool {
    matches!(column.kind, ValueKind::Number { least, greatest } if least >= 0.0 && (greatest - 1.0).abs() < 1e-12)
}

impl Unit {
    /// How many of the column's own unit one of this unit is; none where they measure different things. 万 alone is 万 of the plain unit:
    /// of yuan, people, m².
    pub(super) fn in_units_of(self, column: &Column) -> Option<f64> {
        let own = of_column(column)?;
        match self.dimension {
            None if own.dimension == Some(Share) => None,
            None => Some(self.factor / own.factor),
            given => (given == own.dimension).then(|| self.factor / own.factor),
        }
    }
}

/// A figure times a factor, without the dust of binary fractions.
pub(super) fn scaled(value: f64, factor: f64) -> f64 {
    let product = value * factor;
    let rounded = (product * 1e9).round() / 1e9;
    if rounded.is_finite() { rounded } else { product }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Table;

    #[test]
    fn units_are_known_by_their_words() {
        let read = |word| unit(word).map(|unit| (unit.dimension, unit.factor));
        for (word, dimension, factor) in [
            ("万元", Money, 1e4),
            ("元", Money, 1.0),
            ("亿 元", Money, 1e8),
            ("千元", Money, 1e3),
            ("元/生·年", Money, 1.0),
            ("10⁴ yuan", Money, 1e4),
            ("万人", Count, 1e4),
            ("公顷", Area, 1e4),
            ("万平方米", Area, 1e4),
            ("％", Share, 0.01),
            ("米", Length, 0.001),
            ("千米", Length, 1.0),
            ("小时", Time, 60.0),
        ] {
            assert_eq!(read(word), Some((Some(dimension), factor)), "{word}");
        }
        assert_eq!(read("万"), Some((None, 1e4)));
        for word in ["教育局", "元/㎡", "班", "", "万万"] {
            assert_eq!(read(word), None, "{word}");
        }
        assert_eq!(units("万元、个、亩").map(|all| all.len()), Some(3));
        assert_eq!(units("云岭县教育局"), None);
    }

    #[test]
    fn a_unit_is_measured_by_that_of_the_column() {
        let projects = Table::named("projects").expect("table");
        let of = |word: &str, head: &str| unit(word)?.in_units_of(projects.column(head)?);
        assert_eq!(of("元", "capex"), Some(1e-4));
        assert_eq!(of("亿", "capex"), Some(1e4));
        assert_eq!(of("万", "places.primary"), Some(1e4));
        assert_eq!(of("%", "share.county"), Some(0.01));
        assert_eq!((of("亩", "capex"), of("万", "share.county"), of("元", "land")), (None, None, None));
        // 12 亩 are 12 × 10,000/15 = 8,000 m².
        assert_eq!(of("亩", "land").map(|factor| scaled(12.0, factor).to_string()), Some("8000".to_owned()));
    }
}
