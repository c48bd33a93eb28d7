//! One small writer a format (输出格式): each turns the same story into bytes.

mod docx;
mod docx_parts;
mod fit;
mod html;
#[cfg(feature = "pdf")]
mod pdf;
mod xlsx;

pub use docx::docx;
pub use html::html;
#[cfg(feature = "pdf")]
pub use pdf::{Pdf, PdfError, pdf};
pub use xlsx::{WorkbookError, xlsx};
