//! The rules for `archive/gzip.rs`.

use std::fs::File;
use std::io::{self, ErrorKind};

use backup::archive::block::{Block, Deflater, SIZE};
use flate2::Crc;

use super::subject::Gzip;
use crate::support::archives::{Out, gunzip, is_unfinished, noise, text};

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
    assert_eq!(zipped(b"x")[..8], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
}

/// The last eight bytes are the checksum and the length of the content, low bytes first.
#[test]
fn trailer_has_checksum_and_length() {
    for content in [text(10), noise(3 * SIZE + 17, 1)] {
        let file = zipped(&content);
        let mut crc = Crc::new();
        crc.update(&content);
        let expected = [crc.sum().to_le_bytes(), crc.amount().to_le_bytes()];
        assert_eq!(file[file.len() - 8..], *expected.as_flattened());
    }
}

#[test]
fn empty_content_comes_back() {
    assert_eq!(gunzip(&zipped(b"")), b"");
    let mut out = Vec::new();
    Gzip::new(&mut out).finish().unwrap();
    assert_eq!(gunzip(&out), b"");
}

/// At the size of a block, a byte could be lost or written twice. Any number of blocks is one gzip
/// member, since some readers stop after the first.
#[test]
fn sizes_near_a_block_come_back_as_one_member() {
    for length in [1, SIZE - 1, SIZE, SIZE + 1, 2 * SIZE, 2 * SIZE + 1] {
        for content in [vec![b'x'; length], noise(length, 1)] {
            assert!(gunzip(&zipped(&content)) == content, "{length}");
        }
    }
}

/// Zeros are compressed faster than noise, so the workers finish in another order.
#[test]
fn blocks_stay_in_order() {
    let (lines, noise) = (text(100_000), noise(2 * SIZE, 1));
    let blocks = (0..MANY).map(|index| match index {
        20 => lines[index..][..SIZE].to_vec(),
        _ if index % 2 == 0 => noise[index..][..SIZE].to_vec(),
        _ => vec![index as u8; SIZE],
    });
    let content = blocks.collect::<Vec<_>>().concat();
    assert!(gunzip(&zipped(&content)) == content);
}

/// Neither with `write` nor with `unfilled` and `advance`, which save a copy.
#[test]
fn size_of_writes_changes_nothing() {
    let content = noise(2 * SIZE + 1000, 3);
    let at_once = zipped(&content);
    for piece in [7_919, SIZE - 1, SIZE + 1] {
        let mut out = Vec::new();
        let mut gzip = Gzip::new(&mut out);
        for (index, mut piece) in content.chunks(piece).enumerate() {
            while index % 2 == 1 && !piece.is_empty() {
                let space = gzip.unfilled();
                assert!(
                    !space.is_empty(),
                    "the buffer should have space after each call"
                );
                let count = space.len().min(piece.len());
                space[..count].copy_from_slice(&piece[..count]);
                gzip.advance(count).unwrap();
                piece = &piece[count..];
            }
            gzip.write(piece).unwrap();
        }
        gzip.finish().unwrap();
        assert!(
            out == at_once,
            "pieces of {piece} bytes should give the same file"
        );
    }
}

/// A backup may be larger than the memory, so at most 18 blocks are kept in it.
#[test]
fn blocks_are_written_before_the_end_is_known() {
    let mut out = Out::default();
    let written = out.bytes.clone();
    let mut gzip = Gzip::new(&mut out);
    let block = noise(SIZE, 1);
    for _ in 0..MANY {
        gzip.write(&block).unwrap();
    }
    let kept = (MANY * SIZE).saturating_sub(written.borrow().len());
    assert!(
        kept <= 18 * SIZE,
        "at most 18 blocks should be kept in memory: {kept} bytes"
    );
    assert!(
        is_unfinished(&written.borrow()),
        "the file should have no trailer yet"
    );
    gzip.finish().unwrap();
    assert_eq!(gunzip(&written.borrow()).len(), MANY * SIZE);
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
        assert_eq!(fill().unwrap_err().kind(), ErrorKind::StorageFull);
    }
}

/// After the header come the compressed blocks, each of full size but the last.
#[test]
fn file_contains_the_blocks_unchanged() {
    let content = [text(100_000), noise(SIZE, 1)].concat();
    let mut expected = Vec::new();
    for part in content.chunks(SIZE) {
        let mut block = Block::allocate();
        block.unfilled()[..part.len()].copy_from_slice(part);
        block.length = part.len();
        Deflater::default().deflate(&mut block);
        block.write(&mut expected).unwrap();
    }
    assert!(zipped(&content)[10..].starts_with(&expected));
}

/// However busy the machine is: two archives of the same tree can be compared byte by byte.
#[test]
fn same_content_gives_same_bytes() {
    let content = [text(100_000), noise(SIZE, 1), vec![0; SIZE]].concat();
    let first = zipped(&content);
    assert!(zipped(&content) == first);
}

#[test]
fn noise_grows_little_and_text_gets_smaller() {
    let (noise, text) = (noise(3 * SIZE, 1), text(100_000));
    assert!(zipped(&noise).len() < noise.len() + 1024);
    assert!(zipped(&text).len() < text.len() / 2);
}
