//! Caught by `full_disk_is_an_error`: the buffer in front of the file is never flushed, only dropped.
//! Question: what does `BufWriter` do with an error when it is dropped?

use std::io::{BufWriter, Write};
use std::path::Path;

use crate::archive::{Error, Warnings};
use crate::file_id::FileId;

pub fn write(
    source: &Path,
    out: impl Write,
    exclusions: &[FileId],
    is_cancelled: &dyn Fn() -> bool,
) -> Result<Warnings, Error> {
    let mut buffered = BufWriter::with_capacity(8 << 20, out);
    backup::archive::write(source, &mut buffered, exclusions, is_cancelled)
}
