//! Opens the source and finds the name to save it under.
//!
//! Exercise, `archive-2`, `audit-4`: `path_to_save` is a directory, or a single file.
//! Python: `tar.add(path, arcname=os.path.basename(path))`.
//! In production: `tar` keeps the whole path, without the `/` at its beginning.
//!
//! The names of entries are relative and begin with the last name of the source, so that restoring
//! never writes to an absolute path. A symbolic link is followed here, and nowhere below. An error
//! here ends the archive: without its source there is nothing to save.

use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use nix::fcntl::AT_FDCWD;

use crate::file_id::FileId;

use super::add;
use super::error::{EntryError, Error};
use super::lease::LeaseWaits;
use super::opened::{FollowSymlinks, Opened, open_entry};
use super::walk::Walk;
use super::warnings::EntryStatus;
use super::writer::Writer;

/// Adds `source` and everything below it.
pub fn add(writer: &mut Writer, source: &Path, exclusions: &[FileId]) -> Result<(), Error> {
    let opened = LeaseWaits::default()
        .open(writer, || {
            open_entry(AT_FDCWD, source, None, FollowSymlinks::Yes, exclusions)
        })
        .map_err(EntryError::into_error)?;
    let name = name(source)?;
    match opened {
        Opened::Excluded => Err(Error::Excluded),
        Opened::Directory(dir, stat) => Walk::new(writer, exclusions, name).run(dir, &stat),
        file_or_special => {
            let added = add::add(writer, &name, &file_or_special);
            let status = added.map_err(EntryError::into_error)?;
            if let EntryStatus::Damaged(reason) = status {
                return Err(io::Error::other(reason).into());
            }
            writer.warnings.add_for(&name, &status);
            Ok(())
        }
    }
}

/// The last name of `source`; if it has none (`.`, `..`, `a/..`), the name of the directory that it
/// leads to. The root directory has no name: its entries are below `.`.
fn name(source: &Path) -> io::Result<Vec<u8>> {
    let path = match source.file_name() {
        Some(_) => source.to_owned(),
        None => source.canonicalize()?,
    };
    let name = path.file_name().unwrap_or(OsStr::new("."));
    Ok(name.as_bytes().to_owned())
}
