//! What `archive/contents.rs` must do, as `archive::write` shows it.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

use backup::archive::Error;

use super::subject::write;
use crate::support::archives::{
    Home, LARGE, entries, find, is_unfinished, kind, noise, save, text,
};
use crate::support::skipped;

/// Longer than a block of the compressor, and longer than all it keeps in memory.
#[test]
fn files_of_many_blocks_come_back() {
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
        assert!(entry.content == *content, "file {index} is not what it was");
    }
}

/// The header has already said how many bytes come. If fewer came, all that follows would be read as
/// garbage; so the rest is zeros, and a warning says so.
#[test]
fn a_file_that_is_shorter_than_it_said_is_padded() {
    // It says that it has a page, and has a few bytes.
    let source = Path::new("/sys/devices/system/cpu/online");
    let Ok(content) = fs::read(source) else {
        return skipped("no such file in /sys");
    };
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

/// A log grows while it is saved. What comes after the size that the header says is for tomorrow.
#[test]
fn a_file_that_grows_is_cut_at_the_size_first_seen() {
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

/// A database is written to in the middle. Its size says nothing, and what was read may be of two
/// minds.
#[test]
fn a_file_that_is_written_over_is_saved_and_named() {
    let home = Home::new();
    home.file("z", b"stays");
    let (archive, warnings) = home
        .saved_meanwhile(write, || {
            let file = File::options().write(true).open(home.at("a"))?;
            file.write_all_at(b"new", 0)?;
            // Later for sure: a file system's clock may tick a hundred times a second only.
            file.set_modified(SystemTime::now() + Duration::from_secs(1))
        })
        .unwrap();
    let seen = entries(&archive);
    assert_eq!(seen[1].content.len(), LARGE);
    assert_eq!(seen[2].content, b"stays");
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].starts_with("test/a: changed"), "{warnings:?}");
}

/// Anybody may set a file's modification time back, and some programs do. The time of the last
/// change of its inode (ctime) cannot be set.
#[test]
fn change_is_reported_even_if_mtime_was_put_back() {
    let home = Home::new();
    let (archive, warnings) = home
        .saved_meanwhile(write, || {
            let file = File::options().write(true).open(home.at("a"))?;
            let modified = file.metadata()?.modified()?;
            file.write_all_at(b"new", 0)?;
            file.set_modified(modified)
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
fn file_of_unknown_size_is_cut_after_a_mebibyte() {
    let source = Path::new("/proc/kallsyms");
    let Ok(content) = fs::read(source) else {
        return skipped("no /proc/kallsyms");
    };
    if content.len() <= 1 << 20 {
        return skipped("/proc/kallsyms is too short");
    }
    let (archive, warnings) = save(write, source).unwrap();
    let seen = entries(&archive);
    assert!(
        seen[0].content == content[..1 << 20],
        "the first mebibyte must be saved"
    );
    let warning = "kallsyms: larger than its size of 0 bytes, cut at byte 1048576";
    assert_eq!(warnings, [warning]);
}

/// A stop does not wait for the end of a large file.
#[test]
fn a_stop_in_the_middle_of_a_file_leaves_the_archive_visibly_unfinished() {
    let home = Home::new();
    let is_cancelled = Cell::new(false);
    let cancel = || {
        is_cancelled.set(true);
        Ok(())
    };
    home.large_file("a");
    let (archive, ended) = home.written_meanwhile(write, &|| is_cancelled.get(), cancel);
    assert!(matches!(ended, Err(Error::Cancelled)), "{ended:?}");
    assert!(is_unfinished(&archive));
    assert!(
        archive.len() < LARGE / 2,
        "it went on for {}",
        archive.len()
    );
}

/// A disk is rarely full from the beginning.
#[test]
fn a_disk_that_fills_in_the_middle_of_a_file_is_an_error() {
    let home = Home::new();
    let full = || Err(ErrorKind::StorageFull.into());
    let error = home.saved_meanwhile(write, full).unwrap_err();
    assert_eq!(kind(&error), ErrorKind::StorageFull);
}
