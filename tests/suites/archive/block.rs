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
        let is_restored = read_back(written(&block)) == content;
        assert!(is_restored, "{} bytes must be restored", content.len());
        let mut crc = Crc::new();
        crc.update(content);
        let found = (block.crc.sum(), block.crc.amount());
        assert_eq!(found, (crc.sum(), crc.amount()), "the checksum");
    }
}

/// A sample decides for the whole block, even if the rest would get smaller: a look at all of it would
/// cost as much as compressing it. A stored block adds five bytes per 65,535.
#[test]
fn block_is_stored_if_its_sample_does_not_get_smaller() {
    let mut deflater = Deflater::default();
    let stored = SIZE + 5 * SIZE.div_ceil(65_535);
    // The sample is the first 512 bytes of each sixteenth.
    let mut noisy_sample = vec![0; SIZE];
    for (sixteenth, seed) in noisy_sample.chunks_mut(SIZE / 16).zip(1..) {
        sixteenth[..512].copy_from_slice(&noise(512, seed));
    }
    // Base64, as in mail, repeats nothing, but uses six bits of eight.
    let base64: Vec<u8> = noise(SIZE, 1).iter().map(|byte| b'0' + byte % 64).collect();
    for (what, content, sizes) in [
        ("noise", &noise(SIZE, 1)[..], stored..=stored),
        ("a little noise", &noise(1000, 1), 1005..=1005),
        ("a noisy sample", &noisy_sample, stored..=stored),
        ("a block that is not full", &noisy_sample[1..], 1..=SIZE / 4),
        ("zeros", &[0; SIZE], 1..=5000),
        ("text", &text(100_000)[..SIZE], 1..=SIZE / 2),
        ("base64", &base64, 1..=SIZE / 5 * 4),
    ] {
        let size = written(&compressed(&mut deflater, content)).len();
        assert!(sizes.contains(&size), "{what}: {size} is not in {sizes:?}");
    }
}
