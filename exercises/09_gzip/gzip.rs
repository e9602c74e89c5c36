//! Exercise 09: the frame around compressed blocks, in order.

use std::io::{self, Write};

/// A gzip file under way.
pub struct Gzip<'a> {
    out: &'a mut dyn Write,
    // The other fields are yours: what you have to remember from one call to the next.
}

impl Gzip<'_> {
    /// An empty gzip file, to be written to `out`.
    pub fn new(out: &mut dyn Write) -> Gzip<'_> {
        todo!("exercise 09: a gzip file to {out:p}")
    }

    /// Room for the next bytes, at least one; [`Gzip::filled`] says how many were put there.
    pub fn space(&mut self) -> &mut [u8] {
        todo!("exercise 09: room for the next bytes")
    }

    /// Takes the first `count` bytes of the space, and writes what is ready by now.
    ///
    /// # Errors
    /// What `out` answers.
    pub fn filled(&mut self, count: usize) -> io::Result<()> {
        todo!("exercise 09: take {count} bytes of the room")
    }

    /// Takes `bytes`, however many they are.
    ///
    /// # Errors
    /// What `out` answers.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        todo!("exercise 09: take these {} bytes", bytes.len())
    }

    /// Writes what is still under way, and the trailer. Without it, no reader takes the file for a
    /// whole one.
    ///
    /// # Errors
    /// What `out` answers.
    pub fn finish(mut self) -> io::Result<()> {
        todo!("exercise 09: the end of {:p}", &mut self)
    }
}
