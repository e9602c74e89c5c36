//! What `archive/root.rs` must do, as `archive::write` shows it.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;

use super::subject::write;
use crate::support::archives::{Home, Out, entries, is_unfinished, kind, names, never, save};

/// Who restores an archive wants to choose where. So its names are relative, and begin with the
/// last name of the source; where the source is written without a name of its own, as in `.`, it
/// is the name of the directory it really is. A source that is a link is followed.
#[test]
fn entries_are_below_the_last_name_of_the_source() {
    let home = Home::new();
    home.file("sub/file", b"x");
    symlink("test", home.0.path().join("link")).unwrap();
    symlink("test/sub/file", home.0.path().join("link-to-file")).unwrap();
    for (source, expected) in [
        ("test", "test"),
        ("test/", "test"),
        ("test/.", "test"),
        ("test/sub/..", "test"),
        ("test/sub", "sub"),
        ("link", "link"),
        ("link/", "link"),
        ("link/sub/../sub", "sub"),
        ("test/sub/file", "file"),
        ("link-to-file", "link-to-file"),
    ] {
        let (archive, warnings) = save(write, &home.0.path().join(source)).unwrap();
        let seen = entries(&archive);
        assert_eq!(names(&seen)[0], expected, "{source}");
        assert_eq!(seen.last().unwrap().content, b"x", "{source}");
        assert_eq!(warnings, [""; 0], "{source}");
        for name in names(&seen) {
            let is_below = name == expected || name.starts_with(&format!("{expected}/"));
            assert!(is_below && !name.contains(".."), "{name} of {source}");
        }
    }
}

/// No source is an error, and no archive: what has been written by then must not look like one,
/// not even like an empty one.
#[test]
fn without_its_source_there_is_no_archive() {
    let home = Home::new();
    symlink("missing", home.at("dangling")).unwrap();
    let _socket = UnixListener::bind(home.at("socket")).unwrap();
    for (source, expected) in [
        ("missing", Some(ErrorKind::NotFound)),
        ("dangling", Some(ErrorKind::NotFound)),
        ("socket", None),
    ] {
        let out = Out::default();
        let written = out.bytes.clone();
        let error = write(&home.at(source), out, &[], &never).unwrap_err();
        assert!(
            expected.is_none_or(|expected| expected == kind(&error)),
            "{error}"
        );
        assert!(is_unfinished(&written.borrow()), "{source}");
    }
}

/// A service may be told to save a directory that its user may not read.
#[test]
fn a_source_that_may_not_be_read_is_an_error() {
    let home = Home::new();
    home.file("private/file", b"");
    fs::set_permissions(home.at("private"), fs::Permissions::from_mode(0o000)).unwrap();
    let saved = save(write, &home.at("private"));
    if fs::read_dir(home.at("private")).is_ok() {
        assert!(saved.is_ok(), "root may read everything");
        return;
    }
    assert_eq!(kind(&saved.unwrap_err()), ErrorKind::PermissionDenied);
}
