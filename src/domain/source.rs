//! Sources of money (资金来源): their ids and names, and the words that offices write for them.
//!
//! Tables, model file and results use one list. Whatever the program prints for a source is read back as that source.

use super::{Language, Text};

/// A source of money that the program knows by name (资金来源).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MoneySource {
    /// Word in tables and results.
    pub id: &'static str,
    /// Chinese name of the level, as tables head it (县级).
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// Chinese name in documents (县级财政).
    pub formal: &'static str,
    /// Other words for it, in the form that [`simplified`] gives.
    words: &'static [&'static str],
}

/// Every source that has a name. Any other word is a source of its own.
pub const SOURCES: [MoneySource; 8] = [
    MoneySource {
        id: "county",
        zh: "县级",
        en: "County",
        formal: "县级财政",
        words: &[
            "县",
            "区",
            "区级",
            "本级",
            "县本级",
            "区本级",
            "县区",
            "县区级",
            "县市区",
            "县市区级",
            "县市级",
            "counties",
            "district",
            "local",
        ],
    },
    MoneySource {
        id: "city",
        zh: "市级",
        en: "City",
        formal: "市级财政",
        words: &[
            "市",
            "市本级",
            "地市",
            "地市级",
            "设区市",
            "设区市级",
            "municipal",
            "municipality",
            "prefecture",
        ],
    },
    MoneySource {
        id: "province",
        zh: "省级",
        en: "Province",
        formal: "省级财政",
        words: &["省", "省本级", "自治区级", "provincial"],
    },
    MoneySource {
        id: "central",
        zh: "中央",
        en: "Central",
        formal: "中央财政",
        words: &["中央级", "国家", "国家级", "national", "state", "centre", "center"],
    },
    MoneySource {
        id: "bond",
        zh: "债券",
        en: "Bond",
        formal: "专项债券",
        words: &[
            "专项债",
            "政府债",
            "政府债券",
            "政府专项债",
            "政府专项债券",
            "地方债",
            "地方债券",
            "地方政府债券",
            "地方政府专项债",
            "地方政府专项债券",
            "bonds",
            "specialbond",
            "specialbonds",
        ],
    },
    MoneySource {
        id: "town",
        zh: "乡镇级",
        en: "Town",
        formal: "乡镇（街道）",
        words: &["乡镇", "镇", "镇级", "街道", "街道级", "乡镇街道", "乡镇街道级", "towns", "township"],
    },
    MoneySource {
        id: "private",
        zh: "社会力量",
        en: "Private",
        formal: "社会力量",
        words: &["社会", "社会资本", "民间", "民间资本"],
    },
    MoneySource { id: "other", zh: "其他", en: "Other", formal: "其他", words: &["其它", "others"] },
];

/// Words for all sources together.
const ALL: &[&str] = &[
    "*",
    "all",
    "any",
    "total",
    "sum",
    "allsources",
    "合计",
    "总计",
    "共计",
    "总额",
    "全部",
    "所有",
    "各级",
    "各",
    "不限",
    "不分",
];

/// What may follow a source without changing it: 县级财政补助资金 is 县级.
const ENDINGS: &[&str] = &[
    "资金",
    "财政",
    "补助",
    "补贴",
    "投入",
    "投资",
    "配套",
    "承担",
    "负担",
    "出资",
    "来源",
    "经费",
    "预算内",
    "预算",
    "专款",
    "支出",
    "funds",
    "fund",
    "finance",
    "budget",
    "government",
    "level",
    "sources",
];

/// What a word for a source means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceWord<'a> {
    /// All sources together.
    All,
    /// A source by its id: one of [`SOURCES`], or a word that the study made up itself.
    One(&'a str),
    /// Several sources in one cell, by their ids.
    Several(Vec<&'a str>),
}

/// Reads a word for a source: an id, a name in either language, or an office's word for it.
#[must_use]
pub fn source_word(text: &str) -> SourceWord<'_> {
    let text = text.trim();
    if let Some(found) = known(text) {
        return found;
    }
    let parts: Vec<&str> =
        text.split(['+', '＋', '、', '/', '／', '和', '与', ',', '，', ';', '；', '&']).collect();
    let ids: Option<Vec<&str>> = parts
        .iter()
        .map(|part| match known(part) {
            Some(SourceWord::One(id)) => Some(id),
            _ => None,
        })
        .collect();
    match ids {
        Some(ids) if ids.len() > 1 => SourceWord::Several(ids),
        _ => SourceWord::One(text),
    }
}

