//! `xuewei report`: the annual layout proposal of a run, from its folder alone.

use super::futures::{Stressed, stressed};
use super::{exit, progress, render, taken};
use crate::domain::{Language, Text};
use crate::progress::Progress as _;
use crate::projection::ensemble::DrawSettings;
use crate::proposal::{Chances, Proposal};
use crate::report::{Story, annual_story, atlas, docx, html, xlsx};
use crate::store::{read_details, read_record};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Examples:\n  xuewei report runs/draft-1 --year 2025\n  xuewei report runs/draft-2 --year 2026 --since runs/draft-1 --to docx,xlsx --out proposal-2026\n  xuewei --lang en report runs/draft-1 --year 2025 --to html"
)]
pub struct Arguments {
    /// 结果文件夹 / run folder of `xuewei plan`
    run: PathBuf,
    /// 方案年度（学年；须在规划期内） / year of the proposal, one of the decision years
    #[arg(long)]
    year: i32,
    /// 格式，可多选 / formats
    #[arg(long, value_enum, value_delimiter = ',', default_value = "docx,xlsx,html")]
    to: Vec<To>,
    /// 输出文件夹（默认为当前文件夹；已有的同名文件从不覆盖） / folder of the files; the current one if not given; files that are there are never overwritten
    #[arg(long)]
    out: Option<PathBuf>,
    /// 压力检验的未来样本数，用于“风险”的概率（0 为不做） / futures for the probabilities of the risks; 0 leaves them out
    #[arg(long, default_value_t = 1_000)]
    futures: usize,
    /// 抽样的随机种子 / seed of the draws
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// 上次方案的结果文件夹，列出变化 / run folder of the proposal before: what changed since
    #[arg(long, value_name = "RUN")]
    since: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum To {
    /// 公文（WPS、Word） / text document
    Docx,
    /// 附件（表格） / attachments
    Xlsx,
    /// 网页（单个文件，可离线打开） / one page that opens offline
    Html,
}

impl To {
    const fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
        }
    }
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    let folder = arguments.out.clone().unwrap_or_else(|| PathBuf::from("."));
    let bars = progress::Bars::new(language);
    let step = |zh: &str, en: &str| bars.start(&Text { zh: zh.to_owned(), en: en.to_owned() }, None);
    step("读取结果文件夹", "Reading the run");
    let (record, details) = (read_record(&arguments.run)?, read_details(&arguments.run)?);
    let since = arguments.since.as_deref().map(read_record).transpose()?;
    bars.finish();
    // A year that the run does not plan is told before the futures are drawn.
    let proposal = Proposal::new(&record, &details, since.as_ref(), arguments.year)?;
    let proposal = proposal.with_chances(chances(arguments, &bars, language));
    step("编写方案", "Writing the proposal");
    let story = annual_story(&proposal, language);
    bars.finish();
    let name = match language {
        Language::Chinese => format!("{}年度学位布局方案", arguments.year),
        Language::English => format!("proposal-{}", arguments.year),
    };
    let files: Vec<(To, PathBuf)> =
        arguments.to.iter().map(|to| (*to, folder.join(format!("{name}.{}", to.ending())))).collect();
    if let Some((_, path)) = files.iter().find(|(_, path)| path.exists()) {
        anyhow::bail!("{}", taken(path, language));
    }
    std::fs::create_dir_all(&folder)?;
    for (to, path) in files {
        step(&format!("写 {}", to.ending()), &format!("Writing {}", to.ending()));
        let bytes = written(to, &story, &proposal, language)?;
        std::fs::write(&path, bytes)?;
        bars.finish();
        render::output(&format!("{}\n", path.display()))?;
    }
    if !record.every_promise_kept {
        render::message(match language {
            Language::Chinese => "注意：该方案不能全部达到目标，首页已写明。",
            Language::English => "Note: the plan does not keep every promise; the first page says so.",
        });
    }
    Ok(exit::GOOD)
}

/// What many futures bring to the run's plan; none where they are not wanted or cannot be drawn, which is told.
fn chances(arguments: &Arguments, bars: &progress::Bars, language: Language) -> Option<Chances> {
    if arguments.futures == 0 {
        return None;
    }
    let without = |reason: &str| {
        render::message(&match language {
            Language::Chinese => format!("未作压力检验，“风险”不给出概率：{reason}"),
            Language::English => format!("no futures are drawn, the risks have no probabilities: {reason}"),
        });
        None
    };
    let settings = DrawSettings { draws: arguments.futures.max(2), seed: arguments.seed };
    match stressed(&arguments.run, settings, bars) {
        Ok(found) if found.study.population.is_empty() => without(match language {
            Language::Chinese => "需求直接给出，没有人口可供抽样",
            Language::English => "demand is given, there are no people to draw from",
        }),
        Ok(Stressed { study, found, errors, .. }) => Some(Chances::of(&study, &found, errors)),
        Err(error) => without(&format!("{error:#}")),
    }
}

fn written(to: To, story: &Story, proposal: &Proposal, language: Language) -> anyhow::Result<Vec<u8>> {
    Ok(match to {
        To::Docx => docx(story)?,
        To::Xlsx => xlsx(story)?,
        To::Html => html(story, &atlas(proposal, language)).into_bytes(),
    })
}
