//! Task 09: compressed blocks, joined in order to one gzip file.

use std::io::{self, Write};

/// A gzip file that is being written.
pub struct Gzip<'a> {
    out: &'a mut dyn Write,
    // Add the fields that you need from one call to the next.
}

impl Gzip<'_> {
    /// Starts a gzip file on `out`.
    pub fn new(out: &mut dyn Write) -> Gzip<'_> {
        todo!("task 09: a gzip file to {out:p}")
    }

    /// Returns a buffer of at least one byte for the next data. The caller writes to its beginning,
    /// then calls [`Gzip::advance`].
    pub fn unfilled(&mut self) -> &mut [u8] {
        todo!("task 09: a buffer for the next bytes")
    }

    /// Takes the first `count` bytes of [`Gzip::unfilled`], and writes blocks that are compressed.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn advance(&mut self, count: usize) -> io::Result<()> {
        todo!("task 09: take {count} bytes of the buffer")
    }

    /// Takes a copy of `bytes`.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        todo!("task 09: take these {} bytes", bytes.len())
    }

    /// Writes all remaining blocks and the trailer.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        todo!("task 09: the end of {:p}", &mut self)
    }
}
