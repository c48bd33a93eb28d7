//! `xuewei verify`: a run folder checked by code of its own.

use super::{Format, exit, render};
use crate::domain::Language;
use crate::report::{verification_sentences, verification_tables};
use crate::store::reopen;
use crate::verify::{Against, Verification, verify, verify_files};
use std::path::{Path, PathBuf};

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
    if let Some(refused) = other_folder(&arguments.run, language) {
        anyhow::bail!(refused);
    }
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

/// What to do with a folder that holds no plan; none for one that may hold one.
fn other_folder(folder: &Path, language: Language) -> Option<String> {
    let name = folder.display();
    let manifest = std::fs::read_to_string(folder.join("manifest.json")).ok();
    let manifest: Option<serde_json::Value> = manifest.and_then(|text| serde_json::from_str(&text).ok());
    if manifest.is_some_and(|manifest| manifest["command"] == "project") {
        return Some(match language {
            Language::Chinese => format!(
                "{name} 是 project 的结果，没有可核验的方案；用同样输入再运行一次 project 即可比对各表"
            ),
            Language::English => format!(
                "{name} holds a projection and no plan to verify: run `project` again on its inputs and compare the tables"
            ),
        });
    }
    folder.join("sweep.json").is_file().then(|| match language {
        Language::Chinese => format!("{name} 是 sweep 的结果，请逐个核验其中各情景的文件夹"),
        Language::English => format!("{name} holds a sweep: verify the folders of its cases one by one"),
    })
}

/// Exit code of a verification.
pub fn code(found: &Verification) -> u8 {
    if found.good() { exit::GOOD } else { exit::NOT_VERIFIED }
}
