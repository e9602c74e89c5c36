//! Caught by `good_lines_come_out_as_they_went_in`: spaces belong to the path and to the name.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use chrono::NaiveTime;

pub const LONGEST_NAME: usize = 250;

#[derive(Debug)]
pub struct Schedule {
    pub path: PathBuf,
    pub time: NaiveTime,
    pub name: String,
}

impl FromStr for Schedule {
    type Err = String;

    fn from_str(line: &str) -> Result<Schedule, String> {
        let fields: Vec<&str> = line.split(';').collect();
        let [path, time, name] = fields[..] else {
            return Err("expected path;hh:mm;name".into());
        };
        let time = NaiveTime::parse_from_str(time, "%H:%M")
            .ok()
            .filter(|parsed| parsed.format("%H:%M").to_string() == time)
            .ok_or("the time must be hh:mm")?;
        Ok(Schedule {
            path: path.trim().into(),
            time,
            name: name.trim().into(),
        })
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Schedule { path, time, name } = self;
        write!(f, "{};{};{name}", path.display(), time.format("%H:%M"))
    }
}
