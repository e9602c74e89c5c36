//! What `backups/list.rs` must do.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::symlink;

use tempfile::TempDir;

use super::subject::archive_names;

/// A directory whose `backups` holds these, as empty files.
fn backups(names: &[&str]) -> TempDir {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("backups")).unwrap();
    for name in names {
        fs::write(dir.path().join("backups").join(name), "").unwrap();
    }
    dir
}

fn listed(dir: &TempDir) -> Vec<String> {
    archive_names(dir.path()).unwrap()
}

/// Other files may lie beside the archives, and archives in the making do.
#[test]
fn only_what_ends_in_tar_is_listed() {
    let others = [
        "notes.txt",
        "a.tar.gz",
        "b.TAR",
        ".backup_service-x.tmp",
        "tar",
    ];
    assert_eq!(listed(&backups(&others)), [""; 0]);
    assert_eq!(listed(&backups(&["notes.txt", "a.tar"])), ["a.tar"]);
}

/// The system gives the names in an order of its own. Byte order is the one that is the same in
/// every language: capitals first, and what is not ASCII last.
#[test]
fn the_list_is_in_byte_order() {
    let letters = "mzrbqyhkdxwfcnvgpjtslA";
    let mut names: Vec<_> = letters
        .chars()
        .map(|letter| format!("{letter}.tar"))
        .collect();
    names.push("é.tar".into());
    let dir = backups(&names.iter().map(String::as_str).collect::<Vec<_>>());
    names.sort();
    assert_eq!(listed(&dir), names);
}

/// A directory is no archive, whatever it is called. A link to an archive elsewhere is as good as
/// one.
#[test]
fn a_directory_is_not_listed_and_a_link_is() {
    let dir = backups(&["a.tar"]);
    fs::create_dir(dir.path().join("backups/directory.tar")).unwrap();
    symlink("/mnt/b.tar", dir.path().join("backups/link.tar")).unwrap();
    assert_eq!(listed(&dir), ["a.tar", "link.tar"]);
}

/// A name with a newline would look like two archives, and one with an escape character is an
/// order to the terminal.
#[test]
fn a_name_is_shown_without_its_control_characters() {
    let dir = backups(&["x\n.tar", "\u{1b}[2J.tar"]);
    assert_eq!(listed(&dir), ["\\u{1b}[2J.tar", "x\\n.tar"]);
}

/// No archives is an answer; no directory is an error, and which one the caller wants to know.
#[test]
fn without_the_directory_there_is_no_list() {
    assert_eq!(listed(&backups(&[])), [""; 0]);
    let dir = TempDir::new().unwrap();
    let error = || archive_names(dir.path()).unwrap_err().kind();
    assert_eq!(error(), ErrorKind::NotFound);
    fs::write(dir.path().join("backups"), "a file").unwrap();
    assert_eq!(error(), ErrorKind::NotADirectory);
}
