//! Beyond the exercise: what a careful solution does with processes.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::check::{Check, Fault, Part, Verdict, expect};
use crate::place::Place;
use crate::sandbox::processes;

/// See above.
pub const PART: Part = Part {
    name: "Beyond the exercise: the service",
    is_beyond: true,
    checks: &[
        Check::new(
            "nothing is saved twice in its minute",
            "07_time",
            nothing_is_saved_twice,
        )
        .that_waits(),
        Check::new(
            "two directories have a service each",
            "02_start",
            two_directories_have_two,
        ),
        Check::new(
            "stop leaves another directory's service alone",
            "03_stop",
            stop_leaves_the_other,
        )
        .that_stops(),
        Check::new(
            "stop leaves a stranger alone whose arguments mention the service",
            "03_stop",
            stop_leaves_strangers,
        )
        .that_stops(),
        Check::new(
            "start is not taken in by a stranger whose arguments mention the service",
            "02_start",
            start_is_not_taken_in,
        ),
        Check::new(
            "of five starts at once one service comes",
            "02_start",
            one_of_five,
        ),
        Check::new(
            "start works after the service was killed",
            "02_start",
            start_works_after_a_kill,
        ),
        Check::new(
            "$(backup_manager start) returns",
            "02_start",
            start_keeps_no_pipe,
        ),
        Check::new(
            "when stop returns the service is gone",
            "03_stop",
            stop_waits,
        )
        .that_stops(),
        Check::new(
            "an error is told in the exit status",
            "11_errors",
            errors_have_a_status,
        )
        .that_stops(),
    ],
};

/// Long enough for a service to come up, or to fail.
const A_WHILE: Duration = Duration::from_millis(1000);

fn nothing_is_saved_twice(place: &mut Place) -> Verdict {
    place.write("test/notes.txt", "content");
    // Early in the minute, so that a service that sleeps for 45 seconds looks twice.
    place.times().wait_for_seconds(0, 10);
    let minute = place.times().ahead(0);
    place.saved("test", "t")?;
    thread::sleep(A_WHILE);
    let mark = || {
        let found = fs::metadata(place.path("backups/t.tar")).ok();
        found.map(|found| (found.ino(), found.mtime(), found.mtime_nsec()))
    };
    let first = mark();
    place.times().wait_for_second(59, &minute);
    expect(
        mark() == first,
        "one backup in the minute",
        format!("another one\n{}", place.service_log()),
    )
}

/// Starts a service here and, if it comes up, one there.
fn start_both(here: &Place) -> Result<Place, Fault> {
    let there = here.another();
    here.start_with("")?;
    here.service_runs()?;
    there.write("test/notes.txt", "content");
    there.start_with(&there.times().due("test", "t"))?;
    Ok(there)
}

fn two_directories_have_two(place: &mut Place) -> Verdict {
    let there = start_both(place)?;
    let is_saved = there.until(|| there.path("backups/t.tar").is_file());
    let said = there.manager_log() + &there.service_log();
    expect(is_saved, "the second directory's schedule is saved", said)
}

fn stop_leaves_the_other(place: &mut Place) -> Verdict {
    let there = start_both(place)?;
    there.saves("t").map_err(Fault::before)?;
    place.given(&["stop"])?;
    thread::sleep(A_WHILE);
    let is_left = !place.services().is_empty();
    expect(
        is_left,
        "the other directory's service runs on",
        "no service runs",
    )
}

/// Somebody who has the file of the service open in an editor, or so it looks.
struct Stranger(Child);

impl Stranger {
    fn enter(place: &mut Place) -> Stranger {
        let mut editor = Command::new("sh");
        editor.args(["-c", "read line; :", "vi", &place.subject.service]);
        place.prepare(&mut editor);
        let editor = editor.stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
        let stranger = Stranger(editor.expect("there is a shell"));
        place.strangers.push(stranger.pid());
        stranger
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.0.id().try_into().expect("a process id fits"))
    }

    fn is_there(&self) -> bool {
        !processes::arguments(self.pid()).is_empty()
    }
}

fn stop_leaves_strangers(place: &mut Place) -> Verdict {
    let stranger = Stranger::enter(place);
    place.start_with("")?;
    place.until(|| !place.services().is_empty());
    place.given(&["stop"])?;
    thread::sleep(A_WHILE / 4);
    let words = format!("`vi {}` is left alone", place.subject.service);
    expect(stranger.is_there(), words, "it was ended")
}

fn start_is_not_taken_in(place: &mut Place) -> Verdict {
    let _stranger = Stranger::enter(place);
    place.start_with("")?;
    let is_there = place.until(|| !place.services().is_empty());
    expect(is_there, "a service runs", place.manager_log())
}

fn one_of_five(place: &mut Place) -> Verdict {
    place.start_with("")?;
    place.service_runs()?;
    thread::sleep(A_WHILE / 2);
    let usual = place.services().len();
    let there = place.another();
    there.write("backup_schedules.txt", "");
    let five = "for i in 1 2 3 4 5; do \"$@\" start & done; wait";
    there.shell(five).map_err(Fault::before)?;
    thread::sleep(A_WHILE);
    // One of the five may have ended the first.
    let found = there.services().len().saturating_sub(usual);
    expect(found == usual, "one service", format!("{found} processes"))
}

fn start_works_after_a_kill(place: &mut Place) -> Verdict {
    place.start_with("")?;
    place.until(|| !place.services().is_empty());
    for pid in place.services() {
        let _ = kill(pid, Signal::SIGKILL);
    }
    place.until(|| place.services().is_empty());
    let said = place.manager(&["start"])?;
    thread::sleep(A_WHILE / 2);
    expect(!place.services().is_empty(), "a service runs", said.all())
}

/// The shell reads until the last process has closed the pipe.
fn start_keeps_no_pipe(place: &mut Place) -> Verdict {
    place.write("backup_schedules.txt", "");
    place.shell("said=$(\"$@\" start 2>&1)").map(drop)
}

fn stop_waits(place: &mut Place) -> Verdict {
    place.start_with("")?;
    place.service_runs()?;
    place.given(&["stop"])?;
    let left = place.services().len();
    expect(left == 0, "no service runs", format!("{left} process(es)"))
}

fn errors_have_a_status(place: &mut Place) -> Verdict {
    let wrong: [&[&str]; 6] = [
        &["restart"],
        &["create", "test;"],
        &["delete", "9"],
        &["list"],
        &["backups"],
        &["stop"],
    ];
    for arguments in wrong {
        let words = arguments.join(" ");
        let is_told = !place.manager(arguments)?.is_success();
        expect(
            is_told,
            format!("`{words}` ends with another status than 0"),
            "it ends with 0",
        )?;
    }
    Ok(())
}
