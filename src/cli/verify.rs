//! `xuewei verify`: a run folder checked by code of its own.

use super::{Format, exit, render};
use crate::domain::Language;
use crate::report::{verification_sentences, verification_tables};
use crate::store::reopen;
use crate::verify::{Against, Verification, verify, verify_files};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Examples:\n  xuewei verify runs/draft-1\n  xuewei --lang en verify runs/draft-1 --format json\n\n退出码 / exit codes: 0 全部相符 all agrees; 6 有不符之处 something does not agree"
)]
pub struct Arguments {
    /// 结果文件夹 / run folder
    run: PathBuf,
    /// 输出格式 / form of the output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    let found = match reopen(&arguments.run) {
        Ok(run) => verify(&arguments.run, &Against { study: &run.study, applied: &run.applied, rolls: None }),
        Err(error) if !arguments.run.join("manifest.json").is_file() => return Err(error.into()),
        Err(error) => {
            render::error(&error.to_string(), language);
            verify_files(&arguments.run).with_unreadable("inputs", &error)
        }
    };
    let sentences = verification_sentences(&found, language);
    render::tables(&sentences, &verification_tables(&found, language), arguments.format)?;
    Ok(code(&found))
}

/// Exit code of a verification.
pub fn code(found: &Verification) -> u8 {
    if found.good() { exit::GOOD } else { exit::NOT_VERIFIED }
}
