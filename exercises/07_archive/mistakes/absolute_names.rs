//! Caught by `root::entries_begin_with_last_name_of_source`: the names are whole paths.

use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::Builder;

use crate::archive::Error;
use crate::file_id::FileId;

pub fn write(
    source: &Path,
    out: impl Write,
    _exclusions: &[FileId],
    _is_cancelled: &dyn Fn() -> bool,
) -> Result<Vec<String>, Error> {
    let mut tar = Builder::new(GzEncoder::new(out, Compression::fast()));
    tar.follow_symlinks(false);
    let name = source.strip_prefix("/").unwrap_or(source);
    if source.is_dir() {
        tar.append_dir_all(name, source)?;
    } else {
        tar.append_path_with_name(source, name)?;
    }
    tar.into_inner()?.finish()?;
    Ok(Vec::new())
}
