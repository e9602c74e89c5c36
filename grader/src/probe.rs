//! Finds out where a submission gets its time from.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::clock::{Clock, Source};
use crate::sandbox::{Limits, run};
use crate::submission::Submission;
use crate::test_env::TestEnv;

/// How long `--help` may take. A service that knows no `--help` runs until then.
const HELP: Limits = Limits {
    time: Duration::from_secs(2),
    output: 64 * 1024,
    memory: u64::MAX,
    processes: usize::MAX,
};

/// How long an instruction may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Where `submission` gets its time from; it is used in the new directory `dir`.
pub fn source(submission: &Submission, dir: &Path) -> Source {
    if submission.manager == ["./backup_manager"] && knows_backup_clock(submission, dir) {
        return Source::BackupClock;
    }
    if submission.faketime.is_none() {
        return Source::Real;
    }
    let submission = Submission {
        source: Source::Faketime,
        ..submission.clone()
    };
    let env = TestEnv::new(dir.with_file_name("faketime"), &submission, TIMEOUT);
    env.write("backup_schedules.txt", "");
    let _ = env.manager(&["list"]);
    // Programs that are linked statically, or ask the kernel themselves, know the real time.
    let real = Clock::new(Source::Real, None, dir.join("unused"));
    let log = env.manager_log();
    let shows = |time: String| log.contains(&time);
    match !shows(env.clock.ahead(0)) && (shows(real.ahead(0)) || shows(real.ahead(-1))) {
        true => Source::Real,
        false => Source::Faketime,
    }
}

/// A service whose `--help` names `BACKUP_CLOCK` is taken at its word.
fn knows_backup_clock(submission: &Submission, dir: &Path) -> bool {
    submission.install(dir);
    let mut command = Command::new(dir.join("backup_service"));
    command.arg("--help").current_dir(dir);
    run(&mut command, &HELP).is_ok_and(|output| output.stdout.contains("BACKUP_CLOCK"))
}
