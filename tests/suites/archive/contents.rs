//! The rules for `archive/contents.rs` and `archive/file.rs`, tested through `archive::write`.

use std::cell::Cell;
use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::Path;
use std::process::Command;

use backup::archive::Error;

use super::subject::write;
use crate::support::archives::{Home, LARGE, Out, entries, noise, save};
use crate::support::running::{Running, until};

/// The header has announced a number of bytes. With more or fewer, a reader would take contents for
/// the next header, or the next header for contents.
#[test]
fn changing_file_keeps_announced_size_and_is_named() {
    type Change = fn(&File) -> io::Result<()>;
    let cases: [(Change, _); 3] = [
        (|file| file.write_all_at(b"x", LARGE as u64), "grew"),
        (|file| file.set_len(1 << 20), "shrank"),
        (overwrite_and_put_mtime_back, "changed"),
    ];
    for (change, what) in cases {
        let home = Home::new();
        home.file("z", b"stays");
        let happens = || change(&File::options().write(true).open(home.at("a"))?);
        let (archive, warnings) = home.saved_while_reading("a", write, happens).unwrap();
        let warning = format!("test/a: {what} while it was saved, ");
        let is_named = warnings.len() == 1 && warnings[0].starts_with(&warning);
        assert!(is_named, "one warning, that it {what}: {warnings:?}");
        let seen = entries(&archive);
        assert_eq!(seen[1].content.len(), LARGE, "the size when it was opened");
        let ends_with_zeros = seen[1].content.ends_with(&[0; 1024]);
        assert_eq!(ends_with_zeros, what == "shrank", "zeros for what is gone");
        let names_end = warnings[0].ends_with(&format!("to {LARGE}"));
        assert_eq!(names_end, what == "shrank", "zeros up to the old size");
        assert_eq!(seen[2].content, b"stays", "the next entry");
    }
}

/// Any program can set the modification time (mtime) back, but not the time of the last change of the
/// inode (ctime).
fn overwrite_and_put_mtime_back(file: &File) -> io::Result<()> {
    let before = file.metadata()?;
    let ctime = |file: &Metadata| (file.ctime(), file.ctime_nsec());
    // The clock of the file system may not have ticked yet.
    while ctime(&file.metadata()?) == ctime(&before) {
        file.write_all_at(b"new", 0)?;
    }
    file.set_modified(before.modified()?)
}

/// Some mounted file systems (`/proc`, FUSE, network disks) do not know the size of a file before it
/// is read, and report zero bytes.
#[test]
fn file_of_unknown_size_is_saved_with_its_data() {
    let source = Path::new("/proc/version");
    let (archive, warnings) = save(write, source).unwrap();
    assert_eq!(warnings, [""; 0], "all of it must be saved");
    assert_eq!(entries(&archive)[0].content, fs::read(source).unwrap());
}

/// Such a file may have no end. The environment of a process is such a file: 16 variables of 64 KiB, each
/// with its name, `=` and a NUL.
#[cfg(target_os = "linux")]
#[test]
fn file_of_unknown_size_is_cut_after_a_mebibyte() {
    let cut = "environ: larger than its size of 0 bytes, cut at byte 1048576";
    for (more, expected) in [(0, &[][..]), (1, &[cut])] {
        let mut sleep = Command::new("/bin/sleep");
        let value = |more: usize| "x".repeat((64 << 10) - 4 + more);
        let variables = (10..26).map(|name| (name.to_string(), value(0)));
        sleep.arg("600").env_clear().envs(variables);
        let sleep = Running::new(sleep.env("10", value(more)));
        let source = format!("/proc/{}/environ", sleep.pid());
        // For a moment after its start it has none.
        until("it has its environment", || {
            !fs::read(&source).unwrap().is_empty()
        });
        let (archive, warnings) = save(write, Path::new(&source)).unwrap();
        let is_beginning = entries(&archive)[0].content == fs::read(source).unwrap()[..1 << 20];
        assert!(is_beginning, "the first mebibyte must be saved");
        assert_eq!(warnings, expected, "a mebibyte and {more} bytes");
    }
}

/// Some files in `/sys` always return EIO, although no disk fails. Only these files are left out.
#[cfg(target_os = "linux")]
#[test]
fn virtual_file_that_returns_eio_is_not_a_failing_disk() {
    let source = Path::new("/sys/devices/system/cpu");
    let (archive, _) = save(write, source).unwrap();
    crate::support::archives::find(&entries(&archive), "cpu/online");
}

/// `stop` does not wait for the end of a large file.
#[test]
fn file_can_be_cancelled_at_each_mebibyte() {
    let home = Home::new();
    home.file("a", &noise(4 << 20, 1));
    let calls = Cell::new(0);
    let is_cancelled = || calls.replace(calls.get() + 1) == 3;
    let result = write(&home.at("a"), Out::default(), &[], &is_cancelled);
    assert!(matches!(result, Err(Error::Cancelled)), "{result:?}");
}
