//! The rules for `archive/root.rs`, tested through `archive::write`.

use std::io::ErrorKind;
use std::os::unix::fs::symlink;

use super::subject::write;
use crate::support::archives::{Home, Out, entries, is_unfinished, kind, names, never, save};

/// Names are relative, so that the user chooses where to restore them, and begin with the last name
/// of the source. If its path has no last name, as in `.`, that is the name of the directory it leads
/// to. A source that is a symbolic link is followed.
#[test]
fn entries_begin_with_last_name_of_source() {
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
        assert_eq!(names(&seen)[0], expected, "the first entry of {source}");
        assert_eq!(seen.last().unwrap().content, b"x", "the file of {source}");
        assert_eq!(warnings, [""; 0], "{source} must be saved whole");
        for name in names(&seen) {
            let is_below = name == expected || name.starts_with(&format!("{expected}/"));
            assert!(is_below && !name.contains(".."), "{name} of {source}");
        }
    }
}

/// A reader must not take the output for an archive, not even for an empty one.
#[test]
fn missing_source_gives_no_archive() {
    let home = Home::new();
    symlink("missing", home.at("dangling")).unwrap();
    home.socket("socket");
    for source in ["missing", "dangling", "socket"] {
        let out = Out::default();
        let written = out.bytes.clone();
        let error = write(&home.at(source), out, &[], &never).unwrap_err();
        if source != "socket" {
            assert_eq!(kind(&error), ErrorKind::NotFound, "{source}: {error}");
        }
        let is_unfinished = is_unfinished(&written.borrow());
        assert!(is_unfinished, "{source} must give no complete archive");
    }
}
