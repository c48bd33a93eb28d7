//! `xuewei backtest`: past projections against what happened.

use super::{Format, Input, ReadStudy, exit, numbers, progress, read, render};
use crate::domain::Language;
use crate::projection::backtest::{Origins, Settings, backtest, backtest_rolls};
use crate::report::{
    backtest_sentence, backtest_tables, county_contest_sentence, rolls_backtest_sentence,
    rolls_backtest_tables,
};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Example:\n  xuewei backtest models/region.toml --horizons 1,5,10\n  xuewei backtest models/region.toml --first-origin 2005 --format csv > errors.csv"
)]
pub struct Arguments {
    #[command(flatten)]
    input: Input,
    /// 起点年份 / years of the origins, 2005,2010
    #[arg(long, value_delimiter = ',', conflicts_with = "first_origin", value_parser = numbers::year)]
    origins: Vec<i32>,
    /// 最早起点年份 / earliest year of an origin
    #[arg(long, value_parser = numbers::year)]
    first_origin: Option<i32>,
    /// 预测年数(1—50)/ years ahead, 1 to 50
    #[arg(long, value_delimiter = ',', default_values_t = [1, 3, 5, 10], value_parser = clap::value_parser!(u8).range(1..=50))]
    horizons: Vec<u8>,
    /// 输出格式 / form of the output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    let Some(ReadStudy { study, .. }) = read(&arguments.input, language) else {
        return Ok(exit::FAULTY_INPUT);
    };
    let origins = match arguments.first_origin {
        Some(first) => Origins::From(first),
        None if arguments.origins.is_empty() => Origins::All,
        None => Origins::Years(arguments.origins.clone()),
    };
    let settings =
        Settings::new(origins, arguments.horizons.iter().map(|horizon| usize::from(*horizon)).collect());
    let (mut sentences, mut tables) = (Vec::new(), Vec::new());
    match backtest(&study, &settings, &progress::Bars::new(language))? {
        Ok(found) => {
            sentences.push(backtest_sentence(&found, language));
            sentences.extend(county_contest_sentence(&found, language));
            tables.extend(backtest_tables(&found, language));
        }
        Err(too_short) => render::message(too_short.text().get(language)),
    }
    if let Some(found) = backtest_rolls(&study, &settings.horizons, &progress::Bars::new(language))? {
        sentences.push(rolls_backtest_sentence(&found, language));
        tables.extend(rolls_backtest_tables(&study, &found, language));
    }
    if !tables.is_empty() {
        render::tables(&sentences, &tables, arguments.format)?;
    }
    Ok(exit::GOOD)
}
