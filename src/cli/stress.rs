//! `xuewei stress`: a fixed plan against many futures.

use super::futures::{MOST_FUTURES, Stressed, stressed};
use super::{Format, exit, numbers, progress, render};
use crate::allocation::{Limits, least_missed};
use crate::domain::{GroupIndex, Language, Study};
use crate::progress::Silent;
use crate::projection::Rolls;
use crate::projection::ensemble::DrawSettings;
use crate::report::{Cell, Table, stress_sentences, stress_tables};
use crate::stress::stress;
use ndarray::{Array4, Axis};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Examples:\n  xuewei stress runs/base\n  xuewei --lang en stress runs/base --futures 2000 --seed 7\n  xuewei stress runs/base --towns --format csv > stress.csv\n  xuewei stress runs/base --check 5"
)]
pub struct Arguments {
    /// 结果文件夹 / run folder
    run: PathBuf,
    /// 未来样本数 / number of futures
    #[arg(long, default_value_t = 1_000, value_parser = numbers::futures)]
    futures: usize,
    /// 随机种子 / seed of the draws
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// 列出全部乡镇 / show every town
    #[arg(long)]
    towns: bool,
    /// 用含全部规则的线性规划核对前几个未来（较慢） / check so many futures against the linear program with every rule (slow)
    #[arg(long, value_name = "NUMBER", default_value_t = 0, value_parser = numbers::futures)]
    check: usize,
    /// 输出格式 / form of the output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    anyhow::ensure!(
        (2..=MOST_FUTURES).contains(&arguments.futures),
        "--futures {}: 2–{MOST_FUTURES}",
        arguments.futures
    );
    let bars = progress::Bars::new(language);
    let settings = DrawSettings { draws: arguments.futures, seed: arguments.seed };
    let Stressed { study, rolls, plan, drawn, errors, found } = stressed(&arguments.run, settings, &bars)?;
    render::message(errors.get(language));
    let mut tables = stress_tables(&study, &found, arguments.towns, language);
    if arguments.check > 0 {
        tables.push(checked(&study, &rolls, &plan, &drawn, arguments.check, language)?);
    }
    render::tables(&stress_sentences(&found, language), &tables, arguments.format)?;
    Ok(exit::GOOD)
}

/// The first futures by flows and by the linear program.
fn checked(
    study: &Study,
    rolls: &Rolls,
    plan: &crate::allocation::Plan,
    drawn: &Array4<f64>,
    number: usize,
    language: Language,
) -> anyhow::Result<Table> {
    let limits = Limits::new(0.0, 600.0);
    let mut rows = Vec::new();
    for at in 0..number.min(drawn.dim().3) {
        let one = drawn.slice_axis(Axis(3), ndarray::Slice::from(at..=at)).to_owned();
        let flows = stress(study, rolls, plan, &one, &Silent);
        let exact =
            least_missed(study, &in_future(study, rolls, drawn, at), &plan.openings, limits, &Silent)?;
        let unplaced: f64 = exact.unplaced.iter().map(|one| one.children).sum();
        let missed = flows.targets.iter().filter(|line| line.chance == Some(0.0)).count();
        let is_target = |short: &&crate::allocation::Shortfall| {
            short.promise.family() == crate::allocation::Family::Targets
        };
        let losses = |short: &&crate::allocation::Shortfall| {
            short.promise.family() == crate::allocation::Family::Choice
        };
        let pupils = exact.shortfalls.iter().filter(losses).map(|short| short.amount).sum();
        rows.push(vec![
            Cell::count(at + 1),
            Cell::Number(flows.stages.iter().map(|line| line.unplaced).sum(), 1),
            Cell::Number(unplaced, 1),
            Cell::count(missed),
            Cell::count(exact.shortfalls.iter().filter(is_target).count()),
            Cell::Number(pupils, 1),
        ]);
    }
    let word = |zh: &str, en: &str| if language == Language::Chinese { zh } else { en }.to_owned();
    Ok(Table {
        title: word("与含全部规则的线性规划核对", "Checked against the linear program with every rule"),
        heads: vec![
            word("未来", "Future"),
            word("未入学（人年），最大流", "Unplaced (child-years), flows"),
            word("线性规划", "Linear program"),
            word("未达目标数，最大流", "Targets missed, flows"),
            word("线性规划", "Linear program"),
            word("择校规则突破（人年），线性规划", "Choice rules broken (child-years), linear program"),
        ],
        rows,
    })
}

/// Rolls of a future.
fn in_future(study: &Study, rolls: &Rolls, drawn: &Array4<f64>, at: usize) -> Rolls {
    let mut future = rolls.clone();
    for town in study.town_indices() {
        for stage in study.stage_indices() {
            for year in 0..rolls.years.len() {
                let groups = || GroupIndex::all(study.groups.len());
                let all: f64 = groups().map(|group| rolls.demand(town, stage, group, year)).sum();
                let ratio =
                    if all > 0.0 { drawn[[town.index(), stage.index(), year, at]] / all } else { 1.0 };
                for group in groups() {
                    future.demand[[town.index(), stage.index(), group.index(), year]] *= ratio;
                }
            }
        }
    }
    future
}
