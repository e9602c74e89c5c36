//! Caught by `fifo_is_saved_unopened_and_socket_is_left_out_with_warning`: all but files, links and directories is left out without a word.
//! Also fails: `cancelled_archive_is_visibly_incomplete`, `entries_begin_with_last_name_of_source`,
//! `exclusions_are_left_out_under_any_name`, `missing_source_gives_no_archive`.
//! Question: who should learn that an entry was not saved?

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
    let name = source.file_name().unwrap_or_default();
    add(&mut tar, source, name.as_ref())?;
    tar.into_inner()?.finish()?;
    Ok(Warnings::default())
}

fn add(tar: &mut Builder<impl Write>, path: &Path, name: &Path) -> io::Result<()> {
    let kind = fs::symlink_metadata(path)?.file_type();
    if kind.is_file() || kind.is_symlink() {
        return tar.append_path_with_name(path, name);
    }
    if !kind.is_dir() {
        return Ok(());
    }
    tar.append_dir(name, path)?;
    let mut entries = fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        add(tar, &entry.path(), &name.join(entry.file_name()))?;
    }
    Ok(())
}
