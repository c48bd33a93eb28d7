//! Charts (图表) as data, and how each is drawn: one drawing, written as SVG for pages and as a metafile for word processors, legible in
//! black and white.

mod axis;
mod bars;
mod bridge;
mod drawing;
mod emf;
mod lines;
mod map;
mod pyramid;
mod svg;
mod voronoi;

pub use drawing::{Colour, Drawing, Fill, Hatch, character_widths};
pub use emf::emf;
pub use map::{
    GAP_CLASSES, MAP_WIDTHS, MapChart, MapMove, MapTown, class_words, gap_class, map_drawing, map_fill,
    map_places,
};
pub use svg::{FACES, escaped, hexadecimal, pattern, svg};

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// Lines over years, some with a band; several side by side.
    Lines(Vec<LineChart>),
    /// Bars by category.
    Bars(BarChart),
    /// People by sex and age.
    Pyramid(PyramidChart),
    /// From one total to another.
    Bridge(BridgeChart),
    /// Towns coloured by gap; several side by side.
    Maps(Vec<MapChart>),
}

/// Lower and upper value a year, where known.
pub type Band = Vec<Option<(f64, f64)>>;

/// Lines over years.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LineChart {
    /// Title of the field.
    pub title: String,
    /// Unit of the values.
    pub unit: String,
    /// Years.
    pub years: Vec<i32>,
    /// Names and values.
    pub series: Vec<(String, Vec<Option<f64>>)>,
    /// Name, lower and upper values of a band.
    pub band: Option<(String, Band)>,
    /// Whether the scale begins at 0.
    pub from_zero: bool,
}

/// Bars by category.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BarChart {
    /// Unit of the values.
    pub unit: String,
    /// Categories.
    pub categories: Vec<String>,
    /// Names and values, one a category.
    pub series: Vec<(String, Vec<f64>)>,
    /// Whether bars of a category stand on one another.
    pub stacked: bool,
}

/// People by sex and age.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PyramidChart {
    /// Words for the left and the right side, and for the outline.
    pub words: [String; 3],
    /// Unit of the values.
    pub unit: String,
    /// Ages, people of the left and of the right side, and of the outline on both sides; the youngest first.
    pub ages: Vec<(String, [f64; 4])>,
}

/// From one total to another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BridgeChart {
    /// Unit of the values.
    pub unit: String,
    /// Name and amount of the total at the start.
    pub start: (String, f64),
    /// Names and amounts of the parts.
    pub parts: Vec<(String, f64)>,
    /// Name of the total at the end.
    pub end: String,
}

impl Chart {
    /// Draws it.
    #[must_use]
    pub fn draw(&self) -> Drawing {
        match self {
            Self::Lines(charts) => lines::draw(charts),
            Self::Bars(chart) => bars::draw(chart),
            Self::Pyramid(chart) => pyramid::draw(chart),
            Self::Bridge(chart) => bridge::draw(chart),
            Self::Maps(charts) => map::draw(charts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BridgeChart, Chart, LineChart, svg};

    /// A level line at 50 of 0–100 lies half way up; the band's corners are the years' ends; a bridge ends at the sum of its parts.
    #[test]
    fn values_lie_where_the_scale_says() {
        let chart = LineChart {
            years: vec![2023, 2024],
            series: vec![("a".into(), vec![Some(50.0), Some(100.0)])],
            from_zero: true,
            ..LineChart::default()
        };
        let text = svg(&Chart::Lines(vec![chart]).draw(), "t", "<alt>");
        assert!(text.contains("&lt;alt&gt;") && text.contains(">2024<"), "{text}");
        let bridge = BridgeChart {
            start: ("A".into(), 10.0),
            parts: vec![("b".into(), 5.0), ("c".into(), -3.0)],
            end: "D".into(),
            ..BridgeChart::default()
        };
        assert!(svg(&Chart::Bridge(bridge).draw(), "b", "").contains(">12.00<"));
    }
}
