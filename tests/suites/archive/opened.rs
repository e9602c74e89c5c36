//! The rules for `archive/opened.rs`, tested through `archive::write`.

use std::fs;
use std::os::unix::fs::symlink;

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tar::EntryType;

use super::subject::write;
use crate::support::archives::{Home, entries, names, save};

/// An archive with directories only would replace a good one. A tree that has only directories is
/// saved.
#[test]
fn tree_with_nothing_saved_is_an_error() {
    let home = Home::new();
    fs::create_dir(home.at("sub")).unwrap();
    assert_eq!(names(&home.saved(write)), ["test", "test/sub"]);
    home.socket("sub/lost");
    let error = save(write, &home.at("")).unwrap_err();
    let expected = "nothing in it could be saved (test/sub/lost: a socket, left out)";
    assert_eq!(error.to_string(), expected);
    // With one saved file the other entries are warnings again.
    home.file("file", b"");
    let (_, warnings) = save(write, &home.at("")).unwrap();
    assert_eq!(warnings, ["test/sub/lost: a socket, left out"]);
}

/// After a name is listed and before it is opened, another file may take its place: a symbolic link
/// that leads out of the tree, or a FIFO, which would block.
#[test]
fn entries_that_change_are_named_and_archive_is_complete() {
    let home = Home::new();
    home.file("b", b"will vanish");
    home.file("c/inside", b"will be moved");
    home.file("d", b"will be longer");
    home.file("e/inside", b"will vanish too");
    home.file("f", b"will be a FIFO");
    home.file("z", b"stays");
    let outside = home.0.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("inside"), "outside the tree").unwrap();
    let (archive, warnings) = home
        .saved_while_reading("a", write, || {
            fs::remove_file(home.at("b"))?;
            fs::rename(home.at("c"), home.0.path().join("moved"))?;
            symlink(&outside, home.at("c"))?;
            fs::write(home.at("d"), "longer than before it was opened")?;
            fs::remove_dir_all(home.at("e"))?;
            fs::remove_file(home.at("f"))?;
            Ok(mkfifo(&home.at("f"), Mode::S_IRWXU)?)
        })
        .unwrap();
    let seen = entries(&archive);
    let expected = ["test", "test/a", "test/d", "test/f", "test/z"];
    assert_eq!(names(&seen), expected);
    assert_eq!(seen[2].content, b"longer than before it was opened");
    assert_eq!(seen[3].kind, EntryType::Fifo, "f must not be read");
    assert_eq!(seen[4].content, b"stays", "z has not changed");
    let about: Vec<_> = warnings.iter().map(|warning| &warning[..7]).collect();
    assert_eq!(about, ["test/b:", "test/c:", "test/e:"]);
}
