//! The rules for `file_id.rs`.

use std::fs;
use std::os::unix::fs::symlink;

use tempfile::TempDir;

use super::subject::FileId;

#[test]
fn identity_stays_under_another_name() {
    let dir = TempDir::new().unwrap();
    let at = |name: &str| dir.path().join(name);
    let id = |name: &str| FileId::of_path(&at(name)).unwrap();
    fs::write(at("a"), "").unwrap();
    fs::write(at("other"), "").unwrap();
    let before = id("a");
    fs::hard_link(at("a"), at("hard link")).unwrap();
    fs::rename(at("a"), at("renamed")).unwrap();
    symlink("renamed", at("link")).unwrap();
    for same in ["hard link", "renamed", "link"] {
        assert_eq!(id(same), before, "{same} is the same file");
    }
    assert_ne!(id("other"), before, "another file has another identity");
}
