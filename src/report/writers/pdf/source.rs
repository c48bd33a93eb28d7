//! A story as the source that the typesetter reads, and its pictures.

use super::super::docx_parts::text_width;
use super::super::fit::{column_widths, letters, stays_together};
use super::faces::Faces;
use crate::domain::Language;
use crate::report::chart::{FACES, svg};
use crate::report::story::{Block, Exhibit, Figure, Section, Story};
use crate::report::table::Cell;
use std::fmt::Write as _;

/// The page and its styles; names in capitals are filled in.
const STYLES: &str = include_str!("styles.typ");

/// Twips in a point.
const TWIPS: f64 = 20.0;

/// The source, and its pictures by name.
pub fn source(story: &Story, faces: &Faces) -> (String, Vec<(String, String)>) {
    let mut body = Body { text: String::new(), pictures: Vec::new(), head: &faces.head };
    body.text = styles(story, faces);
    let _ = writeln!(body.text, "#title-lines({}, ({}))", literal(&story.title), list(&story.subtitle));
    story.sections.iter().for_each(|one| body.section(one));
    body.ending(story);
    story.annexes.iter().for_each(|one| body.section(one));
    (body.text, body.pictures)
}

/// Styles with the faces, language and stamp of a story.
fn styles(story: &Story, faces: &Faces) -> String {
    let (language, region) = if story.language == Language::Chinese { ("zh", "cn") } else { ("en", "gb") };
    let names = [
        ("TITLE-FACE", &faces.title),
        ("TEXT-FACE", &faces.text),
        ("HEAD-FACE", &faces.head),
        ("SECOND-FACE", &faces.second),
        ("TABLE-FACE", &faces.table),
        ("LATIN-FACE", &faces.latin),
        ("STAMP", &story.stamp),
        ("DOCUMENT", &story.title),
    ];
    let styles = STYLES.replace("LANGUAGE", language).replace("REGION", region);
    names.iter().fold(styles, |styles, (name, value)| styles.replace(name, &literal(value)))
}

/// A text as the source holds it.
fn literal(text: &str) -> String {
    let text = crate::harmless::clean(text);
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "))
}

fn list(texts: &[String]) -> String {
    texts.iter().fold(String::new(), |list, text| list + &literal(text) + ", ")
}

struct Body<'a> {
    text: String,
    pictures: Vec<(String, String)>,
    head: &'a str,
}

impl Body<'_> {
    fn call(&mut self, name: &str, text: &str) {
        let _ = writeln!(self.text, "#{name}({})", literal(text));
    }

    fn section(&mut self, one: &Section) {
        let lying = one.blocks.iter().any(|block| matches!(block, Block::Table(exhibit) if exhibit.long));
        if lying {
            self.text += "#lying[\n";
        }
        let _ = writeln!(self.text, "#heading(level: {}, {})", one.level, literal(&one.heading));
        for block in &one.blocks {
            match block {
                Block::Paragraph(text) => self.call("body", text),
                Block::Warning(text) => self.call("warning", text),
                Block::Note(text) => self.call("note", text),
                Block::Table(exhibit) => self.table(exhibit, lying),
                Block::Figure(figure) => self.figure(figure, lying),
            }
        }
        if lying {
            self.text += "]\n";
        }
    }

    fn table(&mut self, exhibit: &Exhibit, lying: bool) {
        let widths = column_widths(exhibit, text_width(lying));
        let size = f64::from(letters(exhibit, &widths)) / 2.0;
        let columns =
            widths.iter().fold(String::new(), |list, width| format!("{list}{:.2}pt, ", width / TWIPS));
        let _ = writeln!(
            self.text,
            "#exhibit({}, ({columns}), {size}pt, {}, (",
            literal(&exhibit.table.title),
            stays_together(exhibit)
        );
        let heads: String =
            exhibit.table.heads.iter().map(|head| format!("head({}), ", literal(head))).collect();
        let _ = writeln!(self.text, "table.header(repeat: true, {heads}),");
        for (at, row) in exhibit.table.rows.iter().enumerate() {
            let name = if exhibit.total && at + 1 == exhibit.table.rows.len() { "total" } else { "cell" };
            let cells: String = row.iter().map(|cell| one_cell(name, cell)).collect();
            let _ = writeln!(self.text, "{cells}");
        }
        self.text += "))\n";
    }

    fn figure(&mut self, figure: &Figure, lying: bool) {
        let drawing = figure.chart.draw();
        let name = format!("figure{}.svg", self.pictures.len() + 1);
        let picture = svg(&drawing, "p", &figure.caption).replace(FACES, &format!("'{}'", self.head));
        self.pictures.push((name.clone(), picture));
        // No higher than two thirds of a page, as in the text document.
        let limit = if lying { 6_000.0 } else { 8_500.0 };
        let scale = (text_width(lying) / drawing.width).min(limit / drawing.height) / TWIPS;
        let _ = writeln!(
            self.text,
            "#picture({}, {:.2}pt, {})",
            literal(&name),
            drawing.width * scale,
            literal(&figure.caption)
        );
    }

    /// Attachments, office and date, as GB/T 9704 has them after the text.
    fn ending(&mut self, story: &Story) {
        let (attachments, office, date) = story.ending();
        let _ =
            writeln!(self.text, "#ending(({}), {}, {})", list(&attachments), literal(office), literal(date));
    }
}

fn one_cell(name: &str, cell: &Cell) -> String {
    let side = if cell.is_number() { "right" } else { "left" };
    format!("{name}({}, {side}), ", literal(&cell.display()))
}
