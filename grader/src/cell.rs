//! One check in a process of its own. Where the machine allows it, in a *process namespace* of its
//! own as well (pid_namespaces(7)): the subject then sees no process but those of its check, so
//! that a `stop` that kills whatever is called backup_service harms nobody, and the kernel ends
//! what is left when the check is over. Elsewhere the cell ends its descendants itself.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use nix::sys::signal::SigSet;
use signal_hook::consts::SIGHUP;
use signal_hook::flag;

use crate::check::{Check, Fault, Verdict, short};
use crate::place::Place;
use crate::sandbox::run::run;
use crate::sandbox::{processes, subreaper};
use crate::sentences;
use crate::subject::Subject;
use crate::times::Times;

/// How long a check may take; the longest wait for two minutes to turn.
const LIMIT: Duration = Duration::from_secs(400);

/// How much of an answer is shown, in bytes.
const SHOWN: usize = 2000;

/// The variable that makes a process a cell, and says what it asks. Not its arguments: a careless
/// `stop` kills whatever has backup_service among these.
pub const CELL: &str = "BACKUP_CELL";

/// Separates its words: a character that no subject prints and no path has.
const BETWEEN: &str = "\u{1e}";

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
    let times = if subject.times == Times::Set {
        "set"
    } else {
        "real"
    };
    let [dir, files] = [dir, &subject.files].map(|path| path.display().to_string());
    let patience = patience.as_millis().to_string();
    let mut words = vec![
        check.title,
        &dir,
        &patience,
        &files,
        &subject.service,
        times,
    ];
    words.extend(subject.manager.iter().map(String::as_str));
    command.env(CELL, words.join(BETWEEN));
    match run(&mut command, LIMIT) {
        Ok(said) => read(&said.out).unwrap_or_else(|| {
            let said = said.unhandled().unwrap_or_else(|| said.all());
            Err(Fault::NotReached(format!(
                "the grader itself failed: {said}"
            )))
        }),
        Err(why) => short("the check ends", why),
    }
}

/// Whether this process is a cell; it has asked its question then.
pub fn was_lived() -> bool {
    let Ok(words) = env::var(CELL) else {
        return false;
    };
    let words: Vec<&str> = words.split(BETWEEN).collect();
    let [
        title,
        dir,
        patience,
        files,
        service,
        times,
        ref manager @ ..,
    ] = words[..]
    else {
        panic!("a cell is not called by hand");
    };
    SigSet::empty()
        .thread_set_mask()
        .expect("a mask can be set");
    // What nohup(1) made us ignore, a subject would ignore too; what we handle, it does not inherit.
    flag::register(SIGHUP, Arc::default()).expect("SIGHUP can be handled");
    processes::adopt_orphans();
    subreaper::begin();
    let subject = Subject {
        files: PathBuf::from(files),
        manager: manager.iter().map(|&word| word.to_owned()).collect(),
        service: service.to_owned(),
        times: if times == "set" {
            Times::Set
        } else {
            Times::Real
        },
    };
    let patience = Duration::from_millis(patience.parse().expect("milliseconds"));
    let mut place = Place::new(Path::new(dir).join("here"), &subject, patience);
    let verdict = (sentences::find(title)
        .expect("a sentence has this title")
        .run)(&mut place);
    processes::end_descendants();
    print!("{}", write(&verdict));
    true
}

/// A verdict as text: its kind, then its words.
fn write(verdict: &Verdict) -> String {
    match verdict {
        Ok(()) => format!("pass{BETWEEN}"),
        Err(Fault::Short { expected, actual }) => {
            ["short", &clean(expected), &clean(actual)].join(BETWEEN)
        }
        Err(Fault::NotReached(why)) => format!("not reached{BETWEEN}{}", clean(why)),
    }
}

fn read(text: &str) -> Option<Verdict> {
    let parts: Vec<&str> = text.split(BETWEEN).collect();
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
