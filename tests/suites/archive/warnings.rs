//! The rules for `archive/warnings.rs`, tested through `archive::write`.

use std::fs::{self, File};
use std::io;

use nix::fcntl::renameat;

use super::subject::write;
use crate::support::archives::{Home, save, subdirectory};

/// A user can make millions of sockets in the source. They must not fill the memory or the log.
#[test]
fn warnings_after_the_first_thousand_are_only_counted() {
    let home = Home::new();
    home.socket("0");
    for name in 1..1003 {
        // Quicker than a new socket: some file systems are slow to find a free inode.
        fs::hard_link(home.at("0"), home.at(name.to_string())).unwrap();
    }
    home.file("z", b"");
    let warnings = write(&home.at(""), io::sink(), &[], &|| false).unwrap();
    assert_eq!(warnings.texts.len(), 1000, "only these have a text");
    assert_eq!(warnings.count(), 1003, "all of them must be counted");
}

/// A path may be longer than a log line, and a warning is kept until the archive is complete.
#[test]
fn warning_has_a_shortened_path() {
    let home = Home::new();
    home.socket("socket");
    let source = File::open(home.at("")).unwrap();
    let mut dir = source.try_clone().unwrap();
    for _ in 0..25 {
        dir = subdirectory(&dir, &"d".repeat(200));
    }
    renameat(&source, "socket", &dir, "socket").unwrap();
    home.file("z", b"");
    let (_, warnings) = save(write, &home.at("")).unwrap();
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].len() < 4200, "{} bytes", warnings[0].len());
    let (start, end) = warnings[0].split_once("...").expect("a shortened path");
    assert!(start.starts_with("test/ddd"), "{start}");
    assert!(end.ends_with("ddd/socket: a socket, left out"), "{end}");
}
