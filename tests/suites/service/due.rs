//! The rules for `service/due.rs`. Each group names the promise that it checks.
//!
//! Times are UTC where the zone does not matter, and no test asks a clock, a file or the zone of
//! the machine.

use backup::schedule::Schedule;
use chrono::{DateTime, NaiveTime, TimeDelta, TimeZone, Utc};

use super::subject::{Check, Due, DueBackup, MAX_SLEEP, next_check, occurrence};
use crate::zone::Zone;

const PARIS: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
const NUUK: &str = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0";
const CAIRO: &str = "EET-2EEST,M4.5.5/0,M10.5.4/24";
const LORD_HOWE: &str = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0";
const SANTIAGO: &str = "<-04>4<-03>,M9.1.6/24,M4.1.6/24";
const BEIRUT: &str = "EET-2EEST,M3.5.0/0,M10.5.0/0";
/// As it was until 2011: one minute into a date, back to the last hour of the date before.
const ST_JOHNS: &str = "NST3:30NDT,M3.2.0/0:01,M11.1.0/0:01";
/// As it was until 1937: nineteen minutes and thirty-two seconds east, to the second.
const AMSTERDAM: &str = "<+0019>-0:19:32";

/// Apia crossed the date line at the end of 2011-12-29, and the next day was the 31st.
fn apia() -> Zone {
    Zone::of_changes("Apia", -10 * 3600, &[("2011-12-30T10:00:00Z", 14 * 3600)])
}

/// Kwajalein crossed it the other way in 1969, and had most of September 30th twice.
fn kwajalein() -> Zone {
    Zone::of_changes(
        "Kwajalein",
        11 * 3600,
        &[("1969-09-30T13:00:00Z", -12 * 3600)],
    )
}

/// Monrovia came to Greenwich from 44 minutes and 30 seconds west of it.
fn monrovia() -> Zone {
    Zone::of_changes("Monrovia", -2670, &[("1972-01-07T00:44:30Z", 0)])
}

fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().expect(instant)
}

fn schedule(line: &str) -> Schedule {
    line.parse().expect(line)
}

fn occurs(zone: Zone, date: &str, time: &str) -> Option<DateTime<Utc>> {
    let time = NaiveTime::parse_from_str(time, "%H:%M").expect(time);
    occurrence(&zone, date.parse().expect(date), time)
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
            schedules: lines.iter().map(|line| schedule(line)).collect(),
            due: Due::starting(at(instant)),
        }
    }

    fn check(&mut self, instant: &str) -> Check {
        self.due
            .check(&self.zone, at(instant), self.schedules.clone())
    }

    /// Asserts that the backups with these names are due at a check, in this order.
    #[track_caller]
    fn expect_due(&mut self, instant: &str, names: &[&str]) {
        let due = self.due_at(instant);
        assert_eq!(
            due, names,
            "the backups that are due at {instant} (left: yours)"
        );
    }

    /// The names of the backups that are due at a check, in order.
    fn due_at(&mut self, instant: &str) -> Vec<String> {
        let check = self.check(instant);
        check
            .backups
            .iter()
            .map(|run| run.schedule.name.clone())
            .collect()
    }

    fn rewrite(&mut self, lines: &[&str]) {
        self.schedules = lines.iter().map(|line| schedule(line)).collect();
    }
}

/// A service with one schedule, `src;16:07;a`, in UTC.
fn daily(start: &str) -> Service {
    Service::starting("UTC0", start, &["src;16:07;a"])
}

const NOTHING: [&str; 0] = [];

mod t1_one_instant_per_date {
    use super::*;

