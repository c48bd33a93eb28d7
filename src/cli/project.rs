//! `xuewei project`: children and rolls by town.

use super::{Format, exit, progress, read, render};
use crate::domain::Language;
use crate::progress::Silent;
use crate::projection::backtest::error_model;
use crate::projection::ensemble::{DrawSettings, of_rolls};
use crate::projection::project;
use crate::report::{bands_overview, births_overview, people_overview, rolls_by_town, rolls_overview};
use crate::store::{ProjectionRun, TableForm, write_projection};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Example:\n  xuewei project models/taizhou.toml\n  xuewei project models/taizhou.toml --by town --format csv > rolls.csv\n  xuewei project models/taizhou.toml --out runs/children --csv"
)]
pub struct Arguments {
    /// 模型文件或其文件夹 / model file, or its folder
    study: PathBuf,
    /// 汇总方式 / totals of the whole area, or by town
    #[arg(long, value_enum, default_value_t)]
    by: By,
    /// 结果文件夹（须不存在） / folder of the run, which must not be there yet
    #[arg(long)]
    out: Option<PathBuf>,
    /// 结果表同时写成 CSV / write tables as CSV too
    #[arg(long, requires = "out")]
    csv: bool,
    /// 输出格式 / form of the output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum By {
    /// 全市 / the whole area
    #[default]
    All,
    /// 乡镇街道 / town
    Town,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    if let Some(out) = arguments.out.as_ref().filter(|out| out.exists()) {
        anyhow::bail!("{}", super::taken(out, language));
    }
    let Some((study, inputs)) = read(&arguments.study, language) else { return Ok(exit::FAULTY_INPUT) };
    let projection = project(&study, &progress::Bars::new(language))?;
    for method in &projection.methods {
        render::message(method.get(language));
    }
    if let Some(out) = &arguments.out {
        let form = if arguments.csv { TableForm::ParquetAndCsv } else { TableForm::Parquet };
        let run = ProjectionRun { study: &study, projection: &projection, inputs: &inputs };
        write_projection(&run, out, form)?;
        render::message(&match language {
            Language::Chinese => format!("结果文件夹：{}", out.display()),
            Language::English => format!("Run folder: {}", out.display()),
        });
    }
    let tables = match arguments.by {
        By::All => {
            let model = error_model(&study, &Silent)?;
            render::message(model.text().get(language));
            let bands = of_rolls(&study, &projection, &model, DrawSettings::default());
            let mut tables = vec![births_overview(&study, &projection, language)];
            if study.stages.is_empty() {
                tables.extend(people_overview(&study, &projection, language));
            } else {
                tables.push(rolls_overview(&study, &projection, language));
                tables.push(bands_overview(&study, &projection, &bands, language));
            }
            tables
        }
        By::Town => vec![rolls_by_town(&study, &projection, language)],
    };
    render::tables(&[], &tables, arguments.format)?;
    Ok(exit::GOOD)
}
