//! `backup_service`: from its start to its endless loop.
//!
//! Serves *the script `backup_service.py` will check the schedules in `backup_schedules.txt` and
//! perform the daily backups at the proper time*: what Python has below
//! `if __name__ == "__main__":`.
//!
//! In production: a unit of systemd, which is told in the same way (`sd_notify`) that its service
//! is up, and a timer instead of the loop.

pub mod due;
pub mod run;

use std::env;
use std::io;
use std::path::Path;

use crate::backups;
use crate::clock::{self, Clock};
use crate::layout;
use crate::log_file;
use crate::process::find::{self, ServiceState};
use crate::process::lock::Lock;
use crate::process::ready;
use crate::schedule::Schedule;
use crate::shutdown::Shutdown;
use crate::time_zone;
use crate::wait::{self, wait_for};

use run::{Archiver, Service};

/// Makes `directory` the current directory, so that it may be renamed meanwhile, and serves it
/// until SIGTERM or SIGINT.
///
/// # Errors
/// Why it cannot: a directory that is not there or cannot be written, a wrong `BACKUP_CLOCK`, or
/// another service that serves it already. The reason is logged, and told to `start` or, by hand, to
/// the user.
pub fn serve(directory: &Path) -> Result<(), String> {
    let served = env::set_current_dir(directory)
        .map_err(|error| format!("{}: {error}", directory.display()))
        .and_then(|()| serve_here(Path::new(".")));
    if let Err(reason) = &served {
        ready::report_failure(Path::new("."), reason);
    }
    served
}

fn serve_here(dir: &Path) -> Result<(), String> {
    let clock = clock::from_env(env::var_os(clock::ENV_VAR).as_deref())
        .inspect_err(|reason| refuse(dir, &clock::SystemClock, reason))?;
    let (shutdown, lock) =
        come_up(dir).inspect_err(|reason| refuse(dir, clock.as_ref(), reason))?;
    let archiver = TarArchiver { dir };
    let mut service = Service::new(dir, clock.as_ref(), &archiver, &shutdown, lock);
    if let Err(error) = backups::remove_stale_temp_files(dir) {
        service.log(&format!("Error: can't clean {}: {error}", layout::BACKUPS));
    }
    if let Err(warning) = time_zone::check(env::var_os(time_zone::ENV_VAR).as_deref(), clock.now())
    {
        service.log(&format!("Warning: {warning}"));
        ready::report_warning(dir, &warning.to_string());
    }
    service.run(ready::report_ready);
    Ok(())
}

/// What a service holds while it runs. The signals come before the lock: whoever finds the lock's
/// owner may ask it to stop.
fn come_up(dir: &Path) -> Result<(Shutdown, Lock), String> {
    let shutdown = Shutdown::on_signals().map_err(|error| error.to_string())?;
    let lock = take_lock(dir)?;
    Ok((shutdown, lock))
}

/// Acquires the lock. If its last owner was killed and has not ended yet, waits for that.
fn take_lock(dir: &Path) -> Result<Lock, String> {
    let event = "a killed backup_service to release its lock";
    let lock = wait_for(event, wait::TIMEOUT, || {
        if let Some(lock) = Lock::try_acquire(dir)? {
            return Ok(Some(lock));
        }
        match find::service_state(dir)? {
            ServiceState::Running(_) | ServiceState::Hidden(..) => {
                Err(io::Error::other("backup_service already running"))
            }
            ServiceState::NotRunning | ServiceState::Ending(_) => Ok(None),
        }
    });
    lock.map_err(|error| error.to_string())
}

/// Logs why a service cannot come up. One that cannot even do that still says it.
fn refuse(dir: &Path, clock: &dyn Clock, reason: &str) {
    let _ = log_file::append(dir, layout::SERVICE_LOG, clock, &format!("Error: {reason}"));
}

/// Makes archives in `dir/backups`.
struct TarArchiver<'a> {
    dir: &'a Path,
}

impl Archiver for TarArchiver<'_> {
    fn back_up(
        &self,
        schedule: &Schedule,
        shutdown: &Shutdown,
    ) -> Result<Vec<String>, backups::Error> {
        backups::save(self.dir, schedule, shutdown)
    }
}
