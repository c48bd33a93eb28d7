//! Cells of points: what lies nearer to a point than to any other, within a disc around it.

use super::drawing::Point;

/// A cell: its corners, each with the neighbour across the edge that begins there, if any.
pub type Cell = Vec<(Point, Option<usize>)>;

/// Cells of points within discs of a radius. Points in one place share a cell.
#[must_use]
pub fn cells(points: &[Point], radius: f64) -> Vec<Cell> {
    (0..points.len()).map(|at| cell(points, at, radius)).collect()
}

fn cell(points: &[Point], at: usize, radius: f64) -> Cell {
    let (x, y) = points[at];
    let corner = |step: u32| {
        let angle = f64::from(step) * std::f64::consts::TAU / 24.0;
        ((x + radius * angle.cos(), y + radius * angle.sin()), None)
    };
    let mut cell: Cell = (0..24).map(corner).collect();
    for (other, point) in points.iter().enumerate() {
        let apart = (point.0 - x).hypot(point.1 - y);
        if other != at && apart > 1e-9 && apart < 2.0 * radius {
            cell = clipped(&cell, points[at], *point, other);
        }
    }
    cell
}

/// What of a cell lies nearer to its own point than to another.
fn clipped(cell: &Cell, own: Point, other: Point, name: usize) -> Cell {
    let beyond = |point: Point| {
        let square = |to: Point| (point.0 - to.0).powi(2) + (point.1 - to.1).powi(2);
        square(own) - square(other)
    };
    let mut kept = Cell::new();
    for (at, (corner, edge)) in cell.iter().enumerate() {
        let next = cell[(at + 1) % cell.len()].0;
        let (here, there) = (beyond(*corner), beyond(next));
        let crossing = || {
            let share = here / (here - there);
            (corner.0 + share * (next.0 - corner.0), corner.1 + share * (next.1 - corner.1))
        };
        match (here <= 0.0, there <= 0.0) {
            (true, true) => kept.push((*corner, *edge)),
            (true, false) => kept.extend([(*corner, *edge), (crossing(), Some(name))]),
            (false, true) => kept.push((crossing(), *edge)),
            (false, false) => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::cells;

    /// Two points a distance of 2 apart share the line half way; each keeps its side of it.
    #[test]
    fn neighbours_share_the_line_half_way() {
        let cells = cells(&[(0.0, 0.0), (2.0, 0.0)], 5.0);
        assert!(cells[0].iter().all(|((x, _), _)| *x <= 1.0 + 1e-9));
        assert!(cells[1].iter().all(|((x, _), _)| *x >= 1.0 - 1e-9));
        let shared = |cell: &super::Cell, other| cell.iter().filter(|(_, edge)| *edge == Some(other)).count();
        assert_eq!((shared(&cells[0], 1), shared(&cells[1], 0)), (1, 1));
    }
}
