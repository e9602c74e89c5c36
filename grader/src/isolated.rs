//! One check in a process of its own. Where the machine allows it, in a *process namespace* of its
//! own as well (pid_namespaces(7)): then the submission sees only the processes of its check, so a
//! careless `pkill backup_service` ends nothing else, and the kernel ends all of them when the check
//! is over. Elsewhere the process of the check ends its descendants.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use nix::libc::rlim_t;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::SigSet;
use signal_hook::consts::SIGHUP;
use signal_hook::flag;

use crate::check::{Check, Failure, fail};
use crate::clock::Source;
use crate::faketime::Faketime;
use crate::grading::Reply;
use crate::message::{self, SEPARATOR};
use crate::probe;
use crate::sandbox::{Limits, namespace, processes, run, subreaper};
use crate::sentences;
use crate::submission::Submission;
use crate::test_env::TestEnv;

/// The limits of a check. The longest checks wait for two minutes to end.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(400),
    output: 64 * 1024,
    memory: 2 << 30,
    processes: 400,
};

/// How large a file may become. A submission that writes without end must not fill the disk.
const MAX_FILE_SIZE: rlim_t = 256 << 20;

/// The variable that tells a process to run one check, and which one. It is no argument: a careless
/// `stop` kills every process with backup_service in its arguments.
const TASK: &str = "GRADER_TASK";

/// Gives a namespace shared memory of its own, if that is allowed: root may mount it. libfaketime
/// names its memory after a process id, and each namespace has processes 2, 3 and so on.
const OWN_MEMORY: &str = "mount -t tmpfs tmpfs /dev/shm 2>/dev/null; exec \"$0\"";

/// The title of the task that finds out where a submission gets its time from.
const PROBE: &str = "";

/// Runs `check` on `submission` in a new process, which may use the directory `dir`.
pub fn ask(check: &Check, submission: &Submission, dir: &Path, timeout: Duration) -> Reply {
    match run_task(check.title, submission, dir, timeout) {
        Ok(stdout) => message::read(&stdout).unwrap_or_else(|| {
            let why = format!("the grader itself failed: {stdout}");
            (Err(Failure::NotReached(why)), String::new())
        }),
        Err(why) => (fail("the check ends", why), String::new()),
    }
}

/// Where `submission` gets its time from.
pub fn probe(submission: &Submission, dir: &Path) -> Source {
    let stdout = run_task(PROBE, submission, dir, Duration::from_secs(10));
    let _ = fs::remove_dir_all(dir);
    message::read_source(&stdout.unwrap_or_default())
}

fn run_task(
    title: &str,
    submission: &Submission,
    dir: &Path,
    timeout: Duration,
) -> Result<String, String> {
    let this = env::current_exe().expect("a program has a file");
    let mut command = match namespace::arguments() {
        Some(arguments) => {
            let mut unshare = Command::new("unshare");
            unshare
                .args(arguments)
                .args(["sh", "-c", OWN_MEMORY])
                .arg(this);
            unshare
        }
        None => Command::new(this),
    };
    let temporary = dir.join("tmp");
    fs::create_dir_all(&temporary).expect("a directory can be made");
    command.env("TMPDIR", temporary);
    command.env(TASK, write_task(title, submission, dir, timeout));
    let output = run(&mut command, &LIMITS).map_err(|why| why.to_string())?;
    Ok(if output.stdout.is_empty() {
        output.stderr
    } else {
        output.stdout
    })
}

fn write_task(title: &str, submission: &Submission, dir: &Path, timeout: Duration) -> String {
    let [dir, files] = [dir, &submission.files].map(|path| path.display().to_string());
    let timeout = timeout.as_millis().to_string();
    let faketime = submission.faketime.as_ref();
    let mut words = vec![
        title,
        &dir,
        &timeout,
        &files,
        &submission.service,
        message::source(submission.source),
        faketime.map_or("", |faketime| &faketime.library),
        faketime.map_or("", |faketime| {
            if faketime.keeps_monotonic {
                "keeps"
            } else {
                ""
            }
        }),
    ];
    words.extend(submission.manager.iter().map(String::as_str));
    words.join(SEPARATOR)
}

/// Runs the task of this process, if it has one. Then it has printed the answer.
///
/// # Panics
/// If the task is none of ours.
pub fn run_own_task() -> bool {
    let Ok(words) = env::var(TASK) else {
        return false;
    };
    let words: Vec<&str> = words.split(SEPARATOR).collect();
    let [
        title,
        dir,
        timeout,
        files,
        service,
        source,
        library,
        monotonic,
        ref manager @ ..,
    ] = words[..]
    else {
        panic!("{TASK} is for the grader itself");
    };
    let submission = Submission {
        files: PathBuf::from(files),
        manager: manager.iter().map(|&word| word.to_owned()).collect(),
        service: service.to_owned(),
        source: message::read_source(source),
        faketime: (!library.is_empty()).then(|| Faketime {
            library: library.to_owned(),
            keeps_monotonic: !monotonic.is_empty(),
        }),
    };
    let timeout = Duration::from_millis(timeout.parse().expect("milliseconds"));
    prepare_process();
    let dir = Path::new(dir).join("here");
    let answer = if title == PROBE {
        message::source(probe::source(&submission, &dir)).to_owned()
    } else {
        let check = sentences::find(title).expect("a sentence has this title");
        let mut env = TestEnv::new(dir, &submission, timeout);
        let verdict = (check.run)(&mut env);
        message::write(&verdict, &env.commands())
    };
    processes::end_descendants();
    print!("{answer}");
    true
}

/// Gives a submission the same surroundings, however the grader was started.
fn prepare_process() {
    SigSet::empty()
        .thread_set_mask()
        .expect("a mask can be set");
    // A submission would inherit that nohup(1) made us ignore SIGHUP. It does not inherit a handler.
    flag::register(SIGHUP, Arc::default()).expect("SIGHUP can be handled");
    let _ = setrlimit(Resource::RLIMIT_FSIZE, MAX_FILE_SIZE, MAX_FILE_SIZE);
    subreaper::adopt_orphans();
}
