//! Caught by `name_is_limited_in_bytes`: the length of a name is counted in characters.
//! Also fails: `control_character_is_malformed`, `lost_bytes_and_byte_order_mark_are_malformed`.
//! Question: how many bytes is `é`, and what does a file system count?

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
        let is_short = name.chars().count() <= MAX_NAME_LENGTH;
        let short = if is_short && !name.is_ascii() {
            "x"
        } else {
            name
        };
        let good: schedule::Schedule = format!("{rest};{short}").parse()?;
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
