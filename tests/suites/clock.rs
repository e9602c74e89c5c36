//! What `clock.rs` must do.

use std::ffi::OsStr;
use std::time::Duration;

use backup::stop::Stop;
use chrono::{DateTime, Local, NaiveDateTime, TimeDelta};

use super::subject::{Clock, Fake, System, from_variable};

fn set(value: &str) -> Result<Box<dyn Clock>, String> {
    from_variable(Some(OsStr::new(value)))
}

fn shown(clock: &dyn Clock) -> NaiveDateTime {
    clock.now().naive_local()
}

fn time(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

#[test]
fn unset_or_empty_it_is_the_systems() {
    for value in [None, Some(OsStr::new(""))] {
        let before = Local::now();
        assert!(from_variable(value).unwrap().now() >= before);
    }
    let clock = from_variable(None).unwrap();
    let before = Local::now();
    let now = clock.now();
    assert!(before <= now && now <= Local::now());
    assert!(System.now() >= now);
}

#[test]
fn one_time_stands_still_however_long_one_sleeps() {
    let (_sender, stop) = Stop::by_hand();
    let clock = set("2023-02-08T16:07").unwrap();
    assert_eq!(shown(clock.as_ref()), time("2023-02-08T16:07:00"));
    clock.sleep(Duration::from_secs(45), &stop);
    assert_eq!(shown(clock.as_ref()), time("2023-02-08T16:07:00"));
}

#[test]
fn two_times_are_played_each_sleep_a_jump_and_the_end_is_not_passed() {
    let (_sender, stop) = Stop::by_hand();
    let clock = set("2023-02-08T16:06:30..2023-02-08T16:08").unwrap();
    let mut seen = vec![shown(clock.as_ref())];
    for _ in 0..4 {
        clock.sleep(Duration::from_secs(40), &stop);
        seen.push(shown(clock.as_ref()));
    }
    let expected = ["16:06:30", "16:07:10", "16:07:50", "16:08:00", "16:08:00"];
    assert_eq!(
        seen,
        expected.map(|clock| time(&format!("2023-02-08T{clock}")))
    );
}

#[test]
fn a_sleep_longer_than_any_calendar_ends_at_the_end() {
    let (_sender, stop) = Stop::by_hand();
    let from: DateTime<Local> = Local::now();
    let clock = Fake::new(from, from + TimeDelta::days(7));
    clock.sleep(Duration::MAX, &stop);
    assert_eq!(clock.now(), from + TimeDelta::days(7));
}

#[test]
fn a_stop_ends_a_sleep_of_the_systems_clock() {
    let (sender, stop) = Stop::by_hand();
    drop(sender);
    System.sleep(Duration::from_secs(600), &stop);
    assert!(stop.requested());
}

#[test]
fn what_is_no_time_is_refused_with_the_form_that_is() {
    for value in [
        "now",
        "16:07",
        "2023-02-08",
        "2023-02-30T16:07",
        "2023-02-08T24:00",
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
