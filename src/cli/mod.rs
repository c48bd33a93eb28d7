//! Commands. The only place that prints, shows progress or exits.

mod backtest;
mod board;
mod budget;
mod check;
mod compare;
mod explain;
mod export;
mod file;
mod futures;
mod init;
mod interrupt;
mod lines;
mod numbers;
mod plan;
mod progress;
mod project;
mod render;
mod replan;
mod report;
mod robust;
mod stress;
mod sweep;
mod synth;
mod verify;

use crate::allocation::SolveError;
use crate::diagnostic::{Diagnostic, Severity, any_error, number};
use crate::domain::{Language, Study};
use crate::input::{InputFile, Layout, Reading, read_with_scenarios};
use crate::projection::ProjectionError;
use crate::report::{findings_by_kind, some_are_counted};
use crate::scenario::Applied;
use crate::store::TableForm;

use clap::{Parser, Subcommand, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Exit codes (退出码).
mod exit {
    /// Good.
    pub const GOOD: u8 = 0;
    /// Faulty input.
    pub const FAULTY_INPUT: u8 = 1;
    /// Wrong usage, or a file that cannot be written.
    pub const USAGE: u8 = 2;
    /// Targets cannot be met; the repair is shown.
    pub const REPAIRED: u8 = 3;
    /// Stopped with a plan and its gap.
    pub const STOPPED: u8 = 4;
    /// No plan found.
    pub const NO_PLAN: u8 = 5;
    /// A run folder does not agree with itself.
    pub const NOT_VERIFIED: u8 = 6;
    /// Ended by the user before there was anything to keep.
    pub const INTERRUPTED: u8 = 7;
}

/// 学位需求预测与学校布局规划 / school-place capacity planner
///
/// 读入一个研究（模型文件和数据表），预测各乡镇街道适龄儿童，求出达到各项目标且成本最低的建设方案。
/// Reads a study (a model file and its tables), projects children by town, and finds the building programme that meets every target at the lowest cost.
#[derive(Debug, Parser)]
#[command(name = "xuewei", version, propagate_version = true, arg_required_else_help = true)]
#[command(
    after_help = "例 / Examples:\n  xuewei plan models/taizhou.toml\n  xuewei --lang en project models/taizhou.toml --by town --format csv > rolls.csv\n  xuewei synth trial --towns 40 --counties 4 --seed 7 && xuewei plan trial"
)]
struct Cli {
    /// 语言 / language: zh, en
    #[arg(long, global = true, default_value = "zh", env = "XUEWEI_LANG")]
    lang: Lang,
    /// CSV 中的文字原样写出；默认在会被电子表格当作公式的文字（以 = + - @ 等开头）前加撇号 / CSV with texts as they are, for machines; otherwise a text that a spreadsheet takes for a formula (it begins with =, +, -, @, …) gets an apostrophe before it
    #[arg(long, global = true)]
    raw_csv: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lang {
    Zh,
    En,
}

/// 输出格式 / form of the output
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    #[default]
    Table,
    Csv,
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 检查数据，一次列出全部错误 / every fault of a study in one run
    Check(check::Arguments),
    /// 由机关现有表格建立测算任务 / a study from the tables that an office has
    Init(init::Arguments),
    /// 预测各乡镇街道的儿童和学位需求 / children and rolls by town
    Project(project::Arguments),
    /// 用历史检验预测方法 / past projections against what happened
    Backtest(backtest::Arguments),
    /// 求最低成本的布局方案 / the least-cost plan: project, allocate, figures, run folder
    Plan(plan::Arguments),
    /// 多情景并行求解，可续算 / many scenarios or a grid side by side, in parallel, resumable
    Sweep(sweep::Arguments),
    /// 压力检验：既定方案面对许多种未来 / a fixed plan against many futures
    Stress(stress::Arguments),
    /// 比较两个或多个方案 / two or more runs side by side
    Compare(compare::Arguments),
    /// 为什么：项目、指标、工程、乡镇的依据和代价 / why: a project, a target, a programme, a town, and what it would cost otherwise
    Explain(explain::Arguments),
    /// 资金视角：承诺、支付、运行费、上限、分担、闲置 / what a run costs, as a finance bureau asks
    Budget(budget::Arguments),
    /// 独立核验结果文件夹 / a run folder checked by code of its own
    Verify(verify::Arguments),
    /// 编写年度布局方案 / the annual layout proposal with its attachments
    Report(report::Arguments),
    /// 导出数学模型（MPS） / the program as an MPS file, for any other solver
    Export(export::Arguments),
    /// 生成虚构研究，供试用和测试 / a made-up study of any size, for trials and benchmarks
    Synth(synth::Arguments),
}

