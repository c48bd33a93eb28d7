//! A schematic map: towns as cells around their seats, coloured and hatched by gap, children who go to another town as lines. No outline of
//! any town or county is claimed.

use super::axis::LETTERS;
use super::drawing::{Anchor, Colour, Drawing, Fill, Hatch, Point, Shape, Stroke, text_width};
use super::voronoi::{Cell, cells};

/// A map of towns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MapChart {
    /// Title.
    pub title: String,
    /// Towns with a position.
    pub towns: Vec<MapTown>,
    /// Children who go to another town.
    pub moves: Vec<MapMove>,
    /// Words of the classes of gaps, of a move, and of the note that it is schematic.
    pub words: Vec<String>,
}

/// A town on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct MapTown {
    /// Code.
    pub town: String,
    /// Its county's name.
    pub county: String,
    /// What it says when pointed at.
    pub tip: String,
    /// Longitude and latitude.
    pub position: (f64, f64),
    /// Children less places; none where there is neither.
    pub gap: Option<f64>,
}

/// Children who go from one town to another.
#[derive(Debug, Clone, PartialEq)]
pub struct MapMove {
    /// Code of the town of residence.
    pub from: String,
    /// Code of the town of schooling.
    pub to: String,
    /// How many.
    pub children: f64,
}

/// Bounds of the classes of gaps (children less places).
pub const GAP_CLASSES: [f64; 4] = [-200.0, 0.5, 200.0, 500.0];

/// Class of a gap: 0 many places to spare, 1 some, 2 a small gap, 3 a greater one, 4 a great one.
#[must_use]
pub fn gap_class(gap: f64) -> usize {
    GAP_CLASSES.iter().filter(|bound| gap >= **bound).count()
}

/// What a class is filled with; the last one is for towns without figures.
#[must_use]
pub fn map_fill(class: usize) -> Fill {
    const DARK: Colour = Colour(0x7f, 0x1d, 0x1d);
    match class {
        0 => Fill { colour: Colour(0xd9, 0xe8, 0xf5), hatch: Some((Hatch::Level, Colour(0x9d, 0xc3, 0xe6))) },
        1 => Fill::plain(Colour(0xee, 0xf4, 0xfa)),
        2 => {
            Fill { colour: Colour(0xfc, 0xe4, 0xd6), hatch: Some((Hatch::Rising, Colour(0xe0, 0x8e, 0x5a))) }
        }
        3 => Fill { colour: Colour(0xf4, 0xb1, 0x83), hatch: Some((Hatch::Crossed, DARK)) },
        4 => Fill::plain(DARK),
        _ => Fill::plain(Colour::WHITE),
    }
}

/// Words of the classes, of a move and of the note.
#[must_use]
pub fn class_words(chinese: bool) -> Vec<String> {
    let words: [&str; 7] = if chinese {
        [
            "富余200个以上",
            "富余或平衡",
            "缺口200个以内",
            "缺口200—500个",
            "缺口500个以上",
            "跨乡镇就读50人以上",
            "示意图：以乡镇驻地坐标划分，不代表行政区域界线",
        ]
    } else {
        [
            "200 or more to spare",
            "to spare or even",
            "gap below 200",
            "gap 200–500",
            "gap above 500",
            "50 or more children taught in another town",
            "Schematic: cells around the seats of towns, no boundaries",
        ]
    };
    words.map(ToOwned::to_owned).to_vec()
}

/// Width of maps on a page, and of one on a phone, where letters keep their size.
pub const MAP_WIDTHS: [f64; 2] = [720.0, 360.0];

/// Maps side by side, two a row, with one legend.
pub fn draw(charts: &[MapChart]) -> Drawing {
    side_by_side(charts, MAP_WIDTHS[0])
}

/// A map that stands alone, so wide.
#[must_use]
pub fn map_drawing(chart: &MapChart, width: f64) -> Drawing {
    side_by_side(std::slice::from_ref(chart), width)
}

