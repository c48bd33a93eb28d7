//! `xuewei sweep`: many scenarios or a grid of values side by side, in parallel, resumable, with one table at the end.

use super::{Format, Input, exit, interrupt, numbers, read_to_plan, render, tell};
use crate::domain::{Language, Study};
use crate::report::{SweepRow, sweep_sentences, sweep_table};
use crate::store::write_sweep;
use crate::sweep::{
    Axis, CaseResult, Definition, Point, Settings, State, cases, figures, front, json, read_definition,
    run as run_cases, scenario_axis, table,
};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Examples:\n  xuewei sweep models/taizhou.toml --out runs/all\n  xuewei sweep models/taizhou.toml --scenario base --scenario low_births --scenario low_births,budget_minus_20\n  xuewei --lang en sweep models/taizhou.toml --grid models/sweeps/migrant_target.toml --out runs/grid --format csv > grid.csv\n\n中断后用同一命令续算：结果文件夹中输入相同的不再求解。\nAfter an interruption the same command goes on: run folders with the same inputs are taken over.\n\n退出码 / exit codes: 0 全部最优 every case proven; 1 有情景数据有错 a case with faulty input; 3 有情景不能兑现全部承诺 a case that cannot keep every promise; 4 有情景提前停止 a case stopped early; 5 有情景没有方案 a case without a plan; 7 有情景未得方案即被中断 a case interrupted before it had a plan"
)]
pub struct Arguments {
    /// 模型文件或其文件夹 / model file, or its folder
    study: PathBuf,
    /// 一个情景，或依次应用的几个 a,b；base 为不加情景。可多次给出；都不给且无 --grid 时，求解 base 与模型旁 scenarios 中的每一个 / one case: a scenario, or several `a,b` applied in order; `base` is none. May be given several times; without any, and without --grid, base and every scenario beside the model
    #[arg(long, value_name = "SCENARIO[,SCENARIO…]")]
    scenario: Vec<String>,
    /// 网格文件（TOML）：各维度的取值相互组合，再与 --scenario 组合 / sweep file (TOML): values of its axes are all combined, and combined with --scenario
    #[arg(long, value_name = "FILE")]
    grid: Option<PathBuf>,
    /// 与成本相对照的指标 / indicator set against cost in the Pareto front
    #[arg(long, value_name = "INDICATOR")]
    target: Option<String>,
    /// 放置各结果文件夹的文件夹；已有且输入相同的沿用 / folder of the run folders; those that are there with the same inputs are taken over
    #[arg(long)]
    out: Option<PathBuf>,
    /// 同时求解几个 / cases at the same time
    #[arg(long, value_name = "NUMBER", value_parser = numbers::threads)]
    jobs: Option<usize>,
    /// 每个求解的线程数；与 --jobs 之积不超过处理器数 / threads of each; times --jobs no more than processors
    #[arg(long, value_parser = numbers::threads)]
    threads: Option<usize>,
    /// 与理论下限的相对差，达到即停 / relative gap that counts as proven
    #[arg(long, value_parser = numbers::share)]
    gap: Option<f64>,
    /// 每个的求解时限（秒） / longest time to solve each, seconds
    #[arg(long, value_name = "SECONDS", value_parser = numbers::seconds)]
    time_limit: Option<f64>,
    /// 结果表同时写成 CSV / write tables of the runs as CSV too
    #[arg(long)]
    csv: bool,
    /// 输出格式 / form of the output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    interrupt::listen(language);
    let base = Input { study: arguments.study.clone(), scenario: Vec::new() };
    let Some(base) = read_to_plan(&base, language) else { return Ok(exit::FAULTY_INPUT) };
    let definition = match definition(arguments, &base.inputs[0].path) {
        Ok(definition) => definition,
        Err(findings) => {
            tell(&findings, &[], None, language);
            return Ok(exit::FAULTY_INPUT);
        }
    };
    let target = arguments.target.as_ref().or(definition.target.as_ref());
    let target = target.map(|id| target_name(id, &base.study, language)).transpose()?;
    let cases = cases(&definition.axes);
    let names: std::collections::BTreeSet<String> =
        cases.iter().map(|case| case.name.to_lowercase()).collect();
    anyhow::ensure!(
        names.len() == cases.len(),
        "有情景重复 / some cases are given twice, or their names differ in signs only"
    );
    let out = arguments.out.clone().unwrap_or_else(|| default_folder(arguments, &base.study));
    super::file::try_inside(&out, language)?;
    let (jobs, threads) = share(arguments, cases.len());
    let settings = Settings {
        model: &arguments.study,
        out: &out,
        gap: arguments.gap,
        seconds: arguments.time_limit,
        threads,
        jobs,
        form: super::table_form(arguments.csv),
    };
    let board = super::board::Runs::new(language, cases.len());
    let results = run_cases(&cases, &settings, &board);
    drop(board);
    let rows = rows(&results, &definition.axes, target.as_ref().map(|(id, _)| id.as_str()))?;
    show(&rows, (&definition, target.map(|(_, name)| name)), &out, arguments.format, language)?;
    Ok(code(&rows))
}

