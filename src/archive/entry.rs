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

use flate2::Crc;
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
const MAX_OWNER: u64 = 0o777_7777;
const MAX_SIZE: u64 = 0o777_7777_7777;
const MAX_TIME: i64 = 0o777_7777_7777;

/// The header of `entry`, with the records before it, if it needs any.
pub fn header(entry: &Entry) -> Vec<u8> {
    let mut header = Header::new_ustar();
    let mut records = Records::default();
    let stat = entry.stat;

    header.set_entry_type(entry.kind);
    header.set_mode(stat.st_mode & 0o7777);
    // A larger number than the digits hold becomes a binary one in the field (GNU's base-256), for
    // readers that know no records.
    header.set_uid(stat.st_uid.into());
    header.set_gid(stat.st_gid.into());
    header.set_size(entry.size);
    records.number("uid", stat.st_uid.into(), MAX_OWNER);
    records.number("gid", stat.st_gid.into(), MAX_OWNER);
    if entry.sparse_size.is_none() {
        // Python would skip the size of the whole file, holes included, to find the next entry.
        records.number("size", entry.size, MAX_SIZE);
    }

    // toybox rejects a negative time as a binary number: here the field gets the nearest time.
    header.set_mtime(stat.st_mtime.clamp(0, MAX_TIME).cast_unsigned());
    if stat.st_mtime_nsec != 0 || !(0..=MAX_TIME).contains(&stat.st_mtime) {
        records.time("mtime", stat.st_mtime, stat.st_mtime_nsec);
    }

    if let EntryType::Char | EntryType::Block = entry.kind {
        // Both numbers fit: Linux has 12 bits for the one, 20 for the other, the fields 21.
        let fields = header.as_ustar_mut().expect("it was made as one");
        fields.set_device_major(major(stat.st_rdev) as u32);
        fields.set_device_minor(minor(stat.st_rdev) as u32);
    }

    let fields = header.as_old_mut();
    if let Some(size) = entry.sparse_size {
        records.sparse(entry.path, size);
        set_name(&mut fields.name, &sparse_path(entry.path));
    } else if !set_name(&mut fields.name, entry.path) {
        records.name("path", entry.path);
    }
    if !set_name(&mut fields.linkname, entry.link) {
        records.name("linkpath", entry.link);
    }

    header.set_cksum();
    let mut bytes = records.into_bytes();
    bytes.extend_from_slice(header.as_bytes());
    bytes
}

/// Writes `name` to `field`, and returns whether all of it fits. If not, the field gets its beginning
/// and a checksum: readers that know no records would extract two paths that begin alike to one file.
fn set_name(field: &mut [u8; 100], name: &[u8]) -> bool {
    if let Some(whole) = field.get_mut(..name.len()) {
        whole.copy_from_slice(name);
        return true;
    }
    let mut checksum = Crc::new();
    checksum.update(name);
    let checksum = format!("~{:08x}", checksum.sum());
    let (beginning, end) = field.split_at_mut(100 - checksum.len());
    beginning.copy_from_slice(&name[..beginning.len()]);
    end.copy_from_slice(checksum.as_bytes());
    false
}

/// The path in the header of a sparse file. It differs from the real one, as GNU tar's and bsdtar's
/// do: a reader without sparse support extracts the map and the data, which are not the file.
fn sparse_path(path: &[u8]) -> Vec<u8> {
    let name = path
        .iter()
        .rposition(|&byte| byte == b'/')
        .map_or(0, |at| at + 1);
    [&path[..name], b"GNUSparseFile.0/", &path[name..]].concat()
}
