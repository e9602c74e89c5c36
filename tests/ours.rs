//! Our two programs, to the letter: the words of the logs and of the errors, the help, the weeks in
//! which the clock jumps. What any solution must do is in `tests/spec.rs`, which leaves the words
//! free. The clock stands still at 16:07 on 8 February 2023 unless a test says otherwise.

mod support;

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::Stdio;

use backup::process::table;
use insta::assert_snapshot;
use nix::sys::signal::{SIGHUP, SIGINT, SIGKILL, SIGTERM, kill};
use nix::unistd::getsid;
use predicates::prelude::*;
use predicates::str::{contains, diff};
use support::archives::entries;
use support::running::Running;
use support::{MANAGER, Place, SERVICE, skipped};

/// The names and contents of the files in an archive.
fn files_in(archive: &Path) -> Vec<(String, String)> {
    let seen = entries(&fs::read(archive).unwrap());
    seen.into_iter()
        .filter(|entry| entry.kind.is_file())
        .map(|entry| (entry.name, String::from_utf8(entry.content).unwrap()))
        .collect()
}

mod the_manager_accepts {
    use super::*;

    /// *`create [schedule]`: add a new backup schedule in `backup_schedules.txt`*
    #[test]
    fn create() {
        let place = Place::new();
        assert_eq!(place.run(&["create", "test;16:07;backup_test"]), "");
        assert_eq!(place.run(&["create", "test1;16:07;personal_data"]), "");
        let file = "test;16:07;backup_test\ntest1;16:07;personal_data\n";
        assert_eq!(place.read("backup_schedules.txt"), file);
    }

    /// *`delete [index]`: delete the backup schedule at line `index` (starting by 0)*
    #[test]
    fn delete() {
        let place = Place::new();
        for name in ["zero", "one", "two"] {
            place.run(&["create", &format!("test;16:07;{name}")]);
        }
        assert_eq!(place.run(&["delete", "1"]), "");
        assert_eq!(
            place.run(&["list"]),
            "0: test;16:07;zero\n1: test;16:07;two\n"
        );
    }

    /// *`list`: print the scheduled backups, adding an index before each schedule*
    #[test]
    fn list() {
        let place = Place::new();
        place.write("backup_schedules.txt", "a;00:00;a\nb;23:59;b");
        assert_eq!(place.run(&["list"]), "0: a;00:00;a\n1: b;23:59;b\n");
    }

    /// *`backups`: list the backups files in `./backups`*
    #[test]
    fn backups() {
        let place = Place::new();
        place.write("backups/b.tar", "");
        place.write("backups/a.tar", "");
        assert_eq!(place.run(&["backups"]), "a.tar\nb.tar\n");
    }

    /// *`start`: run `backup_service.py` in the background*
    #[test]
    fn start() {
        let place = Place::new();
        assert_eq!(place.run(&["start"]), "");
        let pid = place.serving().expect("no service runs");
        let process = table::get(pid).unwrap().unwrap();
        assert_eq!(process.name(), "backup_service");
        assert_eq!(process.arguments[1], place.dir().as_os_str());
        assert_eq!(getsid(Some(pid)), Ok(pid), "it has no session of its own");
    }

    /// *`stop`: stop the process `backup_service.py`*
    #[test]
    fn stop() {
        let place = Place::new();
        place.run(&["start"]);
        let pid = place.serving().unwrap();
        assert_eq!(place.run(&["stop"]), "");
        assert_eq!(table::get(pid).unwrap(), None, "it still runs");
    }

    /// What later revisions add: *anything else* is an unknown instruction.
    #[test]
    fn nothing_else() {
        let place = Place::new();
        place
            .manager(&["lsit"])
            .assert()
            .code(2)
            .stdout("")
            .stderr(diff(
                "backup_manager: unknown instruction: lsit (did you mean list?)\n",
            ));
        assert_eq!(
            place.manager_log(),
            "[08/02/2023 16:07] Error: unknown instruction: lsit\n"
        );
    }
}

mod the_service {
    use super::*;

    /// *The service will perform the backup if the current time (hour and minute) matches the time
    /// of the schedule*; the audit: `start` followed at once by `backups` lists the archive, and a
    /// time that has passed today is not saved.
    #[test]
    fn saves_what_is_due_this_minute_before_start_returns() {
        let place = Place::new();
        place.write("test/notes.txt", "content");
        place.run(&["create", "test;16:06;passed"]);
        place.run(&["create", "test;16:07;due"]);
        place.run(&["create", "test;16:08;later"]);
        place.run(&["start"]);
        assert_eq!(place.run(&["backups"]), "due.tar\n");
        let log = "[08/02/2023 16:07] Backup done for test in backups/due.tar\n";
        assert_eq!(place.service_log(), log);
    }

