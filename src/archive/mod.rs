//! Writes a directory, or one file, as a compressed archive: tar inside gzip.
//!
//! Exercise, `archive-1`, `audit-7`: a backup is a compressed `.tar` of what `path_to_save` names.
//! Python: `with tarfile.open(name, "w:gz") as tar: tar.add(path)`.
//! In production: also extended attributes, access control lists and owners' names, and
//! incremental archives (restic, borg).
//!
//! This line of Python becomes many files here, because a tree changes while it is read, and
//! because compressing on one core is the slow part of a backup. Read the files in this order:
//!
//! | file | its task |
//! | --- | --- |
//! | `root` | opens the source and finds the name to save it under |
//! | `walk` | visits the tree below it in name order, and never leaves it |
//! | `levels` | keeps the directories on the way back up |
//! | `names` | lists the names in one directory, sorted |
//! | `opened` | opens one name, then checks what it has opened |
//! | `lease` | waits for a program that holds a lease on a file |
//! | `add` | adds one entry, by its kind |
//! | `hard_links` | finds files that were saved under another name |
//! | `file` | adds one regular file |
//! | `version` | tells whether a file has changed |
//! | `contents` | copies exactly the announced bytes of a file |
//! | `writer` | owns the stream; every byte of the archive passes here |
//! | `entry` | makes one tar header from the metadata |
//! | `pax` | makes records of what does not fit in a tar header |
//! | `sparse` | finds the extents of a sparse file that hold data |
//! | `gzip` | joins the compressed blocks, in order |
//! | `workers` | runs the threads that compress them |
//! | `block` | compresses one block |
//! | `warnings` | how an entry was saved, and the warnings, in bounded memory |
//! | `error` | the errors that end an archive, and those that affect one entry |
//!
//! The headers are the `tar` crate's. We don't use its `Builder`: a file that shrinks while it is
//! read would corrupt the archive, a socket would end it, and hard links would be stored again.

use std::io::Write;
use std::path::Path;

use crate::file_id::FileId;

use self::writer::Writer;

pub mod block;
pub mod gzip;
pub mod workers;

mod add;
mod contents;
mod entry;
mod error;
mod file;
mod hard_links;
mod lease;
mod levels;
mod names;
mod opened;
mod pax;
mod root;
mod sparse;
mod version;
mod walk;
mod warnings;
mod writer;

pub use error::Error;
pub use warnings::Warnings;

/// Saves `source`, a directory or a file, to `out`. Returns one warning for each entry that could
/// not be saved as it is. The `exclusions` are not even opened: a source may contain the archives
/// themselves, and the file that the service has locked. The same tree gives the same bytes.
///
/// `is_cancelled` is called at least once per entry and per mebibyte.
///
/// ```
/// use std::fs;
///
/// let dir = tempfile::tempdir()?;
/// let photos = dir.path().join("photos");
/// fs::create_dir(&photos)?;
/// fs::write(photos.join("cat.txt"), "a cat\n")?;
///
/// let mut archive = Vec::new();
/// let warnings = backup::archive::write(&photos, &mut archive, &[], &|| false)?;
///
/// assert_eq!(warnings.count(), 0);
/// let mut reader = tar::Archive::new(flate2::read::GzDecoder::new(&archive[..]));
/// let mut names = Vec::new();
/// for entry in reader.entries()? {
///     names.push(entry?.path()?.display().to_string());
/// }
/// assert_eq!(names, ["photos/", "photos/cat.txt"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If `source` cannot be read, if `out` cannot be written, or if `is_cancelled` returns true: see
/// [`Error`]. After an error, `out` holds the beginning of an archive, without the end of its gzip
/// stream.
pub fn write(
    source: &Path,
    mut out: impl Write,
    exclusions: &[FileId],
    is_cancelled: &dyn Fn() -> bool,
) -> Result<Warnings, Error> {
    let mut writer = Writer::new(&mut out, is_cancelled);
    root::add(&mut writer, source, exclusions)?;
    writer.finish()
}
