//! A drawing as SVG.

use super::drawing::{Anchor, Colour, Dash, Drawing, Fill, Hatch, Point, Shape, Stroke};
use crate::harmless::clean;
use std::fmt::Write as _;

/// Faces for texts, in order; the reader's machine has at least one. Faces are named, not shipped.
pub const FACES: &str =
    "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','SimHei','黑体',sans-serif";

/// Writes a drawing; `id` tells its patterns from those of other drawings on a page, `alt` says what it shows.
#[must_use]
pub fn svg(drawing: &Drawing, id: &str, alt: &str) -> String {
    let mut fills: Vec<Fill> = Vec::new();
    let mut body = String::new();
    for shape in &drawing.shapes {
        match shape {
            Shape::Line { points, stroke } => {
                let _ =
                    writeln!(body, "<polyline points=\"{}\" fill=\"none\"{}/>", list(points), pen(*stroke));
            }
            Shape::Area { points, fill, stroke, key } => {
                let paint = paint(*fill, id, &mut fills);
                let edge = stroke.map(pen).unwrap_or_default();
                let (name, tip) = key.as_ref().map_or((String::new(), String::new()), |(key, tip)| {
                    (format!(" data-key=\"{}\"", escaped(key)), format!("<title>{}</title>", escaped(tip)))
                });
                let _ = writeln!(
                    body,
                    "<polygon points=\"{}\" fill=\"{paint}\"{edge}{name}>{tip}</polygon>",
                    list(points)
                );
            }
            Shape::Text { at, size, anchor, bold, text } => {
                let anchor = match anchor {
                    Anchor::Start => "start",
                    Anchor::Middle => "middle",
                    Anchor::End => "end",
                };
                let weight = if *bold { " font-weight=\"700\"" } else { "" };
                let (x, y) = (short(at.0), short(at.1));
                let _ = writeln!(
                    body,
                    "<text x=\"{x}\" y=\"{y}\" font-size=\"{}\" text-anchor=\"{anchor}\"{weight}>{}</text>",
                    short(*size),
                    escaped(text)
                );
            }
        }
    }
    let (width, height) = (short(drawing.width), short(drawing.height));
    let patterns: String = fills.iter().enumerate().map(|(at, fill)| pattern(*fill, &name(id, at))).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-label=\"{}\" font-family=\"{FACES}\" fill=\"#222222\">\n<defs>{patterns}</defs>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n{body}</svg>\n",
        escaped(alt)
    )
}

/// Text as XML holds it.
#[must_use]
pub fn escaped(text: &str) -> String {
    clean(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn short(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), ToOwned::to_owned)
}

fn list(points: &[Point]) -> String {
    points.iter().map(|(x, y)| format!("{},{}", short(*x), short(*y))).collect::<Vec<_>>().join(" ")
}

/// As a page names a colour.
#[must_use]
pub fn hexadecimal(Colour(red, green, blue): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn pen(stroke: Stroke) -> String {
    let dash = match stroke.dash {
        Dash::Solid => "",
        Dash::Dashed => " stroke-dasharray=\"7 4\"",
        Dash::Dotted => " stroke-dasharray=\"2 3\"",
    };
    let (colour, width) = (hexadecimal(stroke.colour), short(stroke.width));
    format!(" stroke=\"{colour}\" stroke-width=\"{width}\"{dash}")
}

fn name(id: &str, at: usize) -> String {
    format!("{id}-p{at}")
}

fn paint(fill: Fill, id: &str, fills: &mut Vec<Fill>) -> String {
    if fill.hatch.is_none() {
        return hexadecimal(fill.colour);
    }
    let at = fills.iter().position(|one| *one == fill).unwrap_or_else(|| {
        fills.push(fill);
        fills.len() - 1
    });
    format!("url(#{})", name(id, at))
}

/// A pattern of 8 × 8.
#[must_use]
pub fn pattern(fill: Fill, name: &str) -> String {
    let Some((hatch, colour)) = fill.hatch else { return String::new() };
    let lines = match hatch {
        Hatch::Falling => "M-2 -2L10 10M-2 6L2 10M6 -2L10 2",
        Hatch::Rising => "M-2 10L10 -2M-2 2L2 -2M6 10L10 6",
        Hatch::Level => "M0 2H8M0 6H8",
        Hatch::Upright => "M2 0V8M6 0V8",
        Hatch::Grid => "M0 4H8M4 0V8",
        Hatch::Crossed => "M-2 -2L10 10M-2 10L10 -2",
    };
    format!(
        "<pattern id=\"{name}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"8\" height=\"8\" fill=\"{}\"/><path d=\"{lines}\" stroke=\"{}\" stroke-width=\"1.1\" fill=\"none\"/></pattern>",
        hexadecimal(fill.colour),
        hexadecimal(colour)
    )
}
