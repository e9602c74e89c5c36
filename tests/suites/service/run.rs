//! The rules for `service/run.rs`, tested with a fake clock and a mock archiver; the schedules and
//! the log are real files.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::fs;
use std::io;
use std::path::Path;
use std::rc::Rc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use backup::archive::Warnings;
use backup::backups::Error;
use backup::clock::Clock;
use backup::process::lock::Lock;
use backup::schedule::Schedule;
use backup::shutdown::Shutdown;
use chrono::{DateTime, Local, NaiveDateTime, TimeDelta};
use mockall::mock;
use tempfile::TempDir;

use super::subject::{Archiver, Service};
use crate::support::diff::assert_lines;

mock! {
    Archiver {}
    impl Archiver for Archiver {
        fn back_up(
            &self,
            schedule: &Schedule,
            shutdown: &Shutdown,
        ) -> Result<Warnings, Error>;
    }
}

/// How long a test may take in real time. Only an endless loop reaches this.
const TIMEOUT: Duration = Duration::from_secs(20);

const SCHEDULES: &str = "backup_schedules.txt";

/// A clock on which each sleep is a jump. It requests a stop when it reaches its end.
struct TestClock<'a> {
    day: &'a Day,
    end: DateTime<Local>,
    /// Called after each sleep with the directory and the time that it is then.
    after_sleep: &'a dyn Fn(&Path, &str),
    /// A real sleep ends at once after a stop request, and the loop with it.
    slept_after_stop: Cell<bool>,
    created: Instant,
}

impl Clock for TestClock<'_> {
    fn now(&self) -> DateTime<Local> {
        assert!(
            self.created.elapsed() < TIMEOUT,
            "`run` must return after a stop request, but it loops without an end"
        );
        self.day.now.get()
    }

    fn sleep(&self, span: Duration, _: &Shutdown) {
        assert!(
            span <= Duration::from_secs(45),
            "a sleep must not be longer than 45 s, this one is {span:?}"
        );
        if self.day.stop.borrow().is_none() {
            assert!(
                !self.slept_after_stop.replace(true),
                "`run` must return after a stop request, but it sleeps again"
            );
            return;
        }
        let later = self.day.now.get() + TimeDelta::from_std(span).unwrap();
        self.day.now.set(later);
        (self.after_sleep)(self.day.dir.path(), &later.format("%H:%M:%S").to_string());
        if later >= self.end {
            self.day.stop.take();
        }
    }
}

/// A directory with schedules, and a service there for a part of a day.
struct Day {
    dir: TempDir,
    now: Rc<Cell<DateTime<Local>>>,
    /// Dropping the sender is the stop request.
    stop: Rc<RefCell<Option<Sender<Infallible>>>>,
    shutdown: Shutdown,
}

impl Day {
    /// It is `time` on a day in winter.
    fn at(time: &str, schedules: &str) -> Day {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join(SCHEDULES), schedules).unwrap();
        let now: NaiveDateTime = format!("2023-02-08T{time}").parse().unwrap();
        let (sender, shutdown) = Shutdown::channel();
        Day {
            dir,
            now: Rc::new(Cell::new(now.and_local_timezone(Local).unwrap())),
            stop: Rc::new(RefCell::new(Some(sender))),
            shutdown,
        }
    }

    /// Runs the service, and requests a stop after so many minutes, at the end of a sleep.
    fn run(&self, minutes: i64, archiver: &MockArchiver) {
        self.run_while(minutes, archiver, |_, _| {});
    }

    /// The same. Calls `after_sleep` after each sleep.
    fn run_while(&self, minutes: i64, archiver: &MockArchiver, after_sleep: impl Fn(&Path, &str)) {
        self.run_until_ready(minutes, archiver, after_sleep, || {});
    }

    /// The same. Calls `ready` when the service is ready.
    fn run_until_ready(
        &self,
        minutes: i64,
        archiver: &MockArchiver,
        after_sleep: impl Fn(&Path, &str),
        ready: impl FnOnce(),
    ) {
        let clock = TestClock {
            day: self,
            end: self.now.get() + TimeDelta::minutes(minutes),
            after_sleep: &after_sleep,
            slept_after_stop: Cell::new(false),
            created: Instant::now(),
        };
        let lock = Lock::try_acquire(self.dir.path()).unwrap().unwrap();
        Service::new(self.dir.path(), &clock, archiver, &self.shutdown, lock).run(ready);
    }

    /// Asserts the lines of the log, each without its date.
    #[track_caller]
    fn assert_log(&self, lines: &[&str]) {
        let log = self.dir.path().join("logs/backup_service.log");
        let log = fs::read_to_string(log).unwrap_or_default();
        let lines = lines.iter().map(|line| format!("{line}\n"));
        assert_lines(
            "the log without its dates",
            &lines.collect::<String>(),
            &log.replace("08/02/2023 ", ""),
        );
    }
}

