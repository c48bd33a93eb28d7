//! One small writer a format (输出格式): each turns the same story into bytes.

mod docx;
mod docx_parts;
mod html;
mod xlsx;

pub use docx::docx;
pub use html::html;
pub use xlsx::{WorkbookError, xlsx};
