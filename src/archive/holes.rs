//! The parts of a sparse file that hold data.
//!
//! Serves *a compressed file for the `path_to_save` directory*: a disk image may say that it has
//! a terabyte, and hold a megabyte. The rest are holes, which read as zeros and take no room.
//! Python's `tarfile` reads such archives, but writes the zeros; the system calls are
//! `os.lseek` with `SEEK_DATA` and `SEEK_HOLE`.
//!
//! Here the holes are left out, as `tar --sparse --format=posix` does it, and GNU tar, bsdtar and
//! Python restore them as holes. The zeros of a terabyte would compress to a gigabyte, and cost
//! the reader a quarter of an hour.
//!
//! In production: the same.

use std::fmt::Write;
use std::fs::File;

use nix::errno::Errno;
use nix::sys::stat::FileStat;
use nix::unistd::{Whence, lseek};

/// So that the map stays small: in a file with more parts, the holes after these count as data.
const MOST_PARTS: usize = 4096;

/// Where the data is in a file with holes: offset and length of each part.
pub struct Sparse(Vec<(u64, u64)>);

impl Sparse {
    /// The data of `file`, or None if it has no holes.
    pub fn of(file: &File, stat: &FileStat) -> Option<Sparse> {
        if stat.st_blocks.saturating_mul(512) >= stat.st_size {
            return None;
        }
        let size = stat.st_size;
        let mut parts = Vec::new();
        let mut end = 0;
        while end < size {
            // Where the holes cannot be told, all is data: what is wrong there, the read will say.
            let (start, part_end) = next_part(file, end, size).unwrap_or((end, size));
            end = if parts.len() == MOST_PARTS {
                size
            } else {
                part_end
            };
            // The last part may be empty: readers learn from it where the file ends.
            parts.push((start.cast_unsigned(), (end - start).cast_unsigned()));
        }
        let data: u64 = parts.iter().map(|(_, length)| length).sum();
        (data < size.cast_unsigned()).then_some(Sparse(parts))
    }

    /// The parts, in order.
    pub fn data(&self) -> &[(u64, u64)] {
        &self.0
    }

    /// The map that readers expect before the data: decimal lines, in whole blocks.
    pub fn map(&self) -> Vec<u8> {
        let mut map = format!("{}\n", self.0.len());
        for (offset, length) in &self.0 {
            let _ = write!(map, "{offset}\n{length}\n");
        }
        let mut map = map.into_bytes();
        map.resize(map.len().next_multiple_of(512), 0);
        map
    }
}

/// Where the next data begins in a file of `size` bytes, from `from` on, and where it ends.
fn next_part(file: &File, from: i64, size: i64) -> nix::Result<(i64, i64)> {
    let start = match lseek(file, from, Whence::SeekData) {
        Err(Errno::ENXIO) => return Ok((size, size)), // there is no more
        start => start?,
    };
    let end = lseek(file, start, Whence::SeekHole)?;
    Ok((start.min(size), end.min(size)))
}
