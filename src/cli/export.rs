//! `xuewei export`: the program as an MPS file, for any other solver.

use super::{Input, ReadStudy, exit, numbers, progress, read_to_plan, render};
use crate::allocation::{COLUMNS, ProgramSize, SolveError, allow, export_mps};
use crate::domain::Language;
use crate::projection::project;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Example:\n  xuewei export models/taizhou.toml --mps taizhou.mps\n  highs taizhou.mps"
)]
pub struct Arguments {
    #[command(flatten)]
    input: Input,
    /// 写入的文件（须不存在） / file to write, which must not be there yet
    #[arg(long)]
    mps: PathBuf,
    /// 模型规模上限（变量数） / most columns of a program; a larger one is refused
    #[arg(long, value_name = "NUMBER", default_value_t = COLUMNS, value_parser = numbers::columns)]
    max_columns: usize,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    let path = &arguments.mps;
    super::file::try_new(path, language)?;
    let Some(ReadStudy { study, .. }) = read_to_plan(&arguments.input, language) else {
        return Ok(exit::FAULTY_INPUT);
    };
    if let Err(SolveError::TooLarge { size, columns }) = allow(ProgramSize::of(&study), arguments.max_columns)
    {
        render::error(&super::plan::too_large(size, columns, language), language);
        return Ok(exit::NO_PLAN);
    }
    let projection = project(&study, &progress::Bars::new(language))?;
    let text = export_mps(&study, &projection.rolls);
    super::file::write_new(path, text.as_bytes(), language)?;
    render::message(&match language {
        Language::Chinese => format!("已写入 {}", path.display()),
        Language::English => format!("Written: {}", path.display()),
    });
    Ok(exit::GOOD)
}
