//! The page (网页): one file, its map holds the run.

use super::{Made, text};

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
