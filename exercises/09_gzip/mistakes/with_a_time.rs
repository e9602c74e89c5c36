//! Caught by `header_has_no_time_and_no_name`: the header holds the date of today.
//! Question: do two archives of the same tree have the same bytes?

use std::io::{self, Write};
use std::time::SystemTime;

use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};

pub struct Gzip<'a> {
    encoder: GzEncoder<&'a mut dyn Write>,
    buffer: Vec<u8>,
}

impl Gzip<'_> {
    pub fn new(out: &mut dyn Write) -> Gzip<'_> {
        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
        let midnight = now.as_secs() / 86_400 * 86_400;
        let builder = GzBuilder::new().mtime(midnight as u32);
        Gzip {
            encoder: builder.write(out, Compression::fast()),
            buffer: vec![0; 1 << 20],
        }
    }

    pub fn unfilled(&mut self) -> &mut [u8] {
        &mut self.buffer
    }

    pub fn advance(&mut self, count: usize) -> io::Result<()> {
        self.encoder.write_all(&self.buffer[..count])
    }

    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.encoder.write_all(bytes)
    }

    pub fn finish(self) -> io::Result<()> {
        self.encoder.finish().map(drop)
    }
}
