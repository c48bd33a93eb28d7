//! `xuewei synth`: a made-up study, or the shipped one made again from its cited facts.

use super::{exit, numbers, progress, render};
use crate::domain::{Language, Text};
use crate::progress::Progress as _;
use crate::store::Partial;
use crate::synth::difficulty::Difficulty;
use crate::synth::facts::Facts;
use crate::synth::{TAIZHOU_SEED, generate, model, write};
use anyhow::Context as _;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Examples:\n  xuewei synth trial --towns 40 --counties 4 --seed 7\n  xuewei plan trial\n  xuewei synth hard --sites 600 --sizes 3 --closing 0.25 --free-numbers\n  xuewei synth taizhou-again --facts data/taizhou/facts\n\n虚构数据，不代表任何地方 / the data are made up and stand for no real place"
)]
pub struct Arguments {
    /// 新研究的文件夹（须不存在） / folder of the new study, which must not be there yet
    folder: PathBuf,
    /// 乡镇街道数 / number of towns
    #[arg(long, default_value_t = 130, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    towns: u32,
    /// 县（市、区）数 / number of counties; about one for every 14 towns if not given
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    counties: Option<u32>,
    /// 随机种子 / seed; the same seed gives the same bytes
    #[arg(long)]
    seed: Option<u64>,
    /// 候选地块总数（默认每乡镇 4 个） / candidate sites in all; four for every town if not given
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    sites: Option<u32>,
    /// 每个新建地块的规模方案数（默认 1–3 个） / sizes of every new site; one to three if not given
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=5))]
    sizes: Option<u32>,
    /// 全市预算与合理方案造价之比 / ceilings of the whole place over the cost of a reasonable plan
    #[arg(long, default_value_t = 1.20, value_parser = numbers::ratio)]
    budget_room: f64,
    /// 全市预算各年相等、结余不结转 / the whole place has the same money every year, and what is left is lost
    #[arg(long)]
    even_budget: bool,
    /// 规划期内停办（须补建）的学校比例 / share of schools that close and have to be built anew
    #[arg(long, default_value_t = 0.0, value_parser = numbers::share)]
    closing: f64,
    /// 不规定项目个数 / programmes ask for no number of projects
    #[arg(long)]
    free_numbers: bool,
    /// 可跨县就读 / children may go to school in another county
    #[arg(long)]
    cross_county: bool,
    /// 由事实表生成（如 data/taizhou/facts） / from tables of facts instead of invented ones
    #[arg(long, conflicts_with_all = ["towns", "counties"])]
    facts: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    let bars = progress::Bars::new(language);
    let folder = &arguments.folder;
    super::file::try_folder(Some(folder), language)?;
    let seed = arguments.seed.unwrap_or(if arguments.facts.is_some() { TAIZHOU_SEED } else { 1 });
    let mut facts = match &arguments.facts {
        Some(facts) => Facts::read(facts)?,
        None => Facts::invent(arguments.towns as usize, counties(arguments), seed),
    };
    facts.difficulty = difficulty(arguments);
    bars.start(&Text { zh: "生成虚构数据".into(), en: "Making up data".into() }, None);
    let tables = generate(&facts, seed);
    let text = model::model(&facts, "data", &tables.provision)?;
    // Beside its final name first: a run that is killed leaves no half study.
    let partial = Partial::create(folder)?;
    write(&tables, &partial.path().join("data"))?;
    let (path, written) = (folder.join("model.toml"), partial.path().join("model.toml"));
    std::fs::write(&written, text).with_context(|| path.display().to_string())?;
    partial.finish(folder)?;
    bars.finish();
    render::message(&match language {
        Language::Chinese => format!(
            "已写入 {}（虚构数据，种子 {seed}）；接着可运行：xuewei plan {}",
            path.display(),
            folder.display()
        ),
        Language::English => {
            format!(
                "Written: {} (made-up data, seed {seed}); next: xuewei plan {}",
                path.display(),
                folder.display()
            )
        }
    });
    Ok(exit::GOOD)
}

fn difficulty(arguments: &Arguments) -> Difficulty {
    Difficulty {
        sites: arguments.sites.map(|sites| sites as usize),
        sizes: arguments.sizes.map(|sizes| sizes as usize),
        budget_room: arguments.budget_room,
        even_budget: arguments.even_budget,
        closing: arguments.closing,
        counted: !arguments.free_numbers,
        anywhere: arguments.cross_county,
    }
}

fn counties(arguments: &Arguments) -> usize {
    let counties = arguments.counties.unwrap_or_else(|| arguments.towns.div_ceil(14).max(1));
    counties.min(arguments.towns) as usize
}
