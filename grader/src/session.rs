//! A grading from beginning to end: of solutions that the command line names, or of our own.

use std::env;
use std::fs;
use std::io::{IsTerminal, stdout};
use std::path::Path;
use std::process::ExitCode;
use std::thread;
use std::time::SystemTime;

use clap::Parser;
use nix::sys::signal::{SigSet, Signal};
use tempfile::TempDir;

use crate::cli::{Options, OwnOptions};
use crate::faketime;
use crate::grading::{Asked, INTERRUPTED, answers, sentences_for};
use crate::isolated;
use crate::report::{Answer, Score, audit, card, class, is_asked, json, score_of};
use crate::sandbox::{processes, subreaper};
use crate::self_test;
use crate::submission::Submission;

/// Grades the solutions that the command line names, and prints their card or table. Exit status 0:
/// all of the exercise passes; 1: not all; 2: not graded.
pub fn grade() -> ExitCode {
    if isolated::run_own_task() {
        return ExitCode::SUCCESS;
    }
    let options = Options::parse();
    in_temporary_dir(|root| match &options.dirs[..] {
        [dir] => grade_one(&options, dir, root),
        _ => grade_class(&options, root),
    })
}

/// Grades the two programs in the directory `programs`, also beyond the exercise. With `--full`, the
/// grader is tested as well, by the solutions in `fixtures`.
pub fn grade_own(programs: &Path, fixtures: &Path) -> ExitCode {
    if isolated::run_own_task() {
        return ExitCode::SUCCESS;
    }
    let options = OwnOptions::get();
    if options.ignored {
        return ExitCode::SUCCESS;
    }
    if options.list {
        println!("spec: test");
        return ExitCode::SUCCESS;
    }
    in_temporary_dir(|root| {
        let own = Submission::find(programs, &root.join("own"))?;
        let asked = sentences_for(&options.words, |_, check| options.full || !check.is_slow);
        let answers = answers(&asked, &[&own], root).remove(0);
        print!("{}", card::card(&answers, false));
        let is_good = |answer: &Answer| answer.verdict.is_ok() || !is_asked(&answer.verdict);
        let is_good = answers.iter().all(is_good);
        Ok(is_good && (!options.full || self_test::run(&options, fixtures, root)))
    })
}

/// Runs `grading` with a temporary directory, and leaves neither files nor processes behind.
fn in_temporary_dir(grading: impl FnOnce(&Path) -> Result<bool, String>) -> ExitCode {
    let root = match temporary_dir() {
        Ok(root) => root,
        Err(why) => return not_graded(&why),
    };
    let since = SystemTime::now();
    clean_up_when_interrupted(root.path(), since);
    subreaper::adopt_orphans();
    let graded = grading(root.path());
    processes::end_descendants();
    faketime::remove_shared_memory(since);
    match graded {
        Ok(is_good) => ExitCode::from(u8::from(!is_good)),
        Err(why) => not_graded(&why),
    }
}

fn not_graded(why: &str) -> ExitCode {
    eprintln!("not graded: {why}");
    ExitCode::from(2)
}

/// A new directory for the gradings, in which programs can be run. Often `TMPDIR` is mounted with
/// `noexec`; then the directory is beside this program.
fn temporary_dir() -> Result<TempDir, String> {
    let mut parent = env::temp_dir();
    if is_noexec(&parent) {
        let this = env::current_exe().map_err(|error| error.to_string())?;
        let beside = this.with_file_name("");
        let [from, to] = [&parent, &beside].map(|path| path.display());
        eprintln!("grading in {to}: {from} is mounted noexec");
        parent = beside;
    }
    TempDir::with_prefix_in("grading-", &parent)
        .map_err(|error| format!("can't make a directory in {}: {error}", parent.display()))
}

