//! What `service/run.rs` must do. The clock, the archiver and the end are played by mocks; the
//! schedules and the log are real files.

use std::cell::Cell;
use std::fs;
use std::io;
use std::rc::Rc;
use std::time::{Duration, Instant};

use backup::clock::Clock;
use backup::process::lock::Lock;
use backup::schedule::Schedule;
use backup::shutdown::Shutdown;
use chrono::{DateTime, Local, NaiveDateTime, TimeDelta};
use mockall::mock;
use tempfile::TempDir;

use super::subject::{Archiver, Service};

mock! {
    Clock {}
    impl Clock for Clock {
        fn now(&self) -> DateTime<Local>;
        fn sleep(&self, span: Duration, shutdown: &Shutdown);
    }
}

mock! {
    Archiver {}
    impl Archiver for Archiver {
        fn save(&self, schedule: &Schedule, shutdown: &Shutdown) -> io::Result<Vec<String>>;
    }
}

/// How long a test may take in real time. Reached only by a loop that goes on for ever.
const PATIENCE: Duration = Duration::from_secs(20);

/// A directory with schedules, and the time there.
struct Day {
    dir: TempDir,
    now: Rc<Cell<DateTime<Local>>>,
}

impl Day {
    /// It is `time` on a winter's day.
    fn at(time: &str, schedules: &str) -> Day {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join("backup_schedules.txt"), schedules).unwrap();
        let now: NaiveDateTime = format!("2023-02-08T{time}").parse().unwrap();
        Day {
            dir,
            now: Rc::new(Cell::new(now.and_local_timezone(Local).unwrap())),
        }
    }

    /// Runs the service for `span`, after each sleep `woken` with the time that it is then, and
    /// returns its log. No sleep is longer than 45 seconds, and none comes after the request to
    /// stop.
    fn run(
        &self,
        span: TimeDelta,
        archiver: &MockArchiver,
        woken: impl Fn(&str) + 'static,
    ) -> String {
        self.run_and_hear(span, archiver, woken, || {})
    }

    /// The same, with what to do when the service is ready.
    fn run_and_hear(
        &self,
        span: TimeDelta,
        archiver: &MockArchiver,
        woken: impl Fn(&str) + 'static,
        ready: impl FnOnce(),
    ) -> String {
        let (sender, shutdown) = Shutdown::channel();
        let mut sender = Some(sender);
        let mut clock = MockClock::new();
        let now = Rc::clone(&self.now);
        let since = Instant::now();
        clock.expect_now().returning_st(move || {
            assert!(since.elapsed() < PATIENCE, "the loop does not end");
            now.get()
        });
        let now = Rc::clone(&self.now);
        let end = now.get() + span;
        clock.expect_sleep().returning_st(move |span, _| {
            assert!(span <= Duration::from_secs(45), "slept for {span:?}");
            assert!(sender.is_some(), "slept after the request to stop");
            now.set(now.get() + TimeDelta::from_std(span).unwrap());
            woken(&now.get().format("%H:%M:%S").to_string());
            if now.get() >= end {
                drop(sender.take());
            }
        });
        let lock = Lock::take(self.dir.path()).unwrap().unwrap();
        let service = Service {
            dir: self.dir.path(),
            clock: &clock,
            archiver,
            shutdown: &shutdown,
        };
        service.run(lock, ready);
        self.log()
    }

    fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("logs/backup_service.log")).unwrap_or_default()
    }
}

