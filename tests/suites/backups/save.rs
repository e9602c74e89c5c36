//! What `backups/save.rs` must do.

use std::fs;
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use backup::backups::Error;
use backup::layout;
use backup::schedule::Schedule;
use backup::shutdown::Shutdown;
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tempfile::TempDir;

use super::subject::{remove_stale_temp_files, save};
use crate::support::archives::{Seen, entries, find, names};

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

    fn save(&self) -> Result<Vec<String>, Error> {
        let (_sender, shutdown) = Shutdown::channel();
        save(self.dir.path(), &schedule("test;16:07;t"), &shutdown)
    }

    /// The names in `backups`, in order.
    fn backups(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("backups")).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[track_caller]
    fn fails_and_keeps(&self, archive: &[u8], reason: &str) {
        let error = self.save().unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
        assert_eq!(fs::read(self.path("backups/t.tar")).unwrap(), archive);
        assert_eq!(self.backups(), ["t.tar"], "something was left behind");
    }
}

fn schedule(line: &str) -> Schedule {
    line.parse().unwrap()
}

fn contents(archive: &Path) -> Vec<Seen> {
    entries(&fs::read(archive).unwrap())
}

/// The first backup finds no `./backups`. The archive is a tar in a gzip, whatever its name says.
#[test]
fn first_backup_creates_directory_and_archive() {
    let home = Home::new();
    assert_eq!(home.save().unwrap(), [""; 0]);
    let saved = contents(&home.path("backups/t.tar"));
    assert_eq!(find(&saved, "test/notes.txt").content, b"first");
}

/// One archive for each schedule: today's, in the place of yesterday's, and nothing beside it.
#[test]
fn new_archive_replaces_last_one() {
    let home = Home::new();
    home.save().unwrap();
    fs::write(home.path("test/notes.txt"), "second").unwrap();
    home.save().unwrap();
    let saved = contents(&home.path("backups/t.tar"));
    assert_eq!(find(&saved, "test/notes.txt").content, b"second");
    assert_eq!(home.backups(), ["t.tar"]);
}

/// An archive holds copies of private files, so nobody else may read it, from its first byte on.
#[test]
fn only_owner_can_read_archive() {
    let home = Home::new();
    home.save().unwrap();
    let mode = fs::metadata(home.path("backups/t.tar"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// Who writes over the old archive has neither the old one nor the new one while it is written; and
/// a restore that is under way reads a mixture.
#[test]
fn reader_of_old_archive_keeps_it() {
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

/// A disk that is not mounted looks like this: just then the last archive is worth most.
#[test]
fn missing_source_keeps_last_archive() {
    let home = Home::new();
    home.save().unwrap();
    let archive = fs::read(home.path("backups/t.tar")).unwrap();
    fs::remove_dir_all(home.path("test")).unwrap();
    home.fails_and_keeps(&archive, "No such file");
}

/// Nothing to save is worth an archive once. Later, an empty directory is more likely a disk that is
/// not mounted than a wish to forget everything.
#[test]
fn empty_source_keeps_last_archive() {
    let home = Home::new();
    fs::remove_file(home.path("test/notes.txt")).unwrap();
    home.save().unwrap();
    let archive = fs::read(home.path("backups/t.tar")).unwrap();
    home.fails_and_keeps(&archive, "empty");
}

/// `stop` in the middle of a backup is no loss: yesterday's archive stays, and no litter.
#[test]
fn stop_request_keeps_last_archive() {
    let home = Home::new();
    home.save().unwrap();
    let archive = fs::read(home.path("backups/t.tar")).unwrap();
    let (sender, shutdown) = Shutdown::channel();
    drop(sender);
    let error = save(home.dir.path(), &schedule("test;16:07;t"), &shutdown).unwrap_err();
    assert!(
        matches!(error, Error::Cancelled),
        "a stop request must be `Error::Cancelled`, not {error:?}"
    );
    assert_eq!(fs::read(home.path("backups/t.tar")).unwrap(), archive);
    assert_eq!(home.backups(), ["t.tar"]);
}

/// Somebody may have put a link there, to the one file that must not be written to.
#[test]
fn link_in_archives_place_is_replaced() {
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

/// Who saves `.` saves the place of the archives too: the archive in the making must not hold
/// itself, nor those of yesterday.
#[test]
fn archive_excludes_backups_and_lock() {
    let home = Home::new();
    home.save().unwrap();
    fs::create_dir(home.path("logs")).unwrap();
    fs::write(layout::lock(home.dir.path()), "").unwrap();
    let (_sender, shutdown) = Shutdown::channel();
    let warnings = save(home.dir.path(), &schedule(".;16:07;all"), &shutdown).unwrap();
    assert_eq!(warnings, [""; 0]);
    let name = home.dir.path().file_name().unwrap().to_str().unwrap();
    let expected = ["", "/logs", "/test", "/test/notes.txt"].map(|path| format!("{name}{path}"));
    let saved = contents(&home.path("backups/all.tar"));
    assert_eq!(names(&saved), expected);
}

/// Only within one file system can a file take the place of another at once. So the archive in the
/// making lies beside the place it will take, and not in `/tmp`.
#[cfg(target_os = "linux")]
#[test]
fn temporary_file_is_on_same_disk() {
    let dir = TempDir::new_in("/dev/shm").unwrap();
    fs::create_dir(dir.path().join("test")).unwrap();
    let home = Home { dir };
    assert_eq!(home.save().unwrap(), [""; 0]);
    assert_eq!(home.backups(), ["t.tar"]);
}

/// What is no archive is not ours to replace; and a FIFO would make us wait for ever.
#[test]
fn directory_or_fifo_in_archives_place_is_an_error() {
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
    assert_eq!(home.backups(), ["t.tar"]);
}

/// "File exists" says nothing to a reader of the log who cannot see which file.
#[test]
fn error_names_backups_directory() {
    let home = Home::new();
    fs::write(home.path("backups"), "a file").unwrap();
    let error = home.save().unwrap_err().to_string();
    assert!(error.starts_with("backups: "), "{error}");
}

/// After `kill -9`. Files of the user stay, whatever their names; a directory is never ours, and
/// does not end the cleaning.
#[test]
fn only_stale_temp_files_are_removed() {
    let home = Home::new();
    remove_stale_temp_files(home.dir.path()).expect("a missing directory must not be an error");
    fs::create_dir_all(home.path("backups/.backup_service-a1.tmp")).unwrap();
    for name in [".backup_service-a1b2.tmp", "t.tar", ".hidden.tar", "my.tmp"] {
        fs::write(home.path("backups").join(name), "").unwrap();
    }
    remove_stale_temp_files(home.dir.path()).expect("a directory must not be an error");
    assert_eq!(
        home.backups(),
        [".backup_service-a1.tmp", ".hidden.tar", "my.tmp", "t.tar"],
        "only the file with the name of a temporary archive must be removed"
    );
    home.save()
        .expect("a directory with the name of a temporary archive must not prevent a backup");
}
