//! A grading from beginning to end: of one solution, or of those whose worth is known.

use std::env;
use std::fs;
use std::io::{IsTerminal, stderr, stdout};
use std::path::Path;
use std::process::ExitCode;
use std::thread;

use clap::Parser;
use nix::sys::signal::{SigSet, Signal};
use tempfile::TempDir;

use crate::card::{Answer, card, score};
use crate::check::{Check, Part, Verdict};
use crate::grading::{BROKEN_OFF, Question, ask_all};
use crate::options::{Known, Options};
use crate::sandbox::{processes, subreaper};
use crate::subject::Subject;
use crate::{cell, json, known, sentences};

/// Grades the solution that the command line names, and prints its card. Exit status 0: all of the
/// exercise is there; 1: not all; 2: not graded.
pub fn grade() -> ExitCode {
    if cell::was_lived() {
        return ExitCode::SUCCESS;
    }
    let options = Options::parse();
    session(|root| grade_dir(&options, root))
}

/// Grades the two programs in the directory `programs`, also beyond the exercise. With `--full`,
/// the grader is graded as well: the solutions in `fixtures` must pass and fail where they say.
pub fn grade_known(programs: &Path, fixtures: &Path) -> ExitCode {
    if cell::was_lived() {
        return ExitCode::SUCCESS;
    }
    let known = Known::get();
    if known.list {
        println!("spec: test");
        return ExitCode::SUCCESS;
    }
    session(|root| Ok(grade_what_is_known(&known, programs, fixtures, root)))
}

/// Runs `grading` with a temporary directory, and leaves neither files nor processes behind.
fn session(grading: impl FnOnce(&Path) -> Result<bool, String>) -> ExitCode {
    let root = TempDir::new().expect("a directory can be made");
    clean_up_when_interrupted(root.path());
    processes::adopt_orphans();
    subreaper::begin();
    let graded = grading(root.path());
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
fn grade_dir(options: &Options, root: &Path) -> Result<bool, String> {
    let dir = options.dir.as_path();
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
    let answers = answers(&[], &subject, root, is_asked);
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
    words: &[String],
    subject: &Subject,
    root: &Path,
    is_asked: impl Fn(&Part, &Check) -> bool,
) -> Vec<Answer> {
    let asked: Vec<_> = sentences::all()
        .filter(|(part, check)| is_asked(part, check) && is_named(words, check.title))
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

/// Whether a sentence is asked for: it has one of `words`, as with `cargo test WORD`.
fn is_named(words: &[String], title: &str) -> bool {
    words.is_empty() || words.iter().any(|word| title.contains(word.as_str()))
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
fn grade_what_is_known(options: &Known, programs: &Path, fixtures: &Path, root: &Path) -> bool {
    let files = root.join("ours");
    fs::create_dir(&files).expect("a directory can be made");
    let ours = Subject::find(programs, &files).expect("ours are two programs");
    let answers = answers(&options.words, &ours, root, |_, _| true);
    print!("{}", card(&answers, false));
    let is_good = answers.iter().all(|answer| answer.verdict.is_ok());
    is_good && (!options.full || grade_the_grader(&options.words, fixtures, root))
}

/// Asks every sentence of every solution whose worth is known, all side by side.
fn grade_the_grader(words: &[String], fixtures: &Path, root: &Path) -> bool {
    let can_hide = cell::namespace().is_some();
    if !can_hide {
        println!("Left out: solutions that harm what runs beside them (no namespaces here)");
    }
    let cases = known::cases(fixtures, root, can_hide);
    let checks: Vec<_> = sentences::all()
        .map(|(_, check)| check)
        .filter(|check| is_named(words, check.title))
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
    is_good
}
