//! The rules for `manager/delete.rs`.

use std::fs;

use tempfile::TempDir;

use super::subject::delete;

#[test]
fn line_at_the_index_is_deleted_and_other_indexes_are_errors() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("backup_schedules.txt");
    let lines = "a;16:07;0\nb;16:07;1\nc;16:07;2\n";
    let too_large = "18446744073709551616";
    let all = [
        "0", "3", "-1", "+1", "", " 1", "1.0", "0x1", "one", too_large,
    ];
    for index in all {
        fs::write(&file, lines).unwrap();
        let actual = delete(dir.path(), index);
        let actual = actual
            .map(|done| done.logged)
            .map_err(|failure| failure.what);
        let (expected, left) = match index {
            "0" => (Ok("Schedule at index 0 deleted".to_owned()), &lines[10..]),
            _ => (Err(format!("can't find schedule at index {index}")), lines),
        };
        assert_eq!(actual, expected, "`delete {index}` in a file with 3 lines");
        let found = fs::read_to_string(&file).unwrap();
        assert_eq!(found, left, "the file after `delete {index}`");
    }
}

#[test]
fn missing_file_is_an_error() {
    let dir = TempDir::new().unwrap();
    for index in ["0", "one"] {
        let failure = delete(dir.path(), index).expect_err("there is no file");
        assert_eq!(failure.what, "can't find backup_schedules.txt");
    }
}
