//! Writers of small workbooks of the kinds that no library here writes: xls, xlsb, ods.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A sheet to be written: texts, numbers where they are such, and merged cells (first row and column, last row and column).
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Vec<String>>,
    pub merged: Vec<(u16, u16, u16, u16)>,
}

fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// `OpenDocument`: `extra` may hold styles, `cell` gives the element of a cell that is not plain.
pub fn ods(sheets: &[Sheet], extra: &str, cell: &dyn Fn(&str, usize, usize) -> Option<String>) -> Vec<u8> {
    let mut body = String::new();
    for sheet in sheets {
        let _ = write!(
            body,
            "<table:table table:name=\"{}\"><table:table-column table:number-columns-repeated=\"16384\"/>",
            sheet.name
        );
        for (row, cells) in sheet.rows.iter().enumerate() {
            body += "<table:table-row>";
            for (column, text) in cells.iter().enumerate() {
                let span =
                    sheet.merged.iter().find(|of| (usize::from(of.0), usize::from(of.1)) == (row, column));
                let span = span.map_or(String::new(), |of| {
                    format!(
                        " table:number-rows-spanned=\"{}\" table:number-columns-spanned=\"{}\"",
                        of.2 - of.0 + 1,
                        of.3 - of.1 + 1
                    )
                });
                let own = cell(&sheet.name, row, column);
                body += &own.unwrap_or_else(|| match text.parse::<f64>() {
                    _ if text.is_empty() => "<table:covered-table-cell/>".to_owned(),
                    Ok(number) => format!("<table:table-cell office:value-type=\"float\" office:value=\"{number}\"{span}><text:p>{text}</text:p></table:table-cell>"),
                    Err(_) => format!("<table:table-cell office:value-type=\"string\"{span}><text:p>{}</text:p></table:table-cell>", text.replace('&', "&amp;")),
                });
            }
            // Programs fill the sheet with blank cells and rows.
            body += "<table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>";
        }
        body += "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>";
    }
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\" xmlns:number=\"n\">\
         <office:automatic-styles>{extra}</office:automatic-styles><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    );
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>".to_vec()),
        ("content.xml", content.into_bytes()),
    ])
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A record of a binary part: its kind and length in seven bits a byte.
fn binary(out: &mut Vec<u8>, kind: u32, body: &[u8]) {
    let mut number = |mut number: u32| loop {
        let byte = u8::try_from(number & 0x7F).unwrap();
        number >>= 7;
        if number == 0 {
            out.push(byte);
            break;
        }
        out.push(byte | 0x80);
    };
    number(kind);
    number(u32::try_from(body.len()).unwrap());
    out.extend(body);
}

fn wide(text: &str) -> Vec<u8> {
    let letters = utf16(text);
    let length = u32::try_from(letters.len() / 2).unwrap();
    [length.to_le_bytes().to_vec(), letters].concat()
}

/// The form of binary parts.
pub fn xlsb(sheets: &[Sheet]) -> Vec<u8> {
    let (mut book, mut relations) = (Vec::new(), "<Relationships>".to_owned());
    binary(&mut book, 0x83, &[]);
    binary(&mut book, 0x8F, &[]);
    let mut parts = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let id = format!("rId{at}");
        let number = u32::try_from(at + 1).unwrap();
        binary(
            &mut book,
            0x9C,
            &[vec![0; 4], number.to_le_bytes().to_vec(), wide(&id), wide(&sheet.name)].concat(),
        );
        let _ = write!(
            relations,
            "<Relationship Id=\"{id}\" Type=\"sheet\" Target=\"worksheets/sheet{number}.bin\"/>"
        );
        let mut part = Vec::new();
        binary(&mut part, 0x81, &[]);
        binary(&mut part, 0x94, &[0; 16]);
        binary(&mut part, 0x91, &[]);
        for (row, cells) in (0_u32..).zip(&sheet.rows) {
            binary(&mut part, 0x00, &[row.to_le_bytes().to_vec(), vec![0; 13]].concat());
            for (column, text) in (0_u32..).zip(cells).filter(|(_, text)| !text.is_empty()) {
                let place = [column.to_le_bytes(), [0; 4]].concat();
                match text.parse::<f64>() {
                    Ok(number) => binary(&mut part, 0x05, &[place, number.to_le_bytes().to_vec()].concat()),
                    Err(_) => binary(&mut part, 0x06, &[place, wide(text)].concat()),
                }
            }
        }
        binary(&mut part, 0x92, &[]);
        for (first, left, last, right) in &sheet.merged {
            let of = [*first, *last, *left, *right].map(u32::from);
            binary(&mut part, 0xB0, &of.map(u32::to_le_bytes).concat());
        }
        binary(&mut part, 0x82, &[]);
        parts.push((format!("xl/worksheets/sheet{number}.bin"), part));
    }
    binary(&mut book, 0x90, &[]);
    binary(&mut book, 0x84, &[]);
    let mut all = vec![
        ("xl/workbook.bin", book),
        ("xl/_rels/workbook.bin.rels", (relations + "</Relationships>").into_bytes()),
    ];
    all.extend(parts.iter().map(|(name, part)| (name.as_str(), part.clone())));
    zipped(&all)
}

