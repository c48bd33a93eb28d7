//! Watching the solver: it tells nodes, bound and gap as it runs, and stops when the user asks.
//!
//! Unsafe code: HiGHS calls back through C with a pointer to the watch. The watch lives on the stack of
//! [`solve_watched`] until the solver has returned, HiGHS calls back only while it solves, and a callback reads plain
//! numbers and sets one flag.

#![allow(unsafe_code)]

use crate::domain::Text;
use crate::progress::Progress;
use highs::{HighsStatus, Model, SolvedModel};
use highs_sys::{
    Highs_setCallback, Highs_startCallback, HighsCallbackDataIn, HighsCallbackDataOut,
    kHighsCallbackMipInterrupt, kHighsCallbackSimplexInterrupt,
};
use std::ffi::{c_char, c_int, c_void};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Seconds between two reports.
const PAUSE: f64 = 0.1;

struct Watch<'a> {
    progress: &'a dyn Progress,
    /// Seconds into the search at the last report, as bits: the solver may call from a thread of its own.
    reported: AtomicU64,
}

/// Solves a model, telling its progress and asking whether to stop.
///
/// # Errors
/// The solver's own status where it failed.
pub fn solve_watched(mut model: Model, progress: &dyn Progress) -> Result<SolvedModel, HighsStatus> {
    let watch = Watch { progress, reported: AtomicU64::new(f64::NEG_INFINITY.to_bits()) };
    let data = std::ptr::from_ref(&watch).cast_mut().cast::<c_void>();
    // SAFETY: the pointer of the model is valid as long as the model; `watch` outlives the call of the solver below.
    unsafe {
        Highs_setCallback(model.as_mut_ptr(), Some(call_back), data);
        for kind in [kHighsCallbackMipInterrupt, kHighsCallbackSimplexInterrupt] {
            Highs_startCallback(model.as_mut_ptr(), kind);
        }
    }
    let solved = model.try_solve();
    if let Ok(solved) = &solved {
        // SAFETY: as above; the solved model outlives this function, the watch does not, so the callback is taken away.
        unsafe {
            Highs_setCallback(solved.as_ptr().cast_mut(), None, std::ptr::null_mut());
        }
    }
    solved
}

unsafe extern "C" fn call_back(
    kind: c_int,
    _message: *const c_char,
    out: *const HighsCallbackDataOut,
    answer: *mut HighsCallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: `data` is the watch of `solve_watched`, which is waiting for the solver; HiGHS gives valid pointers or null.
    let (watch, out, answer) = unsafe { (data.cast::<Watch>().as_ref(), out.as_ref(), answer.as_mut()) };
    let Some(watch) = watch else { return };
    // The logging callback keeps silent with the solver's own output off, so that the question whether to stop reports.
    let due = |out: &&HighsCallbackDataOut| {
        out.running_time >= f64::from_bits(watch.reported.load(Relaxed)) + PAUSE
    };
    if let Some(out) =
        out.filter(|out| kind == kHighsCallbackMipInterrupt && out.mip_dual_bound.is_finite()).filter(due)
    {
        watch.reported.store(out.running_time.to_bits(), Relaxed);
        watch.progress.report(&standing_of(out));
    }
    if let Some(answer) = answer {
        answer.user_interrupt = c_int::from(watch.progress.cancelled());
    }
}

fn standing_of(out: &HighsCallbackDataOut) -> Text {
    standing(out.mip_primal_bound, out.mip_dual_bound, Some(out.mip_node_count))
}

/// Where a search stands: plan, bound, gap and, where they are counted, nodes; in 10⁸ yuan.
#[must_use]
pub fn standing(best: f64, bound: f64, nodes: Option<i64>) -> Text {
    let (plan, limit) = (best / 1e4, bound / 1e4);
    if !best.is_finite() || best.abs() >= 1e24 {
        return Text {
            zh: format!("下限 {limit:.2} 亿元，尚无方案"),
            en: format!("bound {limit:.2} × 10⁸ yuan, no plan yet"),
        };
    }
    let gap = (best - bound).max(0.0) / best.abs().max(1e-9) * 100.0;
    let (nodes_zh, nodes_en) =
        nodes.map_or_else(Default::default, |nodes| (format!("，节点 {nodes}"), format!(", {nodes} nodes")));
    Text {
        zh: format!("方案 {plan:.2} 亿元，下限 {limit:.2} 亿元，差距 {gap:.3} %{nodes_zh}"),
        en: format!("plan {plan:.2}, bound {limit:.2} × 10⁸ yuan, gap {gap:.3} %{nodes_en}"),
    }
}
