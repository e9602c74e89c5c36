//! The rules for `archive/walk.rs`, tested through `archive::write`.

use std::fs::{self, File};
use std::io::ErrorKind;

use backup::archive::Error;
use backup::file_id::FileId;
use tar::EntryType;

use super::subject::write;
use crate::support::archives::{
    Home, Out, entries, find, gunzip, is_unfinished, kind, names, never, save,
};

/// Every directory and file below the source is saved, hidden ones too.
#[test]
fn whole_tree_is_saved() {
    let home = Home::new();
    let files = [".hidden", "a/one", "a/b/deep"];
    for name in files {
        home.file(name, name.as_bytes());
    }
    let seen = home.saved(write);
    let mut found = names(&seen);
    found.sort();
    let expected = "test test/.hidden test/a test/a/b test/a/b/deep test/a/one";
    assert_eq!(found.join(" "), expected, "all entries, sorted");
    for name in files {
        let content = &find(&seen, &format!("test/{name}")).content;
        assert_eq!(content, name.as_bytes(), "the content of {name}");
    }
}

/// A program may need the directory, for example a mail spool.
#[test]
fn empty_directory_is_saved() {
    let home = Home::new();
    fs::create_dir_all(home.at("a/empty")).unwrap();
    let seen = home.saved(write);
    assert_eq!(
        names(&seen),
        ["test", "test/a", "test/a/empty"],
        "the entries"
    );
    let are_directories = seen.iter().all(|entry| entry.kind == EntryType::Directory);
    assert!(are_directories, "each must be a directory");
}

/// The exercise calls the archive a compressed file, although its name ends in `.tar`.
#[test]
fn archive_is_compressed() {
    let home = Home::new();
    home.file("text", &b"to be or not to be, ".repeat(5_000));
    let (archive, _) = save(write, &home.at("")).unwrap();
    let (size, tar_size) = (archive.len(), gunzip(&archive).len());
    assert!(size < tar_size / 2, "{size} of {tar_size} bytes");
}

/// The archives themselves and the service's lock are excluded by device and inode, which are the
/// same by every path. Another directory called `backups` is saved.
#[test]
fn exclusions_are_left_out_under_any_name() {
    let home = Home::new();
    home.file("backups/kept", b"");
    home.file("sub/other/a.tar", b"");
    home.file("sub/lock", b"");
    let exclusions = ["sub/other", "sub/lock"].map(|name| FileId::of_path(&home.at(name)).unwrap());
    let save = |source: &str| {
        let out = Out::default();
        let archive = out.bytes.clone();
        write(&home.at(source), out, &exclusions, &never)
            .map(|warnings| (archive.take(), warnings.texts))
    };
    let (archive, warnings) = save("").unwrap();
    let seen = entries(&archive);
    let mut found = names(&seen);
    found.sort();
    let expected = "test test/backups test/backups/kept test/sub";
    assert_eq!(
        found.join(" "),
        expected,
        "the entries without the exclusions"
    );
    assert_eq!(warnings, [""; 0], "an exclusion is no warning");
    for source in ["sub/other", "sub/lock"] {
        let error = save(source).expect_err("an exclusion must not be the source");
        let is_right = matches!(error, Error::Excluded);
        assert!(is_right, "{source}: `Error::Excluded`, not {error:?}");
        assert_eq!(error.to_string(), "the service itself uses it", "{source}");
    }
}

/// `stop` does not wait for the end of a backup. A reader must notice that such an archive is not
/// complete.
#[test]
fn cancelled_archive_is_visibly_incomplete() {
    let home = Home::new();
    fs::create_dir_all(home.at("sub/empty")).unwrap();
    let out = Out::default();
    let written = out.bytes.clone();
    let error = write(&home.at(""), out, &[], &|| true).unwrap_err();
    assert!(matches!(error, Error::Cancelled), "{error}");
    let is_unfinished = is_unfinished(&written.borrow());
    assert!(is_unfinished, "the gzip stream must have no end");
}

/// A small archive is written when it is complete, so the error comes from the last call.
#[test]
fn full_disk_is_an_error() {
    let home = Home::new();
    home.file("file", b"x");
    let full = File::options().write(true).open("/dev/full").unwrap();
    let error = write(&home.at(""), full, &[], &never).unwrap_err();
    assert_eq!(
        kind(&error),
        ErrorKind::StorageFull,
        "the kind of the error"
    );
}
