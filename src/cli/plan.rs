//! `xuewei plan`: project, allocate, figures, run folder, and a summary on the screen.

use super::robust;
use super::{Format, Input, ReadStudy, exit, interrupt, numbers, progress, read_to_plan, render, replan};
use crate::allocation::{
    COLUMNS, Limits, Method, Plan, PlanStatus, ProgramSize, SolveError, Wishes, allocate_wished, allow,
    alternatives, relaxations,
};
use crate::domain::{Language, ProjectIndex, Study, Text};
use crate::outcome::Outcome;
use crate::progress::Progress as _;
use crate::projection::{OutlookLine, Rolls, demand_bands, project};
use crate::report::{
    Table, alternatives_table, overview, relaxations_table, robust_sentences, scenario_sentences,
    verification_sentences,
};
use crate::store::{Run, summary, write};
use crate::verify::{Against, verify};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Examples:\n  xuewei plan models/taizhou.toml\n  xuewei plan models/taizhou.toml --out runs/draft-1 --csv\n  xuewei --lang en plan models/taizhou.toml --format json\n  xuewei plan models/taizhou.toml --forbid R01 --alternatives 2\n  xuewei plan next-year.toml --from runs/base --stay-close 500\n\n退出码 / exit codes: 0 目标全部达到 all targets met; 1 数据有错 faulty input; 2 用法 usage; 3 目标不能全部达到 targets cannot all be met; 4 提前停止 stopped early with a plan; 5 没有方案 no plan found; 6 核验未通过 the run does not verify; 7 未得方案即被中断 interrupted before there was a plan"
)]
pub struct Arguments {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    replan: replan::Arguments,
    /// 结果文件夹（须不存在） / folder of the run, which must not be there yet
    #[arg(long)]
    out: Option<PathBuf>,
    /// 结果表同时写成 CSV / write tables as CSV too
    #[arg(long)]
    csv: bool,
    /// 与理论下限的相对差，达到即停 / relative gap that counts as proven
    #[arg(long, value_parser = numbers::share)]
    gap: Option<f64>,
    /// 求解时限（秒） / longest time to solve, seconds
    #[arg(long, value_name = "SECONDS", value_parser = numbers::seconds)]
    time_limit: Option<f64>,
    /// 求解方式：自动、整体求解、分块协调 / how to solve: as a whole, by blocks with prices, or whichever suits
    #[arg(long, value_enum, default_value_t)]
    solver: SolverChoice,
    /// 线程数（默认全部处理器） / threads; all processors if not given
    #[arg(long, value_parser = numbers::threads)]
    threads: Option<usize>,
    /// 方案规模上限（变量数）：更大的不求解，先说明规模和办法 / most columns of a program; a larger one is refused, with its size and advice, before it is built
    #[arg(long, value_name = "NUMBER", default_value_t = COLUMNS, value_parser = numbers::columns)]
    max_columns: usize,
    /// 必须建设的项目，可多次给出 / a project that must be built; may be given several times
    #[arg(long, value_name = "PROJECT")]
    force: Vec<String>,
    /// 不得建设的项目，可多次给出 / a project that must not be built; may be given several times
    #[arg(long, value_name = "PROJECT")]
    forbid: Vec<String>,
    /// 稳健方案：在这一比例的未来中全部儿童有学位，如 0.9 / a plan that holds every child in such a share of futures, such as 0.9
    #[arg(long, value_name = "SHARE", value_parser = numbers::share)]
    robust: Option<f64>,
    /// 未来样本的随机种子（--robust） / seed of the futures (--robust)
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// 另求几个成本相差 1% 以内、项目尽量不同的方案 / seek so many plans within 1 % that build other projects
    #[arg(long, value_name = "NUMBER", default_value_t = 0, value_parser = numbers::few)]
    alternatives: usize,
    /// 目标不能全部达到时，列出只放宽一项即可行的办法 / where not every target can be met, which single relaxation would do
    #[arg(long)]
    relax: bool,
    /// 输出格式 / form of the output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// The words of `--solver`.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum SolverChoice {
    /// 自动 / whichever suits
    #[default]
    Auto,
    /// 整体求解 / one search over the whole program
    Single,
    /// 分块协调 / blocks by county and programme, coordinated by prices
    Decompose,
}

