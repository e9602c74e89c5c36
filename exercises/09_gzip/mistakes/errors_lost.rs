//! Caught by `an_error_of_what_is_behind_comes_through`: an error of the inner writer is lost.
//! Also fails: `noise_is_hardly_larger_and_text_is_smaller`, `the_blocks_stand_in_it_as_they_are`.
//! Question: what does your code do with the result of each `write_all`?

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

pub struct Gzip<'a> {
    encoder: GzEncoder<&'a mut dyn Write>,
    room: Vec<u8>,
}

impl Gzip<'_> {
    pub fn new(out: &mut dyn Write) -> Gzip<'_> {
        Gzip {
            encoder: GzEncoder::new(out, Compression::fast()),
            room: vec![0; 1 << 20],
        }
    }

    pub fn space(&mut self) -> &mut [u8] {
        &mut self.room
    }

    pub fn filled(&mut self, count: usize) -> io::Result<()> {
        let _ = self.encoder.write_all(&self.room[..count]);
        Ok(())
    }

    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let _ = self.encoder.write_all(bytes);
        Ok(())
    }

    pub fn finish(self) -> io::Result<()> {
        // To drop it is to finish it, without an answer.
        Ok(())
    }
}