/// Whether no program in `dir` can be run.
#[cfg(target_os = "linux")]
fn is_noexec(dir: &Path) -> bool {
    use nix::sys::statvfs::{FsFlags, statvfs};
    statvfs(dir).is_ok_and(|system| system.flags().contains(FsFlags::ST_NOEXEC))
}

/// The `statvfs` of POSIX does not say it.
#[cfg(not(target_os = "linux"))]
fn is_noexec(_: &Path) -> bool {
    false
}

/// On Ctrl-C nothing is left behind either.
fn clean_up_when_interrupted(root: &Path, since: SystemTime) {
    let signals: SigSet = [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP]
        .into_iter()
        .collect();
    signals.thread_block().expect("signals can be blocked");
    let root = root.to_owned();
    thread::spawn(move || {
        let _ = signals.wait();
        let _interrupted = INTERRUPTED.lock();
        processes::end_descendants();
        faketime::remove_shared_memory(since);
        let _ = fs::remove_dir_all(root);
        std::process::exit(130);
    });
}

fn grade_one(options: &Options, dir: &Path, root: &Path) -> Result<bool, String> {
    let submission = open(options, dir, &root.join("submission"))?;
    let answers = answers(&asked_for(options)?, &[&submission], root).remove(0);
    if options.json {
        print!("{}", json::json(&answers));
    } else {
        let has_color = stdout().is_terminal() && env::var_os("NO_COLOR").is_none();
        print!("{}", card::card(&answers, has_color));
    }
    if let Some(file) = &options.audit {
        let sheet = audit::sheet(&dir.display().to_string(), &answers);
        fs::write(file, sheet).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(passes(&answers))
}

fn grade_class(options: &Options, root: &Path) -> Result<bool, String> {
    if options.json || options.audit.is_some() {
        return Err("--json and --audit are for one directory at a time".to_owned());
    }
    let opened: Vec<_> = options
        .dirs
        .iter()
        .enumerate()
        .map(|(index, dir)| open(options, dir, &root.join(format!("submission{index}"))))
        .collect();
    let submissions: Vec<_> = opened.iter().flatten().collect();
    let mut graded = answers(&asked_for(options)?, &submissions, root).into_iter();
    let student = |(dir, opened): (&std::path::PathBuf, &Result<_, String>)| class::Student {
        name: dir
            .file_name()
            .unwrap_or(dir.as_os_str())
            .to_string_lossy()
            .into_owned(),
        graded: opened
            .as_ref()
            .map_err(String::clone)
            .map(|_| graded.next().expect("each submission was graded")),
    };
    let students: Vec<_> = options.dirs.iter().zip(&opened).map(student).collect();
    print!("{}", class::table(&students));
    let passes = |student: &class::Student| student.graded.as_ref().is_ok_and(|it| passes(it));
    Ok(students.iter().all(passes))
}

fn open(options: &Options, dir: &Path, files: &Path) -> Result<Submission, String> {
    if !dir.is_dir() {
        return Err(format!("{} is not a directory", dir.display()));
    }
    match (&options.manager, &options.service) {
        (Some(manager), Some(service)) => Submission::by_hand(dir, files, manager, service),
        _ => Submission::find(dir, files),
    }
}

/// Whether all of the exercise passes.
fn passes(answers: &[Answer]) -> bool {
    let Score { passed, asked } = score_of(answers, false);
    passed == asked
}

/// The sentences to ask: an error if `--only` has a text that none of them contains.
fn asked_for(options: &Options) -> Result<Vec<Asked>, String> {
    let asked = sentences_for(&options.only, |part, check| {
        (options.beyond || !part.is_beyond) && !(options.quick && check.waits)
    });
    let is_in_none =
        |text: &&String| !(asked.iter()).any(|(_, check)| check.title.contains(text.as_str()));
    match options.only.iter().find(is_in_none) {
        Some(text) => Err(format!(
            "no sentence contains {text:?}; --beyond asks more of them"
        )),
        None => Ok(asked),
    }
}
