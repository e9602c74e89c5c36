//! The rules for `backups/save.rs`.

use std::fs;
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::PathBuf;

use backup::backups::Error;
use backup::layout;
use backup::shutdown::Shutdown;
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tempfile::TempDir;

use super::subject::{remove_stale_temp_files, save};
use crate::support::archives::{entries, find, names};

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

    fn save(&self, line: &str) -> Result<Vec<String>, Error> {
        let (_sender, shutdown) = Shutdown::channel();
        let warnings = save(self.dir.path(), &line.parse().unwrap(), &shutdown)?;
        Ok(warnings.texts)
    }

    /// Saves this schedule, which must succeed without a warning. Returns the archive.
    #[track_caller]
    fn archive_of(&self, line: &str) -> Vec<u8> {
        match self.save(line) {
            Ok(warnings) => assert_eq!(warnings, [""; 0], "there must be no warning"),
            Err(error) => panic!("the backup must succeed, not: {error}"),
        }
        let archive = layout::archive(line.rsplit(';').next().unwrap());
        fs::read(self.path(&archive))
            .unwrap_or_else(|error| panic!("there must be an archive {archive}: {error}"))
    }

    #[track_caller]
    fn back_up(&self) -> Vec<u8> {
        self.archive_of("test;16:07;t")
    }

    #[track_caller]
    fn fails(&self) -> Error {
        self.save("test;16:07;t").expect_err("it must fail")
    }

    /// The names in `backups`, in order.
    fn backups(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("backups")).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    #[track_caller]
    fn has_only_the_archive(&self) {
        assert_eq!(self.backups(), ["t.tar"], "no other file must be left");
    }

    #[track_caller]
    fn keeps(&self, archive: &[u8]) {
        let now = fs::read(self.path("backups/t.tar"));
        let is_kept = now.is_ok_and(|now| now == archive);
        assert!(is_kept, "the last archive must stay as it was");
        self.has_only_the_archive();
    }

    #[track_caller]
    fn fails_and_keeps(&self, archive: &[u8], reason: &str) {
        let error = self.fails().to_string();
        assert!(error.contains(reason), "it must say {reason:?}: {error}");
        self.keeps(archive);
    }
}

/// There is no `./backups` before the first backup. The archive is tar in gzip, although its name ends
/// in `.tar`.
#[test]
fn first_backup_creates_directory_and_archive() {
    let saved = entries(&Home::new().back_up());
    let notes = find(&saved, "test/notes.txt");
    assert_eq!(notes.content, b"first", "its content in the archive");
}

/// An archive contains copies of private files.
#[test]
fn only_owner_can_read_archive() {
    let home = Home::new();
    home.back_up();
    let archive = fs::metadata(home.path("backups/t.tar")).unwrap();
    let mode = archive.permissions().mode() & 0o777;
    assert!(mode == 0o600, "the mode must be 600, not {mode:o}");
}

/// If the old archive were overwritten, there would be neither the old one nor the new one for a
/// while, and a restore in progress would read a mixture.
#[test]
fn reader_of_old_archive_keeps_it() {
    let home = Home::new();
    home.back_up();
    let mut reader = fs::File::open(home.path("backups/t.tar")).unwrap();
    let before = reader.metadata().unwrap();
    fs::write(home.path("test/notes.txt"), "second".repeat(1000)).unwrap();
    home.back_up();
    let after = fs::metadata(home.path("backups/t.tar")).unwrap();
    assert!(before.ino() != after.ino(), "it must be a new file");
    let read = reader.read_to_end(&mut Vec::new()).unwrap() as u64;
    assert_eq!(read, before.len(), "the reader must get all of it");
}

/// An unmounted disk can look like this.
#[test]
fn missing_source_keeps_last_archive() {
    let home = Home::new();
    let archive = home.back_up();
    fs::remove_dir_all(home.path("test")).unwrap();
    home.fails_and_keeps(&archive, "No such file");
}

/// The first backup of an empty directory is made. The second one is an error: a directory that is
/// empty again is more likely to be an unmounted disk.
#[test]
fn empty_source_keeps_last_archive() {
    let home = Home::new();
    fs::remove_file(home.path("test/notes.txt")).unwrap();
    let archive = home.back_up();
    home.fails_and_keeps(&archive, "empty");
    // An empty file is not an empty directory.
    fs::remove_dir(home.path("test")).unwrap();
    fs::write(home.path("test"), "").unwrap();
    home.back_up();
}

