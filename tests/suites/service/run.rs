//! The rules for `service/run.rs`, tested with a fake clock and a mock archiver; the schedules and
//! the log are real files.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::fs;
use std::io;
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

/// A clock on which each sleep is a jump. It requests a stop when it reaches its end.
struct TestClock {
    now: Rc<Cell<DateTime<Local>>>,
    end: DateTime<Local>,
    /// Dropped at the end: that is the stop request.
    stop: Rc<RefCell<Option<Sender<Infallible>>>>,
    /// Called after each sleep with the time that it is then.
    after_sleep: Box<dyn Fn(&str)>,
    /// A real sleep ends at once after a stop request, and the loop with it.
    slept_after_stop: Cell<bool>,
    created: Instant,
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Local> {
        assert!(
            self.created.elapsed() < TIMEOUT,
            "`run` must return after a stop request, but it loops without an end"
        );
        self.now.get()
    }

    fn sleep(&self, span: Duration, _: &Shutdown) {
        assert!(
            span <= Duration::from_secs(45),
            "a sleep must not be longer than 45 s, this one is {span:?}"
        );
        if self.stop.borrow().is_none() {
            assert!(
                !self.slept_after_stop.replace(true),
                "`run` must return after a stop request, but it sleeps again"
            );
            return;
        }
        let later = self.now.get() + TimeDelta::from_std(span).unwrap();
        self.now.set(later);
        (self.after_sleep)(&later.format("%H:%M:%S").to_string());
        if self.now.get() >= self.end {
            self.stop.take();
        }
    }
}

/// A directory with schedules, and a service there for a part of a day.
struct Day {
    dir: TempDir,
    now: Rc<Cell<DateTime<Local>>>,
    shutdown: Shutdown,
    stop: Rc<RefCell<Option<Sender<Infallible>>>>,
}

impl Day {
    /// It is `time` on a day in winter.
    fn at(time: &str, schedules: &str) -> Day {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join("backup_schedules.txt"), schedules).unwrap();
        let now: NaiveDateTime = format!("2023-02-08T{time}").parse().unwrap();
        let (sender, shutdown) = Shutdown::channel();
        Day {
            dir,
            now: Rc::new(Cell::new(now.and_local_timezone(Local).unwrap())),
            shutdown,
            stop: Rc::new(RefCell::new(Some(sender))),
        }
    }

    /// Runs the service for `span`, and returns its log. Calls `after_sleep` with the time after
    /// each sleep.
    fn run(
        &self,
        span: TimeDelta,
        archiver: &MockArchiver,
        after_sleep: impl Fn(&str) + 'static,
    ) -> String {
        self.run_until_ready(span, archiver, after_sleep, || {})
    }

    /// The same. Calls `ready` when the service is ready.
    fn run_until_ready(
        &self,
        span: TimeDelta,
        archiver: &MockArchiver,
        after_sleep: impl Fn(&str) + 'static,
        ready: impl FnOnce(),
    ) -> String {
        let clock = TestClock {
            now: Rc::clone(&self.now),
            end: self.now.get() + span,
            stop: Rc::clone(&self.stop),
            after_sleep: Box::new(after_sleep),
            slept_after_stop: Cell::new(false),
            created: Instant::now(),
        };
        let lock = Lock::try_acquire(self.dir.path()).unwrap().unwrap();
        Service::new(self.dir.path(), &clock, archiver, &self.shutdown, lock).run(ready);
        self.log()
    }

    fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("logs/backup_service.log")).unwrap_or_default()
    }
}

