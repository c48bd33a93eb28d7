//! A verification laid out for people.

use super::table::{Cell, Table};
use crate::domain::Language;
use crate::verify::{KEPT, Verification};

/// The result in a sentence, then every finding in a line.
#[must_use]
pub fn verification_sentences(found: &Verification, language: Language) -> Vec<String> {
    let (checks, compared, failed) = (found.lines.len(), found.compared(), found.failed());
    let mut sentences = vec![match (language, found.good()) {
        (Language::Chinese, true) => format!("核验通过：{checks} 类检查，{compared} 处比对，全部相符。"),
        (Language::Chinese, false) => {
            format!("核验未通过：{checks} 类检查，{compared} 处比对，{failed} 处不符。")
        }
        (Language::English, true) => format!("Verified: {checks} checks, {compared} comparisons, all agree."),
        (Language::English, false) => {
            format!("Not verified: {checks} checks, {compared} comparisons, {failed} do not agree.")
        }
    }];
    sentences.extend(found.findings.iter().map(|finding| finding.describe(language)));
    for line in found.lines.iter().filter(|line| line.failed > KEPT) {
        let (name, more) = (line.check.name(), line.failed - KEPT);
        sentences.push(match language {
            Language::Chinese => format!("[{}] ……另有 {more} 处", name.get(language)),
            Language::English => format!("[{}] … and {more} more", name.get(language)),
        });
    }
    if !found.beside.is_empty() {
        let names = found.beside.join(if language == Language::Chinese { "、" } else { ", " });
        sentences.push(match language {
            Language::Chinese => format!("文件夹中另有不属于结果的文件，未予核验：{names}"),
            Language::English => format!("Files beside the run, no part of it and not checked: {names}"),
        });
    }
    sentences
}

/// Every check with its number of comparisons.
#[must_use]
pub fn verification_tables(found: &Verification, language: Language) -> Vec<Table> {
    let heads = match language {
        Language::Chinese => ["检查", "比对", "不符"],
        Language::English => ["Check", "Comparisons", "Not agreeing"],
    };
    let row = |line: &crate::verify::CheckLine| {
        vec![
            Cell::Text(line.check.name().get(language).to_owned()),
            Cell::count(line.compared),
            Cell::count(line.failed),
        ]
    };
    let title = match language {
        Language::Chinese => "核验",
        Language::English => "Verification",
    };
    vec![Table {
        title: title.to_owned(),
        heads: heads.map(str::to_owned).to_vec(),
        rows: found.lines.iter().map(row).collect(),
    }]
}
