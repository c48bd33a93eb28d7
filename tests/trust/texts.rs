//! Texts that other programs would take for something else.

use super::{model, plan, screen};
use std::fs;
use std::process::Command;

/// Names as Word and a prankster write them: a line break of Word, a sign that XML does not allow, a formula. No page holds such signs, no
/// CSV begins with a formula unless it is asked to be raw, and what CSV marks is read as it was meant.
#[test]
fn texts_of_tables_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    for entry in fs::read_dir(model("../data/special")).unwrap().map(Result::unwrap) {
        fs::copy(entry.path(), data.join(entry.file_name())).unwrap();
    }
    let projects = fs::read_to_string(data.join("projects.csv")).unwrap();
    let projects = projects.replacen("乙县特殊教育学校(9班)", "=1+1\u{b}乙县\u{1}", 1);
    let projects = projects.replacen("乙县特殊教育学校(12班)", "=HYPERLINK(A1)", 1);
    fs::write(data.join("projects.csv"), projects).unwrap();
    let towns = fs::read_to_string(data.join("towns.csv")).unwrap();
    fs::write(data.join("towns.csv"), towns.replacen("甲城街道", "@甲城\u{b}街道\u{fffe}", 1)).unwrap();
    let text = fs::read_to_string(model("special.toml")).unwrap().replace("../data/special", "data");
    let model = folder.path().join("special.toml");
    fs::write(&model, text).unwrap();
    let output = plan(folder.path(), &model, &["--out", "run", "--csv", "--force", "E2"]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    let openings = fs::read_to_string(folder.path().join("run/openings.csv")).unwrap();
    assert!(openings.contains(",'=HYPERLINK(A1),"), "{openings}");
    assert!(!openings.contains(",=HYPERLINK"), "{openings}");
    let raw = plan(folder.path(), &model, &["--out", "raw", "--csv", "--raw-csv", "--force", "E2"]);
    assert_eq!(raw.status.code(), Some(0), "{}", screen(&raw));
    let openings = fs::read_to_string(folder.path().join("raw/openings.csv")).unwrap();
    assert!(openings.contains(",=HYPERLINK(A1),"), "{openings}");
    // On the screen as CSV likewise, numbers below 0 as they are.
    let by_town = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
        command.args(["project", "special.toml", "--by", "town", "--format", "csv"]).args(more);
        String::from_utf8(command.current_dir(folder.path()).output().unwrap().stdout).unwrap()
    };
    assert!(by_town(&[]).contains("'@甲城") && !by_town(&[]).contains(",@甲城"));
    assert!(by_town(&["--raw-csv"]).contains(",@甲城"));
    // A table of ours that is read again means what it meant.
    let marked =
        fs::read_to_string(data.join("projects.csv")).unwrap().replace("=HYPERLINK(A1)", "'=HYPERLINK(A1)");
    fs::write(data.join("projects.csv"), marked).unwrap();
    let study = xuewei::input::read_study(&model).study.unwrap();
    assert!(study.projects.iter().any(|project| project.name == "=HYPERLINK(A1)"));
    // Pages hold what XML allows only.
    let report = Command::new(env!("CARGO_BIN_EXE_xuewei"))
        .args(["report", "run", "--year", "2025", "--futures", "0", "--out", "proposal"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(report.status.code(), Some(0), "{}", screen(&report));
    let allowed = |letter: char| {
        matches!(letter, '\n' | '\t' | '\r')
            || !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}')
    };
    let mut parts = 0;
    for entry in fs::read_dir(folder.path().join("proposal")).unwrap().map(Result::unwrap) {
        let bytes = fs::read(entry.path()).unwrap();
        let mut texts = Vec::new();
        if entry.path().extension().is_some_and(|ending| ending == "html") {
            texts.push(String::from_utf8(bytes).unwrap());
        } else {
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            for at in 0..archive.len() {
                let mut text = String::new();
                let mut part = archive.by_index(at).unwrap();
                let name = part.name().unwrap().into_owned();
                if [".xml", ".svg", ".rels"].iter().any(|ending| name.ends_with(ending)) {
                    std::io::Read::read_to_string(&mut part, &mut text).unwrap();
                    assert!(!name.contains("sheet") || !text.contains("<f>HYPERLINK"), "a text, no formula");
                    texts.push(text);
                }
            }
        }
        for text in texts {
            assert!(text.chars().all(allowed), "{}", entry.path().display());
            parts += 1;
        }
    }
    assert!(parts > 10, "{parts}");
}
