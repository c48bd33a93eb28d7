//! `xuewei check`: every fault of a study in one run.

use super::render::csv_cell;
use super::{Format, Input, exit, render};
use crate::diagnostic::{Diagnostic, Location, Severity, any_error};
use crate::domain::{Language, Study, Text};
use crate::input::{Reading, grids, read_with_scenarios};
use crate::projection::{ProjectionError, can_be_projected};
use crate::report::{
    finding_counts, findings_by_kind, findings_one_by_one, lacking_sentences, marked_workbook,
    scenario_sentences, some_are_counted,
};
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Example:\n  xuewei check models/taizhou.toml\n  xuewei check models/taizhou.toml --all\n  xuewei check models/taizhou.toml --format json\n  xuewei check 2023/model.toml --xlsx 检查.xlsx"
)]
pub struct Arguments {
    #[command(flatten)]
    input: Input,
    /// 把数据表写回一个工作簿，出错的格着色并加批注，另有一张表列出全部问题（须不存在） / write the tables back as a workbook, cells at fault coloured and commented, with a sheet of all findings; must not be there yet
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
    /// 逐条列出全部问题，同类的不合并（csv、json 总是逐条） / every finding by itself, those of one kind not put together (csv and json always list every one)
    #[arg(long)]
    all: bool,
    /// 输出格式 / form of the output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    if let Some(file) = &arguments.xlsx {
        super::file::try_new(file, language)?;
    }
    let mut reading = read_with_scenarios(&arguments.input.study, &arguments.input.scenario);
    try_projection(&mut reading);
    reading.diagnostics.sort_by_key(|one| std::cmp::Reverse(one.severity));
    let text = match arguments.format {
        Format::Table => {
            render::broken(&crate::harmless::clean(&plain(&reading, arguments, language)), &std::io::stdout())
        }
        Format::Csv => csv(&reading.diagnostics, language)?,
        Format::Json => json(&reading.diagnostics, language)?,
    };
    if let Some(file) = &arguments.xlsx {
        write_back(file, &reading, language)?;
    }
    render::output(&text)?;
    Ok(if any_error(&reading.diagnostics) || reading.study.is_none() {
        exit::FAULTY_INPUT
    } else {
        exit::GOOD
    })
}

/// Projects a study that reads well: what stops a projection is found here, not when its plan is asked for.
fn try_projection(reading: &mut Reading) {
    let Some(study) = reading.study.as_ref().filter(|study| !study.population.is_empty()) else { return };
    let Err(error) = can_be_projected(study) else { return };
    let table = match error {
        ProjectionError::OfficialTotals { .. } => "official_totals",
        _ => "population",
    };
    let layout = reading.layouts.iter().find(|layout| layout.table.name == table);
    let location = layout.map_or_else(Location::default, |layout| Location {
        file: layout.file.clone(),
        sheet: layout.sheet.clone(),
        ..Location::default()
    });
    reading.diagnostics.push(Diagnostic {
        severity: Severity::Error,
        code: "cannot-be-projected",
        location,
        what: Text {
            zh: format!("无法推算人口：{}", in_chinese(&error)),
            en: format!("people cannot be projected: {error}"),
        },
        hint: Text {
            zh: "请核对该表的时点、年龄和地区".to_owned(),
            en: "check the dates, ages and areas of the table".to_owned(),
        },
        count: 1,
        figure: None,
    });
    reading.study = None;
}

/// What stops a projection, in Chinese.
fn in_chinese(error: &ProjectionError) -> String {
    match error {
        ProjectionError::NoPopulation => "没有人口".to_owned(),
        ProjectionError::AgesMissing { needed, found } => {
            format!("各学段需要到 {needed} 岁的逐岁人口，表中只到 {found} 岁")
        }
        ProjectionError::PopulationTooLate { first, from } => {
            format!("各地区自 {from} 年才有完整人口，推算不出 {first} 学年")
        }
        ProjectionError::Reconcile { county, .. } => format!("县 {county} 与其乡镇街道的人口不能协调一致"),
        ProjectionError::OfficialTotals { area, .. } => {
            format!("官方总量（{area}）与其他总量或县级推算互相矛盾")
        }
        other => other.to_string(),
    }
}

