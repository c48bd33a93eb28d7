//! Other programs (其他软件) open what is written, where they are installed.

use super::{Made, text};
use std::path::Path;
use std::process::Command;

/// Whether a program is there.
fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

#[test]
fn other_programs_open_what_is_written() {
    let made = Made::new();
    let folder = made.folder.path();
    if is_there("soffice") {
        let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
        for ending in ["docx", "xlsx"] {
            let copy = folder.join(format!("opened.{ending}"));
            std::fs::copy(made.file(ending), &copy).unwrap();
            let output = Command::new("soffice")
                .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
                .args([folder, copy.as_path()])
                .output()
                .unwrap();
            let pdf = std::fs::read(folder.join("opened.pdf"))
                .unwrap_or_else(|_| panic!("{}", text(&output.stderr)));
            assert!(pdf.starts_with(b"%PDF") && pdf.len() > 10_000);
            std::fs::remove_file(folder.join("opened.pdf")).unwrap();
        }
    } else {
        eprintln!("skipped: no LibreOffice");
    }
    let browser = ["chromium", "google-chrome"].into_iter().find(|program| is_there(program));
    let Some(browser) = browser else {
        eprintln!("skipped: no browser");
        return;
    };
    std::fs::copy(made.file("html"), folder.join("page.html")).unwrap();
    let page = format!("file://{}/page.html", folder.display());
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--virtual-time-budget=5000",
            "--dump-dom",
            &page,
        ])
        .output()
        .unwrap();
    // The script has run: the choices of the map are shown, and heads of tables are buttons.
    let shown = text(&output.stdout);
    assert!(shown.contains("<form class=\"choices\">"), "{}", text(&output.stderr));
    assert!(shown.contains("<th scope=\"col\"><button type=\"button\">"));
    if Command::new("pdftotext").arg("-v").output().is_ok() {
        printed_whole(browser, folder, &page);
    } else {
        eprintln!("skipped: no pdftotext");
    }
}

/// Long tables are folded on the screen and whole on paper.
fn printed_whole(browser: &str, folder: &Path, page: &str) {
    let paper = folder.join("printed.pdf");
    let print = format!("--print-to-pdf={}", paper.display());
    Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", &print, page])
        .output()
        .unwrap();
    let output = Command::new("pdftotext").arg("-raw").arg(&paper).arg("-").output().unwrap();
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let printed = squeezed(&text(&output.stdout));
    let html = std::fs::read_to_string(folder.join("page.html")).unwrap();
    let folded =
        html.split("<details class=\"long\">").skip(1).map(|part| part.split("</details>").next().unwrap());
    let mut checked = 0;
    for table in folded {
        // The first row: its cells stand together on paper.
        let row =
            table.split("<tbody>").nth(1).and_then(|body| body.split("</tr>").next()).unwrap_or_default();
        let cells = row.split("</td>").filter_map(|cell| cell.rsplit('>').next()).take(2);
        let wanted = squeezed(&cells.collect::<String>());
        assert!(printed.contains(&wanted), "{wanted} is not printed");
        checked += usize::from(!wanted.is_empty());
    }
    assert!(checked > 0);
}
