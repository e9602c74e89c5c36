//! The rules for `service/due.rs`. Each group names the promise that it checks.
//!
//! Times are UTC where the zone does not matter, and no test asks a clock, a file or the zone of
//! the machine.

use backup::schedule::Schedule;
use chrono::{DateTime, TimeDelta, Utc};

use super::subject::{Check, Due, DueBackup, next_check, occurrence};
use crate::zone::Zone;

const UTC: &str = "UTC0";
const PARIS: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
/// Clocks go forward over midnight.
const NUUK: &str = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0";
/// As it was until 2011: one minute into a date, back to the last hour of the date before.
const ST_JOHNS: &str = "NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01";
/// As it was until 1937: nineteen minutes and thirty-two seconds east, to the second.
const AMSTERDAM: &str = "<+0019>-0:19:32";

fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().expect(instant)
}

fn schedules(lines: &[&str]) -> Vec<Schedule> {
    let schedule = |line: &&str| line.parse().expect(line);
    lines.iter().map(schedule).collect()
}

/// Asserts the instant of each local time in a zone.
#[track_caller]
fn assert_occurrences(zone: Zone, rows: &[(&str, &str)]) {
    for (local, instant) in rows {
        let time = at(&format!("{local}:00Z")).naive_utc();
        assert_eq!(
            occurrence(&zone, time.date(), time.time()),
            instant.parse().ok(),
            "the occurrence of {local} in {zone:?}"
        );
    }
}

/// A service in a zone, with the lines of its file, woken by hand.
struct Service {
    zone: Zone,
    schedules: Vec<Schedule>,
    due: Due,
}

impl Service {
    fn starting(zone: &str, instant: &str, lines: &[&str]) -> Service {
        Service {
            zone: Zone::posix(zone),
            schedules: schedules(lines),
            due: Due::starting(at(instant)),
        }
    }

    fn check(&mut self, instant: &str) -> Check {
        let schedules = self.schedules.clone();
        self.due.check(&self.zone, at(instant), schedules)
    }

    /// Asserts that the backups with these names are due at a check, in this order.
    #[track_caller]
    fn expect_due(&mut self, instant: &str, names: &[&str]) {
        let backups = self.check(instant).backups;
        let due: Vec<_> = backups.iter().map(|backup| &backup.schedule.name).collect();
        assert_eq!(due, names, "what is due at {instant}");
    }

    /// Asserts that one backup is due at a check, and since when.
    #[track_caller]
    fn expect_late(&mut self, instant: &str, since: &str) {
        let backups = self.check(instant).backups;
        let due: Vec<_> = backups.iter().map(|backup| backup.due).collect();
        assert_eq!(
            due,
            [at(since)],
            "one backup must be due at {instant}, since then"
        );
    }
}

/// A service with one schedule, `src;16:07;a`, in UTC.
fn daily(start: &str) -> Service {
    Service::starting(UTC, start, &["src;16:07;a"])
}

mod t1_one_instant_per_date {
    use super::*;

    #[test]
    fn occurrence_has_offset_of_its_day() {
        let utc = [("2023-02-08T16:07", "2023-02-08T16:07:00Z")];
        assert_occurrences(Zone::posix(UTC), &utc);
        let paris = [
            ("2026-03-28T02:30", "2026-03-28T01:30:00Z"),
            ("2026-03-29T01:59", "2026-03-29T00:59:00Z"),
            ("2026-03-29T03:01", "2026-03-29T01:01:00Z"),
            ("2026-03-30T02:30", "2026-03-30T00:30:00Z"),
            ("2026-10-25T01:59", "2026-10-24T23:59:00Z"),
            ("2026-10-25T03:00", "2026-10-25T02:00:00Z"),
        ];
        assert_occurrences(Zone::posix(PARIS), &paris);
        let amsterdam = [("2026-01-01T12:00", "2026-01-01T11:40:28Z")];
        assert_occurrences(Zone::posix(AMSTERDAM), &amsterdam);
    }

