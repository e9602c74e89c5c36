//! Caught by `a_time_is_two_digits_a_colon_and_two_digits_of_one_day`: 24:00 is taken for midnight.

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
        let number = |digits: &str| digits.parse().unwrap_or(99);
        let (hours, minutes) = time.split_once(':').ok_or("the time must be hh:mm")?;
        let (hours, minutes): (u32, u32) = (number(hours), number(minutes));
        if time.len() != 5 || hours > 24 || minutes > 59 {
            return Err("the time must be hh:mm".into());
        }
        let time = NaiveTime::from_hms_opt(hours % 24, minutes, 0).unwrap();
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
