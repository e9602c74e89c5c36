//! The second script: it serves a directory until it is told to stop.

use std::env;
use std::process::ExitCode;

use backup::{cli, service};

fn main() -> ExitCode {
    match service::serve(&cli::service_directory(env::args_os().collect())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
