//! Scales and axes.

use super::super::table::Cell;
use super::drawing::{Anchor, Colour, Drawing, Point, Stroke};

/// Height of letters on axes and in legends.
pub const LETTERS: f64 = 11.0;

/// Round steps that cover a range.
#[must_use]
pub fn ticks(least: f64, greatest: f64, about: u32) -> Vec<f64> {
    let span = (greatest - least).max(1e-9);
    let rough = span / f64::from(about);
    let power = 10_f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|of| of * power).find(|step| *step >= rough * 0.999);
    let step = step.unwrap_or(power * 10.0);
    let (first, last) = ((least / step).floor(), (greatest / step).ceil());
    let mut ticks = Vec::new();
    let mut at = first;
    while at <= last + 0.5 {
        ticks.push(at * step);
        at += 1.0;
    }
    ticks
}

/// A field of a chart with an upright scale.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Left upper corner.
    pub corner: Point,
    /// Width and height.
    pub size: Point,
    /// Values at the bottom and at the top.
    pub range: (f64, f64),
}

impl Field {
    /// Height at which a value lies.
    #[must_use]
    pub fn down(&self, value: f64) -> f64 {
        let (least, greatest) = self.range;
        self.corner.1 + self.size.1 * (1.0 - (value - least) / (greatest - least))
    }

    /// Draws level lines with their figures, and the unit above.
    pub fn scale(&self, drawing: &mut Drawing, ticks: &[f64], decimals: usize, unit: &str) {
        let (left, right) = (self.corner.0, self.corner.0 + self.size.0);
        for tick in ticks {
            let down = self.down(*tick);
            let (colour, width) = if *tick == 0.0 { (Colour::INK, 1.0) } else { (Colour::PALE, 0.7) };
            drawing.line(vec![(left, down), (right, down)], Stroke::new(colour, width));
            let text = Cell::Number(*tick, decimals).display();
            drawing.text((left - 6.0, down + 4.0), LETTERS, Anchor::End, text);
        }
        drawing.text((left - 4.0, self.corner.1 - 9.0), LETTERS, Anchor::Middle, unit);
    }
}

/// Decimals that tell the steps of a scale apart.
#[must_use]
pub fn decimals(ticks: &[f64]) -> usize {
    match ticks {
        [first, second, ..] if (second - first) < 0.0999 => 2,
        [first, second, ..] if (second - first).fract().abs() > 1e-9 => 1,
        _ => 0,
    }
}

/// A bar, and a line with a mark, of a series in the order of series: told apart by hatching, breaks and marks as well as by colour.
pub mod series {
    use crate::report::chart::drawing::{Colour, Dash, Drawing, Fill, Hatch, Point, Stroke};

    const COLOURS: [Colour; 6] = [
        Colour(0x1f, 0x4e, 0x79),
        Colour(0xc5, 0x5a, 0x11),
        Colour(0x54, 0x82, 0x35),
        Colour(0x7f, 0x60, 0xa8),
        Colour(0x7f, 0x7f, 0x7f),
        Colour(0xbf, 0x90, 0x00),
    ];

    /// Colour of a series.
    #[must_use]
    pub fn colour(at: usize) -> Colour {
        COLOURS[at % COLOURS.len()]
    }

    /// Fill of its bars.
    #[must_use]
    pub fn fill(at: usize) -> Fill {
        const GROUNDS: [Colour; 6] = [
            Colour(0x1f, 0x4e, 0x79),
            Colour(0xf8, 0xcb, 0xad),
            Colour(0xe2, 0xef, 0xda),
            Colour(0xd9, 0xd2, 0xe9),
            Colour(0xff, 0xff, 0xff),
            Colour(0xff, 0xe6, 0x99),
        ];
        const LINES: [Option<Hatch>; 6] = [
            None,
            Some(Hatch::Rising),
            Some(Hatch::Level),
            Some(Hatch::Crossed),
            Some(Hatch::Falling),
            Some(Hatch::Grid),
        ];
        Fill {
            colour: GROUNDS[at % GROUNDS.len()],
            hatch: LINES[at % LINES.len()].map(|lines| (lines, colour(at))),
        }
    }

    /// Pen of its line.
    #[must_use]
    pub fn pen(at: usize) -> Stroke {
        let dash = [Dash::Solid, Dash::Dashed, Dash::Dotted][at % 3];
        Stroke { colour: colour(at), width: 2.0, dash }
    }

    /// Mark of its points.
    pub fn mark(drawing: &mut Drawing, at: usize, (across, down): Point) {
        let edge = Some(Stroke::new(colour(at), 1.2));
        let solid = Fill::plain(colour(at));
        match at % 3 {
            0 => drawing.dot((across, down), 2.6, solid, edge),
            1 => {
                let corners = vec![
                    (across, down - 3.6),
                    (across + 3.6, down),
                    (across, down + 3.6),
                    (across - 3.6, down),
                ];
                drawing.area(corners, Fill::plain(Colour::WHITE), edge);
            }
            _ => {
                let corners =
                    vec![(across, down - 3.6), (across + 3.4, down + 2.6), (across - 3.4, down + 2.6)];
                drawing.area(corners, solid, edge);
            }
        }
    }
}
