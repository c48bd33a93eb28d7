//! The annual proposal by the program, opened again by other readers: its figures are those of the run.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use calamine::{Data, DataType as _, Reader as _, Xlsx};
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use xuewei::domain::Language;
use xuewei::outcome::Component;
use xuewei::progress::Silent;
use xuewei::projection::backtest::error_model;
use xuewei::projection::ensemble::{DrawSettings, futures, target};
use xuewei::projection::project;
use xuewei::proposal::{Chances, Expected, Proposal};
use xuewei::report::chart::Chart;
use xuewei::report::{Block, Story, annual_story};
use xuewei::store::{RunDetails, RunRecord, read_details, read_record, reopen};
use xuewei::stress::stress;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn xuewei(folder: &Path, language: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xuewei"))
        .args(["--lang", language])
        .args(arguments)
        .env_remove("XUEWEI_LANG")
        .current_dir(folder)
        .output()
        .expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The small study of senior high schools planned, and its proposal of 2027 in both languages.
struct Made {
    folder: tempfile::TempDir,
    record: RunRecord,
    details: RunDetails,
}

impl Made {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let model = root().join("models/senior_high.toml");
        let output = xuewei(folder.path(), "zh", &["plan", model.to_str().unwrap(), "--out", "run"]);
        assert!(matches!(output.status.code(), Some(0 | 3)), "{}", text(&output.stderr));
        for (language, out) in [("zh", "zh"), ("en", "en")] {
            let arguments = [
                "report",
                "run",
                "--year",
                "2027",
                "--to",
                "docx,xlsx,html",
                "--futures",
                "200",
                "--out",
                out,
            ];
            let output = xuewei(folder.path(), language, &arguments);
            assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
            assert_eq!(text(&output.stdout).lines().count(), 3);
        }
        let run = folder.path().join("run");
        Self { record: read_record(&run).unwrap(), details: read_details(&run).unwrap(), folder }
    }

    fn file(&self, ending: &str) -> PathBuf {
        self.folder.path().join(format!("zh/2027年度学位布局方案.{ending}"))
    }

    fn bytes(&self, ending: &str) -> Vec<u8> {
        std::fs::read(self.file(ending)).unwrap()
    }

    fn story(&self, language: Language) -> Story {
        let proposal = Proposal::new(&self.record, &self.details, None, 2027).unwrap();
        annual_story(&proposal.with_chances(Some(self.chances())), language)
    }

    /// What the same 200 futures bring, from the rooms themselves.
    fn chances(&self) -> Chances {
        let reopened = reopen(&self.folder.path().join("run")).unwrap();
        let projection = project(&reopened.study, &Silent).unwrap();
        let plan = reopened.plan(&projection.rolls).unwrap();
        let errors = error_model(&reopened.study, &Silent).unwrap();
        let settings = DrawSettings { draws: 200, seed: 1 };
        let drawn = futures(&target(&reopened.study, &projection), &errors, settings);
        let found = stress(&reopened.study, &projection.rolls, &plan, &drawn, &Silent);
        Chances::of(&reopened.study, &found, errors.text())
    }

    /// What is paid in 2027, 10⁴ yuan: all, and for building.
    fn paid(&self) -> (f64, f64) {
        let of = |keep: fn(Component) -> bool| {
            let lines = self.record.money.iter().filter(|one| one.year == 2027 && keep(one.component));
            lines.map(|one| one.amount).sum::<f64>()
        };
        (of(Component::is_paid), of(|component| component == Component::Capital))
    }
}

/// Sum of the rows of a column and the figure of its total row.
fn column(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str, head: &str) -> (f64, f64) {
    let range = book.worksheet_range(sheet).unwrap();
    let rows: Vec<&[Data]> = range.rows().collect();
    let at = rows[2]
        .iter()
        .position(|cell| matches!(cell, Data::String(text) if text == head))
        .unwrap_or_else(|| panic!("{head}: {:?}", rows[2]));
    let number = |row: &&[Data]| match &row[at] {
        Data::Float(number) => *number,
        Data::Empty => 0.0,
        other => panic!("{sheet} {head}: {other:?} is no number"),
    };
    let (total, body) = rows[3..].split_last().unwrap();
    (body.iter().map(number).sum(), number(total))
}

