//! The rules for `archive/sparse.rs`, tested through `archive::write`.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use flate2::bufread::GzDecoder;
use tar::Header;

use super::subject::write;
use crate::support::archives::{Home, Seen, entries, gunzip, names, never, save};

/// The extents that a map lists if few zeros are enough to stay below this number.
const MAX_EXTENTS_FOR_GO: u64 = 25_000;

/// A file with `count` extents of one byte each, `step` bytes apart.
fn sieve(home: &Home, count: u64, step: u64) -> File {
    let file = File::create(home.at("sieve")).unwrap();
    for index in 0..count {
        file.write_all_at(b"x", index * step).unwrap();
    }
    file
}

/// Extends `file` to `size` bytes, mostly holes.
#[track_caller]
fn extend(file: &File, size: u64) {
    file.set_len(size).unwrap();
    let stored = file.metadata().unwrap().blocks() * 512;
    assert!(stored < size / 2, "the file system should store holes");
}

/// Holes are neither read nor written. The contents of the entry begin with a map of the extents (GNU
/// tar's sparse format 1.0).
#[test]
fn hole_takes_no_time_and_no_space() {
    const TERABYTE: u64 = 1 << 40;
    let home = Home::new();
    let file = File::create(home.at("disk")).unwrap();
    extend(&file, TERABYTE);
    file.write_all_at(b"in the middle", TERABYTE / 2).unwrap();
    let (archive, warnings) = save(write, &home.at("disk")).unwrap();
    assert_eq!(warnings, [""; 0]);
    let seen = &entries(&archive)[0];
    assert_eq!(seen.record("GNU.sparse.name"), Some("disk"));
    assert_eq!(seen.record("GNU.sparse.realsize"), Some("1099511627776"));
    let mut end = 0;
    for (offset, bytes) in extents(seen) {
        if let Some(within) = (TERABYTE / 2).checked_sub(offset)
            && within < bytes.len() as u64
        {
            assert!(bytes[within as usize..].starts_with(b"in the middle"));
        }
        end = offset + bytes.len() as u64;
    }
    assert_eq!(end, TERABYTE);
}

/// Readers without sparse support extract the map and the data as they are. GNU tar and bsdtar put
/// the same name in the header.
#[test]
fn sparse_file_has_a_name_of_its_own_in_the_header() {
    let home = Home::new();
    fs::create_dir(home.at("sub")).unwrap();
    for name in ["disk", "sub/disk"] {
        let file = File::create(home.at(name)).unwrap();
        extend(&file, 1 << 20);
    }
    let (archive, _) = save(write, &home.at("")).unwrap();
    let tar = gunzip(&archive);
    let headers = tar
        .chunks(512)
        .filter(|block| block[257..].starts_with(b"ustar"));
    let regular = headers.filter(|header| header[156] == b'0');
    let found: Vec<_> = regular
        .map(|header| String::from_utf8_lossy(&header[..100]))
        .collect();
    let expected = ["test/GNUSparseFile.0/disk", "test/sub/GNUSparseFile.0/disk"];
    assert_eq!(found.len(), 2);
    for (found, expected) in found.iter().zip(expected) {
        assert_eq!(found.trim_end_matches('\0'), expected);
    }
}

/// A reader without sparse support has only the name in the header to link to.
#[test]
fn hard_link_to_sparse_file_leads_to_the_name_in_its_header() {
    let home = Home::new();
    extend(&File::create(home.at("disk")).unwrap(), 1 << 20);
    fs::hard_link(home.at("disk"), home.at("hard")).unwrap();
    let (archive, _) = save(write, &home.at("")).unwrap();
    let tar = gunzip(&archive);
    let headers = tar
        .chunks(512)
        .filter(|block| block[257..].starts_with(b"ustar"));
    let link = headers.clone().find(|header| header[156] == b'1').unwrap();
    let target = String::from_utf8_lossy(&link[157..257]);
    assert_eq!(
        target.trim_end_matches('\0'),
        "test/GNUSparseFile.0/disk",
        "the link in the header should lead to the name in the header"
    );
    let seen = entries(&archive);
    let link = seen.iter().find(|entry| entry.name == "test/hard").unwrap();
    assert_eq!(
        link.record("linkpath"),
        Some("test/disk"),
        "the record should have the real name"
    );
}

/// Beyond [`MAX_EXTENTS_FOR_GO`] the smallest holes are stored as zeros: large holes cost nothing, however
/// many extents come before them.
#[test]
fn too_many_extents_merge_the_smallest_holes() {
    const STEP: u64 = 8 << 10;
    const TERABYTE: u64 = 1 << 40;
    let count = MAX_EXTENTS_FOR_GO + 2000;
    let home = Home::new();
    let file = sieve(&home, count, STEP);
    extend(&file, TERABYTE);
    let stored = file.metadata().unwrap().blocks() * 512;
    let holes = "the file system should store holes of 4 KiB";
    assert!(stored < count * STEP * 3 / 4, "{holes}");
    file.write_all_at(b"x", TERABYTE / 2).unwrap();
    let (archive, warnings) = save(write, &home.at("sieve")).unwrap();
    assert_eq!(warnings, [""; 0]);
    let archived = entries(&archive);
    let extents = extents(&archived[0]);
    assert_eq!(
        extents.len() as u64,
        MAX_EXTENTS_FOR_GO,
        "the map has a maximum length"
    );
    let mut found = Vec::new();
    for (offset, bytes) in extents {
        let marks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'x');
        found.extend(marks.map(|(at, _)| offset + at as u64));
    }
    let expected: Vec<u64> = (0..count)
        .map(|index| index * STEP)
        .chain([TERABYTE / 2])
        .collect();
    assert!(found == expected, "no byte may be lost or moved");
}

