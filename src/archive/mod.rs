//! A directory, or one file, as a compressed archive: tar inside gzip.
//!
//! Serves *The backups will be a compressed file (`.tar`) for the `path_to_save` directory*. The
//! Python idea is three lines: `with tarfile.open(name, "w:gz") as tar: tar.add(path)`. Here it
//! is taken apart, because a tree that people work in changes while it is read, and because
//! compressing it on one core is what makes backups slow. Read top down:
//!
//! | file | its task |
//! | --- | --- |
//! | `root` | what the source is, and the name it is saved under |
//! | `walk` | the tree below it, in name order, without ever leaving it |
//! | `names` | the names in one directory, sorted |
//! | `found` | one name, opened and looked at without being fooled |
//! | `save` | one thing, by its kind |
//! | `hard_links` | which files were saved before under another name |
//! | `entry` | one tar header from the metadata |
//! | `pax` | what does not fit in a tar header |
//! | `sparse` | the extents of a sparse file: the parts that hold data |
//! | `contents` | exactly the promised bytes of a file, cut or padded |
//! | `gzip` | the frame around compressed blocks, in order |
//! | `crew` | the threads that compress them |
//! | `block` | one block compressed, or stored if that is no smaller |
//!
//! The headers are the `tar` crate's. Its `Builder` is not used: a file that shrinks while it is
//! read would break the archive there, a socket would end it, and hard links would be stored again.
//!
//! In production: extended attributes, access control lists and owners' names too (here owners
//! are numbers), and better an archive that saves only what changed: restic, borg.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use crate::shutdown::Shutdown;

use self::gzip::Gzip;
use self::hard_links::HardLinks;

pub mod block;
pub mod crew;
pub mod gzip;

mod contents;
mod entry;
mod found;
mod hard_links;
mod names;
mod pax;
mod root;
mod save;
mod sparse;
mod walk;

/// A file or a directory, by device and inode: whatever it is called.
pub type Identity = (u64, u64);

/// Saves `source`, a directory or a file, to `out`; answers with one sentence for each thing in it
/// that could not be saved as it is. What is `left_out` is not even opened: a source may contain
/// the backups themselves, and a file that the service has locked. The same tree gives the same
/// bytes.
///
/// # Errors
/// The source cannot be read, or `out` cannot be written. When `stop` is requested meanwhile, an
/// error of the kind [`ErrorKind::Interrupted`], which no other error here has. After an error
/// `out` holds the beginning of an archive that no reader takes for a whole one.
pub fn write(
    source: &Path,
    mut out: impl Write,
    left_out: &[Identity],
    shutdown: &Shutdown,
) -> io::Result<Vec<String>> {
    let mut archive = Archive {
        gzip: Gzip::new(&mut out),
        hard_links: HardLinks::default(),
        left_out,
        shutdown,
        warnings: Vec::new(),
    };
    root::save(&mut archive, source)?;
    archive.gzip.write(&END)?;
    archive.gzip.finish()?;
    Ok(archive.warnings)
}

/// Two blocks of zeros end a tar archive.
const END: [u8; 1024] = [0; 1024];

/// An archive under way.
struct Archive<'a> {
    gzip: Gzip<'a>,
    hard_links: HardLinks,
    left_out: &'a [Identity],
    shutdown: &'a Shutdown,
    warnings: Vec<String>,
}

impl Archive<'_> {
    /// To be called before anything that takes time.
    fn go_on(&self) -> io::Result<()> {
        if self.shutdown.is_requested() {
            return Err(io::Error::new(ErrorKind::Interrupted, "stopped"));
        }
        Ok(())
    }

    fn warn(&mut self, path: &[u8], what: &str) {
        let path = String::from_utf8_lossy(path);
        self.warnings.push(format!("{path}: {what}"));
    }
}
