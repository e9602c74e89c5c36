//! Caught by `the_beginning_is_written_before_the_end_is_known`: nothing is written before the end.
//! Also fails: `noise_is_hardly_larger_and_text_is_smaller`, `the_blocks_stand_in_it_as_they_are`.
//! Question: how much memory does a large archive take then?

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

pub struct Gzip<'a> {
    out: &'a mut dyn Write,
    content: Vec<u8>,
    room: Vec<u8>,
}

impl Gzip<'_> {
    pub fn new(out: &mut dyn Write) -> Gzip<'_> {
        Gzip {
            out,
            content: Vec::new(),
            room: vec![0; 1 << 20],
        }
    }

    pub fn space(&mut self) -> &mut [u8] {
        &mut self.room
    }

    pub fn filled(&mut self, count: usize) -> io::Result<()> {
        self.content.extend_from_slice(&self.room[..count]);
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