    /// `occurrence`, a line for each case: the end of a gap, the first of the two in a fold.
    #[test]
    fn occurrence_follows_the_zone() {
        for (zone, date, time, instant) in [
            ("UTC0", "2023-02-08", "16:07", "2023-02-08T16:07:00Z"),
            // Clocks jump from 02:00 to 03:00, at 01:00 UTC.
            (PARIS, "2026-03-28", "02:30", "2026-03-28T01:30:00Z"),
            (PARIS, "2026-03-29", "01:59", "2026-03-29T00:59:00Z"),
            (PARIS, "2026-03-29", "02:00", "2026-03-29T01:00:00Z"),
            (PARIS, "2026-03-29", "02:30", "2026-03-29T01:00:00Z"),
            (PARIS, "2026-03-29", "02:59", "2026-03-29T01:00:00Z"),
            (PARIS, "2026-03-29", "03:00", "2026-03-29T01:00:00Z"),
            (PARIS, "2026-03-29", "03:01", "2026-03-29T01:01:00Z"),
            (PARIS, "2026-03-30", "02:30", "2026-03-30T00:30:00Z"),
            // Clocks fall from 03:00 to 02:00, at 01:00 UTC.
            (PARIS, "2026-10-24", "02:30", "2026-10-24T00:30:00Z"),
            (PARIS, "2026-10-25", "01:59", "2026-10-24T23:59:00Z"),
            (PARIS, "2026-10-25", "02:00", "2026-10-25T00:00:00Z"),
            (PARIS, "2026-10-25", "02:30", "2026-10-25T00:30:00Z"),
            (PARIS, "2026-10-25", "02:59", "2026-10-25T00:59:00Z"),
            (PARIS, "2026-10-25", "03:00", "2026-10-25T02:00:00Z"),
            (PARIS, "2026-10-26", "02:30", "2026-10-26T01:30:00Z"),
            // A gap over the end of the 28th: 23:30 falls into it, and is due when it ends.
            (NUUK, "2026-03-28", "23:30", "2026-03-29T01:00:00Z"),
            (NUUK, "2026-03-29", "00:00", "2026-03-29T01:00:00Z"),
            (NUUK, "2026-03-29", "23:30", "2026-03-30T00:30:00Z"),
            // A gap at the beginning of a date.
            (CAIRO, "2026-04-24", "00:15", "2026-04-23T22:00:00Z"),
            (SANTIAGO, "2026-09-06", "00:00", "2026-09-06T04:00:00Z"),
            (SANTIAGO, "2026-09-06", "01:00", "2026-09-06T04:00:00Z"),
            // A fold at the end of a date.
            (BEIRUT, "2026-10-24", "23:30", "2026-10-24T20:30:00Z"),
            (BEIRUT, "2026-10-25", "00:00", "2026-10-24T22:00:00Z"),
            // A fold that begins with the first minute of a date, which is not repeated.
            (ST_JOHNS, "2026-11-01", "00:00", "2026-11-01T02:30:00Z"),
            (ST_JOHNS, "2026-10-31", "23:30", "2026-11-01T02:00:00Z"),
            (ST_JOHNS, "2026-11-01", "00:01", "2026-11-01T03:31:00Z"),
            // A change of half an hour.
            (LORD_HOWE, "2026-10-04", "02:15", "2026-10-03T15:30:00Z"),
            (LORD_HOWE, "2026-04-05", "01:45", "2026-04-04T14:45:00Z"),
            // An offset that is no whole number of minutes.
            (AMSTERDAM, "2026-01-01", "12:00", "2026-01-01T11:40:28Z"),
        ] {
            let expected = Some(at(instant));
            let found = occurs(Zone::posix(zone), date, time);
            assert_eq!(
                found, expected,
                "the occurrence of {time} on {date} in {zone} (left: yours)"
            );
        }
    }

    /// In Apia the day after December 29th 2011 was the 31st.
    #[test]
    fn skipped_date_has_no_occurrence() {
        for time in ["00:00", "10:00", "12:00", "23:59"] {
            assert_eq!(
                occurs(apia(), "2011-12-30", time),
                None,
                "Apia had no December 30th, so no {time} on it (left: yours)"
            );
        }
        assert_eq!(
            occurs(apia(), "2011-12-29", "23:59"),
            Some(at("2011-12-30T09:59:00Z"))
        );
        assert_eq!(
            occurs(apia(), "2011-12-31", "00:00"),
            Some(at("2011-12-30T10:00:00Z"))
        );
    }

