//! Why a command could not be done.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a command could not be done. A task that fails its tests is no error.
#[derive(Debug)]
pub enum Error {
    /// `CARGO_MANIFEST_DIR` is not set, or it has no project above it.
    NotRunByCargo,
    /// No task has this name.
    UnknownTask {
        /// The word on the command line.
        typed: String,
        /// A similar command or task.
        suggestion: Option<String>,
    },
    /// No test of the task has a name that contains the filter.
    UnknownTest {
        /// The task.
        task: u32,
        /// The word on the command line.
        filter: String,
        /// The arguments of `cargo ex` that were probably meant.
        suggestion: Option<String>,
    },
    /// Every task is done, so none is the next.
    AllDone,
    /// The task has no hint of this number.
    NoSuchHint {
        /// The task.
        task: u32,
        /// How many hints it has.
        count: usize,
    },
    /// The last task has no reference, and no stub to restore.
    OnlyForStubs,
    /// No committed version of the stub is known to git.
    NoStubInGit(PathBuf),
    /// The tasks do not compile, so that `verify` cannot run them: the compiler's first error.
    DoesNotCompile(String),
    /// The compiled tests are not made of the files on the disk, even after a new build.
    StaleBuild,
    /// A program that the runner needs did not succeed: its name and its message.
    Program(&'static str, String),
    /// The system refused something.
    Io {
        /// The attempted action.
        action: String,
        /// Why it could not be done.
        source: io::Error,
    },
}

impl Error {
    /// For `map_err`: adds what was to be done to an error of the system.
    pub fn io(action: impl Into<String>) -> impl FnOnce(io::Error) -> Error {
        let action = action.into();
        |source| Error::Io { action, source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotRunByCargo => f.write_str("run it as `cargo ex`, inside the project"),
            Error::UnknownTask { typed, suggestion } => {
                write!(f, "there is no task or command `{typed}`; ")?;
                match suggestion {
                    Some(name) => write!(f, "did you mean `{name}`?"),
                    None => f.write_str("`cargo ex` lists the tasks, `cargo ex help` the commands"),
                }
            }
            Error::UnknownTest {
                task,
                filter,
                suggestion,
            } => {
                write!(f, "no test of task {task} has `{filter}` in its name; ")?;
                match suggestion {
                    Some(words) => write!(f, "did you mean `cargo ex {words}`?"),
                    None => write!(f, "`cargo ex {task}` runs all of them"),
                }
            }
            Error::AllDone => f.write_str("all tasks are done; name the one you mean"),
            Error::NoSuchHint { task, count } => write!(f, "task {task} has hints 1 to {count}"),
            Error::OnlyForStubs => f.write_str("task 16 has no stub and no reference in src"),
            Error::NoStubInGit(stub) => write!(
                f,
                "git knows no version of {} that is still the stub; in a shallow clone, run \
                 `git fetch --unshallow` first",
                stub.display()
            ),
            Error::DoesNotCompile(message) => f.write_str(message),
            Error::StaleBuild => f.write_str(
                "cargo did not compile your file again; run `rm -r target/exercises`, then retry",
            ),
            Error::Program(name, message) => write!(f, "{name}: {message}"),
            Error::Io { action, source } => write!(f, "cannot {action}: {source}"),
        }
    }
}

impl std::error::Error for Error {}
