//! *`start`: run the service in the background*, and *`stop`: stop the process*.

use std::thread;
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};

use crate::check::{Check, Fault, Part, Verdict, expect};
use crate::place::Place;

/// See above.
pub const PART: Part = Part {
    name: "Start and stop",
    is_beyond: false,
    checks: &[
        Check::new(
            "start returns, and ps shows backup_service",
            "02_start",
            start_runs_it,
        ),
        Check::new(
            "the service outlives the terminal it was started from",
            "02_start",
            it_outlives_its_terminal,
        ),
        Check::new(
            "start twice runs one service",
            "02_start",
            start_twice_runs_one,
        ),
        Check::new("stop ends the service", "03_stop", stop_ends_it).that_stops(),
        Check::new("start works again after stop", "03_stop", start_works_again).that_stops(),
    ],
};

/// Long enough for a service that cannot live to die.
const A_WHILE: Duration = Duration::from_millis(1500);

fn show(place: &Place) -> String {
    format!(
        "{} of them run\n{}",
        place.services().len(),
        place.service_log()
    )
}

fn start_runs_it(place: &mut Place) -> Verdict {
    place.write("backup_schedules.txt", "");
    let said = place.manager(&["start"])?;
    thread::sleep(A_WHILE);
    expect(
        !place.services().is_empty(),
        format!("a process with {} in its arguments", place.subject.service),
        format!("there is none\n{}{}", said.all(), place.service_log()),
    )
}

/// A terminal that is closed sends SIGHUP to the processes that were started from it.
fn it_outlives_its_terminal(place: &mut Place) -> Verdict {
    place.write("backup_schedules.txt", "");
    let starter = place.given(&["start"])?.pid;
    place.service_runs()?;
    thread::sleep(A_WHILE);
    let _ = killpg(starter, Signal::SIGHUP);
    thread::sleep(A_WHILE / 3);
    expect(
        !place.services().is_empty(),
        "the service runs on after SIGHUP\n(start it in a session of its own)",
        "it has ended",
    )
}

fn start_twice_runs_one(place: &mut Place) -> Verdict {
    place.start_with("")?;
    place.service_runs()?;
    thread::sleep(A_WHILE / 2);
    let before = place.services().len();
    place.manager(&["start"])?;
    thread::sleep(A_WHILE / 2);
    let after = place.services().len();
    expect(
        after == before,
        "the second start says that the service runs already",
        format!("{before} process(es) after the first start, {after} after the second"),
    )
}

fn stop_ends_it(place: &mut Place) -> Verdict {
    place.start_with("")?;
    place.service_runs()?;
    place.manager(&["stop"])?;
    let is_gone = place.until(|| place.services().is_empty());
    expect(is_gone, "no service runs after stop", show(place))
}

fn start_works_again(place: &mut Place) -> Verdict {
    place.start_with("")?;
    place.service_runs()?;
    place.given(&["stop"])?;
    if !place.until(|| place.services().is_empty()) {
        return Err(Fault::NotReached(
            "`stop` does not end the service".to_owned(),
        ));
    }
    let said = place.manager(&["start"])?;
    thread::sleep(A_WHILE);
    let runs = !place.services().is_empty();
    expect(
        runs,
        "the service runs",
        format!("it does not\n{}{}", said.all(), place.service_log()),
    )
}
