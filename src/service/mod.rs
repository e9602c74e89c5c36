//! Starts the service in its directory: the clock, the signals, the lock, then the loop.
//!
//! Exercise, `service-1`: `backup_service` reads the schedules and makes the daily backups.
//! Python: the lines below `if __name__ == "__main__":`.
//! In production: a systemd unit, whose service reports in a similar way (`sd_notify`) that it is
//! ready, and a timer in place of the loop.

pub mod due;
pub mod run;

use std::env;
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::archive::Warnings;
use crate::backups;
use crate::clock::{self, Clock, SystemClock};
use crate::layout;
use crate::log_file;
use crate::process::lock::Lock;
use crate::process::ready;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;
use crate::time_zone;

use run::{Archiver, Service};

/// Makes `directory` the current directory, so that it may be renamed meanwhile, and serves it
/// until SIGTERM or SIGINT, or until its lock is lost, which is logged.
///
/// # Errors
/// If the directory cannot be entered, `BACKUP_CLOCK` is invalid, the signals cannot be handled, or
/// the lock cannot be acquired, usually because another service has it. The error is logged, if
/// possible, and reported to `start` or, if the service was started by hand, to the user.
pub fn serve(directory: &Path) -> io::Result<()> {
    let here = Path::new(".");
    env::set_current_dir(directory)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", directory.display())))
        .and_then(|()| serve_here(here))
        .inspect_err(|error| ready::report_failure(here, &error.to_string()))
}

fn serve_here(dir: &Path) -> io::Result<()> {
    // The clock comes first: each line of the log needs its time.
    let clock = clock::from_env(env::var_os(clock::ENV_VAR).as_deref())
        .map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))
        .inspect_err(|error| log_startup_error(dir, &SystemClock, error))?;
    let (shutdown, lock) =
        initialize(dir).inspect_err(|error| log_startup_error(dir, clock.as_ref(), error))?;

    let archiver = TarArchiver(dir);
    let mut service = Service::new(dir, clock.as_ref(), &archiver, &shutdown, lock);
    if let Err(error) = backups::remove_stale_temp_files(dir) {
        service.log(&format!("Error: can't clean {}: {error}", layout::BACKUPS));
    }
    let zone = env::var_os(time_zone::ENV_VAR);
    if let Some(warning) = time_zone::warning(zone.as_deref(), clock.now()) {
        service.log(&format!("Warning: {warning}"));
        ready::report_warning(dir, &warning);
    }
    service.run(ready::report_ready);
    Ok(())
}

/// Handles the signals, then acquires the lock: a process that finds the owner of the lock may send
/// it a stop request at once. If the lock's last owner was killed and has not ended yet, waits for
/// that.
fn initialize(dir: &Path) -> io::Result<(Shutdown, Lock)> {
    let shutdown = Shutdown::on_signals()?;
    loop {
        if let Some(lock) = Lock::try_acquire(dir)? {
            return Ok((shutdown, lock));
        }
        if ready::running_service(dir)?.is_some() {
            return Err(io::Error::other("backup_service already running"));
        }
    }
}

/// Logs why the service cannot start. If that fails, [`serve`] still reports it.
fn log_startup_error(dir: &Path, clock: &dyn Clock, error: &io::Error) {
    let _ = log_file::append(dir, layout::SERVICE_LOG, clock, &format!("Error: {error}"));
}

/// Makes archives in `dir/backups`.
struct TarArchiver<'a>(&'a Path);

impl Archiver for TarArchiver<'_> {
    fn back_up(
        &self,
        schedule: &Schedule,
        shutdown: &Shutdown,
    ) -> Result<Warnings, backups::Error> {
        backups::save(self.0, schedule, shutdown)
    }
}
