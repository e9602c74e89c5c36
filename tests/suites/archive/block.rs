//! What `archive/block.rs` must do.

use std::io::Read;

use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::subject::{Block, Deflater, SIZE};
use crate::support::archives::{noise, text};

/// A block with this in it, compressed by `deflater`.
fn compressed(deflater: &mut Deflater, content: &[u8]) -> Block {
    let mut block = Block::with_room();
    block.space()[..content.len()].copy_from_slice(content);
    block.length = content.len();
    deflater.deflate(&mut block);
    block
}

fn written(block: &Block) -> Vec<u8> {
    let mut out = Vec::new();
    block.write(&mut out).unwrap();
    out
}

/// As it is read from a stream that this block is all of.
fn read_back(mut stream: Vec<u8>) -> Vec<u8> {
    stream.extend([3, 0]); // an empty last block
    let mut content = Vec::new();
    DeflateDecoder::new(&stream[..])
        .read_to_end(&mut content)
        .unwrap();
    content
}

/// Compressed or stored, full or not, after whatever was compressed before.
#[test]
fn a_block_comes_back_with_its_checksum() {
    let mut deflater = Deflater::default();
    let lines = text(100_000);
    for content in [
        &lines[..SIZE],
        &noise(SIZE, 1),
        &[0; SIZE],
        &noise(65_535, 2),
        &noise(65_536, 3),
        &lines[..1000],
        b"x",
        b"",
    ] {
        let block = compressed(&mut deflater, content);
        assert!(read_back(written(&block)) == content);
        let mut crc = Crc::new();
        crc.update(content);
        assert_eq!(block.crc.sum(), crc.sum());
        assert_eq!(block.crc.amount(), crc.amount());
    }
}

/// Five bytes for each piece of 65,535 that is stored as it is.
#[test]
fn what_does_not_compress_is_hardly_larger_and_what_does_is_smaller() {
    let mut deflater = Deflater::default();
    let mut size = |content: &[u8]| written(&compressed(&mut deflater, content)).len();
    assert_eq!(size(&noise(SIZE, 1)), SIZE + 5 * SIZE.div_ceil(65_535));
    assert_eq!(size(&noise(1000, 1)), 1005);
    assert!(size(&[0; SIZE]) < 5000);
    assert!(size(&text(100_000)[..SIZE]) < SIZE / 2);
}

/// The sample looks in every part of the block, not only at its beginning.
#[test]
fn a_text_behind_noise_is_found() {
    let content = [noise(SIZE / 2, 1), text(100_000)[..SIZE / 2].to_vec()].concat();
    let block = compressed(&mut Deflater::default(), &content);
    assert!(written(&block).len() < SIZE * 3 / 4);
}

/// Two blocks can be put one after the other, since each ends at a whole byte and none looks back
/// into the one before.
#[test]
fn blocks_can_be_put_together() {
    let mut deflater = Deflater::default();
    let parts = [&text(1000)[..], b"", &noise(1000, 1), &text(10)];
    let stream = parts.map(|part| written(&compressed(&mut deflater, part)));
    assert!(read_back(stream.concat()) == parts.concat());
}
