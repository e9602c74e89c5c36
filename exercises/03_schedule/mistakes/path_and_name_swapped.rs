//! Caught by `line_is_path_time_and_name`: the path and the name are swapped.
//! Question: which field comes first in a line?

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
        let good: schedule::Schedule = line.parse()?;
        Ok(Schedule {
            path: good.name.into(),
            time: good.time,
            name: good.path.to_string_lossy().into(),
        })
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Schedule { path, time, name } = self;
        write!(f, "{name};{};{}", time.format("%H:%M"), path.display())
    }
}