    /// A fold of 23 hours: most of a date comes twice.
    #[test]
    fn repeated_date_has_first_occurrence() {
        for (date, time, instant) in [
            ("1969-09-30", "00:30", "1969-09-29T13:30:00Z"),
            ("1969-09-30", "12:00", "1969-09-30T01:00:00Z"),
            ("1969-10-01", "00:30", "1969-10-01T12:30:00Z"),
        ] {
            assert_eq!(
                occurs(kwajalein(), date, time),
                Some(at(instant)),
                "{date} {time}"
            );
        }
    }

    /// 00:15 lies in a gap of 44 minutes and 30 seconds.
    #[test]
    fn gap_end_is_exact_to_the_second() {
        assert_eq!(
            occurs(monrovia(), "1972-01-07", "00:15"),
            Some(at("1972-01-07T00:44:30Z"))
        );
    }

    #[test]
    fn schedule_in_gap_is_due_once_at_its_end() {
        let mut service = Service::starting(
            PARIS,
            "2026-03-29T00:00:00Z",
            &["src;02:30;a", "src;03:00;b"],
        );
        service.expect_due("2026-03-29T00:59:59Z", &NOTHING);
        service.expect_due("2026-03-29T01:00:00Z", &["a", "b"]);
        // 03:30, where a clock shifted by the length of the gap would put it.
        service.expect_due("2026-03-29T01:30:00Z", &NOTHING);
        service.expect_due("2026-03-30T00:30:00Z", &["a"]);
    }

    #[test]
    fn schedule_in_fold_is_due_the_first_time_only() {
        let mut service = Service::starting(PARIS, "2026-10-25T00:00:00Z", &["src;02:30;a"]);
        service.expect_due("2026-10-25T00:30:00Z", &["a"]);
        service.expect_due("2026-10-25T01:30:00Z", &NOTHING);
        service.expect_due("2026-10-26T01:30:00Z", &["a"]);
    }

    /// The 02:30 of this date has passed before the start (T5), though clocks will show it again.
    #[test]
    fn start_within_fold_waits_for_next_day() {
        let mut service = Service::starting(PARIS, "2026-10-25T01:10:00Z", &["src;02:30;a"]);
        service.expect_due("2026-10-25T01:30:00Z", &NOTHING);
        service.expect_due("2026-10-26T01:30:00Z", &["a"]);
    }

    /// 23:30 of the 28th is due in the first second of the 29th, which has a 23:30 of its own.
    #[test]
    fn gap_over_midnight_keeps_both_dates() {
        let mut service = Service::starting(NUUK, "2026-03-28T12:00:00Z", &["src;23:30;a"]);
        service.expect_due("2026-03-29T00:59:59Z", &NOTHING);
        service.expect_due("2026-03-29T01:00:00Z", &["a"]);
        service.expect_due("2026-03-30T00:30:00Z", &["a"]);
    }

    #[test]
    fn fold_over_midnight_repeats_nothing() {
        // At 00:01 of November 1st it is 23:01 of October 31st again; 00:00 was slept through.
        let mut service = Service::starting(ST_JOHNS, "2026-10-31T12:00:00Z", &["src;00:00;a"]);
        service.expect_due("2026-11-01T02:45:00Z", &["a"]);
        service.expect_due("2026-11-01T03:30:00Z", &NOTHING);
        service.expect_due("2026-11-02T03:30:00Z", &["a"]);
    }

    /// There was no December 30th, so there is no backup for it.
    #[test]
    fn skipped_date_is_not_caught_up() {
        let schedules = [schedule("src;12:00;a")];
        let mut due = Due::starting(at("2011-12-29T12:00:00Z"));
        let mut count = |instant| {
            due.check(&apia(), at(instant), schedules.clone())
                .backups
                .len()
        };
        assert_eq!(count("2011-12-29T22:00:00Z"), 1, "the 29th");
        assert_eq!(
            count("2011-12-30T10:00:00Z"),
            0,
            "the first instant of the 31st"
        );
        assert_eq!(count("2011-12-30T22:00:00Z"), 1, "the 31st");
    }
}

mod t2_one_backup_per_date {
    use super::*;

