//! What is graded: two Python scripts, two programs, or whatever is named by hand.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use crate::sandbox::run::run;
use crate::times::Times;

/// What a solution leaves beside its files when it is used, and what tools do. A grading begins
/// without.
const LEFTOVERS: [&str; 9] = [
    "backup_schedules.txt",
    "backups",
    "log",
    "logs",
    "__pycache__",
    "target",
    "node_modules",
    "venv",
    "env",
];

/// How long `--help` may take. A service that knows no `--help` runs until then.
const PROBE: Duration = Duration::from_secs(2);

/// A solution, and how it is called.
#[derive(Clone, Debug)]
pub struct Subject {
    /// A copy of its files.
    pub files: PathBuf,
    /// How the manager is called, its instruction left out. `./` is the place it is used in.
    pub manager: Vec<String>,
    /// How its service can be told in the list of processes.
    pub service: String,
    /// Whether it takes its time from `BACKUP_CLOCK`.
    pub times: Times,
}

impl Subject {
    /// Finds out what is in `dir`, and copies it to `files`.
    pub fn find(dir: &Path, files: &Path) -> Result<Subject, String> {
        let has = |name: &str| dir.join(name).is_file();
        let is_program = |name: &str| {
            fs::metadata(dir.join(name))
                .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
        };
        let (manager, service) = if has("backup_manager.py") && has("backup_service.py") {
            copy(dir, files).map_err(|error| format!("{}: {error}", dir.display()))?;
            let manager = vec![python()?, "backup_manager.py".to_owned()];
            (manager, "backup_service.py")
        } else if is_program("backup_manager") && is_program("backup_service") {
            for name in ["backup_manager", "backup_service"] {
                fs::copy(dir.join(name), files.join(name)).map_err(|error| error.to_string())?;
            }
            (vec!["./backup_manager".to_owned()], "backup_service")
        } else {
            return Err(format!(
                "{} has neither backup_manager.py and backup_service.py, nor the programs \
                 backup_manager and backup_service; for anything else say \
                 --manager 'COMMAND' --service NAME",
                dir.display()
            ));
        };
        Ok(Subject::new(files, manager, service))
    }

    /// What is called by `command`, a command of the shell, in a directory with the files of `dir`.
    pub fn by_hand(
        dir: &Path,
        files: &Path,
        command: &str,
        service: &str,
    ) -> Result<Subject, String> {
        copy(dir, files).map_err(|error| format!("{}: {error}", dir.display()))?;
        let script = format!("exec {command} \"$@\"");
        let manager = ["/bin/sh", "-c", &script, "manager"].map(str::to_owned);
        Ok(Subject::new(files, manager.into(), service))
    }

    fn new(files: &Path, manager: Vec<String>, service: &str) -> Subject {
        let mut subject = Subject {
            files: files.to_owned(),
            manager,
            service: service.to_owned(),
            times: Times::Real,
        };
        subject.times = subject.probe();
        subject
    }

    /// A service whose `--help` names `BACKUP_CLOCK` is taken at its word.
    fn probe(&self) -> Times {
        if self.manager != ["./backup_manager"] {
            return Times::Real;
        }
        let dir = self.files.with_extension("probe");
        self.install(&dir);
        let mut command = Command::new(dir.join(&self.service));
        command.arg("--help").current_dir(&dir);
        match run(&mut command, PROBE) {
            Ok(said) if said.out.contains("BACKUP_CLOCK") => Times::Set,
            _ => Times::Real,
        }
    }

    /// Puts its files into the new directory `dir`.
    pub fn install(&self, dir: &Path) {
        fs::create_dir_all(dir).expect("a directory can be made");
        link(&self.files, dir).expect("a subject can be copied");
    }
}

/// The interpreter itself: the one in the path may be a slow script that looks for it.
fn python() -> Result<String, String> {
    static FOUND: OnceLock<Result<String, String>> = OnceLock::new();
    let find = || {
        let mut command = Command::new("python3");
        command.args(["-c", "import sys; print(sys.executable)"]);
        let said = run(&mut command, Duration::from_secs(20));
        said.map(|said| said.out.trim().to_owned())
            .map_err(|why| format!("python3: {why}"))
    };
    FOUND.get_or_init(find).clone()
}

/// Copies what is in `from`, without what is hidden or left over.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let text = name.to_string_lossy();
        if text.starts_with('.') || LEFTOVERS.contains(&text.as_ref()) {
            continue;
        }
        let (path, copied) = (entry.path(), to.join(&name));
        if path.is_dir() {
            fs::create_dir(&copied)?;
            copy(&path, &copied)?;
        } else if path.is_file() {
            fs::copy(&path, &copied)?;
        }
    }
    Ok(())
}

/// The same for a copy of the copy. A program is linked: it may be large, and a program that is
/// still being written when another check starts one cannot be run.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, copied) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            fs::create_dir(&copied)?;
            link(&path, &copied)?;
        } else if entry.metadata()?.permissions().mode() & 0o111 != 0 {
            fs::hard_link(&path, &copied)?;
        } else {
            fs::copy(&path, &copied)?;
        }
    }
    Ok(())
}
