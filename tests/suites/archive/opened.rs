//! What `archive/opened.rs` must do, as `archive::write` shows it.

use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tar::EntryType;

use super::subject::write;
use crate::support::archives::{Home, LARGE, entries, names, save};
use crate::support::skipped;

/// One file that may not be read must not cost all the others their backup.
#[test]
fn what_may_not_be_read_is_named_and_the_rest_is_saved() {
    let home = Home::new();
    home.file("secret", b"");
    home.file("private/file", b"");
    home.file("z", b"");
    for name in ["secret", "private"] {
        fs::set_permissions(home.at(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    if File::open(home.at("secret")).is_ok() {
        return skipped("root may read everything");
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

/// But a tree of which nothing can be saved is like one that is not there: its archive would take the
/// place of a good one. An empty one is just empty.
#[test]
fn a_tree_of_which_nothing_can_be_saved_is_an_error() {
    let home = Home::new();
    fs::create_dir(home.at("sub")).unwrap();
    assert_eq!(names(&home.saved(write)), ["test", "test/sub"]);
    let _socket = UnixListener::bind(home.at("sub/lost")).unwrap();
    let error = save(write, &home.at("")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "nothing in it could be saved (test/sub/lost: a socket, left out)"
    );
    // One file is something, whatever comes after it.
    home.file("file", b"");
    assert_eq!(save(write, &home.at("")).unwrap().1.len(), 1);
}

/// Between the moment a directory is listed and the moment a file in it is opened, anything may take
/// its place: a link that leads out of the tree, a FIFO that would be waited for.
#[test]
fn whatever_happens_meanwhile_the_archive_is_whole_and_each_casualty_named() {
    let home = Home::new();
    home.file("b", b"will vanish");
    home.file("c/inside", b"will be moved");
    home.file("d", b"will be longer");
    home.file("e/inside", b"will vanish too");
    home.file("f", b"will be a FIFO, for which nobody must wait");
    home.file("z", b"stays");
    let outside = home.0.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("inside"), "never to be saved").unwrap();
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
    assert!(seen[1].content.ends_with(&[0; 1024]), "the rest is zeros");
    assert_eq!(seen[2].content, b"longer than before it was opened");
    assert_eq!(seen[3].kind, EntryType::Fifo);
    assert_eq!(seen[4].content, b"stays");
    assert_eq!(warnings.len(), 4, "{warnings:?}");
    for (warning, name) in warnings.iter().zip(["a: shrank", "b: ", "c: ", "e: "]) {
        assert!(warning.starts_with(&format!("test/{name}")), "{warning}");
    }
}
