//! Caught by `sizes_near_a_block_come_back_as_one_member`: each block becomes a gzip member of its own.
//! Also fails: `blocks_are_written_before_the_end_is_known`.
//! Question: how many headers and trailers does one stream have?

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

pub struct Gzip<'a> {
    out: &'a mut dyn Write,
    block: Vec<u8>,
    length: usize,
}

impl Gzip<'_> {
    pub fn new(out: &mut dyn Write) -> Gzip<'_> {
        Gzip {
            out,
            block: vec![0; 1 << 20],
            length: 0,
        }
    }

    pub fn unfilled(&mut self) -> &mut [u8] {
        &mut self.block[self.length..]
    }

    pub fn advance(&mut self, count: usize) -> io::Result<()> {
        self.length += count;
        if self.length == self.block.len() {
            self.write_member()?;
        }
        Ok(())
    }

    pub fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let count = self.unfilled().len().min(bytes.len());
            self.unfilled()[..count].copy_from_slice(&bytes[..count]);
            self.advance(count)?;
            bytes = &bytes[count..];
        }
        Ok(())
    }

    pub fn finish(mut self) -> io::Result<()> {
        self.write_member()
    }

    fn write_member(&mut self) -> io::Result<()> {
        let mut encoder = GzEncoder::new(&mut self.out, Compression::fast());
        encoder.write_all(&self.block[..self.length])?;
        encoder.finish()?;
        self.length = 0;
        Ok(())
    }
}
