//! The surroundings of one check: a directory with the files of the submission and nothing else, a
//! clock, and the commands to use them.

mod archives;
mod commands;
mod files;
mod services;

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use nix::unistd::Pid;

pub use self::commands::{quoted, unhandled};
use crate::clock::Clock;
use crate::submission::Submission;

/// A directory in which the submission is used.
pub struct TestEnv {
    /// Where it is.
    pub dir: PathBuf,
    /// The solution.
    pub submission: Submission,
    /// The time.
    pub clock: Clock,
    /// How long to wait for what should happen.
    pub timeout: Duration,
    /// Processes that look like a service and are none.
    pub strangers: Vec<Pid>,
    /// The output of the last `start`.
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
}
