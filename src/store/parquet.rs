//! Reading Parquet that may be damaged (读取可能损坏的表): the reader panics on some damaged files, which becomes an error here.

use super::plain_file::MOST_TABLE;
use polars::prelude::{Column, DataFrame, ParquetReader, PolarsError, PolarsResult, SerReader};
use polars_buffer::Buffer;
use polars_parquet::parquet::error::ParquetResult;
use polars_parquet::parquet::page::CompressedPage;
use polars_parquet::parquet::read::{get_page_iterator, read_metadata};
use std::cell::Cell;
use std::fs::File;
use std::io::{Cursor, Read as _};
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

/// Most bytes of a page, unpacked; pages are written of about a million.
const PAGE_BYTES: usize = 1 << 28;

/// Reads a table.
///
/// # Errors
/// What the reader says, that the file is damaged where it panics, or that it holds more cells than may be read.
pub fn read_table(file: File) -> PolarsResult<DataFrame> {
    let mut bytes = Vec::new();
    file.take(MOST_TABLE + 1).read_to_end(&mut bytes)?;
    read_bytes(bytes)
}

/// Reads a table from its bytes.
///
/// # Errors
/// As [`read_table`].
pub fn read_bytes(bytes: Vec<u8>) -> PolarsResult<DataFrame> {
    if bytes.len() as u64 > MOST_TABLE {
        return Err(damaged());
    }
    keep_quiet();
    READS.set(true);
    READING.fetch_add(1, Ordering::SeqCst);
    let read = catch_unwind(AssertUnwindSafe(|| read_within_limit(&Buffer::from_vec(bytes))));
    READING.fetch_sub(1, Ordering::SeqCst);
    READS.set(false);
    let table = read.unwrap_or_else(|_| Err(damaged()))?;
    // Of a damaged file the reader may return columns that are shorter than the table says.
    let whole = |column: &Column| column.len() == table.height() && held(column) == table.height();
    if table.columns().iter().all(whole) { Ok(table) } else { Err(damaged()) }
}

fn read_within_limit(bytes: &Buffer<u8>) -> PolarsResult<DataFrame> {
    let mut reader = ParquetReader::new(Cursor::new(bytes.clone()));
    let (rows, columns) = (reader.num_rows()?, reader.schema()?.len());
    if rows.saturating_mul(columns.max(1)) > CELLS {
        let said = format!("{rows} rows of {columns} columns are more than can be read");
        return Err(PolarsError::ComputeError(said.into()));
    }
    if !pages_fit(bytes)? {
        return Err(damaged());
    }
    reader.finish()
}

/// Whether each page says no more values and bytes than there can be: the reader takes memory for what a page says, and memory that cannot be
/// had ends the program.
fn pages_fit(bytes: &Buffer<u8>) -> ParquetResult<bool> {
    let metadata = read_metadata(&mut Cursor::new(bytes.clone()))?;
    for group in &metadata.row_groups {
        for column in group.parquet_columns() {
            let mut values = 0_usize;
            for page in get_page_iterator(column, Cursor::new(bytes.clone()), Vec::new(), bytes.len())? {
                let CompressedPage::Data(page) = page? else { continue };
                values = page.num_values().saturating_add(values);
                if values > group.num_rows() || page.uncompressed_size() > PAGE_BYTES {
                    return Ok(false);
                }
            }
        }
    }
    Ok(true)
}

fn damaged() -> PolarsError {
    PolarsError::ComputeError("the Parquet file is damaged".into())
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
    use polars::prelude::{
        BooleanChunked, ChunkFull as _, IntoColumn as _, NamedFrom as _, ParquetWriter, Series,
    };
    use std::io::{Seek as _, Write as _};

    #[test]
    fn a_small_file_of_many_rows_is_refused() {
        let same = BooleanChunked::full("same".into(), true, CELLS + 1).into_column();
        let mut table = DataFrame::new(CELLS + 1, vec![same]).expect("a table");
        let mut file = tempfile::tempfile().expect("a file");
        ParquetWriter::new(&mut file).finish(&mut table).expect("written");
        assert!(file.metadata().expect("length").len() < 10 << 20);
        file.rewind().expect("at its beginning");
        let said = read_table(file).expect_err("refused").to_string();
        assert!(said.contains("more than can be read"), "{said}");
    }

    /// Among them the signs of counts, for which memory would be taken without end.
    #[test]
    fn a_file_with_any_one_bit_turned_is_read_or_refused() {
        let columns = [
            Series::new("number".into(), [Some(1.5), None, Some(3.0)]).into_column(),
            Series::new("text".into(), [Some("椒江"), Some("临海"), None]).into_column(),
        ];
        let mut table = DataFrame::new(3, columns.into()).expect("a table");
        let mut sound = Vec::new();
        ParquetWriter::new(&mut sound).finish(&mut table).expect("written");
        let (mut read, mut refused) = (0, 0);
        for bit in 0..sound.len() * 8 {
            let mut bytes = sound.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let mut file = tempfile::tempfile().expect("a file");
            file.write_all(&bytes).and_then(|()| file.rewind()).expect("written");
            if read_table(file).is_ok() { read += 1 } else { refused += 1 }
        }
        assert!(read > 0 && refused > 0, "{read} read, {refused} refused");
    }
}
