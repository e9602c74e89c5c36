//! Makes one tar header from the metadata.
//!
//! Exercise, `archive-3`: a hint names Python's `tarfile`. This part of it makes headers.
//! Python: `tarfile.TarInfo.tobuf()`.
//! In production: owners' names too, looked up once per number.
//!
//! A header has 512 bytes with fixed fields (POSIX `pax`, "ustar Interchange Format"). If a value
//! does not fit in its field, a record before the header has it (see `pax`). Some readers ignore
//! records. For them the field gets a substitute, with which they still find the next entry.
//!
//! Owners are saved as numbers only. To look up a name may need a request to a directory server. And
//! when root restores, `tar` prefers the name, which on another machine may be another person's.

use flate2::Crc;
use nix::libc::{major, minor};
use nix::sys::stat::FileStat;
use tar::{EntryType, Header};

use super::pax::Records;

/// The values of a header.
pub struct Entry<'a> {
    /// The path in the archive. A directory's ends with `/`.
    pub path: &'a [u8],
    pub kind: EntryType,
    pub stat: &'a FileStat,
    /// The target of a symbolic link, or the first path of a hard link; otherwise empty.
    pub link: &'a [u8],
    /// How many bytes follow the header.
    pub size: u64,
    /// The size of the file with its holes, if it is sparse. For a hard link, that of the file at its
    /// first path.
    pub sparse_size: Option<u64>,
}

impl<'a> Entry<'a> {
    /// An entry that is no link and has no contents.
    pub fn new(path: &'a [u8], kind: EntryType, stat: &'a FileStat) -> Entry<'a> {
        Entry {
            path,
            kind,
            stat,
            link: &[],
            size: 0,
            sparse_size: None,
        }
    }
}

/// The greatest numbers that the octal digits of these fields can hold.
const MAX_OWNER: u64 = 0o777_7777;
const MAX_SIZE: u64 = 0o777_7777_7777;
const MAX_TIME: i64 = 0o777_7777_7777;

/// The header of `entry`, with the records before it, if it needs any.
pub fn header(entry: &Entry) -> Vec<u8> {
    let mut header = Header::new_ustar();
    let mut records = Records::default();
    header.set_entry_type(entry.kind);
    // The permissions, with the set-user-ID, set-group-ID and sticky bits.
    header.set_mode(entry.stat.st_mode as u32 & 0o7777);
    set_numbers(&mut header, &mut records, entry);
    set_names(&mut header, &mut records, entry);
    header.set_cksum();
    let mut bytes = records.into_bytes();
    bytes.extend_from_slice(header.as_bytes());
    bytes
}

/// Sets the owner, the size, the time and the device numbers.
fn set_numbers(header: &mut Header, records: &mut Records, entry: &Entry) {
    let stat = entry.stat;
    // If the octal digits are too few, these write a binary number (GNU's base-256).
    header.set_uid(stat.st_uid.into());
    header.set_gid(stat.st_gid.into());
    header.set_size(entry.size);
    records.number("uid", stat.st_uid.into(), MAX_OWNER);
    records.number("gid", stat.st_gid.into(), MAX_OWNER);
    if entry.sparse_size.is_none() {
        // A sparse file gets no such record. With one, Python takes the size of the whole file,
        // holes included, for the distance to the next entry.
        records.number("size", entry.size, MAX_SIZE);
    }

    // toybox rejects a negative time as a binary number: here the field gets the nearest time.
    header.set_mtime(stat.st_mtime.clamp(0, MAX_TIME).cast_unsigned());
    if stat.st_mtime_nsec != 0 || !(0..=MAX_TIME).contains(&stat.st_mtime) {
        records.time("mtime", stat.st_mtime, stat.st_mtime_nsec);
    }

    if let EntryType::Char | EntryType::Block = entry.kind {
        // Both numbers fit: Linux has 12 and 20 bits for them, the fields 21 each.
        let fields = header.as_ustar_mut().expect("the header was made as ustar");
        fields.set_device_major(major(stat.st_rdev) as u32);
        fields.set_device_minor(minor(stat.st_rdev) as u32);
    }
}

/// Sets the path, and the target of a link.
fn set_names(header: &mut Header, records: &mut Records, entry: &Entry) {
    let fields = header.as_old_mut();
    let is_link = entry.kind == EntryType::Link;
    if let Some(size) = entry.sparse_size.filter(|_| !is_link) {
        records.sparse(entry.path, size);
        set_name(&mut fields.name, &sparse_path(entry.path));
    } else if !set_name(&mut fields.name, entry.path) {
        records.name("path", entry.path);
    }
    if is_link && entry.sparse_size.is_some() {
        // A reader without sparse support has extracted the file under its path in the header.
        set_name(&mut fields.linkname, &sparse_path(entry.link));
        records.name("linkpath", entry.link);
    } else if !set_name(&mut fields.linkname, entry.link) {
        records.name("linkpath", entry.link);
    }
}

/// Writes `name` to `field`, and returns whether all of it fits. If not, the field gets its beginning
/// and a checksum of the whole. Otherwise readers that ignore records would extract two long paths
/// with the same beginning to one file.
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
