//! A tree to save, and its archive as the `tar` crate reads it.
//!
//! The function under test is an argument: the reference's, or a learner's.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use backup::archive::{Error, Warnings};
use backup::file_id::FileId;
use flate2::bufread::GzDecoder;
use nix::fcntl::{OFlag, openat};
use nix::sys::stat::{Mode, SFlag, mkdirat, mknod};
use tar::EntryType;
use tempfile::TempDir;

/// The type of `archive::write`.
pub type Subject<'a> = fn(&Path, Out<'a>, &[FileId], &dyn Fn() -> bool) -> Result<Warnings, Error>;

/// An archive, and the texts of its warnings.
pub type Saved = Result<(Vec<u8>, Vec<String>), Error>;

/// The size of a file that does not fit in the compressor's memory: its beginning is written before
/// its end is read.
pub const LARGE: usize = 20 << 20;

/// A directory for one test, with the tree `test` in it.
pub struct Home(pub TempDir);

impl Home {
    /// One with an empty tree.
    pub fn new() -> Home {
        let home = Home(TempDir::new().unwrap());
        fs::create_dir(home.at("")).unwrap();
        home
    }

    /// A path in the tree.
    pub fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.0.path().join("test").join(path)
    }

    /// Makes a file in the tree, and its directories.
    pub fn file(&self, path: impl AsRef<Path>, content: &[u8]) {
        fs::create_dir_all(self.at(&path).parent().unwrap()).unwrap();
        fs::write(self.at(path), content).unwrap();
    }

    /// Makes a socket in the tree. Its path may be longer than `bind` accepts.
    pub fn socket(&self, path: &str) {
        mknod(&self.at(path), SFlag::S_IFSOCK, Mode::S_IRWXU, 0).unwrap();
    }

    /// Saves the tree, which must give no warning. Returns the entries.
    #[track_caller]
    pub fn saved(&self, write: Subject) -> Vec<Seen> {
        let (archive, warnings) = save(write, &self.at("")).unwrap();
        assert_eq!(warnings, [""; 0]);
        entries(&archive)
    }

    /// Adds a [`LARGE`] file `a` to the tree and saves it. Calls `happens` when the beginning of `a`
    /// is written.
    pub fn saved_meanwhile<'a>(
        &self,
        write: Subject<'a>,
        happens: impl FnOnce() -> io::Result<()> + 'a,
    ) -> Saved {
        self.saved_while_reading("a", write, happens)
    }

    /// The same with a [`LARGE`] file at `path`, which must come before any other large file.
    pub fn saved_while_reading<'a>(
        &self,
        path: &str,
        write: Subject<'a>,
        happens: impl FnOnce() -> io::Result<()> + 'a,
    ) -> Saved {
        self.large_file(path);
        let (archive, warnings) = self.written_meanwhile(write, &never, happens);
        Ok((archive, warnings?.texts))
    }

    /// Makes a [`LARGE`] file of noise in the tree.
    pub fn large_file(&self, path: &str) {
        self.file(path, b"");
        let beginning = noise(1 << 20, 7);
        let file = File::create(self.at(path)).unwrap();
        for offset in (0..LARGE).step_by(beginning.len()) {
            file.write_all_at(&beginning, offset as u64).unwrap();
        }
    }

    /// Saves the tree, and calls `happens` when the first 100,000 bytes are written. Returns what was
    /// written, even if it is not a complete archive.
    pub fn written_meanwhile<'a>(
        &self,
        write: Subject<'a>,
        is_cancelled: &dyn Fn() -> bool,
        happens: impl FnOnce() -> io::Result<()> + 'a,
    ) -> (Vec<u8>, Result<Warnings, Error>) {
        let out = Out {
            happens: Some(Box::new(happens)),
            ..Out::default()
        };
        let archive = out.bytes.clone();
        let warnings = write(&self.at(""), out, &[], is_cancelled);
        (archive.take(), warnings)
    }
}