/// The axes: scenarios of the command line, and those of the sweep file.
fn definition(arguments: &Arguments, model: &Path) -> Result<Definition, Vec<crate::diagnostic::Diagnostic>> {
    let mut definition = match &arguments.grid {
        Some(grid) => read_definition(grid)?,
        None => Definition::default(),
    };
    if !arguments.scenario.is_empty() {
        definition.axes.insert(0, scenario_axis(&arguments.scenario));
    } else if arguments.grid.is_none() {
        definition.axes.insert(0, scenario_axis(&every_scenario(model)));
    }
    Ok(definition)
}

/// `base` and every scenario beside a model file.
fn every_scenario(model: &Path) -> Vec<String> {
    let folder = model.parent().unwrap_or(Path::new("")).join("scenarios");
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let scenarios = files.filter(|file| file.extension().is_some_and(|ending| ending == "toml"));
    let mut names: Vec<String> =
        scenarios.filter_map(|file| Some(file.file_stem()?.to_string_lossy().into_owned())).collect();
    names.sort();
    names.insert(0, crate::sweep::BASE.to_owned());
    names
}

/// Id and name of an indicator.
fn target_name(id: &str, study: &Study, language: Language) -> anyhow::Result<(String, String)> {
    let found = study.indicators.iter().find(|indicator| indicator.id == id);
    let Some(indicator) = found else {
        let known: Vec<&str> = study.indicators.iter().map(|indicator| indicator.id.as_str()).collect();
        anyhow::bail!("没有指标 / no indicator: {id}; 已有 / known: {}", known.join(", "));
    };
    Ok((id.to_owned(), indicator.name.get(language).to_owned()))
}

fn default_folder(arguments: &Arguments, study: &Study) -> PathBuf {
    let grid = arguments.grid.as_ref().and_then(|grid| grid.file_stem());
    let grid = grid.map(|grid| format!("-{}", grid.to_string_lossy())).unwrap_or_default();
    Path::new("runs").join(format!("{}-sweep{grid}", study.name))
}

/// Cases at a time and threads of each: together no more than there are processors.
fn share(arguments: &Arguments, cases: usize) -> (usize, usize) {
    let cores = crate::parallel::processors();
    let threads = arguments.threads.map(|threads| threads.clamp(1, cores));
    let most = cores / threads.unwrap_or(1);
    let jobs = arguments.jobs.unwrap_or(most).clamp(1, most).min(cases.max(1));
    (jobs, threads.unwrap_or(cores / jobs))
}

/// Figures of every case from its folder, and the front.
fn rows<'a>(
    results: &'a [CaseResult],
    axes: &[Axis],
    target: Option<&str>,
) -> anyhow::Result<Vec<SweepRow<'a>>> {
    let mut found = Vec::new();
    for result in results {
        found.push(result.state.folder().map(|folder| figures(folder, target)).transpose()?);
    }
    let points: Vec<Option<Point>> = found
        .iter()
        .map(|figures| {
            let figures = figures.as_ref().filter(|figures| figures.kept)?;
            Some(Point { cost: figures.total, least: figures.least, level: figures.target?.1 })
        })
        .collect();
    let circumstances = |result: &CaseResult| -> Vec<usize> {
        let position = axes.iter().zip(&result.case.position);
        position.filter(|(axis, _)| axis.circumstance).map(|(_, at)| *at).collect()
    };
    let groups: Vec<Vec<usize>> = results.iter().map(circumstances).collect();
    let on_front = front(&points, &groups);
    Ok(results
        .iter()
        .zip(found)
        .zip(on_front)
        .map(|((result, figures), front)| (result, figures, front))
        .collect())
}

fn show(
    rows: &[SweepRow],
    (definition, target): (&Definition, Option<String>),
    out: &Path,
    format: Format,
    language: Language,
) -> anyhow::Result<()> {
    let axes = &definition.axes;
    if out.is_dir() {
        write_sweep(out, &mut table(axes, rows)?, &json(axes, rows), super::table_form(true))?;
    }
    let heading = [&definition.title, &definition.intent].map(|text| text.get(language).to_owned());
    let mut sentences: Vec<String> = heading.into_iter().filter(|text| !text.is_empty()).collect();
    sentences.extend(sweep_sentences(target.as_deref(), rows, language));
    sentences.push(match language {
        Language::Chinese => {
            format!("结果文件夹：{}（另有 sweep.csv、sweep.parquet、sweep.json）", out.display())
        }
        Language::English => {
            format!("Run folders: {} (with sweep.csv, sweep.parquet, sweep.json)", out.display())
        }
    });
    let table = sweep_table(axes, target.as_deref(), rows, language);
    render::tables(&sentences, &[table], format)
}

/// The gravest of what the cases say.
fn code(rows: &[SweepRow]) -> u8 {
    let of = |(result, figures, _): &SweepRow| match (&result.state, figures.as_ref()) {
        (State::Faulty(_), _) => (5, exit::FAULTY_INPUT),
        (State::Failed(_), _) => (6, exit::USAGE),
        (State::NoPlan(_), _) => (4, exit::NO_PLAN),
        (State::Stopped, _) => (3, exit::INTERRUPTED),
        (_, Some(figures)) => match figures.status.as_str() {
            "repaired" => (1, exit::REPAIRED),
            "feasible" => (2, exit::STOPPED),
            _ => (0, exit::GOOD),
        },
        (_, None) => (6, exit::USAGE),
    };
    rows.iter().map(of).max().map_or(exit::GOOD, |(_, code)| code)
}
