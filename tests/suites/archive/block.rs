//! The rules for `archive/block.rs`.

use std::io::Read;

use flate2::Crc;
use flate2::read::DeflateDecoder;

use super::subject::{Block, Deflater, SIZE};
use crate::support::archives::{noise, text};

/// A block with `content`, compressed by `deflater`.
fn compressed(deflater: &mut Deflater, content: &[u8]) -> Block {
    let mut block = Block::allocate();
    block.unfilled()[..content.len()].copy_from_slice(content);
    block.length = content.len();
    deflater.deflate(&mut block);
    block
}

fn written(block: &Block) -> Vec<u8> {
    let mut out = Vec::new();
    block.write(&mut out).unwrap();
    out
}

/// The content of a deflate stream that consists of these blocks.
fn read_back(mut stream: Vec<u8>) -> Vec<u8> {
    stream.extend([3, 0]); // the empty last block
    let mut content = Vec::new();
    DeflateDecoder::new(&stream[..])
        .read_to_end(&mut content)
        .unwrap();
    content
}

/// Compressed or stored, full or not, after any other block.
#[test]
fn decompressed_block_equals_the_original() {
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

/// A stored block adds five bytes per 65,535.
#[test]
fn noise_is_stored_and_text_gets_smaller() {
    let mut deflater = Deflater::default();
    let mut size = |content: &[u8]| written(&compressed(&mut deflater, content)).len();
    assert_eq!(size(&noise(SIZE, 1)), SIZE + 5 * SIZE.div_ceil(65_535));
    assert_eq!(size(&noise(1000, 1)), 1005);
    assert!(size(&[0; SIZE]) < 5000);
    assert!(size(&text(100_000)[..SIZE]) < SIZE / 2);
}

/// The sample is taken from all parts of the block, not only from its beginning.
#[test]
fn text_after_noise_is_compressed() {
    let content = [noise(SIZE / 2, 1), text(100_000)[..SIZE / 2].to_vec()].concat();
    let block = compressed(&mut Deflater::default(), &content);
    assert!(written(&block).len() < SIZE * 3 / 4);
}

/// The sample is the first 512 bytes of each sixteenth of the block. It decides, even if the rest
/// would get smaller: a look at all of it would cost as much as compressing it.
#[test]
fn sample_decides_for_the_whole_block() {
    let mut content = vec![0; SIZE];
    for sixteenth in content.chunks_mut(SIZE / 16) {
        sixteenth[..512].copy_from_slice(&noise(512, 1));
    }
    let size = |content: &[u8]| written(&compressed(&mut Deflater::default(), content)).len();
    let stored = SIZE + 5 * SIZE.div_ceil(65_535);
    // The same noise sixteen times does get smaller.
    assert!(size(&content) < SIZE / 4);
    for (index, sixteenth) in content.chunks_mut(SIZE / 16).enumerate() {
        sixteenth[..512].copy_from_slice(&noise(512, index as u64 * 2 + 1));
    }
    assert_eq!(size(&content), stored);
    // A block that is not full is compressed without a sample.
    assert!(size(&content[..SIZE - 1]) < SIZE / 4);
}

/// Base64, as in mail, repeats nothing, but uses six bits of eight. The sample is compressed at the
/// level of the block, since the fastest level would not notice this.
#[test]
fn base64_is_compressed() {
    let content: Vec<u8> = noise(SIZE, 1).iter().map(|byte| b'0' + byte % 64).collect();
    let block = compressed(&mut Deflater::default(), &content);
    assert!(written(&block).len() < SIZE / 5 * 4);
}

/// Each block ends at a whole byte, and none refers to the one before.
#[test]
fn joined_blocks_are_one_stream() {
    let mut deflater = Deflater::default();
    let parts = [&text(1000)[..], b"", &noise(1000, 1), &text(10)];
    let stream = parts.map(|part| written(&compressed(&mut deflater, part)));
    assert!(read_back(stream.concat()) == parts.concat());
}
