//! A story as a text document that offices edit in WPS or Word.

use super::docx_parts::{
    XML, core, footer, package_relations, picture_ids, relations, section, settings, styles, text_width,
    types,
};
use super::fit::{column_widths, letters, stays_together};
use crate::report::chart::{emf, escaped, svg};
use crate::report::story::{Block, Exhibit, Figure, Section, Story};
use crate::report::table::Cell;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

/// English metric units in a twip.
const UNITS: f64 = 635.0;

/// Writes a document.
///
/// # Errors
/// Where the archive cannot be made.
pub fn docx(story: &Story) -> ZipResult<Vec<u8>> {
    let mut body = Body { xml: String::new(), figures: Vec::new(), lying: false };
    body.title(story);
    for one in &story.sections {
        body.section(one);
    }
    body.turn(false);
    body.ending(story);
    story.annexes.iter().for_each(|annex| body.section(annex));
    let last = section(body.lying);
    let document = document(&body.xml, &last);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // One time stamp for all parts: the same story gives the same bytes.
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut part = |name: &str, bytes: &[u8]| -> ZipResult<()> {
        archive.start_file(name, options)?;
        archive.write_all(bytes)?;
        Ok(())
    };
    part("[Content_Types].xml", types().as_bytes())?;
    part("_rels/.rels", package_relations().as_bytes())?;
    part("docProps/core.xml", core(&story.title, &story.stamp).as_bytes())?;
    part("word/document.xml", document.as_bytes())?;
    part("word/_rels/document.xml.rels", relations(body.figures.len()).as_bytes())?;
    part("word/styles.xml", styles().as_bytes())?;
    part("word/settings.xml", settings().as_bytes())?;
    part("word/footer1.xml", footer(&story.stamp, true).as_bytes())?;
    part("word/footer2.xml", footer(&story.stamp, false).as_bytes())?;
    for (at, (metafile, vector)) in body.figures.iter().enumerate() {
        part(&format!("word/media/figure{}.emf", at + 1), metafile)?;
        part(&format!("word/media/figure{}.svg", at + 1), vector.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn document(body: &str, last: &str) -> String {
    const SPACES: [(&str, &str); 5] = [
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
    ];
    let spaces: Vec<String> =
        SPACES.iter().map(|(prefix, space)| format!("xmlns:{prefix}=\"{space}\"")).collect();
    format!("{XML}<w:document {}><w:body>{body}{}</w:body></w:document>", spaces.join(" "), last)
}

/// How a row looks.
#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // each is a property of the format
struct Look {
    /// Half points.
    size: u32,
    /// Whether it is the head, repeated on every page.
    head: bool,
    /// Whether it is bold.
    bold: bool,
    /// Whether it stays with the next row.
    keep: bool,
}

struct Body {
    xml: String,
    figures: Vec<(Vec<u8>, String)>,
    lying: bool,
}

impl Body {
    fn paragraph(&mut self, style: &str, text: &str) {
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
            escaped(text)
        );
    }

    fn title(&mut self, story: &Story) {
        self.paragraph("Title", &story.title);
        story.subtitle.iter().for_each(|line| self.paragraph("Subtitle", line));
        self.paragraph("Subtitle", "");
    }

    /// Attachments, office and date, as GB/T 9704 has them after the text.
    fn ending(&mut self, story: &Story) {
        let (attachments, office, date) = story.ending();
        self.paragraph("Body", "");
        attachments.iter().for_each(|line| self.paragraph("Body", line));
        self.paragraph("Body", "");
        for line in [office, date] {
            self.paragraph("Signature", &format!("{line}　　"));
        }
    }

    /// Ends the section of pages where the next text wants the paper turned.
    fn turn(&mut self, lying: bool) {
        if self.lying != lying {
            let _ = write!(
                self.xml,
                "<w:p><w:pPr><w:spacing w:line=\"20\" w:lineRule=\"exact\"/>{}</w:pPr></w:p>",
                section(self.lying)
            );
            self.lying = lying;
        }
    }

    fn section(&mut self, one: &Section) {
        let wide = one.blocks.iter().any(|block| matches!(block, Block::Table(exhibit) if exhibit.long));
        self.turn(wide);
        self.paragraph(&format!("Heading{}", one.level), &one.heading);
        for block in &one.blocks {
            match block {
                Block::Paragraph(text) => self.paragraph("Body", text),
                Block::Warning(text) => self.paragraph("Warning", text),
                Block::Note(text) => self.paragraph("Note", text),
                Block::Table(exhibit) => self.table(exhibit),
                Block::Figure(figure) => self.figure(figure),
            }
        }
    }

    fn table(&mut self, exhibit: &Exhibit) {
        self.paragraph("Caption", &exhibit.table.title);
        let widths = column_widths(exhibit, text_width(self.lying));
        let size = letters(exhibit, &widths);
        let border =
            |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"444444\"/>");
        let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"].map(border).concat();
        let grid =
            widths.iter().fold(String::new(), |grid, width| grid + &format!("<w:gridCol w:w=\"{width}\"/>"));
        let _ = write!(
            self.xml,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"60\" w:type=\"dxa\"/><w:right w:w=\"60\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>",
            widths.iter().sum::<f64>()
        );
        let heads: Vec<Cell> = exhibit.table.heads.iter().map(|head| Cell::Text(head.clone())).collect();
        let together = stays_together(exhibit);
        self.row(&heads, &widths, Look { size, head: true, bold: true, keep: true });
        for (at, row) in exhibit.table.rows.iter().enumerate() {
            let last = exhibit.total && at + 1 == exhibit.table.rows.len();
            let keep = together && at + 1 < exhibit.table.rows.len();
            self.row(row, &widths, Look { size, head: false, bold: last, keep });
        }
        self.xml += "</w:tbl><w:p><w:pPr><w:spacing w:line=\"160\" w:lineRule=\"exact\"/></w:pPr></w:p>";
    }

    fn row(&mut self, cells: &[Cell], widths: &[f64], look: Look) {
        let Look { size, head, bold, keep } = look;
        let keep = if keep { "<w:keepNext/>" } else { "" };
        let _ = write!(
            self.xml,
            "<w:tr><w:trPr><w:cantSplit/>{}</w:trPr>",
            if head { "<w:tblHeader/>" } else { "" }
        );
        let (face, weight) = if head { ("黑体", "") } else { ("宋体", if bold { "<w:b/>" } else { "" }) };
        for (cell, width) in cells.iter().zip(widths) {
            let side = match cell {
                _ if head => "center",
                Cell::Number(..) | Cell::Percent(..) => "right",
                _ => "left",
            };
            let shade = if head { "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E9EFF6\"/>" } else { "" };
            let _ = write!(
                self.xml,
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}<w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr>{keep}<w:snapToGrid w:val=\"0\"/><w:jc w:val=\"{side}\"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"{face}\"/>{weight}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p></w:tc>",
                escaped(&cell.display())
            );
        }
        self.xml += "</w:tr>";
    }

    fn figure(&mut self, figure: &Figure) {
        let drawing = figure.chart.draw();
        let number = self.figures.len() + 1;
        self.figures.push((emf(&drawing), svg(&drawing, &format!("f{number}"), &figure.caption)));
        let (metafile, vector) = picture_ids(number);
        // No higher than two thirds of a page.
        let height_limit = if self.lying { 6_000.0 } else { 8_500.0 };
        let scale = (text_width(self.lying) / drawing.width).min(height_limit / drawing.height);
        let units = |length: f64| (length * scale * UNITS).round();
        let (width, height) = (units(drawing.width), units(drawing.height));
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"Picture\"/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/><wp:docPr id=\"{number}\" name=\"figure{number}\" descr=\"{0}\"/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"{number}\" name=\"figure{number}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rId{metafile}\"><a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\"><asvg:svgBlip xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"rId{vector}\"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>",
            escaped(&figure.caption)
        );
        self.paragraph("FigureCaption", &figure.caption);
    }
}
