//! What `backups.rs` must do.

use std::fs;
use std::io::{ErrorKind, Read};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use backup::schedule::Schedule;
use backup::stop::Stop;
use flate2::read::GzDecoder;
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tempfile::TempDir;

use super::subject::{archive_name, list, save, sweep};

/// A directory with `test/notes.txt` to save.
struct Home {
    dir: TempDir,
}

impl Home {
    fn new() -> Home {
        let home = Home {
            dir: TempDir::new().unwrap(),
        };
        fs::create_dir(home.path("test")).unwrap();
        fs::write(home.path("test/notes.txt"), "first").unwrap();
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn save(&self) -> std::io::Result<Vec<String>> {
        let (_sender, stop) = Stop::by_hand();
        save(self.dir.path(), &schedule("test;16:07;t"), &stop)
    }

    #[track_caller]
    fn fails_and_keeps(&self, archive: Option<&[u8]>, reason: &str) {
        let error = self.save().unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
        assert_eq!(
            fs::read(self.path("backups/t.tar")).ok().as_deref(),
            archive
        );
        let found = fs::read_dir(self.path("backups")).unwrap().count();
        assert_eq!(
            found,
            usize::from(archive.is_some()),
            "something was left behind"
        );
    }
}

fn schedule(line: &str) -> Schedule {
    line.parse().unwrap()
}

fn contents(archive: &Path) -> Vec<(String, String)> {
    let mut archive = tar::Archive::new(GzDecoder::new(fs::File::open(archive).unwrap()));
    let entries = archive.entries().unwrap().map(|entry| {
        let mut entry = entry.unwrap();
        let mut content = String::new();
        entry.read_to_string(&mut content).unwrap();
        (entry.path().unwrap().display().to_string(), content)
    });
    entries.collect()
}

#[test]
fn an_archive_is_named_after_its_schedule() {
    assert_eq!(
        archive_name(&schedule("test;16:07;backup_test")),
        "backups/backup_test.tar"
    );
}

#[test]
fn saving_makes_the_directory_and_a_compressed_archive_in_it() {
    let home = Home::new();
    assert_eq!(home.save().unwrap(), [""; 0]);
    let saved = contents(&home.path("backups/t.tar"));
    assert!(
        saved.contains(&("test/notes.txt".into(), "first".into())),
        "{saved:?}"
    );
}

#[test]
fn the_next_archive_takes_the_place_of_the_last() {
    let home = Home::new();
    home.save().unwrap();
    fs::write(home.path("test/notes.txt"), "second").unwrap();
    home.save().unwrap();
    let saved = contents(&home.path("backups/t.tar"));
    assert!(
        saved.contains(&("test/notes.txt".into(), "second".into())),
        "{saved:?}"
    );
    assert_eq!(list(home.dir.path()).unwrap(), ["t.tar"]);
}

#[test]
fn an_archive_is_its_owners_alone() {
    let home = Home::new();
    home.save().unwrap();
    let mode = fs::metadata(home.path("backups/t.tar"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn the_new_archive_is_a_new_file_so_that_a_reader_of_the_old_one_keeps_it() {
    let home = Home::new();
    home.save().unwrap();
    let mut reader = fs::File::open(home.path("backups/t.tar")).unwrap();
    let before = reader.metadata().unwrap();
    fs::write(home.path("test/notes.txt"), "second".repeat(1000)).unwrap();
    home.save().unwrap();
    assert_ne!(
        before.ino(),
        fs::metadata(home.path("backups/t.tar")).unwrap().ino()
    );
    let mut old = Vec::new();
    reader.read_to_end(&mut old).unwrap();
    assert_eq!(old.len() as u64, before.len());
}

#[test]
fn a_source_that_is_missing_replaces_nothing() {
    let home = Home::new();
    home.save().unwrap();
    let archive = fs::read(home.path("backups/t.tar")).unwrap();
    fs::remove_dir_all(home.path("test")).unwrap();
    home.fails_and_keeps(Some(&archive), "No such file");
}

#[test]
fn an_empty_source_is_saved_once_and_then_replaces_nothing() {
    let home = Home::new();
    fs::remove_file(home.path("test/notes.txt")).unwrap();
    home.save().unwrap();
    let archive = fs::read(home.path("backups/t.tar")).unwrap();
    home.fails_and_keeps(Some(&archive), "empty");
}

#[test]
fn a_requested_stop_abandons_the_archive_and_keeps_the_last() {
    let home = Home::new();
    home.save().unwrap();
    let archive = fs::read(home.path("backups/t.tar")).unwrap();
    let (sender, stop) = Stop::by_hand();
    drop(sender);
    let error = save(home.dir.path(), &schedule("test;16:07;t"), &stop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert_eq!(fs::read(home.path("backups/t.tar")).unwrap(), archive);
    assert_eq!(fs::read_dir(home.path("backups")).unwrap().count(), 1);
}

#[test]
fn a_link_in_the_archives_place_is_replaced_and_not_followed() {
    let home = Home::new();
    fs::create_dir(home.path("backups")).unwrap();
    fs::write(home.path("precious"), "precious").unwrap();
    symlink(home.path("precious"), home.path("backups/t.tar")).unwrap();
    home.save().unwrap();
    assert_eq!(
        fs::read_to_string(home.path("precious")).unwrap(),
        "precious"
    );
    assert!(
        fs::symlink_metadata(home.path("backups/t.tar"))
            .unwrap()
            .is_file()
    );
}

#[test]
fn a_directory_or_a_fifo_in_the_archives_place_is_an_error() {
    let home = Home::new();
    let place = home.path("backups/t.tar");
    fs::create_dir_all(&place).unwrap();
    assert!(
        home.save()
            .unwrap_err()
            .to_string()
            .contains("backups/t.tar is not a file")
    );
    fs::remove_dir(&place).unwrap();
    mkfifo(&place, Mode::S_IRWXU).unwrap();
    assert!(
        home.save()
            .unwrap_err()
            .to_string()
            .contains("backups/t.tar is not a file")
    );
    assert_eq!(fs::read_dir(home.path("backups")).unwrap().count(), 1);
}

#[test]
fn backups_that_cannot_be_made_are_an_error_that_names_them() {
    let home = Home::new();
    fs::write(home.path("backups"), "a file").unwrap();
    let error = home.save().unwrap_err().to_string();
    assert!(error.starts_with("backups: "), "{error}");
}

#[test]
fn the_list_holds_archives_only_in_byte_order() {
    let home = Home::new();
    fs::create_dir(home.path("backups")).unwrap();
    for name in [
        "b.tar",
        "a.tar",
        "Z.tar",
        "é.tar",
        "notes.txt",
        ".backup_service-x.tmp",
        "x\n.tar",
    ] {
        fs::write(home.path("backups").join(name), "").unwrap();
    }
    fs::create_dir(home.path("backups/directory.tar")).unwrap();
    assert_eq!(
        list(home.dir.path()).unwrap(),
        ["Z.tar", "a.tar", "b.tar", "x\\n.tar", "é.tar"]
    );
}

#[test]
fn without_the_directory_there_is_no_list() {
    let dir = TempDir::new().unwrap();
    assert_eq!(list(dir.path()).unwrap_err().kind(), ErrorKind::NotFound);
}

#[test]
fn sweeping_removes_what_a_kill_left_and_nothing_else() {
    let home = Home::new();
    sweep(home.dir.path()).unwrap();
    fs::create_dir(home.path("backups")).unwrap();
    for name in [".backup_service-a1b2.tmp", "t.tar", ".hidden.tar", "my.tmp"] {
        fs::write(home.path("backups").join(name), "").unwrap();
    }
    sweep(home.dir.path()).unwrap();
    let mut left: Vec<_> = fs::read_dir(home.path("backups"))
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(left, [".hidden.tar", "my.tmp", "t.tar"]);
}
