//! Waits for a time, or sets the clock to it.

use std::thread;
use std::time::Duration;

use chrono::Timelike;

use super::{Clock, Source, utc};

/// How many seconds pass in a real second where a slow `start` must not use up the minute.
const SLOW_RATE: i32 = 3;

impl Clock {
    /// The minute ends within ten seconds: a service that sleeps for more than a minute after its
    /// first check misses the next minute.
    pub fn wait_for_end_of_minute(&mut self) {
        match self.source {
            Source::Real => self.wait_for_seconds(50, 58),
            Source::Faketime => self.set(utc("2023-02-08 16:07:50"), SLOW_RATE),
            Source::BackupClock => {
                self.end = Some(utc("2023-02-08 16:09:30"));
                self.start = utc("2023-02-08 16:07:50");
            }
        }
    }

    /// The same, unless `BACKUP_CLOCK` stands still: then this minute will do.
    pub fn wait_for_end_of_minute_unless_still(&mut self) {
        if self.runs() {
            self.wait_for_end_of_minute();
        }
    }

    /// The minute has just begun: a service that sleeps for 45 seconds checks twice in it.
    pub fn wait_for_start_of_minute(&mut self) {
        match self.source {
            Source::Real => self.wait_for_seconds(0, 10),
            Source::Faketime => self.set(utc("2023-02-08 16:07:00"), SLOW_RATE),
            Source::BackupClock => {}
        }
    }

    /// Waits until the second is one of `from..to`, in this minute or in the next.
    pub fn wait_for_seconds(&self, from: u32, to: u32) {
        while self.source == Source::Real && !(from..to).contains(&self.now().second()) {
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits for a minute that is neither one of the first two of this day nor of its last: there
    /// is an earlier one then, and a later one.
    pub fn wait_for_the_day(&self) {
        let minutes_today = || self.now().num_seconds_from_midnight() / 60;
        while self.source == Source::Real && !(2..24 * 60 - 2).contains(&minutes_today()) {
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until the minute that is `hhmm` now is about to end, if it does end.
    pub fn wait_for_second(&self, second: u32, hhmm: &str) {
        while self.runs() && self.ahead(0) == hhmm && self.now().second() < second {
            thread::sleep(Duration::from_millis(50));
        }
        // A program's clock is late by as much as it started late.
        if self.source == Source::Faketime {
            thread::sleep(self.real(20));
        }
    }

    /// How long, in real seconds, a service may take to see the next minute.
    pub fn one_minute(&self) -> Duration {
        Duration::from_secs(if self.rate > 1 { 45 } else { 110 })
    }

    /// How many real seconds `seconds` take.
    pub fn real(&self, seconds: u32) -> Duration {
        Duration::from_secs(u64::from(seconds)) / self.rate.unsigned_abs()
    }
}
