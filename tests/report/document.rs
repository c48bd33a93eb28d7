//! The document (公文): whole, and saying what the story says.

use super::{Made, text};
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::Path;
use xuewei::domain::Language;
use xuewei::report::Block;

/// Files of an archive by name.
pub fn parts(bytes: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        parts.insert(file.name().unwrap().into_owned(), content);
    }
    parts
}

/// The texts of an XML part, which is well-formed: every element is closed by its own end.
pub fn words_of(part: &[u8], name: &str) -> Vec<String> {
    let part = std::str::from_utf8(part).unwrap();
    let mut reader = quick_xml::Reader::from_str(part);
    let (mut words, mut depth) = (Vec::new(), 0);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Text(text) => words.push(text.xml10_content().into_owned()),
            Event::GeneralRef(reference) => {
                let named = [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\"")];
                let found = named.iter().find(|(name, _)| *name == &*reference);
                words.push(found.unwrap_or_else(|| panic!("{reference:?}")).1.to_owned());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{name}");
    words
}

#[test]
fn document_is_whole_and_says_what_the_story_says() {
    let made = Made::new();
    let parts = parts(made.bytes("docx"));
    let mut words = BTreeMap::new();
    for (name, part) in
        parts.iter().filter(|(name, _)| Path::new(name).extension().is_none_or(|ending| ending != "emf"))
    {
        words.insert(name.as_str(), words_of(part, name));
    }
    let said = words["word/document.xml"].concat();
    let story = made.story(Language::Chinese);
    let mut figures = 0;
    for section in story.sections.iter().chain(&story.annexes) {
        assert!(said.contains(&section.heading), "{}", section.heading);
        for block in &section.blocks {
            match block {
                Block::Paragraph(text) | Block::Warning(text) | Block::Note(text) => {
                    assert!(said.contains(text.as_str()), "{text}");
                }
                Block::Table(exhibit) => exhibit.table.rows.iter().flatten().for_each(|cell| {
                    assert!(said.contains(&cell.display()), "{}", cell.display());
                }),
                Block::Figure(_) => figures += 1,
            }
        }
    }
    // Pictures: each has a metafile, an SVG, and a relation for both that the text uses.
    let document = text(&parts["word/document.xml"]);
    let relations = text(&parts["word/_rels/document.xml.rels"]);
    assert!(figures >= 3);
    for figure in 1..=figures {
        let metafile = &parts[&format!("word/media/figure{figure}.emf")];
        assert_eq!(&metafile[40..44], b" EMF");
        assert_eq!(u32::from_le_bytes(metafile[48..52].try_into().unwrap()) as usize, metafile.len());
        assert!(parts.contains_key(&format!("word/media/figure{figure}.svg")));
    }
    let used: Vec<&str> =
        document.split("r:embed=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(used.len(), 2 * figures);
    used.iter().for_each(|id| assert!(relations.contains(&format!("Id=\"{id}\"")), "{id}"));
    // The page of GB/T 9704: 37, 28, 26 mm in twips; heads of tables repeat.
    assert!(
        document.contains("w:top=\"2098\"")
            && document.contains("w:left=\"1587\"")
            && document.contains("w:right=\"1474\"")
    );
    assert!(document.contains("<w:tblHeader/>") && document.contains("<w:cantSplit/>"));
    assert!(text(&parts["word/styles.xml"]).contains("方正小标宋简体"));
}
