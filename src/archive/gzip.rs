//! Joins compressed blocks, in order, to one gzip file.
//!
//! Exercise, `archive-1`: the backup is compressed.
//! Python: `gzip.GzipFile`, on one core.
//! In production: `pigz` does the same; zstd's library starts its own threads.
//!
//! A gzip file (RFC 1952) is a header, one deflate stream (RFC 1951) and a trailer. We cut the data
//! into blocks of a mebibyte. Workers compress them at the same time, because no block refers to
//! bytes of the one before and each ends at a whole byte. The cuts depend on the data alone, so the
//! same tree gives the same bytes.
//!
//! Compressing each block to a gzip member of its own would be simpler, but some readers stop after
//! the first member.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::mem;
use std::sync::mpsc::Receiver;

use flate2::Crc;

use super::block::{Block, Deflater};
use super::workers::WorkerPool;

/// How many blocks may be with the workers. It bounds the memory: a block takes up to two
/// mebibytes.
const MAX_IN_FLIGHT: usize = 16;

/// Magic number, method (deflate), no flags, no time (the same tree gives the same bytes), no extra
/// flags, operating system unknown.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// An empty deflate block with the bit set that marks the last one.
const LAST_BLOCK: [u8; 2] = [3, 0];

/// A gzip file that is being written.
pub struct Gzip<'a> {
    out: &'a mut dyn Write,
    /// The block that is filled now.
    filling: Block,
    /// One channel per block that the workers have, oldest first: in the order of the file.
    in_flight: VecDeque<Receiver<Block>>,
    workers: WorkerPool,
    /// The checksum and length of all blocks that were written.
    crc: Crc,
    header_is_written: bool,
}

impl Gzip<'_> {
    /// Starts a gzip file on `out`.
    pub fn new(out: &mut dyn Write) -> Gzip<'_> {
        Gzip {
            out,
            filling: Block::allocate(),
            in_flight: VecDeque::new(),
            workers: WorkerPool::default(),
            crc: Crc::new(),
            header_is_written: false,
        }
    }

    /// Returns a buffer of at least one byte for the next data. Write to its beginning, then call
    /// [`Gzip::advance`]. This saves a copy.
    pub fn unfilled(&mut self) -> &mut [u8] {
        self.filling.unfilled()
    }

    /// Takes the first `count` bytes of [`Gzip::unfilled`]. A full block goes to the workers; if
    /// they have many, the oldest is written first.
    ///
    /// # Errors
    /// If `out` cannot be written, or no thread can be started.
    pub fn advance(&mut self, count: usize) -> io::Result<()> {
        self.filling.length += count;
        if self.unfilled().is_empty() {
            let fresh = match self.in_flight.len() {
                MAX_IN_FLIGHT.. => self.write_oldest()?,
                _ => Block::allocate(),
            };
            let full = mem::replace(&mut self.filling, fresh);
            self.in_flight.push_back(self.workers.deflate(full)?);
        }
        Ok(())
    }

    /// Takes a copy of `bytes`.
    ///
    /// # Errors
    /// Same as [`Gzip::advance`].
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let buffer = self.unfilled();
            let count = buffer.len().min(rest.len());
            buffer[..count].copy_from_slice(&rest[..count]);
            self.advance(count)?;
            rest = &rest[count..];
        }
        Ok(())
    }

    /// Writes all remaining blocks and the trailer. Without it, `gzip -t` and most readers report
    /// that the file is incomplete.
    ///
    /// # Errors
    /// Same as [`Gzip::advance`].
    pub fn finish(mut self) -> io::Result<()> {
        let mut last = mem::take(&mut self.filling);
        if self.in_flight.is_empty() {
            // There is only this block: compress it here, without starting a thread.
            Deflater::default().deflate(&mut last);
            self.write_block(&last)?;
        } else {
            self.in_flight.push_back(self.workers.deflate(last)?);
        }
        while !self.in_flight.is_empty() {
            self.write_oldest()?;
        }
        self.out.write_all(&LAST_BLOCK)?;
        self.out.write_all(&self.crc.sum().to_le_bytes())?;
        self.out.write_all(&self.crc.amount().to_le_bytes())
    }

    /// Waits for the oldest block, writes it, and returns it empty, to be filled again.
    fn write_oldest(&mut self) -> io::Result<Block> {
        let oldest = self.in_flight.pop_front();
        let block = oldest.and_then(|receiver| receiver.recv().ok());
        let mut block = block.ok_or_else(|| io::Error::other("a worker thread has panicked"))?;
        self.write_block(&block)?;
        block.length = 0;
        Ok(block)
    }

    fn write_block(&mut self, block: &Block) -> io::Result<()> {
        if !mem::replace(&mut self.header_is_written, true) {
            self.out.write_all(&HEADER)?;
        }
        block.write(self.out)?;
        self.crc.combine(&block.crc);
        Ok(())
    }
}