impl From<SolverChoice> for Method {
    fn from(choice: SolverChoice) -> Self {
        match choice {
            SolverChoice::Auto => Self::Auto,
            SolverChoice::Single => Self::Single,
            SolverChoice::Decompose => Self::Decompose,
        }
    }
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    super::file::try_folder(arguments.out.as_deref(), language)?;
    let bars = progress::Bars::new(language);
    interrupt::listen(language);
    let started = Instant::now();
    let Some(read) = read_to_plan(&arguments.input, language) else { return Ok(exit::FAULTY_INPUT) };
    let followed = replan::follow(&arguments.replan, &arguments.input, read, language)?;
    let Some((ReadStudy { study, inputs, applied }, following)) = followed else {
        return Ok(exit::FAULTY_INPUT);
    };
    let read_seconds = started.elapsed().as_secs_f64();
    let limits = limits(arguments, &study);
    if let Err(error) = allow(ProgramSize::of(&study), limits.columns) {
        return Ok(no_plan(&error, None, language));
    }
    let projection = project(&study, &bars)?;
    let project_seconds = started.elapsed().as_secs_f64() - read_seconds;
    let forced = forced(arguments, &study)?;
    let stay_close = following.as_ref().and_then(|following| following.stay_close(&study));
    let mut wishes = Wishes { forced, stay_close, needs: Vec::new() };
    let mut robust = None;
    let planned = match arguments.robust {
        Some(share) => robust::plan(share, arguments.seed, (&study, &projection), &wishes, limits, &bars)?
            .map(|found| {
                wishes.needs = found.needs;
                robust = Some(found.robust);
                found.plan
            }),
        None => allocate_wished(&study, &projection.rolls, &wishes, limits, &bars),
    };
    let plan = match planned {
        Ok(plan) => plan,
        Err(error) => return Ok(no_plan(&error, arguments.robust, language)),
    };
    let outcome = Outcome::new(&study, &projection.rolls, &plan);
    let tables = variations(arguments, &study, &projection.rolls, &plan, limits, (&bars, language))?;
    let bands = bands(&study, &bars)?;
    let run = Run {
        study: &study,
        projection: &projection,
        plan: &plan,
        outcome: &outcome,
        inputs: &inputs,
        applied: &applied,
        wishes: &wishes,
        robust,
        replan: following.as_ref().map(|following| following.replan(&study, &plan)),
        bands: &bands,
        limits,
        seconds: (read_seconds, project_seconds),
    };
    let form = super::table_form(arguments.csv);
    bars.start(&Text { zh: "写结果".into(), en: "Writing the run".into() }, None);
    let folder = write(&run, arguments.out.as_deref(), form)?;
    bars.finish();
    let total = plan.objective + plan.constant;
    let told = |robust| robust_sentences(robust, total, language);
    let (mut sentences, mut tables) = (run.robust.as_ref().map_or_else(Vec::new, told), tables);
    if let (Some(following), Some(replan)) = (&following, &run.replan) {
        let (compared, found) = following.compared(replan, &folder, language)?;
        sentences.extend(compared);
        tables.extend(found);
    }
    show(&run, &folder, (sentences, tables), arguments.format, language)?;
    let verified = verified(&run, &folder, language);
    Ok(if verified { code(&plan) } else { exit::NOT_VERIFIED })
}

/// Checks the run folder that was just written, and says what came of it.
fn verified(run: &Run, folder: &Path, language: Language) -> bool {
    let rolls = Some(&run.projection.rolls);
    let found = verify(folder, &Against { study: run.study, applied: run.applied, rolls });
    verification_sentences(&found, language).iter().for_each(|sentence| render::message(sentence));
    found.good()
}

