//! Caught by `the_service_serves_the_directory_it_is_given_or_else_the_current_one`: a path is no text.

use std::ffi::OsString;
use std::path::PathBuf;

pub use backup::cli::*;

pub fn service_directory(arguments: Vec<OsString>) -> PathBuf {
    let directory = arguments.get(1).map(|typed| typed.to_string_lossy());
    directory.as_deref().unwrap_or(".").into()
}
