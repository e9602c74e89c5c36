//! Sets the clock.

use std::thread;
use std::time::Duration;

use chrono::TimeDelta;

use super::{Clock, RATE, Source, utc};
use crate::check::{Failure, Verdict};

impl Clock {
    /// Sets the clock to `time`, in UTC.
    ///
    /// # Errors
    /// The sentence is not asked if the clock cannot be set.
    pub fn set_to(&mut self, time: &str) -> Verdict {
        if self.source == Source::Real {
            return cannot_set();
        }
        self.set(utc(time), 1);
        Ok(())
    }

    /// Sets the clock to `time` in UTC, in a zone with another offset, and lets it run for
    /// `seconds`.
    ///
    /// # Errors
    /// The sentence is not asked if the clock cannot be set.
    pub fn play(&mut self, time: &str, seconds: i64) -> Verdict {
        self.set_to(time)?;
        self.set(self.start, self.quick_rate());
        self.end =
            (self.source == Source::BackupClock).then(|| self.start + TimeDelta::seconds(seconds));
        Ok(())
    }

    /// Takes the time from libfaketime, also for a submission that knows `BACKUP_CLOCK`: only then
    /// can a check see a service wait.
    ///
    /// # Errors
    /// The sentence is not asked if there is no libfaketime, or if it does not work here.
    pub fn use_faketime(&mut self, time: &str) -> Verdict {
        if self.source == Source::Real || self.faketime.is_none() {
            return cannot_set();
        }
        // The services that know `BACKUP_CLOCK` do not sleep in a way that libfaketime shortens.
        let rate = self.quick_rate();
        self.source = Source::Faketime;
        self.set(utc(time), rate);
        Ok(())
    }

    /// Whether a running service sees [`jump_to`](Clock::jump_to).
    pub fn can_jump(&self) -> bool {
        self.source == Source::Faketime
    }

    /// Lets the clock of libfaketime jump to `time`, from where it runs as a real clock.
    pub fn jump_to(&mut self, time: &str) {
        self.set(utc(time), 1);
    }

    /// Lets the clock jump to `other` for a minute, and then to `time`. A service may do nothing
    /// until it has seen another minute. Returns how long it may take to look again.
    pub fn jump_by(&mut self, other: &str, time: &str) -> Duration {
        // A program that runs sees a later time than `other`: libfaketime multiplies the time
        // since its start. That does not matter here.
        self.set(utc(other), self.rate);
        let minute = self.real(63);
        thread::sleep(minute);
        self.jump_to(time);
        minute + Duration::from_secs(3)
    }

    /// The zone of this check.
    pub fn set_zone(&mut self, zone: &'static str) {
        self.zone = zone;
    }

    fn quick_rate(&self) -> i32 {
        match self.source {
            Source::Faketime => RATE.max(self.rate),
            _ => 1,
        }
    }
}

fn cannot_set() -> Verdict {
    Err(Failure::NotAsked(
        "the clock cannot be set: install libfaketime (Debian: faketime)".to_owned(),
    ))
}
