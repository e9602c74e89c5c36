//! The rules for `archive/pax.rs`, tested through `archive::write`.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{chown, symlink};
use std::time::{Duration, SystemTime};

use super::subject::write;
use crate::support::archives::{Home, entries, find, gunzip, save};

/// The field of an owner has seven octal digits. A larger number goes into a record, and as a binary
/// number into the field: otherwise readers that ignore records would give the file to root.
#[test]
#[ignore = "needs root"]
fn large_owner_is_a_record_and_a_binary_number() {
    let home = Home::new();
    home.file("small", b"");
    home.file("large", b"");
    chown(home.at("small"), Some(0o777_7777), Some(0o777_7777)).unwrap();
    chown(home.at("large"), Some(0o1000_0000), Some(4_000_000_000)).unwrap();
    let seen = home.saved(write);
    let (small, large) = (find(&seen, "test/small"), find(&seen, "test/large"));
    assert_eq!(small.owner, (0o777_7777, 0o777_7777));
    assert_eq!((small.record("uid"), small.record("gid")), (None, None));
    assert_eq!(large.owner, (0o1000_0000, 4_000_000_000));
    assert_eq!(large.record("uid"), Some("2097152"));
    assert_eq!(large.record("gid"), Some("4000000000"));
}

/// The same for a size of 8 GiB and more: a reader that ignores records would take the content for
/// the next headers.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs 8 GiB of disk space"]
fn large_size_is_a_record_and_a_binary_number() {
    use std::io::Read;

    use flate2::bufread::GzDecoder;
    use nix::fcntl::{FallocateFlags, fallocate};
    use tar::Header;

    use crate::support::archives::never;

    const SIZE: u64 = 8 << 30;
    let home = Home::new();
    let file = File::create(home.at("large")).unwrap();
    fallocate(&file, FallocateFlags::empty(), 0, SIZE as i64).unwrap();
    let mut beginning = [0; 10_000];
    write(&home.at("large"), &mut beginning[..], &[], &never).unwrap_err();

    let mut tar = [0; 3 * 512];
    GzDecoder::new(&beginning[..]).read_exact(&mut tar).unwrap();
    let records = str::from_utf8(&tar[512..1024]).unwrap();
    assert!(records.contains(" size=8589934592\n"), "{records}");
    let header = Header::from_byte_slice(&tar[1024..]);
    assert_eq!(header.entry_size().unwrap(), SIZE);
}

/// The field of a time has whole seconds from 1970 to 2242. Any other time is a decimal record: half a
/// second before 1970 is -0.5, which is -1 s and 500,000,000 ns in `stat`.
#[test]
fn times_are_saved_to_the_nanosecond() {
    for (seconds, nanoseconds, expected) in [
        (0, 0, None),
        (1_700_000_000, 0, None),
        (1_700_000_000, 123_456_789, Some("1700000000.123456789")),
        (1_700_000_000, 500_000_000, Some("1700000000.5")),
        (1_700_000_000, 1, Some("1700000000.000000001")),
        (1_700_000_010, 10, Some("1700000010.00000001")),
        (-1, 0, Some("-1")),
        (-1, 250_000_000, Some("-0.75")),
        (-2, 500_000_000, Some("-1.5")),
        (-100, 0, Some("-100")),
        (0o777_7777_7777, 0, None),
        (0o1000_0000_0000, 0, Some("8589934592")),
    ] {
        let home = Home::new();
        home.file("file", b"");
        let whole = Duration::from_secs(i64::unsigned_abs(seconds));
        let time = match seconds {
            0.. => SystemTime::UNIX_EPOCH + whole,
            _ => SystemTime::UNIX_EPOCH - whole,
        };
        let time = time + Duration::from_nanos(nanoseconds);
        File::open(home.at("file"))
            .unwrap()
            .set_modified(time)
            .unwrap();
        let stored = fs::metadata(home.at("file")).unwrap().modified().unwrap();
        assert_eq!(stored, time, "the file system should store any time");
        let (archive, _) = save(write, &home.at("file")).unwrap();
        let seen = &entries(&archive)[0];
        assert_eq!(seen.record("mtime"), expected, "{seconds}.{nanoseconds:09}");
        if expected.is_none() {
            let tar = gunzip(&archive);
            let header = tar::Header::from_byte_slice(&tar[..512]);
            assert_eq!(header.mtime().unwrap(), seconds.unsigned_abs());
        }
    }
}

/// A reader that ignores records extracts by the names in the headers. Two names that are cut at the
/// same place must differ, and a hard link must have the cut name of its file.
#[test]
fn shortened_names_differ() {
    let home = Home::new();
    let common = "n".repeat(150);
    for end in ["a", "b"] {
        home.file(format!("{common}{end}"), b"x");
        symlink("nowhere", home.at(format!("{common}{end}.link"))).unwrap();
        fs::create_dir(home.at(format!("{common}{end}.dir"))).unwrap();
    }
    fs::hard_link(home.at(format!("{common}a")), home.at("z")).unwrap();
    let (archive, _) = save(write, &home.at("")).unwrap();
    let tar = gunzip(&archive);
    let headers: Vec<_> = tar
        .chunks(512)
        .filter(|block| block[257..].starts_with(b"ustar") && block[156] != b'x')
        .collect();
    let names: BTreeSet<_> = headers.iter().map(|header| &header[..100]).collect();
    assert_eq!(names.len(), 1 + 6 + 1, "each header has a name of its own");
    let link = headers.last().unwrap();
    assert!(
        names.contains(&link[157..257]),
        "the link should lead to a name in a header"
    );
}

/// A name is any bytes but `/` and NUL. The field has a hundred bytes; a longer name is a record.
#[test]
fn names_of_any_bytes_and_length_are_saved() {
    let home = Home::new();
    let mut expected = vec![b"test/".to_vec()];
    let plain = [
        &b"a b"[..],
        b"-rf",
        b"new\nline",
        b"\xff\xfe",
        b"caf\xc3\xa9",
        b"*?[",
        b"\\",
    ];
    let long = [94, 95, 96, 99, 100, 101, 155, 255].map(|length| vec![b'n'; length]);
    let long_and_odd = [b"\xff".repeat(200), "\u{e9}".repeat(100).into_bytes()];
    for name in plain
        .map(<[u8]>::to_vec)
        .iter()
        .chain(&long)
        .chain(&long_and_odd)
    {
        home.file(OsStr::from_bytes(name), b"x");
        expected.push([b"test/", &name[..]].concat());
    }
    expected.sort();
    let seen = home.saved(write);
    let found: Vec<&[u8]> = seen.iter().map(|entry| &entry.bytes[..]).collect();
    assert_eq!(found, expected);
    assert!(seen[1..].iter().all(|entry| entry.content == b"x"));
}
