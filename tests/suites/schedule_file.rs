//! What `schedule_file.rs` must do.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::thread;

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tempfile::TempDir;

use super::subject::{append, read, remove};
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

    fn lines(&self) -> Vec<String> {
        let text = read(self.dir.path()).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    #[track_caller]
    fn holds(&self, bytes: impl AsRef<[u8]>) {
        let found = fs::read(self.file()).unwrap();
        assert_eq!(
            found.escape_ascii().to_string(),
            bytes.as_ref().escape_ascii().to_string()
        );
        assert_eq!(
            fs::read_dir(self.dir.path()).unwrap().count(),
            1,
            "something was left behind"
        );
    }
}

/// A line ends in `\n` or `\r\n`, and the last one also at the end of the file. A byte-order mark at
/// the beginning is no part of the first line. Bytes that are no UTF-8 are U+FFFD in the text.
#[test]
fn reading_gives_the_lines_without_their_ends() {
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
        assert_eq!(Home::with(bytes).lines(), lines, "{}", bytes.escape_ascii());
    }
}

/// `read` and `remove` answer `ErrorKind::NotFound`. The first `append` makes the file.
#[test]
fn a_missing_file_is_not_found_and_only_append_makes_it() {
    let dir = TempDir::new().unwrap();
    assert_eq!(read(dir.path()).unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(
        remove(dir.path(), 0).unwrap_err().kind(),
        ErrorKind::NotFound
    );
    append(dir.path(), "one").unwrap();
    assert_eq!(read(dir.path()).unwrap(), "one\n");
    let path = dir.path().join("backup_schedules.txt");
    assert!(
        path.exists(),
        "the schedules must be in backup_schedules.txt"
    );
}

/// Not every editor ends the last line. The new line is a line of its own all the same, and ends in
/// a newline.
#[test]
fn append_adds_a_line_and_keeps_every_byte_before_it() {
    for (before, after) in [
        (&b""[..], &b"new\n"[..]),
        (b"one\n", b"one\nnew\n"),
        (b"one", b"one\nnew\n"),
        (b"one\r\n\n", b"one\r\n\nnew\n"),
        (b"\xef\xbb\xbf", b"\xef\xbb\xbfnew\n"),
        (b"\xef\xbb\xbf\xff\0\n", b"\xef\xbb\xbf\xff\0\nnew\n"),
    ] {
        let home = Home::with(before);
        append(home.dir.path(), "new").unwrap();
        home.holds(after);
    }
}

/// The file afterwards is the file before without the bytes of that line: other lines keep the
/// ends they have, the last one its missing newline, and bytes that are no text stay those bytes.
#[test]
fn remove_takes_one_line_with_its_end_and_keeps_every_other_byte() {
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
            remove(home.dir.path(), index).unwrap().as_deref(),
            Some(removed)
        );
        home.holds(after);
    }
}

/// The first index without a line is the number of lines. No file changes, and there is no error
/// and no panic.
#[test]
fn an_index_without_a_line_removes_nothing() {
    for (bytes, index) in [
        (&b"0\n1\n"[..], 2),
        (b"0\n1", 2),
        (b"", 0),
        (b"0\n", usize::MAX),
    ] {
        let home = Home::with(bytes);
        assert_eq!(remove(home.dir.path(), index).unwrap(), None);
        home.holds(bytes);
    }
}

/// What `list` shows before a line is what `delete` takes: blank lines and wrong ones count.
#[test]
fn the_index_of_a_line_that_was_read_is_the_one_that_removes_it() {
    let bytes = b"\xef\xbb\xbfa\r\n\n\xff\nb\n";
    for index in 0..4 {
        let home = Home::with(bytes);
        let mut lines = home.lines();
        remove(home.dir.path(), index).unwrap();
        lines.remove(index);
        assert_eq!(home.lines(), lines, "index {index}");
    }
}

/// Whoever has the file open while a line is removed goes on reading the old one. So there is no
/// moment, and no power cut, at which half of a file is all there is.
#[test]
fn a_removal_replaces_the_file_and_does_not_write_in_it() {
    let home = Home::with("0\n1\n");
    let mut held = File::open(home.file()).unwrap();
    remove(home.dir.path(), 0).unwrap();
    home.holds("1\n");
    let mut old = String::new();
    held.read_to_string(&mut old).unwrap();
    assert_eq!(old, "0\n1\n");
}

/// Whoever could read the file before can read it afterwards, and nobody else.
#[test]
fn a_removal_keeps_the_permissions() {
    let home = Home::with("0\n1\n");
    fs::set_permissions(home.file(), fs::Permissions::from_mode(0o640)).unwrap();
    remove(home.dir.path(), 0).unwrap();
    assert_eq!(
        fs::metadata(home.file()).unwrap().permissions().mode() & 0o777,
        0o640
    );
}

/// Some people keep such files in one place and link to them. The link must not be replaced by a
/// file.
#[test]
fn a_link_stays_a_link_and_what_it_leads_to_is_changed() {
    let elsewhere = Home::with("0\n");
    let dir = TempDir::new().unwrap();
    let link = dir.path().join("backup_schedules.txt");
    symlink(elsewhere.file(), &link).unwrap();
    append(dir.path(), "1").unwrap();
    remove(dir.path(), 0).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    elsewhere.holds("1\n");
}

/// To open a FIFO, or to read it, is to wait for whoever has its other end.
#[test]
fn what_is_no_regular_file_is_an_error_and_never_waited_for() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("backup_schedules.txt");
    mkfifo(&file, Mode::S_IRWXU).unwrap();
    all_fail(dir.path());
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    all_fail(dir.path());
}

#[track_caller]
fn all_fail(dir: &Path) {
    let [reader, writer, remover] = [(); 3].map(|()| dir.to_owned());
    assert!(promptly(move || read(&reader)).is_err());
    assert!(promptly(move || append(&writer, "x")).is_err());
    assert!(promptly(move || remove(&remover, 0)).is_err());
}

/// Two threads remove forty lines while four others add eighty. Whoever reads the file, thinks and
/// writes it back undoes what others did meanwhile.
#[test]
fn writers_and_removers_at_once_lose_no_line() {
    let home = Home::with("doomed\n".repeat(40));
    let dir = home.dir.path();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(move || {
                for _ in 0..20 {
                    assert_eq!(remove(dir, 0).unwrap().as_deref(), Some("doomed"));
                }
            });
        }
        for writer in 0..4 {
            scope.spawn(move || {
                for number in 0..20 {
                    append(dir, &format!("{writer} {number}")).unwrap();
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
    assert_eq!(lines, expected);
}
