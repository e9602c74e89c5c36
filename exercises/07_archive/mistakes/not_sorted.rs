//! Caught by `entries_are_in_name_order`: the order is that of the file system.
//! Also fails: `cancelled_archive_is_visibly_incomplete`, `entries_begin_with_last_name_of_source`,
//! `exclusions_are_left_out_under_any_name`,
//! `fifo_is_saved_unopened_and_socket_is_left_out_with_warning`, `missing_source_gives_no_archive`.
//! Question: in which order does `read_dir` return entries?

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::Builder;

use crate::archive::{Error, Warnings};
use crate::file_id::FileId;

pub fn write(
    source: &Path,
    out: impl Write,
    _exclusions: &[FileId],
    _is_cancelled: &dyn Fn() -> bool,
) -> Result<Warnings, Error> {
    let mut tar = Builder::new(GzEncoder::new(out, Compression::fast()));
    tar.follow_symlinks(false);
    add(
        &mut tar,
        source,
        source.file_name().unwrap_or_default().as_ref(),
    )?;
    tar.into_inner()?.finish()?;
    Ok(Warnings::default())
}

fn add(tar: &mut Builder<impl Write>, path: &Path, name: &Path) -> io::Result<()> {
    if !fs::symlink_metadata(path)?.is_dir() {
        return tar.append_path_with_name(path, name);
    }
    tar.append_dir(name, path)?;
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        add(tar, &entry.path(), &name.join(entry.file_name()))?;
    }
    Ok(())
}
