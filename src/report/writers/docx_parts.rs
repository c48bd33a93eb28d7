//! Parts of a text document that do not depend on the story: styles, footers, relations. The page is that of GB/T 9704—2012: A4, margins 37 / 35 / 28 /
//! 26 mm, 22 lines of 28 characters (set a quarter point closer, so that 28 fit 156 mm in every program), title 2号小标宋, body 3号仿宋, heads 黑体 and 楷体, page numbers 4号宋体 outside. Faces are named as
//! offices have them, none is shipped.

use crate::report::chart::escaped;
use std::fmt::Write as _;

/// Twips (1/20 pt) in a millimetre.
const TWIPS: f64 = 56.692_913;

/// Faces and sizes (half points) of a paragraph style: id, face, size, bold, further properties.
const STYLES: [(&str, &str, u32, &str); 9] = [
    (
        "Title",
        "方正小标宋简体",
        44,
        "<w:jc w:val=\"center\"/><w:spacing w:before=\"240\" w:after=\"120\" w:line=\"640\" w:lineRule=\"exact\"/>",
    ),
    (
        "Subtitle",
        "楷体_GB2312",
        32,
        "<w:jc w:val=\"center\"/><w:spacing w:line=\"579\" w:lineRule=\"exact\"/>",
    ),
    (
        "Body",
        "仿宋_GB2312",
        32,
        "<w:spacing w:line=\"579\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:jc w:val=\"both\"/>",
    ),
    (
        "Warning",
        "黑体",
        32,
        "<w:pBdr><w:left w:val=\"single\" w:sz=\"36\" w:space=\"6\" w:color=\"B00020\"/></w:pBdr><w:spacing w:line=\"579\" w:lineRule=\"exact\"/><w:jc w:val=\"both\"/>",
    ),
    (
        "Caption",
        "黑体",
        24,
        "<w:keepNext/><w:spacing w:before=\"160\" w:after=\"60\"/><w:jc w:val=\"center\"/>",
    ),
    (
        "FigureCaption",
        "黑体",
        24,
        "<w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"40\" w:after=\"160\"/><w:jc w:val=\"center\"/>",
    ),
    (
        "Picture",
        "仿宋_GB2312",
        24,
        "<w:keepNext/><w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"120\"/><w:jc w:val=\"center\"/>",
    ),
    (
        "Note",
        "楷体_GB2312",
        24,
        "<w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"60\" w:after=\"100\"/><w:jc w:val=\"both\"/>",
    ),
    (
        "Signature",
        "仿宋_GB2312",
        32,
        "<w:spacing w:line=\"579\" w:lineRule=\"exact\"/><w:jc w:val=\"right\"/>",
    ),
];

/// Heads: level, face.
const HEADINGS: [(u8, &str); 2] = [(1, "黑体"), (2, "楷体_GB2312")];

/// Characters a quarter point closer: 28 of 16 pt in 156 mm.
const CLOSER: &str = "<w:spacing w:val=\"-5\"/>";

const WORD: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// Opening of any part.
pub const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

fn fonts(face: &str) -> String {
    format!(
        "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\" w:eastAsia=\"{face}\"/>"
    )
}

/// `word/styles.xml`.
pub fn styles() -> String {
    let mut styles = format!(
        "{XML}<w:styles {WORD}><w:docDefaults><w:rPrDefault><w:rPr>{}<w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>",
        fonts("仿宋_GB2312")
    );
    for (id, face, size, properties) in STYLES {
        let spacing = if size == 32 { CLOSER } else { "" };
        let _ = write!(
            styles,
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{id}\"/><w:basedOn w:val=\"Normal\"/><w:pPr>{properties}</w:pPr><w:rPr>{}{spacing}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr></w:style>",
            fonts(face)
        );
    }
    for (level, face) in HEADINGS {
        let _ = write!(
            styles,
            "<w:style w:type=\"paragraph\" w:styleId=\"Heading{level}\"><w:name w:val=\"heading {level}\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Body\"/><w:pPr><w:keepNext/><w:spacing w:line=\"579\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:outlineLvl w:val=\"{}\"/></w:pPr><w:rPr>{}{CLOSER}<w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/></w:rPr></w:style>",
            level - 1,
            fonts(face)
        );
    }
    styles + "</w:styles>"
}

