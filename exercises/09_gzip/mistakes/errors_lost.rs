//! Caught by `write_error_is_returned`: an error of the inner writer is lost.
//! Question: what does your code do with the result of each `write_all`?

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

pub struct Gzip<'a> {
    encoder: GzEncoder<&'a mut dyn Write>,
    buffer: Vec<u8>,
}

impl Gzip<'_> {
    pub fn new(out: &mut dyn Write) -> Gzip<'_> {
        Gzip {
            encoder: GzEncoder::new(out, Compression::fast()),
            buffer: vec![0; 1 << 20],
        }
    }

    pub fn unfilled(&mut self) -> &mut [u8] {
        &mut self.buffer
    }

    pub fn advance(&mut self, count: usize) -> io::Result<()> {
        let _ = self.encoder.write_all(&self.buffer[..count]);
        Ok(())
    }

    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let _ = self.encoder.write_all(bytes);
        Ok(())
    }

    pub fn finish(self) -> io::Result<()> {
        // Dropping the encoder finishes the file, but returns no error.
        Ok(())
    }
}