    /// *The backups will be a compressed file (`.tar`) for the `path_to_save` directory*
    #[test]
    fn makes_a_compressed_archive_that_matches_the_original() {
        let place = Place::new();
        let content = "the same line again\n".repeat(1000);
        place.write("test/notes.txt", &content);
        place.write("test/deep/er/more.txt", "more");
        place.run(&["create", "test;16:07;t"]);
        place.run(&["start"]);
        let archive = place.dir().join("backups/t.tar");
        let mut files = files_in(&archive);
        files.sort();
        let more = ("test/deep/er/more.txt".to_owned(), "more".to_owned());
        assert_eq!(
            files,
            [more, ("test/notes.txt".to_owned(), content.clone())]
        );
        assert!(fs::metadata(archive).unwrap().len() < content.len() as u64 / 10);
    }

    /// The audit: *`path_to_save` may be a single file (a `.zip`) as well as a directory*
    #[test]
    fn saves_a_single_file_too() {
        let place = Place::new();
        place.write("photos.zip", "PK");
        place.run(&["create", "photos.zip;16:07;z"]);
        place.run(&["start"]);
        let files = files_in(&place.dir().join("backups/z.tar"));
        assert_eq!(files, [("photos.zip".to_owned(), "PK".to_owned())]);
    }

    /// *The service will run in an infinite loop*: a week of it, and each day has its backup.
    #[test]
    fn saves_every_day_at_its_minute() {
        let place = Place::at("2023-02-08T16:06:30..2023-02-15T16:06:30");
        place.write("test/notes.txt", "content");
        place.run(&["create", "test;16:07;afternoon"]);
        place.run(&["create", "test;00:00;midnight"]);
        place.run(&["start"]);
        place.service_log_of(14);
        place.run(&["stop"]);
        assert_snapshot!(place.service_log());
    }

    /// The audit: *with no `backup_schedules.txt` the service logs an error that it cannot open
    /// it, and lives on*.
    #[test]
    fn lives_on_without_schedules_until_there_are_some() {
        let place = Place::new();
        place.run(&["start"]);
        place.write("test/notes.txt", "content");
        place.run(&["create", "test;16:07;t"]);
        let log = place.service_log_of(2);
        let missing = contains("Error: can't open backup_schedules.txt");
        assert!(
            missing
                .and(contains("Backup done for test in backups/t.tar"))
                .eval(&log),
            "{log}"
        );
    }

    /// Hand-edited files are welcome: a wrong line is named, and the others are saved.
    #[test]
    fn names_a_wrong_line_once_and_saves_the_others() {
        let place = Place::new();
        place.write("test/notes.txt", "content");
        place.write(
            "backup_schedules.txt",
            "\u{feff}test;16:07;t\r\n\r\nwrong\r\n../x;16:07;../x",
        );
        place.run(&["start"]);
        assert_snapshot!(place.service_log(), @r"
        [08/02/2023 16:07] Error: malformed schedule: wrong (expected path;hh:mm;name)
        [08/02/2023 16:07] Error: malformed schedule: ../x;16:07;../x (the name must not contain /)
        [08/02/2023 16:07] Backup done for test in backups/t.tar
        ");
    }

    /// A source that is not there is an error of that schedule alone.
    #[test]
    fn goes_on_after_a_backup_that_failed() {
        let place = Place::new();
        place.write("test/notes.txt", "content");
        place.run(&["create", "gone;16:07;gone"]);
        place.run(&["create", "test;16:07;t"]);
        place.run(&["start"]);
        assert_eq!(place.run(&["backups"]), "t.tar\n");
        let log = place.service_log();
        assert!(contains("Error: can't back up gone: ").eval(&log), "{log}");
    }

    /// Run by hand it stays in the foreground, and Ctrl-C or `kill` ends it cleanly.
    #[test]
    fn ends_by_itself_when_it_is_asked() {
        for signal in [SIGINT, SIGTERM] {
            let place = Place::at_real_time();
            let service = place.by_hand();
            service.send(SIGHUP);
            service.send(signal);
            assert!(service.ends_well(), "{signal}");
        }
    }

    /// There is one service for a directory.
    #[test]
    fn refuses_a_directory_that_is_served_already() {
        let place = Place::new();
        let _service = place.by_hand();
        place
            .service()
            .assert()
            .code(1)
            .stdout("")
            .stderr("backup_service: backup_service already running\n");
    }
}

const PARIS: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

mod a_clock_that_is_set {
    use super::*;