/// Runs the program on the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let language = match cli.lang {
        Lang::Zh => Language::Chinese,
        Lang::En => Language::English,
    };
    render::write_raw_csv(cli.raw_csv);
    let done = match cli.command {
        Command::Check(arguments) => check::run(&arguments, language),
        Command::Init(arguments) => init::run(&arguments, language),
        Command::Project(arguments) => project::run(&arguments, language),
        Command::Backtest(arguments) => backtest::run(&arguments, language),
        Command::Plan(arguments) => plan::run(&arguments, language),
        Command::Sweep(arguments) => sweep::run(&arguments, language),
        Command::Stress(arguments) => stress::run(&arguments, language),
        Command::Compare(arguments) => compare::run(&arguments, language),
        Command::Explain(arguments) => explain::run(&arguments, language),
        Command::Budget(arguments) => budget::run(&arguments, language),
        Command::Verify(arguments) => verify::run(&arguments, language),
        Command::Report(arguments) => report::run(&arguments, language),
        Command::Export(arguments) => export::run(&arguments, language),
        Command::Synth(arguments) => synth::run(&arguments, language),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) if interrupt::asked() && is_stopped(&error) => {
            render::error(interrupt::nothing_yet(language), language);
            ExitCode::from(exit::INTERRUPTED)
        }
        Err(error) => {
            render::error(&render::with_causes(&error), language);
            // People that cannot be projected are a fault of the data.
            let faulty = error.downcast_ref::<ProjectionError>().is_some();
            ExitCode::from(if faulty { exit::FAULTY_INPUT } else { exit::USAGE })
        }
    }
}

/// Reads a study and reports its findings on stderr; none where it cannot be used.
fn read(input: &Input, language: Language) -> Option<ReadStudy> {
    let Reading { study, diagnostics, files, layouts, applied } =
        read_with_scenarios(&input.study, &input.scenario);
    tell(&diagnostics, &layouts, Some(&check_command(input)), language);
    let study = study.filter(|_| !any_error(&diagnostics))?;
    Some(ReadStudy { study, inputs: files, applied })
}

/// Which study, and with which scenarios.
#[derive(Debug, clap::Args)]
struct Input {
    /// 模型文件或其文件夹 / model file, or its folder
    study: PathBuf,
    /// 情景，可多次给出，依次应用：模型旁 scenarios 文件夹中的名称，或文件 / a scenario, may be given several times and applies in order: its name in the folder `scenarios` beside the model, or a file
    #[arg(long, value_name = "SCENARIO", value_delimiter = ',')]
    scenario: Vec<String>,
}

/// A usable study and what it was read from.
struct ReadStudy {
    study: Study,
    inputs: Vec<InputFile>,
    applied: Applied,
}

