//! The rules for `schedule_file.rs`.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
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
        let home = Home {
            dir: TempDir::new().unwrap(),
        };
        fs::write(home.file(), bytes).unwrap();
        home
    }

    fn file(&self) -> PathBuf {
        self.dir.path().join("backup_schedules.txt")
    }

    #[track_caller]
    fn lines(&self) -> Vec<String> {
        let text = read(self.dir.path())
            .unwrap_or_else(|error| panic!("the file must be read, not: {error}"));
        text.lines().map(str::to_owned).collect()
    }

    #[track_caller]
    fn holds(&self, bytes: impl AsRef<[u8]>) {
        let found = fs::read(self.file()).unwrap();
        assert_eq!(
            found.escape_ascii().to_string(),
            bytes.as_ref().escape_ascii().to_string(),
            "the bytes of the file afterwards (left: yours)"
        );
        assert_eq!(
            fs::read_dir(self.dir.path()).unwrap().count(),
            1,
            "no temporary file must be left (left: the number of files)"
        );
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
        assert_eq!(
            Home::with(bytes).lines(),
            lines,
            "the lines of {:?} (left: yours)",
            bytes.escape_ascii().to_string()
        );
    }
}

/// `read` and `remove` return `ErrorKind::NotFound`. The first `append` creates the file.
#[test]
fn only_append_creates_missing_file() {
    let dir = TempDir::new().unwrap();
    let kind = |error: Option<io::Error>| error.map(|error| error.kind());
    assert_eq!(
        kind(read(dir.path()).err()),
        Some(ErrorKind::NotFound),
        "`read` of a missing file must be this error (left: yours)"
    );
    assert_eq!(
        kind(remove(dir.path(), 0).err()),
        Some(ErrorKind::NotFound),
        "`remove` in a missing file must be this error (left: yours)"
    );
    append(dir.path(), "one").expect("`append` must create the file");
    assert_eq!(
        read(dir.path()).ok().as_deref(),
        Some("one\n"),
        "the text after the first `append` (left: yours)"
    );
    let path = dir.path().join("backup_schedules.txt");
    assert!(
        path.exists(),
        "the schedules must be in backup_schedules.txt"
    );
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
        append(home.dir.path(), "new").unwrap_or_else(|error| {
            panic!(
                "a line must be added to {:?}, not: {error}",
                before.escape_ascii().to_string()
            )
        });
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
        assert_eq!(
            remove(home.dir.path(), index).ok().flatten().as_deref(),
            Some(removed),
            "the line that `remove` returns at index {index} of {:?} (left: yours)",
            before.escape_ascii().to_string()
        );
        home.holds(after);
    }
}

/// The first index without a line is the number of lines. No file changes, and there is no error
/// and no panic.
#[test]
fn index_without_line_changes_nothing() {
    for (bytes, index) in [
        (&b"0\n1\n"[..], 2),
        (b"0\n1", 2),
        (b"", 0),
        (b"0\n", usize::MAX),
    ] {
        let home = Home::with(bytes);
        let removed = remove(home.dir.path(), index);
        assert!(
            matches!(removed, Ok(None)),
            "there is no index {index} in {:?}: it must be `Ok(None)`, not {removed:?}",
            bytes.escape_ascii().to_string()
        );
        home.holds(bytes);
    }
}

/// `list` shows the index that `delete` takes: blank lines and malformed ones count.
#[test]
fn index_of_read_is_index_of_remove() {
    let bytes = b"\xef\xbb\xbfa\r\n\n\xff\nb\n";
    for index in 0..4 {
        let home = Home::with(bytes);
        let mut lines = home.lines();
        remove(home.dir.path(), index).expect("a line must be removed");
        lines.remove(index);
        assert_eq!(
            home.lines(),
            lines,
            "`remove` must take the line that `read` has at index {index} (left: yours)"
        );
    }
}

/// A program that has the file open still reads the old one. So at no moment, also not after a power
/// cut, is there only a part of a file.
#[test]
fn remove_replaces_file_in_one_step() {
    let home = Home::with("0\n1\n");
    let mut held = File::open(home.file()).unwrap();
    remove(home.dir.path(), 0).expect("a line must be removed");
    home.holds("1\n");
    let mut old = String::new();
    held.read_to_string(&mut old).unwrap();
    assert_eq!(
        old, "0\n1\n",
        "a program that has the old file open must still read all of it (left: it reads)"
    );
}

/// The same users can read the file before and afterwards.
#[test]
fn remove_keeps_permissions() {
    let home = Home::with("0\n1\n");
    fs::set_permissions(home.file(), fs::Permissions::from_mode(0o640)).unwrap();
    remove(home.dir.path(), 0).expect("a line must be removed");
    let mode = fs::metadata(home.file()).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        mode, 0o640,
        "the new file must have the mode of the old one, 640, not {mode:o}"
    );
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
    assert!(
        fs::symlink_metadata(&link).unwrap().is_symlink(),
        "the symbolic link must stay one"
    );
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

/// Two threads remove forty lines while four others add eighty. Without a lock, a thread that writes
/// the file back undoes the changes of others.
#[test]
fn concurrent_changes_lose_no_line() {
    let home = Home::with("doomed\n".repeat(40));
    let dir = home.dir.path();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(move || {
                for _ in 0..20 {
                    assert_eq!(
                        remove(dir, 0).ok().flatten().as_deref(),
                        Some("doomed"),
                        "the first line must be one of the old ones (left: yours)"
                    );
                }
            });
        }
        for writer in 0..4 {
            scope.spawn(move || {
                for number in 0..20 {
                    append(dir, &format!("{writer} {number}")).expect("a line must be added");
                }
            });
        }
    });
    let mut lines = home.lines();
    lines.sort();
    let mut expected: Vec<String> = (0..4)
        .flat_map(|writer| (0..20).map(move |n| format!("{writer} {n}")))
        .collect();
    expected.sort();
    assert_lines(
        "the 80 lines that were added, sorted",
        &expected.join("\n"),
        &lines.join("\n"),
    );
}
