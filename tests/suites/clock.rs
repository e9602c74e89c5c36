//! What `clock.rs` must do.

use std::ffi::OsStr;
use std::thread;
use std::time::{Duration, Instant};

use backup::shutdown::Shutdown;
use chrono::{Local, NaiveDateTime, TimeDelta};

use super::subject::{Clock, FakeClock, SystemClock, from_env};

fn set(value: &str) -> Result<Box<dyn Clock>, String> {
    from_env(Some(OsStr::new(value)))
}

fn shown(clock: &dyn Clock) -> NaiveDateTime {
    clock.now().naive_local()
}

fn time(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

/// Without `BACKUP_CLOCK`, and with an empty one, it is the time that the machine has.
#[test]
fn unset_or_empty_it_is_the_systems() {
    for value in [None, Some(OsStr::new(""))] {
        let clock = from_env(value).unwrap();
        let before = Local::now();
        let now = clock.now();
        assert!(before <= now && now <= Local::now());
        assert!(SystemClock.now() >= now);
    }
}

/// `2023-02-08T16:07` is that minute for ever.
#[test]
fn one_time_stands_still_however_long_one_sleeps() {
    let (_sender, shutdown) = Shutdown::channel();
    let clock = set("2023-02-08T16:07").unwrap();
    assert_eq!(shown(clock.as_ref()), time("2023-02-08T16:07:00"));
    clock.sleep(Duration::from_secs(45), &shutdown);
    assert_eq!(shown(clock.as_ref()), time("2023-02-08T16:07:00"));
}

/// A sleep of 40 s moves the clock by 40 s at once; the last one would pass the end, and stops there.
#[test]
fn two_times_are_played_each_sleep_a_jump_and_the_end_is_not_passed() {
    let (_sender, shutdown) = Shutdown::channel();
    let clock = set("2023-02-08T16:06:30..2023-02-08T16:08").unwrap();
    let mut seen = vec![shown(clock.as_ref())];
    for _ in 0..4 {
        clock.sleep(Duration::from_secs(40), &shutdown);
        seen.push(shown(clock.as_ref()));
    }
    let expected = ["16:06:30", "16:07:10", "16:07:50", "16:08:00", "16:08:00"];
    assert_eq!(
        seen,
        expected.map(|clock| time(&format!("2023-02-08T{clock}")))
    );
}

/// `Duration::MAX` is more years than chrono has dates, and no reason to panic.
#[test]
fn a_sleep_longer_than_any_calendar_ends_at_the_end() {
    let (_sender, shutdown) = Shutdown::channel();
    let from = Local::now();
    let clock = FakeClock::new(from, from + TimeDelta::days(7));
    clock.sleep(Duration::MAX, &shutdown);
    assert_eq!(clock.now(), from + TimeDelta::days(7));
}

/// The clock by itself: it moves when somebody sleeps, by as much, and not when somebody looks.
#[test]
fn a_fake_clock_moves_only_when_somebody_sleeps_and_not_past_its_end() {
    let (_sender, shutdown) = Shutdown::channel();
    let from = Local::now();
    let clock = FakeClock::new(from, from + TimeDelta::seconds(60));
    thread::sleep(Duration::from_millis(2));
    assert_eq!(clock.now(), from);
    assert_eq!(clock.now(), from);
    for seconds in [45, 60, 60] {
        clock.sleep(Duration::from_secs(45), &shutdown);
        assert_eq!(clock.now(), from + TimeDelta::seconds(seconds));
    }
}

/// The service looks again after each sleep: a sleep that takes no time, on a clock that does not
/// move, would be a loop that keeps the processor busy for nothing.
#[test]
fn a_clock_that_stands_still_lets_the_processor_rest() {
    let (_sender, shutdown) = Shutdown::channel();
    let now = Local::now();
    let clock = FakeClock::new(now, now);
    let since = Instant::now();
    clock.sleep(Duration::from_secs(45), &shutdown);
    let slept = since.elapsed();
    assert!(slept >= Duration::from_millis(10), "only {slept:?}");
    assert!(slept < Duration::from_secs(30), "all of {slept:?}");
}

/// So the stop of a service whose clock stands still is as quick as any other.
#[test]
fn a_stop_ends_a_sleep_of_a_clock_that_stands_still() {
    let (sender, shutdown) = Shutdown::channel();
    drop(sender);
    let now = Local::now();
    let since = Instant::now();
    let clock = FakeClock::new(now, now);
    for _ in 0..100 {
        clock.sleep(Duration::from_secs(45), &shutdown);
        let slept = since.elapsed();
        assert!(slept < Duration::from_secs(5), "{slept:?}");
    }
}

/// If nobody asks for a stop.
#[test]
fn the_systems_clock_sleeps_as_long_as_it_is_asked_to() {
    let (_sender, shutdown) = Shutdown::channel();
    let since = Instant::now();
    SystemClock.sleep(Duration::from_millis(20), &shutdown);
    let slept = since.elapsed();
    assert!(slept >= Duration::from_millis(20), "{slept:?}");
}

/// A sleep is a wait for `stop` that gives up after a while, not `thread::sleep`.
#[test]
fn a_stop_ends_a_sleep_of_the_systems_clock() {
    let (sender, shutdown) = Shutdown::channel();
    drop(sender);
    let since = Instant::now();
    SystemClock.sleep(Duration::from_secs(5), &shutdown);
    let slept = since.elapsed();
    assert!(slept < Duration::from_secs(5), "{slept:?}");
}

/// chrono reads more than we promise: one digit for two, a second 60, years of six digits or before
/// the first.
#[test]
fn what_is_no_time_is_refused_with_the_form_that_is() {
    for value in [
        "now",
        "16:07",
        "2023-02-08",
        "2023-02-30T16:07",
        "2023-02-08T24:00",
        "-2023-02-08T16:07",
        "2023-02-08 16:07",
        "2023-02-08T16:07Z",
        "2023-02-08T16:07..",
        "..2023-02-08T16:07",
        "2023-02-08T16:07..16:08",
        "2023-02-08T1:7",
        "2023-02-08T16:07:60",
        "+262142-12-31T23:59",
    ] {
        let error = set(value).err().expect(value);
        assert!(
            error.contains("not a time like 2023-02-08T16:07"),
            "{value}: {error}"
        );
    }
}

#[test]
fn an_end_before_the_beginning_is_refused() {
    let error = set("2023-02-08T16:07..2023-02-08T16:06").err().unwrap();
    assert!(error.contains("ends before it begins"), "{error}");
}
