//! Caught by `anything_but_three_fields_is_malformed`: what follows the third field is dropped.

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
        let mut fields = line.split(';');
        let mut next = || fields.next().ok_or("expected path;hh:mm;name");
        let (path, time, name) = (next()?, next()?, next()?);
        let time = NaiveTime::parse_from_str(time, "%H:%M")
            .ok()
            .filter(|parsed| parsed.format("%H:%M").to_string() == time)
            .ok_or("the time must be hh:mm")?;
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
