//! Archives of files with more than 8 GiB of data, and of an entry after them.
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

/// Makes a file, and returns the size that readers should show, if all show the same.
type Make = fn(&File) -> Option<u64>;

pub const ALL: [(&str, Make); 2] = [
    ("file of 8 GiB", |file| {
        let done = fallocate(file, FallocateFlags::empty(), 0, 8 << 30);
        done.expect("the disk should have 8 GiB of space");
        Some(8 << 30)
    }),
    // 27,500 extents, of which 2,500 are stored with the 4 MiB of zeros after them.
    ("sparse file of 10 GiB of data", |file| {
        for extent in 0..27_500 {
            file.write_all_at(b"x", extent << 22).unwrap();
        }
        file.set_len(27_500 << 22).unwrap();
        None
    }),
];

/// Runs the shell command `list` on an archive with a file from `make`, and returns `yes` if the size is
/// right and the next entry is found.
pub fn listed(make: Make, list: &str) -> String {
    let dir = TempDir::new().unwrap();
    let source = dir.path().join("source");
    let file = File::create(&source).unwrap();
    let size = make(&file);
    let start = start_of_archive(&source);
    let after = 3 * 512
        + Header::from_byte_slice(&start[1024..1536])
            .entry_size()
            .unwrap();
    fs::write(&source, "last").unwrap();
    fs::rename(source, dir.path().join("next")).unwrap();
    let mut next = Vec::new();
    archive::write(&dir.path().join("next"), &mut next, &[], &|| false).unwrap();
    let mut tar = Vec::new();
    GzDecoder::new(&next[..]).read_to_end(&mut tar).unwrap();

    let archive = File::create(dir.path().join("t.tar")).unwrap();
    archive.write_all_at(&start, 0).unwrap();
    archive
        .write_all_at(&tar, after.next_multiple_of(512))
        .unwrap();
    let listing = shell(list, dir.path());
    match size {
        _ if !listing.contains("next") => "**lost, with the next**",
        Some(size) if !listing.contains(&size.to_string()) => "other size",
        _ => "yes",
    }
    .to_owned()
}

/// The first mebibyte of the uncompressed archive of `source`: its header and, if any, its map.
fn start_of_archive(source: &Path) -> Vec<u8> {
    let mut start = vec![0; 300_000];
    let failed = archive::write(source, &mut start[..], &[], &|| false);
    failed.expect_err("the archive should not fit");
    let mut tar = vec![0; 1 << 20];
    GzDecoder::new(&start[..]).read_exact(&mut tar).unwrap();
    tar
}
