//! The second script: it serves a directory until it is told to stop.

use std::process::ExitCode;

use backup::{cli, service};

fn main() -> ExitCode {
    match service::serve(&cli::service_directory()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
