//! The part of `xuewei plan` that follows an earlier run: what it has started stays, and what changed is shown.

use super::{Input, ReadStudy, render, tell};
use crate::allocation::{Plan, StayClose};
use crate::compare::compare;
use crate::diagnostic::any_error;
use crate::domain::{Language, ProjectIndex, SchoolYear, Study};
use crate::input::{Reading, ScenarioSource, Sources, read_sources};
use crate::progress::Silent;
use crate::projection::project;
use crate::replan::{Kept, kept, moved, planned};
use crate::report::{Table, comparison_sentences, comparison_tables};
use crate::store::{Replan, read_record, reopen};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// 上一个方案的结果文件夹：它已开工的项目照旧，其余按新数据重新决定，并与它比较 / run folder of an earlier plan: what it has started stays, the rest is decided anew on the new tables and compared with it
    #[arg(long, value_name = "RUN")]
    from: Option<PathBuf>,
    /// 每个与上一方案不同的项目计入目标函数的价格（万元现值），不计入成本 / weight of every project that opens otherwise than in the earlier plan, 10⁴ yuan of present value; no part of the cost
    #[arg(long, value_name = "PRICE", requires = "from", default_value_t = 0.0, value_parser = super::numbers::price)]
    stay_close: f64,
}

/// An earlier plan that is followed.
pub struct Following {
    folder: PathBuf,
    name: String,
    price: f64,
    planned: BTreeMap<String, SchoolYear>,
}

/// Takes over what the earlier plan has started, and reads the study again with it; the inner none where that has faults.
pub fn follow(
    arguments: &Arguments,
    input: &Input,
    read: ReadStudy,
    language: Language,
) -> anyhow::Result<Option<(ReadStudy, Option<Following>)>> {
    let Some(folder) = &arguments.from else { return Ok(Some((read, None))) };
    let reopened = reopen(folder)?;
    let old = &reopened.study;
    let openings = reopened.plan(&project(old, &Silent)?.rolls)?.openings;
    let name = folder.canonicalize()?.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_else(|| folder.display().to_string());
    let found = kept(old, &openings, &read.study);
    sentences(&found, &name, language).iter().for_each(|sentence| render::message(sentence));
    let planned = planned(old, &openings, &read.study);
    let following =
        Following { folder: folder.clone(), name: name.clone(), price: arguments.stay_close, planned };
    let Some(text) = found.scenario(&read.study, &name) else { return Ok(Some((read, Some(following)))) };
    let mut scenarios: Vec<_> = input.scenario.iter().cloned().map(ScenarioSource::Named).collect();
    scenarios.push(ScenarioSource::Written { file: PathBuf::from("kept.toml"), text });
    let sources = Sources { model: &input.study, data: None, scenarios: &scenarios, cache: None };
    let Reading { study, diagnostics, files, layouts, applied } = read_sources(&sources);
    if any_error(&diagnostics) {
        tell(&diagnostics, &layouts, None, language);
    }
    let study = study.filter(|_| !any_error(&diagnostics));
    Ok(study.map(|study| (ReadStudy { study, inputs: files, applied }, Some(following))))
}

/// What is kept, and what could not be.
fn sentences(kept: &Kept, run: &str, language: Language) -> Vec<String> {
    let chinese = language == Language::Chinese;
    let number: u32 = kept.projects.iter().map(|one| one.copies).sum();
    let mut sentences = vec![if chinese {
        format!("沿用 {run}：{number} 个已开工的项目照旧。")
    } else {
        format!("Following {run}: {number} projects that it has started stay.")
    }];
    let late = kept.projects.iter().filter(|one| one.year != one.planned);
    sentences.extend(late.map(|one| {
        if chinese {
            format!("项目 {} 原定 {} 年投用，按新数据为 {} 年。", one.project, one.planned, one.year)
        } else {
            format!(
                "Project {} was to open in {}; by the new tables it opens in {}.",
                one.project, one.planned, one.year
            )
        }
    }));
    let lists = [
        (
            &kept.opened,
            "已投用，不再作为项目，应在学校表中",
            "open by now and no longer projects, they belong among the schools",
        ),
        (
            &kept.missing,
            "已开工，但新项目表没有列出或未填全，请核对",
            "started, but not in the new table of projects, or not whole there: check it",
        ),
    ];
    for (ids, zh, en) in lists.into_iter().filter(|(ids, ..)| !ids.is_empty()) {
        let (words, ids) = (if chinese { zh } else { en }, ids.join(", "));
        sentences.push(if chinese { format!("{words}：{ids}") } else { format!("{words}: {ids}") });
    }
    sentences
}

impl Following {
    /// The price on moved projects, if there is one.
    pub fn stay_close(&self, study: &Study) -> Option<StayClose> {
        let years = ProjectIndex::all(study.projects.len())
            .filter_map(|index| Some((index, *self.planned.get(&study.projects[index.index()].id)?)));
        (self.price > 0.0).then(|| StayClose { price: self.price, planned: years.collect() })
    }

    /// For the manifest.
    pub fn replan(&self, study: &Study, plan: &Plan) -> Replan {
        let moved = moved(study, &plan.openings, &self.planned);
        Replan { from: self.name.clone(), stay_close: self.price, moved }
    }

    /// What changed against the earlier plan.
    pub fn compared(
        &self,
        replan: &Replan,
        folder: &Path,
        language: Language,
    ) -> anyhow::Result<(Vec<String>, Vec<Table>)> {
        let (old, new) = (read_record(&self.folder)?, read_record(folder)?);
        #[allow(clippy::cast_precision_loss)] // a count of projects
        let weight = replan.moved as f64 * self.price;
        let mut sentences = vec![match language {
            Language::Chinese => format!(
                "与 {} 相比，{} 个项目投用年份不同、取消或新增；每个计价 {:.0} 万元，共 {weight:.0} 万元，不计入成本。",
                self.name, replan.moved, self.price
            ),
            Language::English => format!(
                "Against {}, {} projects open in another year, no longer, or newly; at {:.0} × 10⁴ yuan each they weigh {weight:.0} × 10⁴ yuan, which is no cost.",
                self.name, replan.moved, self.price
            ),
        }];
        sentences.extend(comparison_sentences(&old, &new, language));
        let found = compare(&old, &new);
        Ok((sentences, comparison_tables(&old, &new, &found, language)))
    }
}
