//! The rules for `archive/levels.rs`, tested through `archive::write`.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::symlink;

use nix::fcntl::{OFlag, openat};
use nix::sys::stat::Mode;

use super::subject::write;
use crate::support::archives::{Home, entries, names, save, subdirectory};

/// The system accepts no path of more than 4,095 bytes in a call, but a tree may be deeper: each name
/// is opened relative to its directory.
#[test]
fn deep_tree_is_saved() {
    const DEPTH: usize = 60;
    let home = Home::new();
    let name = "d".repeat(100); // a path of 60 such names is too long for a call
    let mut dir = File::open(home.at("")).unwrap();
    for depth in 0..DEPTH {
        if depth % 10 == 0 {
            // It sorts after the directory, so it is saved on the way back up.
            openat(&dir, "z", OFlag::O_CREAT | OFlag::O_WRONLY, Mode::S_IRWXU).unwrap();
        }
        dir = subdirectory(&dir, &name);
    }
    let seen = home.saved(write);
    assert_eq!(seen.len(), 1 + DEPTH + DEPTH / 10, "all must be saved");
    let deepest = format!("test{}", format!("/{name}").repeat(DEPTH));
    assert_eq!(seen[DEPTH].name, deepest);
    assert_eq!(seen.last().unwrap().name, "test/z");
}

/// A user who moves directories, while they are saved, can spoil the backup of these only. The
/// directories on the way back up are found by their names. If one is not found, its remaining entries
/// are left out, with everything below it.
#[test]
fn moved_directory_costs_only_its_own_rest() {
    type Replace = fn(&Home) -> io::Result<()>;
    let another_directory: Replace = |home| {
        fs::create_dir_all(home.at("bob/d1/d2/d3"))?;
        fs::write(home.at("bob/d1/d2/d3/z"), "another")
    };
    let link_to_itself: Replace = |home| symlink("../moved", home.at("bob/d1/d2"));
    for replace in [another_directory, link_to_itself] {
        let home = Home::new();
        for name in ["bob/d1/d2/d3/z", "bob/d1/d2/z", "bob/d1/z", "carol/z"] {
            home.file(name, b"stays");
        }
        let deep: String = (1..=45).map(|level| format!("d{level}/")).collect();
        let happens = || {
            fs::rename(home.at("bob/d1/d2/d3/d4"), home.0.path().join("outside"))?;
            fs::rename(home.at("bob/d1/d2"), home.at("bob/moved"))?;
            replace(&home)
        };
        let path = format!("bob/{deep}noise");
        let (archive, warnings) = home.saved_while_reading(&path, write, happens).unwrap();
        let seen = entries(&archive);
        let mut left = names(&seen);
        left.retain(|name| name.ends_with('z'));
        assert_eq!(left, ["test/bob/d1/z", "test/carol/z"]);
        let warning = "test/bob/d1/d2/: moved while it was saved, the rest left out";
        assert_eq!(warnings, [warning]);
    }
}

/// A directory whose names were all taken has no rest.
#[test]
fn moved_directory_without_rest_is_no_warning() {
    let home = Home::new();
    let path = "d/".repeat(45) + "noise";
    let is_moved = || {
        fs::rename(home.at("d/d/d/d"), home.0.path().join("outside"))?;
        fs::rename(home.at("d/d"), home.at("d/moved"))
    };
    let (_, warnings) = home.saved_while_reading(&path, write, is_moved).unwrap();
    assert_eq!(warnings, [""; 0], "nothing was left out");
}

/// A user can make a chain of a million directories in seconds. Each header contains the whole path.
#[test]
#[ignore = "slow: writes 400 MB of headers"]
fn directory_that_is_too_deep_is_left_out() {
    let home = Home::new();
    let mut dir = File::open(home.at("")).unwrap();
    for _ in 0..2000 {
        dir = subdirectory(&dir, &"d".repeat(200));
    }
    home.file("z", b"");
    let (_, warnings) = save(write, &home.at("")).unwrap();
    assert_eq!(warnings.len(), 1, "one warning for all of it");
    assert!(
        warnings[0].ends_with("d: too deep, left out"),
        "{warnings:?}"
    );
}
