//! One tar header from the metadata.
//!
//! Serves *a compressed file (`.tar`)*: Python's `tarfile.TarInfo.tobuf()`. A header is 512 bytes
//! of fixed fields (POSIX `pax`, "ustar Interchange Format"). What does not fit in its field goes
//! into a record before it (see `pax`), and the field is left zero or cut.
//!
//! Owners are numbers only. Names would have to be looked up, which may ask a directory server
//! for each; and a restore by root would prefer the name, which on another machine may be
//! another person.
//!
//! In production: the names too, looked up once for each number.

use nix::sys::stat::{FileStat, major, minor};
use tar::{EntryType, Header};

use super::pax::Records;

/// What a header says.
pub struct Entry<'a> {
    /// Its name; a directory's ends with `/`.
    pub path: &'a [u8],
    pub kind: EntryType,
    pub stat: &'a FileStat,
    /// What a symbolic link says, or the first name of a hard link.
    pub link: &'a [u8],
    /// How many bytes follow.
    pub size: u64,
    /// The size of the file these bytes are a part of, if it has holes.
    pub sparse_size: Option<u64>,
}

/// The largest numbers that the octal digits of a field hold.
const LARGEST_OWNER: u64 = 0o777_7777;
const LARGEST_SIZE: u64 = 0o777_7777_7777;
const LATEST_TIME: i64 = 0o777_7777_7777;

/// The header of `entry`, with the records before it, if it needs any.
pub fn header(entry: &Entry) -> Vec<u8> {
    let mut header = Header::new_ustar();
    let mut records = Records::default();
    let stat = entry.stat;

    header.set_entry_type(entry.kind);
    header.set_mode(stat.st_mode & 0o7777);
    header.set_uid(records.number("uid", stat.st_uid.into(), LARGEST_OWNER));
    header.set_gid(records.number("gid", stat.st_gid.into(), LARGEST_OWNER));
    match entry.sparse_size {
        // Python looks for what follows by that record, and by the size of the whole file then.
        Some(_) => header.set_size(entry.size),
        None => header.set_size(records.number("size", entry.size, LARGEST_SIZE)),
    }

    let whole_seconds = stat.st_mtime_nsec == 0 && (0..=LATEST_TIME).contains(&stat.st_mtime);
    if !whole_seconds {
        records.time("mtime", stat.st_mtime, stat.st_mtime_nsec);
    }
    header.set_mtime(stat.st_mtime.clamp(0, LATEST_TIME).cast_unsigned());

    if let EntryType::Char | EntryType::Block = entry.kind {
        // Both numbers fit: Linux has 12 bits for the one, 20 for the other, the fields 21.
        let fields = header.as_ustar_mut().expect("it was made as one");
        fields.set_device_major(major(stat.st_rdev) as u32);
        fields.set_device_minor(minor(stat.st_rdev) as u32);
    }

    if let Some(size) = entry.sparse_size {
        records.sparse(entry.path, size);
    } else if !fits(&mut header.as_old_mut().name, entry.path) {
        records.name("path", entry.path);
    }
    if !fits(&mut header.as_old_mut().linkname, entry.link) {
        records.name("linkpath", entry.link);
    }

    header.set_cksum();
    let mut bytes = records.into_bytes();
    bytes.extend_from_slice(header.as_bytes());
    bytes
}

/// Writes as much of `name` as `field` holds, and says whether that is all.
fn fits(field: &mut [u8], name: &[u8]) -> bool {
    let length = name.len().min(field.len());
    field[..length].copy_from_slice(&name[..length]);
    length == name.len()
}
