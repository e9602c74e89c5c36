//! The words that our two programs print and log: help, logs, error messages.
//!
//! `tests/spec.rs` checks what any solution must do, and leaves the words free. The clock is frozen
//! at 16:07 on 8 February 2023 unless a test sets another time.

mod support;

use std::fs::{self, File};
use std::io;
use std::process::Stdio;

use insta::assert_snapshot;
use predicates::str::{contains, starts_with};
use support::running::Running;
use support::{MANAGER, SERVICE, TestEnv};

const PARIS: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

mod service_log {
    use super::*;

    /// The log of a service that saves a directory at each of `times`, while the clock plays from
    /// noon to noon.
    fn log_of(zone: &str, from: &str, to: &str, times: &[&str], backups: usize) -> String {
        let env = TestEnv::at(&format!("{from}T12:00..{to}T12:00")).in_zone(zone);
        env.write("test/notes.txt", "content");
        for time in times {
            let name = time.replace(':', "");
            env.run(&["create", &format!("test;{time};{name}")]);
        }
        env.run(&["start"]);
        env.service_log_of(backups);
        env.run(&["stop"]);
        env.service_log()
    }

    #[test]
    fn of_a_week() {
        let times = ["16:07", "00:00"];
        assert_snapshot!(log_of("UTC0", "2023-02-08", "2023-02-15", &times, 14));
    }

    /// 02:30 does not exist on 29 March 2026: the backup is made at the end of the DST gap, at 03:00.
    #[test]
    fn of_the_week_with_the_dst_gap() {
        assert_snapshot!(log_of(PARIS, "2026-03-26", "2026-04-02", &["02:30"], 7));
    }

    /// 02:30 exists twice on 25 October 2026: the backup is made at the first.
    #[test]
    fn of_the_week_with_the_dst_fold() {
        assert_snapshot!(log_of(PARIS, "2026-10-22", "2026-10-29", &["02:30"], 7));
    }

    /// The file has a byte-order mark, CRLF line ends, a blank line and no last newline.
    #[test]
    fn names_each_malformed_line() {
        let env = TestEnv::new();
        env.write("test/notes.txt", "content");
        env.write(
            "backup_schedules.txt",
            "\u{feff}test;16:07;t\r\n\r\nwrong\r\n../x;16:07;../x",
        );
        env.run(&["start"]);
        assert_snapshot!(env.service_log(), @r"
        [08/02/2023 16:07] Error: malformed schedule: wrong (expected path;hh:mm;name)
        [08/02/2023 16:07] Error: malformed schedule: ../x;16:07;../x (the name must not contain /)
        [08/02/2023 16:07] Backup done for test in backups/t.tar
        ");
    }

    #[test]
    fn names_a_backups_directory_that_cannot_be_cleaned() {
        let env = TestEnv::new();
        env.write("backups", "a file where the directory should be");
        env.run(&["start"]);
        let log = env.service_log();
        assert!(
            log.contains("Error: can't clean backups: "),
            "the log should say that ./backups cannot be cleaned:\n{log}"
        );
        assert!(
            env.serving().is_some(),
            "the service should continue without ./backups"
        );
    }
}

mod manager_log {
    use super::*;

    #[test]
    fn of_start_and_stop() {
        let env = TestEnv::new();
        env.run(&["start"]);
        env.manager(&["start"])
            .assert()
            .code(1)
            .stderr(contains("already running"));
        env.run(&["stop"]);
        env.manager(&["stop"])
            .assert()
            .code(1)
            .stderr(contains("not running"));
        assert_snapshot!(env.manager_log(), @r"
        [08/02/2023 16:07] backup_service started
        [08/02/2023 16:07] Error: backup_service already running
        [08/02/2023 16:07] backup_service stopped
        [08/02/2023 16:07] Error: backup_service not running
        ");
    }

    /// The log lines that later revisions of the exercise fix.
    #[test]
    fn of_each_error() {
        let env = TestEnv::new();
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
            env.manager(arguments).assert().failure().stdout("");
        }
        env.write("backup_schedules.txt", "test;16:07;t\n");
        env.manager(&["delete", "3"]).assert().code(1);
        env.manager(&["delete", "-1"]).assert().code(1);
        assert_snapshot!(env.manager_log());
    }
}

mod error {
    use super::*;

    /// A line in the log, a line on standard error, and the exit status.
    #[test]
    fn is_reported_in_three_places() {
        let env = TestEnv::new();
        env.manager(&["create", "test;"])
            .assert()
            .code(1)
            .stdout("")
            .stderr("backup_manager: malformed schedule: test; (expected path;hh:mm;name)\n");
        assert_eq!(
            env.manager_log(),
            "[08/02/2023 16:07] Error: malformed schedule: test;\n",
            "the log should have the exercise's line"
        );
        assert!(
            !env.dir().join("backup_schedules.txt").exists(),
            "a malformed schedule should not create the schedules file"
        );
    }

