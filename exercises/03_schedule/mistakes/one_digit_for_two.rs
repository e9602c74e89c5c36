//! Caught by `a_time_is_two_digits_a_colon_and_two_digits_of_one_day`: chrono also takes 16:7.

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
        let time =
            NaiveTime::parse_from_str(time, "%H:%M").map_err(|_| "the time must be hh:mm")?;
        if path.is_empty() {
            return Err("the path is empty".into());
        }
        Ok(Schedule {
            path: path.into(),
            time,
            name: name.into(),
        })
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Schedule { path, time, name } = self;
        write!(f, "{};{};{name}", path.display(), time.format("%H:%M"))
    }
}
