//! `xuewei report`: the annual layout proposal of a run, from its folder alone.

use super::futures::{Stressed, stressed};
use super::{exit, numbers, progress, render, taken};
use crate::domain::{Language, Text};
use crate::progress::Progress as _;
use crate::projection::ensemble::DrawSettings;
use crate::proposal::{Chances, Proposal};
use crate::report::{Story, annual_story, atlas, docx, html, xlsx};
use crate::store::{read_details, read_record};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Examples:\n  xuewei report runs/draft-1 --year 2025\n  xuewei report runs/draft-2 --year 2026 --since runs/draft-1 --to docx,xlsx --out proposal-2026\n  xuewei --lang en report runs/draft-1 --year 2025 --to html\n  xuewei report runs/draft-1 --year 2025 --to pdf --fonts /usr/share/fonts/office\n\n退出码 / exit codes: 0 全部写出 every format written; 1 有格式未能写出（如缺字体） a format could not be written, for faces that lack say"
)]
pub struct Arguments {
    /// 结果文件夹 / run folder of `xuewei plan`
    run: PathBuf,
    /// 方案年度（学年；须在规划期内） / year of the proposal, one of the decision years
    #[arg(long, value_parser = numbers::year)]
    year: i32,
    /// 格式，可多选 / formats
    #[arg(long, value_enum, value_delimiter = ',', default_value = "docx,xlsx,html")]
    to: Vec<To>,
    /// 输出文件夹（默认为当前文件夹；已有的同名文件从不覆盖） / folder of the files; the current one if not given; files that are there are never overwritten
    #[arg(long)]
    out: Option<PathBuf>,
    /// pdf 用的字体文件夹（另找系统字体） / folder of the faces of a pdf; those of the system are found as well
    #[arg(long, value_name = "DIR")]
    fonts: Option<PathBuf>,
    /// pdf 缺少公文字体时指明的代用字体；不指明则不写 pdf / family that stands in for faces that a pdf asks for and that are not there; without it no pdf is written then
    #[arg(long, value_name = "FAMILY")]
    stand_in: Option<String>,
    /// 压力检验的未来样本数，用于“风险”的概率（0 为不做） / futures for the probabilities of the risks; 0 leaves them out
    #[arg(long, default_value_t = 1_000, value_parser = numbers::futures)]
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
    /// 版式文件（须以 --features pdf 编译） / pages as they are printed; of a program built with `--features pdf`
    Pdf,
}

impl To {
    const fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Html => "html",
            Self::Pdf => "pdf",
        }
    }
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    let folder = arguments.out.clone().unwrap_or_else(|| PathBuf::from("."));
    let name = match language {
        Language::Chinese => format!("{}年度学位布局方案", arguments.year),
        Language::English => format!("proposal-{}", arguments.year),
    };
    let files: Vec<(To, PathBuf)> =
        arguments.to.iter().map(|to| (*to, folder.join(format!("{name}.{}", to.ending())))).collect();
    if let Some((_, path)) = files.iter().find(|(_, path)| path.symlink_metadata().is_ok()) {
        anyhow::bail!("{}", taken(path, language));
    }
    super::file::try_inside(&folder, language)?;
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
    std::fs::create_dir_all(&folder)?;
    let (mut code, mut made) = (exit::GOOD, Vec::new());
    for (to, path) in files {
        step(&format!("写 {}", to.ending()), &format!("Writing {}", to.ending()));
        let written = match to {
            To::Docx => docx(&story).map_err(Into::into),
            To::Xlsx => xlsx(&story).map_err(Into::into),
            To::Html => Ok(html(&story, &atlas(&proposal, language)).into_bytes()),
            To::Pdf => one_pdf(&story, arguments, language),
        };
        bars.finish();
        match written {
            Ok(bytes) => made.push((path, bytes)),
            // One format that cannot be written leaves the others.
            Err(error) => {
                code = exit::FAULTY_INPUT;
                render::error(&format!("{}: {}", to.ending(), render::with_causes(&error)), language);
            }
        }
    }
    super::file::write_all_new(&made, language)?;
    made.iter().try_for_each(|(path, _)| render::output(&format!("{}\n", path.display())))?;
    if !record.every_promise_kept {
        render::message(match language {
            Language::Chinese => "注意：该方案不能全部达到目标，首页已写明。",
            Language::English => "Note: the plan does not keep every promise; the first page says so.",
        });
    }
    Ok(code)
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
        Err(error) => without(&render::with_causes(&error)),
    }
}

#[cfg(feature = "pdf")]
fn one_pdf(story: &Story, arguments: &Arguments, language: Language) -> anyhow::Result<Vec<u8>> {
    let made = crate::report::pdf(story, arguments.fonts.as_deref(), arguments.stand_in.as_deref())?;
    if let (Some(family), false) = (&arguments.stand_in, made.replaced.is_empty()) {
        render::message(&match language {
            Language::Chinese => format!("以“{family}”代用：{}", made.replaced.join("、")),
            Language::English => format!("{family} stands in for: {}", made.replaced.join(", ")),
        });
    }
    Ok(made.bytes)
}

#[cfg(not(feature = "pdf"))]
fn one_pdf(_: &Story, _: &Arguments, language: Language) -> anyhow::Result<Vec<u8>> {
    anyhow::bail!(match language {
        Language::Chinese =>
            "本程序未含 pdf 功能；请以 cargo build --release --features pdf 编译，或用 WPS、Word、LibreOffice 将 docx 另存为 pdf",
        Language::English =>
            "this program is built without pdf: build it with cargo build --release --features pdf, or save the docx as pdf",
    })
}
