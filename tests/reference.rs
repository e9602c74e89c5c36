//! Every suite on the reference, in one test binary, so that it links once.
//!
//! A suite says `use super::subject` and knows nothing else of where its module comes from: the
//! same file tests what a learner writes.

#[path = "support/mod.rs"]
mod support;
#[path = "support/zone.rs"]
mod zone;

/// Runs the suite of one module. Its path in `tests/suites` is the module's in `src`.
macro_rules! suite {
    ($name:ident = $subject:path, $file:literal) => {
        #[path = "suites"]
        mod $name {
            use $subject as subject;
            #[path = $file]
            mod suite;
        }
    };
}

suite!(file_id = backup::file_id, "file_id.rs");
suite!(layout = backup::layout, "layout.rs");
suite!(escape = backup::escape, "escape.rs");
suite!(log_line = backup::log_line, "log_line.rs");
suite!(log_file = backup::log_file, "log_file.rs");
suite!(schedule = backup::schedule, "schedule.rs");
suite!(schedule_file = backup::schedule_file, "schedule_file.rs");
suite!(outcome = backup::outcome, "outcome.rs");
suite!(cli = backup::cli, "cli.rs");
suite!(shutdown = backup::shutdown, "shutdown.rs");
suite!(clock = backup::clock, "clock.rs");
suite!(terminal = backup::terminal, "terminal.rs");
suite!(wait = backup::wait, "wait.rs");
suite!(time_zone = backup::time_zone, "time_zone.rs");
suite!(atomic_file = backup::atomic_file, "atomic_file.rs");

suite!(backups_list = backup::backups, "backups/list.rs");
suite!(backups_save = backup::backups, "backups/save.rs");

suite!(archive_root = backup::archive, "archive/root.rs");
suite!(archive_walk = backup::archive, "archive/walk.rs");
suite!(archive_lease = backup::archive, "archive/lease.rs");
suite!(archive_levels = backup::archive, "archive/levels.rs");
suite!(archive_warnings = backup::archive, "archive/warnings.rs");
suite!(archive_names = backup::archive, "archive/names.rs");
suite!(archive_opened = backup::archive, "archive/opened.rs");
suite!(archive_add = backup::archive, "archive/add.rs");
suite!(
    archive_hard_links = backup::archive,
    "archive/hard_links.rs"
);
suite!(archive_entry = backup::archive, "archive/entry.rs");
suite!(archive_pax = backup::archive, "archive/pax.rs");
suite!(archive_sparse = backup::archive, "archive/sparse.rs");
suite!(archive_contents = backup::archive, "archive/contents.rs");
suite!(archive_gzip = backup::archive::gzip, "archive/gzip.rs");
suite!(
    archive_workers = backup::archive::workers,
    "archive/workers.rs"
);
suite!(archive_block = backup::archive::block, "archive/block.rs");

suite!(process_spawn = backup::process::spawn, "process/spawn.rs");
suite!(process_table = backup::process::table, "process/table.rs");
suite!(process_lock = backup::process::lock, "process/lock.rs");
suite!(process_find = backup::process::find, "process/find.rs");
suite!(process_ready = backup::process::ready, "process/ready.rs");
suite!(process_kill = backup::process::kill, "process/kill.rs");

suite!(service_due = backup::service::due, "service/due.rs");
suite!(service_run = backup::service::run, "service/run.rs");

suite!(manager_create = backup::manager, "manager/create.rs");
suite!(manager_delete = backup::manager, "manager/delete.rs");
suite!(manager_list = backup::manager, "manager/list.rs");
suite!(manager_start = backup::manager, "manager/start.rs");
suite!(manager_stop = backup::manager, "manager/stop.rs");
suite!(manager_backups = backup::manager, "manager/backups.rs");
suite!(manager_report = backup::manager, "manager/report.rs");