    /// With a check every 45 s, every third minute has two.
    #[test]
    fn two_checks_in_a_minute_make_one_backup() {
        let mut service = daily("2023-02-08T16:06:00Z");
        service.expect_due("2023-02-08T16:07:00Z", &["a"]);
        service.expect_due("2023-02-08T16:07:00Z", &NOTHING);
        service.expect_due("2023-02-08T16:07:45Z", &NOTHING);
        service.expect_due("2023-02-08T16:08:00Z", &NOTHING);
        service.expect_due("2023-02-09T16:07:00Z", &["a"]);
        service.expect_due("2023-02-10T16:07:59Z", &["a"]);
    }

    /// There was no check between 16:06:59 and 16:36. The backup is late, and `due` says since when.
    #[test]
    fn minute_missed_by_long_backup_is_caught_up() {
        let mut service = daily("2023-02-08T16:00:00Z");
        service.check("2023-02-08T16:06:59.999Z");
        let check = service.check("2023-02-08T16:36:00Z");
        assert_eq!(check.backups.len(), 1);
        assert_eq!(check.backups[0].due, at("2023-02-08T16:07:00Z"));
    }

    /// A machine that slept for days saves once when it wakes, and again at the next 16:07.
    #[test]
    fn several_missed_dates_are_one_backup() {
        let mut service = daily("2023-02-08T16:00:00Z");
        let check = service.check("2023-02-11T08:00:00Z");
        assert_eq!(check.backups.len(), 1);
        assert_eq!(check.backups[0].due, at("2023-02-10T16:07:00Z"));
        service.expect_due("2023-02-11T16:07:00Z", &["a"]);
    }

    /// At 00:10 the 23:59 of yesterday is still to be made up.
    #[test]
    fn missed_before_midnight_is_caught_up_after_it() {
        let mut service = Service::starting("UTC0", "2023-02-08T12:00:00Z", &["src;23:59;a"]);
        service.expect_due("2023-02-09T00:10:00Z", &["a"]);
        service.expect_due("2023-02-09T23:59:00Z", &["a"]);
    }

    /// Not by time, not by name.
    #[test]
    fn due_backups_keep_order_of_file() {
        let lines = ["src;16:07;c", "src;16:06;a", "src;16:08;x", "src;16:07;b"];
        let mut service = Service::starting("UTC0", "2023-02-08T16:05:00Z", &lines);
        service.expect_due("2023-02-08T16:07:30Z", &["c", "a", "b"]);
    }

    #[test]
    fn equal_lines_are_one_backup() {
        let lines = ["src;16:07;a", "src;16:07;a", "other;16:07;a"];
        let mut service = Service::starting("UTC0", "2023-02-08T16:07:00Z", &lines);
        service.expect_due("2023-02-08T16:07:00Z", &["a", "a"]);
    }

    /// The time is a part of what a schedule is.
    #[test]
    fn each_time_of_same_source_is_its_own_schedule() {
        let lines = ["src;16:07;a", "src;18:00;a"];
        let mut service = Service::starting("UTC0", "2023-02-08T16:07:00Z", &lines);
        service.expect_due("2023-02-08T16:07:00Z", &["a"]);
        service.expect_due("2023-02-08T18:00:00Z", &["a"]);
    }

    /// The date is remembered although the line is not in the file for a while.
    #[test]
    fn line_deleted_and_added_again_repeats_nothing() {
        let mut service = daily("2023-02-08T16:07:00Z");
        service.expect_due("2023-02-08T16:07:00Z", &["a"]);
        service.rewrite(&["src;16:09;other"]);
        service.expect_due("2023-02-08T16:07:15Z", &NOTHING);
        service.rewrite(&["src;16:09;other", "src;16:07;a"]);
        service.expect_due("2023-02-08T16:07:30Z", &NOTHING);
    }

    /// Editors do, and the service may look just then.
    #[test]
    fn emptied_file_repeats_nothing() {
        let mut service = daily("2023-02-08T16:07:00Z");
        service.expect_due("2023-02-08T16:07:00Z", &["a"]);
        service.rewrite(&[]);
        service.expect_due("2023-02-08T16:07:15Z", &NOTHING);
        service.rewrite(&["src;16:07;a"]);
        service.expect_due("2023-02-08T16:07:30Z", &NOTHING);
        service.expect_due("2023-02-09T16:07:00Z", &["a"]);
    }

