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

/// To look at all of it would cost as much as to compress it: so the sample decides, also where it
/// sees the worst only. It is half a kibibyte of each sixteenth of the block.
#[test]
fn what_the_sample_takes_for_noise_is_stored_unseen() {
    let mut content = vec![0; SIZE];
    for sixteenth in content.chunks_mut(SIZE / 16) {
        sixteenth[..512].copy_from_slice(&noise(512, 1));
    }
    let size = |content: &[u8]| written(&compressed(&mut Deflater::default(), content)).len();
    let stored = SIZE + 5 * SIZE.div_ceil(65_535);
    // One and the same noise sixteen times is no noise to a sample of it all.
    assert!(size(&content) < SIZE / 4);
    for (index, sixteenth) in content.chunks_mut(SIZE / 16).enumerate() {
        sixteenth[..512].copy_from_slice(&noise(512, index as u64 * 2 + 1));
    }
    assert_eq!(size(&content), stored);
    // A block that is not full is tried as a whole.
    assert!(size(&content[..SIZE - 1]) < SIZE / 4);
}

/// In base64, as mails have it, no two pieces are alike, but six bits of eight would do: that shows
/// only to a taste at the level of the meal, since the fastest has one code for everything.
#[test]
fn what_has_no_two_pieces_alike_may_shrink_all_the_same() {
    let content: Vec<u8> = noise(SIZE, 1).iter().map(|byte| b'0' + byte % 64).collect();
    let block = compressed(&mut Deflater::default(), &content);
    assert!(written(&block).len() < SIZE / 5 * 4);
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
