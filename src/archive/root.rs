//! What the source is, and the name it is saved under.
//!
//! Serves *for the `path_to_save` directory*, and the audit of the exercise, which has a single
//! file saved: Python's `tar.add(path, arcname=os.path.basename(path))`. Entries bear relative
//! names under the last name of the source, so that nobody who restores them writes to an absolute
//! path by surprise.
//!
//! A link is followed here, and nowhere below. Trouble here is an error and not a warning: an
//! archive without its source is none.
//!
//! In production: the same; `tar` too takes the leading `/` off.

use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use nix::fcntl::AT_FDCWD;

use super::found::{Found, Links, look};
use super::save::Verdict;
use super::{Archive, walk};

/// Saves `source` and all that is below it.
pub fn save(archive: &mut Archive, source: &Path) -> io::Result<()> {
    let found = look(AT_FDCWD, source, None, Links::Followed, archive.left_out)?;
    let name = name(source)?;
    if let Found::Directory(dir, stat) = found {
        return walk::tree(archive, name, dir, &stat);
    }
    if let Found::LeftOut = found {
        return Err(io::Error::other("it is the service's own"));
    }
    match archive.save(&name, found)? {
        Verdict::Whole => {}
        Verdict::Altered(what) => archive.warn(&name, &what),
        Verdict::Lost(why, _) => return Err(io::Error::other(why)),
    }
    Ok(())
}

/// The last name of `source`; where it has none (`.`, `..`, `a/..`), the name of the directory it
/// really is. The root of the file system has no name at all: its entries are below `.`.
fn name(source: &Path) -> io::Result<Vec<u8>> {
    if let Some(name) = source.file_name() {
        return Ok(name.as_bytes().to_owned());
    }
    let real = source.canonicalize()?;
    Ok(real
        .file_name()
        .map_or(b".".to_vec(), |name| name.as_bytes().to_owned()))
}
