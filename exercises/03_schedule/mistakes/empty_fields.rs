//! Caught by `empty_field_is_malformed`: an empty field is accepted.
//! Question: what would be saved without a path, and under which name without a name?

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
        let filled = match fields[..] {
            ["", time, name] if !name.is_empty() => format!("path;{time};{name}"),
            [path, time, ""] => format!("{path};{time};name"),
            _ => line.to_owned(),
        };
        let good: schedule::Schedule = filled.parse()?;
        Ok(Schedule {
            path: fields[0].into(),
            time: good.time,
            name: fields[2].to_owned(),
        })
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Schedule { path, time, name } = self;
        write!(f, "{};{};{name}", path.display(), time.format("%H:%M"))
    }
}
