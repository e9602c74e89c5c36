//! Every suite on the reference, in one test binary, so that it links once.
//!
//! A suite says `use super::subject` and knows nothing else of where its module comes from: the
//! same file tests what a learner writes.

#[path = "support/mod.rs"]
mod support;
#[path = "support/zone.rs"]
mod zone;

/// Runs the suite of one module. A suite's path in `tests/suites` is its module's in `src`.
macro_rules! suite {
    ($name:ident = $subject:path, $directory:literal, $file:literal) => {
        #[path = $directory]
        mod $name {
            use $subject as subject;
            #[path = $file]
            mod suite;
        }
    };
}

suite!(printable = backup::printable, "suites", "printable.rs");
suite!(log_line = backup::log_line, "suites", "log_line.rs");
suite!(log_file = backup::log_file, "suites", "log_file.rs");
suite!(schedule = backup::schedule, "suites", "schedule.rs");
suite!(
    schedule_file = backup::schedule_file,
    "suites",
    "schedule_file.rs"
);
suite!(outcome = backup::outcome, "suites", "outcome.rs");
suite!(cli = backup::cli, "suites", "cli.rs");
suite!(stop = backup::stop, "suites", "stop.rs");
suite!(clock = backup::clock, "suites", "clock.rs");
suite!(backups = backup::backups, "suites", "backups.rs");

suite!(spawn = backup::process::spawn, "suites/process", "spawn.rs");
suite!(list = backup::process::list, "suites/process", "list.rs");
suite!(lock = backup::process::lock, "suites/process", "lock.rs");
suite!(find = backup::process::find, "suites/process", "find.rs");
suite!(kill = backup::process::kill, "suites/process", "kill.rs");

suite!(due = backup::service::due, "suites/service", "due.rs");
suite!(run = backup::service::run, "suites/service", "run.rs");

suite!(
    manager_create = backup::manager,
    "suites/manager",
    "create.rs"
);
suite!(
    manager_delete = backup::manager,
    "suites/manager",
    "delete.rs"
);
suite!(manager_list = backup::manager, "suites/manager", "list.rs");
suite!(
    manager_start = backup::manager,
    "suites/manager",
    "start.rs"
);
suite!(manager_stop = backup::manager, "suites/manager", "stop.rs");
suite!(
    manager_backups = backup::manager,
    "suites/manager",
    "backups.rs"
);
suite!(
    manager_report = backup::manager,
    "suites/manager",
    "report.rs"
);
