//! `xuewei explain`: why a plan is as it is, from its run folder.

use super::{Format, exit, interrupt, numbers, progress, render};
use crate::allocation::{Limits, SolveError};
use crate::domain::{Language, SchoolYear, StageIndex, Study, TownIndex};
use crate::explain::{
    Difference, Move, NotFound, Planned, Subject, Target, county_reasons, decide_otherwise, find,
    move_target, project_reasons, reasons, target_reasons, town_reasons,
};
use crate::nearest::nearest;
use crate::outcome::Outcome;
use crate::projection::{Trace, project, trace};
use crate::report::{
    Explained, county_explained, project_explained, reasons_explained, robust_sentences, target_explained,
    town_explained, undecided_explained, what_can_be_asked,
};
use crate::store::{Reopened, reopen};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Examples:\n  xuewei explain runs/base\n  xuewei explain runs/base R01\n  xuewei explain runs/base public_kindergarten --by -1\n  xuewei explain runs/base 临海\n  xuewei --lang en explain runs/base 331002002 --stage preschool --year 2030\n  xuewei explain runs/base 331002002 --age 3 --year 2026"
)]
pub struct Arguments {
    /// 结果文件夹 / run folder
    run: PathBuf,
    /// 项目、指标、工程、县（市、区）或乡镇街道的代码或名称；不写则列出主要依据和可以问什么 / id or name of a project, target, programme, county or town; without it: what drives the plan, and what can be asked
    #[arg(value_name = "ID|NAME")]
    subject: Option<String>,
    /// 目标调整多少：占比为百分点，数目为个；负数为降低 / by how much a target moves: points of a share, or a number; negative: lower
    #[arg(long, value_name = "POINTS", allow_negative_numbers = true, value_parser = numbers::points)]
    by: Option<f64>,
    /// 不重新求解，只用结果中的价格 / do not plan anew: only what the run's prices tell
    #[arg(long)]
    quick: bool,
    /// 乡镇：追溯哪个学段 / of a town: stage whose figure is taken apart
    #[arg(long)]
    stage: Option<String>,
    /// 乡镇：追溯哪个学年（默认规划末年） / of a town: school year of that figure; the last planned one if not given
    #[arg(long, value_parser = numbers::year)]
    year: Option<i32>,
    /// 乡镇：追溯单个年龄的儿童数 / of a town: takes the children of a single age apart instead of a whole stage
    #[arg(long)]
    age: Option<u8>,
    /// 求解时限（秒） / longest time to plan anew, seconds
    #[arg(long, value_name = "SECONDS", value_parser = numbers::seconds)]
    time_limit: Option<f64>,
    /// 线程数（默认全部处理器） / threads; all processors if not given
    #[arg(long, value_parser = numbers::threads)]
    threads: Option<usize>,
    /// 输出格式 / form of the output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    let bars = progress::Bars::new(language);
    interrupt::listen(language);
    let opened = reopen(&arguments.run)?;
    let study = &opened.study;
    let subject =
        match arguments.subject.as_ref().map(|words| find(study, words).map_err(|error| (words, error))) {
            Some(Err((words, error))) => anyhow::bail!("{}", not_found(words, &error, language)),
            Some(Ok(subject)) => Some(subject),
            None => None,
        };
    let asked = Asked { arguments, opened: &opened, bars: &bars, language };
    asked.check(subject)?;
    let projection = project(study, &bars)?;
    let plan = opened.plan(&projection.rolls)?;
    let outcome = Outcome::new(study, &projection.rolls, &plan);
    let planned = Planned { study, projection: &projection, plan: &plan, outcome: &outcome };
    let explained = match subject {
        None => {
            let mut explained = reasons_explained(study, &reasons(planned), language);
            let record = opened.record()?;
            let robust = record.robust.iter();
            explained.sentences.extend(robust.flat_map(|one| robust_sentences(one, record.total, language)));
            explained.tables.push(what_can_be_asked(study, language));
            explained
        }
        Some(Subject::Project(project)) => {
            let found =
                asked.solved(|limits| decide_otherwise(planned, project, &opened.wishes, limits, &bars))?;
            let found = found.as_ref().map_err(String::as_str);
            project_explained(study, &project_reasons(planned, project), found, language)
        }
        Some(Subject::Indicator(index)) => asked.target(planned, Target::Indicator(index))?,
        Some(Subject::Programme(index)) => asked.target(planned, Target::Programme(index))?,
        Some(Subject::Town(town)) => asked.town(planned, town)?,
        Some(Subject::Undecided(index)) => undecided_explained(study, index, language),
        Some(Subject::County(county)) => county_explained(study, &county_reasons(planned, county), language),
    };
    render::tables(&explained.sentences, &explained.tables, arguments.format)?;
    Ok(exit::GOOD)
}