/// The abandoned archive is removed.
#[test]
fn stop_request_keeps_last_archive() {
    let home = Home::new();
    let archive = home.back_up();
    let (sender, shutdown) = Shutdown::channel();
    drop(sender);
    let schedule = "test;16:07;t".parse().unwrap();
    let result = save(home.dir.path(), &schedule, &shutdown);
    let is_cancelled = matches!(result, Err(Error::Cancelled));
    assert!(is_cancelled, "`Error::Cancelled`, not {result:?}");
    home.keeps(&archive);
}

/// Another user may have put a link there, to a precious file.
#[test]
fn link_in_archives_place_is_replaced() {
    let home = Home::new();
    fs::create_dir(home.path("backups")).unwrap();
    fs::write(home.path("precious"), "precious").unwrap();
    symlink(home.path("precious"), home.path("backups/t.tar")).unwrap();
    home.back_up();
    let precious = fs::read(home.path("precious")).unwrap();
    assert!(precious == b"precious", "the file must not be changed");
    let archive = fs::symlink_metadata(home.path("backups/t.tar")).unwrap();
    assert!(archive.is_file(), "the archive must replace the link");
}

/// The source `.` contains `backups`. The archive must not contain itself.
#[test]
fn archive_excludes_backups_and_lock() {
    let home = Home::new();
    home.back_up();
    fs::create_dir(home.path("logs")).unwrap();
    fs::write(layout::lock(home.dir.path()), "").unwrap();
    let name = home.dir.path().file_name().unwrap().to_str().unwrap();
    let expected = ["", "/logs", "/test", "/test/notes.txt"].map(|path| format!("{name}{path}"));
    let saved = entries(&home.archive_of(".;16:07;all"));
    assert_eq!(names(&saved), expected, "the archive of `.`");
}

/// `rename` works only within one file system, so the temporary file must not be in `/tmp`.
#[cfg(target_os = "linux")]
#[test]
fn temporary_file_is_on_same_disk() {
    let dir = TempDir::new_in("/dev/shm").unwrap();
    fs::create_dir(dir.path().join("test")).unwrap();
    let home = Home { dir };
    home.back_up();
    home.has_only_the_archive();
}

/// Only an archive or a link may be replaced. Opening a FIFO would block.
#[test]
fn directory_or_fifo_in_archives_place_is_an_error() {
    let home = Home::new();
    let place = home.path("backups/t.tar");
    let is_not_a_file = || {
        let error = home.fails();
        let is_right = matches!(error, Error::NotAFile(_));
        assert!(is_right, "`Error::NotAFile`, not {error:?}");
        assert_eq!(error.to_string(), "backups/t.tar is not a file");
    };
    fs::create_dir_all(&place).unwrap();
    is_not_a_file();
    fs::remove_dir(&place).unwrap();
    mkfifo(&place, Mode::S_IRWXU).unwrap();
    is_not_a_file();
    home.has_only_the_archive();
}

/// "File exists" alone does not say which file.
#[test]
fn error_names_backups_directory() {
    let home = Home::new();
    fs::write(home.path("backups"), "a file").unwrap();
    let error = home.fails().to_string();
    let names_it = error.starts_with("backups: ");
    assert!(names_it, "the error must name `backups`: {error}");
}

/// After `kill -9`. Files of the user stay, whatever their names; a directory is never ours, and
/// does not end the cleaning.
#[test]
fn only_stale_temp_files_are_removed() {
    let home = Home::new();
    let dir = home.dir.path();
    remove_stale_temp_files(dir).expect("there may be no `backups`");
    fs::create_dir_all(home.path("backups/.backup_service-a1.tmp")).unwrap();
    for name in [".backup_service-a1b2.tmp", "t.tar", ".hidden.tar", "my.tmp"] {
        fs::write(home.path("backups").join(name), "").unwrap();
    }
    remove_stale_temp_files(dir).expect("a directory may have such a name");
    let kept = [".backup_service-a1.tmp", ".hidden.tar", "my.tmp", "t.tar"];
    assert_eq!(home.backups(), kept, "only one file must be removed");
    home.back_up();
    fs::remove_dir_all(home.path("backups")).unwrap();
    fs::write(home.path("backups"), "").unwrap();
    remove_stale_temp_files(dir).expect_err("a file is no directory");
}
