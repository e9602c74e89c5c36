//! The rules for `archive/block.rs`. The suite of `archive/gzip.rs` tests that the content comes back.

use super::subject::{Block, Deflater, SIZE};
use crate::support::archives::noise;

/// The size of a block with `content`, as `deflater` writes it.
fn size(deflater: &mut Deflater, content: &[u8]) -> usize {
    let mut block = Block::allocate();
    block.unfilled()[..content.len()].copy_from_slice(content);
    block.length = content.len();
    deflater.deflate(&mut block);
    let mut out = Vec::new();
    block.write(&mut out).unwrap();
    out.len()
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
    let mut noisy_beginning = vec![0; SIZE];
    noisy_beginning[..512].copy_from_slice(&noise(512, 1));
    // Base64, as in mail, repeats nothing, but uses six bits of eight.
    let base64: Vec<u8> = noise(SIZE, 1).iter().map(|byte| b'0' + byte % 64).collect();
    for (what, content, sizes) in [
        ("noise", &noise(SIZE, 1)[..], stored..=stored),
        ("a little noise", &noise(1000, 1), 1005..=1005),
        ("a noisy sample", &noisy_sample, stored..=stored),
        ("noise in its first sixteenth", &noisy_beginning, 1..=5000),
        ("a block that is not full", &noisy_sample[1..], 1..=SIZE / 4),
        ("zeros", &[0; SIZE], 1..=5000),
        ("base64", &base64, 1..=SIZE / 5 * 4),
    ] {
        let size = size(&mut deflater, content);
        assert!(sizes.contains(&size), "{what}: {size} is not in {sizes:?}");
    }
}
