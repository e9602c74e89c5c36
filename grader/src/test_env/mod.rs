//! The surroundings of one check: a directory with the files of the submission and nothing else, a
//! clock, and the commands to use them.

mod files;

use std::cell::RefCell;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::sys::wait::WaitStatus;
use nix::unistd::Pid;

use crate::check::{Failure, Verdict, expect, fail};
use crate::clock::Clock;
use crate::sandbox::{Limits, Output, processes, run};
use crate::submission::Submission;

/// How programs report an error that nobody handled, in some languages.
const UNHANDLED: [&str; 7] = [
    "Traceback (most recent call last)",
    "' panicked at ",
    "panic: ",
    "Exception in thread",
    "Unhandled exception",
    "Segmentation fault",
    "UnhandledPromiseRejection",
];

/// How long no service may run until a check gives up waiting for what it should do. A service
/// that starts itself anew has this time for it.
const NO_SERVICE: Duration = Duration::from_secs(3);

/// An instruction as the report card shows it.
pub fn quoted(arguments: &[&str]) -> String {
    match arguments {
        [] => "backup_manager without an instruction".to_owned(),
        words => format!("`backup_manager {}`", words.join(" ")),
    }
}

/// The first sign of an error that a program did not handle.
pub fn unhandled(output: &Output) -> Option<String> {
    let all = output.all();
    if let WaitStatus::Signaled(_, signal, _) = output.status {
        return Some(format!("ended by {signal}\n{all}"));
    }
    UNHANDLED
        .iter()
        .any(|sign| all.contains(sign))
        .then_some(all)
}

/// A directory in which the submission is used.
pub struct TestEnv {
    /// Where it is.
    pub dir: PathBuf,
    /// What is graded.
    pub submission: Submission,
    /// The time.
    pub clock: Clock,
    /// How long to wait for what should happen.
    pub timeout: Duration,
    /// Processes that look like a service and are none.
    pub strangers: Vec<Pid>,
    /// What the last `start` printed.
    started: RefCell<String>,
    /// The commands so far, and what they printed.
    commands: Rc<RefCell<String>>,
}

impl TestEnv {
    /// The new directory `dir`.
    pub fn new(dir: PathBuf, submission: &Submission, timeout: Duration) -> TestEnv {
        submission.install(&dir);
        let file = dir.with_extension("clock");
        TestEnv {
            clock: Clock::new(submission.source, submission.faketime.clone(), file),
            dir,
            submission: submission.clone(),
            timeout,
            strangers: Vec::new(),
            started: RefCell::default(),
            commands: Rc::default(),
        }
    }

    /// Another directory beside this one, with the same time.
    pub fn another(&self) -> TestEnv {
        let dir = self.dir.with_file_name("there");
        let env = TestEnv::new(dir, &self.submission, self.timeout);
        TestEnv {
            clock: self.clock.clone(),
            commands: Rc::clone(&self.commands),
            ..env
        }
    }

