//! The rules for `archive/names.rs`, tested through `archive::write`.

use std::fs::File;
use std::time::{Duration, SystemTime};

use super::subject::write;
use crate::support::archives::{Home, names, noise, save};

/// A directory comes directly before its entries. Names are compared byte by byte: `10` before `2`,
/// and `B` before `a`.
#[test]
fn entries_are_in_name_order() {
    let home = Home::new();
    for name in ["b", "B", "a/2", "a/10", "a-b", "ab"] {
        home.file(name, b"");
    }
    // In few directories the order of the file system is that of the names by chance.
    let mut many: Vec<_> = (0..50)
        .map(|number| format!("c/{}", number * 7 % 50))
        .collect();
    for name in &many {
        home.file(name, b"");
    }
    many.sort();
    let mut expected = vec!["B", "a", "a/10", "a/2", "a-b", "ab", "b", "c"];
    expected.extend(many.iter().map(String::as_str));
    let seen = home.saved(write);
    let found = names(&seen).into_iter().skip(1);
    let found: Vec<_> = found.map(|name| &name["test/".len()..]).collect();
    assert_eq!(found, expected, "the entries in their order");
}

/// Two archives can be compared with `cmp`: they do not depend on inode numbers or on the time of the
/// backup.
#[test]
fn same_tree_gives_same_bytes() {
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_500);
    let archive = || {
        let home = Home::new();
        home.file("file", &noise(1_200_000, 1));
        for name in ["file", ""] {
            let file = File::open(home.at(name)).unwrap();
            file.set_modified(time).unwrap();
        }
        save(write, &home.at("")).unwrap().0
    };
    assert!(archive() == archive(), "both archives must be equal");
}