    /// The hour from 02:00 on does not exist on 29 March 2026.
    #[test]
    fn to_a_time_that_the_zone_skips_is_refused() {
        for time in ["02:00", "02:30", "02:59"] {
            let place = Place::at(&format!("2026-03-29T{time}")).in_zone(PARIS);
            let told = place.fail(2, &["list"]);
            assert!(told.contains(&format!("skips 2026-03-29T{time}")), "{told}");
        }
    }

    /// Before, in and after the hour that is skipped, and the one that comes twice.
    #[test]
    fn shows_that_time() {
        for time in [
            "2026-03-29T01:59",
            "2026-03-29T03:00",
            "2026-10-25T01:59",
            "2026-10-25T02:00",
            "2026-10-25T02:59",
            "2026-10-25T03:00",
        ] {
            let place = Place::at(time).in_zone(PARIS);
            place.write("test", "content");
            place.run(&["create", &format!("test;{};t", &time[11..])]);
            let _service = place.by_hand();
            assert_eq!(place.names("backups"), ["t.tar"], "{time}");
        }
    }

    /// 02:30 comes twice on 25 October 2026. The backup is made at the first 02:40, and would be past
    /// if the clock began at the second 02:30.
    #[test]
    fn to_a_time_that_comes_twice_begins_with_the_first() {
        let place = Place::at("2026-10-25T02:30..2026-10-25T02:50").in_zone(PARIS);
        place.write("test/notes.txt", "content");
        place.run(&["create", "test;02:40;t"]);
        place.run(&["start"]);
        place.service_log_of(1);
        place.run(&["stop"]);
        assert_eq!(place.names("backups"), ["t.tar"]);
    }
}

/// Two nights a year the clock jumps. Each week here is played by the real service.
mod a_week_in_which_the_clock_jumps {
    use super::*;

    const SANTIAGO: &str = "<-04>4<-03>,M9.1.6/24,M4.1.6/24";
    const LORD_HOWE: &str = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0";

    /// The log of a service that saves every day at `time`, from one noon to another.
    fn log_of(zone: &str, from: &str, to: &str, time: &str) -> String {
        let place = Place::at(&format!("{from}T12:00..{to}T12:00")).in_zone(zone);
        place.write("test/notes.txt", "content");
        place.run(&["create", &format!("test;{time};t")]);
        place.run(&["start"]);
        place.service_log_of(7);
        place.run(&["stop"]);
        place.service_log()
    }

    /// 02:30 does not exist on 29 March 2026: the backup comes when the clock lands, at 03:00.
    #[test]
    fn forward() {
        assert_snapshot!(log_of(PARIS, "2026-03-26", "2026-04-02", "02:30"));
    }

    /// 02:30 comes twice on 25 October 2026: the backup comes the first time only.
    #[test]
    fn back() {
        assert_snapshot!(log_of(PARIS, "2026-10-22", "2026-10-29", "02:30"));
    }

    /// The first hour of 6 September 2026 does not exist.
    #[test]
    fn forward_at_midnight() {
        assert_snapshot!(log_of(SANTIAGO, "2026-09-03", "2026-09-10", "00:00"));
    }

    /// Half an hour is left out on 4 October 2026.
    #[test]
    fn forward_by_half_an_hour() {
        assert_snapshot!(log_of(LORD_HOWE, "2026-10-01", "2026-10-08", "02:15"));
    }
}

mod one_service {
    use super::*;

