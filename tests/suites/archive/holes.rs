//! What `archive/holes.rs` must do, as `archive::write` shows it.

use std::fs::File;
use std::os::unix::fs::{FileExt, MetadataExt};

use super::subject::write;
use crate::support::archives::{Home, Seen, entries, save};
use crate::support::skipped;

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
    const STEP: u64 = 128 << 10;
    const BYTES: u64 = 4200;
    let home = Home::new();
    let file = File::create(home.at("sieve")).unwrap();
    for index in 0..BYTES {
        file.write_all_at(b"x", index * STEP).unwrap();
    }
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
