//! A drawing as an enhanced metafile (EMF), the vector picture that every word processor of the last thirty years shows: texts stay
//! texts and take a face of the reader's machine, so that none has to be shipped or drawn here. Source: [MS-EMF].

use super::drawing::{Anchor, Colour, Dash, Drawing, Fill, Hatch, Point, Shape, Stroke, character_width};

/// Units of the metafile in one of the drawing.
const SCALE: f64 = 10.0;

/// Face of texts, as Chinese offices have it.
const FACE: &str = "黑体";

/// Stock objects.
const NULL_PEN: u32 = 0x8000_0008;
const NULL_BRUSH: u32 = 0x8000_0005;
const SYSTEM_FONT: u32 = 0x8000_000d;

/// Records of a metafile.
#[derive(Default)]
struct Records {
    bytes: Vec<u8>,
    count: u32,
}

impl Records {
    fn push(&mut self, kind: u32, body: &[u8]) {
        let size = u32::try_from(8 + body.len()).unwrap_or(u32::MAX);
        self.bytes.extend(kind.to_le_bytes());
        self.bytes.extend(size.to_le_bytes());
        self.bytes.extend(body);
        self.count += 1;
    }

    fn numbers(&mut self, kind: u32, numbers: &[u32]) {
        self.push(kind, &words(numbers));
    }

    fn select(&mut self, object: u32) {
        self.numbers(37, &[object]);
    }

    /// Selects the stock object again and deletes the one made.
    fn drop(&mut self, object: u32, stock: u32) {
        self.select(stock);
        self.numbers(40, &[object]);
    }
}

