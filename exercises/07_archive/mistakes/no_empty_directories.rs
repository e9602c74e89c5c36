//! Caught by `empty_directory_is_saved`: only files are saved.
//! Also fails: `cancelled_archive_is_visibly_incomplete`, `entries_are_in_name_order`,
//! `entries_begin_with_last_name_of_source`, `exclusions_are_left_out_under_any_name`,
//! `fifo_is_saved_unopened_and_socket_is_left_out_with_warning`, `missing_source_gives_no_archive`,
//! `mode_owner_and_time_are_saved`, `symlinks_in_tree_are_saved_as_links`, `whole_tree_is_saved`.
//! Question: how would a reader of the archive learn of a directory without files?

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
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        add(tar, &entry.path(), &name.join(entry.file_name()))?;
    }
    Ok(())
}
