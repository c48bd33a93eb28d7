//! Points, ways, codes, sites.

use crate::quiet::Quiet;
use std::process::Command;
use xuewei::diagnostic::Severity::{Error, Note, Warning};

#[test]
fn metres_seconds_and_ways_shorter_than_the_line() {
    let way = [("from", "A01"), ("to", "A02")];
    let row = Quiet::new().row("distances", &way);
    // 9.8 km in a straight line, 12.8 by road in 26 minutes.
    for (column, factor) in [("km", 1000.0), ("km", 0.3), ("minutes", 60.0), ("minutes", 1.0 / 60.0)] {
        let study = Quiet::new().times("distances", &way, column, factor);
        assert_eq!(study.only(Warning).0, format!("way-out-of-line distances:{row} {column}"), "{factor}");
    }
    assert!(Quiet::new().times("distances", &way, "km", 3.0).found().is_empty());
    // Without points the county tells.
    let blank = Quiet::new().set("towns", &[], "lon", "").set("towns", &[], "lat", "");
    assert!(blank.found().is_empty(), "{:?}", blank.found());
    assert_eq!(
        blank.times("distances", &way, "km", 1000.0).only(Warning).0,
        format!("way-out-of-line distances:{row} km")
    );
}

#[test]
fn points_that_cannot_be() {
    let town = [("code", "B02")];
    let quiet = || Quiet::new().without("distances").model("travel_yuan_per_minute = 1\n", "");
    let at = |lon: &str, lat: &str| quiet().set("towns", &town, "lon", lon).set("towns", &town, "lat", lat);
    assert!(at("121.7", "28.0").found().is_empty());
    assert_eq!(at("0", "0").found(), ["point-at-zero towns:6 lon"]);
    assert_eq!(at("12.17", "28.0").only(Warning).0, "point-far-away towns:6 lon");
    assert_eq!(at("", "").only(Warning).0, "way-unknown towns:6 lon");
    // Of a table of ways that lacks a town altogether the same is told.
    let unlisted =
        Quiet::new().drop_rows("distances", &[("from", "B02")]).drop_rows("distances", &[("to", "B02")]);
    assert_eq!(unlisted.only(Warning).0, "way-unknown towns:6 code");
    // Swapped, where both can be latitudes.
    let east =
        |study: Quiet| {
            study
                .change("towns", &[], "lon", |lon| format!("{:.3}", lon.parse::<f64>().unwrap() - 90.0))
                .change("towns", &[], "lat", |lat| format!("{:.3}", lat.parse::<f64>().unwrap() + 30.0))
        };
    let (_, told) =
        east(quiet()).set("towns", &town, "lon", "58.0").set("towns", &town, "lat", "31.7").only(Warning);
    assert!(told.hint.en.contains("swapped"), "{told:?}");
}

/// Six more towns of county A around one that is said to belong to B, whose towns lie 50 km away.
#[test]
fn a_town_among_those_of_another_county() {
    let study = || {
        let mut study = Quiet::new().without("distances").model("travel_yuan_per_minute = 1\n", "");
        for at in 0..6 {
            let code = format!("A1{at}");
            let (lon, lat) = (
                format!("{:.2}", 121.0 + 0.01 * f64::from(at)),
                format!("{:.2}", 28.02 + 0.01 * f64::from(at % 2)),
            );
            study = study
                .copy_rows(
                    "towns",
                    &[("code", "A01")],
                    &[("code", &code), ("name", &code), ("lon", &lon), ("lat", &lat)],
                )
                .copy_rows("population", &[("town", "A02")], &[("town", &code)])
                .copy_rows("births", &[("town", "A02")], &[("town", &code)])
                .copy_rows("schools", &[("town", "A02")], &[("town", &code), ("school", &code)]);
        }
        study
    };
    let codes = |study: Quiet| {
        study.found().into_iter().filter(|one| one.starts_with("town-in-another-county")).collect::<Vec<_>>()
    };
    assert!(codes(study()).is_empty());
    assert_eq!(
        codes(study().set("towns", &[("code", "A12")], "county", "B")),
        ["town-in-another-county towns:10 county"]
    );
}

#[test]
fn codes_that_look_alike() {
    for (alike, told) in
        [("a01-primary-public", true), ("A01-primary-public\u{200b}", true), ("A01-primary-public2", false)]
    {
        let study =
            Quiet::new().copy_rows("schools", &[("school", "A01-primary-public")], &[("school", alike)]);
        let found =
            study.found().into_iter().any(|one| one.starts_with("looks-like-another schools:26 school"));
        assert_eq!(found, told, "{alike}: {:?}", study.found());
    }
    let study = Quiet::new().set("towns", &[("code", "A02")], "name", "东街道");
    assert_eq!(study.only(Warning).0, "same-name towns:3 name");
    assert!(Quiet::new().set("towns", &[("code", "B01")], "name", "东街道").found().is_empty());
}

#[test]
fn sites_and_schools_of_two_towns() {
    let study = Quiet::new().set("projects", &[("project", "A02new0")], "site", "A01new0");
    assert_eq!(study.only(Warning).0, "site-in-two-towns projects:5 town");
    let same = Quiet::new().set("projects", &[("project", "A01new1")], "site", "A01new0");
    assert!(same.found().is_empty(), "{:?}", same.found());
    let moved = |kind: &str, school: &str| {
        let project = [("project", "A02new1")];
        let study = Quiet::new()
            .set("projects", &project, "from_school", school)
            .set("projects", &project, "kind", kind);
        let found = study.read().diagnostics.into_iter().filter(|one| one.code == "school-of-another-town");
        found.map(|one| (one.severity, one.location.row)).collect::<Vec<_>>()
    };
    assert_eq!(moved("rebuild", "A03-primary-public"), [(Warning, Some(6))]);
    assert_eq!(moved("relocate", "B03-primary-public"), [(Warning, Some(6))]);
    // A school that moves within its county is worth a note.
    assert_eq!(moved("relocate", "A03-primary-public"), [(Note, Some(6))]);
    assert!(moved("relocate", "A02-primary-public").is_empty());
}

#[test]
fn a_county_without_towns() {
    let study = Quiet::new().copy_rows("counties", &[("code", "A")], &[("code", "C"), ("name", "丙县")]);
    assert_eq!(study.only(Error).0, "county-without-towns counties:4 code");
}

/// Findings of a scenario are told at the override.
#[test]
fn scenarios_are_judged_too() {
    let folder = Quiet::new().write();
    let scenario = "name = \"dear\"\nintent = \"dearer\"\n[[change]]\nname = \"dear\"\ntable = \"projects\"\nwhere = { project = \"A01new0\" }\ncolumn = \"capex\"\nmultiply = 100\n";
    std::fs::write(folder.path().join("dear.toml"), scenario).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xuewei"))
        .args(["--lang", "en", "check", "quiet.toml", "--scenario", "./dear.toml"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("warning[a-place-out-of-line] ./dear.toml"), "{text}");
    assert!(text.contains("0 errors, 1 warnings"), "{text}");
}
