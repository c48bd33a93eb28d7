//! What the proposal tells (内容): its outline, units, what is missed, what changed.

use super::document::{parts, words_of};
use super::{Made, root, text, xuewei};
use std::collections::BTreeMap;
use xuewei::domain::Language;
use xuewei::report::Block;
use xuewei::report::chart::Chart;
use xuewei::store::read_record;

/// Stages of some thousand children are drawn in children, not in ten thousands; numbers asked for are no shares.
#[test]
fn small_numbers_have_their_own_units() {
    let made = Made::new();
    let story = made.story(Language::Chinese);
    let blocks: Vec<&Block> = story.sections.iter().flat_map(|section| &section.blocks).collect();
    let charts = blocks.iter().filter_map(|block| match block {
        Block::Figure(figure) => match &figure.chart {
            Chart::Lines(charts) => Some(charts),
            _ => None,
        },
        _ => None,
    });
    let charts: Vec<_> = charts.flatten().collect();
    let mut stages = 0;
    for stage in made.record.codes("stage") {
        let name = made.record.name("stage", stage, Language::Chinese);
        let chart = charts.iter().find(|chart| chart.title == name).unwrap();
        let mut by_year = BTreeMap::<i32, f64>::new();
        for line in made.record.balance.iter().filter(|line| line.stage == stage) {
            *by_year.entry(line.year).or_default() += line.children;
        }
        let most = by_year.values().fold(0.0, |most, of| f64::max(most, *of));
        assert!(most > 0.0 && most < 20_000.0, "{name}: {most}");
        let drawn = chart.series[0].1.iter().flatten().fold(0.0, |most, of| f64::max(most, *of));
        assert_eq!(chart.unit, "人、个");
        assert!((drawn - most).abs() < 0.5, "{name}: {drawn} {most}");
        stages += 1;
    }
    assert!(stages > 0);
    let counted = made.record.indicators.iter().find(|one| !one.share && one.target.is_some()).unwrap();
    let name = made.record.name("indicator", &counted.indicator, Language::Chinese);
    let rows = blocks.iter().filter_map(|block| match block {
        Block::Table(exhibit) => Some(&exhibit.table.rows),
        _ => None,
    });
    let cells = |row: &Vec<xuewei::report::Cell>| -> Vec<String> {
        row.iter().map(xuewei::report::Cell::display).collect()
    };
    let row = rows.flatten().map(cells).find(|row| row.first().is_some_and(|cell| cell == name)).unwrap();
    assert!(row.iter().all(|cell| !cell.contains('%') && !cell.contains("百分点")), "{row:?}");
    let chart = charts.iter().find(|chart| chart.title == name).unwrap();
    assert_eq!(chart.unit, "");
}

/// The story in outline: heads and captions, and the table of need, whose figures no choice among equal plans can move.
#[test]
fn outline_of_the_story_is_as_kept() {
    let made = Made::new();
    for (language, name) in [(Language::Chinese, "story_zh.txt"), (Language::English, "story_en.txt")] {
        let story = made.story(language);
        let mut outline = vec![story.title.clone()];
        for section in story.sections.iter().chain(&story.annexes) {
            outline.push(section.heading.clone());
            for block in &section.blocks {
                match block {
                    Block::Table(exhibit) => outline.push(format!("  {}", exhibit.table.title)),
                    Block::Figure(figure) => outline.push(format!("  {}", figure.caption)),
                    _ => {}
                }
            }
        }
        let need = story.sections.iter().flat_map(|section| &section.blocks).find_map(|block| match block {
            Block::Table(exhibit) => Some(&exhibit.table),
            _ => None,
        });
        for row in &need.unwrap().rows {
            outline.push(row.iter().map(xuewei::report::Cell::display).collect::<Vec<_>>().join(" | "));
        }
        let outline = outline.join("\n") + "\n";
        let path = root().join("tests/golden").join(name);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, &outline).unwrap();
        }
        assert_eq!(outline, std::fs::read_to_string(&path).unwrap(), "{name}; UPDATE_GOLDEN=1 renews it");
    }
}

#[test]
fn a_plan_that_misses_targets_says_so_first_and_files_are_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let model = std::fs::read_to_string(root().join("models/senior_high.toml")).unwrap();
    let model = model.replace("../data/senior_high", root().join("data/senior_high").to_str().unwrap());
    assert!(model.contains("at_least = { 2027 = 5800 }"));
    std::fs::write(folder.path().join("m.toml"), model.replace("{ 2027 = 5800 }", "{ 2027 = 580000 }"))
        .unwrap();
    let output = xuewei(folder.path(), "zh", &["plan", "m.toml", "--out", "run"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    let report = |arguments: &[&str]| xuewei(folder.path(), "zh", &[&["report", "run"], arguments].concat());
    let output = report(&["--year", "2027", "--to", "html,docx,xlsx", "--futures", "0"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("不能全部达到目标"));
    let path = folder.path().join("2027年度学位布局方案.html");
    let page = std::fs::read_to_string(&path).unwrap();
    let first = page.split("<h2>").nth(1).unwrap();
    let warning = first.find("不能全部达到目标").expect("the first section says so");
    assert!(warning < first.find("全年投用项目").unwrap());
    assert!(page.contains("本次未作压力检验"));
    let document = std::fs::read(folder.path().join("2027年度学位布局方案.docx")).unwrap();
    let words = words_of(&parts(document)["word/document.xml"], "document").concat();
    let warning = words.find("不能全部达到目标").expect("the document says so");
    assert!(warning < words.find("全年投用项目").unwrap());
    let workbook = std::fs::read(folder.path().join("2027年度学位布局方案.xlsx")).unwrap();
    let words = words_of(&parts(workbook)["xl/sharedStrings.xml"], "workbook").concat();
    assert!(words.contains("不能全部达到目标"), "the workbook says so");
    let output = report(&["--year", "2027", "--to", "html"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), page);
    let output = report(&["--year", "2031", "--to", "html"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("2023"), "{}", text(&output.stderr));
}

#[test]
fn changes_since_the_proposal_before_end_at_the_total() {
    let made = Made::new();
    let change = "name = \"dear\"\ntitle = \"Dear\"\nintent = \"t\"\n[[change]]\nname = \"capital\"\ntable = \"projects\"\ncolumn = \"capex\"\nmultiply = 1.5\n";
    std::fs::write(made.folder.path().join("dear.toml"), change).unwrap();
    let model = root().join("models/senior_high.toml");
    let output = xuewei(
        made.folder.path(),
        "zh",
        &["plan", model.to_str().unwrap(), "--scenario", "dear.toml", "--out", "dear"],
    );
    assert!(matches!(output.status.code(), Some(0 | 3)), "{}", text(&output.stderr));
    let arguments = ["report", "dear", "--since", "run", "--year", "2027", "--to", "html", "--out", "since"];
    let output = xuewei(made.folder.path(), "zh", &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let page = std::fs::read_to_string(made.folder.path().join("since/2027年度学位布局方案.html")).unwrap();
    let dear = read_record(&made.folder.path().join("dear")).unwrap();
    assert!(dear.total > made.record.total);
    assert!(page.contains("与上次方案相比的变化"));
    for total in [made.record.total, dear.total] {
        assert!(page.contains(&format!(">{:.2}</text>", total / 1e4)), "{total}");
    }
}