/// Children who need a place with their bands, for the whole study and every county; none where nothing is projected.
fn bands(study: &Study, bars: &progress::Bars) -> anyhow::Result<Vec<OutlookLine>> {
    if study.population.is_empty() {
        return Ok(Vec::new());
    }
    bars.start(&Text { zh: "需求区间".into(), en: "Bands of demand".into() }, None);
    let lines = demand_bands(study)?;
    bars.finish();
    Ok(lines)
}

fn limits(arguments: &Arguments, study: &Study) -> Limits {
    let gap = arguments.gap.unwrap_or(study.solver.gap);
    let seconds = arguments.time_limit.unwrap_or(study.solver.time_limit_seconds);
    Limits {
        method: arguments.solver.into(),
        threads: arguments.threads.unwrap_or(0),
        columns: arguments.max_columns,
        ..Limits::new(gap, seconds)
    }
}

fn no_plan(error: &SolveError, robust: Option<f64>, language: Language) -> u8 {
    if interrupt::asked() && *error == SolveError::NothingFound {
        render::error(interrupt::nothing_yet(language), language);
        return exit::INTERRUPTED;
    }
    if let (SolveError::Infeasible, Some(share)) = (error, robust) {
        let percent = share * 100.0;
        let said = match language {
            Language::Chinese => format!(
                "候选项目全部建设也不能在 {percent:.1} % 的未来中既兑现全部承诺又让每个儿童有学位；请降低 --robust，或先用 stress 查看哪些乡镇街道缺学位"
            ),
            Language::English => format!(
                "no choice of projects keeps every promise and holds every child in {percent:.1} % of futures; ask for a lower --robust, or see with stress which towns lack places"
            ),
        };
        render::error(&said, language);
        return exit::NO_PLAN;
    }
    if let SolveError::TooLarge { size, columns } = error {
        render::error(&too_large(*size, *columns, language), language);
        return exit::NO_PLAN;
    }
    let said = match (error, language) {
        (SolveError::NothingFound, Language::Chinese) => "时限内没有得到方案；可加大 --time-limit".to_owned(),
        (SolveError::NothingFound, Language::English) => {
            "the time ran out before any plan was found; a longer --time-limit may help".to_owned()
        }
        // What may be missed at a price is missed where nothing else helps; what is left is what nothing may miss.
        (SolveError::Infeasible, Language::Chinese) => {
            "没有方案：必须建设、不得建设或已开工的项目、同一地块和撤并的规定相互矛盾，延长时限也得不到方案；请核对项目表和 --force、--forbid".to_owned()
        }
        (SolveError::Infeasible, Language::English) => {
            "no plan: projects that must or must not be built, that have begun, that share a site or close a school contradict each other, which no longer time can mend; check the table of projects, --force and --forbid".to_owned()
        }
        (error, Language::Chinese) => format!("没有得到方案：{error}"),
        (error, Language::English) => format!("no plan: {error}"),
    };
    render::error(&said, language);
    exit::NO_PLAN
}

/// What a program that is too large would take, and what to do about it.
pub(super) fn too_large(size: ProgramSize, most: usize, language: Language) -> String {
    let (columns, rows, gigabytes) = (size.columns, size.rows, size.gigabytes());
    match language {
        Language::Chinese => format!(
            "方案约有 {columns} 个变量、{rows} 行约束，约需内存 {gigabytes:.1} GB，超过上限 {most} 个变量，未求解。可按县、市或工程分开规划，缩短规划期和展望期，减小就学距离上限，不允许跨县就读，或减少备选规模；内存足够时可加大 --max-columns"
        ),
        Language::English => format!(
            "the program would have about {columns} columns and {rows} rows and take some {gigabytes:.1} GB of memory; that is more than the {most} columns that are allowed, and it is not built. Plan by county, district or programme; for fewer years of plan and outlook; with shorter ways to school, none across counties; with fewer sizes of a site; or allow more with --max-columns where there is memory enough"
        ),
    }
}