/// An archiver that must be called once for each of these names, and for no other.
fn archiver(names: &[&'static str]) -> MockArchiver {
    archiver_with(names, |_| Ok(Warnings::default()))
}

/// The same. `result` returns the result for a name.
fn archiver_with(
    names: &[&'static str],
    result: impl Fn(&str) -> Result<Warnings, Error> + Clone + 'static,
) -> MockArchiver {
    let mut archiver = MockArchiver::new();
    for &name in names {
        let result = result.clone();
        archiver
            .expect_back_up()
            .withf(move |schedule, _| schedule.name == name)
            .times(1)
            .returning_st(move |_, _| result(name));
    }
    archiver
}

/// A start at 16:06, and a stop 23 hours later: today's 16:05 has passed, and tomorrow's does not come.
#[test]
fn backs_up_once_per_day_at_its_minute() {
    let day = Day::at("16:06:50", "passed;16:05;p\ntest;16:07;t\n");
    day.run(23 * 60, &archiver(&["t"]));
    day.assert_log(&["[16:07] Backup done for test in backups/t.tar"]);
}

/// The file is changed at 16:07:45: the check at 16:08 reads the new one.
#[test]
fn file_is_read_at_each_check() {
    let day = Day::at("16:07:00", "old;16:08;old\n");
    day.run_while(5, &archiver(&["new"]), |dir, time| {
        if time == "16:07:45" {
            fs::write(dir.join(SCHEDULES), "new;16:08;new\n").unwrap();
        }
    });
    day.assert_log(&["[16:08] Backup done for new in backups/new.tar"]);
}

/// The first backup takes half an hour and twenty seconds, in which 16:20 passes. The stamp says when
/// it was done, `(due 16:20)` when it should have been. No sleep comes between the two.
#[test]
fn overdue_backup_starts_at_once_and_logs_due_time() {
    let day = Day::at("16:07:00", "long;16:07;long\nlate;16:20;late\n");
    let now = Rc::clone(&day.now);
    let archiver = archiver_with(&["long", "late"], move |name| {
        if name == "long" {
            now.set(now.get() + TimeDelta::seconds(1_820));
        }
        Ok(Warnings::default())
    });
    day.run(60, &archiver);
    day.assert_log(&[
        "[16:37] Backup done for long in backups/long.tar",
        "[16:37] Backup done for late in backups/late.tar (due 16:20)",
    ]);
}

/// Started at 16:00:50, it checks at 16:01:00 and not at 16:01:35: the sleep ends with the minute.
#[test]
fn idle_service_backs_up_in_first_second() {
    let day = Day::at("16:00:50", "test;16:07;t\n");
    let now = Rc::clone(&day.now);
    let archiver = archiver_with(&["t"], move |_| {
        let at = now.get().format("%H:%M:%S").to_string();
        assert_eq!(at, "16:07:00", "when the backup starts");
        Ok(Warnings::default())
    });
    day.run(10, &archiver);
}

/// `ready` tells `start` that the backups of this minute are made.
#[test]
fn ready_is_called_between_first_check_and_sleep() {
    let day = Day::at("16:07:30", "test;16:07;t\n");
    let is_ready = Cell::new(false);
    let after_sleep = |_: &Path, _: &str| {
        assert!(
            is_ready.get(),
            "`ready` must be called before the first sleep"
        );
    };
    day.run_until_ready(1, &archiver(&["t"]), after_sleep, || {
        day.assert_log(&["[16:07] Backup done for test in backups/t.tar"]);
        is_ready.set(true);
    });
    assert!(is_ready.get(), "`ready` must be called");
}

/// The request comes during a sleep that ends at 16:07, and 16:07 has a schedule.
#[test]
fn stop_request_prevents_next_check() {
    let day = Day::at("16:06:30", "test;16:07;t\n");
    day.run(0, &archiver(&[]));
    day.assert_log(&[]);
}

/// D6. Three backups are due, and the stop request comes during the first. If the archiver does not
/// finish that, one line says so. It is no error.
#[test]
fn after_a_stop_request_no_backup_starts() {
    let done = "[16:07] Backup done for a in backups/a.tar";
    let abandoned = "[16:07] Warning: backup of a abandoned: backup_service is stopping";
    for (is_cancelled, line) in [(false, done), (true, abandoned)] {
        let day = Day::at("16:07:00", "a;16:07;a\nb;16:07;b\nc;16:07;c\n");
        let stop = Rc::clone(&day.stop);
        let archiver = archiver_with(&["a"], move |_| {
            stop.take();
            if is_cancelled {
                Err(Error::Cancelled)
            } else {
                Ok(Warnings::default())
            }
        });
        day.run(5, &archiver);
        day.assert_log(&[line]);
    }
}

/// No `backup_schedules.txt` is an error to log, and no reason to end. From 16:06 to 16:10 there is
/// none, and so no schedule whose time could come.
#[test]
fn missing_file_is_logged_and_new_file_is_read() {
    let day = Day::at("16:00:00", "missed;16:07;m\n");
    day.run_while(30, &archiver(&["t"]), |dir, time| match time {
        "16:06:00" => fs::remove_file(dir.join(SCHEDULES)).unwrap(),
        "16:10:00" => fs::write(dir.join(SCHEDULES), "missed;16:07;m\ntest;16:12;t\n").unwrap(),
        _ => {}
    });
    day.assert_log(&[
        "[16:06] Error: can't open backup_schedules.txt: No such file or directory (os error 2)",
        "[16:12] Backup done for test in backups/t.tar",
    ]);
}

/// A file that cannot be read is not an empty one: from 16:06 to 16:10 a directory is in its place.
#[test]
fn unreadable_file_is_caught_up_later() {
    let day = Day::at("16:00:00", "test;16:07;t\n");
    day.run_while(30, &archiver(&["t"]), |dir, time| match time {
        "16:06:00" => {
            fs::remove_file(dir.join(SCHEDULES)).unwrap();
            fs::create_dir(dir.join(SCHEDULES)).unwrap();
        }
        "16:10:00" => {
            fs::remove_dir(dir.join(SCHEDULES)).unwrap();
            fs::write(dir.join(SCHEDULES), "test;16:07;t\n").unwrap();
        }
        _ => {}
    });
    day.assert_log(&[
        "[16:06] Error: can't open backup_schedules.txt: not a regular file",
        "[16:10] Backup done for test in backups/t.tar (due 16:07)",
    ]);
}

/// The archiver's error is a line in the log, not the end of the check, nor of the service.
#[test]
fn failed_backup_is_logged_and_others_follow() {
    let day = Day::at("16:07:00", "bad;16:07;bad\ngood;16:07;good\n");
    let archiver = archiver_with(&["bad", "good"], |name| match name {
        "bad" => Err(io::Error::other("the disk is on fire").into()),
        _ => Ok(Warnings::default()),
    });
    day.run(5, &archiver);
    day.assert_log(&[
        "[16:07] Error: can't back up bad: the disk is on fire",
        "[16:07] Backup done for good in backups/good.tar",
    ]);
}

/// Of very many warnings, the archiver returns the first and the number of the others.
#[test]
fn warnings_precede_the_line_that_counts_them() {
    let day = Day::at("16:07:00", "one;16:07;one\ntwo;16:07;two\n");
    let archiver = archiver_with(&["one", "two"], |name| {
        let (texts, more) = match name {
            "one" => (vec!["one/x: gone".to_owned()], 0),
            _ => (vec!["two/x: gone".to_owned(), "two/y: gone".to_owned()], 3),
        };
        Ok(Warnings { texts, more })
    });
    day.run(5, &archiver);
    day.assert_log(&[
        "[16:07] Warning: one/x: gone",
        "[16:07] Backup done for one in backups/one.tar with 1 warning",
        "[16:07] Warning: two/x: gone",
        "[16:07] Warning: two/y: gone",
        "[16:07] Warning: 3 more entries were not saved as they are",
        "[16:07] Backup done for two in backups/two.tar with 5 warnings",
    ]);
}

/// From 16:00 a line is malformed, at 16:10 the file disappears, at 16:20 the bad line is back: three
/// lines in all, although the service checks sixty times. A blank line is no error.
#[test]
fn persistent_error_is_logged_when_it_appears() {
    let day = Day::at("16:00:00", "test;16:7;t\n\n");
    day.run_while(30, &archiver(&[]), |dir, time| match time {
        "16:10:00" => fs::remove_file(dir.join(SCHEDULES)).unwrap(),
        "16:20:00" => fs::write(dir.join(SCHEDULES), "test;16:7;t\n").unwrap(),
        _ => {}
    });
    let malformed = "Error: malformed schedule: test;16:7;t \
                     (the time must be hh:mm, from 00:00 to 23:59)";
    day.assert_log(&[
        &format!("[16:00] {malformed}"),
        "[16:10] Error: can't open backup_schedules.txt: No such file or directory (os error 2)",
        &format!("[16:20] {malformed}"),
    ]);
}

/// A long line is cut in the log. Its reason is not, and the other schedules run.
#[test]
fn long_line_is_cut_before_its_reason() {
    let malformed = format!("test;16:07;{}", "n".repeat(1_000_000));
    let failing = format!("{};16:07;t", "\u{2028}".repeat(100_000));
    let day = Day::at(
        "16:07:00",
        &format!("{malformed}\n{failing}\ntest;16:07;last\n"),
    );
    let archiver = archiver_with(&["t", "last"], |name| match name {
        "t" => Err(io::Error::other("the disk is on fire").into()),
        _ => Ok(Warnings::default()),
    });
    day.run(1, &archiver);
    let log = fs::read_to_string(day.dir.path().join("logs/backup_service.log")).unwrap();
    let ends = [
        "bytes) (the name is longer than 250 bytes)",
        "bytes): the disk is on fire",
        "Backup done for test in backups/last.tar",
    ];
    assert_eq!(
        log.lines().count(),
        ends.len(),
        "each schedule must have a line"
    );
    for (line, end) in log.lines().zip(ends) {
        assert!(
            line.ends_with(end) && line.len() < 9_000,
            "a short line must end with {end:?}: {line}"
        );
    }
}

/// The clock is set back by four hours during a backup, and the day continues from there.
#[test]
fn clock_step_back_is_logged_and_repeats_nothing() {
    let day = Day::at("16:06:30", "test;16:07;t\n");
    let now = Rc::clone(&day.now);
    let archiver = archiver_with(&["t"], move |_| {
        now.set(now.get() - TimeDelta::hours(4));
        Ok(Warnings::default())
    });
    day.run(60, &archiver);
    day.assert_log(&[
        "[12:07] Backup done for test in backups/t.tar",
        "[12:07] Warning: the clock was set back by 239 minutes",
    ]);
}

/// `logs` is removed. Until 16:10 a file is in its place, so that there can be neither lock nor log.
#[test]
fn failed_lock_is_retried_at_next_cycle() {
    let day = Day::at("16:00:00", "test;16:07;t\nlate;16:20;late\n");
    day.run_while(30, &archiver(&["t", "late"]), |dir, time| match time {
        "16:05:00" => {
            fs::remove_dir_all(dir.join("logs")).unwrap();
            fs::write(dir.join("logs"), "").unwrap();
        }
        "16:10:00" => fs::remove_file(dir.join("logs")).unwrap(),
        _ => {}
    });
    assert!(
        day.dir.path().join("logs/.backup_service.lock").exists(),
        "the lock must be acquired again, in a new file"
    );
    day.assert_log(&["[16:20] Backup done for late in backups/late.tar"]);
}

/// The schedules are removed as well as `logs`: the directory was cleared.
#[test]
fn cleared_directory_stops_service() {
    let day = Day::at("16:00:00", "test;16:07;t\n");
    day.run_while(30, &archiver(&[]), |dir, time| {
        if time == "16:05:00" {
            fs::remove_dir_all(dir.join("logs")).unwrap();
            fs::remove_file(dir.join(SCHEDULES)).unwrap();
        }
    });
    day.assert_log(&[
        "[16:05] backup_service stopped: its lock and backup_schedules.txt were removed",
    ]);
}
