//! What `archive/holes.rs` must do, as `archive::write` shows it.

use std::fs::File;
use std::os::unix::fs::FileExt;

use super::subject::write;
use crate::support::archives::{Home, entries, save};
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
    // The content begins with a map: how many parts, then the offset and length of each.
    let map_end = seen.content.iter().position(|byte| *byte == 0).unwrap();
    let map = str::from_utf8(&seen.content[..map_end]).unwrap();
    let numbers: Vec<u64> = map.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(numbers.len() as u64, 1 + 2 * numbers[0], "{map}");
    let mut data = &seen.content[map_end.next_multiple_of(512)..];
    let mut end = 0;
    for part in numbers[1..].chunks(2) {
        let (bytes, rest) = data.split_at(part[1] as usize);
        if let Some(within) = (TERABYTE / 2).checked_sub(part[0])
            && within < part[1]
        {
            assert!(bytes[within as usize..].starts_with(b"in the middle"));
        }
        (data, end) = (rest, part[0] + part[1]);
    }
    assert_eq!((data.len(), end), (0, TERABYTE));
}
