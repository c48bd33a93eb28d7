//! Lines over years.

use super::LineChart;
use super::axis::{Field, LETTERS, decimals, series, ticks};
use super::drawing::{Anchor, Colour, Drawing, Fill, Point, Stroke, text_width};

const BAND: Colour = Colour(0xd6, 0xe0, 0xec);

/// Fields side by side, two a row.
pub fn draw(charts: &[LineChart]) -> Drawing {
    let columns = charts.len().clamp(1, 2);
    let (width, height) = if columns == 1 { (720.0, 340.0) } else { (360.0, 250.0) };
    let rows = charts.len().div_ceil(columns);
    #[allow(clippy::cast_precision_loss)] // a handful of fields
    let mut drawing = Drawing::new(720.0, height * rows as f64);
    for (at, chart) in charts.iter().enumerate() {
        #[allow(clippy::cast_precision_loss)]
        let corner = ((at % columns) as f64 * width, (at / columns) as f64 * height);
        drawing.place(corner, one(chart, width, height));
    }
    drawing
}

fn one(chart: &LineChart, width: f64, height: f64) -> Drawing {
    let mut drawing = Drawing::new(width, height);
    let values = || {
        let banded = chart.band.iter().flat_map(|(_, band)| band.iter().flatten());
        let lines = chart.series.iter().flat_map(|(_, values)| values.iter().flatten().copied());
        lines.chain(banded.flat_map(|(low, high)| [*low, *high]))
    };
    let greatest = values().fold(f64::NEG_INFINITY, f64::max);
    let least = if chart.from_zero { 0.0 } else { values().fold(f64::INFINITY, f64::min) };
    if !greatest.is_finite() {
        return drawing;
    }
    let ticks = ticks(least, greatest.max(least + 1e-6), 5);
    let (bottom, top) = (ticks[0], ticks[ticks.len() - 1]);
    let left =
        26.0 + text_width(&super::super::table::Cell::Number(top, decimals(&ticks)).display(), LETTERS);
    let legend = legend_rows(chart, width - left);
    #[allow(clippy::cast_precision_loss)] // a handful of rows
    let below = 30.0 + 17.0 * legend.len() as f64;
    let field = Field {
        corner: (left, 40.0),
        size: (width - left - 16.0, height - 40.0 - below),
        range: (bottom, top),
    };
    drawing.bold((width / 2.0, 15.0), 12.5, Anchor::Middle, chart.title.as_str());
    field.scale(&mut drawing, &ticks, decimals(&ticks), &chart.unit);
    years(chart, &field, &mut drawing);
    band(chart, &field, &mut drawing);
    for (at, (_, values)) in chart.series.iter().enumerate() {
        let points: Vec<Point> = place(chart, &field, values).collect();
        drawing.line(points.clone(), series::pen(at));
        points.into_iter().for_each(|point| series::mark(&mut drawing, at, point));
    }
    for (row, entries) in legend.iter().enumerate() {
        #[allow(clippy::cast_precision_loss)]
        let down = height - below + 37.0 + 17.0 * row as f64;
        for (across, entry) in entries {
            sample(&mut drawing, (left + across, down), *entry);
            let name = entry.map_or_else(
                || chart.band.as_ref().map_or("", |band| band.0.as_str()),
                |at| chart.series[at].0.as_str(),
            );
            drawing.text((left + across + 30.0, down), LETTERS, Anchor::Start, name);
        }
    }
    drawing
}

fn across(chart: &LineChart, field: &Field, at: usize) -> f64 {
    #[allow(clippy::cast_precision_loss)] // a handful of years
    let (at, steps) = (at as f64, chart.years.len().saturating_sub(1).max(1) as f64);
    let inset = 14.0;
    field.corner.0 + inset + at * (field.size.0 - 2.0 * inset) / steps
}

fn place<'a>(
    chart: &'a LineChart,
    field: &'a Field,
    values: &'a [Option<f64>],
) -> impl Iterator<Item = Point> + 'a {
    values
        .iter()
        .enumerate()
        .filter_map(move |(at, value)| Some((across(chart, field, at), field.down((*value)?))))
}

fn years(chart: &LineChart, field: &Field, drawing: &mut Drawing) {
    let room = (field.size.0 / 34.0).max(1.0);
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let every = (chart.years.len() as f64 / room).ceil() as usize;
    for (at, year) in chart.years.iter().enumerate().filter(|(at, _)| at % every.max(1) == 0) {
        let down = field.corner.1 + field.size.1 + 15.0;
        drawing.text((across(chart, field, at), down), LETTERS, Anchor::Middle, year.to_string());
    }
}

fn band(chart: &LineChart, field: &Field, drawing: &mut Drawing) {
    let Some((_, band)) = &chart.band else { return };
    let edge = |of: fn(&(f64, f64)) -> f64| -> Vec<Point> {
        let values: Vec<Option<f64>> = band.iter().map(|pair| pair.as_ref().map(of)).collect();
        place(chart, field, &values).collect()
    };
    let (low, mut high) = (edge(|pair| pair.0), edge(|pair| pair.1));
    let line = Stroke::new(Colour(0x8e, 0xa9, 0xc8), 0.8);
    let mut corners = low.clone();
    high.reverse();
    corners.extend(high.iter().copied());
    if corners.len() > 2 {
        drawing.area(corners, Fill::plain(BAND), None);
        drawing.line(low, line);
        drawing.line(high, line);
    }
}

/// Entries of the legend by row, with their distance from the left; none is the band.
fn legend_rows(chart: &LineChart, width: f64) -> Vec<Vec<(f64, Option<usize>)>> {
    let series = chart.series.iter().enumerate().map(|(at, (name, _))| (Some(at), name));
    let band = chart.band.iter().map(|(name, _)| (None, name));
    let mut rows: Vec<Vec<(f64, Option<usize>)>> = vec![Vec::new()];
    let mut right = 0.0;
    for (entry, name) in series.chain(band) {
        let wide = 46.0 + text_width(name, LETTERS);
        if right > 0.0 && right + wide > width {
            rows.push(Vec::new());
            right = 0.0;
        }
        if let Some(row) = rows.last_mut() {
            row.push((right, entry));
        }
        right += wide;
    }
    rows
}

fn sample(drawing: &mut Drawing, (across, down): Point, entry: Option<usize>) {
    let middle = down - 4.0;
    match entry {
        Some(at) => {
            drawing.line(vec![(across, middle), (across + 26.0, middle)], series::pen(at));
            series::mark(drawing, at, (across + 13.0, middle));
        }
        None => drawing.rectangle((across, middle - 5.0), (26.0, 10.0), Fill::plain(BAND), None),
    }
}
