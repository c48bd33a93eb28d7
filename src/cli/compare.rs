//! `xuewei compare`: two or more runs side by side, from their folders alone.

use super::{Format, exit, render};
use crate::compare::compare;
use crate::domain::Language;
use crate::report::{comparison_sentences, comparison_tables};
use crate::store::read_record;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Examples:\n  xuewei compare runs/base runs/low_births\n  xuewei --lang en compare runs/base runs/low_births --format csv > comparison.csv"
)]
pub struct Arguments {
    /// 结果文件夹：第一个是比较的基准 / run folders: the others are measured against the first
    #[arg(required = true, num_args = 2..)]
    runs: Vec<PathBuf>,
    /// 输出格式 / form of the output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    let records = arguments.runs.iter().map(|run| read_record(run)).collect::<Result<Vec<_>, _>>()?;
    let Some((base, others)) = records.split_first() else { return Ok(exit::USAGE) };
    let (mut sentences, mut tables) = (Vec::new(), Vec::new());
    for other in others {
        let found = compare(base, other);
        sentences.extend(comparison_sentences(base, other, language));
        let mut more = comparison_tables(base, other, &found, language);
        if others.len() > 1 {
            more.iter_mut()
                .for_each(|table| table.title = format!("{} → {}: {}", base.run, other.run, table.title));
        }
        tables.extend(more);
    }
    render::tables(&sentences, &tables, arguments.format)?;
    Ok(exit::GOOD)
}
