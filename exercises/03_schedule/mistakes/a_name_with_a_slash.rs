//! Caught by `a_name_cannot_leave_the_directory_of_the_backups`: `../x` becomes `backups/../x.tar`.

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
        if name.is_empty() || name.len() > LONGEST_NAME {
            return Err("the name is empty, or longer than 250 bytes".into());
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
