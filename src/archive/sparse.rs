//! Finds the extents of a sparse file that hold data.
//!
//! Exercise, `archive-2`: the archive holds the directory `path_to_save`, sparse files included.
//! Python: `os.lseek` with `os.SEEK_DATA` and `os.SEEK_HOLE`; `tarfile` reads sparse entries, but
//! writes none.
//!
//! A disk image may be a terabyte long and hold a megabyte of data. The rest are holes: they read
//! as zeros and take no space on the disk. We store the extents between the holes, in GNU tar's
//! sparse format 1.0. GNU tar, bsdtar, Python and Go restore the file with its holes.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs::File;

use nix::errno::Errno;
use nix::sys::stat::FileStat;
use nix::unistd::{Whence, lseek};

use super::error::EntryError;
use super::writer::Writer;

/// The maximum for most readers: a map of this many extents takes 10 MiB.
const MAX_EXTENTS: usize = 250_000;

/// How many zeros we write in place of holes that did not fit in the map: minutes of work.
const MAX_ZEROS: u64 = 1 << 40;

/// Go's `archive/tar` rejects a map of more than 1 MiB. An extent takes 40 bytes there at most.
const MAX_EXTENTS_FOR_GO: usize = 25_000;

/// How many zeros we write in place of holes to stay below that limit: seconds of work.
const MAX_ZEROS_FOR_GO: u64 = 16 << 30;

/// Offset and length of data in a file.
pub type Extent = (u64, u64);

/// Length and offset of a hole: in this order, sorting puts the smallest hole first.
type Hole = (u64, u64);

/// The extents of `file`, in order, or `None` if it has no holes. The last one ends where the file
/// ends. It may be empty: from its offset readers learn the size of the file. A file of 1,000,000
/// bytes, with 4096 bytes of data at 500,000, has the extents `(500000, 4096), (1000000, 0)`.
///
/// # Errors
/// If too many large holes count as data, more than [`MAX_ZEROS`] bytes of zeros; or if the
/// archive is cancelled.
pub fn extents(
    writer: &Writer,
    file: &File,
    stat: &FileStat,
) -> Result<Option<Vec<Extent>>, EntryError> {
    if stat.st_blocks.saturating_mul(512) >= stat.st_size {
        return Ok(None);
    }
    let size = stat.st_size.cast_unsigned();
    let holes = largest_holes(writer, file, size)?;

    // For Go, fill more of the small ones with zeros, if that takes only seconds.
    let too_many = holes.len().saturating_sub(MAX_EXTENTS_FOR_GO - 1);
    let zeros: u64 = holes.iter().take(too_many).map(|(length, _)| length).sum();
    let to_fill = if zeros <= MAX_ZEROS_FOR_GO {
        too_many
    } else {
        0
    };

    let mut holes: Vec<Hole> = holes.into_iter().skip(to_fill).collect();
    holes.sort_unstable_by_key(|&(_, offset)| offset);
    Ok((!holes.is_empty()).then(|| between(&holes, size)))
}

/// The largest holes in a file of `size` bytes, the smallest of them first. All other holes count as
/// data, so that the extents beside them join.
fn largest_holes(writer: &Writer, file: &File, size: u64) -> Result<BTreeSet<Hole>, EntryError> {
    let mut holes = BTreeSet::new();
    // In the holes that count as data.
    let mut zeros = 0;
    let mut offset = 0;
    while offset < size {
        writer.check_cancelled()?;
        let (start, end) = next_extent(file, offset, size);
        if start > offset {
            holes.insert((start - offset, offset));
        }
        // Keep one hole less than extents: N holes separate N + 1 extents.
        if holes.len() == MAX_EXTENTS
            && let Some((length, _)) = holes.pop_first()
        {
            zeros += length;
        }
        offset = end;
    }
    if zeros > MAX_ZEROS {
        return Err(EntryError::Skip("too many holes"));
    }
    Ok(holes)
}

/// The extents between `holes`, which are in order of their offsets.
fn between(holes: &[Hole], size: u64) -> Vec<Extent> {
    let mut extents = Vec::with_capacity(holes.len() + 1);
    let mut end_of_last = 0;
    for &(length, offset) in holes {
        if offset > end_of_last {
            extents.push((end_of_last, offset - end_of_last));
        }
        end_of_last = offset + length;
    }
    extents.push((end_of_last, size - end_of_last));
    extents
}

/// The map that precedes the data in the archive: the number of extents, then offset and length of
/// each, in decimal lines (`2\n500000\n4096\n1000000\n0\n`), padded to whole blocks.
pub fn map(extents: &[Extent]) -> Vec<u8> {
    let mut map = format!("{}\n", extents.len());
    for (offset, length) in extents {
        let _ = write!(map, "{offset}\n{length}\n");
    }
    let mut map = map.into_bytes();
    map.resize(map.len().next_multiple_of(512), 0);
    map
}

/// Where the next data at or after `offset` begins and ends, in a file of `size` bytes.
fn next_extent(file: &File, offset: u64, size: u64) -> (u64, u64) {
    let seek = || {
        let start = lseek(file, offset.cast_signed(), Whence::SeekData)?;
        let end = lseek(file, start, Whence::SeekHole)?;
        Ok((
            start.cast_unsigned().min(size),
            end.cast_unsigned().min(size),
        ))
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
