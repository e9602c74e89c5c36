//! A solution to grade: two Python scripts, two programs, or a command from the command line.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use crate::clock::Source;
use crate::copy::{copy_submission, install};
use crate::faketime::Faketime;
use crate::isolated;
use crate::sandbox::{Limits, run};

/// A solution, and how it is called.
#[derive(Clone, Debug)]
pub struct Submission {
    /// A copy of its files.
    pub files: PathBuf,
    /// How the manager is called, without its instruction. `./` is the directory it is used in.
    pub manager: Vec<String>,
    /// Part of the command line of its service.
    pub service: String,
    /// Where it gets its time from.
    pub source: Source,
    /// How it can be told another time.
    pub faketime: Option<Faketime>,
}

impl Submission {
    /// Finds out what is in `dir`, and copies it to the new directory `files`.
    ///
    /// # Errors
    /// If `dir` has no solution, or it cannot be copied.
    pub fn find(dir: &Path, files: &Path) -> Result<Submission, String> {
        let is_there = |name: &str| dir.join(name).is_file();
        let programs = ["backup_manager", "backup_service"];
        if is_there("backup_manager.py") && is_there("backup_service.py") {
            copy(dir, files)?;
            let manager = vec![python()?, "backup_manager.py".to_owned()];
            return Ok(Submission::new(files, manager, "backup_service"));
        }
        if !programs.iter().all(|name| is_there(name)) {
            return Err(format!(
                "{} has neither backup_manager.py and backup_service.py, nor the programs \
                 backup_manager and backup_service; for anything else use \
                 --manager 'COMMAND' --service NAME",
                dir.display()
            ));
        }
        for name in programs {
            let mode = fs::metadata(dir.join(name)).map_or(0, |file| file.permissions().mode());
            if mode & 0o111 == 0 {
                let program = dir.join(name);
                let program = program.display();
                return Err(format!(
                    "{program} is not executable: run chmod +x {program}"
                ));
            }
        }
        if is_compiled(&dir.join("backup_manager")) {
            make_dir(files);
            for name in programs {
                fs::copy(dir.join(name), files.join(name)).map_err(|error| error.to_string())?;
            }
        } else {
            copy(dir, files)?;
        }
        let manager = vec!["./backup_manager".to_owned()];
        Ok(Submission::new(files, manager, "backup_service"))
    }

    /// A solution whose manager is `command`, a command of the shell, in a copy of `dir`.
    ///
    /// # Errors
    /// If it cannot be copied.
    pub fn by_hand(
        dir: &Path,
        files: &Path,
        command: &str,
        service: &str,
    ) -> Result<Submission, String> {
        copy(dir, files)?;
        let script = format!("exec {command} \"$@\"");
        let manager = ["/bin/sh", "-c", &script, "manager"].map(str::to_owned);
        Ok(Submission::new(files, manager.into(), service))
    }

    fn new(files: &Path, manager: Vec<String>, service: &str) -> Submission {
        let is_compiled =
            manager[0].starts_with("./") && is_compiled(&files.join("backup_manager"));
        let faketime = faketime().map(|found| Faketime {
            keeps_monotonic: is_compiled,
            ..found
        });
        let mut submission = Submission {
            files: files.to_owned(),
            manager,
            service: service.to_owned(),
            source: Source::Real,
            faketime,
        };
        submission.source = isolated::probe(&submission, &files.with_extension("probe"));
        submission
    }

    /// Puts its files into the new directory `dir`.
    pub fn install(&self, dir: &Path) {
        fs::create_dir_all(dir).expect("a directory can be made");
        install(&self.files, dir).expect("a submission can be copied");
    }
}

fn copy(dir: &Path, files: &Path) -> Result<(), String> {
    make_dir(files);
    copy_submission(dir, files).map_err(|error| format!("{}: {error}", dir.display()))
}

fn make_dir(files: &Path) {
    fs::create_dir_all(files).expect("a directory can be made");
}

/// Whether this is a program in the format of Linux, and not a script.
fn is_compiled(program: &Path) -> bool {
    fs::read(program).is_ok_and(|bytes| bytes.starts_with(b"\x7fELF"))
}

fn faketime() -> Option<Faketime> {
    static FOUND: OnceLock<Option<Faketime>> = OnceLock::new();
    FOUND.get_or_init(Faketime::find).clone()
}

/// The interpreter itself: the one in the path may be a slow script that looks for it.
fn python() -> Result<String, String> {
    static FOUND: OnceLock<Result<String, String>> = OnceLock::new();
    let find = || {
        let mut command = Command::new("python3");
        command.args(["-c", "import sys; print(sys.executable)"]);
        let output = run(&mut command, &Limits::time(Duration::from_secs(20)));
        output
            .map(|output| output.stdout.trim().to_owned())
            .map_err(|why| format!("python3: {why}"))
    };
    FOUND.get_or_init(find).clone()
}