fn words(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

#[allow(clippy::cast_possible_truncation)] // a drawing is far smaller
fn units(length: f64) -> i32 {
    (length * SCALE).round() as i32
}

fn unsigned(number: i32) -> u32 {
    u32::from_le_bytes(number.to_le_bytes())
}

fn reference(Colour(red, green, blue): Colour) -> u32 {
    u32::from_le_bytes([red, green, blue, 0])
}

/// Writes a drawing.
#[must_use]
pub fn emf(drawing: &Drawing) -> Vec<u8> {
    let mut records = Records::default();
    let (width, height) = (units(drawing.width), units(drawing.height));
    let (across, down) = (unsigned(width), unsigned(height));
    let pixels = [drawing.width, drawing.height].map(|length| unsigned(units(length / SCALE)));
    records.numbers(17, &[8]);
    records.numbers(10, &[0, 0]);
    records.numbers(9, &[across, down]);
    records.numbers(12, &[0, 0]);
    records.numbers(11, &pixels);
    for shape in &drawing.shapes {
        match shape {
            Shape::Line { points, stroke } => {
                pen(&mut records, *stroke);
                points_record(&mut records, 87, points);
                records.drop(1, NULL_PEN);
            }
            Shape::Area { points, fill, stroke, .. } => area(&mut records, points, *fill, *stroke),
            Shape::Text { at, size, anchor, bold, text } => {
                words_record(&mut records, *at, *size, *anchor, *bold, text);
            }
        }
    }
    records.numbers(14, &[0, 0x10, 20]);
    let mut file = header(drawing, &records);
    file.extend(records.bytes);
    file
}

fn header(drawing: &Drawing, records: &Records) -> Vec<u8> {
    const SIZE: u32 = 108;
    let pixels = [drawing.width, drawing.height].map(|length| unsigned(units(length / SCALE)));
    // Hundredths of a millimetre at 96 dots an inch; the device is 960 × 960 dots on 254 × 254 mm.
    let frame = [drawing.width, drawing.height].map(|length| unsigned(units(length * 2540.0 / 96.0 / SCALE)));
    let bytes = SIZE + u32::try_from(records.bytes.len()).unwrap_or(u32::MAX);
    let mut header = words(&[1, SIZE, 0, 0, pixels[0], pixels[1], 0, 0, frame[0], frame[1]]);
    header.extend(words(&[0x464d_4520, 0x1_0000, bytes, records.count + 1]));
    header.extend([4, 0, 0, 0]);
    header.extend(words(&[0, 0, 0, 960, 960, 254, 254, 0, 0, 0, 254_000, 254_000]));
    header
}

fn pen(records: &mut Records, stroke: Stroke) {
    let style = match stroke.dash {
        Dash::Solid => 0,
        Dash::Dashed => 1,
        Dash::Dotted => 2,
    };
    let width = unsigned(units(stroke.width).max(1));
    let geometric = 0x1_0000 | 0x200 | style;
    records.numbers(95, &[1, 0, 0, 0, 0, geometric, width, 0, reference(stroke.colour), 0, 0]);
    records.select(1);
}

fn area(records: &mut Records, points: &[Point], fill: Fill, stroke: Option<Stroke>) {
    records.select(NULL_PEN);
    records.numbers(39, &[2, 0, reference(fill.colour), 0]);
    records.select(2);
    points_record(records, 86, points);
    records.drop(2, NULL_BRUSH);
    if let Some((hatch, colour)) = fill.hatch {
        pen(records, Stroke::new(colour, 1.0));
        hatching(points, hatch).iter().for_each(|line| points_record(records, 87, line));
        records.drop(1, NULL_PEN);
    }
    if let Some(stroke) = stroke {
        let mut edge = points.to_vec();
        edge.extend(points.first());
        pen(records, stroke);
        points_record(records, 87, &edge);
        records.drop(1, NULL_PEN);
    }
}

/// Lines of a hatch within an area: drawn as lines, since readers of metafiles differ in what they make of hatched brushes.
fn hatching(points: &[Point], hatch: Hatch) -> Vec<[Point; 2]> {
    /// Distance of the lines.
    const STEP: f64 = 5.0;
    let slant = std::f64::consts::FRAC_1_SQRT_2;
    let directions: &[Point] = match hatch {
        Hatch::Level => &[(1.0, 0.0)],
        Hatch::Upright => &[(0.0, 1.0)],
        Hatch::Falling => &[(slant, slant)],
        Hatch::Rising => &[(slant, -slant)],
        Hatch::Grid => &[(1.0, 0.0), (0.0, 1.0)],
        Hatch::Crossed => &[(slant, slant), (slant, -slant)],
    };
    directions.iter().flat_map(|direction| parallels(points, *direction, STEP)).collect()
}

/// Pieces within an area of the lines of a direction that lie a step apart.
fn parallels(points: &[Point], (along_x, along_y): Point, step: f64) -> Vec<[Point; 2]> {
    // Coordinates along the direction and across it.
    let turned: Vec<Point> =
        points.iter().map(|(x, y)| (x * along_x + y * along_y, y * along_x - x * along_y)).collect();
    let back =
        |(along, across): Point| (along * along_x - across * along_y, along * along_y + across * along_x);
    let least = turned.iter().map(|point| point.1).fold(f64::INFINITY, f64::min);
    let greatest = turned.iter().map(|point| point.1).fold(f64::NEG_INFINITY, f64::max);
    let mut pieces = Vec::new();
    let mut across = (least / step).ceil() * step;
    while across < greatest {
        let mut crossings: Vec<f64> = Vec::new();
        for (at, one) in turned.iter().enumerate() {
            let other = turned[(at + 1) % turned.len()];
            if (one.1 <= across) != (other.1 <= across) {
                crossings.push(one.0 + (across - one.1) / (other.1 - one.1) * (other.0 - one.0));
            }
        }
        crossings.sort_by(f64::total_cmp);
        pieces
            .extend(crossings.chunks_exact(2).map(|pair| [back((pair[0], across)), back((pair[1], across))]));
        across += step;
    }
    pieces
}

#[allow(clippy::cast_possible_truncation)] // a drawing is far smaller than 3,276 units
fn points_record(records: &mut Records, kind: u32, points: &[Point]) {
    let ends = |of: fn(&Point) -> f64| {
        let least = points.iter().map(of).fold(f64::INFINITY, f64::min);
        let greatest = points.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        (unsigned(units(least)), unsigned(units(greatest)))
    };
    let ((left, right), (top, bottom)) = (ends(|point| point.0), ends(|point| point.1));
    let mut body = words(&[left, top, right, bottom, u32::try_from(points.len()).unwrap_or(u32::MAX)]);
    for (across, down) in points {
        body.extend((units(*across) as i16).to_le_bytes());
        body.extend((units(*down) as i16).to_le_bytes());
    }
    records.push(kind, &body);
}

fn font(records: &mut Records, size: f64, bold: bool) {
    let mut body = words(&[3, unsigned(-units(size)), 0, 0, 0, if bold { 700 } else { 400 }]);
    body.extend([0, 0, 0, 134, 0, 0, 0, 0]);
    let mut face: Vec<u8> = FACE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    face.resize(64, 0);
    body.extend(face);
    body.resize(324, 0);
    records.push(82, &body);
    records.select(3);
}

fn words_record(records: &mut Records, at: Point, size: f64, anchor: Anchor, bold: bool, text: &str) {
    font(records, size, bold);
    records.numbers(18, &[1]);
    records.numbers(24, &[reference(Colour::INK)]);
    let align = match anchor {
        Anchor::Start => 0x18,
        Anchor::End => 0x1a,
        Anchor::Middle => 0x1e,
    };
    records.numbers(22, &[align]);
    let letters: Vec<u16> = text.encode_utf16().collect();
    let number = u32::try_from(letters.len()).unwrap_or(0);
    let (across, down) = (unsigned(units(at.0)), unsigned(units(at.1)));
    let mut body = words(&[0, 0, 0, 0, 1]);
    body.extend(1.0_f32.to_le_bytes());
    body.extend(1.0_f32.to_le_bytes());
    let mut string: Vec<u8> = letters.iter().flat_map(|letter| letter.to_le_bytes()).collect();
    string.resize(string.len().next_multiple_of(4), 0);
    let after = 76 + u32::try_from(string.len()).unwrap_or(0);
    body.extend(words(&[across, down, number, 76, 0, 0, 0, 0, 0, after]));
    body.extend(string);
    for character in text.chars() {
        body.extend(unsigned(units(character_width(character) * size)).to_le_bytes());
        body.extend(words(&vec![0; character.len_utf16() - 1]));
    }
    records.push(84, &body);
    records.drop(3, SYSTEM_FONT);
}

#[cfg(test)]
mod tests {
    use super::emf;
    use crate::report::chart::drawing::{Anchor, Colour, Drawing, Fill, Stroke};

    /// A square of 20: upright lines 5 apart from 0 to 20 lie within it, each 20 long; those of both edges may be left out.
    #[test]
    fn hatching_stays_within_its_area() {
        let square = [(0.5, 0.5), (20.5, 0.5), (20.5, 20.5), (0.5, 20.5)];
        let lines = super::hatching(&square, super::Hatch::Upright);
        assert_eq!(lines.len(), 4);
        for [from, to] in lines {
            assert!((from.0 - to.0).abs() < 1e-9 && ((from.1 - to.1).abs() - 20.0).abs() < 1e-9);
        }
    }

    /// Walks the records by their sizes: header first, end last, counts and lengths as the header says.
    #[test]
    fn records_follow_one_another_to_the_end() {
        let mut drawing = Drawing::new(200.0, 100.0);
        drawing.text((10.0, 20.0), 12.0, Anchor::Middle, "学位 abc");
        drawing.rectangle((1.0, 1.0), (50.0, 20.0), Fill::plain(Colour::PALE), None);
        drawing.line(vec![(0.0, 0.0), (9.0, 9.0)], Stroke::new(Colour::INK, 1.0));
        let file = emf(&drawing);
        let number = |at: usize| u32::from_le_bytes([file[at], file[at + 1], file[at + 2], file[at + 3]]);
        assert_eq!(number(0), 1);
        assert_eq!(&file[40..44], b" EMF");
        assert_eq!(number(48) as usize, file.len());
        let (mut at, mut count, mut last) = (0, 0, 0);
        while at < file.len() {
            last = number(at);
            let size = number(at + 4) as usize;
            assert_eq!(size % 4, 0, "record {last}");
            at += size;
            count += 1;
        }
        assert_eq!((at, count, last), (file.len(), number(52), 14));
    }
}
