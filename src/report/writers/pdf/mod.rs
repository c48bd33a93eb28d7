//! A story as pdf (feature `pdf`): set by Typst on the page of GB/T 9704, with the faces that the reader's machine or folder has.

mod faces;
mod source;
mod world;

use crate::report::story::Story;
use std::path::Path;
use thiserror::Error;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst::layout::PagedDocument;
use typst_kit::fonts::FontSearcher;
use typst_pdf::PdfOptions;

/// Why there is no pdf.
#[derive(Debug, Error)]
pub enum PdfError {
    /// Faces that neither the folder nor the system has.
    #[error(
        "缺少字体：{}。请用 --fonts 给出含这些字体的文件夹，或用 --stand-in 指明代用字体 / faces are not there: name a folder that holds them with --fonts, or a face to stand in for them with --stand-in",
        .0.join("、")
    )]
    Faces(Vec<&'static str>),
    /// The face that was to stand in is not there either.
    #[error("没有代用字体“{0}” / the face to stand in is not there: {0}")]
    StandIn(String),
    /// The typesetter refuses the document.
    #[error("排版失败 / the document cannot be set: {0}")]
    Setting(String),
}

/// A pdf and the faces that a stand-in took the place of.
#[derive(Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Faces that are not there, in whose place the one stands that the user named.
    pub replaced: Vec<&'static str>,
}

/// Sets a story. Faces are sought in `fonts` and on the system; `stand_in` names a family for those that lack.
///
/// # Errors
/// [`PdfError`]; faces that lack are named.
pub fn pdf(story: &Story, fonts: Option<&Path>, stand_in: Option<&str>) -> Result<Pdf, PdfError> {
    let found = FontSearcher::new().include_system_fonts(true).search_with(fonts);
    let faces = faces::faces(&found.book, stand_in)?;
    let (text, pictures) = source::source(story, &faces);
    let papers = world::Papers::new(found, text, pictures);
    let compiled = typst::compile::<PagedDocument>(&papers);
    // A warning tells of a face or letter that is not as asked for: nothing may be swapped without a word.
    if let Some(warning) = compiled.warnings.first() {
        return Err(PdfError::Setting(warning.message.to_string()));
    }
    let document = compiled.output.map_err(|errors| refused(&errors))?;
    let options = PdfOptions { ident: Smart::Custom(&story.stamp), ..PdfOptions::default() };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| refused(&errors))?;
    Ok(Pdf { bytes, replaced: faces.replaced })
}

fn refused(errors: &[SourceDiagnostic]) -> PdfError {
    let messages: Vec<String> = errors.iter().take(3).map(|error| error.message.to_string()).collect();
    PdfError::Setting(messages.join("; "))
}
