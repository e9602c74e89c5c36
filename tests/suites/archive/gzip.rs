//! The rules for `archive/gzip.rs`.

use std::fs::File;
use std::io::{self, ErrorKind};

use backup::archive::block::SIZE;

use super::subject::Gzip;
use crate::support::archives::{Out, gunzip, is_unfinished, noise};

/// More blocks than may be kept in memory, with room to spare.
const MANY: usize = 24;

/// `content` as a gzip file.
fn zipped(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut gzip = Gzip::new(&mut out);
    gzip.write(content).unwrap();
    gzip.finish().unwrap();
    out
}

/// The header has ten bytes (RFC 1952): a magic number of two, 8 for deflate, no flags, a time of
/// four, two more. The time is zero: otherwise the same tree would not give the same bytes.
#[test]
fn header_has_no_time_and_no_name() {
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0];
    assert_eq!(zipped(b"x")[..8], header, "the first eight bytes");
}

/// At the size of a block, a byte could be lost or written twice. Any number of blocks is one gzip
/// member, since some readers stop after the first. The reader checks the checksum and the length.
#[test]
fn sizes_near_a_block_come_back_as_one_member() {
    for length in [0, 1, SIZE - 1, SIZE, SIZE + 1, 2 * SIZE, 2 * SIZE + 1] {
        for content in [vec![b'x'; length], noise(length, 1)] {
            let comes_back = gunzip(&zipped(&content)) == content;
            assert!(comes_back, "{length} bytes must come back");
        }
    }
}

/// Neither with `write` nor with `unfilled` and `advance`, which save a copy.
#[test]
fn size_of_writes_changes_nothing() {
    let content = noise(2 * SIZE + 1000, 3);
    let at_once = zipped(&content);
    for size in [7_919, SIZE - 1, SIZE + 1] {
        let mut out = Vec::new();
        let mut gzip = Gzip::new(&mut out);
        for (index, mut piece) in content.chunks(size).enumerate() {
            while index % 2 == 1 && !piece.is_empty() {
                let space = gzip.unfilled();
                let count = space.len().min(piece.len());
                assert!(count > 0, "the buffer must have space after each call");
                space[..count].copy_from_slice(&piece[..count]);
                gzip.advance(count).unwrap();
                piece = &piece[count..];
            }
            gzip.write(piece).unwrap();
        }
        gzip.finish().unwrap();
        let is_same = out == at_once;
        assert!(is_same, "pieces of {size} bytes must give the same file");
    }
}

/// A backup may be larger than the memory, so at most 18 blocks are kept in it. Zeros are compressed
/// faster than noise, so the workers finish in another order.
#[test]
fn blocks_are_written_before_the_end_is_known() {
    let mut out = Out::default();
    let written = out.bytes.clone();
    let mut gzip = Gzip::new(&mut out);
    let noise = noise(2 * SIZE, 1);
    let block = |index: usize| match index {
        20 => &[0; SIZE],
        _ => &noise[index..][..SIZE],
    };
    for index in 0..MANY {
        gzip.write(block(index)).unwrap();
    }
    let kept = (MANY * SIZE).saturating_sub(written.borrow().len());
    assert!(
        kept <= 18 * SIZE,
        "at most 18 blocks must be kept in memory: {kept} bytes"
    );
    let is_unfinished = is_unfinished(&written.borrow());
    assert!(is_unfinished, "the file must have no trailer yet");
    gzip.finish().unwrap();
    let content = gunzip(&written.borrow());
    let is_in_order = content.chunks(SIZE).eq((0..MANY).map(block));
    assert!(is_in_order, "the blocks must come back in order");
}

/// A full disk: with many blocks an error of `write`, otherwise one of `finish`.
#[test]
fn write_error_is_returned() {
    let block = noise(SIZE, 1);
    for blocks in [0, MANY] {
        let fill = || -> io::Result<()> {
            let mut full = File::options().write(true).open("/dev/full")?;
            let mut gzip = Gzip::new(&mut full);
            for _ in 0..blocks {
                gzip.write(&block)?;
            }
            gzip.finish()
        };
        let error = fill().expect_err("a full disk must be an error");
        assert_eq!(
            error.kind(),
            ErrorKind::StorageFull,
            "the kind of the error"
        );
    }
}