#[test]
fn workbook_holds_the_figures_of_the_run() {
    let made = Made::new();
    let mut book = Xlsx::new(Cursor::new(made.bytes("xlsx"))).unwrap();
    let close = |one: f64, other: f64, what: &str| {
        assert!((one - other).abs() < 1e-6 * other.abs().max(1.0), "{what}: {one} {other}");
    };
    let (all, capital) = made.paid();
    assert!(capital > 0.0 && all > capital);
    let mut both = |sheet: &str, head: &str, wanted: f64| {
        let (sum, total) = column(&mut book, sheet, head);
        close(sum, wanted, head);
        close(total, wanted, head);
    };
    // Building paid in the year is all of the projects that begin, are under way or open in it.
    both("附件1 项目清单", "当年投资（万元）", capital);
    both("附件3 分县汇总", "当年投资（万元）", capital);
    both("附件3 分县汇总", "合计（万元）", all);
    both("附件5 经费预算", "金额（万元）", all);
    let balance = || made.record.balance.iter().filter(|one| one.year == 2027);
    both("附件2 乡镇学位平衡", "需求（人）", balance().map(|one| one.children).sum());
    both("附件2 乡镇学位平衡", "规划学位", balance().map(|one| one.places).sum());
    let opened = || made.record.openings.iter().filter(|one| one.year == 2027);
    both("附件3 分县汇总", "投用（个）", opened().map(|one| f64::from(one.count)).sum());
    both("附件3 分县汇总", "净增学位", opened().map(|one| f64::from(one.places)).sum());
    // What 200 futures bring to every town, and in all.
    let expected = made.chances();
    let range = book.worksheet_range("附件7 风险概率").unwrap();
    let sum = |at: usize| -> f64 { range.rows().skip(3).filter_map(|row| row[at].get_float()).sum() };
    let wanted = |of: fn(&Expected) -> f64| expected.towns.iter().map(|one| of(&one.expected)).sum::<f64>();
    close(sum(3), wanted(|one| one.unplaced), "without a place");
    close(sum(5), wanted(|one| one.empty), "empty");
    assert!(sum(5) > 0.0);
    let formula = book.worksheet_formula("附件5 经费预算").unwrap();
    assert!(formula.rows().flatten().any(|cell| cell.starts_with("SUBTOTAL(109,")), "totals are live");
    assert!(book.sheet_names().contains(&"说明与来源".to_owned()));
}

/// Files of an archive by name.
fn parts(bytes: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        parts.insert(file.name().unwrap().into_owned(), content);
    }
    parts
}

/// The texts of an XML part, which is well-formed: every element is closed by its own end.
fn words_of(part: &[u8], name: &str) -> Vec<String> {
    let part = std::str::from_utf8(part).unwrap();
    let mut reader = quick_xml::Reader::from_str(part);
    let (mut words, mut depth) = (Vec::new(), 0);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Text(text) => words.push(text.xml10_content().into_owned()),
            Event::GeneralRef(reference) => {
                let named = [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\"")];
                let found = named.iter().find(|(name, _)| *name == &*reference);
                words.push(found.unwrap_or_else(|| panic!("{reference:?}")).1.to_owned());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{name}");
    words
}

