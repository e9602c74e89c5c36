//! Caught by `symlinks_in_tree_are_saved_as_links`: a link is saved as the file it points to.
//! Also fails: `cancelled_archive_is_visibly_incomplete`, `entries_are_in_name_order`,
//! `entries_begin_with_last_name_of_source`, `exclusions_are_left_out_under_any_name`,
//! `fifo_is_saved_unopened_and_socket_is_left_out_with_warning`, `missing_source_gives_no_archive`.
//! Question: what does the `Builder` do with a link unless you tell it otherwise?

use std::io::Write;
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
    tar.append_dir_all(source.file_name().unwrap_or_default(), source)?;
    tar.into_inner()?.finish()?;
    Ok(Warnings::default())
}
