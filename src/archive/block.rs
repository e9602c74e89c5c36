//! Compresses one block, or stores it if that is no larger.
//!
//! Exercise, `archive-1`: the backup is compressed.
//! Python: `zlib.compressobj`.
//! In production: file systems that compress (btrfs, ZFS) also try each extent first.
//!
//! Photos, videos and zip files don't get smaller, and finding that out costs as much time as
//! compressing them. So we compress a sample first. If it does not get smaller, we store the whole
//! block as it is, which deflate allows (RFC 1951, 3.2.4), at the speed of a copy.

use std::io::{self, Write};

use flate2::{Compress, Compression, Crc, FlushCompress};

/// The size of a block. Larger ones take more memory and compress hardly better.
pub const SIZE: usize = 1 << 20;

/// Level 3 of 9: docs/performance.md compares it with others.
const LEVEL: u32 = 3;

/// The sample is this many pieces of this many bytes, at equal distances.
const PIECES: usize = 16;
const PIECE: usize = 512;

/// The maximum size of a stored deflate block, in bytes.
const MAX_STORED: usize = 0xffff;

/// A piece of the tar archive, which is filled, then compressed. The default has no buffer.
#[derive(Default)]
pub struct Block {
    bytes: Vec<u8>,
    /// How many bytes are filled.
    pub length: usize,
    /// The compressed bytes. Empty if the block is stored.
    deflated: Vec<u8>,
    /// The checksum of the filled bytes, set by [`Deflater::deflate`].
    pub crc: Crc,
}

impl Block {
    /// An empty block with a buffer of [`SIZE`] bytes.
    pub fn allocate() -> Block {
        Block {
            bytes: vec![0; SIZE],
            ..Block::default()
        }
    }

    /// The part of the buffer that is not filled yet. Write to it, then add to `length`.
    pub fn unfilled(&mut self) -> &mut [u8] {
        &mut self.bytes[self.length..]
    }

    /// Writes the compressed block: a part of a deflate stream that ends at a whole byte.
    ///
    /// # Errors
    /// If `out` cannot be written.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        if !self.deflated.is_empty() {
            return out.write_all(&self.deflated);
        }
        for piece in self.bytes[..self.length].chunks(MAX_STORED) {
            let [low, high] = (piece.len() as u16).to_le_bytes();
            out.write_all(&[0, low, high, !low, !high])?;
            out.write_all(piece)?;
        }
        Ok(())
    }
}

/// Compresses one block after the other. Each thread has its own.
pub struct Deflater {
    compressor: Compress,
    sample: Vec<u8>,
    compressed_sample: Vec<u8>,
}

impl Default for Deflater {
    fn default() -> Deflater {
        Deflater {
            compressor: Compress::new(Compression::new(LEVEL), false),
            sample: Vec::with_capacity(PIECES * PIECE),
            compressed_sample: Vec::new(),
        }
    }
}

impl Deflater {
    /// Compresses the filled part of `block` and computes its checksum.
    pub fn deflate(&mut self, block: &mut Block) {
        let bytes = &block.bytes[..block.length];
        block.crc.reset();
        block.crc.update(bytes);
        block.deflated.clear();
        if self.is_compressible(bytes) {
            deflate(&mut self.compressor, bytes, &mut block.deflated);
            if block.deflated.len() >= bytes.len() {
                block.deflated.clear();
            }
        }
    }

    /// Whether a sample of `bytes` gets smaller by at least 3 %. A block that is not full is always
    /// compressed.
    fn is_compressible(&mut self, bytes: &[u8]) -> bool {
        if bytes.len() < SIZE {
            return true;
        }
        self.sample.clear();
        for part in bytes.chunks(SIZE / PIECES) {
            self.sample.extend_from_slice(&part[..PIECE]);
        }
        deflate(
            &mut self.compressor,
            &self.sample,
            &mut self.compressed_sample,
        );
        self.compressed_sample.len() < self.sample.len() / 32 * 31
    }
}

/// Compresses `bytes` to `out`, and ends at a whole byte (a sync flush).
fn deflate(compressor: &mut Compress, bytes: &[u8], out: &mut Vec<u8>) {
    // In the worst case it stores the bytes in pieces of 16 KiB with five bytes before each. All of
    // that must fit: a compressor that is reset with pending output panics later (zlib-rs 0.6).
    out.clear();
    out.reserve(bytes.len() + 1024);
    compressor.reset();
    let status = compressor.compress_vec(bytes, out, FlushCompress::Sync);
    status.expect("any bytes can be compressed");
    assert!(out.len() < out.capacity(), "the output should fit");
}