/// Writes the tables with what was found in them.
fn write_back(file: &Path, reading: &Reading, language: Language) -> anyhow::Result<()> {
    let grids = grids(reading);
    if let Some(grid) = grids.iter().find(|grid| !grid.fits_a_sheet()) {
        let name = &grid.name;
        anyhow::bail!(match language {
            Language::Chinese => format!(
                "“{name}”超过一张工作表能容纳的 1,048,576 行或 16,384 列，不能写回；请用 --format csv 列出问题"
            ),
            Language::English => format!(
                "`{name}` is larger than a sheet can be (1,048,576 rows of 16,384 columns) and cannot be written back: list the findings with --format csv"
            ),
        });
    }
    super::file::write_new(file, &marked_workbook(&grids, &reading.diagnostics, language)?, language)?;
    render::message(&match language {
        Language::Chinese => format!("已写入 {}", file.display()),
        Language::English => format!("Written: {}", file.display()),
    });
    Ok(())
}

fn plain(reading: &Reading, arguments: &Arguments, language: Language) -> String {
    let (diagnostics, study) = (&reading.diagnostics, reading.study.as_ref());
    let told = if arguments.all { findings_one_by_one } else { findings_by_kind };
    let mut lines = told(diagnostics, &reading.layouts, language);
    lines.push(finding_counts(diagnostics, language));
    if !arguments.all && some_are_counted(diagnostics) {
        let command = super::check_command(&arguments.input);
        lines.push(match language {
            Language::Chinese => format!(
                "同类问题已合并：{command} --all 逐条列出，--xlsx 文件名 在表中逐格标出。"
            ),
            Language::English => format!(
                "Findings of one kind are put together: {command} --all lists every one, --xlsx FILE marks them in the tables."
            ),
        });
    }
    lines.extend(scenario_sentences(&reading.applied, language));
    lines.extend(study.map(|study| size(study, language)));
    lines.extend(study.map_or_else(Vec::new, |study| lacking_sentences(study, language)));
    lines.join("\n") + "\n"
}

fn size(study: &Study, language: Language) -> String {
    let undecided = match (study.undecided.len(), language) {
        (0, _) => String::new(),
        (number, Language::Chinese) => format!("（另有{number}个未定，不参与比选）"),
        (number, Language::English) => {
            format!(" ({number} more cannot be chosen, since something is not known yet)")
        }
    };
    let (counties, towns) = (study.counties.len(), study.towns.len());
    let (schools, projects, rows) = (study.schools.len(), study.projects.len(), study.population.len());
    match language {
        Language::Chinese => {
            format!(
                "可以使用：{counties} 个县（市、区），{towns} 个乡镇街道，{rows} 行人口，{schools} 所学校（分学段），{projects} 个项目方案{undecided}。"
            )
        }
        Language::English => format!(
            "Good to use: {counties} counties, {towns} towns, {rows} rows of population, {schools} schools by stage, {projects} project options{undecided}."
        ),
    }
}

fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn csv(diagnostics: &[Diagnostic], language: Language) -> anyhow::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["severity", "code", "file", "sheet", "row", "column", "what", "hint", "count"])?;
    for one in diagnostics {
        let place = &one.location;
        writer.write_record([
            severity(one),
            one.code,
            &csv_cell(&place.file.display().to_string()),
            &csv_cell(place.sheet.as_deref().unwrap_or_default()),
            &place.row.map(|row| row.to_string()).unwrap_or_default(),
            &csv_cell(place.column.as_deref().unwrap_or_default()),
            &csv_cell(one.what.get(language)),
            &csv_cell(one.hint.get(language)),
            &one.count.to_string(),
        ])?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

fn json(diagnostics: &[Diagnostic], language: Language) -> anyhow::Result<String> {
    let list: Vec<_> = diagnostics
        .iter()
        .map(|one| {
            json!({
                "severity": severity(one),
                "code": one.code,
                "file": one.location.file,
                "sheet": one.location.sheet,
                "row": one.location.row,
                "column": one.location.column,
                "what": one.what.get(language),
                "hint": one.hint.get(language),
                "count": one.count,
            })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&list)? + "\n")
}
