//! What `archive/hard_links.rs` must do, as `archive::write` shows it.

use std::fs;
use std::os::unix::fs::symlink;

use backup::shutdown::Shutdown;
use tar::EntryType;

use super::subject::write;
use crate::support::archives::{Home, entries, find};

/// Two names of one file are restored as two names of one file, and its content is stored once. The
/// second entry is a link to the first, whose content comes before it.
#[test]
fn a_file_with_several_names_is_stored_once() {
    let home = Home::new();
    home.file("a/first", b"content");
    fs::create_dir(home.at("b")).unwrap();
    fs::hard_link(home.at("a/first"), home.at("b/second")).unwrap();
    fs::hard_link(home.at("a/first"), home.at("third")).unwrap();
    symlink("dangling", home.at("x")).unwrap();
    fs::hard_link(home.at("x"), home.at("y")).unwrap();
    // This one has another name, but not in the tree.
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
        assert_eq!(
            (entry.kind, entry.size_in_header),
            (EntryType::Link, 0),
            "{name}"
        );
        assert_eq!(entry.link.as_deref(), Some(first.as_bytes()), "{name}");
    }
}

/// Files whose names were all met are forgotten, or the memory would grow with the tree. One that is
/// given another name after that is a new file.
#[test]
fn a_file_is_forgotten_with_the_last_of_its_names() {
    let home = Home::new();
    home.file("0", b"content");
    fs::hard_link(home.at("0"), home.at("1")).unwrap();
    fs::create_dir(home.at("z")).unwrap();
    let (_sender, shutdown) = Shutdown::channel();
    // Between `1` and what is in `z` comes `a`, which is large.
    let happens = || fs::hard_link(home.at("0"), home.at("z/late"));
    let (archive, _) = home.saved_meanwhile(write, &shutdown, happens).unwrap();
    let seen = entries(&archive);
    assert_eq!(find(&seen, "test/1").kind, EntryType::Link);
    assert_eq!(find(&seen, "test/z/late").content, b"content");
}
