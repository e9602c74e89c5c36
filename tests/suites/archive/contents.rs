//! The rules for `archive/contents.rs`, tested through `archive::write`.

use std::cell::Cell;
use std::fs::{self, File, Metadata};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::Path;
use std::time::{Duration, SystemTime};

use backup::archive::Error;

use super::subject::write;
use crate::support::archives::{
    Home, LARGE, entries, find, is_unfinished, kind, noise, save, text,
};

/// They are longer than a block of the compressor, and compress well, badly, or both.
#[test]
fn files_of_many_blocks_are_restored() {
    let home = Home::new();
    let contents: [Vec<u8>; 4] = [
        text(120_000),
        noise(2_500_000, 1),
        [noise(1_000_000, 2), text(100_000), vec![0; 1_500_000]].concat(),
        noise((1 << 20) - 512, 3),
    ];
    for (index, content) in contents.iter().enumerate() {
        home.file(index.to_string(), content);
    }
    let seen = home.saved(write);
    for (index, content) in contents.iter().enumerate() {
        let entry = find(&seen, &format!("test/{index}"));
        assert!(entry.content == *content, "file {index} must be restored");
    }
}

/// The header has announced a number of bytes. With fewer, a reader would take the next header for
/// contents.
#[cfg(target_os = "linux")]
#[test]
fn short_file_is_padded_with_zeros() {
    // Its size is announced as a page, and it has a few bytes.
    let source = Path::new("/sys/devices/system/cpu/online");
    let content = fs::read(source).unwrap();
    let size = fs::metadata(source).unwrap().len() as usize;
    let (archive, warnings) = save(write, source).unwrap();
    let seen = &entries(&archive)[0];
    assert_eq!(seen.content.len(), size);
    assert!(seen.content.starts_with(&content));
    assert!(seen.content[content.len()..].iter().all(|byte| *byte == 0));
    let end = content.len();
    assert_eq!(
        warnings,
        [format!(
            "online: shrank while it was saved, padded with zeros from byte {end} to {size}"
        )]
    );
}

/// A log file grows while it is saved. The bytes after the announced size are left to the next backup.
#[test]
fn growing_file_is_cut_at_announced_size() {
    let home = Home::new();
    home.file("z", b"stays");
    let (archive, warnings) = home
        .saved_meanwhile(write, || {
            let file = File::options().append(true).open(home.at("a"))?;
            (&file).write_all(b"one more line\n")
        })
        .unwrap();
    let seen = entries(&archive);
    assert_eq!(seen[1].content.len(), LARGE);
    assert_eq!(seen[2].content, b"stays");
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].starts_with("test/a: grew"), "{warnings:?}");
}

/// A database is overwritten in the middle: its size stays, and the saved bytes may be inconsistent.
#[test]
fn overwritten_file_is_named() {
    let home = Home::new();
    home.file("z", b"stays");
    let (archive, warnings) = home
        .saved_meanwhile(write, || {
            let file = File::options().write(true).open(home.at("a"))?;
            file.write_all_at(b"new", 0)?;
            // Later than now, since a file system's clock may tick only a hundred times per second.
            file.set_modified(SystemTime::now() + Duration::from_secs(1))
        })
        .unwrap();
    let seen = entries(&archive);
    assert_eq!(seen[1].content.len(), LARGE);
    assert_eq!(seen[2].content, b"stays");
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].starts_with("test/a: changed"), "{warnings:?}");
}

/// Any program can set the modification time (mtime) back, but not the time of the last change of the
/// inode (ctime).
#[test]
fn change_is_reported_even_if_mtime_was_put_back() {
    let home = Home::new();
    let (archive, warnings) = home
        .saved_meanwhile(write, || {
            let file = File::options().write(true).open(home.at("a"))?;
            let before = file.metadata()?;
            let ctime = |file: &Metadata| (file.ctime(), file.ctime_nsec());
            // The clock of the file system may not have ticked yet.
            while ctime(&file.metadata()?) == ctime(&before) {
                file.write_all_at(b"new", 0)?;
            }
            file.set_modified(before.modified()?)
        })
        .unwrap();
    assert_eq!(entries(&archive)[1].content.len(), LARGE);
    assert_eq!(warnings.len(), 1, "the change must be reported");
    assert!(warnings[0].starts_with("test/a: changed"), "{warnings:?}");
}

/// Some mounted file systems (`/proc`, FUSE, network disks) do not know the size of a file before it
/// is read, and report zero bytes.
#[test]
fn file_of_unknown_size_is_saved_with_its_data() {
    let source = Path::new("/proc/version");
    let content = fs::read(source).unwrap();
    assert_eq!(fs::metadata(source).unwrap().len(), 0);
    let (archive, warnings) = save(write, source).unwrap();
    assert_eq!(warnings, [""; 0]);
    let seen = entries(&archive);
    assert_eq!(
        String::from_utf8_lossy(&seen[0].content),
        String::from_utf8_lossy(&content)
    );
}

/// Such a file may have no end.
#[test]
#[ignore = "needs /proc/kallsyms"]
fn file_of_unknown_size_is_cut_after_a_mebibyte() {
    let source = Path::new("/proc/kallsyms");
    let content = fs::read(source).unwrap();
    let (archive, warnings) = save(write, source).unwrap();
    let seen = entries(&archive);
    assert!(
        seen[0].content == content[..1 << 20],
        "the first mebibyte must be saved"
    );
    let warning = "kallsyms: larger than its size of 0 bytes, cut at byte 1048576";
    assert_eq!(warnings, [warning]);
}

/// Some files in `/sys` always return EIO, although no disk fails. Only these files are left out.
#[cfg(target_os = "linux")]
#[test]
fn virtual_file_that_returns_eio_is_not_a_failing_disk() {
    let source = Path::new("/sys/devices/system/cpu");
    let (archive, _) = save(write, source).unwrap();
    find(&entries(&archive), "cpu/online");
}

/// `stop` does not wait for the end of a large file.
#[test]
fn archive_cancelled_within_file_is_visibly_incomplete() {
    let home = Home::new();
    let is_cancelled = Cell::new(false);
    let cancel = || {
        is_cancelled.set(true);
        Ok(())
    };
    home.large_file("a");
    let (archive, ended) = home.written_meanwhile(write, &|| is_cancelled.get(), cancel);
    assert!(matches!(ended, Err(Error::Cancelled)), "{ended:?}");
    assert!(is_unfinished(&archive), "the gzip stream must have no end");
    let length = archive.len();
    assert!(
        length < LARGE / 2,
        "it must end at once, not after {length} bytes"
    );
}

/// A disk is rarely full from the first byte on.
#[test]
fn disk_that_fills_within_file_is_an_error() {
    let home = Home::new();
    let full = || Err(ErrorKind::StorageFull.into());
    let error = home.saved_meanwhile(write, full).unwrap_err();
    assert_eq!(kind(&error), ErrorKind::StorageFull);
}
