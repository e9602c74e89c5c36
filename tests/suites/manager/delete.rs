//! The rules for `manager/delete.rs`.

use std::fs;

use tempfile::TempDir;

use super::subject::delete;

const LINES: &str = "a;16:07;0\nb;16:07;1\nc;16:07;2\n";

fn home() -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("backup_schedules.txt"), LINES).unwrap();
    dir
}

fn schedules(dir: &TempDir) -> String {
    fs::read_to_string(dir.path().join("backup_schedules.txt")).unwrap()
}

#[test]
fn index_counts_from_0() {
    let dir = home();
    let done = delete(dir.path(), "1").expect("line 1 is there");
    assert_eq!(done.logged, "Schedule at index 1 deleted");
    assert_eq!(
        schedules(&dir),
        "a;16:07;0\nc;16:07;2\n",
        "line 1 is deleted"
    );
}

#[test]
fn index_without_a_line_is_an_error_and_deletes_nothing() {
    let dir = home();
    for index in [
        "3",
        "-1",
        "+1",
        "",
        " 1",
        "1.0",
        "0x1",
        "one",
        "18446744073709551616",
    ] {
        let actual = delete(dir.path(), index).map_err(|failure| failure.what);
        let expected = Err(format!("can't find schedule at index {index}"));
        assert_eq!(actual, expected, "`delete {index}` in a file with 3 lines");
        assert_eq!(
            schedules(&dir),
            LINES,
            "`delete {index}` must change nothing"
        );
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
