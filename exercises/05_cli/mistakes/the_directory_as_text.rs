//! Caught by `service_directory_is_the_argument_or_the_current_directory`: the directory must be UTF-8.
//! Question: which type can hold every path?

use std::ffi::OsString;
use std::path::PathBuf;

pub use backup::cli::*;

pub fn service_directory(arguments: Vec<OsString>) -> PathBuf {
    let directory = arguments.get(1).map(|typed| typed.to_string_lossy());
    directory.as_deref().unwrap_or(".").into()
}