    /// 16:07 was looked at before the line was there: it still counts. 16:06 does not.
    #[test]
    fn schedule_added_in_its_minute_is_due() {
        let mut service = Service::starting("UTC0", "2023-02-08T16:00:00Z", &[]);
        service.expect_due("2023-02-08T16:07:00Z", &NOTHING);
        service.rewrite(&["src;16:06;late", "src;16:07;a"]);
        service.expect_due("2023-02-08T16:07:45Z", &["a"]);
    }

    /// The last look at 16:07 was at 16:07:45; what was added after it is found at 16:08:00.
    #[test]
    fn schedule_added_after_last_check_of_its_minute_is_due() {
        let mut service = Service::starting("UTC0", "2023-02-08T16:00:00Z", &[]);
        service.expect_due("2023-02-08T16:07:45Z", &NOTHING);
        service.rewrite(&["src;16:06;late", "src;16:07;a"]);
        service.expect_due("2023-02-08T16:08:00Z", &["a"]);
    }

    /// After two months of lines that come and go, the state is no larger than after ten days.
    #[test]
    fn state_does_not_grow_with_time() {
        let mut service = daily("2023-01-01T00:00:00Z");
        let mut size_after = |day: i64| {
            // One line stays, and one is another each day.
            service.rewrite(&["src;16:07;a", &format!("src;16:07;b{day:02}")]);
            let now = at("2023-01-01T16:07:00Z") + TimeDelta::days(day);
            let check = service
                .due
                .check(&service.zone, now, service.schedules.clone());
            assert_eq!(check.backups.len(), 2);
            format!("{:?}", service.due).len()
        };
        let sizes: Vec<usize> = (0..60).map(&mut size_after).collect();
        assert!(sizes[59] <= sizes[10], "{sizes:?}");
    }
}

mod t3_never_early_and_within_a_second {
    use super::*;

    /// Not a nanosecond early.
    #[test]
    fn backup_is_due_from_first_instant_of_minute() {
        let mut service = daily("2023-02-08T16:06:00Z");
        service.expect_due("2023-02-08T16:06:59.999999999Z", &NOTHING);
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
            ("2023-02-08T16:07:59.999Z", "2023-02-08T16:08:00.020Z"),
            ("2023-02-08T23:59:50Z", "2023-02-09T00:00:00.020Z"),
        ] {
            assert_eq!(
                next_check(&Utc, at(now)),
                at(next),
                "the next check after {now} (left: yours)"
            );
        }
    }

    /// They were 19 minutes and 32 seconds ahead of UTC: their minutes begin at 28 seconds of its.
    #[test]
    fn next_minute_is_that_of_local_clocks() {
        let next = next_check(&Zone::posix(AMSTERDAM), at("2026-01-01T11:40:00Z"));
        assert_eq!(next, at("2026-01-01T11:40:28.020Z"));
    }

    #[test]
    fn idle_service_checks_twice_per_minute() {
        let end = at("2023-02-08T17:00:00.020Z");
        let mut now = at("2023-02-08T16:00:00.020Z");
        let mut wakes = 0;
        while now < end {
            let next = next_check(&Utc, now);
            assert!(now < next && next <= now + MAX_SLEEP, "{now} to {next}");
            now = next;
            wakes += 1;
        }
        assert_eq!((now, wakes), (end, 120));
    }
}

mod t4_clock_set_back {
    use super::*;

    /// 16:07 comes three times on this date, and is saved the first time.
    #[test]
    fn same_day_repeats_nothing() {
        let mut service = daily("2023-02-08T16:00:00Z");
        service.expect_due("2023-02-08T16:07:00Z", &["a"]);
        service.expect_due("2023-02-08T15:10:00Z", &NOTHING);
        service.expect_due("2023-02-08T16:07:00Z", &NOTHING);
        service.expect_due("2023-02-08T10:00:00Z", &NOTHING);
        service.expect_due("2023-02-08T16:07:00Z", &NOTHING);
        service.expect_due("2023-02-09T16:07:00Z", &["a"]);
    }

