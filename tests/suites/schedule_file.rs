//! The rules for `schedule_file.rs`.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::thread;

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tempfile::TempDir;

use super::subject::{append, read, remove};
use crate::support::diff::assert_lines;
use crate::support::running::promptly;

/// A directory with a schedules file of these bytes.
struct Home {
    dir: TempDir,
}

impl Home {
    fn with(bytes: impl AsRef<[u8]>) -> Home {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join("backup_schedules.txt"), bytes).unwrap();
        Home { dir }
    }

    fn file(&self) -> PathBuf {
        self.dir.path().join("backup_schedules.txt")
    }

    #[track_caller]
    fn lines(&self) -> Vec<String> {
        let text = read(self.dir.path());
        let text = text.unwrap_or_else(|error| panic!("the file must be read, not: {error}"));
        text.lines().map(str::to_owned).collect()
    }

    /// Removes a line, which must be there.
    #[track_caller]
    fn remove(&self, index: usize) -> String {
        let removed = remove(self.dir.path(), index).expect("a line must be removed");
        removed.unwrap_or_else(|| panic!("`remove` must find a line at index {index}, not `None`"))
    }

    #[track_caller]
    fn holds(&self, bytes: impl AsRef<[u8]>) {
        let expected = bytes.as_ref().escape_ascii().to_string();
        let found = fs::read(self.file()).unwrap().escape_ascii().to_string();
        assert!(
            found == expected,
            "the bytes of the file afterwards\n  expected: {expected}\n  yours:    {found}"
        );
        let files = fs::read_dir(self.dir.path()).unwrap().count();
        assert_eq!(files, 1, "no temporary file must be left");
    }
}

/// A line ends in `\n` or `\r\n`, and the last one also at the end of the file. A byte-order mark at
/// the beginning is no part of the first line. Bytes that are no UTF-8 are U+FFFD in the text.
#[test]
fn read_returns_lines_without_ends() {
    for (bytes, lines) in [
        (&b""[..], &[][..]),
        (b"one\ntwo\n", &["one", "two"]),
        (b"one\ntwo", &["one", "two"]),
        (b"one\r\ntwo\r\n", &["one", "two"]),
        (b"one\n\ntwo\n\n", &["one", "", "two", ""]),
        (b"\xef\xbb\xbfone\n", &["one"]),
        (b"l\xe4tin\n", &["l\u{fffd}tin"]),
        (b"a\0b\n", &["a\0b"]),
    ] {
        let shown = bytes.escape_ascii();
        assert_eq!(Home::with(bytes).lines(), lines, "the lines of \"{shown}\"");
    }
}

/// `read` and `remove` return `ErrorKind::NotFound`. The first `append` creates the file.
#[test]
fn only_append_creates_missing_file() {
    let dir = TempDir::new().unwrap();
    let missing = Some(ErrorKind::NotFound);
    let error = read(dir.path()).err().map(|error| error.kind());
    assert_eq!(error, missing, "the error of `read`");
    let error = remove(dir.path(), 0).err().map(|error| error.kind());
    assert_eq!(error, missing, "the error of `remove`");
    append(dir.path(), "one").expect("`append` must create the file");
    let text = fs::read_to_string(dir.path().join("backup_schedules.txt"));
    let text = text.expect("the schedules must be in backup_schedules.txt");
    assert_eq!(text, "one\n", "the file after the first `append`");
}

/// Some editors write no newline at the end. Even then, the new line is a line of its own.
#[test]
fn append_keeps_all_other_bytes() {
    for (before, after) in [
        (&b""[..], &b"new\n"[..]),
        (b"one\n", b"one\nnew\n"),
        (b"one", b"one\nnew\n"),
        (b"one\r\n\n", b"one\r\n\nnew\n"),
        (b"\xef\xbb\xbf", b"\xef\xbb\xbfnew\n"),
        (b"\xef\xbb\xbf\xff\0\n", b"\xef\xbb\xbf\xff\0\nnew\n"),
    ] {
        let home = Home::with(before);
        append(home.dir.path(), "new").expect("a line must be added");
        home.holds(after);
    }
}

/// Only the bytes of that line are gone: other lines keep their ends, also a missing newline at the
/// end of the file, and bytes that are not UTF-8 stay.
#[test]
fn remove_keeps_all_other_bytes() {
    for (before, index, removed, after) in [
        (&b"0\n1\n2\n"[..], 0, "0", &b"1\n2\n"[..]),
        (b"0\n1\n2\n", 1, "1", b"0\n2\n"),
        (b"0\n1\n2", 2, "2", b"0\n1\n"),
        (b"0\r\n1\r\n2\r\n", 1, "1", b"0\r\n2\r\n"),
        (b"0\n\n2\n", 1, "", b"0\n2\n"),
        (b"\xff\0\n1\n", 1, "1", b"\xff\0\n"),
        (b"\xef\xbb\xbf0\n1\n", 0, "0", b"\xef\xbb\xbf1\n"),
        (b"0\n1\n2", 0, "0", b"1\n2"),
        (b"0", 0, "0", b""),
    ] {
        let home = Home::with(before);
        let shown = before.escape_ascii();
        assert_eq!(home.remove(index), removed, "line {index} of \"{shown}\"");
        home.holds(after);
    }
}