/// An archiver that must be asked for the schedules of these names and no others, once each.
fn saves(names: &[&'static str]) -> MockArchiver {
    saves_with(names, |_| Ok(vec![]))
}

fn saves_with(
    names: &[&'static str],
    outcome: impl Fn(&Schedule) -> io::Result<Vec<String>> + Clone + 'static,
) -> MockArchiver {
    let mut archiver = MockArchiver::new();
    for &name in names {
        let outcome = outcome.clone();
        archiver
            .expect_save()
            .withf(move |schedule, _| schedule.name == name)
            .times(1)
            .returning_st(move |schedule, _| outcome(schedule));
    }
    archiver
}

fn sleep_on(_: &str) {}

/// The service is started at 16:00:50, and stopped 23 hours later.
#[test]
fn a_schedule_is_saved_once_in_its_day_at_its_minute() {
    let day = Day::at("16:00:50", "test;16:07;t\n");
    let log = day.run(TimeDelta::hours(23), &saves(&["t"]), sleep_on);
    assert_eq!(
        log,
        "[08/02/2023 16:07] Backup done for test in backups/t.tar\n"
    );
}

/// Started at 16:08, it does not make up for 16:07.
#[test]
fn a_time_that_has_passed_today_waits_for_tomorrow() {
    let day = Day::at("16:08:00", "test;16:07;t\n");
    let log = day.run(TimeDelta::hours(24), &saves(&["t"]), sleep_on);
    assert_eq!(
        log,
        "[09/02/2023 16:07] Backup done for test in backups/t.tar\n"
    );
}

/// The first check comes before the first sleep: it is 16:07:30 already.
#[test]
fn schedules_of_one_minute_are_saved_in_the_order_of_the_file() {
    let day = Day::at("16:07:30", "b;16:07;b\na;16:07;a\nlater;16:09;c\n");
    let log = day.run(TimeDelta::minutes(1), &saves(&["b", "a"]), sleep_on);
    let done = |name| format!("[08/02/2023 16:07] Backup done for {name} in backups/{name}.tar\n");
    assert_eq!(log, done("b") + &done("a"));
}

/// What counts is the file as it is then, not as it was at the start.
#[test]
fn the_file_is_read_at_each_wake() {
    let day = Day::at("16:07:00", "old;16:08;old\n");
    let file = day.dir.path().join("backup_schedules.txt");
    let log = day.run(TimeDelta::minutes(5), &saves(&["new"]), move |time| {
        if time == "16:07:45" {
            fs::write(&file, "new;16:08;new\n").unwrap();
        }
    });
    assert_eq!(
        log,
        "[08/02/2023 16:08] Backup done for new in backups/new.tar\n"
    );
}

/// It is added 45 seconds after the first check, and found at the next.
#[test]
fn a_schedule_added_for_the_current_minute_is_saved_in_it() {
    let day = Day::at("16:07:00", "");
    let file = day.dir.path().join("backup_schedules.txt");
    let log = day.run(TimeDelta::minutes(5), &saves(&["t"]), move |time| {
        if time == "16:07:45" {
            fs::write(&file, "test;16:07;t\n").unwrap();
        }
    });
    assert_eq!(
        log,
        "[08/02/2023 16:07] Backup done for test in backups/t.tar\n"
    );
}

/// The first backup takes half an hour and twenty seconds, in which 16:20 passes. The stamp says when
/// it was done, `(due 16:20)` when it should have been. No sleep comes between the two.
#[test]
fn behind_a_long_backup_the_next_comes_at_once_and_says_when_it_was_due() {
    let day = Day::at("16:07:00", "long;16:07;long\nlate;16:20;late\n");
    let now = Rc::clone(&day.now);
    let archiver = saves_with(&["long", "late"], move |schedule| {
        if schedule.name == "long" {
            now.set(now.get() + TimeDelta::seconds(1_820));
        }
        Ok(vec![])
    });
    let log = day.run(TimeDelta::hours(1), &archiver, sleep_on);
    let expected = "\
        [08/02/2023 16:37] Backup done for long in backups/long.tar\n\
        [08/02/2023 16:37] Backup done for late in backups/late.tar (due 16:20)\n";
    assert_eq!(log, expected);
}

/// Started at 16:00:50, it looks at 16:01:00 and not at 16:01:35: the sleep ends with the minute.
#[test]
fn an_idle_service_saves_in_the_first_second_of_the_minute() {
    let day = Day::at("16:00:50", "test;16:07;t\n");
    let now = Rc::clone(&day.now);
    let archiver = saves_with(&["t"], move |_| {
        let at = now.get().format("%H:%M:%S").to_string();
        assert_eq!(at, "16:07:00");
        Ok(vec![])
    });
    day.run(TimeDelta::minutes(10), &archiver, sleep_on);
}

/// `ready` tells whoever started the service that what was due at the start is saved.
#[test]
fn it_is_ready_after_the_first_check_and_before_the_first_sleep() {
    let day = Day::at("16:07:30", "test;16:07;t\n");
    let heard = Rc::new(Cell::new(false));
    let is_ready = Rc::clone(&heard);
    day.run_and_hear(
        TimeDelta::minutes(1),
        &saves(&["t"]),
        move |time| assert!(is_ready.get(), "it slept until {time}, and is not ready"),
        || {
            assert!(day.log().contains("Backup done for test"), "{}", day.log());
            heard.set(true);
        },
    );
    assert!(heard.get());
}

/// The request comes while it sleeps; it is 16:07 when it wakes, and 16:07 has a schedule.
#[test]
fn a_stop_is_obeyed_before_the_next_check() {
    let day = Day::at("16:06:30", "test;16:07;t\n");
    let log = day.run(TimeDelta::seconds(30), &saves(&[]), sleep_on);
    assert_eq!(log, "");
}

/// No `backup_schedules.txt` is an error to log, and no reason to end.
#[test]
fn without_a_file_it_lives_on_and_serves_the_one_that_comes() {
    let day = Day::at("16:00:00", "");
    let file = day.dir.path().join("backup_schedules.txt");
    fs::remove_file(&file).unwrap();
    let log = day.run(TimeDelta::minutes(10), &saves(&["t"]), move |time| {
        if time == "16:05:00" {
            fs::write(&file, "test;16:07;t\n").unwrap();
        }
    });
    let expected = "\
        [08/02/2023 16:00] Error: can't open backup_schedules.txt: \
        No such file or directory (os error 2)\n\
        [08/02/2023 16:07] Backup done for test in backups/t.tar\n";
    assert_eq!(log, expected);
}

/// From 16:06 to 16:10 there is no file, and so no schedule whose time could come.
#[test]
fn what_came_while_there_was_no_file_is_not_made_up_for() {
    let day = Day::at("16:00:00", "test;16:07;t\n");
    let file = day.dir.path().join("backup_schedules.txt");
    let log = day.run(
        TimeDelta::minutes(30),
        &saves(&[]),
        move |time| match time {
            "16:06:00" => fs::remove_file(&file).unwrap(),
            "16:10:00" => fs::write(&file, "test;16:07;t\n").unwrap(),
            _ => {}
        },
    );
    let missing = "Error: can't open backup_schedules.txt: No such file or directory (os error 2)";
    assert_eq!(log, format!("[08/02/2023 16:06] {missing}\n"));
}

/// A file that cannot be read is not an empty one: from 16:06 to 16:10 a directory is in its place.
#[test]
fn what_came_while_the_file_could_not_be_read_is_made_up_for() {
    let day = Day::at("16:00:00", "test;16:07;t\n");
    let file = day.dir.path().join("backup_schedules.txt");
    let log = day.run(
        TimeDelta::minutes(30),
        &saves(&["t"]),
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
    assert_eq!(log, expected);
}

/// The archiver's error is a line in the log, not the end of the check, nor of the service.
#[test]
fn a_failure_is_logged_and_the_others_are_saved() {
    let day = Day::at("16:07:00", "bad;16:07;bad\ngood;16:07;good\n");
    let archiver = saves_with(&["bad", "good"], |schedule| match schedule.name.as_str() {
        "bad" => Err(io::Error::other("the disk is on fire")),
        _ => Ok(vec![]),
    });
    let log = day.run(TimeDelta::minutes(5), &archiver, sleep_on);
    let expected = "\
        [08/02/2023 16:07] Error: can't back up bad: the disk is on fire\n\
        [08/02/2023 16:07] Backup done for good in backups/good.tar\n";
    assert_eq!(log, expected);
}

/// What the archiver returns are the warnings, one for each file.
#[test]
fn warnings_come_before_the_verdict_that_counts_them() {
    let day = Day::at("16:07:00", "one;16:07;one\ntwo;16:07;two\n");
    let archiver = saves_with(&["one", "two"], |schedule| match schedule.name.as_str() {
        "one" => Ok(vec!["one/x: gone".into()]),
        _ => Ok(vec!["two/x: gone".into(), "two/y: gone".into()]),
    });
    let log = day.run(TimeDelta::minutes(5), &archiver, sleep_on);
    let expected = "\
        [08/02/2023 16:07] Warning: one/x: gone\n\
        [08/02/2023 16:07] Backup done for one in backups/one.tar with 1 warning\n\
        [08/02/2023 16:07] Warning: two/x: gone\n\
        [08/02/2023 16:07] Warning: two/y: gone\n\
        [08/02/2023 16:07] Backup done for two in backups/two.tar with 2 warnings\n";
    assert_eq!(log, expected);
}

/// From 16:00 a line is malformed, at 16:10 the file disappears, at 16:20 the bad line is back: three
/// lines in all, though the service looks sixty times. A blank line is no error.
#[test]
fn a_standing_error_is_logged_when_it_appears_and_again_when_it_comes_back() {
    let day = Day::at("16:00:00", "test;16:7;t\n\n");
    let file = day.dir.path().join("backup_schedules.txt");
    let log = day.run(
        TimeDelta::minutes(30),
        &saves(&[]),
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
    assert_eq!(log, expected);
}

/// At 17:00 the clock is set back to 13:00, and the day goes on from there.
#[test]
fn a_clock_set_back_by_hours_is_logged_and_repeats_nothing() {
    let day = Day::at("16:06:30", "test;16:07;t\n");
    let now = Rc::clone(&day.now);
    let is_set_back = Cell::new(false);
    let log = day.run(TimeDelta::hours(2), &saves(&["t"]), move |time| {
        if time == "17:00:00" && !is_set_back.replace(true) {
            now.set(now.get() - TimeDelta::hours(4));
        }
    });
    let expected = "\
        [08/02/2023 16:07] Backup done for test in backups/t.tar\n\
        [08/02/2023 13:00] Warning: the clock was set back by 239 minutes\n";
    assert_eq!(log, expected);
}

/// Somebody tidies up. There are schedules still, so that the service makes new logs and serves on.
#[test]
fn a_service_whose_logs_are_removed_takes_its_lock_again() {
    let day = Day::at("16:00:00", "test;16:07;t\n");
    let logs = day.dir.path().join("logs");
    let log = day.run(TimeDelta::minutes(30), &saves(&["t"]), move |time| {
        if time == "16:05:00" {
            fs::remove_dir_all(&logs).unwrap();
        }
    });
    assert!(day.dir.path().join("logs/.backup_service.lock").exists());
    assert_eq!(
        log,
        "[08/02/2023 16:07] Backup done for test in backups/t.tar\n"
    );
}

/// Until 16:10 a file is in the place of `logs`, so that there can be neither lock nor log.
#[test]
fn a_service_that_cannot_take_its_lock_again_serves_on_and_tries_again() {
    let day = Day::at("16:00:00", "test;16:07;t\nlate;16:20;late\n");
    let logs = day.dir.path().join("logs");
    let log = day.run(
        TimeDelta::minutes(30),
        &saves(&["t", "late"]),
        move |time| match time {
            "16:05:00" => {
                fs::remove_dir_all(&logs).unwrap();
                fs::write(&logs, "").unwrap();
            }
            "16:10:00" => fs::remove_file(&logs).unwrap(),
            _ => {}
        },
    );
    assert!(day.dir.path().join("logs/.backup_service.lock").exists());
    assert_eq!(
        log,
        "[08/02/2023 16:20] Backup done for late in backups/late.tar\n"
    );
}

/// Its schedules are gone as well as its logs: nobody wants it any more.
#[test]
fn a_service_whose_directory_was_cleared_stops() {
    let day = Day::at("16:00:00", "test;16:07;t\n");
    let dir = day.dir.path().to_owned();
    let log = day.run(TimeDelta::minutes(30), &saves(&[]), move |time| {
        if time == "16:05:00" {
            fs::remove_dir_all(dir.join("logs")).unwrap();
            fs::remove_file(dir.join("backup_schedules.txt")).unwrap();
        }
    });
    let stopped = "[08/02/2023 16:05] backup_service stopped: \
                   its lock and backup_schedules.txt were removed\n";
    assert_eq!(log, stopped);
}