    #[test]
    fn occurrence_in_gap_is_its_end() {
        // From 02:00 to 03:00, at 01:00 UTC.
        let paris = [
            ("2026-03-29T02:00", "2026-03-29T01:00:00Z"),
            ("2026-03-29T02:30", "2026-03-29T01:00:00Z"),
            ("2026-03-29T03:00", "2026-03-29T01:00:00Z"),
        ];
        assert_occurrences(Zone::posix(PARIS), &paris);
        // From 23:00 to 00:00 of the next date.
        let nuuk = [("2026-03-28T23:30", "2026-03-29T01:00:00Z")];
        assert_occurrences(Zone::posix(NUUK), &nuuk);
        // From 00:00 to 01:00.
        let cairo = [("2026-04-24T00:15", "2026-04-23T22:00:00Z")];
        assert_occurrences(Zone::posix("EET-2EEST,M4.5.5/0,M10.5.4/24"), &cairo);
        // In 1972, a gap of 44 minutes and 30 seconds.
        let monrovia = Zone::of_changes("Monrovia", -2670, &[("1972-01-07T00:44:30Z", 0)]);
        assert_occurrences(monrovia, &[("1972-01-07T00:15", "1972-01-07T00:44:30Z")]);
    }

    #[test]
    fn occurrence_in_fold_is_the_first() {
        // From 03:00 back to 02:00, at 01:00 UTC.
        let paris = [("2026-10-25T02:30", "2026-10-25T00:30:00Z")];
        assert_occurrences(Zone::posix(PARIS), &paris);
        // Midnight itself is not repeated.
        let st_johns = [
            ("2026-10-31T23:30", "2026-11-01T02:00:00Z"),
            ("2026-11-01T00:00", "2026-11-01T02:30:00Z"),
            ("2026-11-01T00:01", "2026-11-01T03:31:00Z"),
        ];
        assert_occurrences(Zone::posix(ST_JOHNS), &st_johns);
        // Kwajalein crossed the date line, and had most of September 30th twice.
        let changes = [("1969-09-30T13:00:00Z", -12 * 3600)];
        let kwajalein = Zone::of_changes("Kwajalein", 11 * 3600, &changes);
        let rows = [
            ("1969-09-30T00:30", "1969-09-29T13:30:00Z"),
            ("1969-09-30T12:00", "1969-09-30T01:00:00Z"),
        ];
        assert_occurrences(kwajalein, &rows);
    }

    /// Apia crossed the date line the other way: the day after December 29th was the 31st.
    #[test]
    fn skipped_date_has_no_occurrence() {
        let changes = [("2011-12-30T10:00:00Z", 14 * 3600)];
        let rows = [
            ("2011-12-29T23:59", "2011-12-30T09:59:00Z"),
            ("2011-12-30T00:00", "never"),
            ("2011-12-30T23:59", "never"),
            ("2011-12-31T00:00", "2011-12-30T10:00:00Z"),
        ];
        assert_occurrences(Zone::of_changes("Apia", -10 * 3600, &changes), &rows);
    }

    #[test]
    fn schedule_in_gap_is_due_once_at_its_end() {
        let lines = ["src;02:30;a", "src;03:00;b"];
        let mut service = Service::starting(PARIS, "2026-03-29T00:00:00Z", &lines);
        service.expect_due("2026-03-29T00:59:59Z", &[]);
        service.expect_due("2026-03-29T01:00:00Z", &["a", "b"]);
        // 03:30, where a clock shifted by the length of the gap would put it.
        service.expect_due("2026-03-29T01:30:00Z", &[]);
        service.expect_due("2026-03-30T00:30:00Z", &["a"]);
    }

    #[test]
    fn schedule_in_fold_is_due_the_first_time_only() {
        let mut service = Service::starting(PARIS, "2026-10-25T00:00:00Z", &["src;02:30;a"]);
        service.expect_due("2026-10-25T00:30:00Z", &["a"]);
        service.expect_due("2026-10-25T01:30:00Z", &[]);
        service.expect_due("2026-10-26T01:30:00Z", &["a"]);
        // A start between the two: the first has passed (T5).
        let mut service = Service::starting(PARIS, "2026-10-25T01:10:00Z", &["src;02:30;a"]);
        service.expect_due("2026-10-25T01:30:00Z", &[]);
        service.expect_due("2026-10-26T01:30:00Z", &["a"]);
    }

    /// 23:30 of the 28th is due in the first second of the 29th, which has a 23:30 of its own.
    #[test]
    fn gap_over_midnight_keeps_both_dates() {
        let mut service = Service::starting(NUUK, "2026-03-28T12:00:00Z", &["src;23:30;a"]);
        service.expect_due("2026-03-29T00:59:59Z", &[]);
        service.expect_due("2026-03-29T01:00:00Z", &["a"]);
        service.expect_due("2026-03-30T00:30:00Z", &["a"]);
    }

    /// At 00:01 of November 1st it is 23:01 of October 31st again. No check came at 00:00.
    #[test]
    fn fold_over_midnight_repeats_nothing() {
        let mut service = Service::starting(ST_JOHNS, "2026-10-31T12:00:00Z", &["src;00:00;a"]);
        service.expect_due("2026-11-01T02:45:00Z", &["a"]);
        service.expect_due("2026-11-01T03:30:00Z", &[]);
        service.expect_due("2026-11-02T03:30:00Z", &["a"]);
    }
}

