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

/// Most cells of a table. A few bytes of a file may stand for any number of equal values, so that its size tells nothing of its memory; the
/// children of a whole country by town, group, age and year are 140 million cells.
const CELLS: usize = 300_000_000;

/// Reads a table.
///
/// # Errors
/// What the reader says, that the file is damaged where it panics, or that it holds more cells than may be read.
pub fn read_table(file: File) -> PolarsResult<DataFrame> {
    keep_quiet();
    READS.set(true);
    READING.fetch_add(1, Ordering::SeqCst);
    let read = catch_unwind(AssertUnwindSafe(|| read_within_limit(ParquetReader::new(file))));
    READING.fetch_sub(1, Ordering::SeqCst);
    READS.set(false);
    let damaged = || PolarsError::ComputeError("the Parquet file is damaged".into());
    let table = read.unwrap_or_else(|_| Err(damaged()))?;
    // Of a damaged file the reader may return columns that are shorter than the table says.
    let whole = |column: &Column| column.len() == table.height() && held(column) == table.height();
    if table.columns().iter().all(whole) { Ok(table) } else { Err(damaged()) }
}

fn read_within_limit(mut reader: ParquetReader<File>) -> PolarsResult<DataFrame> {
    let (rows, columns) = (reader.num_rows()?, reader.schema()?.len());
    if rows.saturating_mul(columns.max(1)) > CELLS {
        let said = format!("{rows} rows of {columns} columns are more than can be read");
        return Err(PolarsError::ComputeError(said.into()));
    }
    reader.finish()
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

#[cfg(test)]
mod tests {
    use super::*;
    use polars::prelude::{BooleanChunked, ChunkFull as _, IntoColumn as _, ParquetWriter};

    #[test]
    fn a_small_file_of_many_rows_is_refused() {
        let same = BooleanChunked::full("same".into(), true, CELLS + 1).into_column();
        let mut table = DataFrame::new(CELLS + 1, vec![same]).expect("a table");
        let mut file = tempfile::tempfile().expect("a file");
        ParquetWriter::new(&mut file).finish(&mut table).expect("written");
        assert!(file.metadata().expect("length").len() < 10 << 20);
        let said = read_table(file).expect_err("refused").to_string();
        assert!(said.contains("more than can be read"), "{said}");
    }
}
