//! What `archive/holes.rs` must do, as `archive::write` shows it.

use std::fs::File;
use std::io::Read;
use std::os::unix::fs::{FileExt, MetadataExt};

use backup::shutdown::Shutdown;
use flate2::bufread::GzDecoder;
use tar::Header;

use super::subject::write;
use crate::support::archives::{Home, Seen, entries, save};
use crate::support::skipped;

/// How many bytes a [`sieve`] has, and how far they are apart.
const BYTES: u64 = 4200;
const STEP: u64 = 128 << 10;

/// A file of more parts than a map has.
fn sieve(home: &Home) -> File {
    let file = File::create(home.at("sieve")).unwrap();
    for index in 0..BYTES {
        file.write_all_at(b"x", index * STEP).unwrap();
    }
    file
}

/// A disk image says that it has a terabyte, and holds a megabyte. The zeros in between are neither
/// read nor written: the archive begins with a map of what is there (GNU tar's sparse format 1.0).
#[test]
fn a_hole_takes_no_time_and_no_room() {
    const TERABYTE: u64 = 1 << 40;
    let home = Home::new();
    let file = File::create(home.at("disk")).unwrap();
    if file.set_len(TERABYTE).is_err() {
        return skipped("the file system has no files of a terabyte");
    }
    file.write_all_at(b"in the middle", TERABYTE / 2).unwrap();
    let (archive, warnings) = save(write, &home.at("disk")).unwrap();
    assert_eq!(warnings, [""; 0]);
    let seen = &entries(&archive)[0];
    assert_eq!(seen.record("GNU.sparse.name"), Some("disk"));
    assert_eq!(seen.record("GNU.sparse.realsize"), Some("1099511627776"));
    let mut end = 0;
    for (offset, bytes) in parts(seen) {
        if let Some(within) = (TERABYTE / 2).checked_sub(offset)
            && within < bytes.len() as u64
        {
            assert!(bytes[within as usize..].starts_with(b"in the middle"));
        }
        end = offset + bytes.len() as u64;
    }
    assert_eq!(end, TERABYTE);
}

/// The map must not grow without end. From some part on, the rest of the file is one part, holes and
/// all; and nothing is lost.
#[test]
fn a_file_of_very_many_holes_is_saved_with_a_map_that_is_not_longer_than_that() {
    let home = Home::new();
    let file = sieve(&home);
    if file.metadata().unwrap().blocks() * 512 > BYTES * STEP / 2 {
        return skipped("the file system has no holes");
    }
    let (archive, warnings) = save(write, &home.at("sieve")).unwrap();
    assert_eq!(warnings, [""; 0]);
    let archived = entries(&archive);
    let parts = parts(&archived[0]);
    assert_eq!(parts.len(), 4097);
    let mut found = 0;
    for (offset, bytes) in parts {
        for at in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'x') {
            assert_eq!(offset + at.0 as u64, found * STEP);
            found += 1;
        }
    }
    assert_eq!(found, BYTES);
}

/// More than the eight gigabytes that the digits of a header hold: it becomes a binary number. From a
/// record Python would look for the next entry behind the size of the whole file, holes and all.
#[test]
fn a_sparse_file_of_very_much_data_has_its_size_in_the_header() {
    const WHOLE: u64 = 10 << 30;
    let home = Home::new();
    let file = sieve(&home);
    if file.set_len(WHOLE).is_err() || file.metadata().unwrap().blocks() * 512 > WHOLE / 2 {
        return skipped("the file system has no such holes");
    }
    let (_sender, shutdown) = Shutdown::channel();
    let mut beginning = [0; 10_000];
    write(&home.at("sieve"), &mut beginning[..], &[], &shutdown).unwrap_err();

    let mut tar = [0; 3 * 512];
    GzDecoder::new(&beginning[..]).read_exact(&mut tar).unwrap();
    let records = str::from_utf8(&tar[512..1024]).unwrap();
    assert!(records.contains("GNU.sparse.realsize=10737418240\n"));
    assert!(!records.contains(" size="), "{records}");
    let size = Header::from_byte_slice(&tar[1024..]).entry_size().unwrap();
    assert!((9 << 30..WHOLE).contains(&size), "{size}");
}

/// The data of a sparse file, with its offsets. The content begins with a map: how many parts, then
/// the offset and length of each.
fn parts(seen: &Seen) -> Vec<(u64, &[u8])> {
    let map_end = seen.content.iter().position(|byte| *byte == 0).unwrap();
    let map = str::from_utf8(&seen.content[..map_end]).unwrap();
    let numbers: Vec<u64> = map.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(numbers.len() as u64, 1 + 2 * numbers[0], "{map}");
    let mut data = &seen.content[map_end.next_multiple_of(512)..];
    let mut parts = Vec::new();
    for part in numbers[1..].chunks(2) {
        let (bytes, rest) = data.split_at(part[1] as usize);
        parts.push((part[0], bytes));
        data = rest;
    }
    assert_eq!(data.len(), 0);
    parts
}