    /// Dates are remembered for seven days, including the date of the seventh.
    #[test]
    fn one_week_repeats_nothing() {
        let mut service = daily("2023-02-01T12:00:00Z");
        service.expect_due("2023-02-01T16:07:00Z", &["a"]);
        for look in ["07T23:59:00Z", "08T00:00:00Z", "08T00:01:00Z"] {
            service.due_at(&format!("2023-02-{look}"));
        }
        service.expect_due("2023-02-01T16:07:00Z", &NOTHING);
    }

    /// One date to remember is not enough: all of the last week are.
    #[test]
    fn several_days_repeat_nothing() {
        let mut service = daily("2023-02-01T12:00:00Z");
        let day = |day| format!("2023-02-{day:02}T16:07:00Z");
        for date in 1..=8 {
            assert_eq!(
                service.due_at(&day(date)),
                ["a"],
                "the first time, on {date}"
            );
        }
        for date in 2..=8 {
            assert_eq!(
                service.due_at(&day(date)),
                NOTHING,
                "the second time, on {date}"
            );
        }
        service.expect_due(&day(9), &["a"]);
    }

    /// The service skipped the 5th to the 7th; set back to the 6th, two of them come after all.
    #[test]
    fn dates_without_backup_are_still_due() {
        let mut service = daily("2023-02-04T17:00:00Z");
        service.expect_due("2023-02-08T16:07:00Z", &["a"]);
        service.expect_due("2023-02-06T16:00:00Z", &NOTHING);
        service.expect_due("2023-02-06T16:07:00Z", &["a"]);
        service.expect_due("2023-02-07T16:07:00Z", &["a"]);
        service.expect_due("2023-02-08T16:07:00Z", &NOTHING);
    }

    #[test]
    fn one_month_forgets_later_dates_but_not_today() {
        let mut service = daily("2023-02-01T00:00:00Z");
        service.expect_due("2023-02-01T16:07:00Z", &["a"]);
        // Wrong for a moment: a month too late, and back.
        service.expect_due("2023-03-01T16:08:00Z", &["a"]);
        service.expect_due("2023-02-01T16:06:00Z", &NOTHING);
        service.expect_due("2023-02-01T16:07:00Z", &NOTHING);
        // And when March has come by itself, its first day is not left without a run.
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
        service.expect_due("2023-02-08T14:07:30Z", &NOTHING);
        service.rewrite(&[
            "src;16:07;a",
            "src;14:06;passed",
            "src;14:07;now",
            "src;14:30;soon",
        ]);
        service.expect_due("2023-02-08T14:07:45Z", &["now"]);
        service.expect_due("2023-02-08T14:30:00Z", &["soon"]);
        service.expect_due("2023-02-08T16:07:00Z", &NOTHING);
    }

    /// The look after the clock was set back begins a stretch like any other.
    #[test]
    fn later_long_backup_misses_nothing() {
        let mut service = daily("2023-02-08T17:00:00Z");
        service.expect_due("2023-02-08T16:00:00Z", &NOTHING);
        service.expect_due("2023-02-08T16:30:00Z", &["a"]);
    }

    /// `Check::clock_step`: a step of less is not worth a line in the log.
    #[test]
    fn step_of_three_hours_is_reported_once() {
        let mut service = daily("2023-02-08T16:00:00Z");
        assert_eq!(service.check("2023-02-08T13:00:01Z").clock_step, None);
        assert_eq!(service.check("2023-02-08T16:00:00Z").clock_step, None);
        let clock_step = service.check("2023-02-08T13:00:00Z").clock_step;
        assert_eq!(clock_step, Some(TimeDelta::hours(3)));
        let clock_step = service.check("2023-02-08T08:00:00Z").clock_step;
        assert_eq!(clock_step, Some(TimeDelta::hours(5)));
        assert_eq!(service.check("2023-02-08T08:00:45Z").clock_step, None);
        assert_eq!(
            service.check("2023-02-09T13:00:00Z").clock_step,
            None,
            "set forward"
        );
    }
}

