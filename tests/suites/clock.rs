//! The rules for `clock.rs`.

use std::ffi::OsStr;
use std::time::{Duration, Instant};

use backup::shutdown::Shutdown;
use chrono::{Local, TimeDelta};

use super::subject::{Clock, FakeClock, InvalidClock, SystemClock, from_env};
use crate::support::cases::assert_cases;

/// Sleeps on the clock that `value` sets. Returns the times at the start and after each sleep.
fn play(value: &str, sleeps: &[u64]) -> Vec<String> {
    let (_sender, shutdown) = Shutdown::channel();
    let clock = from_env(Some(OsStr::new(value)))
        .unwrap_or_else(|error| panic!("BACKUP_CLOCK={value} must be accepted, not: {error}"));
    let shown = || clock.now().format("%F %T%.f").to_string();
    let mut seen = vec![shown()];
    for &seconds in sleeps {
        clock.sleep(Duration::from_secs(seconds), &shutdown);
        seen.push(shown());
    }
    seen
}

/// How long a sleep takes in real time, before or after a stop request.
fn real_time(clock: &dyn Clock, span: Duration, is_requested: bool) -> Duration {
    let (sender, shutdown) = Shutdown::channel();
    let _sender = (!is_requested).then_some(sender);
    let since = Instant::now();
    clock.sleep(span, &shutdown);
    since.elapsed()
}

/// Without `BACKUP_CLOCK`, and with an empty one, it is the time of the machine.
#[test]
fn unset_or_empty_is_the_systems_clock() {
    for value in [None, Some(OsStr::new(""))] {
        let clock = from_env(value)
            .unwrap_or_else(|error| panic!("{value:?} must be the system's clock, not: {error}"));
        let (before, now, after) = (Local::now(), clock.now(), Local::now());
        assert!(
            before <= now && now <= after,
            "{value:?}: `now` must be the system's time, not {now}"
        );
    }
}

#[test]
fn one_time_is_a_frozen_clock() {
    assert_eq!(
        play("2023-02-08T16:07", &[45]),
        ["2023-02-08 16:07:00"; 2],
        "a sleep must not move a frozen clock"
    );
}

/// A sleep of 40 s moves the clock by 40 s at once. The last one would pass the end, and stops there.
#[test]
fn two_times_are_played_to_the_end() {
    let expected = ["16:06:30", "16:07:10", "16:07:50", "16:08:00", "16:08:00"];
    assert_eq!(
        play("2023-02-08T16:06:30..2023-02-08T16:08", &[40; 4]),
        expected.map(|time| format!("2023-02-08 {time}")),
        "the times at the start and after each sleep of 40 s"
    );
}

/// `Duration::MAX` is more years than chrono has dates.
#[test]
fn fake_clock_moves_by_each_sleep_up_to_its_end() {
    let (_sender, shutdown) = Shutdown::channel();
    let from = Local::now();
    for (span, moved) in [
        (Duration::from_secs(45), TimeDelta::seconds(45)),
        (Duration::from_secs(75), TimeDelta::seconds(60)),
        (Duration::MAX, TimeDelta::seconds(60)),
    ] {
        let clock = FakeClock::new(from, from + TimeDelta::seconds(60));
        clock.sleep(span, &shutdown);
        let found = clock.now() - from;
        assert_eq!(found, moved, "after a sleep of {span:?}");
    }
}

/// The service checks after each sleep. On a frozen clock, a sleep that takes no time would be a busy
/// loop.
#[test]
fn frozen_clock_sleeps_for_a_moment_of_real_time() {
    let now = Local::now();
    let slept = real_time(&FakeClock::new(now, now), Duration::from_secs(45), false);
    assert!(
        (Duration::from_millis(10)..Duration::from_secs(30)).contains(&slept),
        "it must sleep for about 100 ms of real time, not {slept:?}"
    );
}

/// So a service with a frozen clock stops as quickly as any other.
#[test]
fn stop_request_ends_sleep_of_frozen_clock() {
    let now = Local::now();
    let clock = FakeClock::new(now, now);
    let span = Duration::from_secs(45);
    let slept: Duration = (0..100).map(|_| real_time(&clock, span, true)).sum();
    assert!(
        slept < Duration::from_secs(5),
        "100 sleeps after a stop request must take no time, not {slept:?}"
    );
}

#[test]
fn systems_clock_sleeps_for_the_whole_span() {
    let span = Duration::from_millis(20);
    let slept = real_time(&SystemClock, span, false);
    assert!(slept >= span, "it must sleep for 20 ms, not {slept:?}");
}

/// A sleep is a wait for the stop request with a timeout, not `thread::sleep`.
#[test]
fn stop_request_ends_sleep_of_systems_clock() {
    let span = Duration::from_secs(5);
    let slept = real_time(&SystemClock, span, true);
    assert!(
        slept < span,
        "a stop request must end the sleep, which took {slept:?}"
    );
}

/// chrono accepts more: one digit for two, second 60, years of six digits or before the first.
#[test]
fn anything_but_a_time_is_refused() {
    let format = |text: &str| InvalidClock::Format(text.to_owned());
    let times = [
        "now",
        "16:07",
        "2023-02-08",
        "2023-02-30T16:07",
        "2023-02-08T24:00",
        "-2023-02-08T16:07",
        "2023-02-08 16:07",
        "2023-02-08T16:07Z",
        "2023-02-08T1:7",
        "2023-02-08T16:07:60",
        "+262142-12-31T23:59",
    ]
    .map(|time| (time, format(time)));
    let periods = [
        ("2023-02-08T16:07..", format("")),
        ("..2023-02-08T16:07", format("")),
        ("2023-02-08T16:07..16:08", format("16:08")),
    ];
    let cases = times.into_iter().chain(periods);
    let cases = cases.map(|(value, error)| (value, Some(error)));
    assert_cases("each must be refused", cases, |value| {
        from_env(Some(OsStr::new(value))).err()
    });
    assert_eq!(
        format("now").to_string(),
        "BACKUP_CLOCK: \"now\" is not a time like 2023-02-08T16:07",
        "the error must say what is wrong"
    );
}

#[test]
fn end_before_beginning_is_refused() {
    let value = "2023-02-08T16:07..2023-02-08T16:06";
    assert_eq!(
        from_env(Some(OsStr::new(value))).err(),
        Some(InvalidClock::EndsBeforeItBegins(value.to_owned())),
        "an end before the beginning must be refused"
    );
}
