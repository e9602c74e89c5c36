//! The rules for `layout.rs`.

use super::subject::archive;

#[test]
fn archive_is_named_after_its_schedule() {
    for (name, expected) in [
        ("backup_test", "backups/backup_test.tar"),
        ("a b.tar", "backups/a b.tar.tar"),
    ] {
        assert_eq!(archive(name), expected, "the archive of the name {name:?}");
    }
}
