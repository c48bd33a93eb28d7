//! `xuewei init`: a study from the tables that an office has.

use super::{Input, exit, render};
use crate::diagnostic::any_error;
use crate::domain::Language;
use crate::input::{Survey, read_study, survey};
use crate::starter::{Start, start};
use crate::store::Partial;
use anyhow::Context as _;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Examples:\n  xuewei init 云岭 --from 基础数据.xlsx\n  xuewei init trial --from tables --title 某县\n  xuewei check trial\n\n只写表中有的内容；假设逐条注明，缺的一次问清 / only what the tables show; what is assumed is marked, what lacks is asked at once"
)]
pub struct Arguments {
    /// 新测算任务的文件夹（须不存在） / folder of the new study, which must not be there yet
    folder: PathBuf,
    /// 现有的工作簿，或 CSV 文件夹 / the workbook, or the folder of CSV files, that is at hand
    #[arg(long)]
    from: PathBuf,
    /// 地区名称（默认取自表的标题） / name of the place; that of the titles of the tables if not given
    #[arg(long)]
    title: Option<String>,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    let (folder, from) = (&arguments.folder, &arguments.from);
    if folder.exists() {
        anyhow::bail!("{}", super::taken(folder, language));
    }
    let shown = survey(from);
    if shown.tables.is_empty() {
        for one in &shown.unreadable {
            render::message(&one.describe(language));
        }
        render::message(&match language {
            Language::Chinese => {
                format!("{} 中没有可识别的表；工作表或文件可用的名称见 README.zh.md", from.display())
            }
            Language::English => format!(
                "{} holds no table that is known by its name; README.md tells the names",
                from.display()
            ),
        });
        return Ok(exit::FAULTY_INPUT);
    }
    let name =
        folder.file_name().map_or_else(|| "study".to_owned(), |name| name.to_string_lossy().into_owned());
    let title = arguments.title.clone().or_else(|| shown.place.clone()).unwrap_or_else(|| name.clone());
    let data = if from.is_dir() { "data".to_owned() } else { file_name(from) };
    let Some(made) = start(&shown, &name, &title, &data, language) else {
        render::message(&match language {
            Language::Chinese => "人口表和出生表中没有可读的年份，无法确定基年；请补充后再试".to_owned(),
            Language::English => "no year can be read in the tables of people and births, so that there is no base year: add it and try again".to_owned(),
        });
        return Ok(exit::FAULTY_INPUT);
    };
    let partial = Partial::create(folder)?;
    copy(from, &partial.path().join(&data), &shown)?;
    let written = partial.path().join("model.toml");
    fs::write(&written, &made.model).with_context(|| folder.join("model.toml").display().to_string())?;
    partial.finish(folder)?;
    tell(&shown, &made, folder, language);
    let reading = read_study(folder);
    let input = Input { study: folder.clone(), scenario: Vec::new() };
    super::tell(&reading.diagnostics, &reading.layouts, Some(&super::check_command(&input)), language);
    Ok(if any_error(&reading.diagnostics) { exit::FAULTY_INPUT } else { exit::GOOD })
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Copies a workbook as it is, or the tables of a folder under the names of the tables.
fn copy(from: &Path, to: &Path, shown: &Survey) -> anyhow::Result<()> {
    if !from.is_dir() {
        fs::copy(from, to).with_context(|| from.display().to_string())?;
        return Ok(());
    }
    fs::create_dir(to).with_context(|| to.display().to_string())?;
    for (place, table) in &shown.tables {
        let ending =
            place.file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let name =
            if place.sheet.is_some() { file_name(&place.file) } else { format!("{}.{ending}", table.name) };
        fs::copy(&place.file, to.join(name)).with_context(|| place.file.display().to_string())?;
    }
    Ok(())
}

fn tell(shown: &Survey, made: &Start, folder: &Path, language: Language) {
    let mut lines = Vec::new();
    for (place, table) in &shown.tables {
        let place = place.describe(language);
        lines.push(match language {
            Language::Chinese => format!("表“{}”取自 {place}", table.zh),
            Language::English => format!("table `{}`: {place}", table.name),
        });
    }
    let list = |lines: &mut Vec<String>, zh: &str, en: &str, sentences: &[crate::domain::Text]| {
        if !sentences.is_empty() {
            lines.push(if language == Language::Chinese { zh.to_owned() } else { en.to_owned() });
            lines.extend(sentences.iter().map(|text| format!("  - {}", text.get(language))));
        }
    };
    list(&mut lines, "假设（已在 model.toml 中注明）：", "Assumed (marked in model.toml):", &made.assumed);
    list(&mut lines, "请补充：", "Please add:", &made.asked);
    lines.push(match language {
        Language::Chinese => {
            format!("已写入 {}；检查结果如下，改好后可运行：xuewei plan {0}", folder.display())
        }
        Language::English => {
            format!("Written: {}. What the check says follows; then: xuewei plan {0}", folder.display())
        }
    });
    render::message(&lines.join("\n"));
}
