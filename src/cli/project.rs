//! `xuewei project`: children, those who need a place, and pupils of schools, by area and year.

use super::{Format, Input, ReadStudy, exit, numbers, progress, read, render};
use crate::domain::{Language, SchoolYear, StageIndex, Study};
use crate::projection::backtest::{error_model, roll_bands};
use crate::projection::ensemble::DrawSettings;
use crate::projection::{Grouping, OutlookLine, Paths, outlook};
use crate::report::{
    Table, births_overview, outlook_table, people_overview, scenario_sentences, schools_table,
};
use crate::store::{ProjectionRun, write_projection};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
例 / Examples:
  xuewei project models/taizhou.toml
  xuewei project models/taizhou.toml --by county --stages junior --years 2027,2030
  xuewei project models/taizhou.toml --by town --format csv > rolls.csv
  xuewei project models/region.toml --by school --whole
  xuewei project models/taizhou.toml --out runs/children --csv")]
pub struct Arguments {
    #[command(flatten)]
    input: Input,
    /// 汇总范围 / the whole area, counties, towns, or schools (where pupils are counted)
    #[arg(long, value_enum, default_value_t)]
    by: By,
    /// 只显示这些学段 / these stages only
    #[arg(long, value_delimiter = ',')]
    stages: Vec<String>,
    /// 只显示这些学年 / these school years only
    #[arg(long, value_delimiter = ',', value_parser = numbers::year)]
    years: Vec<i32>,
    /// 化为整数（各合计不变） / whole children, sums kept
    #[arg(long)]
    whole: bool,
    /// 区间抽样与取整的种子 / seed of bands and of whole children
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// 区间抽样次数 / draws of the bands
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(10..=100_000))]
    draws: u32,
    /// 结果文件夹（须不存在） / folder of the run, which must not be there yet
    #[arg(long)]
    out: Option<PathBuf>,
    /// 结果表同时写成 CSV / write tables as CSV too
    #[arg(long, requires = "out")]
    csv: bool,
    /// 输出格式 / form of the output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum By {
    /// 全市 / the whole area
    #[default]
    All,
    /// 县（市、区） / county
    County,
    /// 乡镇街道 / town
    Town,
    /// 学校与年级 / school and grade
    School,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    if arguments.out.is_some() {
        super::file::try_folder(arguments.out.as_deref(), language)?;
    }
    let Some(ReadStudy { study, inputs, applied }) = read(&arguments.input, language) else {
        return Ok(exit::FAULTY_INPUT);
    };
    scenario_sentences(&applied, language).iter().for_each(|sentence| render::message(sentence));
    let shown = Shown::of(&study, arguments, language)?;
    let bars = progress::Bars::new(language);
    let mut paths = Paths::of(&study, &bars)?;
    if arguments.whole {
        paths = paths.whole(arguments.seed);
    }
    for method in &paths.level.methods {
        render::message(method.get(language));
    }
    if let Some(out) = &arguments.out {
        let run =
            ProjectionRun { study: &study, projection: &paths.level, inputs: &inputs, applied: &applied };
        keep(&run, out, arguments.csv, language)?;
    }
    let tables = match arguments.by {
        By::School => schools(&study, &paths, &shown, language)?,
        By::All | By::County | By::Town => areas(&study, &paths, &shown, arguments, language)?,
    };
    render::tables(&[], &tables, arguments.format)?;
    Ok(exit::GOOD)
}

/// Writes the run folder.
fn keep(run: &ProjectionRun, out: &Path, csv: bool, language: Language) -> anyhow::Result<()> {
    write_projection(run, out, super::table_form(csv))?;
    render::message(&match language {
        Language::Chinese => format!("结果文件夹：{}", out.display()),
        Language::English => format!("Run folder: {}", out.display()),
    });
    Ok(())
}

fn areas(
    study: &Study,
    paths: &Paths,
    shown: &Shown,
    arguments: &Arguments,
    language: Language,
) -> anyhow::Result<Vec<Table>> {
    let grouping = match arguments.by {
        By::County => Grouping::County,
        By::Town => Grouping::Town,
        By::All | By::School => Grouping::All,
    };
    let errors = error_model(study, &progress::Bars::new(language))?;
    render::message(errors.text().get(language));
    let draws = usize::try_from(arguments.draws)?;
    let settings = DrawSettings { draws, seed: arguments.seed };
    let mut lines = outlook(study, paths, &errors, grouping, settings);
    lines.retain(|line: &OutlookLine| shown.keeps(line.stage, line.year));
    let births = births_overview(paths, language);
    if study.stages.is_empty() {
        return Ok([births].into_iter().chain(people_overview(study, &paths.level, language)).collect());
    }
    let table = outlook_table(study, &lines, grouping, language);
    let tells_births = grouping == Grouping::All && !paths.level.births.years.is_empty();
    Ok(if tells_births { vec![births, table] } else { vec![table] })
}

fn schools(study: &Study, paths: &Paths, shown: &Shown, language: Language) -> anyhow::Result<Vec<Table>> {
    let keep = |stage, year| shown.keeps(stage, year);
    let bands = roll_bands(study, &progress::Bars::new(language))?;
    match schools_table(study, paths, bands.as_ref(), &keep, language) {
        Some(table) => Ok(vec![table]),
        None => anyhow::bail!(match language {
            Language::Chinese => "该研究没有在校生表（enrolment），无法按学校显示",
            Language::English => "the study has no table of pupils (enrolment): nothing to show by school",
        }),
    }
}

/// Stages and years that are shown; all where none is named.
struct Shown {
    stages: Vec<StageIndex>,
    years: Vec<i32>,
}

impl Shown {
    fn of(study: &Study, arguments: &Arguments, language: Language) -> anyhow::Result<Self> {
        let mut stages = Vec::new();
        for word in &arguments.stages {
            let is = |stage: &StageIndex| {
                let of = &study.stages[stage.index()];
                of.id == *word || of.name.zh == *word || of.name.en == *word
            };
            let Some(stage) = study.stage_indices().find(is) else {
                let known = study.stages.iter().map(|stage| stage.id.as_str()).collect::<Vec<_>>().join(", ");
                anyhow::bail!(match language {
                    Language::Chinese => format!("没有学段“{word}”；已知的有：{known}"),
                    Language::English => format!("there is no stage `{word}`; known are: {known}"),
                })
            };
            stages.push(stage);
        }
        Ok(Self { stages, years: arguments.years.clone() })
    }

    fn keeps(&self, stage: StageIndex, year: SchoolYear) -> bool {
        (self.stages.is_empty() || self.stages.contains(&stage))
            && (self.years.is_empty() || self.years.contains(&year.0))
    }
}
