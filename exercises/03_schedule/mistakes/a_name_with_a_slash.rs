//! Caught by `name_must_not_leave_backups`: a name such as `../x` is accepted.
//! Question: in which directory is `backups/../x.tar`?

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
        let (rest, name) = line.rsplit_once(';').unwrap_or((line, ""));
        let plain = name.replace('/', "_");
        let good: schedule::Schedule = format!("{rest};{plain}").parse()?;
        Ok(Schedule {
            path: good.path,
            time: good.time,
            name: name.to_owned(),
        })
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Schedule { path, time, name } = self;
        write!(f, "{};{};{name}", path.display(), time.format("%H:%M"))
    }
}
