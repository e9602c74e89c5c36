//! The exercise on one page, second program: it saves each schedule at its minute.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use chrono::{Local, NaiveTime};
use flate2::{Compression, write::GzEncoder};

/// Any error will do: all are logged in the same way.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The schedules, one per line.
pub const SCHEDULES: &str = "backup_schedules.txt";

fn main() {
    nix::unistd::setsid().ok(); // a session of its own, so that it survives the terminal
    check();
    println!("ready");
    loop {
        sleep(Duration::from_secs(45));
        check();
    }
}

/// One cycle: saves what is due in this minute.
fn check() {
    let now = Local::now().format("%H:%M").to_string();
    match read_schedules() {
        Ok(text) => text.lines().for_each(|line| save_if_due(line, &now)),
        Err(error) => log("backup_service", &format!("Error: {error}")),
    }
}

fn save_if_due(line: &str, now: &str) {
    let message = match parse(line) {
        Ok([_, time, _]) if time != now => return,
        Ok([path, _, name]) => match save(path, name) {
            Ok(()) => format!("Backup done for {path} in backups/{name}.tar"),
            Err(error) => format!("Error: can't back up {path}: {error}"),
        },
        Err(error) => format!("Error: {error}"),
    };
    log("backup_service", &message);
}

/// Writes `path` to `backups/NAME.tar`, compressed.
fn save(path: &str, name: &str) -> Result<()> {
    let source = Path::new(path).canonicalize()?;
    let top = source.file_name().unwrap_or_default();
    fs::create_dir_all("backups")?;
    let file = File::create(format!("backups/{name}.tar"))?;
    let mut tar = tar::Builder::new(GzEncoder::new(file, Compression::default()));
    if source.is_dir() {
        tar.append_dir_all(top, &source)?;
    } else {
        tar.append_path_with_name(&source, top)?;
    }
    tar.into_inner()?.finish()?;
    Ok(())
}

/// The three parts of `path;hh:mm;name`.
pub fn parse(line: &str) -> Result<[&str; 3]> {
    let parts: Vec<&str> = line.split(';').collect();
    let is_time = |text: &str| text.len() == 5 && NaiveTime::parse_from_str(text, "%H:%M").is_ok();
    match parts[..] {
        [path, time, name] if !path.is_empty() && is_time(time) && !name.is_empty() => {
            Ok([path, time, name])
        }
        _ => Err(format!("malformed schedule: {line}").into()),
    }
}

/// The content of [`SCHEDULES`].
pub fn read_schedules() -> Result<String> {
    Ok(fs::read_to_string(SCHEDULES).map_err(|_| "can't find backup_schedules.txt")?)
}

/// Adds a line to the log of `program`. If that fails, there is nowhere to say so.
pub fn log(program: &str, message: &str) {
    let line = format!("[{}] {message}", Local::now().format("%d/%m/%Y %H:%M"));
    fs::create_dir_all("logs").ok();
    append(&format!("logs/{program}.log"), &line).ok();
}

/// Adds a line to a file, which is created if it is not there.
pub fn append(path: &str, line: &str) -> Result<()> {
    let mut file = File::options().create(true).append(true).open(path)?;
    Ok(file.write_all(format!("{line}\n").as_bytes())?)
}
