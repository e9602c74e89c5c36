//! *All actions and errors should be logged*: one log for each program, in `./logs`.

use crate::check::{Check, Fault, Part, Verdict, expect};
use crate::place::{Place, quoted};

/// See above.
pub const PART: Part = Part {
    name: "The logs",
    is_beyond: false,
    checks: &[
        Check::new(
            "create, list, backups and delete are logged in ./logs/backup_manager.log",
            "12_logs",
            actions_are_logged,
        ),
        Check::new(
            "start and stop are logged in ./logs/backup_manager.log",
            "12_logs",
            start_and_stop_are_logged,
        )
        .that_stops(),
        Check::new(
            "a backup is logged in ./logs/backup_service.log",
            "12_logs",
            backups_are_logged,
        ),
        Check::new(
            "a line of the log begins with the time",
            "12_logs",
            lines_begin_with_the_time,
        ),
        Check::new(
            "the log names the schedule that was added",
            "12_logs",
            lines_are_specific,
        ),
        Check::new(
            "the log keeps the lines that are there",
            "12_logs",
            the_log_is_kept,
        ),
    ],
};

/// `arguments` add to the manager's log.
pub fn is_logged(place: &Place, arguments: &[&str]) -> Verdict {
    let before = place.manager_log();
    place.manager(arguments)?;
    let after = place.manager_log();
    let new = after.strip_prefix(before.as_str()).unwrap_or(&after);
    let others = place.names("").join(" ");
    expect(
        !new.trim().is_empty(),
        format!(
            "{} adds a line to logs/backup_manager.log",
            quoted(arguments)
        ),
        format!("in the log:\n{after}\nin the directory: {others}"),
    )
}

fn actions_are_logged(place: &mut Place) -> Verdict {
    place.write("backups/red.tar", "");
    is_logged(place, &["create", "test;16:07;name"])?;
    is_logged(place, &["list"])?;
    is_logged(place, &["backups"])?;
    is_logged(place, &["delete", "0"])
}

fn start_and_stop_are_logged(place: &mut Place) -> Verdict {
    place.write("backup_schedules.txt", "");
    is_logged(place, &["start"])?;
    place.service_runs()?;
    is_logged(place, &["stop"])
}

fn backups_are_logged(place: &mut Place) -> Verdict {
    place.write("pictures/one", "content");
    place.saved("pictures", "album")?;
    let names_it = |log: &str| log.contains("pictures") || log.contains("album");
    let is_logged = place.until(|| names_it(&place.service_log()));
    expect(
        is_logged,
        "a line about pictures, saved as album",
        format!(
            "in the log: {}\nin ./logs: {}",
            place.service_log(),
            place.names("logs").join(" ")
        ),
    )
}

/// The instruction whose line has no reason to name a time of its own.
fn lines_begin_with_the_time(place: &mut Place) -> Verdict {
    place.write("backup_schedules.txt", "");
    is_logged(place, &["list"]).map_err(Fault::before)?;
    let log = place.manager_log();
    let begins_with_it = log.lines().next().is_some_and(|line| {
        let start: Vec<char> = line.chars().take(40).collect();
        let hour = |five: &[char]| {
            five[2] == ':'
                && [0, 1, 3, 4]
                    .iter()
                    .all(|&index| five[index].is_ascii_digit())
        };
        let since_1970 = |ten: &[char]| ten.iter().all(char::is_ascii_digit);
        start.windows(5).any(hour) || start.windows(10).any(since_1970)
    });
    expect(
        begins_with_it,
        "[08/02/2023 16:07] Show schedules list",
        log,
    )
}

fn lines_are_specific(place: &mut Place) -> Verdict {
    is_logged(place, &["create", "pictures;16:07;album"]).map_err(Fault::before)?;
    let log = place.manager_log();
    let is_specific = log.contains("pictures") || log.contains("album");
    expect(is_specific, "New schedule added: pictures;16:07;album", log)
}

fn the_log_is_kept(place: &mut Place) -> Verdict {
    is_logged(place, &["create", "test;16:07;name"]).map_err(Fault::before)?;
    let before = place.manager_log();
    place.given(&["list"])?;
    let after = place.manager_log();
    let is_kept = after.starts_with(&before);
    expect(is_kept, format!("{before}and one more"), after)
}
