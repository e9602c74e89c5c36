//! Finds the extents of a sparse file that hold data.
//!
//! Exercise, `archive-2`: the archive holds the directory `path_to_save`, sparse files included.
//! Python: `os.lseek` with `os.SEEK_DATA` and `os.SEEK_HOLE`; `tarfile` reads sparse entries, but
//! writes none.
//!
//! A disk image may be a terabyte long and hold a megabyte of data. The rest are holes: they read
//! as zeros and take no space on the disk. We store the extents between the holes, in GNU tar's
//! sparse format 1.0. GNU tar, bsdtar, Python and Go restore the file with its holes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt::Write;
use std::fs::File;

use nix::errno::Errno;
use nix::sys::stat::FileStat;
use nix::unistd::{Whence, lseek};

use super::error::Error;

/// Go's `archive/tar` rejects a map of more than 1 MiB. An extent takes 40 bytes there at most.
const MAX_EXTENTS_FOR_GO: usize = 25_000;

/// How many zeros we write in place of holes to stay below that limit: seconds of work.
const MAX_ZEROS_FOR_GO: u64 = 16 << 30;

/// The maximum for all other readers: a map of this many extents takes 10 MiB.
const MAX_EXTENTS: usize = 250_000;

/// How many zeros we write in place of holes that did not fit in the map: minutes of work.
const MAX_ZEROS: u64 = 1 << 40;

/// Length and start of a hole. `Reverse`, because a `BinaryHeap` returns the greatest first, and we
/// need the smallest hole.
type Hole = Reverse<(i64, i64)>;

/// The data in a file that has holes.
pub struct Sparse {
    extents: Vec<(u64, u64)>,
    /// How many bytes of the extents are holes that did not fit in the map.
    zeros: u64,
}

impl Sparse {
    /// The extents of `file`, or `None` if it has no holes. If there are too many extents, the
    /// smallest holes count as data, so that the extents beside them join.
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
            // N holes separate N + 1 extents.
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
        let mut holes = largest_holes.into_sorted_vec();
        zeros += drop_small_holes(&mut holes);
        holes.sort_unstable_by_key(|Reverse((_, start))| *start);
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

/// Drops the smallest of `holes`, which are the last, so that Go can read the file. Zeros take
/// their place; if that would be more than [`MAX_ZEROS_FOR_GO`], keeps all holes. Returns the
/// number of zeros.
fn drop_small_holes(holes: &mut Vec<Hole>) -> u64 {
    let small = holes.iter().skip(MAX_EXTENTS_FOR_GO - 1);
    let zeros = small
        .map(|Reverse((length, _))| length.cast_unsigned())
        .sum();
    if zeros > MAX_ZEROS_FOR_GO {
        return 0;
    }
    holes.truncate(MAX_EXTENTS_FOR_GO - 1);
    zeros
}

/// The extents between `holes` in a file of `size` bytes. The last one may be empty: from its
/// offset readers learn the size of the file.
fn between(holes: &[Hole], size: i64) -> Vec<(u64, u64)> {
    let mut extents = Vec::with_capacity(holes.len() + 1);
    let mut offset = 0;
    for &Reverse((length, start)) in holes {
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
        // We don't know where the holes are: treat the rest as data. Reading it will show any
        // error.
        Err(_) => (offset, size),
    }
}
