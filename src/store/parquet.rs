//! Reading Parquet that may be damaged (读取可能损坏的表): the reader panics on some damaged files, which becomes an error here.

use polars::prelude::{Column, DataFrame, ParquetReader, PolarsError, PolarsResult, SerReader};
use std::cell::Cell;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

thread_local! {
    static READS: Cell<bool> = const { Cell::new(false) };
}

/// Threads that are reading.
static READING: AtomicUsize = AtomicUsize::new(0);

/// Reads a table.
///
/// # Errors
/// What the reader says, or that the file is damaged where it panics.
pub fn read_table(file: File) -> PolarsResult<DataFrame> {
    keep_quiet();
    READS.set(true);
    READING.fetch_add(1, Ordering::SeqCst);
    let read = catch_unwind(AssertUnwindSafe(|| ParquetReader::new(file).finish()));
    READING.fetch_sub(1, Ordering::SeqCst);
    READS.set(false);
    let damaged = || PolarsError::ComputeError("the Parquet file is damaged".into());
    let table = read.unwrap_or_else(|_| Err(damaged()))?;
    // Of a damaged file the reader may return columns that are shorter than the table says.
    let whole = |column: &Column| column.len() == table.height() && held(column) == table.height();
    if table.columns().iter().all(whole) { Ok(table) } else { Err(damaged()) }
}

/// Values that a column really holds.
fn held(column: &Column) -> usize {
    column.as_materialized_series().chunks().iter().map(|chunk| chunk.len()).sum()
}

/// Panics of the reader and of its threads are told as an error: their messages on the screen would only confuse.
fn keep_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let of_reader = std::thread::current().name().is_some_and(|name| name.starts_with("polars-"));
            let expected = READS.get() || of_reader && READING.load(Ordering::SeqCst) > 0;
            if !expected {
                usual(panic);
            }
        }));
    });
}