fn side_by_side(charts: &[MapChart], whole: f64) -> Drawing {
    let columns = charts.len().clamp(1, 2);
    #[allow(clippy::cast_precision_loss)] // one or two
    let width = whole / columns as f64;
    let drawn: Vec<Drawing> = charts.iter().map(|chart| one(chart, width)).collect();
    let height = drawn.iter().map(|one| one.height).fold(0.0, f64::max);
    let rows = drawn.len().div_ceil(columns);
    let words = charts.first().map_or(&[][..], |chart| &chart.words);
    let entries = entries(words, whole);
    let lines = entries.last().map_or(0.0, |(_, line)| line + LINE);
    #[allow(clippy::cast_precision_loss)]
    let mut drawing = Drawing::new(whole, height * rows as f64 + 26.0 + lines.max(2.0 * LINE));
    for (at, map) in drawn.into_iter().enumerate() {
        #[allow(clippy::cast_precision_loss)]
        drawing.place(((at % columns) as f64 * width, (at / columns) as f64 * height), map);
    }
    let down = drawing.height - lines.max(2.0 * LINE) - 8.0;
    for (at, (word, (across, line))) in words.iter().zip(entries).enumerate() {
        entry(at, word, (across, down + line), &mut drawing);
    }
    drawing
}

fn one(chart: &MapChart, width: f64) -> Drawing {
    let points = map_points(chart, width);
    let height = points.iter().map(|point| point.1).fold(0.0, f64::max) + radius(&points) + 8.0;
    let mut drawing = Drawing::new(width, height.max(80.0));
    drawing.bold((width / 2.0, 15.0), 12.5, Anchor::Middle, chart.title.as_str());
    let cells = cells(&points, radius(&points));
    for (town, cell) in chart.towns.iter().zip(&cells) {
        let fill = map_fill(town.gap.map_or(usize::MAX, gap_class));
        let key = Some((town.town.clone(), town.tip.clone()));
        let points = cell.iter().map(|(point, _)| *point).collect();
        let stroke = Some(Stroke::new(Colour(0x9a, 0x9a, 0x9a), 0.5));
        drawing.shapes.push(Shape::Area { points, fill, stroke, key });
    }
    for (at, cell) in cells.iter().enumerate() {
        borders(chart, at, cell, &mut drawing);
    }
    moves(chart, &points, &mut drawing);
    names(chart, &points, &mut drawing);
    drawing
}

/// Where the towns of a map that stands alone lie in its drawing, which is so wide.
#[must_use]
pub fn map_places(chart: &MapChart, width: f64) -> Vec<Point> {
    map_points(chart, width)
}

/// Places with room for the discs around them.
fn map_points(chart: &MapChart, width: f64) -> Vec<Point> {
    let first = projected(chart, width, 20.0);
    let margin = radius(&first) + 6.0;
    projected(chart, width, margin)
}

/// Places of the towns on paper: degrees of longitude shortened by the latitude, north above.
fn projected(chart: &MapChart, width: f64, margin: f64) -> Vec<Point> {
    let ends = |of: fn(&MapTown) -> f64| {
        let values = || chart.towns.iter().map(of);
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
    };
    let ((west, east), (south, north)) = (ends(|town| town.position.0), ends(|town| town.position.1));
    let shorter = f64::midpoint(south, north).to_radians().cos();
    let (across, down) = (((east - west) * shorter).max(1e-6), (north - south).max(1e-6));
    let scale = ((width - 2.0 * margin) / across).min((width * 1.05 - 2.0 * margin) / down);
    let left = (width - across * scale) / 2.0;
    let place = |town: &MapTown| {
        let (longitude, latitude) = town.position;
        (left + (longitude - west) * shorter * scale, 24.0 + margin + (north - latitude) * scale)
    };
    chart.towns.iter().map(place).collect()
}

/// Radius of the discs: 1.6 times the upper-quartile distance to the nearest town.
fn radius(points: &[Point]) -> f64 {
    let nearest = |(at, point): (usize, &Point)| {
        let others = points.iter().enumerate().filter(move |(other, _)| *other != at);
        let apart = others.map(|(_, other)| (other.0 - point.0).hypot(other.1 - point.1));
        apart.filter(|apart| *apart > 1e-9).fold(f64::INFINITY, f64::min)
    };
    let mut distances: Vec<f64> =
        points.iter().enumerate().map(nearest).filter(|apart| apart.is_finite()).collect();
    distances.sort_by(f64::total_cmp);
    distances.get(distances.len() * 3 / 4).map_or(20.0, |distance| distance * 1.6)
}

