//! Large input: what is too large is refused unread, a million rows are read within a multiple of their size.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss
)]

mod tiny_study;

use std::fs;
use std::path::Path;
use std::process::Command;
use tiny_study::{TinyStudy, findings};
use xuewei::input::read_study;

/// The study as a workbook.
fn workbook(change: impl Fn(&str, &mut rust_xlsxwriter::Worksheet)) -> tempfile::TempDir {
    let study = TinyStudy::new();
    study.write_with(&mut study.workbook(true, "", change))
}

#[test]
fn a_stray_cell_at_the_far_end_of_a_sheet_costs_no_memory() {
    let plain = read_study(workbook(|_, _| {}).path());
    assert_eq!(findings(&plain), Vec::<String>::new());
    // Row 1,048,576: a row of its own, with a place of its own; a dense table of that height and width would take gigabytes.
    let low = workbook(|name, sheet| {
        if name == "counties" {
            sheet.write_string(1_048_575, 0, "C").unwrap();
        }
    });
    assert_eq!(findings(&read_study(low.path())), ["blank-cell tables.xlsx:1048576 name"]);
    let far = workbook(|name, sheet| {
        if name == "counties" {
            sheet.write_string(1_048_575, 16_383, "x").unwrap();
        }
    });
    assert_eq!(
        findings(&read_study(far.path())),
        ["missing-table tables.xlsx:- -", "too-large tables.xlsx:1048576 XFD"]
    );
}

/// A real one: 2.5 GiB of zeros in a workbook of about 2.5 MB.
#[test]
fn a_zip_bomb_is_refused() {
    let folder = workbook(|_, _| {});
    let file = folder.path().join("data/tables.xlsx");
    let mut writer =
        zip::ZipWriter::new_append(fs::OpenOptions::new().read(true).write(true).open(&file).unwrap())
            .unwrap();
    let zeros = vec![0_u8; 1 << 20];
    let large = zip::write::SimpleFileOptions::default().large_file(true);
    writer.start_file("xl/worksheets/more.xml", large).unwrap();
    for _ in 0..2560 {
        std::io::Write::write_all(&mut writer, &zeros).unwrap();
    }
    writer.finish().unwrap();
    assert!(fs::metadata(&file).unwrap().len() < 4 << 20);
    let reading = read_study(folder.path());
    assert_eq!(findings(&reading), ["too-large tables.xlsx:- -"]);
    assert!(xuewei::input::grids(&reading).is_empty(), "nor is it read to be written back with marks");
}

/// A text that many cells share stands once in the file: 40,000 cells of 32,767 letters, 1.3 GB, in some 300 kB.
#[cfg(target_os = "linux")]
#[test]
fn a_text_shared_by_too_many_cells_is_refused() {
    let long = "x".repeat(32_767);
    let folder = workbook(|name, sheet| {
        if name == "costs" {
            for row in 0..40_000 {
                sheet.write_string(100 + row, 0, &long).unwrap();
            }
        }
    });
    assert!(fs::metadata(folder.path().join("data/tables.xlsx")).unwrap().len() < 1 << 20);
    let (said, seconds, most) = check_measured(folder.path());
    println!("a text shared by 40,000 cells: {most} bytes of memory, {seconds:.1} s");
    assert!(said.contains("more than 1 GiB of text"), "{said}");
    assert!(most < 2_500_000_000, "{most}");
}

/// Checks a study in a child process: what it prints, how long it takes, and the most memory it has, as the system tells it.
#[cfg(target_os = "linux")]
fn check_measured(folder: &Path) -> (String, f64, u64) {
    let started = std::time::Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_xuewei"))
        .args(["--lang", "en", "check"])
        .arg(folder)
        .stdout(fs::File::create(folder.join("said.txt")).unwrap())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").trim().parse().unwrap_or(0);
        most = most.max(kilobytes * 1024);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    (fs::read_to_string(folder.join("said.txt")).unwrap(), started.elapsed().as_secs_f64(), most)
}

/// A million rows of population, 22 MB, without a fault, and with one in every row, which are counted beyond the first.
#[cfg(target_os = "linux")]
#[test]
fn a_million_rows_stay_within_a_multiple_of_their_size() {
    for (wrong, errors) in [("", "0 errors"), ("o", "1000000 errors")] {
        let folder = TinyStudy::new().write();
        let mut text = TinyStudy::new().text("population").clone();
        for row in 0..1_000_000_u32 {
            use std::fmt::Write as _;
            let (year, month, day) = (1950 + row / 101 / 336, 1 + row / 101 / 28 % 12, 1 + row / 101 % 28);
            writeln!(text, "A01,{year}-{month:02}-{day:02},,,{},{row}{wrong}", row % 101).unwrap();
        }
        let size = text.len() as u64;
        fs::write(folder.path().join("data/population.csv"), text).unwrap();
        let (said, seconds, most) = check_measured(folder.path());
        println!(
            "a million rows, {errors}, {size} bytes: {most} bytes of memory, {:.1} times, {seconds:.1} s",
            most as f64 / size as f64
        );
        assert!(
            said.lines().any(|line| line.starts_with(errors)),
            "{}",
            said.lines().last().unwrap_or_default()
        );
        assert!(most > size && most < 20 * size, "{most} for {size}");
    }
}

