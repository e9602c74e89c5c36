//! Archives of files with 8 GiB of data and more, and of an entry after them.
//!
//! Nothing so large is compressed or extracted here: such an archive is the beginning of ours, a hole
//! in place of the data, and the next entry, uncompressed, so that readers can seek over the hole.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::FileExt;
use std::path::Path;

use backup::archive;
use flate2::read::GzDecoder;
use nix::fcntl::{FallocateFlags, fallocate};
use tar::Header;
use tempfile::TempDir;

use crate::shell;

/// Makes a file of this kind, and returns the size that readers should show, if all show the same.
/// `None` if no such file is large.
fn make(kind: &str, file: &File) -> Option<Option<u64>> {
    match kind {
        "file of 8 GiB" => {
            let done = fallocate(file, FallocateFlags::empty(), 0, 8 << 30);
            done.expect("the disk should have 8 GiB of space");
            Some(Some(8 << 30))
        }
        // 27,500 extents, of which 2,501 are stored with the 4 MiB of zeros after them.
        "sparse file of 10 GiB of data" => {
            for extent in 0..27_500 {
                file.write_all_at(b"x", extent << 22).unwrap();
            }
            file.set_len(27_500 << 22).unwrap();
            Some(None)
        }
        _ => None,
    }
}

/// Runs the shell command `list` on an archive with a file of this `kind`, and returns `yes` if the size
/// is right and the next entry is found. `None` if no such file is large.
pub fn listed(kind: &str, list: Option<&str>) -> Option<&'static str> {
    let dir = TempDir::new().unwrap();
    let source = dir.path().join("source");
    let size = make(kind, &File::create(&source).unwrap())?;
    let Some(list) = list else {
        return Some("not tried");
    };
    let start = tar(&source, 300_000, 1 << 20);
    let header = Header::from_byte_slice(&start[1024..1536]);
    let after = 1536 + header.entry_size().unwrap().next_multiple_of(512);
    fs::remove_file(&source).unwrap();
    fs::write(dir.path().join("next"), "last").unwrap();
    let next = tar(&dir.path().join("next"), 10_000, 4 * 512);
    let archive = File::create(dir.path().join("t.tar")).unwrap();
    archive.write_all_at(&start, 0).unwrap();
    archive.write_all_at(&next, after).unwrap();
    let listing = shell(list, dir.path());
    Some(match size {
        _ if !listing.contains("next") => "**lost, with the next**",
        Some(size) if !listing.contains(&size.to_string()) => "other size",
        _ => "yes",
    })
}

/// The first `length` bytes of the uncompressed archive of `source`; `space` bytes of the compressed
/// one are enough for them.
fn tar(source: &Path, space: usize, length: usize) -> Vec<u8> {
    let mut archive = vec![0; space];
    // The archive of a large file does not fit.
    let _ = archive::write(source, &mut archive[..], &[], &|| false);
    let mut tar = vec![0; length];
    GzDecoder::new(&archive[..]).read_exact(&mut tar).unwrap();
    tar
}