    /// The manager, ready to be run here.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let manager = &self.submission.manager;
        let program = match manager[0].strip_prefix("./") {
            Some(name) => self.path(name),
            None => PathBuf::from(&manager[0]),
        };
        let mut command = Command::new(program);
        command.args(&manager[1..]).args(arguments);
        self.prepare(&mut command);
        command
    }

    /// Lets `command` run here, at the time of this check.
    pub fn prepare(&self, command: &mut Command) {
        command.current_dir(&self.dir).env("LC_ALL", "C.UTF-8");
        command.env_remove("GRADER_TASK");
        self.clock.prepare(command);
    }

    /// Runs the manager; the sentence fails if it does not end.
    pub fn manager(&self, arguments: &[&str]) -> Result<Output, Failure> {
        self.run(&mut self.command(arguments), &quoted(arguments))
    }

    /// Runs a shell in which `"$@"` is the manager.
    pub fn shell(&self, script: &str) -> Result<Output, Failure> {
        let mut shell = Command::new("sh");
        self.prepare(&mut shell);
        let manager = self.command(&[]);
        shell.args(["-c", script, "sh"]).arg(manager.get_program());
        shell.args(manager.get_args());
        let shown = script.replace("\"$@\"", "backup_manager");
        self.run(&mut shell, &format!("`{shown}`"))
    }

    fn run(&self, command: &mut Command, shown: &str) -> Result<Output, Failure> {
        // Longer than anything that a check waits for meanwhile: `start` may take its time.
        let limits = Limits::time(self.timeout * 2);
        let result = run(command, &limits);
        let printed = result.as_ref().map(Output::all).unwrap_or_default();
        *self.commands.borrow_mut() += &format!("$ {}\n{printed}", shown.trim_matches('`'));
        result.or_else(|why| fail(format!("{shown} ends"), why.to_string()))
    }

    /// Runs the manager as a step on the way to the sentence, which is not reached if that ends in
    /// an error that nobody handled.
    pub fn given(&self, arguments: &[&str]) -> Result<Output, Failure> {
        let output = self.manager(arguments).map_err(Failure::in_setup)?;
        match unhandled(&output) {
            None => Ok(output),
            Some(sign) => Err(Failure::NotReached(format!(
                "{}:\n{sign}",
                quoted(arguments)
            ))),
        }
    }

    /// Writes the schedules, and starts the service.
    pub fn start_with(&self, schedules: &str) -> Verdict {
        self.write("backup_schedules.txt", schedules);
        self.start()
    }

    /// Starts the service, as a step on the way to the sentence.
    pub fn start(&self) -> Verdict {
        let output = self.given(&["start"])?;
        self.started.replace(output.all());
        Ok(())
    }

    /// Starts the service without waiting for `start`, which may wait for the first backup.
    pub fn start_beside(&self) {
        let mut start = self.command(&["start"]);
        for set in [Command::stdout, Command::stderr] {
            set(&mut start, Stdio::null());
        }
        let _ = start.stdin(Stdio::null()).spawn();
    }

    /// Waits for the service that was started, as a step on the way to the sentence.
    pub fn service_runs(&self) -> Verdict {
        match self.until(|| !self.services().is_empty()) {
            true => Ok(()),
            false => Err(self.no_service()),
        }
    }

    /// The sentence is not reached, because no service runs.
    pub fn no_service(&self) -> Failure {
        let printed = self.started.borrow();
        let log = self.service_log();
        Failure::NotReached(format!(
            "no service runs after `start`\nit printed: {printed}\nin its log: {log}"
        ))
    }

    /// Waits for the archive of `name`.
    pub fn saves(&self, name: &str) -> Verdict {
        let archive = format!("backups/{name}.tar");
        if self.until_service_ends(|| self.path(&archive).is_file()) {
            return Ok(());
        }
        if self.services().is_empty() {
            return Err(self.no_service());
        }
        let names = self.names("backups").join(" ");
        let log = self.service_log();
        fail(
            archive,
            format!("in ./backups: [{names}]\nin its log: {log}"),
        )
    }

    /// Saves `path`, due now, under `name`, as a step on the way to the sentence.
    pub fn saved(&self, path: &str, name: &str) -> Verdict {
        self.start_with(&self.clock.due(path, name))?;
        self.saves(name).map_err(Failure::in_setup)
    }

    /// Extracts the archive of `name` with `tar`, which finds out how it is compressed.
    pub fn extract(&self, name: &str) -> Result<PathBuf, Failure> {
        let to = self.dir.with_file_name(format!("restored-{name}"));
        fs::create_dir_all(&to).expect("a directory can be made");
        let archive = self.path(&format!("backups/{name}.tar"));
        let mut tar = Command::new("tar");
        tar.arg("-xf").arg(archive).arg("-C").arg(&to);
        let output = self.run(&mut tar, "`tar -xf`")?;
        expect(
            output.is_success(),
            "`tar -xf` opens the archive",
            output.stderr,
        )?;
        Ok(to)
    }

    /// The commands that this check has run, and what they printed.
    pub fn commands(&self) -> String {
        self.commands.borrow().clone()
    }

    /// The processes that look like the service, and descend from this check.
    pub fn services(&self) -> Vec<Pid> {
        let is_named = |pid: &Pid| {
            let name = self.submission.service.as_bytes();
            let arguments = processes::arguments(*pid);
            arguments.windows(name.len()).any(|window| window == name)
        };
        let mut found = processes::descendants();
        found.retain(|pid| !self.strangers.contains(pid) && is_named(pid));
        found
    }

    /// Kills the services: what is asked is not about `stop`.
    pub fn end_services(&self) {
        self.until(|| {
            let left = self.services();
            for &pid in &left {
                let _ = kill(pid, Signal::SIGKILL);
            }
            left.is_empty()
        });
    }

    /// Whether `condition` comes true within the timeout.
    pub fn until(&self, mut condition: impl FnMut() -> bool) -> bool {
        let since = Instant::now();
        while since.elapsed() < self.timeout {
            if condition() {
                return true;
            }
            thread::sleep(Duration::from_millis(20));
        }
        condition()
    }

    /// The same, but gives up when no service runs: nobody would do anything then.
    pub fn until_service_ends(&self, mut condition: impl FnMut() -> bool) -> bool {
        let mut last_seen = Instant::now();
        let mut is_met = false;
        self.until(|| {
            is_met = condition();
            if last_seen.elapsed() > NO_SERVICE / 3 && !self.services().is_empty() {
                last_seen = Instant::now();
            }
            is_met || last_seen.elapsed() > NO_SERVICE
        });
        is_met
    }
}