/// A question and what it is asked of.
struct Asked<'a> {
    arguments: &'a Arguments,
    opened: &'a Reopened,
    bars: &'a progress::Bars,
    language: Language,
}

impl Asked<'_> {
    /// Refuses what does not fit the subject, before anything long is begun.
    fn check(&self, subject: Option<Subject>) -> anyhow::Result<()> {
        let is_target = matches!(subject, Some(Subject::Indicator(_) | Subject::Programme(_)));
        let is_town = matches!(subject, Some(Subject::Town(_)));
        let say = |zh: &str, en: &str| match self.language {
            Language::Chinese => zh.to_owned(),
            Language::English => en.to_owned(),
        };
        anyhow::ensure!(
            self.arguments.by.is_none() || is_target,
            say("--by 只用于指标和工程", "--by is for a target or a programme")
        );
        anyhow::ensure!(
            (self.arguments.stage.is_none() && self.arguments.year.is_none() && self.arguments.age.is_none())
                || is_town,
            say("--stage、--year、--age 只用于乡镇街道", "--stage, --year and --age are for a town")
        );
        self.figure().map(|_| ())
    }

    fn limits(&self) -> Limits {
        let solver = self.opened.study.solver;
        let seconds = self.arguments.time_limit.unwrap_or(solver.time_limit_seconds);
        // A run that was planned once may be planned again, however large.
        let threads = self.arguments.threads.unwrap_or(0);
        Limits { threads, columns: usize::MAX, ..Limits::new(solver.gap, seconds) }
    }

    /// Plans anew; the inner error says why that could not be done or was not asked for.
    fn solved(
        &self,
        solve: impl FnOnce(Limits) -> Result<Difference, SolveError>,
    ) -> anyhow::Result<Result<Difference, String>> {
        let say = |zh: &str, en: &str| match self.language {
            Language::Chinese => zh.to_owned(),
            Language::English => en.to_owned(),
        };
        if self.arguments.quick {
            return Ok(Err(say("（--quick：未重新求解）", "(--quick: not planned anew.)")));
        }
        match solve(self.limits()) {
            Ok(found) => Ok(Ok(found)),
            Err(SolveError::Infeasible) => Ok(Err(say(
                "反过来决定不可能：与已承诺、已指定、已开工或同一地块的项目冲突，或稳健方案的未来没有别的学位可用。",
                "It cannot be decided the other way: a committed, forced or started project, or one of its site, stands against it, or the futures of a robust plan find no other places.",
            ))),
            Err(SolveError::NothingFound) => Ok(Err(say(
                "时限内没有求得另一方案；可加大 --time-limit。",
                "No other plan was found in time; a longer --time-limit may help.",
            ))),
            Err(error) => Err(error.into()),
        }
    }

    fn target(&self, planned: Planned, target: Target) -> anyhow::Result<Explained> {
        let reasons = target_reasons(planned, target);
        let is_share = match target {
            Target::Indicator(index) => planned.study.indicators[index].kind.is_share(),
            Target::Programme(_) => false,
        };
        let unit = if is_share { 0.01 } else { 1.0 };
        let by = self.arguments.by.map_or(reasons.step, |by| by * unit);
        let change = Move { target, by };
        let found =
            self.solved(|limits| move_target(planned, change, &self.opened.wishes, limits, self.bars))?;
        let found = found.as_ref().map_err(String::as_str);
        Ok(target_explained(planned.study, &reasons, change, found, self.language))
    }

    fn town(&self, planned: Planned, town: TownIndex) -> anyhow::Result<Explained> {
        let traced: Option<Trace> = match self.figure()? {
            Some((stage, year)) => trace(planned.study, town, stage, year, self.bars)?,
            None => None,
        };
        let traced = match self.arguments.age {
            Some(age) => traced.and_then(|roll| roll.of_age(age)),
            None => traced,
        };
        Ok(town_explained(planned.study, &town_reasons(planned, town), traced.as_ref(), self.language))
    }

    /// Stage and year whose figure is taken apart, if any.
    fn figure(&self) -> anyhow::Result<Option<(StageIndex, SchoolYear)>> {
        let (study, arguments) = (&self.opened.study, self.arguments);
        let stage = match (&arguments.stage, arguments.age) {
            (Some(words), _) => stage(study, words, self.language)?,
            (None, Some(age)) => self.stage_of(age)?,
            (None, None) if arguments.year.is_some() => {
                anyhow::bail!("--year: --stage / --age?")
            }
            (None, None) => return Ok(None),
        };
        if let Some(age) = arguments.age {
            let (first, last) = study.stages[stage.index()].ages;
            anyhow::ensure!((first..=last).contains(&age), "--age {age}: {first}–{last}");
        }
        let year = arguments.year.map_or(study.horizon.last, SchoolYear);
        let (first, outlook) = (study.horizon.first, study.horizon.outlook);
        anyhow::ensure!(study.horizon.position(year).is_some(), "--year {year}: {first}–{outlook}");
        Ok(Some((stage, year)))
    }

    /// The first stage that children of an age are in.
    fn stage_of(&self, age: u8) -> anyhow::Result<StageIndex> {
        let stages = &self.opened.study.stages;
        let found = stages.iter().position(|stage| (stage.ages.0..=stage.ages.1).contains(&age));
        let ages = || stages.iter().map(|stage| format!("{}: {}–{}", stage.id, stage.ages.0, stage.ages.1));
        found
            .map(StageIndex)
            .ok_or_else(|| anyhow::anyhow!("--age {age}: {}", ages().collect::<Vec<_>>().join(", ")))
    }
}

