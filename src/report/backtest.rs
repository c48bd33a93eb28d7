//! A backtest for the screen.

use super::{Cell, Table};
use crate::domain::{Language, Text};
use crate::projection::backtest::{Backtest, Band, CONTENDERS, DEFAULT};
use crate::projection::size_name;

fn say(language: Language, zh: &str, en: &str) -> String {
    Text { zh: zh.to_owned(), en: en.to_owned() }.get(language).to_owned()
}

/// Which origins chose and which judged, in one sentence.
#[must_use]
pub fn backtest_sentence(found: &Backtest, language: Language) -> String {
    let days = |days: &[crate::domain::Date]| {
        let ends = (days.first(), days.last());
        let (first, last) = (ends.0.map(ToString::to_string), ends.1.map(ToString::to_string));
        format!("{} – {} ({})", first.unwrap_or_default(), last.unwrap_or_default(), days.len())
    };
    let (chose, judged) = (days(&found.choosing), days(&found.judging));
    let default = CONTENDERS[DEFAULT].name();
    let default = default.get(language);
    match language {
        Language::Chinese => format!("选择方法的起点：{chose}；评判的起点：{judged}。默认方法：{default}。"),
        Language::English => {
            format!("Origins that chose: {chose}; that judged: {judged}. Default method: {default}.")
        }
    }
}

/// Whether towns that agree with their county err less than towns alone, where the engine applies.
#[must_use]
pub fn county_contest_sentence(found: &Backtest, language: Language) -> Option<String> {
    let contest = found.counties?;
    let (agreeing, alone) = (contest.agreeing * 100.0, contest.alone * 100.0);
    let (zh, en) = if contest.alone_is_better {
        (
            "仅按乡镇更好（county_engine = \"judged\" 时不用县级推算）",
            "towns alone are better (county_engine = \"judged\" leaves the engine out)",
        )
    } else {
        ("县级推算不差于仅按乡镇", "the engine's counties are no worse")
    };
    Some(match language {
        Language::Chinese => {
            format!("乡镇与县级推算一致：加权误差 {agreeing:.2} %；仅按乡镇：{alone:.2} %；{zh}。")
        }
        Language::English => {
            format!(
                "Towns in agreement with the engine's counties: weighted error {agreeing:.2} %; towns alone: {alone:.2} %; {en}."
            )
        }
    })
}

/// Tables of a backtest: errors of every method, contests by town class, coverage of the bands.
#[must_use]
pub fn backtest_tables(found: &Backtest, language: Language) -> Vec<Table> {
    vec![errors(found, language), contests(found, language), coverage(found, language)]
}

/// A size class, or all towns.
fn size(size: Option<usize>, language: Language) -> String {
    size.map_or_else(|| say(language, "全部", "all"), |size| size_name(size).get(language).to_owned())
}

/// A stage with its ages; classes of ages without a stage are named by them already.
fn band_name(band: &Band, language: Language) -> String {
    let (name, ages) = (band.name.get(language), format!("{}–{}", band.ages.0, band.ages.1));
    if band.is_stage { format!("{name} {ages}") } else { name.to_owned() }
}

fn errors(found: &Backtest, language: Language) -> Table {
    let words = [
        ("年龄", "Ages"),
        ("年后", "Years ahead"),
        ("规模", "Size"),
        ("方法", "Method"),
        ("样本", "n"),
        ("MAPE", "MAPE"),
        ("中位误差", "Median"),
        ("WAPE", "WAPE"),
        ("偏差", "Signed"),
        ("P90", "P90"),
        ("5%以内", "Within 5 %"),
        ("班数误差", "Classes"),
        ("最好", "Best"),
    ];
    let rows = found.errors.iter().map(|line| {
        let (band, of) = (&found.bands[line.band], &line.errors);
        vec![
            Cell::Text(band_name(band, language)),
            Cell::count(line.horizon),
            Cell::Text(size(line.size, language)),
            Cell::Text(CONTENDERS[line.method].name().get(language).to_owned()),
            Cell::count(of.count),
            Cell::Percent(of.mape, 2),
            Cell::Percent(of.median, 2),
            Cell::Percent(of.wape, 2),
            Cell::Percent(of.signed, 2),
            Cell::Percent(of.p90, 2),
            Cell::Percent(of.within, 1),
            Cell::Number(of.classes, 2),
            Cell::Text(if line.best { "★".to_owned() } else { String::new() }),
        ]
    });
    Table {
        title: say(language, "评判起点上的误差", "Errors on the judging origins"),
        heads: words.iter().map(|(zh, en)| say(language, zh, en)).collect(),
        rows: rows.collect(),
    }
}

fn contests(found: &Backtest, language: Language) -> Table {
    let mut heads = vec![say(language, "乡镇类别", "Town class")];
    heads.extend(CONTENDERS.iter().map(|method| method.name().get(language).to_owned()));
    heads.push(say(language, "选中", "Chosen"));
    heads.push(say(language, "取代默认", "Replaces default"));
    let rows = found.contests.iter().map(|contest| {
        let class = contest
            .class
            .map_or_else(|| say(language, "全部", "all"), |class| class.name().get(language).to_owned());
        let mut row = vec![Cell::Text(class)];
        row.extend(
            contest.judged.iter().map(|error| error.map_or(Cell::Blank, |error| Cell::Percent(error, 2))),
        );
        row.push(Cell::Text(CONTENDERS[contest.winner].name().get(language).to_owned()));
        row.push(Cell::Text(if contest.replaces {
            say(language, "是", "yes")
        } else {
            say(language, "否", "no")
        }));
        row
    });
    let title = say(
        language,
        "各类乡镇的方法比较（评判起点的 WAPE）",
        "Methods by town class (WAPE on the judging origins)",
    );
    Table { title, heads, rows: rows.collect() }
}

fn coverage(found: &Backtest, language: Language) -> Table {
    let words = [
        ("年龄", "Ages"),
        ("规模", "Size"),
        ("年后", "Years ahead"),
        ("样本", "n"),
        ("乡镇数", "Towns"),
        ("落在80%区间内", "Inside the 80 % band"),
        ("可信下限", "At least"),
        ("可信上限", "At most"),
        ("低于下限", "Below"),
        ("区间宽度", "Width"),
        ("内置假设区间内", "Inside the stated band"),
        ("分位损失", "Pinball loss"),
    ];
    let rows = found.coverage.iter().map(|line| {
        let band = &found.bands[line.band];
        vec![
            Cell::Text(band_name(band, language)),
            Cell::Text(size(line.size, language)),
            line.horizon.map_or_else(|| Cell::Text(say(language, "全部", "all")), Cell::count),
            Cell::count(line.count),
            Cell::count(line.towns),
            Cell::Percent(line.inside, 1),
            line.certain.map_or(Cell::Blank, |range| Cell::Percent(range.0, 1)),
            line.certain.map_or(Cell::Blank, |range| Cell::Percent(range.1, 1)),
            Cell::Percent(line.below, 1),
            Cell::Percent(line.width, 1),
            Cell::Percent(line.stated, 1),
            Cell::Number(line.pinball, 4),
        ]
    });
    Table {
        title: say(
            language,
            "区间的覆盖率（评判起点；落在区间内的占比以95%的概率介于可信下限与上限之间，同一乡镇、同一起点的误差视为相关）",
            "Coverage of the bands (judging origins; with 95 % probability the share inside lies from “at least” to “at most”: truths of one town, or of one origin, go together)",
        ),
        heads: words.iter().map(|(zh, en)| say(language, zh, en)).collect(),
        rows: rows.collect(),
    }
}
