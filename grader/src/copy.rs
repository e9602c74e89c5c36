//! Copies a submission. It may hold anything: links in a circle, a whole disk behind a link,
//! programs that change themselves.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;

/// Files that a solution or a tool leaves beside the sources. A grading begins without them.
const LEFTOVERS: [&str; 9] = [
    "backup_schedules.txt",
    "backups",
    "log",
    "logs",
    "__pycache__",
    "target",
    "node_modules",
    "venv",
    "env",
];

/// How many bytes a submission may have.
const MAX_SIZE: u64 = 512 << 20;

/// How many files and directories a submission may have.
const MAX_FILES: usize = 20_000;

/// Copies what is in `from`, without hidden and left-over files.
///
/// # Errors
/// If a file cannot be copied, or the submission is too large.
pub fn copy_submission(from: &Path, to: &Path) -> io::Result<()> {
    let is_wanted = |name: &str| !name.starts_with('.') && !LEFTOVERS.contains(&name);
    copy(from, to, &is_wanted, &mut Budget::default())
}

/// Copies the copy of a submission into the directory of a check.
///
/// # Errors
/// If a file cannot be copied.
pub fn install(from: &Path, to: &Path) -> io::Result<()> {
    copy(from, to, &|_| true, &mut Budget::default())
}

/// How much has been copied.
#[derive(Default)]
struct Budget {
    size: u64,
    files: usize,
}

impl Budget {
    fn spend(&mut self, size: u64) -> io::Result<()> {
        self.size += size;
        self.files += 1;
        if self.size > MAX_SIZE || self.files > MAX_FILES {
            let limits = format!("more than {} MiB or {MAX_FILES} files", MAX_SIZE >> 20);
            return Err(io::Error::other(limits));
        }
        Ok(())
    }
}

fn copy(
    from: &Path,
    to: &Path,
    is_wanted: &impl Fn(&str) -> bool,
    budget: &mut Budget,
) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if !is_wanted(&name.to_string_lossy()) {
            continue;
        }
        let (path, copied) = (entry.path(), to.join(&name));
        let kind = entry.file_type()?;
        if kind.is_dir() {
            budget.spend(0)?;
            fs::create_dir(&copied)?;
            copy(&path, &copied, is_wanted, budget)?;
        } else if kind.is_symlink() && !leads_to_file(&path, from) {
            // A link to a directory may lead to a circle or out of the submission.
            symlink(fs::read_link(&path)?, &copied)?;
        } else if path.is_file() {
            budget.spend(fs::metadata(&path)?.len())?;
            copy_file(&path, &copied)?;
        }
    }
    Ok(())
}

/// Whether the link `path` leads to a regular file on the same file system as `directory`: to read
/// one of /proc may take forever.
fn leads_to_file(path: &Path, directory: &Path) -> bool {
    let (file, directory) = (fs::metadata(path), fs::metadata(directory));
    file.is_ok_and(|file| {
        file.is_file() && directory.is_ok_and(|directory| directory.dev() == file.dev())
    })
}

/// A compiled program may be large and does not change itself: it is linked where that is possible.
fn copy_file(from: &Path, to: &Path) -> io::Result<()> {
    let mut start = [0; 4];
    let is_compiled = File::open(from)?.read_exact(&mut start).is_ok() && start == *b"\x7fELF";
    if is_compiled && fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    fs::copy(from, to).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn links_to_directories_are_not_followed() {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (dir.path().join("from"), dir.path().join("to"));
        fs::create_dir_all(&from).unwrap();
        fs::create_dir(&to).unwrap();
        symlink(".", from.join("a")).unwrap();
        symlink(".", from.join("b")).unwrap();
        symlink("/", from.join("root")).unwrap();
        copy_submission(&from, &to).unwrap();
        for name in ["a", "b", "root"] {
            assert!(to.join(name).is_symlink(), "{name} should still be a link");
        }
    }

    #[test]
    fn scripts_are_copied_even_if_they_are_executable() {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (dir.path().join("from"), dir.path().join("to"));
        fs::create_dir_all(&from).unwrap();
        fs::create_dir(&to).unwrap();
        let script = from.join("backup_manager.py");
        fs::write(&script, "print()").unwrap();
        fs::set_permissions(&script, fs::Permissions::from_mode(0o777)).unwrap();
        install(&from, &to).unwrap();
        fs::write(to.join("backup_manager.py"), "changed").unwrap();
        let original = fs::read_to_string(script).unwrap();
        assert_eq!(
            original, "print()",
            "a change of a copy should not change the original"
        );
    }
}