mod t2_one_backup_per_date {
    use super::*;

    /// With a check every 45 s, every third minute has two.
    #[test]
    fn two_checks_in_a_minute_make_one_backup() {
        let mut service = daily("2023-02-08T16:06:00Z");
        service.expect_due("2023-02-08T16:07:00Z", &["a"]);
        service.expect_due("2023-02-08T16:07:45Z", &[]);
        service.expect_due("2023-02-08T16:08:00Z", &[]);
        service.expect_due("2023-02-09T16:07:00Z", &["a"]);
    }

    #[test]
    fn minute_missed_by_long_backup_is_caught_up() {
        let mut service = daily("2023-02-08T16:00:00Z");
        service.expect_due("2023-02-08T16:06:00Z", &[]);
        service.expect_late("2023-02-08T16:36:00Z", "2023-02-08T16:07:00Z");
    }

    /// A machine that slept for days saves once when it wakes, and again at the next 16:07.
    #[test]
    fn several_missed_dates_are_one_backup() {
        let mut service = daily("2023-02-08T16:00:00Z");
        service.expect_late("2023-02-11T08:00:00Z", "2023-02-10T16:07:00Z");
        service.expect_due("2023-02-11T16:07:00Z", &["a"]);
    }

    #[test]
    fn missed_before_midnight_is_caught_up_after_it() {
        let mut service = Service::starting(UTC, "2023-02-08T12:00:00Z", &["src;23:59;a"]);
        service.expect_due("2023-02-09T00:10:00Z", &["a"]);
        service.expect_due("2023-02-09T23:59:00Z", &["a"]);
    }

    /// Not by time, not by name.
    #[test]
    fn due_backups_keep_order_of_file() {
        let lines = ["src;16:07;c", "src;16:06;a", "src;16:08;x", "src;16:07;b"];
        let mut service = Service::starting(UTC, "2023-02-08T16:05:00Z", &lines);
        service.expect_due("2023-02-08T16:07:30Z", &["c", "a", "b"]);
    }

    /// A schedule is all of its line: path, time and name.
    #[test]
    fn only_equal_lines_are_one_backup() {
        let equal = ["src;16:07;a", "src;16:07;a"];
        let lines = [&equal[..], &["other;16:07;a", "src;16:08;a", "src;16:07;b"]].concat();
        let mut service = Service::starting(UTC, "2023-02-08T16:07:00Z", &lines);
        service.expect_due("2023-02-08T16:07:00Z", &["a", "a", "b"]);
        service.expect_due("2023-02-08T16:08:00Z", &["a"]);
    }

    /// A line may be deleted and added again, and some editors empty a file before they write it.
    #[test]
    fn line_that_is_absent_for_a_while_repeats_nothing() {
        let mut service = daily("2023-02-08T16:07:00Z");
        let line = service.schedules.clone();
        service.expect_due("2023-02-08T16:07:00Z", &["a"]);
        for lines in [&["src;16:09;other"][..], &[]] {
            service.schedules = schedules(lines);
            service.expect_due("2023-02-08T16:07:15Z", &[]);
            service.schedules = line.clone();
            service.expect_due("2023-02-08T16:07:30Z", &[]);
        }
    }

    /// The second check may come in the same minute, or at the beginning of the next.
    #[test]
    fn schedule_added_in_its_minute_is_due() {
        for (first, second) in [("16:07:00Z", "16:07:45Z"), ("16:07:45Z", "16:08:00Z")] {
            let mut service = Service::starting(UTC, "2023-02-08T16:00:00Z", &[]);
            service.expect_due(&format!("2023-02-08T{first}"), &[]);
            service.schedules = schedules(&["src;16:06;late", "src;16:07;a"]);
            service.expect_due(&format!("2023-02-08T{second}"), &["a"]);
        }
    }

    /// One line stays, and one is another each day.
    #[test]
    fn state_does_not_grow_with_time() {
        let mut service = daily("2023-01-01T00:00:00Z");
        let sizes = [0..10, 10..60].map(|days| {
            for day in days {
                let other = format!("b{day:02}");
                let now = at("2023-01-01T16:07:00Z") + TimeDelta::days(day);
                service.schedules = schedules(&["src;16:07;a", &format!("src;16:07;{other}")]);
                service.expect_due(&now.to_rfc3339(), &["a", &other]);
            }
            format!("{:?}", service.due).len()
        });
        assert!(
            sizes[1] <= sizes[0],
            "the state must not be larger after two months than after ten days: {sizes:?}"
        );
    }
}