mod t5_missed_before_start {
    use super::*;

    #[test]
    fn passed_time_waits_for_next_day() {
        let mut service = daily("2023-02-08T16:08:00Z");
        service.expect_due("2023-02-08T16:08:00Z", &NOTHING);
        service.expect_due("2023-02-09T16:07:00Z", &["a"]);
    }

    #[test]
    fn minute_of_start_counts() {
        let mut service = daily("2023-02-08T16:07:59.999Z");
        service.expect_due("2023-02-08T16:07:59.999Z", &["a"]);
    }

    /// The minute of the start counts, though it has ended before the first look.
    #[test]
    fn minute_of_start_counts_if_first_check_is_later() {
        let mut service = daily("2023-02-08T16:07:59.999Z");
        service.expect_due("2023-02-08T16:08:00.2Z", &["a"]);
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

    /// A traveller's laptop: from now on 16:07 is that of the new zone.
    #[test]
    fn new_zone_counts_from_next_check() {
        let mut service = daily("2023-02-08T12:00:00Z");
        service.expect_due("2023-02-08T12:00:45Z", &NOTHING);
        service.zone = Zone::posix("JST-9");
        service.expect_due("2023-02-08T16:07:00Z", &NOTHING);
        service.expect_due("2023-02-09T07:07:00Z", &["a"]);
    }

    /// 16:07 has run today, though by the new zone it is still to come.
    #[test]
    fn new_zone_repeats_no_date() {
        let mut service = daily("2023-02-08T12:00:00Z");
        service.expect_due("2023-02-08T16:07:00Z", &["a"]);
        service.zone = Zone::posix("EST5");
        service.expect_due("2023-02-08T21:07:00Z", &NOTHING);
        service.expect_due("2023-02-09T21:07:00Z", &["a"]);
    }
}

mod in_its_minute {
    use super::*;

    fn in_its_minute(zone: &str, due: &str, begin: &str) -> bool {
        let backup = DueBackup {
            schedule: schedule("src;02:30;a"),
            due: at(due),
        };
        backup.in_its_minute(&Zone::posix(zone), at(begin))
    }

    /// `DueBackup::in_its_minute` decides whether the log adds `(due 02:30)`.
    #[test]
    fn minute_has_first_and_last_instant() {
        let due = "2026-01-15T01:30:00Z";
        assert!(in_its_minute(PARIS, due, due));
        assert!(in_its_minute(PARIS, due, "2026-01-15T01:30:59.999Z"));
        assert!(!in_its_minute(PARIS, due, "2026-01-15T01:31:00Z"));
    }

    #[test]
    fn other_day_is_another_minute() {
        assert!(!in_its_minute(
            PARIS,
            "2026-01-15T01:30:00Z",
            "2026-01-16T01:30:00Z"
        ));
    }

    /// The run is an hour late, though clocks show 02:30.
    #[test]
    fn second_time_of_fold_is_another_minute() {
        assert!(!in_its_minute(
            PARIS,
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:30:00Z"
        ));
    }

    /// The run is on time, but clocks show 03:00, and the line would puzzle its reader.
    #[test]
    fn end_of_gap_is_another_minute() {
        assert!(!in_its_minute(
            PARIS,
            "2026-03-29T01:00:00Z",
            "2026-03-29T01:00:00Z"
        ));
    }
}

/// The interface, which the loop and the other suites count on.
#[test]
fn any_chrono_time_zone_is_accepted() {
    fn accepts<Tz: TimeZone>(zone: &Tz) {
        let now = at("2023-02-08T16:07:00Z");
        let schedules = [schedule("src;16:07;a")];
        let mut due = Due::starting(now);
        let check: Check = due.check(zone, now, schedules);
        let run: &DueBackup = &check.backups[0];
        assert!(run.in_its_minute(zone, now));
    }
    accepts(&Utc);
    accepts(&chrono::FixedOffset::east_opt(0).expect("Greenwich"));
}
