//! The rules for `archive/opened.rs`, tested through `archive::write`.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tar::EntryType;

use super::subject::write;
use crate::support::archives::{Home, LARGE, entries, names, save};

/// An archive with directories only would replace a good one. A tree that has only directories is
/// saved.
#[test]
fn tree_with_nothing_saved_is_an_error() {
    let home = Home::new();
    fs::create_dir(home.at("sub")).unwrap();
    assert_eq!(names(&home.saved(write)), ["test", "test/sub"]);
    home.socket("sub/lost");
    let error = save(write, &home.at("")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "nothing in it could be saved (test/sub/lost: a socket, left out)"
    );
    // With one saved file the other entries are warnings again.
    home.file("file", b"");
    assert_eq!(save(write, &home.at("")).unwrap().1.len(), 1);
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
        .saved_meanwhile(write, || {
            File::options()
                .write(true)
                .open(home.at("a"))?
                .set_len(1 << 20)?;
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
    assert_eq!(
        names(&seen),
        ["test", "test/a", "test/d", "test/f", "test/z"]
    );
    assert_eq!(seen[1].content.len(), LARGE);
    assert!(
        seen[1].content.ends_with(&[0; 1024]),
        "the rest must be zeros"
    );
    assert_eq!(seen[2].content, b"longer than before it was opened");
    assert_eq!(seen[3].kind, EntryType::Fifo);
    assert_eq!(seen[4].content, b"stays");
    assert_eq!(warnings.len(), 4, "{warnings:?}");
    for (warning, name) in warnings.iter().zip(["a: shrank", "b: ", "c: ", "e: "]) {
        assert!(warning.starts_with(&format!("test/{name}")), "{warning}");
    }
}

/// Tests that root cannot run, since permissions do not stop it.
mod ordinary_user {
    use super::*;

    /// An entry without permission to read it is left out, and no other.
    #[test]
    #[ignore = "needs an ordinary user"]
    fn unreadable_entries_are_left_out_with_warnings() {
        let home = Home::new();
        home.file("secret", b"");
        home.file("private/file", b"");
        home.file("z", b"");
        for name in ["secret", "private"] {
            fs::set_permissions(home.at(name), fs::Permissions::from_mode(0o000)).unwrap();
        }
        let (archive, warnings) = save(write, &home.at("")).unwrap();
        assert_eq!(names(&entries(&archive)), ["test", "test/z"]);
        assert_eq!(warnings.len(), 2, "{warnings:?}");
        for (warning, name) in warnings.iter().zip(["test/private: ", "test/secret: "]) {
            assert!(
                warning.starts_with(name) && warning.contains("denied"),
                "{warning}"
            );
        }
    }
}
