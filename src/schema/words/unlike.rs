//! Words that look alike and mean different things, so that none is offered for the other (反义、近形词).

/// Sets of words; a word with one of them is no slip for a word with another of the same set. A blank one stands for words without any of
/// the set.
const UNLIKE: &[&[&str]] = &[
    // Sectors, settings, sexes.
    &["公", "民", "私"],
    &["普惠", ""],
    &["城", "镇", "乡", "农", "村"],
    &["男", "女"],
    &["male", "female"],
    &["urban", "rural", "town"],
    &["public", "private", "inclusive"],
    // Kinds of work and how far it is.
    &["新", "扩", "改", "迁", "重", "翻", "拆", "撤", "续", "在", "拟", "已", "未", "待"],
    &["开", "停", "投", "竣"],
    &["start", "open", "close", "closes", "opened"],
    &["planned", "reserved", "started", "building"],
    // Directions, bounds, places.
    &["入", "出"],
    &["in", "out", "net"],
    &["起", "终", "止"],
    &["from", "to"],
    &["早", "迟", "晚"],
    &["earliest", "latest"],
    &["经", "纬"],
    &["lon", "lat"],
    &["东", "南", "西", "北"],
    &["省", "市", "县", "区", "镇"],
    &["province", "city", "county", "town"],
    // What is counted.
    &["出生", "学生", "死亡"],
    &["births", "deaths"],
    &["数", "率", "比", "额", "费"],
    &["rate", "count", "probability", "survival", "share"],
    &["年", "月", "日", "季"],
    &["year", "month", "date"],
    &["学位", "学段", "学年", "学校", "学生", "学期", "学费", "学籍", "学制"],
    &["校名", "校长", "校址", "校舍"],
    &["名", "长", "址", "码", "号"],
    &["小", "中", "大", "高", "初", "托"],
    &["幼", "小", "初", "高"],
    &["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"],
    &["人", "户", "套", "栋"],
    &["项目", "类别", "性质", "阶段", "工程"],
    // Words that turn a meaning.
    &["原", "现", ""],
    &["非", ""],
    &["不", ""],
    &["未", ""],
    &["无", ""],
    &["净", ""],
    &["总", "均", "每", ""],
    &["最", ""],
    &["from", ""],
    &["per", ""],
    &["name_en", "name"],
    &["pupil", "place"],
    &["pupils", "places"],
    &["primary", "secondary", "junior", "senior", "special"],
];

/// Whether one word is no slip for the other, though few letters differ.
#[must_use]
pub fn are_unlike(one: &str, other: &str) -> bool {
    UNLIKE.iter().any(|set| kept_apart(set, one, other))
}

/// Whether two words have different words of a set.
#[must_use]
pub fn kept_apart(set: &[&str], one: &str, other: &str) -> bool {
    let has = |word: &str| -> Vec<&str> { set.iter().copied().filter(|part| holds(word, part)).collect() };
    let (ones, others) = (has(one), has(other));
    let blank = set.contains(&"");
    let apart = |ones: &[&str], others: &[&str]| ones.iter().any(|part| !others.contains(part));
    match (ones.is_empty(), others.is_empty()) {
        (true, true) => false,
        (false, false) => apart(&ones, &others) && apart(&others, &ones) || (blank && ones != others),
        _ => blank,
    }
}

/// Whether a word has a part: letters of English as words of their own between other signs, Chinese anywhere.
fn holds(word: &str, part: &str) -> bool {
    if part.is_empty() {
        return false;
    }
    if !part.is_ascii() {
        return word.contains(part);
    }
    if part.contains('_') {
        return word == part;
    }
    word.split(|letter: char| !letter.is_ascii_alphanumeric()).any(|of| of == part)
}

#[cfg(test)]
mod tests {
    use super::are_unlike;

    #[test]
    fn opposites_and_different_things_are_kept_apart() {
        for (one, other) in [
            ("民办", "公办"),
            ("镇区", "城区"),
            ("校长", "校名"),
            ("迁入数", "迁出数"),
            ("等级", "原等级"),
            ("from_grade", "grade"),
            ("out_rate", "in_rate"),
            ("经度", "纬度"),
        ] {
            assert!(are_unlike(one, other) && are_unlike(other, one), "{one}, {other}");
        }
        for (one, other) in
            [("primry", "primary"), ("办学性制", "办学性质"), ("在校学生", "在校生"), ("capx", "capex")]
        {
            assert!(!are_unlike(one, other), "{one}, {other}");
        }
    }
}
