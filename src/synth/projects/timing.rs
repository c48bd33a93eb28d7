//! How far a made-up project is, when it can open and who pays (进度与资金).

use super::Project;
use crate::synth::random::Draw;

/// Fills in status, commitment, years and source of money.
pub fn settle(project: &mut Project, draw: &mut Draw) {
    let light = matches!(project.kind.as_str(), "upgrade" | "convert" | "close");
    let under_way = if project.programme == "preschool" { 0.05 } else { 0.025 };
    let stages = [("building", under_way), ("started", under_way), ("reserved", 0.40), ("planned", 0.50)];
    let status = if light { draw.choose(&stages[2..], "planned") } else { draw.choose(&stages, "planned") };
    let quick = matches!(project.kind.as_str(), "expand" | "rebuild");
    let earliest = match (status, light, quick) {
        (_, true, _) => draw.choose(&[(2023, 0.3), (2024, 0.5), (2025, 0.2)], 2024),
        ("building", _, _) => draw.choose(&[(2023, 0.35), (2024, 0.65)], 2024),
        ("started", _, _) => draw.choose(&[(2024, 0.7), (2025, 0.3)], 2024),
        ("reserved", _, true) => draw.choose(&[(2024, 0.5), (2025, 0.5)], 2025),
        ("reserved", _, false) => 2025,
        _ => draw.choose(&[(2025, 0.5), (2026, 0.5)], 2026),
    };
    status.clone_into(&mut project.status);
    project.committed = matches!(status, "building" | "started");
    project.earliest = earliest;
    project.latest = if project.committed { earliest + 1 } else { 2027 };
    project.source =
        draw.choose(&[("county", 0.70), ("bond", 0.15), ("city", 0.08), ("province", 0.07)], "county");
}
