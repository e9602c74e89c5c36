//! All checks of a grading, side by side: most of their time is spent waiting for the submission.

use std::fs;
use std::io::{IsTerminal, stderr};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::check::{Check, Part, Verdict};
use crate::isolated;
use crate::report::Answer;
use crate::sandbox::namespace;
use crate::sentences;
use crate::submission::Submission;

/// How many checks are asked at once. In addition, all that wait for a minute to end.
const AT_ONCE: usize = 16;

/// How long to wait for what should happen. Only what fails takes so long.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Held while the grading is interrupted: no check begins then, and no verdict counts.
pub static INTERRUPTED: Mutex<()> = Mutex::new(());

/// One sentence for one submission.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The submission.
    pub submission: &'a Submission,
    /// The sentence.
    pub check: &'static Check,
}

/// A verdict, and the commands that led to it.
pub type Reply = (Verdict, String);

/// A sentence with its part.
pub type Asked = (&'static Part, &'static Check);

/// Asks all, and tells `progress` how many are answered. The replies are in the questions' order.
///
/// # Panics
/// If a check panics.
pub fn ask_all(questions: &[Question], root: &Path, progress: impl Fn(usize) + Sync) -> Vec<Reply> {
    let replies: Vec<Mutex<Option<Reply>>> = questions.iter().map(|_| Mutex::new(None)).collect();
    let answered = AtomicUsize::new(0);
    let ask = |index: usize| {
        drop(INTERRUPTED.lock());
        let question = &questions[index];
        let dir = root.join(index.to_string());
        let reply = isolated::ask(question.check, question.submission, &dir, TIMEOUT);
        drop(INTERRUPTED.lock());
        // If this fails, the directory goes with the root at the latest.
        let _ = fs::remove_dir_all(dir);
        *replies[index].lock().expect("no panic holds it") = Some(reply);
        progress(answered.fetch_add(1, Ordering::Relaxed) + 1);
    };
    let which = |is_wanted: &dyn Fn(&Check) -> bool| -> Vec<usize> {
        (0..questions.len())
            .filter(|&index| is_wanted(questions[index].check))
            .collect()
    };
    let must_be_alone = |check: &Check| check.stops && namespace::arguments().is_none();
    let waiting = which(&|check| check.waits && !must_be_alone(check));
    let others = which(&|check| !check.waits && !check.is_heavy && !must_be_alone(check));
    let heavy = which(&|check| check.is_heavy && !must_be_alone(check));
    // The heavy ones are one piece of work, the last to begin: one after the other.
    let mut pieces: Vec<&[usize]> = others.chunks(1).collect();
    pieces.push(&heavy);
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for index in waiting {
            scope.spawn(move || ask(index));
        }
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(piece) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
                    piece.iter().copied().for_each(ask);
                }
            });
        }
    });
    which(&must_be_alone).into_iter().for_each(ask);
    let taken = |reply: Mutex<Option<Reply>>| reply.into_inner().ok().flatten();
    replies
        .into_iter()
        .map(|reply| taken(reply).expect("each was asked"))
        .collect()
}

/// The sentences that contain one of `words`, if there are any, and are wanted.
pub fn sentences_for(words: &[String], is_wanted: impl Fn(&Part, &Check) -> bool) -> Vec<Asked> {
    let is_named =
        |check: &Check| words.is_empty() || words.iter().any(|word| check.title.contains(&**word));
    sentences::all()
        .filter(|(part, check)| is_wanted(part, check) && is_named(check))
        .collect()
}

/// The answers of each of `submissions` to all of `asked`.
pub fn answers(asked: &[Asked], submissions: &[&Submission], root: &Path) -> Vec<Vec<Answer>> {
    if asked.is_empty() {
        return submissions.iter().map(|_| Vec::new()).collect();
    }
    let questions: Vec<_> = submissions
        .iter()
        .flat_map(|submission| {
            asked
                .iter()
                .map(|&(_, check)| Question { submission, check })
        })
        .collect();
    let is_shown = stderr().is_terminal();
    let all = questions.len();
    let replies = ask_all(&questions, root, |done| {
        if is_shown {
            eprint!("\rasked {done} of {all} ");
        }
    });
    if is_shown {
        eprint!("\r                    \r");
    }
    let mut replies = replies.into_iter();
    let answer = |&(part, check): &Asked, (verdict, commands)| Answer {
        part,
        check,
        verdict,
        commands,
    };
    let of_one = |_| {
        asked
            .iter()
            .zip(replies.by_ref())
            .map(|(asked, reply)| answer(asked, reply))
            .collect()
    };
    submissions.iter().map(of_one).collect()
}
