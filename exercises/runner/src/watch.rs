//! The tests again at each save.

use std::fs;
use std::thread;
use std::time::{Duration, SystemTime};

use crate::exercise::Exercise;
use crate::explain;

/// How often to look whether a file was saved: a stat of a few files each time.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Tests `exercise` now and each time one of its files is saved, until Ctrl-C.
pub fn run(exercise: &Exercise) -> Result<(), String> {
    loop {
        let tested = saved(exercise);
        // Clears the screen and goes to its top left corner, scrollback kept (ECMA-48).
        if crate::paint::is_terminal() {
            print!("\x1b[2J\x1b[H");
        }
        explain::run(exercise)?;
        println!("\nWaiting for the next save. Ctrl-C ends this.");
        while saved(exercise) == tested {
            thread::sleep(LOOK_AGAIN);
        }
    }
}

/// When each file was saved last; nothing for one that an editor is just replacing.
fn saved(exercise: &Exercise) -> Vec<Option<SystemTime>> {
    let time = |file| fs::metadata(file).and_then(|found| found.modified()).ok();
    exercise.files().into_iter().map(time).collect()
}
