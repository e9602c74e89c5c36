//! The rules for `backups/list.rs`.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::symlink;

use tempfile::TempDir;

use super::subject::archive_names;

/// A directory whose `backups` holds these, as empty files.
fn backups(names: &[&str]) -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("backups")).unwrap();
    for name in names {
        fs::write(dir.path().join("backups").join(name), "").unwrap();
    }
    dir
}

#[track_caller]
fn assert_listed(dir: &TempDir, expected: &[&str]) {
    let names = archive_names(dir.path())
        .unwrap_or_else(|error| panic!("{expected:?} must be listed, not: {error}"));
    assert_eq!(names, expected, "the list");
}

/// Other files may be beside the archives, such as temporary files.
#[test]
fn only_tar_files_are_listed() {
    let others = [
        "notes.txt",
        "a.tar.gz",
        "b.TAR",
        ".backup_service-x.tmp",
        "tar",
    ];
    assert_listed(&backups(&others), &[]);
    assert_listed(&backups(&["notes.txt", "a.tar"]), &["a.tar"]);
}

/// The system returns the names in no particular order. Byte order is the same in all languages:
/// capital letters first, and non-ASCII letters last.
#[test]
fn list_is_in_byte_order() {
    let letters = "mzrbqyhkdxéwfcnvgpjtslA".chars();
    let names: Vec<_> = letters.map(|letter| format!("{letter}.tar")).collect();
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    let dir = backups(&names);
    names.sort();
    assert_listed(&dir, &names);
}

/// A directory is not an archive, whatever its name. A link may lead to an archive elsewhere.
#[test]
fn links_are_listed_and_directories_are_not() {
    let dir = backups(&["a.tar"]);
    fs::create_dir(dir.path().join("backups/directory.tar")).unwrap();
    symlink("/mnt/b.tar", dir.path().join("backups/link.tar")).unwrap();
    assert_listed(&dir, &["a.tar", "link.tar"]);
}

/// A name with a newline would look like two archives, and an escape sequence would control the
/// terminal.
#[test]
fn control_characters_in_names_are_escaped() {
    let dir = backups(&["x\n.tar", "\u{1b}[2J.tar"]);
    assert_listed(&dir, &["\\u{1b}[2J.tar", "x\\n.tar"]);
}

/// An empty directory is an empty list. A missing one is an error, and the caller needs its kind.
#[test]
fn missing_directory_is_an_error() {
    assert_listed(&backups(&[]), &[]);
    let dir = TempDir::new().unwrap();
    let assert_error = |expected: ErrorKind, what: &str| {
        let actual = archive_names(dir.path()).map_err(|error| error.kind());
        assert_eq!(actual, Err(expected), "the result for {what}");
    };
    assert_error(ErrorKind::NotFound, "a missing directory");
    fs::write(dir.path().join("backups"), "a file").unwrap();
    assert_error(ErrorKind::NotADirectory, "a file named backups");
}
