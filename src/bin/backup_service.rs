//! The second program: serves a directory until SIGTERM or SIGINT.
//!
//! Exercise, `service-1`: `backup_service` checks the schedules and makes the daily backups.

use std::env;
use std::process::ExitCode;

use backup::{cli, service};

fn main() -> ExitCode {
    match service::serve(&cli::service_directory(env::args_os().collect())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
