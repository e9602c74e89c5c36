//! Owns the stream: every byte of the archive passes here.
//!
//! Exercise, `archive-1`: the backup is one compressed file.
//! Python: the `fileobj` inside a `TarFile`.
//!
//! It also keeps what belongs to the archive as a whole: the paths that later hard links refer to,
//! and the warnings.

use std::io::Write;

use super::entry::{self, Entry};
use super::error::Error;
use super::gzip::Gzip;
use super::hard_links::HardLinks;
use super::warnings::Warnings;

/// Two blocks of zeros end a tar archive.
const END: [u8; 1024] = [0; 1024];

/// An archive that is being written.
pub struct Writer<'a> {
    gzip: Gzip<'a>,
    is_cancelled: &'a dyn Fn() -> bool,
    /// The files that have other names too, which are to become links.
    pub hard_links: HardLinks,
    /// The entries that were not saved as they are.
    pub warnings: Warnings,
}

impl<'a> Writer<'a> {
    /// An empty archive, to be written to `out`.
    pub fn new(out: &'a mut dyn Write, is_cancelled: &'a dyn Fn() -> bool) -> Writer<'a> {
        Writer {
            gzip: Gzip::new(out),
            is_cancelled,
            hard_links: HardLinks::default(),
            warnings: Warnings::default(),
        }
    }

    /// Returns [`Error::Cancelled`] if the archive was cancelled. Call this before each step that
    /// takes time.
    pub fn check_cancelled(&self) -> Result<(), Error> {
        match (self.is_cancelled)() {
            true => Err(Error::Cancelled),
            false => Ok(()),
        }
    }

    /// Writes the header of an entry; its contents must follow.
    pub fn header(&mut self, entry: &Entry) -> Result<(), Error> {
        self.bytes(&entry::header(entry))
    }

    /// Writes `bytes`, however many they are.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        Ok(self.gzip.write(bytes)?)
    }

    /// Fills the last tar block after contents of `size` bytes.
    pub fn padding(&mut self, size: u64) -> Result<(), Error> {
        let padding = (size.next_multiple_of(512) - size) as usize;
        self.bytes(&[0; 512][..padding])
    }

    /// Room for the next bytes, at least one. Fill some of it, then call [`Writer::advance`].
    pub fn unfilled(&mut self) -> &mut [u8] {
        self.gzip.unfilled()
    }

    /// Writes the first `count` bytes of [`Writer::unfilled`].
    pub fn advance(&mut self, count: usize) -> Result<(), Error> {
        Ok(self.gzip.advance(count)?)
    }

    /// Ends the archive; returns the warnings.
    pub fn finish(mut self) -> Result<Warnings, Error> {
        self.bytes(&END)?;
        self.gzip.finish()?;
        Ok(self.warnings)
    }
}