    #[test]
    fn is_not_started_twice_nor_stopped_twice() {
        let place = Place::new();
        place.run(&["start"]);
        place
            .manager(&["start"])
            .assert()
            .code(1)
            .stderr(contains("already running"));
        place.run(&["stop"]);
        place
            .manager(&["stop"])
            .assert()
            .code(1)
            .stderr(contains("not running"));
        assert_snapshot!(place.manager_log(), @r"
        [08/02/2023 16:07] backup_service started
        [08/02/2023 16:07] Error: backup_service already running
        [08/02/2023 16:07] backup_service stopped
        [08/02/2023 16:07] Error: backup_service not running
        ");
    }

    #[test]
    fn is_each_directorys_own() {
        let (here, there) = (Place::new(), Place::new());
        here.run(&["start"]);
        there.run(&["start"]);
        here.run(&["stop"]);
        assert!(there.serving().is_some(), "the other one was stopped");
    }

    #[test]
    fn is_what_many_starts_at_once_come_to() {
        let place = Place::new();
        let start = || Running::new(place.background(MANAGER).arg("start"));
        let starts: Vec<_> = (0..20).map(|_| start()).collect();
        let successes = starts.into_iter().map(Running::ends_well);
        assert_eq!(successes.filter(|&well| well).count(), 1);
        let log = place.manager_log();
        assert_eq!(log.matches("backup_service started").count(), 1, "{log}");
        assert_eq!(
            log.matches("Error: backup_service already running").count(),
            19,
            "{log}"
        );
    }

    #[test]
    fn is_started_again_after_a_kill_and_removes_what_that_left() {
        let place = Place::new();
        place.run(&["start"]);
        let pid = place.serving().unwrap();
        kill(pid, SIGKILL).unwrap();
        place.write("backups/.backup_service-abc123.tmp", "half an archive");
        place.run(&["start"]);
        assert_eq!(
            fs::read_dir(place.dir().join("backups")).unwrap().count(),
            0
        );
    }

    /// The audit clears the directory with the service running, and starts again.
    #[test]
    fn is_left_after_the_directory_was_cleared_and_it_is_not_the_old_one() {
        let place = Place::at_real_time();
        place.run(&["create", "test;16:07;t"]);
        place.run(&["start"]);
        let old = place.serving().unwrap();
        fs::remove_file(place.dir().join("backup_schedules.txt")).unwrap();
        place.remove("logs");
        place.run(&["start"]);
        let new = place.serving().unwrap();
        assert_ne!(old, new);
        assert_eq!(table::get(old).unwrap(), None, "the old one still runs");
    }

    /// To open the lock's file and to close it again is to drop the lock (POSIX `fcntl`).
    #[test]
    fn keeps_its_lock_through_a_backup_of_its_own_directory() {
        for source in [".", "logs", "logs/.backup_service.lock"] {
            let place = Place::new();
            place.run(&["create", &format!("{source};16:07;t")]);
            place.run(&["start"]);
            place
                .manager(&["start"])
                .assert()
                .code(1)
                .stderr(contains("already running"));
            place.run(&["stop"]);
        }
    }

    /// `$(backup_manager start)` ends, also where a descriptor above 2 is left open.
    #[test]
    fn keeps_no_pipe_of_its_starters_open() {
        let place = Place::new();
        let script = "out=$(\"$MANAGER\" start 3>&1); echo \"<$out>\"";
        place.script(script).assert().stdout("<>\n");
    }
}

mod an_error {
    use super::*;

    /// Three ways: a line in the log, a line on standard error, the exit status.
    #[test]
    fn is_logged_told_and_in_the_exit_status() {
        let place = Place::new();
        place
            .manager(&["create", "test;"])
            .assert()
            .code(1)
            .stdout("")
            .stderr("backup_manager: malformed schedule: test; (expected path;hh:mm;name)\n");
        assert_eq!(
            place.manager_log(),
            "[08/02/2023 16:07] Error: malformed schedule: test;\n"
        );
        assert!(!place.dir().join("backup_schedules.txt").exists());
    }

    /// The log lines that later revisions of the exercise fix.
    #[test]
    fn has_the_words_of_the_specification() {
        let place = Place::new();
        for arguments in [
            &["list"][..],
            &["delete", "3"],
            &["backups"],
            &["stop"],
            &["create", "test;16:7;t"],
            &["create"],
            &["create", "my", "photos"],
            &["delete"],
            &["restart", "now"],
            &["list", "all"],
            &[],
        ] {
            place.manager(arguments).assert().failure().stdout("");
        }
        place.write("backup_schedules.txt", "test;16:07;t\n");
        place.manager(&["delete", "3"]).assert().code(1);
        place.manager(&["delete", "-1"]).assert().code(1);
        assert_snapshot!(place.manager_log());
    }

    #[test]
    fn of_the_clock_is_told_by_both_programs() {
        let place = Place::at("tomorrow");
        place
            .manager(&["list"])
            .assert()
            .code(2)
            .stderr(contains("BACKUP_CLOCK"));
        assert!(contains("Error: can't set the clock").eval(&place.manager_log()));
        let service = place.service().output().unwrap();
        assert_eq!(service.status.code(), Some(1));
        assert!(contains("BACKUP_CLOCK").eval(&place.service_log()));
    }