/// Name of a source in tables of results; a word that the study made up itself stays.
#[must_use]
pub fn source_name(id: &str, language: Language) -> String {
    if id == "*" {
        return Text { zh: "全部".into(), en: "All".into() }.get(language).to_owned();
    }
    let source = SOURCES.iter().find(|source| source.id == id);
    source.map_or(id, |source| if language == Language::Chinese { source.zh } else { source.en }).to_owned()
}

/// A word of the list, with any of the endings.
fn known(text: &str) -> Option<SourceWord<'static>> {
    let simple = simplified(text);
    let mut word = simple.as_str();
    loop {
        if ALL.contains(&word) {
            return Some(SourceWord::All);
        }
        let is = |source: &&MoneySource| {
            let formal = simplified(source.formal);
            source.id == word || source.zh == word || formal == word || source.words.contains(&word)
        };
        if let Some(source) = SOURCES.iter().find(is) {
            return Some(SourceWord::One(source.id));
        }
        word = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending)).filter(|rest| !rest.is_empty())?;
    }
}

/// Small narrow letters without spaces, brackets and the commas within them: `县（市、区）级` is `县市区级`.
fn simplified(text: &str) -> String {
    let narrow = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        other => other,
    };
    let dropped = |letter: &char| letter.is_whitespace() || "()、".contains(*letter);
    let plain = |text: &str| text.chars().map(narrow).filter(|letter| !dropped(letter)).collect::<String>();
    // A comma joins only what stands in brackets.
    let outside = text.split(['（', '(', '）', ')']).step_by(2).any(|part| part.contains('、'));
    if outside { text.trim().to_lowercase() } else { plain(text).to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_offices_are_sources() {
        let cases = [
            (
                "county",
                "县级 县 县级财政 区级 本级财政 County 县（市、区）级 县（市、区） 县本级资金 区 ＣＯＵＮＴＹ",
            ),
            ("city", "市级 市 市财政 市补助 市级补助资金 City municipal"),
            ("province", "省级 省补助 省级财政补助资金 Province provincial"),
            ("central", "中央 中央财政 国家 中央预算内投资 national"),
            ("bond", "债券 专项债 专项债券 地方政府专项债券资金 bonds Bond"),
            ("town", "乡镇 乡镇（街道） 街道 镇财政"),
            ("other", "其他 其它资金 other"),
        ];
        for (id, words) in cases {
            for word in words.split(' ') {
                assert_eq!(source_word(word), SourceWord::One(id), "{word}");
            }
        }
        assert_eq!(source_word("Special Bond"), SourceWord::One("bond"));
        for word in ["*", "＊", "合计", "全部", "所有", "all", "Total", "各级财政", "全部资金来源", "All"]
        {
            assert_eq!(source_word(word), SourceWord::All, "{word}");
        }
    }

    #[test]
    fn what_is_printed_is_read_back_and_other_words_stay() {
        for source in SOURCES {
            for printed in [source.id, source.zh, source.en, source.formal] {
                assert_eq!(source_word(printed), SourceWord::One(source.id), "{printed}");
            }
            for language in [Language::Chinese, Language::English] {
                assert_eq!(source_word(&source_name(source.id, language)), SourceWord::One(source.id));
                assert_eq!(source_word(&source_name("*", language)), SourceWord::All);
            }
        }
        for word in ["自筹", "一般债券", "资金", "财政", "校友捐赠", "Fund A"] {
            assert_eq!(source_word(word), SourceWord::One(word));
        }
    }

    #[test]
    fn several_sources_in_one_cell_are_told_apart() {
        for word in ["县级+专项债", "县、专项债券", "县级财政/债券资金", "县级和专项债"]
        {
            assert_eq!(source_word(word), SourceWord::Several(vec!["county", "bond"]), "{word}");
        }
        // A word that is no source on either side is a name of its own.
        assert_eq!(source_word("张三和李四"), SourceWord::One("张三和李四"));
    }
}
