//! The rules for `file_id.rs`.

use std::fs;
use std::os::unix::fs::symlink;

use tempfile::TempDir;

use super::subject::FileId;

#[test]
fn identity_stays_under_another_name() {
    let dir = TempDir::new().unwrap();
    let at = |name: &str| dir.path().join(name);
    fs::write(at("a"), "").unwrap();
    fs::write(at("other"), "").unwrap();
    let id = FileId::of_path(&at("a")).unwrap();
    symlink("a", at("link")).unwrap();
    fs::hard_link(at("a"), at("b")).unwrap();
    fs::rename(at("a"), at("renamed")).unwrap();
    for same in ["b", "renamed"] {
        assert_eq!(
            FileId::of_path(&at(same)).unwrap(),
            id,
            "{same} is the same file"
        );
    }
    fs::rename(at("renamed"), at("a")).unwrap();
    assert_eq!(
        FileId::of_path(&at("link")).unwrap(),
        id,
        "a link is followed"
    );
    assert_ne!(
        FileId::of_path(&at("other")).unwrap(),
        id,
        "another file has another identity"
    );
}