fn record(out: &mut Vec<u8>, kind: u16, body: &[u8]) {
    out.extend(kind.to_le_bytes());
    out.extend(u16::try_from(body.len()).unwrap().to_le_bytes());
    out.extend(body);
}

fn begin(out: &mut Vec<u8>, kind: u16) {
    let body = [0x0600, kind, 0x0DBB, 0x07CC, 0, 0, 6, 0].map(u16::to_le_bytes).concat();
    record(out, 0x0809, &body);
}

/// The form of 1997 to 2003 in a compound file.
pub fn xls(sheets: &[Sheet]) -> Vec<u8> {
    let parts: Vec<Vec<u8>> = sheets.iter().map(xls_sheet).collect();
    let list = |starts: &[u32]| {
        let mut list = Vec::new();
        begin(&mut list, 0x0005);
        record(&mut list, 0x0042, &1200_u16.to_le_bytes());
        for (sheet, start) in sheets.iter().zip(starts) {
            let name = utf16(&sheet.name);
            let head = [u8::try_from(name.len() / 2).unwrap(), 1];
            record(&mut list, 0x0085, &[&start.to_le_bytes()[..], &[0, 0], &head, &name].concat());
        }
        record(&mut list, 0x000A, &[]);
        list
    };
    let mut at = u32::try_from(list(&vec![0; sheets.len()]).len()).unwrap();
    let mut starts = Vec::new();
    for part in &parts {
        starts.push(at);
        at += u32::try_from(part.len()).unwrap();
    }
    compound("Workbook", &[list(&starts), parts.concat()].concat())
}

fn xls_sheet(sheet: &Sheet) -> Vec<u8> {
    let mut part = Vec::new();
    begin(&mut part, 0x0010);
    for (row, cells) in (0_u16..).zip(&sheet.rows) {
        for (column, text) in (0_u16..).zip(cells).filter(|(_, text)| !text.is_empty()) {
            let place = [row, column, 0].map(u16::to_le_bytes).concat();
            if let Ok(number) = text.parse::<f64>() {
                record(&mut part, 0x0203, &[place, number.to_le_bytes().to_vec()].concat());
            } else {
                let letters = utf16(text);
                let length = u16::try_from(letters.len() / 2).unwrap().to_le_bytes().to_vec();
                record(&mut part, 0x0204, &[place, length, vec![1], letters].concat());
            }
        }
    }
    if !sheet.merged.is_empty() {
        let count = u16::try_from(sheet.merged.len()).unwrap();
        let ranges =
            sheet.merged.iter().flat_map(|(first, left, last, right)| [*first, *last, *left, *right]);
        record(
            &mut part,
            0x00E5,
            &[count].into_iter().chain(ranges).flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
        );
    }
    record(&mut part, 0x000A, &[]);
    part
}

/// A compound file with one stream.
pub fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    let length = stream.len().max(4096);
    let sectors = length.div_ceil(SECTOR);
    assert!(sectors + 2 <= 128, "one sector of the table is enough");
    let mut file = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1].to_vec();
    file.extend([0; 16]);
    file.extend([0x3E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0].map(u16::to_le_bytes).concat());
    let end = 0xFFFF_FFFE_u32;
    file.extend([0, 1, 1, 0, 4096, end, 0, end, 0, 0].map(u32::to_le_bytes).concat());
    file.resize(SECTOR, 0xFF);
    let mut table = vec![0xFFFF_FFFD, end];
    table.extend((0..sectors).map(|at| if at + 1 == sectors { end } else { u32::try_from(at + 3).unwrap() }));
    table.resize(128, 0xFFFF_FFFF);
    file.extend(table.into_iter().flat_map(u32::to_le_bytes));
    let entry = |name: &str, kind: u8, child: u32, start: u32, length: usize| {
        let mut entry = utf16(name);
        let width = if name.is_empty() { 0 } else { u16::try_from(entry.len() + 2).unwrap() };
        entry.resize(64, 0);
        entry.extend(width.to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend([u32::MAX, u32::MAX, child].map(u32::to_le_bytes).concat());
        entry.resize(116, 0);
        entry.extend(start.to_le_bytes());
        entry.extend(u64::try_from(length).unwrap().to_le_bytes());
        entry
    };
    file.extend(entry("Root Entry", 5, 1, end, 0));
    file.extend(entry(name, 2, u32::MAX, 2, length));
    file.extend(entry("", 0, u32::MAX, 0, 0));
    file.extend(entry("", 0, u32::MAX, 0, 0));
    file.extend(stream);
    file.resize(SECTOR * (3 + sectors), 0);
    file
}
