//! Runs the submission.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use nix::sys::wait::WaitStatus;

use super::TestEnv;
use crate::check::{Failure, Verdict, fail};
use crate::sandbox::{Limits, Output, run};

/// Signs of an unhandled error, in some languages.
const UNHANDLED: [&str; 7] = [
    "Traceback (most recent call last)",
    "' panicked at ",
    "panic: ",
    "Exception in thread",
    "Unhandled exception",
    "Segmentation fault",
    "UnhandledPromiseRejection",
];

/// An instruction as the report card shows it.
pub fn quoted(arguments: &[&str]) -> String {
    match arguments {
        [] => "backup_manager without an instruction".to_owned(),
        words => format!("`backup_manager {}`", words.join(" ")),
    }
}

/// The first sign of an unhandled error.
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

impl TestEnv {
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

    pub(super) fn run(&self, command: &mut Command, shown: &str) -> Result<Output, Failure> {
        // Longer than anything that a check waits for meanwhile: `start` may take its time.
        let limits = Limits::time(self.timeout * 2);
        let result = run(command, &limits);
        let printed = result.as_ref().map(Output::all).unwrap_or_default();
        *self.commands.borrow_mut() += &format!("$ {}\n{printed}", shown.trim_matches('`'));
        result.or_else(|why| fail(format!("{shown} ends"), why.to_string()))
    }

    /// Runs the manager as a step on the way to the sentence, which is not reached if that ends in
    /// an unhandled error.
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

    /// The commands that this check has run, and what they printed.
    pub fn commands(&self) -> String {
        self.commands.borrow().clone()
    }
}