/// The first index without a line is the number of lines. No file changes, and there is no error
/// and no panic.
#[test]
fn index_without_line_changes_nothing() {
    for (text, index) in [("0\n1\n", 2), ("0\n1", 2), ("", 0), ("0\n", usize::MAX)] {
        let home = Home::with(text);
        let removed = remove(home.dir.path(), index);
        let is_none = matches!(removed, Ok(None));
        assert!(is_none, "{text:?}, {index}: `Ok(None)`, not {removed:?}");
        home.holds(text);
    }
}

/// `list` shows the index that `delete` takes: blank lines and malformed ones count.
#[test]
fn index_of_read_is_index_of_remove() {
    let bytes = b"\xef\xbb\xbfa\r\n\n\xff\nb\n";
    for index in 0..4 {
        let home = Home::with(bytes);
        let mut lines = home.lines();
        home.remove(index);
        lines.remove(index);
        assert_eq!(home.lines(), lines, "the lines without {index}");
    }
}

/// A program that has the file open still reads the old one. So at no moment, also not after a power
/// cut, is there only a part of a file.
#[test]
fn remove_replaces_file_in_one_step() {
    let home = Home::with("0\n1\n");
    let mut held = File::open(home.file()).unwrap();
    home.remove(0);
    home.holds("1\n");
    let mut old = String::new();
    held.read_to_string(&mut old).unwrap();
    assert_eq!(old, "0\n1\n", "all of the old file must be readable");
}

/// The same users can read the file before and afterwards.
#[test]
fn remove_keeps_permissions() {
    let home = Home::with("0\n1\n");
    fs::set_permissions(home.file(), fs::Permissions::from_mode(0o640)).unwrap();
    home.remove(0);
    let mode = fs::metadata(home.file()).unwrap().permissions().mode() & 0o777;
    assert!(mode == 0o640, "the mode must be 640, not {mode:o}");
}

/// Some people keep such files in one place and link to them.
#[test]
fn link_stays_and_its_target_changes() {
    let elsewhere = Home::with("0\n");
    let dir = TempDir::new().unwrap();
    let link = dir.path().join("backup_schedules.txt");
    symlink(elsewhere.file(), &link).unwrap();
    append(dir.path(), "1").expect("a line must be added behind the link");
    remove(dir.path(), 0).expect("a line must be removed behind the link");
    let is_link = fs::symlink_metadata(&link).unwrap().is_symlink();
    assert!(is_link, "the symbolic link must stay one");
    elsewhere.holds("1\n");
}

/// Opening or reading a FIFO blocks until another program opens its other end.
#[test]
fn fifo_or_directory_is_an_error_at_once() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("backup_schedules.txt");
    mkfifo(&file, Mode::S_IRWXU).unwrap();
    all_fail("a FIFO", dir.path());
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    all_fail("a directory", dir.path());
}

#[track_caller]
fn all_fail(what: &str, dir: &Path) {
    let [reader, writer, remover] = [(); 3].map(|()| dir.to_owned());
    let results = [
        ("read", promptly(move || read(&reader)).is_err()),
        ("append", promptly(move || append(&writer, "x")).is_err()),
        ("remove", promptly(move || remove(&remover, 0)).is_err()),
    ];
    for (function, is_error) in results {
        assert!(is_error, "`{function}` must return an error for {what}");
    }
}

/// Two threads remove twenty lines while four others add forty. Without a lock, a thread that writes
/// the file back undoes the changes of others.
#[test]
fn concurrent_changes_lose_no_line() {
    let home = Home::with("doomed\n".repeat(20));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..10 {
                    assert_eq!(home.remove(0), "doomed", "an old line comes first");
                }
            });
        }
        for writer in 0..4 {
            let dir = home.dir.path();
            scope.spawn(move || {
                for number in 0..10 {
                    append(dir, &format!("{writer} {number}")).expect("a line must be added");
                }
            });
        }
    });
    let mut lines = home.lines();
    lines.sort();
    let added = (0..4).flat_map(|writer| (0..10).map(move |number| format!("{writer} {number}")));
    let expected = Vec::from_iter(added).join("\n");
    assert_lines("what was added, sorted", &expected, &lines.join("\n"));
}
