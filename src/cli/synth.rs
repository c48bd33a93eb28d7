//! `xuewei synth`: a made-up study, or the shipped one made again from its cited facts.

use super::{exit, progress, render};
use crate::domain::{Language, Text};
use crate::progress::Progress as _;
use crate::synth::facts::Facts;
use crate::synth::{TAIZHOU_SEED, generate, model, write};
use anyhow::Context as _;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Examples:\n  xuewei synth trial --towns 40 --counties 4 --seed 7\n  xuewei plan trial\n  xuewei synth taizhou-again --facts data/taizhou/facts\n\n虚构数据，不代表任何地方 / the data are made up and stand for no real place"
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
    /// 由事实表生成（如 data/taizhou/facts） / from tables of facts instead of invented ones
    #[arg(long, conflicts_with_all = ["towns", "counties"])]
    facts: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    let bars = progress::Bars::new(language);
    let folder = &arguments.folder;
    if folder.exists() {
        anyhow::bail!("{}", super::taken(folder, language));
    }
    let seed = arguments.seed.unwrap_or(if arguments.facts.is_some() { TAIZHOU_SEED } else { 1 });
    let facts = match &arguments.facts {
        Some(facts) => Facts::read(facts)?,
        None => Facts::invent(arguments.towns as usize, counties(arguments), seed),
    };
    bars.start(&Text { zh: "生成虚构数据".into(), en: "Making up data".into() }, None);
    let text = model::model(&facts, "data")?;
    write(&generate(&facts, seed), &folder.join("data"))?;
    let path = folder.join("model.toml");
    std::fs::write(&path, text).with_context(|| path.display().to_string())?;
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

fn counties(arguments: &Arguments) -> usize {
    let counties = arguments.counties.unwrap_or_else(|| arguments.towns.div_ceil(14).max(1));
    counties.min(arguments.towns) as usize
}
