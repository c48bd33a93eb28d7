//! From one total to another by their parts.

use super::super::table::Cell;
use super::BridgeChart;
use super::axis::{Field, LETTERS, decimals, series, ticks};
use super::drawing::{Anchor, Colour, Drawing, Stroke, text_width};

const SIZE: (f64, f64) = (720.0, 340.0);

pub fn draw(chart: &BridgeChart) -> Drawing {
    let mut drawing = Drawing::new(SIZE.0, SIZE.1);
    let mut steps = vec![(chart.start.0.as_str(), 0.0, chart.start.1, 0)];
    let mut height = chart.start.1;
    for (name, amount) in &chart.parts {
        steps.push((name, height, height + amount, if *amount >= 0.0 { 1 } else { 2 }));
        height += amount;
    }
    steps.push((chart.end.as_str(), 0.0, height, 0));
    let ends = || steps.iter().flat_map(|(_, from, to, _)| [*from, *to]).filter(|value| *value > 0.0);
    let (least, greatest) = (ends().fold(f64::INFINITY, f64::min), ends().fold(1e-6, f64::max));
    // Totals far above their difference: the scale begins below the least, and the figures say so.
    let floor = if least.is_finite() && least > 0.6 * greatest {
        least - (greatest - least).max(greatest * 0.01)
    } else {
        0.0
    };
    let ticks = ticks(floor, greatest, 5);
    let (bottom, top) = (ticks[0], ticks[ticks.len() - 1]);
    let left = 26.0 + text_width(&Cell::Number(top, decimals(&ticks)).display(), LETTERS);
    let field =
        Field { corner: (left, 30.0), size: (SIZE.0 - left - 12.0, SIZE.1 - 90.0), range: (bottom, top) };
    field.scale(&mut drawing, &ticks, decimals(&ticks), &chart.unit);
    #[allow(clippy::cast_precision_loss)] // a handful of parts
    let slot = field.size.0 / steps.len() as f64;
    for (at, (name, from, to, fill)) in steps.iter().enumerate() {
        #[allow(clippy::cast_precision_loss)]
        let start = left + slot * at as f64;
        let (low, high) = (field.down(from.min(*to).max(bottom)), field.down(from.max(*to)));
        let edge = Some(Stroke::new(Colour::INK, 0.6));
        let width = slot * 0.62;
        drawing.rectangle(
            (start + slot * 0.19, high),
            (width, (low - high).max(0.6)),
            series::fill(*fill),
            edge,
        );
        let amount = if *fill == 0 { *to } else { to - from };
        let text = Cell::Number(amount, 2).display();
        drawing.text((start + slot / 2.0, high - 4.0), LETTERS, Anchor::Middle, text);
        for (row, part) in wrapped(name, slot).into_iter().enumerate() {
            #[allow(clippy::cast_precision_loss)]
            let down = field.corner.1 + field.size.1 + 15.0 + 13.0 * row as f64;
            drawing.text((start + slot / 2.0, down), 10.0, Anchor::Middle, part);
        }
    }
    drawing
}

/// A name in rows no wider than a slot.
fn wrapped(name: &str, width: f64) -> Vec<String> {
    let mut rows = vec![String::new()];
    for character in name.chars() {
        let full = rows.last().is_some_and(|row| text_width(row, 10.0) + 10.0 > width);
        if full {
            rows.push(String::new());
        }
        if let Some(row) = rows.last_mut() {
            row.push(character);
        }
    }
    rows
}
