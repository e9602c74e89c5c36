//! Caught by `line_without_three_fields_is_malformed`: what follows the third field is dropped.
//! Question: what does your code do with the rest of the line after the third field?

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
        let fields: Vec<&str> = line.split(';').take(3).collect();
        let good: schedule::Schedule = fields.join(";").parse()?;
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
