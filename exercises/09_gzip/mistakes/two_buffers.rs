//! Caught by `size_of_writes_changes_nothing`: `write` does not use the buffer of `unfilled`.
//! Question: in which order do the bytes of `advance` and of `write` come?

use std::io::{self, Write};

use super::block::SIZE;

pub struct Gzip<'a> {
    gzip: backup::archive::gzip::Gzip<'a>,
    buffer: Vec<u8>,
    length: usize,
}

impl Gzip<'_> {
    pub fn new(out: &mut dyn Write) -> Gzip<'_> {
        Gzip {
            gzip: backup::archive::gzip::Gzip::new(out),
            buffer: vec![0; SIZE],
            length: 0,
        }
    }

    pub fn unfilled(&mut self) -> &mut [u8] {
        &mut self.buffer[self.length..]
    }

    pub fn advance(&mut self, count: usize) -> io::Result<()> {
        self.length += count;
        if self.length == SIZE {
            self.length = 0;
            self.gzip.write(&self.buffer)?;
        }
        Ok(())
    }

    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.gzip.write(bytes)
    }

    pub fn finish(mut self) -> io::Result<()> {
        self.gzip.write(&self.buffer[..self.length])?;
        self.gzip.finish()
    }
}
