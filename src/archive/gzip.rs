//! The frame around compressed blocks, in order.
//!
//! Serves *The backups will be a compressed file*: Python's `gzip.GzipFile`, on all cores. Inside
//! the frame (RFC 1952) is one deflate stream (RFC 1951). Cut into blocks of a mebibyte, it can be
//! made by many threads: none looks back into the block before, and each ends at a whole byte, so
//! that one can be put after the other. Where the cuts are depends on the data alone.
//!
//! It is one gzip member. To compress each block to a member of its own would be simpler, but
//! some readers stop after the first.
//!
//! In production: the same (`pigz`), or zstd, whose library has the threads inside.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::mem;
use std::sync::mpsc::Receiver;

use flate2::Crc;

use super::block::{Block, Deflater};
use super::crew::Crew;

/// How many blocks may be under way: this bounds the memory, at two mebibytes a block.
const MOST_UNDER_WAY: usize = 16;

/// Magic, deflate, no flags, no time (the same tree gives the same bytes), no extras, any system.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// An empty deflate block that says it is the last.
const LAST: [u8; 2] = [3, 0];

/// A gzip file under way.
pub struct Gzip<'a> {
    out: &'a mut dyn Write,
    filling: Block,
    /// In the order of the file: where each block comes back, compressed.
    under_way: VecDeque<Receiver<Block>>,
    crew: Crew,
    crc: Crc,
    begun: bool,
}

impl Gzip<'_> {
    /// An empty gzip file, to be written to `out`.
    pub fn new(out: &mut dyn Write) -> Gzip<'_> {
        Gzip {
            out,
            filling: Block::with_room(),
            under_way: VecDeque::new(),
            crew: Crew::default(),
            crc: Crc::new(),
            begun: false,
        }
    }

    /// Room for the next bytes, at least one; [`Gzip::filled`] says how many were put there.
    pub fn space(&mut self) -> &mut [u8] {
        self.filling.space()
    }

    /// Takes the first `count` bytes of the space, and writes what is ready by now.
    ///
    /// # Errors
    /// What `out` answers; or the system, if it has no thread to compress with.
    pub fn filled(&mut self, count: usize) -> io::Result<()> {
        self.filling.length += count;
        if self.space().is_empty() {
            let fresh = match self.under_way.len() {
                MOST_UNDER_WAY.. => self.write_oldest()?,
                _ => Block::with_room(),
            };
            let full = mem::replace(&mut self.filling, fresh);
            self.under_way.push_back(self.crew.deflate(full)?);
        }
        Ok(())
    }

    /// Takes `bytes`, however many they are.
    ///
    /// # Errors
    /// As [`Gzip::filled`].
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let space = self.space();
            let count = space.len().min(rest.len());
            space[..count].copy_from_slice(&rest[..count]);
            self.filled(count)?;
            rest = &rest[count..];
        }
        Ok(())
    }

    /// Writes what is still under way, and the trailer. Without it, no reader takes the file for a
    /// whole one.
    ///
    /// # Errors
    /// As [`Gzip::filled`].
    pub fn finish(mut self) -> io::Result<()> {
        let mut last = mem::take(&mut self.filling);
        if self.under_way.is_empty() {
            // All of it fits in one block: no thread was started, and none is.
            Deflater::default().deflate(&mut last);
            self.write_block(&last)?;
        } else {
            self.under_way.push_back(self.crew.deflate(last)?);
        }
        while !self.under_way.is_empty() {
            self.write_oldest()?;
        }
        self.out.write_all(&LAST)?;
        self.out.write_all(&self.crc.sum().to_le_bytes())?;
        self.out.write_all(&self.crc.amount().to_le_bytes())
    }

    /// Waits for the oldest block, writes it, and gives it back to be filled again.
    fn write_oldest(&mut self) -> io::Result<Block> {
        let oldest = self
            .under_way
            .pop_front()
            .and_then(|comes| comes.recv().ok());
        let mut block = oldest.ok_or_else(|| io::Error::other("a compressing thread has died"))?;
        self.write_block(&block)?;
        block.length = 0;
        Ok(block)
    }

    fn write_block(&mut self, block: &Block) -> io::Result<()> {
        if !mem::replace(&mut self.begun, true) {
            self.out.write_all(&HEADER)?;
        }
        block.write(self.out)?;
        self.crc.combine(&block.crc);
        Ok(())
    }
}