/// As [`read`], for a plan; says what a study lacks that projects people only.
fn read_to_plan(input: &Input, language: Language) -> Option<ReadStudy> {
    let read = read(input, language)?;
    let study = &read.study;
    let lacking = [
        (study.stages.is_empty(), ("学段（模型中的 [[stage]]）", "stages ([[stage]] in the model)")),
        (study.sectors.is_empty(), ("办学性质（[[sector]]）", "sectors ([[sector]])")),
        (study.schools.is_empty(), ("学校表 schools", "the table `schools`")),
        (study.projects.is_empty(), ("项目表 projects", "the table `projects`")),
    ];
    if study.stages.is_empty() || study.sectors.is_empty() {
        let names = |part: fn(&(&'static str, &'static str)) -> &'static str| -> Vec<&str> {
            lacking.iter().filter(|(lacks, _)| *lacks).map(|(_, name)| part(name)).collect()
        };
        render::message(&match language {
            Language::Chinese => format!(
                "该研究只能预测（xuewei project、backtest）；要作规划还缺：{}",
                names(|name| name.0).join("、")
            ),
            Language::English => format!(
                "the study can be projected only (xuewei project, backtest); a plan needs {}",
                names(|name| name.1).join(", ")
            ),
        });
        return None;
    }
    Some(read)
}

/// Whether an error says no more than that the user asked to stop.
fn is_stopped(error: &anyhow::Error) -> bool {
    let projection = error.downcast_ref::<ProjectionError>();
    let search = error.downcast_ref::<SolveError>();
    projection == Some(&ProjectionError::Cancelled) || search == Some(&SolveError::NothingFound)
}

/// Says that a file or folder is there already.
fn taken(path: &Path, language: Language) -> String {
    match language {
        Language::Chinese => format!("{} 已存在，从不覆盖；请换一个名称", path.display()),
        Language::English => {
            format!("{} is there already and is never overwritten: choose another name", path.display())
        }
    }
}

/// Form of the tables of a run folder.
fn table_form(csv: bool) -> TableForm {
    match (csv, render::raw_csv()) {
        (false, _) => TableForm::Parquet,
        (true, false) => TableForm::ParquetAndCsv,
        (true, true) => TableForm::ParquetAndRawCsv,
    }
}

/// The command that shows every finding of a study.
fn check_command(input: &Input) -> String {
    let quoted = |word: &str| {
        let plain = |letter: char| letter.is_alphanumeric() || "/\\._-:,=+".contains(letter);
        if word.chars().all(plain) { word.to_owned() } else { format!("\"{word}\"") }
    };
    let scenarios = input.scenario.iter().map(|name| format!(" --scenario {}", quoted(name)));
    format!("xuewei check {}{}", quoted(&input.study.to_string_lossy()), scenarios.collect::<String>())
}

/// Reports errors on stderr, and how many warnings and notes there are beside them.
fn tell(diagnostics: &[Diagnostic], layouts: &[Layout], command: Option<&str>, language: Language) {
    let errors: Vec<Diagnostic> =
        diagnostics.iter().filter(|one| one.severity == Severity::Error).cloned().collect();
    for line in findings_by_kind(&errors, layouts, language) {
        render::message(&render::broken(&line, &std::io::stderr()));
    }
    let (warnings, notes) = (number(diagnostics, Severity::Warning), number(diagnostics, Severity::Note));
    let beside = match language {
        Language::Chinese => [(warnings, "警告"), (notes, "提示")],
        Language::English => [
            (warnings, if warnings == 1 { "warning" } else { "warnings" }),
            (notes, if notes == 1 { "note" } else { "notes" }),
        ],
    };
    let beside: Vec<String> = beside
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| match language {
            Language::Chinese => format!("{word}{number}条"),
            Language::English => format!("{number} {word}"),
        })
        .collect();
    let counted = some_are_counted(&errors);
    if beside.is_empty() && !counted {
        return;
    }
    let all = if counted { " --all" } else { "" };
    let shown = command.map(|command| match language {
        Language::Chinese => format!("，见 {command}{all}"),
        Language::English => format!("; see {command}{all}"),
    });
    let shown = shown.unwrap_or_default();
    render::message(&match (language, beside.is_empty()) {
        (Language::Chinese, true) => format!("同类错误已合并{shown}"),
        (Language::English, true) => format!("Errors of one kind are put together{shown}"),
        (Language::Chinese, false) => format!("检查结果另有{}{shown}", beside.join("、")),
        (Language::English, false) => format!("The check also gives {}{shown}", beside.join(" and ")),
    });
}