mod t3_never_early_and_within_a_second {
    use super::*;

    #[test]
    fn backup_is_due_from_first_instant_of_minute() {
        let mut service = daily("2023-02-08T16:06:00Z");
        service.expect_due("2023-02-08T16:06:59.999999999Z", &[]);
        service.expect_due("2023-02-08T16:07:00Z", &["a"]);
    }

    /// Whichever is sooner.
    #[test]
    fn next_check_is_in_45_seconds_or_next_minute() {
        for (now, next) in [
            ("2023-02-08T16:07:00Z", "2023-02-08T16:07:45Z"),
            ("2023-02-08T16:07:14.5Z", "2023-02-08T16:07:59.5Z"),
            ("2023-02-08T16:07:15Z", "2023-02-08T16:08:00Z"),
            ("2023-02-08T16:07:45Z", "2023-02-08T16:08:00.020Z"),
            ("2023-02-08T23:59:59.999Z", "2023-02-09T00:00:00.020Z"),
        ] {
            let found = next_check(&Utc, at(now));
            assert_eq!(found, at(next), "the next check after {now}");
        }
    }

    /// Local clocks are 19 minutes and 32 seconds ahead: their minutes begin 28 seconds after UTC's.
    #[test]
    fn next_minute_is_that_of_local_clocks() {
        let next = next_check(&Zone::posix(AMSTERDAM), at("2026-01-01T11:40:00Z"));
        let noon = at("2026-01-01T11:40:28.020Z");
        assert_eq!(next, noon, "local clocks show 12:00 then");
    }
}

mod t4_clock_set_back {
    use super::*;

    #[test]
    fn same_day_repeats_nothing() {
        let mut service = daily("2023-02-08T16:00:00Z");
        service.expect_due("2023-02-08T16:07:00Z", &["a"]);
        for earlier in ["2023-02-08T15:10:00Z", "2023-02-08T10:00:00Z"] {
            service.expect_due(earlier, &[]);
            service.expect_due("2023-02-08T16:07:00Z", &[]);
        }
        service.expect_due("2023-02-09T16:07:00Z", &["a"]);
    }

    /// Dates are remembered for seven days, including the date of the seventh.
    #[test]
    fn one_week_repeats_nothing() {
        let mut service = daily("2023-02-01T12:00:00Z");
        let days = [1, 2, 3, 4, 5, 6, 7].map(|day| format!("2023-02-0{day}T16:07:00Z"));
        for day in &days {
            service.expect_due(day, &["a"]);
        }
        service.expect_due("2023-02-08T00:00:00Z", &[]);
        service.expect_due("2023-02-08T00:01:00Z", &[]);
        for day in &days {
            service.expect_due(day, &[]);
        }
        service.expect_due("2023-02-08T16:07:00Z", &["a"]);
        // Set back by a week exactly.
        service.expect_due("2023-02-01T16:07:00Z", &[]);
        service.expect_due("2023-02-08T16:07:00Z", &[]);
    }

    /// The service skipped the 5th to the 7th; set back to the 6th, two of them come after all. The
    /// first of them is missed by a long backup.
    #[test]
    fn dates_without_backup_are_still_due() {
        let mut service = daily("2023-02-04T17:00:00Z");
        service.expect_due("2023-02-08T16:07:00Z", &["a"]);
        service.expect_due("2023-02-06T16:00:00Z", &[]);
        service.expect_due("2023-02-06T16:30:00Z", &["a"]);
        service.expect_due("2023-02-07T16:07:00Z", &["a"]);
        service.expect_due("2023-02-08T16:07:00Z", &[]);
    }

    #[test]
    fn one_month_forgets_later_dates_but_not_today() {
        let mut service = daily("2023-02-01T00:00:00Z");
        service.expect_due("2023-02-01T16:07:00Z", &["a"]);
        // Wrong for a moment: a month too late, and back.
        service.expect_due("2023-03-01T16:08:00Z", &["a"]);
        service.expect_due("2023-02-01T16:06:00Z", &[]);
        service.expect_due("2023-02-01T16:07:00Z", &[]);
        // And when March has come by itself, its first day is not left without a backup.
        for date in 2..=28 {
            service.expect_due(&format!("2023-02-{date:02}T16:07:00Z"), &["a"]);
        }
        service.expect_due("2023-03-01T16:07:00Z", &["a"]);
    }

