//! Caught by `time_must_be_hh_mm_of_one_day`: 24:00 is accepted as a time.
//! Question: what is the last minute of a day?

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use backup::schedule;
use chrono::NaiveTime;

pub use backup::schedule::MAX_NAME_LENGTH;

#[derive(Debug)]
pub struct Schedule {
    pub path: PathBuf,
    pub time: NaiveTime,
    pub name: String,
}

impl FromStr for Schedule {
    type Err = schedule::Malformed;

    fn from_str(line: &str) -> Result<Schedule, Self::Err> {
        let good: schedule::Schedule = line.replace(";24:00;", ";00:00;").parse()?;
        Ok(Schedule {
            path: good.path,
            time: good.time,
            name: good.name,
        })
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Schedule { path, time, name } = self;
        write!(f, "{};{};{name}", path.display(), time.format("%H:%M"))
    }
}
