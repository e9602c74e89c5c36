//! The kinds of entries that we write, and what a reader made of one.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, FileTypeExt, MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};

use nix::fcntl::AT_FDCWD;
use nix::libc::makedev;
use nix::sys::stat::{Mode, SFlag, UtimensatFlags, mknod, utimensat};
use nix::sys::time::TimeSpec;
use nix::unistd::mkfifo;

/// Makes files in a directory, and returns the paths that must come back.
type Make = fn(&Path) -> Vec<PathBuf>;

/// One thing that can be compared, as text.
type Part = fn(&Restored) -> String;

/// A kind of entry.
pub struct Entry {
    /// Its name in the table.
    pub name: &'static str,
    pub make: Make,
    needs_root: bool,
}

/// All kinds that can be made here.
pub fn all() -> impl Iterator<Item = Entry> {
    let of_all: [(_, Make); _] = [
        ("file, its mode and time", |dir| {
            vec![file(dir, "file", 1_500_000_000_000)]
        }),
        ("time with a fraction", |dir| {
            vec![file(dir, "file", 1_500_000_000_125)]
        }),
        ("time before 1970", |dir| {
            vec![file(dir, "file", -86_400_000)]
        }),
        ("time after 2242", |dir| {
            vec![file(dir, "file", 9_000_000_000_000)]
        }),
        ("empty directory", |dir| {
            fs::create_dir(dir.join("empty")).unwrap();
            vec![dated(dir, "empty", 0)]
        }),
        ("symbolic link", |dir| vec![link(dir, "nowhere")]),
        ("hard link", |dir| hard_link(dir, "file".into())),
        ("FIFO", |dir| {
            mkfifo(&dir.join("fifo"), Mode::S_IRUSR).unwrap();
            vec![dated(dir, "fifo", 0)]
        }),
        ("name with a newline", |dir| vec![file(dir, "new\nline", 0)]),
        ("name that is not UTF-8", |dir| {
            vec![file(dir, OsStr::from_bytes(b"\xff\xfe"), 0)]
        }),
        ("path of 250 bytes", |dir| {
            vec![deep(dir, "d".repeat(144).into(), &"n".repeat(100))]
        }),
        ("name of 200 bytes", |dir| {
            vec![file(dir, "n".repeat(200), 0)]
        }),
        ("path of 600 bytes", |dir| {
            let directories = std::iter::repeat_n("d".repeat(190), 3).collect();
            vec![deep(dir, directories, "file")]
        }),
        ("symbolic link to 150 bytes", |dir| {
            vec![link(dir, &"l".repeat(150))]
        }),
        ("hard link to a name of 150 bytes", |dir| {
            hard_link(dir, "n".repeat(150).into())
        }),
        ("sparse file", |dir| {
            let file = File::create(dir.join("sparse")).unwrap();
            file.set_len(64 << 20).unwrap();
            file.write_all_at(b"middle", 40 << 20).unwrap();
            vec![dated(dir, "sparse", 0)]
        }),
    ];
    let of_root: [(_, Make); _] = [
        ("owner above 2,097,151", |dir| {
            let path = file(dir, "file", 0);
            chown(dir.join(&path), Some(4_000_000_000), Some(3_000_000_000)).unwrap();
            vec![path]
        }),
        ("device", |dir| {
            let number = makedev(1, 3);
            mknod(&dir.join("null"), SFlag::S_IFCHR, Mode::S_IRUSR, number).unwrap();
            vec![dated(dir, "null", 0)]
        }),
    ];
    let entry = |needs_root| {
        move |(name, make)| Entry {
            name,
            make,
            needs_root,
        }
    };
    let all = of_all
        .map(entry(false))
        .into_iter()
        .chain(of_root.map(entry(true)));
    all.filter(|entry| !entry.needs_root || is_root())
}

/// Whether we may make devices and give files away.
fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// A file with a mode of its own and this time, in milliseconds since 1970.
fn file(dir: &Path, name: impl AsRef<Path>, milliseconds: i64) -> PathBuf {
    let path = dir.join(&name);
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

fn deep(dir: &Path, directories: PathBuf, name: &str) -> PathBuf {
    fs::create_dir_all(dir.join(&directories)).unwrap();
    file(dir, directories.join(name), 0)
}

fn link(dir: &Path, target: &str) -> PathBuf {
    symlink(target, dir.join("link")).unwrap();
    "link".into()
}

/// Two names of one file; the second comes later in the archive.
fn hard_link(dir: &Path, name: PathBuf) -> Vec<PathBuf> {
    let second = PathBuf::from("second name");
    file(dir, &name, 0);
    fs::hard_link(dir.join(&name), dir.join(&second)).unwrap();
    vec![name, second]
}

/// How `paths` in `target` compare to those in `source`: `yes` if a reader extracted all of them as
/// they were; otherwise the first difference.
pub fn compare(source: &Path, target: &Path, paths: &[PathBuf]) -> String {
    if fs::read(target.join("z")).is_ok_and(|content| content != b"last")
        || !target.join("z").exists()
    {
        return "**lost, with the next**".to_owned();
    }
    let missing = paths
        .iter()
        .filter(|path| target.join(path).symlink_metadata().is_err());
    match missing.count() {
        0 => differences(source, target, paths),
        _ if paths.len() == 2 && count(target) == 2 => "first name only".to_owned(),
        _ if count(target) > 1 => "other name".to_owned(),
        _ => "**lost**".to_owned(),
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

fn differences(source: &Path, target: &Path, paths: &[PathBuf]) -> String {
    let pair = |path: &PathBuf| [source, target].map(|dir| Restored::read(&dir.join(path)));
    let pairs: Vec<_> = paths.iter().map(pair).collect();
    let differs = |part: Part| {
        pairs
            .iter()
            .any(|[before, after]| part(before) != part(after))
    };
    let parts: [(&str, Part); _] = [
        ("other kind", |it| format!("{:?}", it.kind)),
        ("other content", |it| format!("{:?}", it.content)),
        ("other target", |it| format!("{:?}", it.link)),
        ("two files", |it| it.metadata.nlink().to_string()),
        ("other mode", |it| format!("{:o}", it.metadata.mode())),
        ("other owner", |it| format!("{:?}", it.owner())),
        ("other time", |it| it.milliseconds().to_string()),
    ];
    let found = parts.iter().find(|(_, part)| differs(*part));
    found.map_or("yes", |(what, _)| what).to_owned()
}

/// The attributes of a file that are compared.
struct Restored {
    metadata: Metadata,
    kind: [bool; 3],
    content: Vec<u8>,
    link: Option<PathBuf>,
}

impl Restored {
    fn read(path: &Path) -> Restored {
        let metadata = path.symlink_metadata().unwrap();
        let kind = metadata.file_type();
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
        Restored {
            kind: [kind.is_fifo(), kind.is_char_device(), kind.is_dir()],
            link: fs::read_link(path).ok(),
            metadata,
            content,
        }
    }

    /// By root. Others cannot give files away.
    fn owner(&self) -> Option<(u32, u32)> {
        let owner = (self.metadata.uid(), self.metadata.gid());
        is_root().then_some(owner)
    }

    /// Of links there is none: few readers set it. Python rounds to less than a microsecond.
    fn milliseconds(&self) -> i64 {
        match self.link {
            Some(_) => 0,
            None => self.metadata.mtime() * 1000 + self.metadata.mtime_nsec() / 1_000_000,
        }
    }
}