fn code(plan: &Plan) -> u8 {
    match plan.status {
        PlanStatus::Optimal => exit::GOOD,
        PlanStatus::Feasible => exit::STOPPED,
        PlanStatus::Repaired => exit::REPAIRED,
    }
}

/// Projects that are put into the plan or kept out of it.
fn forced(arguments: &Arguments, study: &Study) -> anyhow::Result<BTreeMap<ProjectIndex, bool>> {
    let mut forced = BTreeMap::new();
    let built = arguments.force.iter().map(|id| (id, true));
    for (id, built) in built.chain(arguments.forbid.iter().map(|id| (id, false))) {
        let Some(position) = study.projects.iter().position(|project| project.id == *id) else {
            if let Some(one) = study.undecided.iter().find(|one| one.id == *id) {
                anyhow::bail!(
                    "{id} 的{}未定，不能选用 / {id} cannot be chosen, since its {} is not known yet",
                    one.lacks.zh,
                    one.lacks.en
                );
            }
            anyhow::bail!("没有项目 / no project: {id}");
        };
        if forced.insert(ProjectIndex(position), built).is_some_and(|before| before != built) {
            anyhow::bail!("--force {id}, --forbid {id}");
        }
    }
    Ok(forced)
}

/// Tables that were asked for beside the plan: alternatives, single relaxations.
fn variations(
    arguments: &Arguments,
    study: &Study,
    rolls: &Rolls,
    plan: &Plan,
    limits: Limits,
    (bars, language): (&progress::Bars, Language),
) -> anyhow::Result<Vec<Table>> {
    let mut tables = Vec::new();
    if arguments.alternatives > 0 {
        match alternatives(study, rolls, plan, (arguments.alternatives, NEAR), limits, bars) {
            Ok(found) => tables.push(alternatives_table(study, &found, language)),
            Err(error) => unless_stopped(error, language)?,
        }
    }
    if arguments.relax && plan.status == PlanStatus::Repaired {
        match relaxations(study, rolls, limits, bars) {
            Ok(found) => tables.push(relaxations_table(study, &found, language)),
            Err(error) => unless_stopped(error, language)?,
        }
    }
    Ok(tables)
}

/// The plan is there and is kept, where the user only stops what was sought beside it.
fn unless_stopped(error: SolveError, language: Language) -> anyhow::Result<()> {
    if !interrupt::asked() {
        return Err(error.into());
    }
    render::message(match language {
        Language::Chinese => "已停止：方案保留，未列出备选方案或放宽办法",
        Language::English => "stopped: the plan is kept, alternatives or relaxations are not shown",
    });
    Ok(())
}

/// How much more an alternative may cost, as a share of what decisions change.
const NEAR: f64 = 0.01;

fn show(
    run: &Run,
    folder: &Path,
    (sentences, tables): (Vec<String>, Vec<Table>),
    format: Format,
    language: Language,
) -> anyhow::Result<()> {
    let place = match language {
        Language::Chinese => format!("结果文件夹：{}", folder.display()),
        Language::English => format!("Run folder: {}", folder.display()),
    };
    if format == Format::Json {
        let stamp = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut value = summary(run, &stamp, 0.0);
        if !tables.is_empty() {
            value["variations"] = tables.iter().map(Table::json).collect();
        }
        render::output(&(serde_json::to_string_pretty(&value)? + "\n"))?;
        render::message(&place);
        return Ok(());
    }
    let mut overview = overview(run.study, run.plan, run.outcome, language);
    overview.sentences.extend(scenario_sentences(run.applied, language));
    overview.sentences.extend(sentences);
    overview.sentences.push(place);
    overview.tables.extend(tables);
    render::tables(&overview.sentences, &overview.tables, format)
}
