//! The faces of the document: those that GB/T 9704 asks for, by the names under which systems have them. None is put in another's place
//! unless the user names one.

use super::PdfError;
use typst::text::FontBook;

/// What a face is for, and the names under which it is known.
const FACES: [(&str, &[&str]); 6] = [
    (
        "方正小标宋（题目 / title）",
        &["FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"],
    ),
    (
        "仿宋（正文 / text）",
        &["FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "华文仿宋"],
    ),
    ("黑体（标题、图 / heads, figures）", &["SimHei", "黑体", "STHeiti", "华文黑体"]),
    (
        "楷体（二级标题 / second heads）",
        &["KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "华文楷体"],
    ),
    ("宋体（表格、页码 / tables, page numbers）", &["SimSun", "宋体", "STSong", "华文宋体"]),
    ("Times New Roman（西文 / Latin）", &["Times New Roman"]),
];

/// Families of a document, each there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faces {
    /// Title.
    pub title: String,
    /// Text.
    pub text: String,
    /// Heads and figures.
    pub head: String,
    /// Second heads.
    pub second: String,
    /// Tables and page numbers.
    pub table: String,
    /// Latin letters and digits.
    pub latin: String,
    /// Faces that are not there, in whose place the one stands that the user named.
    pub replaced: Vec<&'static str>,
}

/// Finds the faces among those of a book; `stand_in` is used where one lacks, if the user named it.
///
/// # Errors
/// [`PdfError::Faces`] with every face that lacks, or [`PdfError::StandIn`].
pub fn faces(book: &FontBook, stand_in: Option<&str>) -> Result<Faces, PdfError> {
    let is_there = |family: &str| book.select_family(&family.to_lowercase()).next().is_some();
    if let Some(family) = stand_in.filter(|family| !is_there(family)) {
        return Err(PdfError::StandIn(family.to_owned()));
    }
    let mut replaced = Vec::new();
    let mut lacking = Vec::new();
    let mut found = FACES.map(|(name, families)| {
        let own = families.iter().find(|family| is_there(family));
        match (own, stand_in) {
            (Some(own), _) => (*own).to_owned(),
            (None, Some(stand_in)) => {
                replaced.push(name);
                stand_in.to_owned()
            }
            (None, None) => {
                lacking.push(name);
                String::new()
            }
        }
    });
    if !lacking.is_empty() {
        return Err(PdfError::Faces(lacking));
    }
    let [title, text, head, second, table, latin] = found.each_mut().map(std::mem::take);
    Ok(Faces { title, text, head, second, table, latin, replaced })
}
