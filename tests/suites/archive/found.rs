//! What `archive/found.rs` must do, as `archive::write` shows it.

use std::fs::{self, File};
use std::os::fd::OwnedFd;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;

use backup::shutdown::Shutdown;
use nix::fcntl::{OFlag, open, openat};
use nix::sys::stat::{Mode, mkdirat};
use nix::unistd::mkfifo;
use tar::EntryType;

use super::subject::write;
use crate::support::archives::{Home, LARGE, entries, names, save};
use crate::support::skipped;

/// The system takes no path longer than 4,096 bytes, but a tree may be deeper than that: each name is
/// opened relative to its directory.
#[test]
fn no_tree_is_too_deep() {
    const DEPTH: usize = 450;
    const NAME: &str = "0123456789"; // 450 times this is longer than any path may be, 4,096 bytes
    let home = Home::new();
    let flags = OFlag::O_RDONLY | OFlag::O_DIRECTORY;
    let mut dir: OwnedFd = open(&home.at(""), flags, Mode::empty()).unwrap();
    for depth in 0..DEPTH {
        if depth % 50 == 0 {
            // Comes after the directory, so that the way back up is walked too.
            openat(&dir, "z", OFlag::O_CREAT | OFlag::O_WRONLY, Mode::S_IRWXU).unwrap();
        }
        mkdirat(&dir, NAME, Mode::S_IRWXU).unwrap();
        dir = openat(&dir, NAME, flags, Mode::empty()).unwrap();
    }
    let seen = home.saved(write);
    assert_eq!(seen.len(), 1 + DEPTH + DEPTH / 50);
    let deepest = format!("test{}", format!("/{NAME}").repeat(DEPTH));
    assert_eq!(seen[DEPTH].name, deepest);
    assert_eq!(seen.last().unwrap().name, "test/z");
}

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
    let (_sender, shutdown) = Shutdown::channel();
    let (archive, warnings) = home
        .saved_meanwhile(write, &shutdown, || {
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
