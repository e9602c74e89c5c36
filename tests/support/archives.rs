//! A tree to save, and its archive as the `tar` crate reads it.
//!
//! The function under test is an argument: the reference's, or a learner's.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use backup::archive::{Error, Warnings};
use backup::file_id::FileId;
use flate2::bufread::GzDecoder;
use nix::fcntl::{OFlag, openat};
use nix::sys::stat::{Mode, SFlag, mkdirat, mknod};
use tar::{Entry, EntryType};
use tempfile::TempDir;

use super::random::Random;

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
        assert_eq!(warnings, [""; 0], "there must be no warning");
        entries(&archive)
    }

    /// Adds a [`LARGE`] file at `path` to the tree, which must come before any other large file, and
    /// saves the tree. Calls `happens` when the beginning of the file is written.
    pub fn saved_while_reading<'a>(
        &self,
        path: &str,
        write: Subject<'a>,
        happens: impl FnOnce() -> io::Result<()> + 'a,
    ) -> Saved {
        self.file(path, &noise(1 << 20, 7).repeat(LARGE >> 20));
        save_to(Out::new(happens), write, &self.at(""))
    }
}

/// The output of an archive. It may call a function when the beginning is written.
#[derive(Default)]
pub struct Out<'a> {
    /// The bytes written so far.
    pub bytes: Rc<RefCell<Vec<u8>>>,
    happens: Option<Box<dyn FnOnce() -> io::Result<()> + 'a>>,
}

impl<'a> Out<'a> {
    fn new(happens: impl FnOnce() -> io::Result<()> + 'a) -> Out<'a> {
        Out {
            happens: Some(Box::new(happens)),
            ..Out::default()
        }
    }
}

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.borrow_mut().extend_from_slice(bytes);
        if self.bytes.borrow().len() > 10_000
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
    /// The name in the header, which readers without pax support use.
    pub name_in_header: Vec<u8>,
    pub kind: EntryType,
    pub mode: u32,
    /// User and group.
    pub owner: (u64, u64),
    /// Major and minor number, if it is a device.
    pub device: (Option<u32>, Option<u32>),
    /// The modification time in the header.
    pub time: u64,
    /// The target of a link.
    pub link: Option<Vec<u8>>,
    pub link_in_header: Option<Vec<u8>>,
    pub size_in_header: u64,
    /// The pax records before its header.
    records: Vec<(String, Vec<u8>)>,
    pub content: Vec<u8>,
}

impl Seen {
    /// Reads an entry. Of an incomplete archive it may have only the beginning of the content.
    fn read(mut entry: Entry<impl Read>) -> Seen {
        let records = entry.pax_extensions().unwrap();
        let records = records.into_iter().flatten().map(|record| {
            let record = record.unwrap();
            (record.key().unwrap().into(), record.value_bytes().to_vec())
        });
        let records = records.collect();
        let mut content = Vec::new();
        let _ = entry.read_to_end(&mut content);
        let bytes = entry.path_bytes().into_owned();
        let header = entry.header();
        Seen {
            name: String::from_utf8_lossy(bytes.strip_suffix(b"/").unwrap_or(&bytes)).into(),
            bytes,
            name_in_header: header.path_bytes().into_owned(),
            kind: header.entry_type(),
            mode: header.mode().expect("a header must have a mode"),
            owner: (
                header.uid().expect("a header must have a user id"),
                header.gid().expect("a header must have a group id"),
            ),
            device: (
                header.device_major().ok().flatten(),
                header.device_minor().ok().flatten(),
            ),
            time: header.mtime().unwrap(),
            link: entry.link_name_bytes().map(|link| link.into_owned()),
            link_in_header: header.link_name_bytes().map(|link| link.into_owned()),
            size_in_header: header.entry_size().unwrap(),
            records,
            content,
        }
    }

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
    save_to(Out::default(), write, source)
}

fn save_to<'a>(out: Out<'a>, write: Subject<'a>, source: &Path) -> Saved {
    let archive = out.bytes.clone();
    let warnings = write(source, out, &[], &never)?;
    Ok((archive.take(), warnings.texts))
}

/// The header of the file `source`, and the first mebibyte of what follows. The rest is not written.
pub fn beginning(write: Subject, source: &Path) -> Seen {
    let out = Out::new(|| Err(ErrorKind::StorageFull.into()));
    let archive = out.bytes.clone();
    let error = write(source, out, &[], &never).expect_err("the archive must be larger");
    assert_eq!(kind(&error), ErrorKind::StorageFull);
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(io::Cursor::new(
        archive.take(),
    )));
    Seen::read(archive.entries().unwrap().next().unwrap().unwrap())
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
    let is_complete = tar.len().is_multiple_of(512) && tar.ends_with(&[0; 1024]);
    assert!(
        is_complete,
        "a tar archive must consist of blocks of 512 bytes, and end with two blocks of zeros"
    );
    let mut archive = tar::Archive::new(&tar[..]);
    let entries = archive.entries().unwrap();
    entries.map(|entry| Seen::read(entry.unwrap())).collect()
}

/// The names of entries, in order.
pub fn names(seen: &[Seen]) -> Vec<&str> {
    seen.iter().map(|entry| &entry.name[..]).collect()
}

/// The entry of this name.
#[track_caller]
pub fn find<'a>(seen: &'a [Seen], name: &str) -> &'a Seen {
    let found = seen.iter().find(|entry| entry.name == name);
    found.unwrap_or_else(|| panic!("there must be an entry {name:?} among {:?}", names(seen)))
}

/// Bytes that do not compress, other ones per seed.
pub fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let words = std::iter::repeat_with(|| random.below(usize::MAX).to_le_bytes());
    let mut bytes: Vec<u8> = words.take(length / 8 + 1).flatten().collect();
    bytes.truncate(length);
    bytes
}
