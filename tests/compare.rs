//! Runs side by side: the parts of every bridge and every sum of money add up to the totals of the runs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use xuewei::compare::{Part, compare};
use xuewei::store::{OpeningRecord, PaymentRecord, RunRecord, read_record};

fn models() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models")
}

fn xuewei(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
    command.args(["--lang", "en"]).args(arguments).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Plans the small study of senior high schools twice, the second time with fewer births and dearer running.
fn two_runs() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let change = "name = \"dear\"\ntitle = \"Dear\"\nintent = \"t\"\n\
        [[change]]\nname = \"capital\"\ntable = \"projects\"\ncolumn = \"capex\"\nmultiply = 1.5\n\
        [[change]]\nname = \"running\"\ntable = \"costs\"\ncolumn = \"value\"\nmultiply = 1.1\n\
        [[change]]\nname = \"late\"\ntable = \"projects\"\nwhere = { committed = false, earliest = { at_most = 2024 } }\ncolumn = \"earliest\"\nset = 2025\n";
    std::fs::write(folder.path().join("dear.toml"), change).unwrap();
    let model = models().join("senior_high.toml");
    let plan = |more: &[&str]| {
        let arguments = [&["plan", model.to_str().unwrap()], more].concat();
        let output = xuewei(folder.path(), &arguments);
        assert!(matches!(output.status.code(), Some(0 | 3)), "{}", text(&output.stderr));
    };
    plan(&["--out", "a"]);
    plan(&["--out", "b", "--scenario", "dear.toml"]);
    folder
}

#[test]
fn bridges_and_sums_add_up() {
    let folder = two_runs();
    let [a, b] = ["a", "b"].map(|run| read_record(&folder.path().join(run)).unwrap());
    let found = compare(&a, &b);
    let parts: f64 = found.bridge.iter().map(|one| one.amount).sum();
    assert!((b.total - a.total).abs() > 1.0, "the runs differ");
    assert!((parts - (b.total - a.total)).abs() < 1e-6 * b.total, "{parts} {}", b.total - a.total);
    for run in [&a, &b] {
        let present: f64 = run.money.iter().map(|one| one.present).sum();
        assert!((present - run.total).abs() < 1e-6 * run.total);
        let of = |keep: fn(&&xuewei::store::PaymentRecord) -> f64| {
            run.payments.iter().map(|one| keep(&one)).sum::<f64>()
        };
        let capital: f64 = run
            .money
            .iter()
            .filter(|one| one.component == xuewei::outcome::Component::Capital)
            .map(|one| one.amount)
            .sum();
        assert!((of(|one| one.payment) - capital).abs() < 1e-6 * capital.max(1.0));
        assert!((of(|one| one.commitment) - capital).abs() < 1e-6 * capital.max(1.0));
    }
    for (by, pairs) in &found.money {
        let sum = |run: &xuewei::store::RunRecord| -> f64 {
            run.money.iter().filter(|one| one.component.is_paid()).map(|one| one.amount).sum()
        };
        let (base, other): (f64, f64) =
            (pairs.iter().map(|one| one.base).sum(), pairs.iter().map(|one| one.other).sum());
        assert!((base - sum(&a)).abs() < 1e-6 * base && (other - sum(&b)).abs() < 1e-6 * other, "{by:?}");
    }
    assert!(found.inputs.iter().any(|one| one.name == "running" && !one.in_base && one.values > 0));
    let same = compare(&a, &a);
    assert!(same.inputs.is_empty() && same.projects.is_empty() && same.places.is_empty());
    assert!(same.bridge.iter().all(|one| one.amount.abs() < 1e-6));
}

/// Capital falls to the part that its project belongs to: moved by a year and a tenth cheaper, dropped, or cheaper alone.
#[test]
fn capital_of_every_project_has_its_part() {
    let folder = two_runs();
    let mut base = read_record(&folder.path().join("a")).unwrap();
    // The plan pays for two projects; a third is like the first.
    let paid = base.payments.iter().find(|line| line.present > 0.0).unwrap().project.clone();
    let opening = base.openings.iter().find(|one| one.project == paid).unwrap().clone();
    let lines: Vec<_> = base.payments.iter().filter(|line| line.project == paid).cloned().collect();
    base.openings.push(OpeningRecord { project: "third".into(), ..opening });
    base.payments.extend(lines.into_iter().map(|line| PaymentRecord { project: "third".into(), ..line }));
    let present = |run: &RunRecord, project: &str| -> f64 {
        run.payments.iter().filter(|line| line.project == project).map(|line| line.present).sum()
    };
    let mut projects: Vec<String> = base.openings.iter().map(|one| one.project.clone()).collect();
    projects.retain(|project| present(&base, project) > 0.0);
    let [moved, dropped, cheaper] = &projects[..3] else { panic!("{projects:?}") };
    let mut other = base.clone();
    other.openings.retain(|one| one.project != *dropped);
    other.payments.retain(|line| line.project != *dropped);
    other.openings.iter_mut().filter(|one| one.project == *moved).for_each(|one| one.year += 1);
    other
        .payments
        .iter_mut()
        .filter(|line| [moved, cheaper].contains(&&line.project))
        .for_each(|line| line.present *= 0.9);
    for (one, another, sign) in [(&base, &other, 1.0), (&other, &base, -1.0)] {
        let parts = compare(one, another).bridge;
        let amount = |part| parts.iter().find(|one| one.part == part).map_or(0.0, |one| one.amount);
        let near = |found: f64, wanted: f64| {
            assert!((found - sign * wanted).abs() < 1e-6, "{found} {wanted} {sign}");
        };
        near(amount(Part::Moved), -0.1 * present(&base, moved));
        near(amount(if sign > 0.0 { Part::Dropped } else { Part::Added }), -present(&base, dropped));
        near(amount(Part::Repriced), -0.1 * present(&base, cheaper));
    }
}

#[test]
fn the_command_says_it() {
    let folder = two_runs();
    let output = xuewei(folder.path(), &["compare", "a", "b"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let screen = text(&output.stdout);
    for words in ["scenarios: Dear", "From A to B", "Inputs that differ", "Money paid by county", "B, total"]
    {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    let wrong = xuewei(folder.path(), &["compare", "a", "nowhere"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("nowhere"));
}
