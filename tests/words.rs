//! The words that our two programs print and log: help, logs, error messages.
//!
//! `tests/spec.rs` checks what any solution must do, and leaves the words free. The clock is frozen
//! at 16:07 on 8 February 2023 unless a test sets another time.

mod support;

use insta::assert_snapshot;
use predicates::str::{contains, starts_with};
use support::TestEnv;

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

    /// And the service continues.
    #[test]
    fn names_a_backups_directory_that_cannot_be_cleaned() {
        let env = TestEnv::new();
        env.write("backups", "a file where the directory should be");
        env.write("backup_schedules.txt", "");
        env.run(&["start"]);
        assert_snapshot!(env.service_log(), @"[08/02/2023 16:07] Error: can't clean backups: Not a directory (os error 20)");
    }
}

mod error {
    use super::*;

    /// A line on standard error, the exit status, and a line in the log, in the words that later
    /// revisions of the exercise fix.
    #[test]
    fn of_each_instruction() {
        let env = TestEnv::new();
        let mut told = String::new();
        let mut fail = |arguments: &[&str]| {
            let done = env.manager(arguments).assert().failure().stdout("");
            let done = done.get_output();
            let (typed, code) = (arguments.join(" "), done.status.code().unwrap());
            let words = String::from_utf8_lossy(&done.stderr);
            told += &format!("$ backup_manager {typed}\n{words}exit status {code}\n");
        };
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
            fail(arguments);
        }
        env.write("backup_schedules.txt", "test;16:07;t\n");
        fail(&["delete", "3"]);
        fail(&["delete", "-1"]);
        assert_snapshot!(format!("{told}\n{}", env.manager_log()));
    }

    /// Otherwise a name could set the title of the terminal, or turn the line around.
    #[test]
    fn has_no_raw_escape_sequence() {
        let env = TestEnv::new();
        env.manager(&["create", "caf\u{202e};16:07;t"])
            .assert()
            .success()
            .stderr("backup_manager: warning: caf\\u{202e} does not exist\n");
        let mut service = env.service();
        let message = "backup_service: /nope\\u{1b}]0;x\\u{7}: No such file";
        service
            .arg("/nope\u{1b}]0;x\u{7}")
            .assert()
            .code(1)
            .stderr(starts_with(message));
        let message = "backup_service: error: unexpected argument '\\u{1b}]0;x\\u{7}' found\n";
        service
            .arg("\u{1b}]0;x\u{7}")
            .assert()
            .code(2)
            .stderr(starts_with(message));
    }

    #[test]
    fn of_a_wrong_clock_is_reported_by_both_programs() {
        let env = TestEnv::at("2023-02-08T16:07..2023-02-08T16:06");
        let told = env.fail(2, &["list"]);
        assert!(told.contains("ends before it begins"), "the reason: {told}");
        let env = TestEnv::at("tomorrow");
        env.manager(&["list"])
            .assert()
            .code(2)
            .stderr(contains("BACKUP_CLOCK"));
        let log = env.manager_log();
        let error = "Error: can't set the clock";
        assert!(log.contains(error), "manager's log:\n{log}");
        env.service().assert().code(1);
        let log = env.service_log();
        assert!(log.contains("BACKUP_CLOCK"), "service's log:\n{log}");
    }

    /// The hour from 02:00 on does not exist on 29 March 2026.
    #[test]
    fn of_a_clock_set_into_a_dst_gap() {
        for time in ["02:00", "02:59"] {
            let env = TestEnv::at(&format!("2026-03-29T{time}")).in_zone(PARIS);
            let stderr = env.fail(2, &["list"]);
            let reason = format!("skips 2026-03-29T{time}");
            assert!(stderr.contains(&reason), "{time} must be refused: {stderr}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn of_output_that_cannot_be_printed() {
        let env = TestEnv::new();
        env.write("backup_schedules.txt", "a;00:00;a\n");
        env.script("\"$MANAGER\" list > /dev/full")
            .assert()
            .code(1)
            .stderr(contains("Show schedules list, but can't print"));
    }
}

/// 02:30 exists twice on 25 October 2026. If the clock began at the second one, the backup of the
/// first 02:40 would be past.
#[test]
fn clock_shows_the_first_of_two_times() {
    for (clock, due) in [
        ("2026-03-29T01:59", "01:59"),
        ("2026-03-29T03:00", "03:00"),
        ("2026-10-25T02:00", "02:00"),
        ("2026-10-25T02:59", "02:59"),
        ("2026-10-25T03:00", "03:00"),
        ("2026-10-25T02:30..2026-10-25T02:50", "02:40"),
    ] {
        let env = TestEnv::at(clock).in_zone(PARIS);
        env.write("test", "content");
        env.write("backup_schedules.txt", &format!("test;{due};t"));
        let _service = env.by_hand();
        let log = env.service_log_of(1);
        assert!(
            log.contains("Backup done"),
            "{due} must be due at {clock}: {log}"
        );
    }
}

/// A variable that is left over must not stop all real backups in silence.
#[test]
fn start_warns_of_a_clock_that_is_set() {
    let env = TestEnv::new();
    let warning = "warning: BACKUP_CLOCK=2023-02-08T16:07 is set";
    let start = env.manager(&["start"]).assert().success();
    start.stdout("").stderr(contains(warning));
}

mod help {
    use super::*;

    fn help_of(mut command: assert_cmd::Command) -> String {
        let done = command.arg("--help").assert().success();
        String::from_utf8(done.get_output().stdout.clone()).unwrap()
    }

    #[test]
    fn of_the_manager() {
        let env = TestEnv::new();
        assert_snapshot!(help_of(env.manager(&[])));
        assert_eq!(env.manager_log(), "", "--help must not be logged");
    }

    #[test]
    fn of_the_service() {
        assert_snapshot!(help_of(TestEnv::new().service()));
    }
}
