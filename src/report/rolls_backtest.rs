//! A backtest of pupils for the screen.

use super::{Cell, Table};
use crate::domain::{Language, SchoolYear, Study, Text};
use crate::projection::backtest::{ROLL_DEFAULT, RULES, RollBacktest, RollPart};

fn say(language: Language, zh: &str, en: &str) -> String {
    Text { zh: zh.to_owned(), en: en.to_owned() }.get(language).to_owned()
}

/// Which origins chose and which judged, and which rule won, in one sentence.
#[must_use]
pub fn rolls_backtest_sentence(found: &RollBacktest, language: Language) -> String {
    let years = |years: &[SchoolYear]| years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let (chose, judged) = (years(&found.choosing), years(&found.judging));
    let winner = RULES[found.winner].name();
    let (winner, default) = (winner.get(language), RULES[ROLL_DEFAULT].name());
    let default = default.get(language);
    match language {
        Language::Chinese => format!(
            "在校生：选择方法的学年：{chose}；评判的学年：{judged}。选择学年上误差最小的方法：{winner}；采用：{default}。"
        ),
        Language::English => format!(
            "Pupils: school years that chose: {chose}; that judged: {judged}. Least error on those that chose: {winner}; in use: {default}."
        ),
    }
}

/// Tables of a backtest of pupils: errors by stage, part and horizon, the contest, and whether bands held.
#[must_use]
pub fn rolls_backtest_tables(study: &Study, found: &RollBacktest, language: Language) -> Vec<Table> {
    vec![errors(study, found, language), contest(found, language), coverage(found, language)]
}

fn part(part: RollPart, language: Language) -> String {
    let (zh, en) = match part {
        RollPart::Entrants => ("各校一年级", "first grade, by school"),
        RollPart::LaterGrades => ("各校较高年级", "later grades, by school"),
        RollPart::Schools => ("各校合计", "schools"),
        RollPart::Study => ("全部学校合计", "all schools together"),
    };
    say(language, zh, en)
}

fn errors(study: &Study, found: &RollBacktest, language: Language) -> Table {
    let heads = [
        ("学段", "Stage"),
        ("对象", "Part"),
        ("年后", "Years ahead"),
        ("方法", "Method"),
        ("样本", "n"),
        ("WAPE", "WAPE"),
        ("MAPE", "MAPE"),
        ("中位误差", "Median"),
        ("偏差", "Signed"),
        ("最好", "Best"),
    ];
    let rows = found.lines.iter().map(|line| {
        vec![
            Cell::Text(study.stages[line.stage.index()].name.get(language).to_owned()),
            Cell::Text(part(line.part, language)),
            Cell::count(line.horizon),
            Cell::Text(RULES[line.rule].name().get(language).to_owned()),
            Cell::count(line.errors.count),
            Cell::Percent(line.errors.wape, 2),
            Cell::Percent(line.errors.mape, 2),
            Cell::Percent(line.errors.median, 2),
            Cell::Percent(line.errors.signed, 2),
            Cell::Text(if line.best { "★".to_owned() } else { String::new() }),
        ]
    });
    Table {
        title: say(language, "在校生：评判学年上的误差", "Pupils: errors on the judging years"),
        heads: heads.map(|(zh, en)| say(language, zh, en)).to_vec(),
        rows: rows.collect(),
    }
}

fn contest(found: &RollBacktest, language: Language) -> Table {
    let heads = [("方法", "Method"), ("选择学年", "On choosing years"), ("评判学年", "On judging years")];
    let share = |error: f64| if error.is_finite() { Cell::Percent(error, 2) } else { Cell::Blank };
    let rows = RULES.iter().zip(&found.contest).map(|(rule, (chose, judged))| {
        vec![Cell::Text(rule.name().get(language).to_owned()), share(*chose), share(*judged)]
    });
    Table {
        title: say(
            language,
            "在校生：各方法的 WAPE（各校合计，全部学段与年数）",
            "Pupils: WAPE of every method (schools, all stages and horizons)",
        ),
        heads: heads.map(|(zh, en)| say(language, zh, en)).to_vec(),
        rows: rows.collect(),
    }
}

fn coverage(found: &RollBacktest, language: Language) -> Table {
    let heads = [("对象", "Part"), ("年后", "Years ahead"), ("样本", "n"), ("区间内", "Inside")];
    let rows = found.coverage.iter().map(|line| {
        vec![
            Cell::Text(part(line.part, language)),
            Cell::count(line.horizon),
            Cell::count(line.count),
            Cell::Percent(line.inside, 1),
        ]
    });
    Table {
        title: say(
            language,
            "在校生：80% 区间内的实际数（仅用起点之前的误差）",
            "Pupils: truths inside the 80 % bands (of errors known at each origin)",
        ),
        heads: heads.map(|(zh, en)| say(language, zh, en)).to_vec(),
        rows: rows.collect(),
    }
}
