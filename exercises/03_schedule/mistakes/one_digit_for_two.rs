//! Caught by `time_must_be_hh_mm_of_one_day`: a time such as 16:7 is accepted.
//! Question: how many digits must each part of the time have, and does your parser count them?

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
        let fields: Vec<&str> = line.split(';').collect();
        let padded = match fields[..] {
            [path, time, name] => match NaiveTime::parse_from_str(time, "%H:%M") {
                Ok(time) => format!("{path};{};{name}", time.format("%H:%M")),
                Err(_) => line.to_owned(),
            },
            _ => line.to_owned(),
        };
        let good: schedule::Schedule = padded.parse()?;
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
