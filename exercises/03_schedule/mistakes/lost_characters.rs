//! Caught by `lost_bytes_and_byte_order_mark_are_malformed`: U+FFFD and a byte-order mark are accepted.
//! Question: which bytes stood in the file where the text has U+FFFD?

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
        let good: schedule::Schedule = line.replace(['\u{fffd}', '\u{feff}'], "x").parse()?;
        let fields: Vec<&str> = line.split(';').collect();
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
