//! A directory, or a file, as a compressed archive.
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::stop::Stop;

/// Writes `source` to `out`; returns warnings.
///
/// # Errors
/// The reason.
pub fn write(
    source: &Path,
    out: impl Write,
    _left_out: Option<(u64, u64)>,
    stop: &Stop,
) -> io::Result<Vec<String>> {
    if stop.requested() {
        return Err(io::Error::new(ErrorKind::Interrupted, "stopped"));
    }
    let mut tar = tar::Builder::new(GzEncoder::new(out, Compression::fast()));
    tar.follow_symlinks(false);
    let name = source.file_name().unwrap();
    if source.is_dir() {
        tar.append_dir_all(name, source)?;
    } else {
        tar.append_path_with_name(source, name)?;
    }
    tar.into_inner()?.finish()?;
    Ok(Vec::new())
}
