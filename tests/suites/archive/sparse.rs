//! The rules for `archive/sparse.rs`, tested through `archive::write`.

use std::fs::{self, File};
use std::os::unix::fs::{FileExt, MetadataExt};

use super::subject::write;
use crate::support::archives::{Home, Seen, beginning, entries, names, save};

const TERABYTE: u64 = 1 << 40;

/// The extents that a map lists if few zeros are enough to stay below this number.
const MAX_EXTENTS_FOR_GO: u64 = 25_000;

/// Makes a file of `size` bytes with `count` extents of one byte each, `step` bytes apart. The rest
/// are holes.
#[track_caller]
fn sparse(home: &Home, name: &str, size: u64, count: u64, step: u64) {
    let file = File::create(home.at(name)).unwrap();
    for index in 0..count {
        file.write_all_at(b"x", index * step).unwrap();
    }
    file.set_len(size).unwrap();
    let stored = file.metadata().unwrap().blocks() * 512;
    assert!(stored < size, "the file system should store holes");
}

/// The extents (offset, length) in the map before the data of a sparse file, and the data. The map has
/// the number of extents, then the offset and length of each.
fn extents(seen: &Seen) -> (Vec<(u64, u64)>, &[u8]) {
    let end = seen.content.iter().position(|byte| *byte == 0).unwrap();
    let map = str::from_utf8(&seen.content[..end]).unwrap();
    let numbers: Vec<u64> = map.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(numbers.len() as u64, 1 + 2 * numbers[0], "{map}");
    let extents = numbers[1..].chunks(2).map(|extent| (extent[0], extent[1]));
    let data = &seen.content[end.next_multiple_of(512)..];
    (extents.collect(), data)
}

/// Holes are neither read nor written. The contents of the entry begin with a map of the extents (GNU
/// tar's sparse format 1.0).
#[test]
fn hole_takes_no_time_and_no_space() {
    let home = Home::new();
    sparse(&home, "disk", TERABYTE, 0, 0);
    let file = File::options().write(true).open(home.at("disk")).unwrap();
    file.write_all_at(b"in the middle", TERABYTE / 2).unwrap();
    let (archive, warnings) = save(write, &home.at("disk")).unwrap();
    assert_eq!(warnings, [""; 0], "it must be saved whole");
    let seen = &entries(&archive)[0];
    assert_eq!(seen.record("GNU.sparse.name"), Some("disk"));
    assert_eq!(seen.record("GNU.sparse.realsize"), Some("1099511627776"));
    let (extents, data) = extents(seen);
    let start = extents[0].0;
    let expected = [(start, data.len() as u64), (TERABYTE, 0)];
    assert_eq!(extents, expected, "one extent, and the end");
    let data = &data[(TERABYTE / 2 - start) as usize..];
    assert!(
        data.starts_with(b"in the middle"),
        "it must be at its offset"
    );
}

/// Readers without sparse support extract the map and the data as they are. GNU tar and bsdtar put
/// the same name in the header. Such a reader has only that name to link to.
#[test]
fn sparse_file_has_a_name_of_its_own_in_the_header() {
    let home = Home::new();
    fs::create_dir(home.at("sub")).unwrap();
    for name in ["disk", "sub/disk"] {
        sparse(&home, name, 1 << 20, 0, 0);
    }
    fs::hard_link(home.at("disk"), home.at("hard")).unwrap();
    let seen = home.saved(write);
    let name = "test/GNUSparseFile.0/disk";
    let name_in_sub = "test/sub/GNUSparseFile.0/disk";
    let expected = ["test", name, "test/hard", "test/sub", name_in_sub];
    assert_eq!(names(&seen), expected);
    let hard = &seen[2];
    assert_eq!(hard.link_in_header.as_deref(), Some(name.as_bytes()));
    assert_eq!(hard.record("linkpath"), Some("test/disk"), "its real name");
}

/// Beyond [`MAX_EXTENTS_FOR_GO`] the smallest holes are stored as zeros: large holes cost nothing, however
/// many extents come before them.
#[test]
fn too_many_extents_merge_the_smallest_holes() {
    const STEP: u64 = 8 << 10;
    let home = Home::new();
    let count = MAX_EXTENTS_FOR_GO + 10;
    sparse(&home, "sieve", TERABYTE, count, STEP);
    let (extents, _) = extents(&beginning(write, &home.at("sieve")));
    let length = extents.len() as u64;
    assert_eq!(length, MAX_EXTENTS_FOR_GO, "the maximum length of a map");
    let has = |offset| {
        let before = extents.partition_point(|(start, _)| *start <= offset);
        before > 0 && offset - extents[before - 1].0 < extents[before - 1].1
    };
    let are_kept = (0..count).all(|index| has(index * STEP));
    assert!(are_kept, "no data may be lost or moved");
}

/// To merge these holes would write a terabyte of zeros. So the map gets longer than Go accepts.
#[test]
#[ignore = "slow: writes 27,500 extents"]
fn many_large_holes_stay_holes() {
    const STEP: u64 = 1 << 29;
    let home = Home::new();
    let count = MAX_EXTENTS_FOR_GO * 11 / 10;
    sparse(&home, "sieve", count * STEP, count, STEP);
    let (extents, _) = extents(&beginning(write, &home.at("sieve")));
    let offsets = extents.iter().map(|(offset, _)| *offset);
    let are_kept = offsets.eq((0..=count).map(|index| index * STEP));
    assert!(are_kept, "each extent must be in the map");
}

/// Even a map of the maximum length leaves holes of more than a terabyte.
#[test]
#[ignore = "slow: writes 280,000 extents, a gigabyte"]
fn file_is_left_out_if_its_holes_would_be_a_terabyte_of_zeros() {
    let home = Home::new();
    // Of the 30,000 holes that do not fit in the map, each has 56 MiB.
    sparse(&home, "sieve", 280_000 * (56 << 20), 280_000, 56 << 20);
    home.file("z", b"last");
    let (archive, warnings) = save(write, &home.at("")).unwrap();
    assert_eq!(warnings, ["test/sieve: too many holes, left out"]);
    assert_eq!(names(&entries(&archive)), ["test", "test/z"]);

    // As many small holes are stored as zeros.
    sparse(&home, "fine", 280_000 << 13, 280_000, 1 << 13);
    let (extents, _) = extents(&beginning(write, &home.at("fine")));
    assert_eq!(extents.len() as u64, MAX_EXTENTS_FOR_GO, "it must be saved");
}