#[test]
fn document_is_whole_and_says_what_the_story_says() {
    let made = Made::new();
    let parts = parts(made.bytes("docx"));
    let mut words = BTreeMap::new();
    for (name, part) in
        parts.iter().filter(|(name, _)| Path::new(name).extension().is_none_or(|ending| ending != "emf"))
    {
        words.insert(name.as_str(), words_of(part, name));
    }
    let said = words["word/document.xml"].concat();
    let story = made.story(Language::Chinese);
    let mut figures = 0;
    for section in story.sections.iter().chain(&story.annexes) {
        assert!(said.contains(&section.heading), "{}", section.heading);
        for block in &section.blocks {
            match block {
                Block::Paragraph(text) | Block::Warning(text) | Block::Note(text) => {
                    assert!(said.contains(text.as_str()), "{text}");
                }
                Block::Table(exhibit) => exhibit.table.rows.iter().flatten().for_each(|cell| {
                    assert!(said.contains(&cell.display()), "{}", cell.display());
                }),
                Block::Figure(_) => figures += 1,
            }
        }
    }
    // Pictures: each has a metafile, an SVG, and a relation for both that the text uses.
    let document = text(&parts["word/document.xml"]);
    let relations = text(&parts["word/_rels/document.xml.rels"]);
    assert!(figures >= 3);
    for figure in 1..=figures {
        let metafile = &parts[&format!("word/media/figure{figure}.emf")];
        assert_eq!(&metafile[40..44], b" EMF");
        assert_eq!(u32::from_le_bytes(metafile[48..52].try_into().unwrap()) as usize, metafile.len());
        assert!(parts.contains_key(&format!("word/media/figure{figure}.svg")));
    }
    let used: Vec<&str> =
        document.split("r:embed=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(used.len(), 2 * figures);
    used.iter().for_each(|id| assert!(relations.contains(&format!("Id=\"{id}\"")), "{id}"));
    // The page of GB/T 9704: 37, 28, 26 mm in twips; heads of tables repeat.
    assert!(
        document.contains("w:top=\"2098\"")
            && document.contains("w:left=\"1587\"")
            && document.contains("w:right=\"1474\"")
    );
    assert!(document.contains("<w:tblHeader/>") && document.contains("<w:cantSplit/>"));
    assert!(text(&parts["word/styles.xml"]).contains("方正小标宋简体"));
}

#[test]
fn page_is_one_file_without_any_request_and_its_map_holds_the_run() {
    let made = Made::new();
    let page = text(&made.bytes("html"));
    for address in ["http://", "https://"] {
        let outside = page
            .match_indices(address)
            .filter(|(at, _)| !page[at + address.len()..].starts_with("www.w3.org/"));
        assert_eq!(outside.count(), 0, "{address}");
    }
    for loader in ["<link", "<img", " src=", "@import", "fetch(", "XMLHttpRequest"] {
        assert!(!page.contains(loader), "{loader}");
    }
    let data = page.split("id=\"atlas\">").nth(1).unwrap().split("</script>").next().unwrap();
    let atlas: serde_json::Value = serde_json::from_str(data).unwrap();
    let towns = atlas["towns"].as_array().unwrap();
    assert!(!towns.is_empty());
    // The map is drawn for a page and for a phone: every town lies in both.
    let (broad, narrow) = ("data-map=\"atlas-broad\"", "data-map=\"atlas-narrow\"");
    assert!(page.contains(broad) && page.contains(narrow));
    for (at, width) in [(0, 720.0), (1, 360.0)] {
        let across = |town: &serde_json::Value| town["at"][at][0].as_f64().unwrap();
        assert!(towns.iter().all(|town| (0.0..width).contains(&across(town))));
        assert!(towns.iter().any(|town| across(town) > width / 2.0));
    }
    let mut seen = 0;
    for line in &made.record.balance {
        let Some(town) = towns.iter().position(|town| town["id"] == line.town.as_str()) else { continue };
        let figures = &atlas["figures"][0][line.year.to_string()][town];
        for (at, wanted) in [line.children, line.standing, line.places].into_iter().enumerate() {
            assert!((figures[at].as_f64().unwrap() - wanted).abs() < 0.051, "{line:?} {figures}");
        }
        seen += 1;
    }
    assert!(seen > towns.len());
    let english = text(&std::fs::read(made.folder.path().join("en/proposal-2027.html")).unwrap());
    assert!(english.contains("lang=\"en\"") && english.contains("Need for places"));
}

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
