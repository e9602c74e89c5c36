//! The specification, sentence by sentence, on any two programs: processes, files and exit statuses
//! only.
//!
//! - `SUBJECT=DIR cargo test --test spec` grades what is in DIR: two Python scripts, or two programs
//!   in any language. `scripts/grade.sh DIR` does the same, and says how else it can be asked.
//! - `cargo test --test spec` grades ours, also beyond the exercise. With `-- --full`, the grader is
//!   graded as well: the solutions in `tests/fixtures/subjects` must pass and fall where they say.
//!
//! It has no harness but its own: the report card is the output. What is exact about our own
//! programs is in `tests/ours.rs`.

mod grader;
mod sentences;

use std::env;
use std::fs::{self, File};
use std::io::{IsTerminal, stderr, stdout};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use grader::card::{Answer, card, score};
use grader::check::{Check, Part, Verdict};
use grader::grading::{BROKEN_OFF, PATIENCE, Question, ask_all};
use grader::options::Options;
use grader::subject::Subject;
use grader::{cell, json, known, processes, reaper};
use nix::sys::signal::{SigSet, Signal, kill};
use nix::sys::wait::WaitStatus;
use nix::unistd::Pid;
use tempfile::TempDir;

fn main() -> ExitCode {
    let find = |title: &str| sentences::find(title).expect("a sentence has this title");
    if cell::was_lived(find) {
        return ExitCode::SUCCESS;
    }
    let root = TempDir::new().expect("a directory can be made");
    clean_up_when_interrupted(root.path());
    processes::adopt_orphans();
    reaper::begin();
    let options = Options::get();
    let graded = match &options.subject {
        Some(dir) => grade(&options, dir, root.path()),
        None => Ok(grade_what_is_known(&options, root.path())),
    };
    processes::end_descendants();
    match graded {
        Ok(is_good) => ExitCode::from(u8::from(!is_good)),
        Err(why) => {
            eprintln!("not graded: {why}");
            ExitCode::from(2)
        }
    }
}

/// On Ctrl-C nothing is left behind either.
fn clean_up_when_interrupted(root: &Path) {
    let signals: SigSet = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP]
        .into_iter()
        .collect();
    signals.thread_block().expect("signals can be blocked");
    let root = root.to_owned();
    thread::spawn(move || {
        let _ = signals.wait();
        let _is_broken_off = BROKEN_OFF.lock();
        processes::end_descendants();
        let _ = fs::remove_dir_all(root);
        std::process::exit(130);
    });
}

/// Grades `dir`, prints the card, and says whether all of the exercise is there.
fn grade(options: &Options, dir: &Path, root: &Path) -> Result<bool, String> {
    let files = root.join("subject");
    fs::create_dir(&files).expect("a directory can be made");
    let subject = match (&options.manager, &options.service) {
        (Some(manager), Some(service)) => Subject::by_hand(dir, &files, manager, service)?,
        (None, None) => Subject::find(dir, &files)?,
        _ => return Err("--manager and --service go together".to_owned()),
    };
    let is_asked = |part: &Part, check: &Check| {
        (options.beyond || !part.is_beyond) && !(options.quick && check.waits)
    };
    let answers = answers(options, &subject, root, is_asked);
    if options.json {
        print!("{}", json::json(&answers));
    } else {
        let has_colour = stdout().is_terminal() && env::var_os("NO_COLOR").is_none();
        print!("{}", card(&answers, has_colour));
    }
    let (passed, all) = score(answers.iter().filter(|answer| !answer.part.is_beyond));
    Ok(passed == all)
}

/// What is asked of `subject`, and what it answers.
fn answers(
    options: &Options,
    subject: &Subject,
    root: &Path,
    is_asked: impl Fn(&Part, &Check) -> bool,
) -> Vec<Answer> {
    let asked: Vec<_> = sentences::all()
        .filter(|(part, check)| is_asked(part, check) && options.names(check.title))
        .collect();
    let questions = questions(&asked, subject);
    let shows = stderr().is_terminal();
    let all = questions.len();
    let progress = |done| {
        if shows {
            eprint!("\rasked {done} of {all} ");
        }
    };
    let verdicts = ask_all(&questions, root, progress);
    if shows {
        eprint!("\r                    \r");
    }
    answered(&asked, verdicts)
}

