//! Where one check takes place: a directory with the subject's files in it and nothing else.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use nix::unistd::Pid;

use crate::cell;
use crate::check::{Fault, Verdict, expect, short};
use crate::sandbox::processes;
use crate::sandbox::run::{Said, run};
use crate::subject::Subject;
use crate::times::Times;

/// An instruction as the report card shows it.
pub fn quoted(arguments: &[&str]) -> String {
    match arguments {
        [] => "backup_manager without an instruction".to_owned(),
        words => format!("`{}`", words.join(" ")),
    }
}

/// A directory in which the subject is used.
pub struct Place {
    /// Where it is.
    pub dir: PathBuf,
    /// What is graded.
    pub subject: Subject,
    /// The value of `BACKUP_CLOCK` from now on.
    pub clock: Option<&'static str>,
    /// How long to wait for what should happen.
    pub patience: Duration,
    /// Processes that look like a service and are none.
    pub strangers: Vec<Pid>,
}

impl Place {
    /// A place in the new directory `dir`.
    pub fn new(dir: PathBuf, subject: &Subject, patience: Duration) -> Place {
        subject.install(&dir);
        Place {
            dir,
            subject: subject.clone(),
            clock: subject.times.still(),
            patience,
            strangers: Vec::new(),
        }
    }

    /// Another place beside this one.
    pub fn another(&self) -> Place {
        let dir = self.dir.with_file_name("there");
        Place::new(dir, &self.subject, self.patience)
    }

    /// The clock.
    pub fn times(&self) -> Times {
        self.subject.times
    }

    /// The manager, ready to be run here.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let manager = &self.subject.manager;
        let program = match manager[0].strip_prefix("./") {
            Some(name) => self.path(name),
            None => PathBuf::from(&manager[0]),
        };
        let mut command = Command::new(program);
        command.args(&manager[1..]).args(arguments);
        self.prepare(&mut command);
        command
    }

    /// Lets `command` run here, at the time and in the zone of this place.
    pub fn prepare(&self, command: &mut Command) {
        command.current_dir(&self.dir).env_remove("BACKUP_CLOCK");
        command.env_remove(cell::CELL);
        command.env("TZ", "UTC").env("LC_ALL", "C.UTF-8");
        command.envs(self.clock.map(|clock| ("BACKUP_CLOCK", clock)));
    }

    /// Runs the manager; it falls short if it does not end.
    pub fn manager(&self, arguments: &[&str]) -> Result<Said, Fault> {
        self.run(&mut self.command(arguments), &quoted(arguments))
    }

    /// Runs a shell in which `"$@"` is the manager.
    pub fn shell(&self, script: &str) -> Result<Said, Fault> {
        let mut shell = Command::new("sh");
        self.prepare(&mut shell);
        let manager = self.command(&[]);
        shell.args(["-c", script, "sh"]).arg(manager.get_program());
        shell.args(manager.get_args());
        let shown = script.replace("\"$@\"", "backup_manager");
        self.run(&mut shell, &format!("`{shown}`"))
    }

    fn run(&self, command: &mut Command, shown: &str) -> Result<Said, Fault> {
        // Longer than anything that is waited for inside: `start` may take its time.
        let limit = self.patience + self.patience / 2;
        run(command, limit).or_else(|why| short(format!("{shown} ends"), why))
    }

    /// Runs the manager as a step on the way to the sentence.
    pub fn given(&self, arguments: &[&str]) -> Result<Said, Fault> {
        self.manager(arguments).map_err(Fault::before)
    }

    /// Writes the schedules, and starts the service.
    pub fn start_with(&self, schedules: &str) -> Verdict {
        self.write("backup_schedules.txt", schedules);
        self.start()
    }

    /// Starts the service, as a step on the way to the sentence.
    pub fn start(&self) -> Verdict {
        self.given(&["start"]).map(drop)
    }

    /// Waits for the service that was started, as a step on the way to the sentence.
    pub fn service_runs(&self) -> Verdict {
        if self.until(|| !self.services().is_empty()) {
            return Ok(());
        }
        let why = format!("no service runs after `start`\n{}", self.service_log());
        Err(Fault::NotReached(why))
    }

    /// Waits for the archive of `name`.
    pub fn saves(&self, name: &str) -> Verdict {
        let archive = format!("backups/{name}.tar");
        if self.until(|| self.path(&archive).is_file()) {
            return Ok(());
        }
        if self.services().is_empty() {
            let why = format!("no service runs\n{}", self.service_log());
            return Err(Fault::NotReached(why));
        }
        let names = self.names("backups").join(" ");
        let log = self.service_log();
        short(
            archive,
            format!("in ./backups: [{names}]\nin its log: {log}"),
        )
    }

    /// Saves `path`, due now, under `name`, as a step on the way to the sentence.
    pub fn saved(&self, path: &str, name: &str) -> Verdict {
        self.start_with(&self.times().due(path, name))?;
        self.saves(name).map_err(Fault::before)
    }

    /// Extracts the archive of `name` with `tar`, which finds out how it is compressed.
    pub fn extract(&self, name: &str) -> Result<PathBuf, Fault> {
        let to = self.dir.with_file_name(format!("restored-{name}"));
        fs::create_dir_all(&to).expect("a directory can be made");
        let archive = self.path(&format!("backups/{name}.tar"));
        let mut tar = Command::new("tar");
        tar.arg("-xf").arg(archive).arg("-C").arg(&to);
        let said = self.run(&mut tar, "`tar -xf`")?;
        expect(said.is_success(), "`tar -xf` opens the archive", said.err)?;
        Ok(to)
    }

    /// The processes that look like the service, and descend from this check.
    pub fn services(&self) -> Vec<Pid> {
        let is_named = |pid: &Pid| {
            let name = self.subject.service.as_bytes();
            let arguments = processes::arguments(*pid);
            arguments.windows(name.len()).any(|window| window == name)
        };
        let mut found = processes::descendants();
        found.retain(|pid| !self.strangers.contains(pid) && is_named(pid));
        found
    }

    /// Whether `condition` comes true within the patience.
    pub fn until(&self, mut condition: impl FnMut() -> bool) -> bool {
        let since = Instant::now();
        while since.elapsed() < self.patience {
            if condition() {
                return true;
            }
            thread::sleep(Duration::from_millis(20));
        }
        condition()
    }
}
