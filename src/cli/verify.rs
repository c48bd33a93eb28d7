//! `xuewei verify`: a run folder checked by code of its own.

use super::{Format, exit, interrupt, numbers, progress, render};
use crate::allocation::{BoundTrial, Limits, try_bound};
use crate::domain::Language;
use crate::projection::project;
use crate::report::{verification_sentences, verification_tables};
use crate::store::{MOST_TEXT, Reopened, read_plain, reopen_to_verify};
use crate::verify::{Against, Verification, verify, verify_files};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "例 / Examples:\n  xuewei verify runs/draft-1\n  xuewei --lang en verify runs/draft-1 --format json\n  xuewei verify runs/draft-1 --bound\n\n退出码 / exit codes: 0 全部相符 all agrees; 4 时限内未判定 not decided in time (--bound); 6 有不符之处 something does not agree"
)]
pub struct Arguments {
    /// 结果文件夹 / run folder
    run: PathBuf,
    /// 再求一次有无低于所证下限的方案（重新建模，整体搜索） / search anew, as a whole, for a plan that costs less than the proven bound
    #[arg(long)]
    bound: bool,
    /// --bound 的时限（秒，默认按模型） / longest time of --bound, seconds; that of the model if not given
    #[arg(long, value_name = "SECONDS", requires = "bound", value_parser = numbers::seconds)]
    time_limit: Option<f64>,
    /// 输出格式 / form of the output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub fn run(arguments: &Arguments, language: Language) -> anyhow::Result<u8> {
    if let Some(refused) = other_folder(&arguments.run, language) {
        anyhow::bail!(refused);
    }
    let reopened = reopen_to_verify(&arguments.run);
    let found = match &reopened {
        Ok(run) => verify(&arguments.run, &Against { study: &run.study, applied: &run.applied, rolls: None }),
        Err(error) if !arguments.run.join("manifest.json").is_file() => anyhow::bail!("{error}"),
        Err(error) => {
            render::error(&error.to_string(), language);
            verify_files(&arguments.run).with_unreadable("inputs", error)
        }
    };
    let mut sentences = verification_sentences(&found, language);
    let mut exit = code(&found);
    if let (true, Ok(run)) = (arguments.bound && found.good(), &reopened) {
        let (sentence, of_bound) = bound(arguments, run, language)?;
        sentences.push(sentence);
        exit = of_bound;
    }
    render::tables(&sentences, &verification_tables(&found, language), arguments.format)?;
    Ok(exit)
}

/// Seeks a plan below the bound of a run; what came of it, and the exit code.
fn bound(arguments: &Arguments, run: &Reopened, language: Language) -> anyhow::Result<(String, u8)> {
    let record = run.record()?;
    if record.status == "repaired" || run.wishes.stay_close.is_some() {
        let sentence = say(
            language,
            "未复核下限：只对未修复、未计变动价格的方案复核。",
            "The bound was not tried: that is done for plans that keep every promise and weigh no moved projects.",
        );
        return Ok((sentence, exit::GOOD));
    }
    let bound = record.least;
    let bars = progress::Bars::new(language);
    interrupt::listen(language);
    let seconds = arguments.time_limit.unwrap_or(run.study.solver.time_limit_seconds);
    let rolls = project(&run.study, &bars)?.rolls;
    let limits = Limits { columns: usize::MAX, ..Limits::new(0.0, seconds) };
    Ok(match try_bound(&run.study, &rolls, &run.wishes, bound, limits, &bars)? {
        BoundTrial::Holds => (
            say(
                language,
                "下限成立：重新搜索，没有成本更低的方案。",
                "The bound holds: searched anew, no plan costs less.",
            ),
            exit::GOOD,
        ),
        BoundTrial::Refuted(cost) => (
            match language {
                Language::Chinese => {
                    format!("下限不成立：有方案成本 {cost:.4} 万元，低于所称下限 {bound:.4}。")
                }
                Language::English => {
                    format!(
                        "The bound does not hold: a plan costs {cost:.4} × 10⁴ yuan, less than the bound {bound:.4}."
                    )
                }
            },
            exit::NOT_VERIFIED,
        ),
        BoundTrial::Undecided => (undecided(seconds, language), exit::STOPPED),
    })
}

/// What it means that a search for a plan below the bound ended without an answer.
fn undecided(seconds: f64, language: Language) -> String {
    match language {
        Language::Chinese => format!(
            "未能判定下限：搜索 {seconds:.0} 秒，既没有找到成本更低的方案，也没有证明没有。这不说明下限有误：它若是分块证得的，整体搜索要得出同样结论，大的研究可能要数小时。可加大 --time-limit；其余核验不受影响。"
        ),
        Language::English => format!(
            "The bound is neither confirmed nor refuted: {seconds:.0} s of search found no plan that costs less, nor that there is none. That does not speak against the bound: where it was proven block by block, one search over the whole may take hours to prove as much for a large study. A longer --time-limit may help; the other checks stand."
        ),
    }
}

fn say(language: Language, zh: &str, en: &str) -> String {
    if language == Language::Chinese { zh.to_owned() } else { en.to_owned() }
}

/// What to do with a folder that holds no plan; none for one that may hold one.
fn other_folder(folder: &Path, language: Language) -> Option<String> {
    let name = folder.display();
    let manifest = read_plain(&folder.join("manifest.json"), MOST_TEXT).ok();
    let manifest: Option<serde_json::Value> = manifest.and_then(|text| serde_json::from_slice(&text).ok());
    if manifest.is_some_and(|manifest| manifest["command"] == "project") {
        return Some(match language {
            Language::Chinese => format!(
                "{name} 是 project 的结果，没有可核验的方案；用同样输入再运行一次 project 即可比对各表"
            ),
            Language::English => format!(
                "{name} holds a projection and no plan to verify: run `project` again on its inputs and compare the tables"
            ),
        });
    }
    folder.join("sweep.json").is_file().then(|| match language {
        Language::Chinese => format!("{name} 是 sweep 的结果，请逐个核验其中各情景的文件夹"),
        Language::English => format!("{name} holds a sweep: verify the folders of its cases one by one"),
    })
}

/// Exit code of a verification.
pub fn code(found: &Verification) -> u8 {
    if found.good() { exit::GOOD } else { exit::NOT_VERIFIED }
}
