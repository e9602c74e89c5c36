//! The rules for `clock.rs`.

use std::ffi::OsStr;
use std::thread;
use std::time::{Duration, Instant};

use backup::shutdown::Shutdown;
use chrono::{Local, NaiveDateTime, TimeDelta};

use super::subject::{Clock, FakeClock, InvalidClock, SystemClock, from_env};
use crate::support::cases::assert_cases;

fn set(value: &str) -> Box<dyn Clock> {
    from_env(Some(OsStr::new(value)))
        .unwrap_or_else(|error| panic!("BACKUP_CLOCK={value} must be accepted, not: {error}"))
}

fn shown(clock: &dyn Clock) -> NaiveDateTime {
    clock.now().naive_local()
}

fn time(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

/// Without `BACKUP_CLOCK`, and with an empty one, it is the time of the machine.
#[test]
fn unset_or_empty_is_the_systems_clock() {
    for value in [None, Some(OsStr::new(""))] {
        let clock = from_env(value).unwrap_or_else(|error| panic!("{value:?}: {error}"));
        let before = Local::now();
        let now = clock.now();
        assert!(
            before <= now && now <= Local::now(),
            "{value:?}: `now` must be the system's time, not {now}"
        );
        assert!(
            SystemClock.now() >= now,
            "`SystemClock` must not be behind the system's time"
        );
    }
}

/// `2023-02-08T16:07` is that minute for ever.
#[test]
fn one_time_is_a_frozen_clock() {
    let (_sender, shutdown) = Shutdown::channel();
    let clock = set("2023-02-08T16:07");
    assert_eq!(
        shown(clock.as_ref()),
        time("2023-02-08T16:07:00"),
        "the clock must show the time of the variable (left: yours)"
    );
    clock.sleep(Duration::from_secs(45), &shutdown);
    assert_eq!(
        shown(clock.as_ref()),
        time("2023-02-08T16:07:00"),
        "a sleep must not move a frozen clock (left: yours)"
    );
}

/// A sleep of 40 s moves the clock by 40 s at once. The last one would pass the end, and stops there.
#[test]
fn two_times_are_played_to_the_end() {
    let (_sender, shutdown) = Shutdown::channel();
    let clock = set("2023-02-08T16:06:30..2023-02-08T16:08");
    let mut seen = vec![shown(clock.as_ref())];
    for _ in 0..4 {
        clock.sleep(Duration::from_secs(40), &shutdown);
        seen.push(shown(clock.as_ref()));
    }
    let expected = ["16:06:30", "16:07:10", "16:07:50", "16:08:00", "16:08:00"];
    assert_eq!(
        seen,
        expected.map(|clock| time(&format!("2023-02-08T{clock}"))),
        "the times at the start and after each sleep of 40 s (left: yours)"
    );
}

/// `Duration::MAX` is more years than chrono has dates.
#[test]
fn longest_sleep_moves_clock_to_its_end() {
    let (_sender, shutdown) = Shutdown::channel();
    let from = Local::now();
    let clock = FakeClock::new(from, from + TimeDelta::days(7));
    clock.sleep(Duration::MAX, &shutdown);
    assert_eq!(
        clock.now(),
        from + TimeDelta::days(7),
        "a sleep of `Duration::MAX` must end at the end of the clock (left: yours)"
    );
}

/// `sleep` moves it, by as much, and `now` does not.
#[test]
fn fake_clock_moves_by_each_sleep_up_to_its_end() {
    let (_sender, shutdown) = Shutdown::channel();
    let from = Local::now();
    let clock = FakeClock::new(from, from + TimeDelta::seconds(60));
    thread::sleep(Duration::from_millis(2));
    for _ in 0..2 {
        assert_eq!(clock.now(), from, "`now` must not move it (left: yours)");
    }
    for seconds in [45, 60, 60] {
        clock.sleep(Duration::from_secs(45), &shutdown);
        assert_eq!(
            clock.now(),
            from + TimeDelta::seconds(seconds),
            "each sleep of 45 s must move it by 45 s, up to its end after 60 s (left: yours)"
        );
    }
}

/// The service checks after each sleep. On a frozen clock, a sleep that takes no time would be a busy
/// loop.
#[test]
fn frozen_clock_sleeps_for_a_moment_of_real_time() {
    let (_sender, shutdown) = Shutdown::channel();
    let now = Local::now();
    let clock = FakeClock::new(now, now);
    let since = Instant::now();
    clock.sleep(Duration::from_secs(45), &shutdown);
    let slept = since.elapsed();
    assert!(
        (Duration::from_millis(10)..Duration::from_secs(30)).contains(&slept),
        "it must sleep for about 100 ms of real time, not {slept:?}"
    );
}

/// So a service with a frozen clock stops as quickly as any other.
#[test]
fn stop_request_ends_sleep_of_frozen_clock() {
    let (sender, shutdown) = Shutdown::channel();
    drop(sender);
    let now = Local::now();
    let since = Instant::now();
    let clock = FakeClock::new(now, now);
    for _ in 0..100 {
        clock.sleep(Duration::from_secs(45), &shutdown);
        let slept = since.elapsed();
        assert!(
            slept < Duration::from_secs(5),
            "100 sleeps after a stop request must take no time, not {slept:?}"
        );
    }
}

#[test]
fn systems_clock_sleeps_for_the_whole_span() {
    let (_sender, shutdown) = Shutdown::channel();
    let since = Instant::now();
    SystemClock.sleep(Duration::from_millis(20), &shutdown);
    let slept = since.elapsed();
    assert!(
        slept >= Duration::from_millis(20),
        "it must sleep for 20 ms, not {slept:?}"
    );
}

/// A sleep is a wait for the stop request with a timeout, not `thread::sleep`.
#[test]
fn stop_request_ends_sleep_of_systems_clock() {
    let (sender, shutdown) = Shutdown::channel();
    drop(sender);
    let since = Instant::now();
    SystemClock.sleep(Duration::from_secs(5), &shutdown);
    let slept = since.elapsed();
    assert!(
        slept < Duration::from_secs(5),
        "a stop request must end the sleep, which took {slept:?}"
    );
}

/// chrono accepts more: one digit for two, second 60, years of six digits or before the first.
#[test]
fn anything_but_a_time_is_refused() {
    let values = [
        ("now", "now"),
        ("16:07", "16:07"),
        ("2023-02-08", "2023-02-08"),
        ("2023-02-30T16:07", "2023-02-30T16:07"),
        ("2023-02-08T24:00", "2023-02-08T24:00"),
        ("-2023-02-08T16:07", "-2023-02-08T16:07"),
        ("2023-02-08 16:07", "2023-02-08 16:07"),
        ("2023-02-08T16:07Z", "2023-02-08T16:07Z"),
        ("2023-02-08T16:07..", ""),
        ("..2023-02-08T16:07", ""),
        ("2023-02-08T16:07..16:08", "16:08"),
        ("2023-02-08T1:7", "2023-02-08T1:7"),
        ("2023-02-08T16:07:60", "2023-02-08T16:07:60"),
        ("+262142-12-31T23:59", "+262142-12-31T23:59"),
    ];
    let cases = values.map(|(value, wrong)| (value, Some(InvalidClock::Format(wrong.to_owned()))));
    assert_cases("these must be refused as `Format`", cases, |value| {
        from_env(Some(OsStr::new(value))).err()
    });
    let error = from_env(Some(OsStr::new("now")))
        .err()
        .map(|error| error.to_string());
    assert_eq!(
        error.as_deref(),
        Some("BACKUP_CLOCK: \"now\" is not a time like 2023-02-08T16:07"),
        "the error must say what is wrong (left: yours)"
    );
}

#[test]
fn end_before_beginning_is_refused() {
    let value = "2023-02-08T16:07..2023-02-08T16:06";
    let error = from_env(Some(OsStr::new(value))).err();
    assert_eq!(
        error,
        Some(InvalidClock::EndsBeforeItBegins(value.to_owned())),
        "an end before the beginning must be refused (left: yours)"
    );
}
