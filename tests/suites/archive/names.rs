//! What `archive/names.rs` must do, as `archive::write` shows it.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use super::subject::write;
use crate::support::archives::{Home, names, noise, save};

/// A directory comes before what is in it; its own place among its neighbours is by its name, in
/// the order of bytes: `10` before `2`, and `B` before `a`.
#[test]
fn everything_is_saved_in_name_order() {
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

/// Two archives of one tree can then be compared with `cmp`. Nothing else may differ from one day
/// to the next: not the time of the backup, for instance.
#[test]
fn the_same_tree_gives_the_same_bytes_in_whatever_order_it_was_made() {
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
        assert!(archive == again, "the same tree, the second time");
        archive
    });
    assert!(archives[0] == archives[1], "made in another order");
}
