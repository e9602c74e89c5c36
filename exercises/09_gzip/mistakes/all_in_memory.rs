//! Caught by `blocks_are_written_before_the_end_is_known`: nothing is written before the end.
//! Question: how much memory does a large archive take then?

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

pub struct Gzip<'a> {
    out: &'a mut dyn Write,
    content: Vec<u8>,
    buffer: Vec<u8>,
}

impl Gzip<'_> {
    pub fn new(out: &mut dyn Write) -> Gzip<'_> {
        Gzip {
            out,
            content: Vec::new(),
            buffer: vec![0; 1 << 20],
        }
    }

    pub fn unfilled(&mut self) -> &mut [u8] {
        &mut self.buffer
    }

    pub fn advance(&mut self, count: usize) -> io::Result<()> {
        self.content.extend_from_slice(&self.buffer[..count]);
        Ok(())
    }

    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.content.extend_from_slice(bytes);
        Ok(())
    }

    pub fn finish(self) -> io::Result<()> {
        let mut encoder = GzEncoder::new(self.out, Compression::fast());
        encoder.write_all(&self.content)?;
        encoder.finish().map(drop)
    }
}
