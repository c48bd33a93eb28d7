//! Bars by category, side by side or on one another.

use super::super::table::Cell;
use super::BarChart;
use super::axis::{Field, LETTERS, decimals, series, ticks};
use super::drawing::{Anchor, Colour, Drawing, Stroke, text_width};

const SIZE: (f64, f64) = (720.0, 340.0);

pub fn draw(chart: &BarChart) -> Drawing {
    let mut drawing = Drawing::new(SIZE.0, SIZE.1);
    let totals = |at: usize| chart.series.iter().map(move |(_, values)| values[at]);
    let all = || 0..chart.categories.len();
    let greatest = if chart.stacked {
        all().map(|at| totals(at).filter(|value| *value > 0.0).sum::<f64>()).fold(0.0, f64::max)
    } else {
        all().flat_map(totals).fold(0.0, f64::max)
    };
    let least = all().flat_map(totals).fold(0.0, f64::min);
    let ticks = ticks(least, greatest.max(1e-6), 6);
    let (bottom, top) = (ticks[0], ticks[ticks.len() - 1]);
    let left = 26.0 + text_width(&Cell::Number(top, decimals(&ticks)).display(), LETTERS);
    let field =
        Field { corner: (left, 30.0), size: (SIZE.0 - left - 12.0, SIZE.1 - 96.0), range: (bottom, top) };
    field.scale(&mut drawing, &ticks, decimals(&ticks), &chart.unit);
    for at in all() {
        category(chart, &field, at, &mut drawing);
    }
    drawing.line(
        vec![(left, field.down(0.0)), (left + field.size.0, field.down(0.0))],
        Stroke::new(Colour::INK, 1.0),
    );
    legend(chart, left, &mut drawing);
    drawing
}

#[allow(clippy::cast_precision_loss)] // a handful of bars
fn category(chart: &BarChart, field: &Field, at: usize, drawing: &mut Drawing) {
    let slot = field.size.0 / chart.categories.len() as f64;
    let start = field.corner.0 + slot * at as f64;
    let edge = Some(Stroke::new(Colour::INK, 0.6));
    let bars = if chart.stacked { 1 } else { chart.series.len().max(1) };
    let width = (slot * 0.74 / bars as f64).min(46.0);
    let first = start + (slot - width * bars as f64) / 2.0;
    let mut height = 0.0;
    for (of, (_, values)) in chart.series.iter().enumerate() {
        let value = values[at];
        let (from, to) = if chart.stacked { (height, height + value) } else { (0.0, value) };
        let across = if chart.stacked { first } else { first + width * of as f64 };
        let (low, high) = (field.down(from.min(to)), field.down(from.max(to)));
        if low - high > 0.05 {
            drawing.rectangle((across, high), (width, low - high), series::fill(of), edge);
        }
        height = to;
    }
    if chart.stacked && height > 0.0 {
        let text = Cell::Number(height, usize::from(height < 100.0)).display();
        drawing.text((start + slot / 2.0, field.down(height) - 4.0), LETTERS, Anchor::Middle, text);
    }
    let down = field.corner.1 + field.size.1 + 16.0;
    let name = &chart.categories[at];
    let size = LETTERS.min(LETTERS * slot / (text_width(name, LETTERS) + 2.0)).max(8.5);
    drawing.text((start + slot / 2.0, down), size, Anchor::Middle, name.as_str());
}

fn legend(chart: &BarChart, left: f64, drawing: &mut Drawing) {
    let (mut across, mut down) = (left, SIZE.1 - 26.0);
    for (at, (name, _)) in chart.series.iter().enumerate() {
        let wide = 36.0 + text_width(name, LETTERS);
        if across + wide > SIZE.0 {
            (across, down) = (left, down + 17.0);
        }
        let edge = Some(Stroke::new(Colour::INK, 0.6));
        drawing.rectangle((across, down - 10.0), (16.0, 11.0), series::fill(at), edge);
        drawing.text((across + 21.0, down), LETTERS, Anchor::Start, name.as_str());
        across += wide;
    }
}
