//! The annual proposal as pdf: set with the faces at hand, or refused by name; without the feature it is told how to build it.

use super::{text, xuewei};
use std::path::Path;
use std::process::Output;

/// The small study of senior high schools, planned.
fn planned() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/senior_high.toml");
    let output = xuewei(folder.path(), "zh", &["plan", model.to_str().unwrap(), "--out", "run"]);
    assert!(matches!(output.status.code(), Some(0 | 3)), "{}", text(&output.stderr));
    folder
}

fn report(folder: &Path, out: &str, more: &[&str]) -> Output {
    let arguments = ["report", "run", "--year", "2027", "--futures", "50", "--out", out];
    xuewei(folder, "zh", &[&arguments, more].concat())
}

/// One format that cannot be written leaves the others, and says why.
#[test]
fn what_cannot_be_set_is_told_and_other_formats_are_written() {
    let folder = planned();
    let output = report(folder.path(), "a", &["--to", "pdf,html", "--stand-in", "No Such Face"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let said = text(&output.stderr);
    let reason = if cfg!(feature = "pdf") { "No Such Face" } else { "--features pdf" };
    assert!(said.contains(reason), "{said}");
    assert!(folder.path().join("a/2027年度学位布局方案.html").exists());
    assert!(!folder.path().join("a/2027年度学位布局方案.pdf").exists());
    assert_eq!(text(&output.stdout).lines().count(), 1);
}

/// The pdf says what the page says: its first paragraph is in it, with figures in embedded faces.
#[cfg(feature = "pdf")]
#[test]
fn a_pdf_is_set_with_a_face_that_is_named() {
    const FACES: [&str; 5] =
        ["Noto Serif CJK SC", "Noto Sans CJK SC", "Source Han Serif SC", "SimSun", "WenQuanYi Zen Hei"];
    let folder = planned();
    let made = FACES.iter().find_map(|face| {
        let out = face.replace(' ', "");
        let output = report(folder.path(), &out, &["--to", "pdf,html", "--stand-in", face]);
        match output.status.code() {
            Some(0) => Some((folder.path().join(&out), output)),
            _ => {
                assert!(text(&output.stderr).contains("没有代用字体"), "{}", text(&output.stderr));
                None
            }
        }
    });
    let Some((out, output)) = made else {
        eprintln!("skipped: no Chinese face is here");
        return;
    };
    let path = out.join("2027年度学位布局方案.pdf");
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"%PDF") && bytes.len() > 20_000);
    // Faces that are not there are told by name.
    if text(&output.stderr).contains("代用：") {
        assert!(text(&output.stderr).contains("方正小标宋") || text(&output.stderr).contains("楷体"));
    }
    let Ok(words) = std::process::Command::new("pdftotext").arg("-raw").arg(&path).arg("-").output() else {
        eprintln!("skipped: no pdftotext");
        return;
    };
    let plain = |text: &str| text.chars().filter(|one| !one.is_whitespace()).collect::<String>();
    let words = plain(&text(&words.stdout));
    let page = std::fs::read_to_string(out.join("2027年度学位布局方案.html")).unwrap();
    let paragraphs: Vec<&str> = page
        .split("<p>")
        .skip(1)
        .filter_map(|rest| rest.split("</p>").next())
        .filter(|paragraph| !paragraph.contains('&'))
        .collect();
    // A page may break within a paragraph, where its footer comes between: the first sentence is looked for.
    let found = paragraphs.iter().filter(|one| words.contains(&plain(one.split('。').next().unwrap())));
    let (found, all) = (found.count(), paragraphs.len());
    assert!(all > 10 && found * 10 >= all * 9, "{found} of {all}");
    let number = plain(paragraphs[0]);
    assert!(words.contains(&number), "{number}");
}
