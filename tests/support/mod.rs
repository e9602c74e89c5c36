//! An environment for one test: a temporary directory in which the real programs run, and whose
//! processes end with the test.

#![allow(
    dead_code,
    reason = "each test program uses its own part of what is here"
)]

pub mod archives;
pub mod cases;
pub mod diff;
pub mod random;
pub mod running;
pub mod strace;
pub mod watched;

use std::env;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use backup::layout;
use backup::process::find::{self, ServiceState};
use backup::process::{kill, ready, table};
use nix::unistd::Pid;
use tempfile::TempDir;

/// The minute at which the clock of a [`TestEnv`] stands still, unless a test sets another.
pub const CLOCK: &str = "2023-02-08T16:07";

/// How long a program may run. Only a program that hangs takes so long, also on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(300);

/// The programs under test.
pub const MANAGER: &str = env!("CARGO_BIN_EXE_backup_manager");
/// See [`MANAGER`].
pub const SERVICE: &str = env!("CARGO_BIN_EXE_backup_service");

/// The directory of the project. Cargo sets this variable for tests, and runs them there. The path that
/// it compiles in may be another one: two checkouts can share one `CARGO_TARGET_DIR`.
pub fn project() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR")
        .unwrap_or(".".into())
        .into()
}

/// The directory of the two programs in `examples/`, built: `cargo test --test NAME` does not.
pub fn one_page() -> PathBuf {
    let built = std::process::Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--examples"])
        .current_dir(project())
        .status();
    assert!(built.unwrap().success(), "the examples should compile");
    Path::new(MANAGER).with_file_name("examples")
}

/// A temporary directory. When it is dropped, the services that serve it are ended.
pub struct TestEnv {
    dir: TempDir,
    /// `$BIN`, for programs that a test makes: `TMPDIR` may be on a file system from which none can be run.
    bin: TempDir,
    clock: Option<String>,
    zone: String,
}

impl TestEnv {
    /// An empty directory, in which it is always [`CLOCK`].
    pub fn new() -> TestEnv {
        TestEnv::at(CLOCK)
    }

    /// The same with another `BACKUP_CLOCK`.
    pub fn at(clock: &str) -> TestEnv {
        let mut env = TestEnv::at_real_time();
        env.clock = Some(clock.to_owned());
        env
    }

    /// The same with the system's clock.
    pub fn at_real_time() -> TestEnv {
        // UTC0 rather than UTC: no zone file is needed for it.
        TestEnv {
            dir: TempDir::new_in(watched::directory()).unwrap(),
            bin: TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap(),
            clock: None,
            zone: "UTC0".to_owned(),
        }
    }

    /// The same environment in another zone, given as a rule in the form of POSIX's `TZ`.
    pub fn in_zone(mut self, rule: &str) -> TestEnv {
        self.zone = rule.to_owned();
        self
    }

    /// Where it is.
    pub fn dir(&self) -> PathBuf {
        // As the programs see it: macOS keeps temporary directories behind a link.
        self.dir.path().canonicalize().unwrap()
    }

    /// `backup_manager`, to be run here.
    pub fn manager(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(MANAGER);
        command.args(arguments);
        command
    }

    /// `backup_service`, to be run here in the foreground.
    pub fn service(&self) -> Command {
        self.command(SERVICE)
    }

    /// Any program, to be run here.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::from_std(self.background(program));
        command.timeout(TIMEOUT);
        command
    }

    /// Runs `backup_manager`, which must succeed, and returns what it printed.
    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> String {
        let done = self.manager(arguments).assert().success();
        String::from_utf8(done.get_output().stdout.clone()).unwrap()
    }

    /// A script for `sh`, to be run here, in which `$MANAGER` and `$SERVICE` are the programs.
    pub fn script(&self, script: &str) -> Command {
        let mut command = self.command("sh");
        command.args(["-c", script]);
        command
    }

    /// Runs `backup_manager`, which must fail with `status`, and returns what it said.
    #[track_caller]
    pub fn fail(&self, status: i32, arguments: &[&str]) -> String {
        let done = self.manager(arguments).assert().code(status);
        String::from_utf8_lossy(&done.get_output().stderr).into_owned()
    }

    /// The processes named `backup_service` that work here, with and without the lock. There should be
    /// at most one.
    pub fn services(&self) -> Vec<Pid> {
        let dir = self.dir();
        table::all()
            .unwrap_or_default()
            .into_iter()
            .filter(|process| process.runs(layout::SERVICE))
            .map(|process| process.pid)
            .filter(|pid| fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd == dir))
            .collect()
    }

    /// The service that runs here.
    pub fn serving(&self) -> Option<Pid> {
        ready::running_service(&self.dir()).unwrap()
    }

    /// Waits until the service that runs here has checked the schedules once more.
    #[track_caller]
    pub fn wait_for_cycle(&self) {
        let mut schedules = self.read("backup_schedules.txt");
        let name = format!("wake{}", schedules.len());
        self.write("awake.txt", "");
        schedules += &format!("awake.txt;16:07;{name}\n");
        self.write("backup_schedules.txt", &schedules);
        let archive = self.dir().join(format!("backups/{name}.tar"));
        running::until("the service checks the schedules", || archive.exists());
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

    /// The names in a directory, in order; none if it is not there.
    pub fn names(&self, directory: &str) -> Vec<String> {
        let entries = fs::read_dir(self.dir().join(directory))
            .into_iter()
            .flatten();
        let name =
            |entry: io::Result<DirEntry>| entry.unwrap().file_name().to_string_lossy().into_owned();
        let mut names: Vec<_> = entries.map(name).collect();
        names.sort();
        names
    }

    /// The temporary files that were left behind.
    pub fn temp_files(&self) -> Vec<String> {
        let mut names = self.names("");
        names.append(&mut self.names("backups"));
        names.retain(|name| name.ends_with(".tmp"));
        names
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
    #[track_caller]
    pub fn service_log_of(&self, count: usize) -> String {
        running::until("the log has its lines", || {
            self.service_log().lines().count() >= count
        });
        self.service_log()
    }
}

impl Drop for TestEnv {
    fn drop(&mut self) {
        let mut services = self.services();
        // Where there is no /proc, only the lock tells.
        if let Ok(ServiceState::Running(process)) = find::service_state(&self.dir()) {
            services.push(process.pid);
        }
        for pid in services {
            if let Ok(Some(process)) = table::get(pid) {
                let _ = kill::terminate(&process, kill::STOP_TIMEOUT);
            }
        }
    }
}