fn stage(study: &Study, words: &str, language: Language) -> anyhow::Result<StageIndex> {
    let is = |stage: &crate::domain::Stage| {
        [&stage.id, &stage.name.zh, &stage.name.en].into_iter().any(|name| name.eq_ignore_ascii_case(words))
    };
    let found = study.stages.iter().position(is).map(StageIndex);
    found.ok_or_else(|| {
        let ids = || study.stages.iter().map(|stage| stage.id.as_str());
        let all = ids().collect::<Vec<_>>().join(", ");
        let hint = nearest(words, ids()).unwrap_or(&all);
        anyhow::anyhow!(match language {
            Language::Chinese => format!("没有学段“{words}”；是不是 {hint}？"),
            Language::English => format!("no stage `{words}`: did you mean {hint}?"),
        })
    })
}

fn not_found(words: &str, error: &NotFound, language: Language) -> String {
    let list = error.candidates.join(if language == Language::Chinese { "；" } else { "; " });
    match (language, error.ambiguous, error.candidates.is_empty()) {
        (Language::Chinese, true, _) => format!("“{words}”不止一处，请写代码：{list}"),
        (Language::English, true, _) => format!("`{words}` means several; say which by its id: {list}"),
        (Language::Chinese, false, false) => format!("没有“{words}”；是不是 {list}？"),
        (Language::English, false, false) => format!("there is no `{words}`; did you mean {list}?"),
        (Language::Chinese, false, true) => {
            format!("没有“{words}”；xuewei explain 结果 列出可以问什么")
        }
        (Language::English, false, true) => {
            format!("there is no `{words}`; `xuewei explain RUN` tells what can be asked")
        }
    }
}
