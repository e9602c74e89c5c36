//! The rules for `archive/hard_links.rs`, tested through `archive::write`.

use std::fs::{self, File};
use std::os::unix::fs::symlink;

use nix::fcntl::{AtFlags, OFlag, openat};
use nix::sys::stat::Mode;
use nix::unistd::linkat;
use tar::EntryType;

use super::subject::write;
use crate::support::archives::{Home, entries, find, save, subdirectory};

/// Two names of one file are restored as two names of one file. The second entry is a link to the
/// first one, which has the contents.
#[test]
fn file_with_several_names_is_stored_once() {
    let home = Home::new();
    home.file("a/first", b"content");
    fs::create_dir(home.at("b")).unwrap();
    fs::hard_link(home.at("a/first"), home.at("b/second")).unwrap();
    fs::hard_link(home.at("a/first"), home.at("third")).unwrap();
    symlink("dangling", home.at("x")).unwrap();
    fs::hard_link(home.at("x"), home.at("y")).unwrap();
    // The second name of this file is outside the tree.
    home.file("elsewhere", b"mine");
    fs::hard_link(home.at("elsewhere"), home.0.path().join("outside")).unwrap();
    let seen = home.saved(write);
    assert_eq!(find(&seen, "test/a/first").content, b"content");
    assert_eq!(find(&seen, "test/elsewhere").content, b"mine");
    for (name, first) in [
        ("test/b/second", "test/a/first"),
        ("test/third", "test/a/first"),
        ("test/y", "test/x"),
    ] {
        let entry = find(&seen, name);
        assert_eq!(entry.kind, EntryType::Link, "{name} must be a link");
        assert_eq!(entry.link.as_deref(), Some(first.as_bytes()), "{name}");
        assert_eq!(entry.size_in_header, 0, "{name} must be stored once");
    }
}

/// A link to a file that has changed would restore the second name with the old content.
#[test]
fn second_name_of_changed_file_is_saved_in_full() {
    let home = Home::new();
    home.file("0", b"old");
    for name in ["y", "z"] {
        fs::hard_link(home.at("0"), home.at(name)).unwrap();
    }
    let modified = fs::metadata(home.at("0")).unwrap().modified().unwrap();
    let (archive, warnings) = home
        .saved_while_reading("a", write, || {
            fs::write(home.at("z"), "new")?;
            File::open(home.at("z"))?.set_modified(modified)
        })
        .unwrap();
    let seen = entries(&archive);
    assert_eq!(find(&seen, "test/0").content, b"old");
    assert_eq!(find(&seen, "test/y").content, b"new");
    let link = find(&seen, "test/z").link.as_deref();
    assert_eq!(link, Some(&b"test/y"[..]), "a link to the new content");
    let warning = "test/y: changed or replaced since test/0 was saved, not stored as a link to it";
    assert_eq!(warnings, [warning]);
}

/// The path of a hard-linked file is kept until its last name is seen, and may be very long.
#[test]
#[ignore = "slow: writes 40 MB of headers"]
fn paths_of_hard_linked_files_take_bounded_memory() {
    for (depth, are_inside, expected) in [(100, true, 0), (100, false, 1), (2, false, 0)] {
        let home = Home::new();
        let mut dir = File::open(home.at("")).unwrap();
        for _ in 0..depth {
            dir = subdirectory(&dir, &"d".repeat(200));
        }
        let outside = File::open(home.0.path()).unwrap();
        for number in 0..900 {
            // The memory for one of them is free again soon, which must not free more.
            let is_inside = are_inside || number == 450;
            let last_names = if is_inside { &dir } else { &outside };
            let (first, last) = (&*number.to_string(), &*format!("{number}-last"));
            let flags = OFlag::O_CREAT | OFlag::O_WRONLY;
            openat(&dir, first, flags, Mode::S_IRWXU).unwrap();
            linkat(&dir, first, last_names, last, AtFlags::empty()).unwrap();
        }
        home.file("z", b"");
        let (_, warnings) = save(write, &home.at("")).unwrap();
        assert_eq!(warnings.len(), expected, "{warnings:?}");
        let text =
            "too many hard links: from here on, each name may be stored as a file of its own";
        let are_named = warnings.iter().all(|warning| warning.ends_with(text));
        assert!(are_named, "{warnings:?}");
    }
}
