//! libfaketime (Debian: `faketime`), which tells programs another time. It reads the time from a
//! file, so that a check can change it while a program runs.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use crate::sandbox::{Limits, run};

/// The variables with which a program is told another time.
#[derive(Clone, Debug)]
pub struct Faketime {
    /// The library, for `LD_PRELOAD`.
    pub library: String,
    /// Whether CLOCK_MONOTONIC stays real. Interpreters sleep until a time of that clock, in a way
    /// that libfaketime shortens only if it sets that clock too. A compiled program may pass such a
    /// time to futex(2), behind libfaketime's back.
    pub keeps_monotonic: bool,
}

impl Faketime {
    /// Looks for the library.
    pub fn find() -> Option<Faketime> {
        let mut faketime = Command::new("faketime");
        faketime.args(["-m", "-f", "+0", "sh", "-c", "printf %s \"$LD_PRELOAD\""]);
        let output = run(&mut faketime, &Limits::time(Duration::from_secs(60))).ok()?;
        let is_found = output.is_success() && !output.stdout.is_empty();
        is_found.then_some(Faketime {
            library: output.stdout,
            keeps_monotonic: false,
        })
    }

    /// From now on the time is `offset` seconds ahead, and `rate` seconds pass in a second.
    pub fn write(&self, file: &Path, offset: f64, rate: i32) {
        // Readers must not find half a file.
        let unfinished = file.with_extension("tmp");
        fs::write(&unfinished, format!("{offset:+.3} x{rate}\n")).expect("a file can be written");
        fs::rename(unfinished, file).expect("a file can be renamed");
    }

    /// Lets `command` take its time from `file`.
    pub fn prepare(&self, command: &mut Command, file: &Path) {
        command.env("LD_PRELOAD", &self.library);
        command.env("FAKETIME_TIMESTAMP_FILE", file);
        command.env("FAKETIME_NO_CACHE", "1");
        if self.keeps_monotonic {
            command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
            command.env("DONT_FAKE_MONOTONIC", "1");
        }
    }
}

/// Removes the shared memory (shm_overview(7)) of programs that were started after `since` and
/// killed. A program with libfaketime has two files there, and removes them only if it ends by
/// itself.
pub fn remove_shared_memory(since: SystemTime) {
    for entry in fs::read_dir("/dev/shm").into_iter().flatten().flatten() {
        let modified = entry.metadata().and_then(|file| file.modified());
        let is_new = modified.is_ok_and(|time| time >= since);
        if is_new && entry.file_name().to_string_lossy().contains("faketime_") {
            let _ = fs::remove_file(entry.path());
        }
    }
}