/// An archiver that must be called once for each of these names, and for no other.
fn archiver(names: &[&'static str]) -> MockArchiver {
    archiver_with(names, |_| Ok(Warnings::default()))
}

fn archiver_with(
    names: &[&'static str],
    result: impl Fn(&Schedule) -> Result<Warnings, Error> + Clone + 'static,
) -> MockArchiver {
    let mut archiver = MockArchiver::new();
    for &name in names {
        let result = result.clone();
        archiver
            .expect_back_up()
            .withf(move |schedule, _| schedule.name == name)
            .times(1)
            .returning_st(move |schedule, _| result(schedule));
    }
    archiver
}

fn sleep_on(_: &str) {}

/// The service is started at 16:00:50, and stopped 23 hours later.
#[test]
fn backs_up_once_per_day_at_its_minute() {
    let day = Day::at("16:00:50", "test;16:07;t\n");
    let log = day.run(TimeDelta::hours(23), &archiver(&["t"]), sleep_on);
    assert_lines(
        "the log",
        "[08/02/2023 16:07] Backup done for test in backups/t.tar\n",
        &log,
    );
}

/// Started at 16:08, it does not make up for 16:07.
#[test]
fn time_passed_before_start_waits_for_tomorrow() {
    let day = Day::at("16:08:00", "test;16:07;t\n");
    let log = day.run(TimeDelta::hours(24), &archiver(&["t"]), sleep_on);
    assert_lines(
        "the log",
        "[09/02/2023 16:07] Backup done for test in backups/t.tar\n",
        &log,
    );
}

/// The first check comes before the first sleep: it is 16:07:30 already.
#[test]
fn same_minute_keeps_order_of_file() {
    let day = Day::at("16:07:30", "b;16:07;b\na;16:07;a\nlater;16:09;c\n");
    let log = day.run(TimeDelta::minutes(1), &archiver(&["b", "a"]), sleep_on);
    let done = |name| format!("[08/02/2023 16:07] Backup done for {name} in backups/{name}.tar\n");
    assert_lines("the log", &(done("b") + &done("a")), &log);
}

/// The file is changed at 16:07:45: the check at 16:08 reads the new one.
#[test]
fn file_is_read_at_each_check() {
    let day = Day::at("16:07:00", "old;16:08;old\n");
    let file = day.dir.path().join("backup_schedules.txt");
    let log = day.run(TimeDelta::minutes(5), &archiver(&["new"]), move |time| {
        if time == "16:07:45" {
            fs::write(&file, "new;16:08;new\n").unwrap();
        }
    });
    assert_lines(
        "the log",
        "[08/02/2023 16:08] Backup done for new in backups/new.tar\n",
        &log,
    );
}

/// It is added 45 seconds after the first check, and found at the next.
#[test]
fn schedule_added_in_its_minute_is_saved() {
    let day = Day::at("16:07:00", "");
    let file = day.dir.path().join("backup_schedules.txt");
    let log = day.run(TimeDelta::minutes(5), &archiver(&["t"]), move |time| {
        if time == "16:07:45" {
            fs::write(&file, "test;16:07;t\n").unwrap();
        }
    });
    assert_lines(
        "the log",
        "[08/02/2023 16:07] Backup done for test in backups/t.tar\n",
        &log,
    );
}

/// The first backup takes half an hour and twenty seconds, in which 16:20 passes. The stamp says when
/// it was done, `(due 16:20)` when it should have been. No sleep comes between the two.
#[test]
fn overdue_backup_starts_at_once_and_logs_due_time() {
    let day = Day::at("16:07:00", "long;16:07;long\nlate;16:20;late\n");
    let now = Rc::clone(&day.now);
    let archiver = archiver_with(&["long", "late"], move |schedule| {
        if schedule.name == "long" {
            now.set(now.get() + TimeDelta::seconds(1_820));
        }
        Ok(Warnings::default())
    });
    let log = day.run(TimeDelta::hours(1), &archiver, sleep_on);
    let expected = "\
        [08/02/2023 16:37] Backup done for long in backups/long.tar\n\
        [08/02/2023 16:37] Backup done for late in backups/late.tar (due 16:20)\n";
    assert_lines("the log", expected, &log);
}

/// Started at 16:00:50, it checks at 16:01:00 and not at 16:01:35: the sleep ends with the minute.
#[test]
fn idle_service_backs_up_in_first_second() {
    let day = Day::at("16:00:50", "test;16:07;t\n");
    let now = Rc::clone(&day.now);
    let archiver = archiver_with(&["t"], move |_| {
        let at = now.get().format("%H:%M:%S").to_string();
        assert_eq!(
            at, "16:07:00",
            "a backup of 16:07 must start in the first second of its minute (left: yours)"
        );
        Ok(Warnings::default())
    });
    day.run(TimeDelta::minutes(10), &archiver, sleep_on);
}

/// `ready` tells `start` that the backups of this minute are made.
#[test]
fn ready_is_called_between_first_check_and_sleep() {
    let day = Day::at("16:07:30", "test;16:07;t\n");
    let heard = Rc::new(Cell::new(false));
    let is_ready = Rc::clone(&heard);
    day.run_until_ready(
        TimeDelta::minutes(1),
        &archiver(&["t"]),
        move |time| {
            assert!(
                is_ready.get(),
                "`ready` must be called before the first sleep, which ended at {time}"
            );
        },
        || {
            assert!(
                day.log().contains("Backup done for test"),
                "`ready` must be called after the first check; the log is {:?}",
                day.log()
            );
            heard.set(true);
        },
    );
    assert!(heard.get(), "`ready` must be called");
}

/// The request comes during a sleep that ends at 16:07, and 16:07 has a schedule.
#[test]
fn stop_request_prevents_next_check() {
    let day = Day::at("16:06:30", "test;16:07;t\n");
    let log = day.run(TimeDelta::seconds(30), &archiver(&[]), sleep_on);
    assert_lines("the log", "", &log);
}

/// D6. Three backups are due, and the stop request comes during the first. The archiver finishes it.
#[test]
fn after_a_stop_request_no_backup_starts() {
    let day = Day::at("16:07:00", "a;16:07;a\nb;16:07;b\nc;16:07;c\n");
    let stop = Rc::clone(&day.stop);
    let archiver = archiver_with(&["a"], move |_| {
        stop.take();
        Ok(Warnings::default())
    });
    let log = day.run(TimeDelta::minutes(5), &archiver, sleep_on);
    let expected = "[08/02/2023 16:07] Backup done for a in backups/a.tar\n";
    assert_lines("the log", expected, &log);
}

/// D6. The archiver does not finish it: one line says so. It is no error.
#[test]
fn a_stop_request_logs_only_the_abandoned_backup() {
    let day = Day::at("16:07:00", "a;16:07;a\nb;16:07;b\nc;16:07;c\n");
    let stop = Rc::clone(&day.stop);
    let archiver = archiver_with(&["a"], move |_| {
        stop.take();
        Err(Error::Cancelled)
    });
    let log = day.run(TimeDelta::minutes(5), &archiver, sleep_on);
    let expected = "[08/02/2023 16:07] Warning: backup of a abandoned: \
                    backup_service is stopping\n";
    assert_lines("the log", expected, &log);
}

/// No `backup_schedules.txt` is an error to log, and no reason to end.
#[test]
fn missing_file_is_logged_and_new_file_is_read() {
    let day = Day::at("16:00:00", "");
    let file = day.dir.path().join("backup_schedules.txt");
    fs::remove_file(&file).unwrap();
    let log = day.run(TimeDelta::minutes(10), &archiver(&["t"]), move |time| {
        if time == "16:05:00" {
            fs::write(&file, "test;16:07;t\n").unwrap();
        }
    });
    let expected = "\
        [08/02/2023 16:00] Error: can't open backup_schedules.txt: \
        No such file or directory (os error 2)\n\
        [08/02/2023 16:07] Backup done for test in backups/t.tar\n";
    assert_lines("the log", expected, &log);
}

/// From 16:06 to 16:10 there is no file, and so no schedule whose time could come.
#[test]
fn missing_file_leaves_nothing_to_catch_up() {
    let day = Day::at("16:00:00", "test;16:07;t\n");
    let file = day.dir.path().join("backup_schedules.txt");
    let log = day.run(
        TimeDelta::minutes(30),
        &archiver(&[]),
        move |time| match time {
            "16:06:00" => fs::remove_file(&file).unwrap(),
            "16:10:00" => fs::write(&file, "test;16:07;t\n").unwrap(),
            _ => {}
        },
    );
    let missing = "Error: can't open backup_schedules.txt: No such file or directory (os error 2)";
    assert_lines("the log", &format!("[08/02/2023 16:06] {missing}\n"), &log);
}

/// A file that cannot be read is not an empty one: from 16:06 to 16:10 a directory is in its place.
#[test]
fn unreadable_file_is_caught_up_later() {
    let day = Day::at("16:00:00", "test;16:07;t\n");
    let file = day.dir.path().join("backup_schedules.txt");
    let log = day.run(
        TimeDelta::minutes(30),
        &archiver(&["t"]),
        move |time| match time {
            "16:06:00" => {
                fs::remove_file(&file).unwrap();
                fs::create_dir(&file).unwrap();
            }
            "16:10:00" => {
                fs::remove_dir(&file).unwrap();
                fs::write(&file, "test;16:07;t\n").unwrap();
            }
            _ => {}
        },
    );
    let expected = "\
        [08/02/2023 16:06] Error: can't open backup_schedules.txt: not a regular file\n\
        [08/02/2023 16:10] Backup done for test in backups/t.tar (due 16:07)\n";
    assert_lines("the log", expected, &log);
}

/// The archiver's error is a line in the log, not the end of the check, nor of the service.
#[test]
fn failed_backup_is_logged_and_others_follow() {
    let day = Day::at("16:07:00", "bad;16:07;bad\ngood;16:07;good\n");
    let archiver = archiver_with(&["bad", "good"], |schedule| match schedule.name.as_str() {
        "bad" => Err(io::Error::other("the disk is on fire").into()),
        _ => Ok(Warnings::default()),
    });
    let log = day.run(TimeDelta::minutes(5), &archiver, sleep_on);
    let expected = "\
        [08/02/2023 16:07] Error: can't back up bad: the disk is on fire\n\
        [08/02/2023 16:07] Backup done for good in backups/good.tar\n";
    assert_lines("the log", expected, &log);
}

/// One warning per file that could not be saved as it is.
fn warnings(texts: &[&str], more: usize) -> Warnings {
    let texts = texts.iter().map(|&text| text.to_owned()).collect();
    Warnings { texts, more }
}

/// Of very many warnings, the archiver returns the first and the number of the others.
#[test]
fn warnings_precede_the_line_that_counts_them() {
    let day = Day::at("16:07:00", "one;16:07;one\ntwo;16:07;two\n");
    let archiver = archiver_with(&["one", "two"], |schedule| match schedule.name.as_str() {
        "one" => Ok(warnings(&["one/x: gone"], 0)),
        _ => Ok(warnings(&["two/x: gone", "two/y: gone"], 3)),
    });
    let log = day.run(TimeDelta::minutes(5), &archiver, sleep_on);
    let expected = "\
        [08/02/2023 16:07] Warning: one/x: gone\n\
        [08/02/2023 16:07] Backup done for one in backups/one.tar with 1 warning\n\
        [08/02/2023 16:07] Warning: two/x: gone\n\
        [08/02/2023 16:07] Warning: two/y: gone\n\
        [08/02/2023 16:07] Warning: 3 more entries were not saved as they are\n\
        [08/02/2023 16:07] Backup done for two in backups/two.tar with 5 warnings\n";
    assert_lines("the log", expected, &log);
}

/// From 16:00 a line is malformed, at 16:10 the file disappears, at 16:20 the bad line is back: three
/// lines in all, although the service checks sixty times. A blank line is no error.
#[test]
fn persistent_error_is_logged_when_it_appears() {
    let day = Day::at("16:00:00", "test;16:7;t\n\n");
    let file = day.dir.path().join("backup_schedules.txt");
    let log = day.run(
        TimeDelta::minutes(30),
        &archiver(&[]),
        move |time| match time {
            "16:10:00" => fs::remove_file(&file).unwrap(),
            "16:20:00" => fs::write(&file, "test;16:7;t\n").unwrap(),
            _ => {}
        },
    );
    let malformed = "Error: malformed schedule: test;16:7;t \
                     (the time must be hh:mm, from 00:00 to 23:59)";
    let missing = "Error: can't open backup_schedules.txt: No such file or directory (os error 2)";
    let expected = format!(
        "[08/02/2023 16:00] {malformed}\n\
         [08/02/2023 16:10] {missing}\n\
         [08/02/2023 16:20] {malformed}\n"
    );
    assert_lines("the log", &expected, &log);
}

/// A long line is cut in the log. Its reason is not, and the other schedules run.
#[test]
fn long_line_is_cut_before_its_reason() {
    let malformed = format!("test;16:07;{}", "n".repeat(1_000_000));
    let failing = format!("{};16:07;t", "\u{2028}".repeat(100_000));
    let schedules = format!("{malformed}\n{failing}\ntest;16:07;last\n");
    let day = Day::at("16:07:00", &schedules);
    let archiver = archiver_with(&["t", "last"], |schedule| match schedule.name.as_str() {
        "t" => Err(io::Error::other("the disk is on fire").into()),
        _ => Ok(Warnings::default()),
    });
    let log = day.run(TimeDelta::minutes(1), &archiver, sleep_on);
    for (line, reason) in log.lines().zip([
        "bytes) (the name is longer than 250 bytes)",
        "bytes): the disk is on fire",
        "Backup done for test in backups/last.tar",
    ]) {
        assert!(
            line.ends_with(reason) && line.len() < 9_000,
            "a short line must end with {reason:?}: {line}"
        );
    }
    assert_eq!(log.lines().count(), 3, "each schedule must have a line");
}

/// At 17:00 the clock is set back to 13:00, and the day continues from there.
#[test]
fn clock_step_back_is_logged_and_repeats_nothing() {
    let day = Day::at("16:06:30", "test;16:07;t\n");
    let now = Rc::clone(&day.now);
    let is_set_back = Cell::new(false);
    let log = day.run(TimeDelta::hours(2), &archiver(&["t"]), move |time| {
        if time == "17:00:00" && !is_set_back.replace(true) {
            now.set(now.get() - TimeDelta::hours(4));
        }
    });
    let expected = "\
        [08/02/2023 16:07] Backup done for test in backups/t.tar\n\
        [08/02/2023 13:00] Warning: the clock was set back by 239 minutes\n";
    assert_lines("the log", expected, &log);
}

/// `logs` is removed, and the schedules are not: the service creates new logs and continues.
#[test]
fn removed_logs_are_created_again_with_lock() {
    let day = Day::at("16:00:00", "test;16:07;t\n");
    let logs = day.dir.path().join("logs");
    let log = day.run(TimeDelta::minutes(30), &archiver(&["t"]), move |time| {
        if time == "16:05:00" {
            fs::remove_dir_all(&logs).unwrap();
        }
    });
    assert!(
        day.dir.path().join("logs/.backup_service.lock").exists(),
        "the lock must be acquired again, in a new file"
    );
    assert_lines(
        "the log",
        "[08/02/2023 16:07] Backup done for test in backups/t.tar\n",
        &log,
    );
}

/// Until 16:10 a file is in the place of `logs`, so that there can be neither lock nor log.
#[test]
fn failed_lock_is_retried_at_next_cycle() {
    let day = Day::at("16:00:00", "test;16:07;t\nlate;16:20;late\n");
    let logs = day.dir.path().join("logs");
    let log = day.run(
        TimeDelta::minutes(30),
        &archiver(&["t", "late"]),
        move |time| match time {
            "16:05:00" => {
                fs::remove_dir_all(&logs).unwrap();
                fs::write(&logs, "").unwrap();
            }
            "16:10:00" => fs::remove_file(&logs).unwrap(),
            _ => {}
        },
    );
    assert!(
        day.dir.path().join("logs/.backup_service.lock").exists(),
        "the lock must be acquired again, in a new file"
    );
    assert_lines(
        "the log",
        "[08/02/2023 16:20] Backup done for late in backups/late.tar\n",
        &log,
    );
}

/// The schedules are removed as well as `logs`: the directory was cleared.
#[test]
fn cleared_directory_stops_service() {
    let day = Day::at("16:00:00", "test;16:07;t\n");
    let dir = day.dir.path().to_owned();
    let log = day.run(TimeDelta::minutes(30), &archiver(&[]), move |time| {
        if time == "16:05:00" {
            fs::remove_dir_all(dir.join("logs")).unwrap();
            fs::remove_file(dir.join("backup_schedules.txt")).unwrap();
        }
    });
    let stopped = "[08/02/2023 16:05] backup_service stopped: \
                   its lock and backup_schedules.txt were removed\n";
    assert_lines("the log", stopped, &log);
}
