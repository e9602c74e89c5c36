//! What `archive/gzip.rs` must do.

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

/// Ten bytes begin a gzip file (RFC 1952): two that are its mark, 8 for deflate, no flags, four of
/// a time, two more. The time is zero: otherwise the same tree would not give the same bytes.
#[test]
fn the_header_has_no_time_and_no_name() {
    assert_eq!(zipped(b"x")[..8], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
}

/// Eight bytes end it: the checksum of all that went in, and how much that was; low bytes first.
#[test]
fn the_trailer_is_checksum_and_length() {
    for content in [text(10), noise(3 * SIZE + 17, 1)] {
        let file = zipped(&content);
        let mut crc = Crc::new();
        crc.update(&content);
        let expected = [crc.sum().to_le_bytes(), crc.amount().to_le_bytes()];
        assert_eq!(file[file.len() - 8..], *expected.as_flattened());
    }
}

/// What is empty is a gzip file too.
#[test]
fn nothing_comes_back_as_nothing() {
    assert_eq!(gunzip(&zipped(b"")), b"");
    let mut out = Vec::new();
    Gzip::new(&mut out).finish().unwrap();
    assert_eq!(gunzip(&out), b"");
}

/// Around the size of a block, where one too many or too few would be lost or doubled. It is one
/// gzip member, however many blocks are in it: some readers stop after the first member.
#[test]
fn what_is_a_block_long_or_a_byte_off_comes_back_as_one_member() {
    for length in [1, SIZE - 1, SIZE, SIZE + 1, 2 * SIZE, 2 * SIZE + 1] {
        for content in [vec![b'x'; length], noise(length, 1)] {
            assert!(gunzip(&zipped(&content)) == content, "{length}");
        }
    }
}

/// Zeros are compressed long before noise is, and the threads do not wait for each other: the file
/// is in order all the same.
#[test]
fn blocks_stay_in_order_whichever_is_ready_first() {
    let (lines, noise) = (text(100_000), noise(2 * SIZE, 1));
    let blocks = (0..MANY).map(|index| match index {
        20 => lines[index..][..SIZE].to_vec(),
        _ if index % 2 == 0 => noise[index..][..SIZE].to_vec(),
        _ => vec![index as u8; SIZE],
    });
    let content = blocks.collect::<Vec<_>>().concat();
    assert!(gunzip(&zipped(&content)) == content);
}

/// Where one call of `write` ends is nobody's business. `space` and `filled` spare a copy: the
/// reader of a file fills the room itself.
#[test]
fn it_does_not_matter_in_which_pieces_it_comes() {
    let content = noise(2 * SIZE + 1000, 3);
    let at_once = zipped(&content);
    for piece in [7_919, SIZE - 1, SIZE + 1] {
        let mut out = Vec::new();
        let mut gzip = Gzip::new(&mut out);
        for (index, mut piece) in content.chunks(piece).enumerate() {
            while index % 2 == 1 && !piece.is_empty() {
                let space = gzip.space();
                assert!(!space.is_empty(), "there is always room");
                let count = space.len().min(piece.len());
                space[..count].copy_from_slice(&piece[..count]);
                gzip.filled(count).unwrap();
                piece = &piece[count..];
            }
            gzip.write(piece).unwrap();
        }
        gzip.finish().unwrap();
        assert!(out == at_once, "in pieces of {piece}");
    }
}

/// A backup may be larger than the memory: what was taken in must soon be written out.
#[test]
fn the_beginning_is_written_before_the_end_is_known() {
    let mut out = Out::default();
    let written = out.bytes.clone();
    let mut gzip = Gzip::new(&mut out);
    let block = noise(SIZE, 1);
    for _ in 0..MANY {
        gzip.write(&block).unwrap();
    }
    let kept = (MANY * SIZE).saturating_sub(written.borrow().len());
    assert!(kept <= 18 * SIZE, "{kept} bytes are kept in memory");
    assert!(is_unfinished(&written.borrow()), "it has no trailer yet");
    gzip.finish().unwrap();
    assert_eq!(gunzip(&written.borrow()).len(), MANY * SIZE);
}

/// A full disk is an error at once if it concerns what is written at once, and at the end at the
/// latest.
#[test]
fn an_error_of_what_is_behind_comes_through() {
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

/// Between header and trailer is what the blocks write, one after the other, cut wherever a block is
/// full: so that one can tell from the data alone where the cuts are. What says that it is the last
/// comes after them.
#[test]
fn the_blocks_stand_in_it_as_they_are() {
    let content = [text(100_000), noise(SIZE, 1)].concat();
    let mut expected = Vec::new();
    for part in content.chunks(SIZE) {
        let mut block = Block::with_room();
        block.space()[..part.len()].copy_from_slice(part);
        block.length = part.len();
        Deflater::default().deflate(&mut block);
        block.write(&mut expected).unwrap();
    }
    assert!(zipped(&content)[10..].starts_with(&expected));
}

/// Two archives of the same tree can be compared byte by byte, however busy the machine was.
#[test]
fn the_same_gives_the_same() {
    let content = [text(100_000), noise(SIZE, 1), vec![0; SIZE]].concat();
    let first = zipped(&content);
    assert!(zipped(&content) == first);
}

/// What does not compress grows by a few bytes a block at most; what does, shrinks.
#[test]
fn noise_is_hardly_larger_and_text_is_smaller() {
    let (noise, text) = (noise(3 * SIZE, 1), text(100_000));
    assert!(zipped(&noise).len() < noise.len() + 1024);
    assert!(zipped(&text).len() < text.len() / 2);
}
