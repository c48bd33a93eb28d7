//! Ctrl-C: the first asks the running search to stop with the best plan so far, the second ends the program.

use super::render;
use crate::domain::Language;
use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// Exit code of a program ended by Ctrl-C.
const ENDED: i32 = 130;

/// Whether the user asked to stop.
pub fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}

/// What a run says that was stopped before there was anything to keep.
pub const fn nothing_yet(language: Language) -> &'static str {
    match language {
        Language::Chinese => "已按要求停止，此前尚未得到方案，没有写出结果",
        Language::English => "stopped as asked before there was a plan; nothing is written",
    }
}

/// Listens from now on.
pub fn listen(language: Language) {
    let listening = ctrlc::set_handler(move || {
        if ASKED.swap(true, Ordering::Relaxed) {
            std::process::exit(ENDED);
        }
        render::message(match language {
            Language::Chinese => "正在停止，保留目前最好的方案；再按一次 Ctrl-C 立即退出",
            Language::English => "stopping with the best plan so far; Ctrl-C again ends at once",
        });
    });
    // Without a handler Ctrl-C ends the program, as it does by default.
    drop(listening);
}