/// A file with `count` extents of one byte each, and large holes between them.
fn scattered(home: &Home, count: u64, hole: u64) {
    let file = File::create(home.at("sieve")).unwrap();
    for index in 0..count {
        file.write_all_at(b"x", index * hole).unwrap();
    }
    extend(&file, count * hole);
}

/// To merge these holes would take hours. So the map gets longer than Go accepts.
#[test]
#[ignore = "slow: writes 27,500 extents"]
fn many_large_holes_stay_holes() {
    let home = Home::new();
    let count = MAX_EXTENTS_FOR_GO * 11 / 10;
    scattered(&home, count, 1 << 29);
    let (archive, warnings) = save(write, &home.at("sieve")).unwrap();
    assert_eq!(warnings, [""; 0]);
    let archived = entries(&archive);
    let data = extents(&archived[0]).into_iter();
    let found = data.filter(|(_, bytes)| bytes.first() == Some(&b'x'));
    assert!(
        found
            .map(|(offset, _)| offset)
            .eq((0..count).map(|index| index << 29)),
        "each extent should be in the archive, at its offset"
    );
}

/// Even a map of the maximum length leaves holes that would take hours to write.
#[test]
#[ignore = "slow: writes 280,000 extents, a gigabyte"]
fn file_is_left_out_if_its_holes_would_take_hours() {
    let home = Home::new();
    // Of the 30,000 holes that do not fit in the map, each has 56 MiB.
    scattered(&home, 280_000, 56 << 20);
    home.file("z", b"last");
    let (archive, warnings) = save(write, &home.at("")).unwrap();
    assert_eq!(warnings, ["test/sieve: too many holes, left out"]);
    assert_eq!(names(&entries(&archive)), ["test", "test/z"]);
}

/// While its extents are listed, a file may be truncated and extended again: then the rest is a hole.
/// Read as data it would take hours.
#[test]
fn file_truncated_while_its_extents_are_listed_takes_no_time() {
    const TERABYTE: u64 = 1 << 40;
    let home = Home::new();
    let file = File::create(home.at("disk")).unwrap();
    extend(&file, TERABYTE);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                file.set_len(0).unwrap();
                file.set_len(TERABYTE).unwrap();
                file.write_all_at(b"x", 0).unwrap();
            }
        });
        let result = (0..2000)
            .try_for_each(|_| write(&home.at("disk"), Short(10 << 20), &[], &never).map(drop));
        done.store(true, Ordering::Relaxed);
        result.expect("the archive of an empty file must stay short");
    });
}

/// The field of a size has digits for eight gibibytes; a larger size is a binary number there. Given a
/// record instead, Python would look for the next entry behind the size of the file with its holes.
#[test]
#[ignore = "slow: writes 27,500 extents"]
fn sparse_file_of_much_data_has_its_size_in_the_header() {
    let home = Home::new();
    let count = MAX_EXTENTS_FOR_GO * 11 / 10;
    let file = sieve(&home, count, 4 << 20);
    extend(&file, count << 22);
    let mut beginning = [0; 1 << 20];
    write(&home.at("sieve"), &mut beginning[..], &[], &never).unwrap_err();

    let mut tar = [0; 3 * 512];
    GzDecoder::new(&beginning[..]).read_exact(&mut tar).unwrap();
    let records = str::from_utf8(&tar[512..1024]).unwrap();
    let size = format!("GNU.sparse.realsize={}\n", count << 22);
    assert!(records.contains(&size), "{records}");
    assert!(!records.contains(" size="), "{records}");
    let size = Header::from_byte_slice(&tar[1024..]).entry_size().unwrap();
    assert!((9 << 30..count << 22).contains(&size), "{size}");
}

/// The extents of a sparse file: offset and data. The content begins with a map, which has the number
/// of extents, then the offset and length of each.
fn extents(seen: &Seen) -> Vec<(u64, &[u8])> {
    let map_end = seen.content.iter().position(|byte| *byte == 0).unwrap();
    let map = str::from_utf8(&seen.content[..map_end]).unwrap();
    let numbers: Vec<u64> = map.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(numbers.len() as u64, 1 + 2 * numbers[0], "{map}");
    let mut data = &seen.content[map_end.next_multiple_of(512)..];
    let mut extents = Vec::new();
    for extent in numbers[1..].chunks(2) {
        let (bytes, rest) = data.split_at(extent[1] as usize);
        extents.push((extent[0], bytes));
        data = rest;
    }
    assert_eq!(data.len(), 0);
    extents
}

/// A writer that fails after so many bytes.
struct Short(usize);

impl Write for Short {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let rest = self.0.checked_sub(bytes.len());
        self.0 = rest.ok_or_else(|| io::Error::other("the archive is too long"))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
