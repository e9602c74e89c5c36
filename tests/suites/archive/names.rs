//! The rules for `archive/names.rs`, tested through `archive::write`.

use std::fs::{self, File};
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
    fs::create_dir(home.at("empty")).unwrap();
    for number in 100..150 {
        home.file(format!("many/{}", number * 7 % 50), b"");
    }
    let seen = home.saved(write);
    let mut many: Vec<_> = (0..50)
        .map(|number| format!("test/many/{number}"))
        .collect();
    many.sort();
    let mut expected = vec![
        "test",
        "test/B",
        "test/a",
        "test/a/10",
        "test/a/2",
        "test/a-b",
        "test/ab",
        "test/b",
        "test/empty",
        "test/many",
    ];
    expected.extend(many.iter().map(String::as_str));
    assert_eq!(names(&seen), expected);
}

/// Two archives can be compared with `cmp`: they do not depend on the order in which files were made,
/// or on the time of the backup.
#[test]
fn same_tree_gives_same_bytes() {
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_500);
    let set = |file: File| file.set_modified(time).unwrap();
    let archives = [["a", "b", "c"], ["c", "a", "b"]].map(|order| {
        let home = Home::new();
        for name in order {
            home.file(name, &noise(700_000, name.len() as u64));
            set(File::open(home.at(name)).unwrap());
        }
        set(File::open(home.at("")).unwrap());
        let archive = save(write, &home.at("")).unwrap().0;
        let again = save(write, &home.at("")).unwrap().0;
        assert!(
            archive == again,
            "a second archive of the same tree must be equal"
        );
        archive
    });
    assert!(
        archives[0] == archives[1],
        "the order in which files were made must not matter"
    );
}
