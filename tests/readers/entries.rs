//! The kinds of entries that we write, and what a reader made of one.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};

use nix::fcntl::AT_FDCWD;
use nix::libc::makedev;
use nix::sys::stat::{Mode, SFlag, UtimensatFlags, mknod, utimensat};
use nix::sys::time::TimeSpec;
use nix::unistd::mkfifo;

/// Makes an entry of this kind in `dir`, and returns the paths that must come back. Only root can make
/// devices and give files away.
pub fn make(kind: &str, dir: &Path) -> Option<Vec<PathBuf>> {
    let path = match kind {
        "file, its mode and time" => file(dir, "file", 1_500_000_000_000),
        "time with a fraction" => file(dir, "file", 1_500_000_000_125),
        "time before 1970" => file(dir, "file", -86_400_000),
        "time after 2242" => file(dir, "file", 9_000_000_000_000),
        "empty directory" => {
            fs::create_dir(dir.join("empty")).unwrap();
            dated(dir, "empty", 0)
        }
        "symbolic link" => link(dir, "nowhere"),
        "hard link" => return Some(hard_link(dir, "file")),
        "FIFO" => {
            mkfifo(&dir.join("fifo"), Mode::S_IRUSR).unwrap();
            dated(dir, "fifo", 0)
        }
        "name with a newline" => file(dir, "new\nline", 0),
        "name that is not UTF-8" => file(dir, OsStr::from_bytes(b"\xff\xfe"), 0),
        "path of 250 bytes" => file(dir, format!("{:d<144}/{:n<100}", "", ""), 0),
        "name of 200 bytes" => file(dir, "n".repeat(200), 0),
        "path of 600 bytes" => file(dir, format!("{0:d<190}/{0:d<190}/{0:d<190}/file", ""), 0),
        "symbolic link to 150 bytes" => link(dir, &"l".repeat(150)),
        "hard link to a name of 150 bytes" => return Some(hard_link(dir, &"n".repeat(150))),
        "sparse file" => {
            let file = File::create(dir.join("sparse")).unwrap();
            file.set_len(64 << 20).unwrap();
            file.write_all_at(b"middle", 40 << 20).unwrap();
            dated(dir, "sparse", 0)
        }
        "owner above 2,097,151" | "device" if !is_root() => return None,
        "owner above 2,097,151" => {
            let path = file(dir, "file", 0);
            chown(dir.join(&path), Some(4_000_000_000), Some(3_000_000_000)).unwrap();
            path
        }
        "device" => {
            let number = makedev(1, 3);
            mknod(&dir.join("null"), SFlag::S_IFCHR, Mode::S_IRUSR, number).unwrap();
            dated(dir, "null", 0)
        }
        other => panic!("the table has a row {other}, and no test makes such an entry"),
    };
    Some(vec![path])
}

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// A file with a mode of its own and this time, in milliseconds since 1970; and its directories.
fn file(dir: &Path, name: impl AsRef<Path>, milliseconds: i64) -> PathBuf {
    let path = dir.join(&name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, "content").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    dated(dir, name, milliseconds)
}

/// Sets the time of a file, in milliseconds since 1970.
fn dated(dir: &Path, name: impl AsRef<Path>, milliseconds: i64) -> PathBuf {
    let (seconds, rest) = (milliseconds.div_euclid(1000), milliseconds.rem_euclid(1000));
    let time = TimeSpec::new(seconds, rest * 1_000_000);
    let path = dir.join(&name);
    utimensat(AT_FDCWD, &path, &time, &time, UtimensatFlags::FollowSymlink).unwrap();
    name.as_ref().to_owned()
}

fn link(dir: &Path, target: &str) -> PathBuf {
    symlink(target, dir.join("link")).unwrap();
    "link".into()
}

/// Two names of one file; the second comes later in the archive.
fn hard_link(dir: &Path, name: &str) -> Vec<PathBuf> {
    let second = PathBuf::from("second name");
    let first = file(dir, name, 0);
    fs::hard_link(dir.join(&first), dir.join(&second)).unwrap();
    vec![first, second]
}

/// How `paths` in `target` compare to those in `source`: `yes` if a reader extracted all of them as
/// they were; otherwise the first difference.
pub fn compare(source: &Path, target: &Path, paths: &[PathBuf]) -> &'static str {
    if !fs::read(target.join("z")).is_ok_and(|content| content == b"last") {
        return "**lost, with the next**";
    }
    let is_there = |path: &PathBuf| target.join(path).symlink_metadata().is_ok();
    match paths.iter().all(is_there) {
        true => {
            let difference = |path| difference(&source.join(path), &target.join(path));
            paths.iter().find_map(difference).unwrap_or("yes")
        }
        false if paths.len() == 2 && count(target) == 2 => "first name only",
        false if count(target) > 1 => "other name",
        false => "**lost**",
    }
}

/// How many files, links and empty directories are in `dir`.
fn count(dir: &Path) -> usize {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap());
    let counts = entries.map(|entry| match entry.file_type().unwrap().is_dir() {
        true => count(&entry.path()).max(1),
        false => 1,
    });
    counts.sum()
}

/// The first difference between the files at two paths.
fn difference(before: &Path, after: &Path) -> Option<&'static str> {
    let (before, after) = (attributes(before), attributes(after));
    let different = |index: &usize| before[*index] != after[*index];
    let index = (0..before.len()).find(different)?;
    Some(before[index].0)
}

/// The attributes of a file, each with the name of a difference in it.
fn attributes(path: &Path) -> [(&'static str, String); 7] {
    let metadata = path.symlink_metadata().unwrap();
    let kind = metadata.file_type();
    let link = fs::read_link(path).ok();
    let mut content = Vec::new();
    if kind.is_file() {
        // Of the sparse file, the beginning and the data in its middle.
        let file = File::open(path).unwrap();
        (&file).take(1 << 10).read_to_end(&mut content).unwrap();
        let mut middle = [0; 100];
        let read = file.read_at(&mut middle, 40 << 20).unwrap();
        content.extend_from_slice(&middle[..read]);
        content.extend(metadata.len().to_le_bytes());
    }
    // Others than root cannot give files away.
    let owner = is_root().then_some((metadata.uid(), metadata.gid()));
    // Few readers set the time of links. Python rounds to less than a microsecond.
    let milliseconds = metadata.mtime() * 1000 + metadata.mtime_nsec() / 1_000_000;
    let time = link.is_none().then_some(milliseconds);
    [
        ("other kind", format!("{kind:?}")),
        ("other content", format!("{content:?}")),
        ("other target", format!("{link:?}")),
        ("two files", metadata.nlink().to_string()),
        ("other mode", format!("{:o}", metadata.mode())),
        ("other owner", format!("{owner:?}")),
        ("other time", format!("{time:?}")),
    ]
}
