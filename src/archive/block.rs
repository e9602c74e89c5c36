//! One block compressed, or stored if that is no smaller.
//!
//! Serves *The backups will be a compressed file*: Python's `zlib.compress`. Photographs, films
//! and zips do not get smaller, and to find that out costs as much as to compress them. So a
//! sample is tried first; if it does not shrink, the block is stored as it is, which deflate
//! allows (RFC 1951, 3.2.4), at the speed of a copy.
//!
//! In production: the same idea; file systems that compress (btrfs, ZFS) do it for each extent.

use std::io::{self, Write};

use flate2::{Compress, Compression, Crc, FlushCompress};

/// The size of a block: larger ones compress hardly better, and take more memory.
pub const SIZE: usize = 1 << 20;

/// Level 3 of 9: docs/performance.md has the figures of its neighbours.
const LEVEL: u32 = 3;

/// The sample: so many pieces of so many bytes, at equal distances.
const PIECES: usize = 16;
const PIECE: usize = 512;

/// The most bytes that a stored deflate block can hold.
const LONGEST_STORED: usize = 0xffff;

/// A piece of the tar archive, to be filled, then compressed. The default has no room.
#[derive(Default)]
pub struct Block {
    bytes: Vec<u8>,
    /// How many bytes have been filled.
    pub length: usize,
    /// The same, compressed, if that is smaller: otherwise empty.
    deflated: Vec<u8>,
    /// The checksum of the bytes, once they are compressed.
    pub crc: Crc,
}

impl Block {
    /// An empty block with room for [`SIZE`] bytes.
    pub fn with_room() -> Block {
        Block {
            bytes: vec![0; SIZE],
            ..Block::default()
        }
    }

    /// What is not filled yet: write there, then add to `length`.
    pub fn space(&mut self) -> &mut [u8] {
        &mut self.bytes[self.length..]
    }

    /// Writes the block, which has been compressed, as a part of a deflate stream that ends at a
    /// whole byte.
    ///
    /// # Errors
    /// What `out` answers.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        if !self.deflated.is_empty() {
            return out.write_all(&self.deflated);
        }
        for piece in self.bytes[..self.length].chunks(LONGEST_STORED) {
            let [low, high] = (piece.len() as u16).to_le_bytes();
            out.write_all(&[0, low, high, !low, !high])?;
            out.write_all(piece)?;
        }
        Ok(())
    }
}

/// What compresses block after block; one for a thread.
pub struct Deflater {
    engine: Compress,
    sample: Vec<u8>,
    taste: Vec<u8>,
}

impl Default for Deflater {
    fn default() -> Deflater {
        Deflater {
            engine: Compress::new(Compression::new(LEVEL), false),
            sample: Vec::with_capacity(PIECES * PIECE),
            taste: Vec::new(),
        }
    }
}

impl Deflater {
    /// Compresses what is filled of `block`, and sums it up.
    pub fn deflate(&mut self, block: &mut Block) {
        let bytes = &block.bytes[..block.length];
        block.crc.reset();
        block.crc.update(bytes);
        block.deflated.clear();
        if self.shrinks(bytes) {
            deflate(&mut self.engine, bytes, &mut block.deflated);
            if block.deflated.len() >= bytes.len() {
                block.deflated.clear();
            }
        }
    }

    /// Whether it is worth a try to compress `bytes`.
    fn shrinks(&mut self, bytes: &[u8]) -> bool {
        if bytes.len() < SIZE {
            return true;
        }
        self.sample.clear();
        for part in bytes.chunks(SIZE / PIECES) {
            self.sample.extend_from_slice(&part[..PIECE]);
        }
        deflate(&mut self.engine, &self.sample, &mut self.taste);
        self.taste.len() < self.sample.len() / 32 * 31
    }
}

/// Compresses `bytes` to `out`, up to a whole byte.
fn deflate(engine: &mut Compress, bytes: &[u8], out: &mut Vec<u8>) {
    // At worst it stores the bytes in pieces of 16 KiB, with five bytes before each. There must be
    // room for all: an engine that is reset with output left in it panics later (zlib-rs 0.6).
    out.clear();
    out.reserve(bytes.len() + 1024);
    engine.reset();
    let status = engine.compress_vec(bytes, out, FlushCompress::Sync);
    status.expect("any bytes can be compressed");
    assert!(out.len() < out.capacity(), "there is room for all");
}
