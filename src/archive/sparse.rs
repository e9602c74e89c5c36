//! Finds the extents of a sparse file that hold data.
//!
//! Exercise, `archive-2`: the archive holds the `path_to_save` directory. In Python: `os.lseek` with
//! `os.SEEK_DATA` and `os.SEEK_HOLE`; `tarfile` reads sparse entries, but writes none. A disk image
//! may be a terabyte long and hold a megabyte. The rest are holes: they read as zeros and take no
//! space on the disk. We store the extents between them, in GNU tar's sparse format 1.0. GNU tar,
//! bsdtar, Python and Go restore the file with its holes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt::Write;
use std::fs::File;

use nix::errno::Errno;
use nix::sys::stat::FileStat;
use nix::unistd::{Whence, lseek};

use super::error::Error;

/// Go's `archive/tar` rejects a map of more than 1 MiB. An extent takes 40 bytes there at most.
const MAX_EXTENTS: usize = 25_000;

/// How many zeros we write in place of holes that did not fit in the map: minutes of work.
const MAX_ZEROS: u64 = 1 << 40;

/// The data in a file that has holes.
pub struct Sparse {
    /// Offset and length of each, in order.
    extents: Vec<(u64, u64)>,
    /// How many bytes of the extents are holes that did not fit in the map.
    zeros: u64,
}

impl Sparse {
    /// The extents of `file`, or None if it has no holes. If there are more than [`MAX_EXTENTS`], the
    /// smallest holes count as data.
    ///
    /// # Errors
    /// Only those of `check_cancelled`, which is called before each extent.
    pub fn of(
        file: &File,
        stat: &FileStat,
        check_cancelled: impl Fn() -> Result<(), Error>,
    ) -> Result<Option<Sparse>, Error> {
        if stat.st_blocks.saturating_mul(512) >= stat.st_size {
            return Ok(None);
        }
        let mut largest_holes = BinaryHeap::new();
        let mut zeros = 0;
        let mut offset = 0;
        while offset < stat.st_size {
            check_cancelled()?;
            let (start, end) = next_extent(file, offset, stat.st_size);
            if start > offset {
                largest_holes.push(Reverse((start - offset, offset)));
            }
            if largest_holes.len() == MAX_EXTENTS
                && let Some(Reverse((length, _))) = largest_holes.pop()
            {
                zeros += length.cast_unsigned();
            }
            offset = end;
        }
        if largest_holes.is_empty() {
            return Ok(None);
        }
        let holes = largest_holes.into_iter();
        let mut holes: Vec<_> = holes
            .map(|Reverse((length, start))| (start, length))
            .collect();
        holes.sort_unstable();
        Ok(Some(Sparse {
            extents: between(&holes, stat.st_size),
            zeros,
        }))
    }

    /// Whether saving the file would take hours, because too many large holes count as data.
    pub fn is_too_scattered(&self) -> bool {
        self.zeros > MAX_ZEROS
    }

    /// Offset and length of each extent, in order.
    pub fn extents(&self) -> &[(u64, u64)] {
        &self.extents
    }

    /// The map that precedes the data in the archive: decimal lines, padded to whole blocks.
    pub fn map(&self) -> Vec<u8> {
        let mut map = format!("{}\n", self.extents.len());
        for (offset, length) in &self.extents {
            let _ = write!(map, "{offset}\n{length}\n");
        }
        let mut map = map.into_bytes();
        map.resize(map.len().next_multiple_of(512), 0);
        map
    }
}

/// The extents between `holes` in a file of `size` bytes. The last one may be empty: from its offset
/// readers learn the size of the file.
fn between(holes: &[(i64, i64)], size: i64) -> Vec<(u64, u64)> {
    let mut extents = Vec::with_capacity(holes.len() + 1);
    let mut offset = 0;
    for &(start, length) in holes {
        if start > offset {
            extents.push((offset.cast_unsigned(), (start - offset).cast_unsigned()));
        }
        offset = start + length;
    }
    extents.push((offset.cast_unsigned(), (size - offset).cast_unsigned()));
    extents
}

/// Where the next data at or after `offset` begins and ends, in a file of `size` bytes.
fn next_extent(file: &File, offset: i64, size: i64) -> (i64, i64) {
    let seek = || {
        let start = lseek(file, offset, Whence::SeekData)?;
        let end = lseek(file, start, Whence::SeekHole)?;
        Ok((start.min(size), end.min(size)))
    };
    match seek() {
        Ok(extent) => extent,
        // There is no more data, or the file was truncated between the two calls.
        Err(Errno::ENXIO) => (size, size),
        // We don't know where the holes are: treat the rest as data. Reading it will show any error.
        Err(_) => (offset, size),
    }
}