/// A sentence with its part.
type Asked = (&'static Part, &'static Check);

fn questions<'a>(asked: &[Asked], subject: &'a Subject) -> Vec<Question<'a>> {
    let question = |&(_, check): &Asked| Question { subject, check };
    asked.iter().map(question).collect()
}

fn answered(asked: &[Asked], verdicts: Vec<Verdict>) -> Vec<Answer> {
    let answer = |(&(part, check), verdict): (&Asked, Verdict)| Answer {
        part,
        check,
        verdict,
    };
    asked.iter().zip(verdicts).map(answer).collect()
}

/// Our two programs have every point there is; and in full, the solutions in
/// `tests/fixtures/subjects` fall where they say.
fn grade_what_is_known(options: &Options, root: &Path) -> bool {
    let programs = Path::new(env!("CARGO_BIN_EXE_backup_manager"));
    let files = root.join("ours");
    fs::create_dir(&files).expect("a directory can be made");
    let dir = programs.parent().expect("programs have a directory");
    let ours = Subject::find(dir, &files).expect("ours are two programs");
    let answers = answers(options, &ours, root, |_, _| true);
    print!("{}", card(&answers, false));
    let is_good = answers.iter().all(|answer| answer.verdict.is_ok());
    is_good && (!options.full || grade_the_grader(options, root))
}

/// Asks every sentence of every solution whose worth is known, all side by side.
fn grade_the_grader(options: &Options, root: &Path) -> bool {
    let can_hide = cell::namespace().is_some();
    if !can_hide {
        println!("Left out: solutions that harm what runs beside them (no namespaces here)");
    }
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/subjects");
    let cases = known::cases(&fixtures, root, can_hide);
    let checks: Vec<_> = sentences::all()
        .map(|(_, check)| check)
        .filter(|check| options.names(check.title))
        .collect();
    let questions: Vec<_> = cases.iter().map(|case| case.questions(&checks)).collect();
    let verdicts = ask_all(&questions.concat(), root, |_| ());

    println!("\nThe grader, on solutions whose worth is known");
    let word = |is_known| if is_known { "as known" } else { "SURPRISE" };
    let mut is_good = true;
    let each = cases.iter().zip(&questions);
    for ((case, questions), verdicts) in each.zip(verdicts.chunks(checks.len())) {
        let surprises = case.surprises(questions, verdicts);
        println!("  {}  {}", word(surprises.is_empty()), case.name);
        for surprise in &surprises {
            println!("      {surprise}");
        }
        is_good &= surprises.is_empty();
    }
    let is_clean = is_broken_off_cleanly(&fixtures.join("reference"), root);
    let word = word(is_clean);
    println!("  {word}  Ctrl-C: status 130, no card, nothing left");
    is_good && is_clean
}

/// Interrupts a grading of `dir` soon after it has begun.
fn is_broken_off_cleanly(dir: &Path, root: &Path) -> bool {
    let place = root.join("broken off");
    fs::create_dir(&place).expect("a directory can be made");
    let card = root.join("card");
    let is_empty = |dir: &Path| fs::read_dir(dir).is_ok_and(|mut found| found.next().is_none());
    let mut grading = Command::new(env::current_exe().expect("a program has a file"))
        .env("SUBJECT", dir)
        .env("TMPDIR", &place)
        .stdin(Stdio::null())
        .stdout(File::create(&card).expect("a file can be made"))
        .stderr(Stdio::null())
        .spawn()
        .expect("this program can be run");
    let pid = Pid::from_raw(grading.id().try_into().expect("a process id fits"));
    let since = Instant::now();
    while is_empty(&place) && since.elapsed() < PATIENCE {
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_secs(1));
    let _ = kill(pid, Signal::SIGINT);
    let status = reaper::wait(pid, PATIENCE * 2);
    // The reaper has waited for it already.
    let _ = grading.try_wait();
    let is_silent = fs::read(&card).is_ok_and(|text| text.is_empty());
    status == Some(WaitStatus::Exited(pid, 130)) && is_silent && is_empty(&place)
}