/// Edges towards another county, or towards none.
fn borders(chart: &MapChart, at: usize, cell: &Cell, drawing: &mut Drawing) {
    let county = &chart.towns[at].county;
    for (corner, (point, edge)) in cell.iter().enumerate() {
        let next = cell[(corner + 1) % cell.len()].0;
        let pen = match edge {
            Some(other) if chart.towns[*other].county != *county => Stroke::new(Colour::INK, 1.4),
            Some(_) => continue,
            None => Stroke::new(Colour(0x77, 0x77, 0x77), 0.9),
        };
        drawing.line(vec![*point, next], pen);
    }
}

/// Moves of 50 children and more: a line, thicker for more, with a dot at its end.
fn moves(chart: &MapChart, points: &[Point], drawing: &mut Drawing) {
    let place = |code: &str| chart.towns.iter().position(|town| town.town == code).map(|at| points[at]);
    for one in chart.moves.iter().filter(|one| one.children >= 50.0) {
        if let Some((from, to)) = place(&one.from).zip(place(&one.to)) {
            let width = (one.children / 400.0).clamp(0.8, 4.0);
            drawing.line(vec![from, to], Stroke::new(Colour::INK, width));
            drawing.dot(to, width + 1.3, Fill::plain(Colour::INK), None);
        }
    }
}

/// Names of the counties, in the middle of their towns, on a white ground.
fn names(chart: &MapChart, points: &[Point], drawing: &mut Drawing) {
    let mut counties: Vec<&str> = chart.towns.iter().map(|town| town.county.as_str()).collect();
    counties.sort_unstable();
    counties.dedup();
    for county in counties.into_iter().filter(|county| !county.is_empty()) {
        let own: Vec<Point> = chart
            .towns
            .iter()
            .zip(points)
            .filter(|(town, _)| town.county == county)
            .map(|(_, point)| *point)
            .collect();
        #[allow(clippy::cast_precision_loss)] // some towns
        let number = own.len() as f64;
        let middle = |of: fn(&Point) -> f64| own.iter().map(of).sum::<f64>() / number;
        let (across, down) = (middle(|point| point.0), middle(|point| point.1));
        let half = text_width(county, LETTERS) / 2.0 + 2.0;
        let ground = Fill::plain(Colour::WHITE);
        drawing.rectangle((across - half, down - 10.0), (2.0 * half, 14.0), ground, None);
        drawing.bold((across, down + 1.0), LETTERS, Anchor::Middle, county);
    }
}

/// Height of a line of the legend.
const LINE: f64 = 18.0;

/// Room of the sample before a word of the legend; notes have none.
fn sample(at: usize) -> f64 {
    if at <= GAP_CLASSES.len() + 1 { 30.0 } else { 0.0 }
}

/// Where the words of a legend stand, from its first line.
fn entries(words: &[String], width: f64) -> Vec<Point> {
    let (mut across, mut line) = (10.0, 0.0);
    let place = |(at, word): (usize, &String)| {
        let wide = sample(at) + 14.0 + text_width(word, LETTERS);
        if across > 10.0 && across + wide > width {
            (across, line) = (10.0, line + LINE);
        }
        across += wide;
        (across - wide, line)
    };
    words.iter().enumerate().map(place).collect()
}

/// A word of the legend with its sample: a class of gaps, a move, or a note without any.
fn entry(at: usize, word: &str, (across, line): Point, drawing: &mut Drawing) {
    let classes = GAP_CLASSES.len() + 1;
    if at < classes {
        let edge = Some(Stroke::new(Colour::INK, 0.6));
        drawing.rectangle((across, line - 10.0), (22.0, 12.0), map_fill(at), edge);
    } else if at == classes {
        drawing.line(vec![(across, line - 4.0), (across + 22.0, line - 4.0)], Stroke::new(Colour::INK, 1.4));
        drawing.dot((across + 22.0, line - 4.0), 2.7, Fill::plain(Colour::INK), None);
    }
    drawing.text((across + sample(at), line), LETTERS, Anchor::Start, word);
}