/// The output of an archive. It may call a function when the beginning is written.
#[derive(Default)]
pub struct Out<'a> {
    /// The bytes written so far.
    pub bytes: Rc<RefCell<Vec<u8>>>,
    happens: Option<Box<dyn FnOnce() -> io::Result<()> + 'a>>,
}

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = self.bytes.borrow_mut();
        written.extend_from_slice(bytes);
        if written.len() > 100_000
            && let Some(happens) = self.happens.take()
        {
            happens()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An entry of an archive.
#[derive(Debug)]
pub struct Seen {
    /// Its name, byte by byte; a directory's may end with `/`.
    pub bytes: Vec<u8>,
    /// The same without that `/`.
    pub name: String,
    /// Whether it is a file, a directory, a link and so on.
    pub kind: EntryType,
    /// Its permissions.
    pub mode: u32,
    /// Its user and its group.
    pub owner: (u64, u64),
    /// Major and minor number, if it is a device.
    pub device: (Option<u32>, Option<u32>),
    /// Its modification time, in seconds.
    pub time: u64,
    /// The target of a link.
    pub link: Option<Vec<u8>>,
    /// How many bytes follow.
    pub size_in_header: u64,
    /// The pax records before its header.
    pub records: Vec<(String, Vec<u8>)>,
    /// The contents of a file.
    pub content: Vec<u8>,
}

impl Seen {
    /// The value of a record.
    pub fn record(&self, key: &str) -> Option<&str> {
        let found = self.records.iter().find(|(name, _)| name == key)?;
        Some(str::from_utf8(&found.1).unwrap())
    }
}

/// Makes a directory in `parent` and opens it: no path is too long this way.
pub fn subdirectory(parent: &File, name: &str) -> File {
    let flags = OFlag::O_RDONLY | OFlag::O_DIRECTORY;
    mkdirat(parent, name, Mode::S_IRWXU).unwrap();
    openat(parent, name, flags, Mode::empty()).unwrap().into()
}

/// An `is_cancelled` that never cancels.
pub fn never() -> bool {
    false
}

/// The kind of an error that a system call returned.
#[track_caller]
pub fn kind(error: &Error) -> ErrorKind {
    match error {
        Error::Io(error) => error.kind(),
        other => panic!("expected an error of a system call, not {other:?}"),
    }
}

/// The archive of `source`.
pub fn save(write: Subject, source: &Path) -> Saved {
    let out = Out::default();
    let archive = out.bytes.clone();
    let warnings = write(source, out, &[], &never)?;
    Ok((archive.take(), warnings.texts))
}

/// Decompresses a gzip file, which must have one member and nothing after it.
#[track_caller]
pub fn gunzip(file: &[u8]) -> Vec<u8> {
    let mut decoder = GzDecoder::new(file);
    let mut content = Vec::new();
    let read = decoder.read_to_end(&mut content);
    read.unwrap_or_else(|error| panic!("the gzip file must be complete: {error}"));
    let rest = decoder.into_inner().len();
    assert_eq!(rest, 0, "there must be no bytes after the gzip member");
    content
}

/// Whether a reader gets an error because the archive is not complete.
pub fn is_unfinished(archive: &[u8]) -> bool {
    let mut tar = Vec::new();
    GzDecoder::new(archive).read_to_end(&mut tar).is_err()
}

/// The entries of an archive, in order.
#[track_caller]
pub fn entries(archive: &[u8]) -> Vec<Seen> {
    let tar = gunzip(archive);
    let whole_blocks = tar.len().is_multiple_of(512);
    assert!(
        whole_blocks,
        "a tar archive must consist of blocks of 512 bytes"
    );
    let ends = tar.ends_with(&[0; 1024]);
    assert!(ends, "a tar archive must end with two blocks of zeros");
    let mut archive = tar::Archive::new(&tar[..]);
    let seen = archive.entries().unwrap().map(|entry| {
        let mut entry = entry.unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        let records = entry.pax_extensions().unwrap();
        let records = records.into_iter().flatten().map(|record| {
            let record = record.unwrap();
            let key = record.key().unwrap().to_owned();
            (key, record.value_bytes().to_vec())
        });
        let records = records.collect();
        let bytes = entry.path_bytes().into_owned();
        let header = entry.header();
        Seen {
            name: String::from_utf8_lossy(bytes.strip_suffix(b"/").unwrap_or(&bytes)).into(),
            bytes,
            kind: header.entry_type(),
            mode: header.mode().unwrap(),
            owner: (header.uid().unwrap(), header.gid().unwrap()),
            device: (
                header.device_major().ok().flatten(),
                header.device_minor().ok().flatten(),
            ),
            time: header.mtime().unwrap(),
            link: entry.link_name_bytes().map(|link| link.into_owned()),
            size_in_header: header.entry_size().unwrap(),
            records,
            content,
        }
    });
    seen.collect()
}

/// The names of entries, in order.
pub fn names(seen: &[Seen]) -> Vec<&str> {
    seen.iter().map(|entry| &entry.name[..]).collect()
}

/// The entry of this name.
#[track_caller]
pub fn find<'a>(seen: &'a [Seen], name: &str) -> &'a Seen {
    let found = seen.iter().find(|entry| entry.name == name);
    found.unwrap_or_else(|| panic!("no {name:?} in {:?}", names(seen)))
}

/// Bytes that do not compress, other ones per seed.
pub fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut state = seed | 1;
    let words = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.wrapping_mul(0x2545_f491_4f6c_dd1d).to_le_bytes()
    });
    let mut bytes: Vec<u8> = words.take(length / 8 + 1).flatten().collect();
    bytes.truncate(length);
    bytes
}

/// Bytes that compress well: numbered lines.
pub fn text(lines: usize) -> Vec<u8> {
    let lines = 0..lines;
    lines
        .flat_map(|n| format!("line {n}\n").into_bytes())
        .collect()
}