    #[test]
    fn of_what_cannot_be_printed_is_told_unless_nobody_reads_on() {
        let place = Place::new();
        place.write("backup_schedules.txt", "a;00:00;a\n");
        let list = |output: Stdio| {
            let mut command = place.background(MANAGER);
            command.arg("list").stdout(output).stderr(Stdio::piped());
            let done = command.output().unwrap();
            (
                done.status.code(),
                String::from_utf8_lossy(&done.stderr).into_owned(),
            )
        };
        // As for `list | head`, which has seen enough.
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        assert_eq!(list(writer.into()), (Some(0), String::new()));
        let Ok(full) = File::options().write(true).open("/dev/full") else {
            return skipped("there is no /dev/full");
        };
        let (status, told) = list(full.into());
        assert_eq!(status, Some(1));
        assert!(
            told.contains("Show schedules list, but can't print"),
            "{told}"
        );
    }

    /// Run by hand, nobody reads the service's standard output for an answer.
    #[test]
    fn of_the_service_is_printed_on_standard_error_by_hand() {
        let place = Place::new();
        let told = "backup_service: /no/dir: No such file or directory (os error 2)\n";
        let mut service = place.service();
        service
            .arg("/no/dir")
            .assert()
            .code(1)
            .stdout("")
            .stderr(told);
    }

    #[test]
    fn of_the_service_that_cannot_be_logged_goes_to_standard_error() {
        let place = Place::new();
        fs::create_dir_all(place.dir().join("logs/backup_service.log")).unwrap();
        let told = File::create(place.dir().join("told")).unwrap();
        let mut service = Running::new(place.background(SERVICE).stderr(told));
        assert_eq!(service.first_line(), "ready\n");
        let told = place.read("told");
        let begins = "backup_service: Error: can't open backup_schedules.txt: ";
        assert!(told.starts_with(begins), "{told}");
    }

    #[test]
    fn of_a_directory_that_cannot_be_cleaned_is_logged_and_ends_nothing() {
        let place = Place::new();
        place.write("backups", "in the way");
        place.run(&["start"]);
        let log = place.service_log();
        assert!(log.contains("Error: can't clean backups: "), "{log}");
        assert!(place.serving().is_some(), "the service ended");
    }
}

/// What is printed on standard error and not logged.
mod a_warning {
    use super::*;

    const SET: &str = "backup_manager: warning: BACKUP_CLOCK=2023-02-08T16:07 is set: \
        the service makes backups by that clock, and none by the real one\n";

    /// A variable that was exported once, and forgotten, silently stops all real backups.
    #[test]
    fn says_at_start_that_the_clock_is_set() {
        let place = Place::new();
        place
            .manager(&["start"])
            .assert()
            .success()
            .stdout("")
            .stderr(SET);
        assert_eq!(
            place.manager_log(),
            "[08/02/2023 16:07] backup_service started\n",
            "the log has the exercise's line alone"
        );
        let place = Place::at_real_time();
        place.manager(&["start"]).assert().success().stderr("");
    }

    #[test]
    fn of_a_path_that_is_not_there_leaves_the_log_as_it_was() {
        let place = Place::new();
        let told = contains("backup_manager: warning: ~/x does not exist");
        place
            .manager(&["create", "~/x;16:07;x"])
            .assert()
            .success()
            .stdout("")
            .stderr(told);
        assert_eq!(
            place.manager_log(),
            "[08/02/2023 16:07] New schedule added: ~/x;16:07;x\n"
        );
    }
}

mod help {
    use super::*;

    fn of(mut command: assert_cmd::Command) -> String {
        let output = command.arg("--help").output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    }

    #[test]
    fn of_the_manager() {
        let place = Place::new();
        assert_snapshot!(of(place.manager(&[])));
        assert_eq!(place.manager_log(), "", "asking for help is no action");
    }

    #[test]
    fn of_the_service() {
        assert_snapshot!(of(Place::new().service()));
    }

    #[test]
    fn that_cannot_be_printed_is_an_error() {
        if !Path::new("/dev/full").exists() {
            return skipped("there is no /dev/full");
        }
        let place = Place::new();
        for script in [
            "\"$MANAGER\" --help >/dev/full",
            "\"$SERVICE\" --version >/dev/full",
        ] {
            let told = contains("can't print (No space left on device");
            place.script(script).assert().code(1).stderr(told);
        }
    }
}