/// A sheet of a million rows: the parts of a workbook with another one in the place of its population.
#[cfg(target_os = "linux")]
#[test]
fn a_sheet_of_a_million_rows_is_read() {
    use std::io::{Read as _, Write as _};
    let folder = workbook(|_, _| {});
    let file = folder.path().join("data/tables.xlsx");
    let mut archive = zip::ZipArchive::new(fs::File::open(&file).unwrap()).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    let population = TinyStudy::new()
        .files
        .iter()
        .filter(|(name, _)| name.starts_with("data/"))
        .position(|(name, _)| name == "data/population.csv");
    let replaced = format!("xl/worksheets/sheet{}.xml", population.unwrap() + 1);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        writer.start_file(&name, plain).unwrap();
        if name != replaced {
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            writer.write_all(&content).unwrap();
            continue;
        }
        let text = |at: &str, word: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{word}</t></is></c>");
        let table = TinyStudy::new().text("population").clone();
        write!(
            writer,
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
        )
        .unwrap();
        let mut at = 0;
        for line in table.lines() {
            at += 1;
            let cells: String = line
                .split(',')
                .zip('A'..)
                .map(|(word, column)| text(&format!("{column}{at}"), word))
                .collect();
            write!(writer, "<row r=\"{at}\">{cells}</row>").unwrap();
        }
        for row in 0..1_000_000_u32 {
            at += 1;
            let (year, month, day) = (1950 + row / 101 / 336, 1 + row / 101 / 28 % 12, 1 + row / 101 % 28);
            let date = text(&format!("B{at}"), &format!("{year}-{month:02}-{day:02}"));
            let town = text(&format!("A{at}"), "A01");
            write!(
                writer,
                "<row r=\"{at}\">{town}{date}<c r=\"E{at}\"><v>{}</v></c><c r=\"F{at}\"><v>5</v></c></row>",
                row % 101
            )
            .unwrap();
        }
        write!(writer, "</sheetData></worksheet>").unwrap();
    }
    fs::write(&file, writer.finish().unwrap().into_inner()).unwrap();
    let (said, seconds, most) = check_measured(folder.path());
    println!("a sheet of a million rows: {most} bytes of memory, {seconds:.1} s");
    assert!(said.contains("1000007 rows of population"), "{}", said.lines().last().unwrap_or_default());
    assert!(most < 600_000_000, "{most}");
}

/// A model of 100,000 keys that nothing knows, and as many codes that no town has: time in proportion to them, not to its square.
#[cfg(target_os = "linux")]
#[test]
fn very_many_different_faults_take_no_longer_each() {
    use std::fmt::Write as _;
    let folder = TinyStudy::new().write();
    let mut population = TinyStudy::new().text("population").clone();
    for row in 0..100_000 {
        writeln!(population, "Z{row},2020-11-01,,,5,10").unwrap();
    }
    fs::write(folder.path().join("data/population.csv"), population).unwrap();
    let model = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let model = model.into_iter().find(|path| path.extension().is_some_and(|of| of == "toml")).unwrap();
    let keys = (0..100_000).fold(String::new(), |mut keys, key| {
        writeln!(keys, "key{key} = 1").unwrap();
        keys
    });
    let text = fs::read_to_string(&model).unwrap();
    fs::write(&model, keys + &text).unwrap();
    let (said, seconds, most) = check_measured(folder.path());
    println!("200,000 different faults: {most} bytes of memory, {seconds:.1} s");
    let counts = said.lines().find(|line| line.contains(" errors, ")).unwrap_or_default();
    assert!(counts.starts_with("200000 errors"), "{counts}");
    assert!(seconds < 60.0, "{seconds}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused() {
    let folder = TinyStudy::new().without("costs").write();
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("data/costs.csv")).unwrap();
    assert_eq!(findings(&read_study(folder.path())), ["unreadable-file costs.csv:- -"]);
}

#[test]
fn files_beyond_the_limit_are_refused_unread() {
    let folder = TinyStudy::new().write();
    // A sparse file takes no room on the disk.
    let file = fs::File::create(folder.path().join("data/costs.csv")).unwrap();
    if file.set_len((2 << 30) + 1).is_err() {
        println!("skipped: the file system has no sparse files");
        return;
    }
    assert_eq!(findings(&read_study(folder.path())), ["too-large costs.csv:- -"]);
}

/// Zeros without end, in a file that takes no room on the disk, and one line of 100 MB: as a table, as a workbook, as a model.
#[cfg(target_os = "linux")]
#[test]
fn zeros_and_endless_lines_take_no_memory() {
    let sparse = |path: &Path| fs::File::create(path).unwrap().set_len(2 << 30).is_ok();
    let line = |path: &Path| fs::write(path, vec![b'7'; 100_000_000]).is_ok();
    #[allow(clippy::items_after_statements)] // beside what it names
    type Fill<'a> = &'a dyn Fn(&Path) -> bool;
    let cases: [(&str, Fill, &str); 5] = [
        ("data/costs.csv", &sparse, "zero bytes"),
        ("data/costs.csv", &line, "longer than 16 MiB"),
        ("data/tables.xlsx", &sparse, "no workbook that is known"),
        ("tiny.toml", &sparse, "more than 64 MiB"),
        ("tiny.toml", &line, "more than 64 MiB"),
    ];
    for (file, fill, expected) in cases {
        let folder = if file.ends_with("xlsx") { workbook(|_, _| {}) } else { TinyStudy::new().write() };
        if !fill(&folder.path().join(file)) {
            println!("skipped: the file system has no sparse files");
            return;
        }
        let (said, seconds, most) = check_measured(folder.path());
        println!("{file}, {expected}: {most} bytes of memory, {seconds:.1} s");
        assert!(said.contains(expected), "{file}: {said}");
        assert!(most < 60_000_000, "{file}: {most}");
    }
    // A row of very many cells.
    for before in ["", "stage,sector,item,value,from_year\n"] {
        let folder = TinyStudy::new().write();
        fs::write(folder.path().join("data/costs.csv"), before.to_owned() + &"a,".repeat(10_000_000))
            .unwrap();
        let (said, _, most) = check_measured(folder.path());
        assert!(said.contains("more than 20,000 columns") && most < 120_000_000, "{most}: {said}");
    }
}
