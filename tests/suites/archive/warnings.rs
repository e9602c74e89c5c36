//! What `archive/warnings.rs` must do, as `archive::write` shows it.

use std::fs::File;

use nix::sys::stat::{Mode, SFlag, mknodat};

use super::subject::write;
use crate::support::archives::{Home, save, subdirectory};

/// Nothing but a few numbers is kept of the warnings after the first thousand: `/sys` gives thousands
/// of them.
#[test]
fn warnings_after_the_first_thousand_are_only_counted() {
    let home = Home::new();
    let dir = File::open(home.at("")).unwrap();
    for number in 0..1100 {
        mknodat(
            &dir,
            &*format!("{number}"),
            SFlag::S_IFSOCK,
            Mode::S_IRWXU,
            0,
        )
        .unwrap();
    }
    home.file("z", b"");
    let (_, warnings) = save(write, &home.at("")).unwrap();
    assert_eq!(warnings.len(), 1001);
    assert_eq!(
        warnings[1000],
        "100 more entries were not saved as they are"
    );
}

/// A path may be longer than a log line, and a warning is kept until the archive is complete.
#[test]
fn warning_has_a_shortened_path() {
    const NAME: &str = "0123456789";
    let home = Home::new();
    let mut dir = File::open(home.at("")).unwrap();
    for _ in 0..450 {
        dir = subdirectory(&dir, NAME);
    }
    mknodat(&dir, "socket", SFlag::S_IFSOCK, Mode::S_IRWXU, 0).unwrap();
    home.file("z", b"");
    let (_, warnings) = save(write, &home.at("")).unwrap();
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].len() < 4200, "{} bytes", warnings[0].len());
    assert!(warnings[0].starts_with("test/0123456789/"), "{warnings:?}");
    assert!(
        warnings[0].ends_with("/0123456789/socket: a socket, left out"),
        "{warnings:?}"
    );
}
