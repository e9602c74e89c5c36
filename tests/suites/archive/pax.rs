//! The rules for `archive/pax.rs` and `archive/entry.rs`, tested through `archive::write`.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{chown, symlink};

use nix::fcntl::AT_FDCWD;
use nix::sys::stat::{UtimensatFlags, utimensat};
use nix::sys::time::TimeSpec;
use tar::Header;

use super::subject::write;
use crate::support::archives::{Home, entries, find, gunzip, save};

/// The field of an owner has seven octal digits. A larger number goes into a record, and as a binary
/// number into the field: otherwise readers that ignore records would give the file to root.
#[test]
#[ignore = "needs root"]
fn large_owner_is_a_record_and_a_binary_number() {
    for (uid, gid, records) in [
        (0o777_7777, 0o777_7777, (None, None)),
        (
            0o1000_0000,
            4_000_000_000,
            (Some("2097152"), Some("4000000000")),
        ),
    ] {
        let home = Home::new();
        home.file("file", b"");
        chown(home.at("file"), Some(uid), Some(gid)).unwrap();
        let (archive, _) = save(write, &home.at("file")).unwrap();
        let file = &entries(&archive)[0];
        assert_eq!((file.record("uid"), file.record("gid")), records);
        // The `tar` crate changes the owner in the header it returns to that of the records.
        let tar = gunzip(&archive);
        let header = tar.chunks(512).find(|block| block[156] == b'0').unwrap();
        let header = Header::from_byte_slice(header);
        assert_eq!(header.uid().unwrap(), uid.into(), "in the header");
        assert_eq!(header.gid().unwrap(), gid.into(), "in the header");
    }
}

/// The same for a size of 8 GiB and more: a reader that ignores records would take the content for
/// the next headers.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs 8 GiB of disk space"]
fn large_size_is_a_record_and_a_binary_number() {
    use nix::fcntl::{FallocateFlags, fallocate};

    let home = Home::new();
    let file = fs::File::create(home.at("large")).unwrap();
    fallocate(&file, FallocateFlags::empty(), 0, 8 << 30).unwrap();
    let large = crate::support::archives::beginning(write, &home.at("large"));
    assert_eq!(large.record("size"), Some("8589934592"));
    assert_eq!(large.size_in_header, 8 << 30);
}

/// The field of a time has whole seconds from 1970 to 2242. Any other time is a decimal record: half a
/// second before 1970 is -0.5, which is -1 s and 500,000,000 ns in `stat`.
#[test]
fn times_are_saved_to_the_nanosecond() {
    for (seconds, nanoseconds, record) in [
        (0, 0, None),
        (1_700_000_000, 0, None),
        (1_700_000_000, 123_456_789, Some("1700000000.123456789")),
        (1_700_000_000, 500_000_000, Some("1700000000.5")),
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
        let time = TimeSpec::new(seconds, nanoseconds);
        let flags = UtimensatFlags::FollowSymlink;
        utimensat(AT_FDCWD, &home.at("file"), &time, &time, flags).unwrap();
        let file = &home.saved(write)[1];
        assert_eq!(file.record("mtime"), record, "{seconds}.{nanoseconds:09}");
        let nearest = seconds.clamp(0, 0o777_7777_7777).cast_unsigned();
        assert_eq!(file.time, nearest, "in the header");
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
    let seen = home.saved(write);
    let names: BTreeSet<_> = seen.iter().map(|entry| &entry.name_in_header).collect();
    assert_eq!(names.len(), seen.len(), "each must have its own name");
    let target = find(&seen, "test/z").link_in_header.as_ref().unwrap();
    assert!(names.contains(target), "a link must lead to such a name");
}

/// A name is any bytes but `/` and NUL. The field has a hundred bytes; a longer name is a record.
#[test]
fn names_of_any_bytes_and_length_are_saved() {
    let home = Home::new();
    let mut expected = vec![b"test/".to_vec()];
    let odd = ["a b", "-rf", "new\nline", "café", "*?[", "\\"].map(|name| name.as_bytes().to_vec());
    let long = [94, 95, 96, 99, 100, 101, 155, 255].map(|length| vec![b'n'; length]);
    let binary = [2, 200].map(|length| vec![0xff; length]);
    for name in [&odd[..], &long, &binary].concat() {
        home.file(OsStr::from_bytes(&name), b"x");
        expected.push([b"test/", &name[..]].concat());
    }
    expected.sort();
    let seen = home.saved(write);
    let found: Vec<_> = seen.iter().map(|entry| entry.bytes.clone()).collect();
    assert_eq!(found, expected);
    let have_content = seen[1..].iter().all(|entry| entry.content == b"x");
    assert!(have_content, "each must have its content");
}