    /// A mark of the latest time seen, which never goes down, would do nothing for two hours.
    #[test]
    fn new_schedule_does_not_wait_for_old_time() {
        let mut service = daily("2023-02-08T16:00:00Z");
        service.expect_due("2023-02-08T16:07:00Z", &["a"]);
        service.expect_due("2023-02-08T14:07:30Z", &[]);
        let new = ["src;14:06;passed", "src;14:07;now", "src;14:30;soon"];
        service.schedules.extend(schedules(&new));
        service.expect_due("2023-02-08T14:07:45Z", &["now"]);
        service.expect_due("2023-02-08T14:30:00Z", &["soon"]);
        service.expect_due("2023-02-08T16:07:00Z", &[]);
    }

    /// `Check::clock_step`: a step of less is not worth a line in the log.
    #[test]
    fn step_of_three_hours_is_reported_once() {
        let mut service = daily("2023-02-08T16:00:00Z");
        for (instant, hours) in [
            ("2023-02-08T13:00:01Z", None),
            ("2023-02-08T16:00:00Z", None),
            ("2023-02-08T13:00:00Z", Some(3)),
            ("2023-02-08T08:00:00Z", Some(5)),
            ("2023-02-08T08:00:45Z", None),
            // Set forward.
            ("2023-02-09T13:00:00Z", None),
        ] {
            assert_eq!(
                service
                    .check(instant)
                    .clock_step
                    .map(|step| step.num_seconds()),
                hours.map(|hours: i64| hours * 3600),
                "the clock step before {instant}, in seconds"
            );
        }
    }
}

mod t5_missed_before_start {
    use super::*;

    #[test]
    fn passed_time_waits_for_next_day() {
        let mut service = daily("2023-02-08T16:08:00Z");
        service.expect_due("2023-02-08T16:08:00Z", &[]);
        service.expect_due("2023-02-09T16:07:00Z", &["a"]);
    }

    /// Also if that minute has ended before the first check.
    #[test]
    fn minute_of_start_counts() {
        for first_check in ["2023-02-08T16:07:59.999Z", "2023-02-08T16:08:00.2Z"] {
            let mut service = daily("2023-02-08T16:07:59.999Z");
            service.expect_due(first_check, &["a"]);
        }
    }

    /// At this start it is 12:00:42 by local clocks, but 11:41 by UTC.
    #[test]
    fn minute_of_start_is_that_of_local_clocks() {
        let mut service = Service::starting(AMSTERDAM, "2026-01-01T11:41:10Z", &["src;12:00;a"]);
        service.expect_due("2026-01-01T11:41:10Z", &["a"]);
    }
}

mod t6_changed_time_zone {
    use super::*;

    #[test]
    fn new_zone_counts_from_next_check() {
        let mut service = daily("2023-02-08T12:00:00Z");
        service.expect_due("2023-02-08T12:00:45Z", &[]);
        service.zone = Zone::posix("JST-9");
        service.expect_due("2023-02-08T16:07:00Z", &[]);
        service.expect_due("2023-02-09T07:07:00Z", &["a"]);
    }

    /// 16:07 has run today, though by the new zone it is still to come.
    #[test]
    fn new_zone_repeats_no_date() {
        let mut service = daily("2023-02-08T12:00:00Z");
        service.expect_due("2023-02-08T16:07:00Z", &["a"]);
        service.zone = Zone::posix("EST5");
        service.expect_due("2023-02-08T21:07:00Z", &[]);
        service.expect_due("2023-02-09T21:07:00Z", &["a"]);
    }
}

/// `DueBackup::in_its_minute` decides whether the log adds `(due 02:30)`.
#[test]
fn minute_of_backup_is_the_one_that_clocks_show() {
    for (due, begin, expected) in [
        ("2026-01-15T01:30:00Z", "2026-01-15T01:30:00Z", true),
        ("2026-01-15T01:30:00Z", "2026-01-15T01:30:59.999Z", true),
        ("2026-01-15T01:30:00Z", "2026-01-15T01:31:00Z", false),
        ("2026-01-15T01:30:00Z", "2026-01-16T01:30:00Z", false),
        // In a fold, an hour late, though clocks show 02:30 again.
        ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", false),
        // At the end of a gap, on time, but clocks show 03:00.
        ("2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z", false),
    ] {
        let schedule = schedules(&["src;02:30;a"]).remove(0);
        let backup = DueBackup {
            schedule,
            due: at(due),
        };
        let found = backup.in_its_minute(&Zone::posix(PARIS), at(begin));
        assert_eq!(found, expected, "due {due}, begun {begin}");
    }
}