    /// Otherwise a name could set the title of the terminal, or turn the line around.
    #[test]
    fn has_no_raw_escape_sequence() {
        let env = TestEnv::new();
        let mut create = env.manager(&["create", "caf\u{202e};16:07;t"]);
        create
            .assert()
            .success()
            .stderr("backup_manager: warning: caf\\u{202e} does not exist\n");
        let mut service = env.service();
        service.arg("/nope\u{1b}]0;x\u{7}");
        let message = "backup_service: /nope\\u{1b}]0;x\\u{7}: No such file";
        service.assert().code(1).stderr(starts_with(message));
    }

    #[test]
    fn of_a_wrong_clock_is_reported_by_both_programs() {
        let env = TestEnv::at("tomorrow");
        env.manager(&["list"])
            .assert()
            .code(2)
            .stderr(contains("BACKUP_CLOCK"));
        let log = env.manager_log();
        assert!(
            log.contains("Error: can't set the clock"),
            "manager's log:\n{log}"
        );
        let service = env.service().output().unwrap();
        assert_eq!(service.status.code(), Some(1), "the service should fail");
        let log = env.service_log();
        assert!(log.contains("BACKUP_CLOCK"), "service's log:\n{log}");
    }

    #[test]
    fn of_a_log_that_cannot_be_written_goes_to_standard_error() {
        let env = TestEnv::new();
        fs::create_dir_all(env.dir().join("logs/backup_service.log")).unwrap();
        let stderr = File::create(env.dir().join("stderr")).unwrap();
        let mut service = Running::new(env.background(SERVICE).stderr(stderr));
        assert_eq!(service.first_line(), "ready\n", "the service should start");
        let stderr = env.read("stderr");
        assert!(
            stderr.starts_with("backup_service: Error: can't open backup_schedules.txt: "),
            "the error should be on standard error, since the log is a directory: {stderr}"
        );
    }

    /// The hour from 02:00 on does not exist on 29 March 2026.
    #[test]
    fn of_a_clock_set_into_a_dst_gap() {
        for time in ["02:00", "02:30", "02:59"] {
            let env = TestEnv::at(&format!("2026-03-29T{time}")).in_zone(PARIS);
            let stderr = env.fail(2, &["list"]);
            assert!(
                stderr.contains(&format!("skips 2026-03-29T{time}")),
                "{time} does not exist, and the message should say so: {stderr}"
            );
        }
    }

    /// `list | head` closes the pipe early. That is not an error, a full disk is.
    #[test]
    fn of_output_that_cannot_be_printed() {
        let env = TestEnv::new();
        env.write("backup_schedules.txt", "a;00:00;a\n");
        let list = |output: Stdio| {
            let mut command = env.background(MANAGER);
            command.arg("list").stdout(output).stderr(Stdio::piped());
            let done = command.output().unwrap();
            let stderr = String::from_utf8_lossy(&done.stderr).into_owned();
            (done.status.code(), stderr)
        };
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        assert_eq!(
            list(writer.into()),
            (Some(0), String::new()),
            "a closed pipe should not be an error"
        );
        if !cfg!(target_os = "linux") {
            return; // there is no /dev/full
        }
        let full = File::options().write(true).open("/dev/full").unwrap();
        let (status, stderr) = list(full.into());
        assert_eq!(status, Some(1), "a full disk should be an error");
        assert!(
            stderr.contains("Show schedules list, but can't print"),
            "the message should name the instruction and the failure: {stderr}"
        );
    }
}

/// `BACKUP_CLOCK` around a change of the clock.
mod frozen_clock {
    use super::*;

    /// Before, in and after the DST gap and the DST fold.
    #[test]
    fn shows_the_time_it_was_given() {
        for time in [
            "2026-03-29T01:59",
            "2026-03-29T03:00",
            "2026-10-25T01:59",
            "2026-10-25T02:00",
            "2026-10-25T02:59",
            "2026-10-25T03:00",
        ] {
            let env = TestEnv::at(time).in_zone(PARIS);
            env.write("test", "content");
            env.run(&["create", &format!("test;{};t", &time[11..])]);
            let _service = env.by_hand();
            assert_eq!(
                env.names("backups"),
                ["t.tar"],
                "at {time}, a schedule of that time should be due"
            );
        }
    }

    /// 02:30 exists twice on 25 October 2026. If the clock began at the second one, the backup of
    /// the first 02:40 would be past.
    #[test]
    fn begins_at_the_first_of_two_times() {
        let env = TestEnv::at("2026-10-25T02:30..2026-10-25T02:50").in_zone(PARIS);
        env.write("test/notes.txt", "content");
        env.run(&["create", "test;02:40;t"]);
        env.run(&["start"]);
        env.service_log_of(1);
        env.run(&["stop"]);
        assert_eq!(
            env.names("backups"),
            ["t.tar"],
            "the schedule of 02:40 should run at the first 02:40"
        );
    }
}

mod help {
    use super::*;

    fn help_of(mut command: assert_cmd::Command) -> String {
        let output = command.arg("--help").output().unwrap();
        assert!(output.status.success(), "--help should succeed");
        String::from_utf8(output.stdout).unwrap()
    }

    #[test]
    fn of_the_manager() {
        let env = TestEnv::new();
        assert_snapshot!(help_of(env.manager(&[])));
        assert_eq!(env.manager_log(), "", "--help should not be logged");
    }

    #[test]
    fn of_the_service() {
        assert_snapshot!(help_of(TestEnv::new().service()));
    }
}
