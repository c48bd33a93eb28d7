//! `xuewei plan`: project, allocate, figures, run folder, and a summary on the screen.

use super::{Format, exit, interrupt, progress, read_to_plan, render};
use crate::allocation::{Limits, Plan, PlanStatus, SolveError, allocate};
use crate::domain::{Language, Study, Text};
use crate::outcome::Outcome;
use crate::progress::Progress as _;
use crate::projection::project;
use crate::report::overview;
use crate::store::{Run, TableForm, summary, write};
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Examples:\n  xuewei plan models/taizhou.toml\n  xuewei plan models/taizhou.toml --out runs/draft-1 --csv\n  xuewei --lang en plan models/taizhou.toml --format json\n\n退出码 / exit codes: 0 目标全部达到 all targets met; 1 数据有错 faulty input; 2 用法 usage; 3 目标不能全部达到 targets cannot all be met; 4 提前停止 stopped early with a plan; 5 没有方案 no plan found"
)]
pub struct Arguments {
    /// 模型文件或其文件夹 / model file, or its folder
    study: PathBuf,
    /// 结果文件夹（须不存在） / folder of the run, which must not be there yet
    #[arg(long)]
    out: Option<PathBuf>,
    /// 结果表同时写成 CSV / write tables as CSV too
    #[arg(long)]
    csv: bool,
    /// 与理论下限的相对差，达到即停 / relative gap that counts as proven
    #[arg(long)]
    gap: Option<f64>,
    /// 求解时限（秒） / longest time to solve, seconds
    #[arg(long, value_name = "SECONDS")]
    time_limit: Option<f64>,
    /// 输出格式 / form of the output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    if let Some(out) = arguments.out.as_ref().filter(|out| out.exists()) {
        anyhow::bail!("{}", super::taken(out, language));
    }
    let bars = progress::Bars::new(language);
    interrupt::listen(language);
    let started = Instant::now();
    let Some((study, inputs)) = read_to_plan(&arguments.study, language) else {
        return Ok(exit::FAULTY_INPUT);
    };
    let read_seconds = started.elapsed().as_secs_f64();
    let projection = project(&study, &bars)?;
    let project_seconds = started.elapsed().as_secs_f64() - read_seconds;
    let limits = limits(arguments, &study)?;
    let plan = match allocate(&study, &projection.rolls, limits, &bars) {
        Ok(plan) => plan,
        Err(error) => return Ok(no_plan(&error, language)),
    };
    let outcome = Outcome::new(&study, &projection.rolls, &plan);
    let run = Run {
        study: &study,
        projection: &projection,
        plan: &plan,
        outcome: &outcome,
        inputs: &inputs,
        limits,
        seconds: (read_seconds, project_seconds),
    };
    let form = if arguments.csv { TableForm::ParquetAndCsv } else { TableForm::Parquet };
    bars.start(&Text { zh: "写结果".into(), en: "Writing the run".into() }, None);
    let folder = write(&run, arguments.out.as_deref(), form)?;
    bars.finish();
    show(&run, &folder, arguments.format, language)?;
    Ok(code(&plan))
}

fn limits(arguments: &Arguments, study: &Study) -> anyhow::Result<Limits> {
    let gap = arguments.gap.unwrap_or(study.solver.gap);
    let seconds = arguments.time_limit.unwrap_or(study.solver.time_limit_seconds);
    anyhow::ensure!((0.0..=1.0).contains(&gap), "--gap {gap}: 0–1");
    anyhow::ensure!(seconds > 0.0, "--time-limit {seconds}: > 0");
    Ok(Limits { gap, seconds })
}

fn no_plan(error: &SolveError, language: Language) -> u8 {
    let hint = match language {
        Language::Chinese => "没有得到方案；可加大 --time-limit",
        Language::English => "no plan; a longer --time-limit may help",
    };
    render::error(&format!("{error} ({hint})"), language);
    exit::NO_PLAN
}

fn code(plan: &Plan) -> u8 {
    match plan.status {
        PlanStatus::Optimal => exit::GOOD,
        PlanStatus::Feasible => exit::STOPPED,
        PlanStatus::Repaired => exit::REPAIRED,
    }
}

fn show(run: &Run, folder: &Path, format: Format, language: Language) -> anyhow::Result<()> {
    let place = match language {
        Language::Chinese => format!("结果文件夹：{}", folder.display()),
        Language::English => format!("Run folder: {}", folder.display()),
    };
    if format == Format::Json {
        let stamp = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        render::output(&(serde_json::to_string_pretty(&summary(run, &stamp, 0.0))? + "\n"))?;
        render::message(&place);
        return Ok(());
    }
    let mut overview = overview(run.study, run.plan, run.outcome, language);
    overview.sentences.push(place);
    render::tables(&overview.sentences, &overview.tables, format)
}
