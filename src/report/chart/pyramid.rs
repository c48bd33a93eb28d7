//! People by sex and age, with the outline of another year.

use super::super::table::Cell;
use super::PyramidChart;
use super::axis::{LETTERS, decimals, series, ticks};
use super::drawing::{Anchor, Colour, Dash, Drawing, Point, Stroke};

const SIZE: (f64, f64) = (720.0, 400.0);

pub fn draw(chart: &PyramidChart) -> Drawing {
    let mut drawing = Drawing::new(SIZE.0, SIZE.1);
    let greatest =
        chart.ages.iter().flat_map(|(_, values)| values).fold(1e-6_f64, |most, value| most.max(*value));
    let ticks = ticks(0.0, greatest, 4);
    let top = ticks[ticks.len() - 1];
    let (middle, gutter, half) = (SIZE.0 / 2.0, 26.0, 300.0);
    let (upper, lower) = (34.0, SIZE.1 - 62.0);
    #[allow(clippy::cast_precision_loss)] // some twenty ages
    let step = (lower - upper) / chart.ages.len().max(1) as f64;
    let across = |side: f64, value: f64| middle + side * (gutter + half * value / top);
    for tick in &ticks {
        for side in [-1.0, 1.0] {
            let at = across(side, *tick);
            drawing.line(vec![(at, upper), (at, lower)], Stroke::new(Colour::PALE, 0.7));
            let text = Cell::Number(*tick, decimals(&ticks)).display();
            drawing.text((at, lower + 15.0), LETTERS, Anchor::Middle, text);
        }
    }
    let mut outlines: [Vec<Point>; 2] = [Vec::new(), Vec::new()];
    for (at, (age, values)) in chart.ages.iter().enumerate() {
        #[allow(clippy::cast_precision_loss)]
        let down = lower - step * (at as f64 + 1.0);
        let edge = Some(Stroke::new(Colour::INK, 0.6));
        for (side, (of, sign)) in [(0, -1.0), (1, 1.0)].into_iter().enumerate() {
            let (from, to) = (across(sign, 0.0), across(sign, values[of]));
            let width = (to - from).abs();
            drawing.rectangle((from.min(to), down + 1.0), (width, step - 2.0), series::fill(side), edge);
            let outline = across(sign, values[of + 2]);
            outlines[side].extend([(outline, down + step), (outline, down)]);
        }
        drawing.text((middle, down + step / 2.0 + 4.0), 10.0, Anchor::Middle, age.as_str());
    }
    let pen = Stroke { colour: Colour::INK, width: 1.6, dash: Dash::Dashed };
    outlines.into_iter().for_each(|points| drawing.line(points, pen));
    drawing.bold((across(-1.0, top * 0.6), 18.0), 12.5, Anchor::Middle, chart.words[0].as_str());
    drawing.bold((across(1.0, top * 0.6), 18.0), 12.5, Anchor::Middle, chart.words[1].as_str());
    drawing.text((middle, 18.0), LETTERS, Anchor::Middle, chart.unit.as_str());
    let down = SIZE.1 - 16.0;
    drawing.line(vec![(middle - 90.0, down - 4.0), (middle - 60.0, down - 4.0)], pen);
    drawing.text((middle - 52.0, down), LETTERS, Anchor::Start, chart.words[2].as_str());
    drawing
}
