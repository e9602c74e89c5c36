//! One check in a process of its own. Where the machine allows it, in a *process namespace* of its
//! own as well (pid_namespaces(7)): the subject then sees no process but those of its check, so
//! that a `stop` that kills whatever is called backup_service harms nobody, and the kernel ends
//! what is left when the check is over. Elsewhere the cell ends its descendants itself.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::check::{Check, Fault, Verdict, short};
use super::place::Place;
use super::run::run;
use super::subject::Subject;
use super::times::Times;
use super::{processes, reaper};

/// How long a check may take; the longest wait for two minutes to turn.
const LIMIT: Duration = Duration::from_secs(300);

/// How much of an answer is shown, in bytes.
const SHOWN: usize = 2000;

/// The first argument of a process that is a cell.
pub const CELL: &str = "--cell";

/// How to get a namespace: as root, or as a user who may be root in a namespace of users.
const NAMESPACES: [&[&str]; 2] = [
    &["--pid", "--fork", "--mount-proc", "--kill-child"],
    &[
        "--user",
        "--map-current-user",
        "--pid",
        "--fork",
        "--mount-proc",
        "--kill-child",
    ],
];

/// The arguments of `unshare` that work on this machine, if any do.
pub fn namespace() -> Option<&'static [&'static str]> {
    NAMESPACES.into_iter().find(|arguments| {
        let mut unshare = Command::new("unshare");
        unshare.args(*arguments).arg("true");
        run(&mut unshare, Duration::from_secs(10)).is_ok_and(|said| said.is_success())
    })
}

/// Runs `check` on `subject` in a new process, which may use the directory `dir`.
pub fn ask(
    check: &Check,
    subject: &Subject,
    dir: &Path,
    patience: Duration,
    namespace: Option<&[&str]>,
) -> Verdict {
    let this = env::current_exe().expect("a program has a file");
    let mut command = match namespace {
        Some(arguments) => {
            let mut unshare = Command::new("unshare");
            unshare.args(arguments).arg(this);
            unshare
        }
        None => Command::new(this),
    };
    command.args([CELL, check.title]).arg(dir);
    command.arg(patience.as_millis().to_string());
    command.arg(&subject.files).arg(&subject.service);
    command.arg(if subject.times == Times::Set {
        "set"
    } else {
        "real"
    });
    command.args(&subject.manager);
    match run(&mut command, LIMIT) {
        Ok(said) => read(&said.out).unwrap_or_else(|| {
            let why = format!("the grader itself failed: {}", said.all());
            Err(Fault::NotReached(why))
        }),
        Err(why) => short("the check ends", why),
    }
}

/// The life of a cell: `arguments` are those that [`ask`] gave it after [`CELL`].
pub fn live<'a>(arguments: &[String], find: impl Fn(&str) -> &'a Check) {
    let [title, dir, patience, files, service, times, manager @ ..] = arguments else {
        panic!("a cell is not called by hand");
    };
    processes::adopt_orphans();
    reaper::begin();
    let subject = Subject {
        files: PathBuf::from(files),
        manager: manager.to_vec(),
        service: service.clone(),
        times: if times == "set" {
            Times::Set
        } else {
            Times::Real
        },
    };
    let patience = Duration::from_millis(patience.parse().expect("milliseconds"));
    let mut place = Place::new(Path::new(dir).join("here"), &subject, patience);
    let verdict = (find(title).run)(&mut place);
    processes::end_descendants();
    print!("{}", write(&verdict));
}

/// A verdict as text: its kind, then its words, separated by a character that no subject prints.
fn write(verdict: &Verdict) -> String {
    match verdict {
        Ok(()) => "pass\u{1e}".to_owned(),
        Err(Fault::Short { expected, actual }) => {
            format!("short\u{1e}{}\u{1e}{}", clean(expected), clean(actual))
        }
        Err(Fault::NotReached(why)) => format!("not reached\u{1e}{}", clean(why)),
    }
}

fn read(text: &str) -> Option<Verdict> {
    let parts: Vec<&str> = text.split('\u{1e}').collect();
    match parts[..] {
        ["pass", _] => Some(Ok(())),
        ["short", expected, actual] => Some(short(expected, actual)),
        ["not reached", why] => Some(Err(Fault::NotReached(why.to_owned()))),
        _ => None,
    }
}

/// The beginning of what a subject said, without anything that a terminal obeys.
fn clean(text: &str) -> String {
    let mut end = text.len().min(SHOWN);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let is_plain = |c: &char| *c == '\n' || !c.is_control();
    text[..end]
        .replace('\t', " ")
        .chars()
        .filter(is_plain)
        .collect()
}
