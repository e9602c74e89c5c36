//! All checks of a grading, side by side: most of their time is spent waiting for the subject.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::cell;
use crate::check::{Check, Verdict};
use crate::subject::Subject;

/// How many checks are asked at once. Beside these, each that waits for the minute.
const AT_ONCE: usize = 12;

/// How long to wait for what should happen; only what fails takes so long.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Held by whoever breaks the grading off: no question is begun then, and what the others come to
/// is nobody's verdict.
pub static BROKEN_OFF: Mutex<()> = Mutex::new(());

/// One question.
#[derive(Clone)]
pub struct Question<'a> {
    /// Of whom.
    pub subject: &'a Subject,
    /// What.
    pub check: &'static Check,
}

/// Asks all, and tells `progress` how many are answered. The verdicts are in the questions' order.
pub fn ask_all(
    questions: &[Question],
    root: &Path,
    progress: impl Fn(usize) + Sync,
) -> Vec<Verdict> {
    let namespace = cell::namespace();
    let verdicts: Vec<Mutex<Option<Verdict>>> =
        questions.iter().map(|_| Mutex::new(None)).collect();
    let answered = AtomicUsize::new(0);
    let ask = |index: usize| {
        drop(BROKEN_OFF.lock());
        let question = &questions[index];
        let dir = root.join(index.to_string());
        let verdict = cell::ask(question.check, question.subject, &dir, PATIENCE, namespace);
        drop(BROKEN_OFF.lock());
        // What a failed check leaves is in nobody's way, and goes with the root at the latest.
        let _ = fs::remove_dir_all(dir);
        *verdicts[index].lock().expect("no panic holds it") = Some(verdict);
        progress(answered.fetch_add(1, Ordering::Relaxed) + 1);
    };
    let which = |is_wanted: &dyn Fn(&Check) -> bool| -> Vec<usize> {
        (0..questions.len())
            .filter(|&index| is_wanted(questions[index].check))
            .collect()
    };
    let is_exposed = |check: &Check| check.stops && namespace.is_none();
    let waiting = which(&|check| check.waits && !is_exposed(check));
    let others = which(&|check| !check.waits && !is_exposed(check));
    thread::scope(|scope| {
        for index in waiting {
            scope.spawn(move || ask(index));
        }
        work(&others, AT_ONCE, &ask);
    });
    work(&which(&is_exposed), 1, &ask);
    let taken = |verdict: Mutex<Option<Verdict>>| verdict.into_inner().ok().flatten();
    verdicts
        .into_iter()
        .map(|verdict| taken(verdict).expect("each was asked"))
        .collect()
}

/// Does all the work with so many hands.
fn work(indices: &[usize], hands: usize, ask: &(impl Fn(usize) + Sync)) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..hands {
            scope.spawn(|| {
                while let Some(&index) = indices.get(next.fetch_add(1, Ordering::Relaxed)) {
                    ask(index);
                }
            });
        }
    });
}