/// Footer of odd or even pages: the page number outside, the stamp in small letters below.
pub fn footer(stamp: &str, odd: bool) -> String {
    let side = if odd { "right" } else { "left" };
    let run = |inner: &str, size: u32| {
        format!(
            "<w:r><w:rPr>{}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr>{inner}</w:r>",
            fonts("宋体")
        )
    };
    let field = |kind: &str| run(&format!("<w:fldChar w:fldCharType=\"{kind}\"/>"), 28);
    let number = [
        run("<w:t xml:space=\"preserve\">— </w:t>", 28),
        field("begin"),
        run("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>", 28),
        field("separate"),
        run("<w:t>1</w:t>", 28),
        field("end"),
        run("<w:t xml:space=\"preserve\"> —</w:t>", 28),
    ]
    .concat();
    let stamp = run(&format!("<w:t>{}</w:t>", escaped(stamp)), 14);
    format!(
        "{XML}<w:ftr {WORD}><w:p><w:pPr><w:ind w:left=\"320\" w:right=\"320\"/><w:jc w:val=\"{side}\"/></w:pPr>{number}</w:p><w:p><w:pPr><w:jc w:val=\"{side}\"/></w:pPr>{stamp}</w:p></w:ftr>"
    )
}

/// `word/settings.xml`: odd and even pages differ; fields are not renewed on opening.
pub fn settings() -> String {
    format!(
        "{XML}<w:settings {WORD}><w:zoom w:percent=\"100\"/><w:evenAndOddHeaders/><w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
    )
}

/// Properties of a section: upright, or lying where tables are wide.
pub fn section(lying: bool) -> String {
    let twips = |millimetres: f64| (millimetres * TWIPS).round();
    let (size, top, bottom, left, right) = if lying {
        ("<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>", 28.0, 26.0, 35.0, 37.0)
    } else {
        ("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>", 37.0, 35.0, 28.0, 26.0)
    };
    let (top, bottom, left, right) = (twips(top), twips(bottom), twips(left), twips(right));
    format!(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/><w:footerReference w:type=\"even\" r:id=\"rId4\"/>{size}<w:pgMar w:top=\"{top}\" w:right=\"{right}\" w:bottom=\"{bottom}\" w:left=\"{left}\" w:header=\"851\" w:footer=\"992\" w:gutter=\"0\"/><w:docGrid w:type=\"lines\" w:linePitch=\"579\"/></w:sectPr>"
    )
}

/// Width of the text, twips.
pub fn text_width(lying: bool) -> f64 {
    TWIPS * if lying { 297.0 - 35.0 - 37.0 } else { 210.0 - 28.0 - 26.0 }
}

/// `[Content_Types].xml`.
pub fn types() -> String {
    const MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let part = |name: &str, kind: &str| {
        format!("<Override PartName=\"/word/{name}.xml\" ContentType=\"{MAIN}.{kind}+xml\"/>")
    };
    let parts = [
        part("document", "document.main"),
        part("styles", "styles"),
        part("settings", "settings"),
        part("footer1", "footer"),
        part("footer2", "footer"),
    ];
    format!(
        "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"emf\" ContentType=\"image/x-emf\"/><Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>{}<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>",
        parts.concat()
    )
}

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// `_rels/.rels`.
pub fn package_relations() -> String {
    format!(
        "{XML}<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"rId1\" Type=\"{RELATION}/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>"
    )
}

/// `word/_rels/document.xml.rels` with so many figures.
pub fn relations(figures: usize) -> String {
    let one = |id: usize, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{RELATION}/{kind}\" Target=\"{target}\"/>")
    };
    let mut list = one(1, "styles", "styles.xml") + &one(2, "settings", "settings.xml");
    list += &(one(3, "footer", "footer1.xml") + &one(4, "footer", "footer2.xml"));
    for figure in 1..=figures {
        let (metafile, vector) = picture_ids(figure);
        list += &one(metafile, "image", &format!("media/figure{figure}.emf"));
        list += &one(vector, "image", &format!("media/figure{figure}.svg"));
    }
    format!("{XML}<Relationships xmlns=\"{RELATIONS}\">{list}</Relationships>")
}

/// Numbers of the relations of a figure, counted from 1: metafile and SVG.
pub const fn picture_ids(figure: usize) -> (usize, usize) {
    (10 + 2 * figure, 11 + 2 * figure)
}

/// `docProps/core.xml`.
pub fn core(title: &str, stamp: &str) -> String {
    format!(
        "{XML}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:description>{}</dc:description></cp:coreProperties>",
        escaped(title),
        escaped(stamp)
    )
}
