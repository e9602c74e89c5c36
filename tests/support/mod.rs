//! A place for one test: a temporary directory in which the real programs are used, and from which
//! no process survives.

// Each test binary uses its own part of it.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use backup::process::{find, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

/// The minute at which the clock of a [`Place`] stands still, unless a test sets another.
pub const CLOCK: &str = "2023-02-08T16:07";

/// A temporary directory. When it is dropped, the services that serve it are ended.
pub struct Place {
    dir: TempDir,
    clock: Option<String>,
    zone: String,
}

impl Place {
    /// An empty place, where it is always [`CLOCK`].
    pub fn new() -> Place {
        Place::at(CLOCK)
    }

    /// An empty place with another `BACKUP_CLOCK`.
    pub fn at(clock: &str) -> Place {
        let mut place = Place::at_real_time();
        place.clock = Some(clock.to_owned());
        place
    }

    /// An empty place with the system's clock.
    pub fn at_real_time() -> Place {
        // UTC0 rather than UTC: no zone file is needed for it.
        Place {
            dir: TempDir::new().unwrap(),
            clock: None,
            zone: "UTC0".to_owned(),
        }
    }

    /// The same place in another zone, given as a rule in the form of POSIX's `TZ`.
    pub fn in_zone(mut self, rule: &str) -> Place {
        self.zone = rule.to_owned();
        self
    }

    /// Where it is.
    pub fn dir(&self) -> PathBuf {
        // As the programs see it: macOS keeps temporary directories behind a link.
        self.dir.path().canonicalize().unwrap()
    }

    /// `backup_manager`, to be run here.
    pub fn manager(&self, arguments: &[&str]) -> assert_cmd::Command {
        let mut command = self.manager_process();
        command.args(arguments);
        command.into()
    }

    /// The same, for whoever needs the process itself.
    pub fn manager_process(&self) -> Command {
        self.command(env!("CARGO_BIN_EXE_backup_manager"))
    }

    /// `backup_service`, to be run here in the foreground.
    pub fn service(&self) -> Command {
        self.command(env!("CARGO_BIN_EXE_backup_service"))
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.dir())
            .env("TZ", &self.zone)
            .env_remove("BACKUP_CLOCK");
        command.envs(self.clock.iter().map(|clock| ("BACKUP_CLOCK", clock)));
        command
    }

    /// Runs `backup_manager`, which must succeed, and returns what it printed.
    pub fn run(&self, arguments: &[&str]) -> String {
        let done = self.manager(arguments).assert().success();
        String::from_utf8(done.get_output().stdout.clone()).unwrap()
    }

    /// Makes a file, and its directories.
    pub fn write(&self, name: &str, content: &str) {
        let path = self.dir().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// The content of a file; empty if there is none.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.dir().join(name)).unwrap_or_default()
    }

    /// `logs/backup_manager.log`.
    pub fn manager_log(&self) -> String {
        self.read("logs/backup_manager.log")
    }

    /// `logs/backup_service.log`.
    pub fn service_log(&self) -> String {
        self.read("logs/backup_service.log")
    }

    /// The same, once it has `count` lines: the service is another process, and may need a moment.
    pub fn service_log_of(&self, count: usize) -> String {
        let since = Instant::now();
        while self.service_log().lines().count() < count && since.elapsed() < kill::PATIENCE {
            thread::sleep(Duration::from_millis(5));
        }
        self.service_log()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        end_services(&self.dir());
    }
}

fn end_services(dir: &Path) {
    let mut services = find::orphans(dir).unwrap_or_default();
    services.extend(find::serving(dir).ok().flatten());
    for pid in services {
        let _ = kill::end(pid, kill::PATIENCE);
    }
}

/// A service that runs in the foreground of a test, as if started by hand; killed when dropped.
pub struct Foreground(Child);

impl Foreground {
    /// Starts it, and returns when it says that it is ready.
    pub fn start(place: &Place) -> Foreground {
        let mut child = place.service().stdout(Stdio::piped()).spawn().unwrap();
        let mut first_words = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut first_words)
            .unwrap();
        assert_eq!(first_words, "ready\n");
        Foreground(child)
    }

    /// Its process id.
    pub fn pid(&self) -> Pid {
        Pid::from_raw(self.0.id().cast_signed())
    }

    /// Waits for its end.
    pub fn wait(mut self) -> ExitStatus {
        self.0.wait().unwrap()
    }
}

impl Drop for Foreground {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
