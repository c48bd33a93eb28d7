//! A drawing as data: lines, areas and texts that every format of picture writes.

/// A colour, red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// Of texts and axes.
    pub const INK: Self = Self(0x22, 0x22, 0x22);
    /// Of lines that stand back.
    pub const PALE: Self = Self(0xd0, 0xd0, 0xd0);
    /// Paper.
    pub const WHITE: Self = Self(0xff, 0xff, 0xff);
}

/// How a line is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dash {
    /// Not at all.
    #[default]
    Solid,
    /// Dashes.
    Dashed,
    /// Dots.
    Dotted,
}

/// A pen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub colour: Colour,
    /// Width.
    pub width: f64,
    /// How it is broken.
    pub dash: Dash,
}

impl Stroke {
    /// An unbroken line.
    #[must_use]
    pub const fn new(colour: Colour, width: f64) -> Self {
        Self { colour, width, dash: Dash::Solid }
    }
}

/// Lines across an area, so that areas are told apart without colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hatch {
    /// Falling to the right.
    Falling,
    /// Rising to the right.
    Rising,
    /// Level.
    Level,
    /// Upright.
    Upright,
    /// Level and upright.
    Grid,
    /// Falling and rising.
    Crossed,
}

/// What an area is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fill {
    /// Ground.
    pub colour: Colour,
    /// Lines across it, with their colour.
    pub hatch: Option<(Hatch, Colour)>,
}

impl Fill {
    /// One colour.
    #[must_use]
    pub const fn plain(colour: Colour) -> Self {
        Self { colour, hatch: None }
    }
}

/// Where the given point lies in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// At its start.
    Start,
    /// In its middle.
    Middle,
    /// At its end.
    End,
}

/// A point: to the right, downwards.
pub type Point = (f64, f64);

/// A part of a drawing.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A line through points.
    Line {
        /// Points.
        points: Vec<Point>,
        /// Pen.
        stroke: Stroke,
    },
    /// An area.
    Area {
        /// Corners.
        points: Vec<Point>,
        /// What it is filled with.
        fill: Fill,
        /// Its edge, if drawn.
        stroke: Option<Stroke>,
        /// Name by which a page finds it, and what it says when pointed at.
        key: Option<(String, String)>,
    },
    /// A text in one line, on its baseline.
    Text {
        /// Where.
        at: Point,
        /// Height of its letters.
        size: f64,
        /// Where the point lies in it.
        anchor: Anchor,
        /// Whether it is bold.
        bold: bool,
        /// The text.
        text: String,
    },
}

/// A drawing of a size.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Parts, the lowest first.
    pub shapes: Vec<Shape>,
}

impl Drawing {
    /// An empty one.
    #[must_use]
    pub const fn new(width: f64, height: f64) -> Self {
        Self { width, height, shapes: Vec::new() }
    }

    /// Adds a line.
    pub fn line(&mut self, points: Vec<Point>, stroke: Stroke) {
        self.shapes.push(Shape::Line { points, stroke });
    }

    /// Adds an area.
    pub fn area(&mut self, points: Vec<Point>, fill: Fill, stroke: Option<Stroke>) {
        self.shapes.push(Shape::Area { points, fill, stroke, key: None });
    }

    /// Adds a rectangle.
    pub fn rectangle(
        &mut self,
        (left, top): Point,
        (width, height): Point,
        fill: Fill,
        stroke: Option<Stroke>,
    ) {
        let (right, bottom) = (left + width, top + height);
        self.area(vec![(left, top), (right, top), (right, bottom), (left, bottom)], fill, stroke);
    }

    /// Adds a text.
    pub fn text(&mut self, at: Point, size: f64, anchor: Anchor, text: impl Into<String>) {
        self.shapes.push(Shape::Text { at, size, anchor, bold: false, text: text.into() });
    }

    /// Adds a bold text.
    pub fn bold(&mut self, at: Point, size: f64, anchor: Anchor, text: impl Into<String>) {
        self.shapes.push(Shape::Text { at, size, anchor, bold: true, text: text.into() });
    }

    /// Adds a small disc.
    pub fn dot(&mut self, (across, down): Point, radius: f64, fill: Fill, stroke: Option<Stroke>) {
        let corner = |step: u32| {
            let angle = f64::from(step) * std::f64::consts::TAU / 12.0;
            (across + radius * angle.cos(), down + radius * angle.sin())
        };
        self.area((0..12).map(corner).collect(), fill, stroke);
    }

    /// Adds another drawing at a place.
    pub fn place(&mut self, (right, down): Point, other: Self) {
        let moved = |points: Vec<Point>| points.into_iter().map(|(x, y)| (x + right, y + down)).collect();
        self.shapes.extend(other.shapes.into_iter().map(|shape| match shape {
            Shape::Line { points, stroke } => Shape::Line { points: moved(points), stroke },
            Shape::Area { points, fill, stroke, key } => {
                Shape::Area { points: moved(points), fill, stroke, key }
            }
            Shape::Text { at: (x, y), size, anchor, bold, text } => {
                Shape::Text { at: (x + right, y + down), size, anchor, bold, text }
            }
        }));
    }
}

/// About how wide a text is: a Chinese character is as wide as it is high, others about half.
#[must_use]
pub fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(character_width).sum::<f64>() * size
}

/// About how wide a text is, of the height of its letters.
#[must_use]
pub fn character_widths(text: &str) -> f64 {
    text_width(text, 1.0)
}

/// About how wide a character is, of its height.
#[must_use]
pub fn character_width(character: char) -> f64 {
    match character {
        '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' => 1.0,
        '.' | ',' | ' ' | 'i' | 'l' | 'j' | '\'' | ':' | ';' | '|' => 0.278,
        'f' | 't' | 'r' | '-' | '(' | ')' => 0.333,
        'm' | 'w' | 'M' | 'W' | '%' => 0.85,
        'A'..='Z' => 0.69,
        _ => 0.556,
    }
}
