//! *The service will check the schedules, and perform the daily backups at the proper time.*

use std::thread;
use std::time::Duration;

use crate::check::{Check, Fault, Part, Verdict, expect};
use crate::place::Place;

/// See above.
pub const PART: Part = Part {
    name: "The service",
    is_beyond: false,
    checks: &[
        Check::new(
            "what is due this minute is saved as ./backups/NAME.tar",
            "07_time",
            saves_what_is_due,
        ),
        Check::new(
            "all schedules of the same minute are saved",
            "06_loop",
            saves_all_that_are_due,
        ),
        Check::new(
            "what was due earlier today is not saved",
            "07_time",
            saves_nothing_that_has_passed,
        ),
        Check::new(
            "what is due later is not saved yet",
            "07_time",
            saves_nothing_too_early,
        ),
        Check::new("the service runs in an endless loop", "06_loop", it_runs_on),
        Check::new(
            "a schedule whose minute comes while the service runs is saved then",
            "06_loop",
            saves_when_the_minute_comes,
        )
        .that_waits(),
        Check::new(
            "a schedule that is added while the service runs is saved",
            "06_loop",
            sees_what_is_added,
        )
        .that_waits(),
        Check::new(
            "without backup_schedules.txt the service lives on, and says so in its log",
            "06_loop",
            lives_without_schedules,
        ),
        Check::new(
            "a backup that fails is logged, and the others are made",
            "11_errors",
            goes_on_after_a_failure,
        ),
    ],
};

fn saves_what_is_due(place: &mut Place) -> Verdict {
    place.write("test/notes.txt", "content");
    place.start_with(&place.times().due("test", "notes"))?;
    place.saves("notes")
}

fn saves_all_that_are_due(place: &mut Place) -> Verdict {
    let mut schedules = String::new();
    for name in ["red", "green", "blue"] {
        place.write(&format!("{name}/notes.txt"), name);
        schedules += &place.times().due(name, name);
    }
    place.start_with(&schedules)?;
    for name in ["red", "green", "blue"] {
        place.saves(name)?;
    }
    Ok(())
}

/// `minutes` from now and still today, beside one that is due: when that is saved, the schedules were checked.
fn saves_only_what_is_due(place: &Place, minutes: [i64; 2]) -> Verdict {
    place.write("test/notes.txt", "content");
    place.times().wait_for_the_day();
    let [near, far] = minutes.map(|minutes| place.times().ahead_today(minutes));
    let others = format!("test;{near};near\ntest;{far};far\n");
    place.start_with(&(others + &place.times().due("test", "due")))?;
    place.saves("due").map_err(Fault::before)?;
    thread::sleep(Duration::from_millis(300));
    let names = place.names("backups").join(" ");
    let is_only = !names.contains("near") && !names.contains("far");
    expect(
        is_only,
        format!("due.tar, but nothing of {near} and {far}"),
        names,
    )
}

fn saves_nothing_that_has_passed(place: &mut Place) -> Verdict {
    saves_only_what_is_due(place, [-1, -90])
}

fn saves_nothing_too_early(place: &mut Place) -> Verdict {
    saves_only_what_is_due(place, [3, 90])
}

fn it_runs_on(place: &mut Place) -> Verdict {
    place.write("test/notes.txt", "content");
    place.saved("test", "notes")?;
    thread::sleep(Duration::from_secs(1));
    let runs = !place.services().is_empty();
    expect(
        runs,
        "the service runs on after a backup",
        format!("it has ended\n{}", place.service_log()),
    )
}

/// Between these seconds a service that sleeps for 45 of them wakes in the very next minute.
const EARLY_ENOUGH: (u32, u32) = (16, 45);

/// Longer than from there to the end of the next minute.
const NEXT_MINUTE: Duration = Duration::from_secs(105);

fn saves_when_the_minute_comes(place: &mut Place) -> Verdict {
    place.write("test/notes.txt", "content");
    place.clock = place.times().turning();
    place
        .times()
        .wait_for_seconds(EARLY_ENOUGH.0, EARLY_ENOUGH.1);
    place.start_with(&format!("test;{};later\n", place.times().ahead(1)))?;
    place.patience = NEXT_MINUTE;
    place.saves("later")
}

fn sees_what_is_added(place: &mut Place) -> Verdict {
    place.write("test/notes.txt", "content");
    place
        .times()
        .wait_for_seconds(EARLY_ENOUGH.0, EARLY_ENOUGH.1);
    place.saved("test", "first")?;
    // A clock that stands still has no next minute: the service must see it in this one.
    let minutes = i64::from(place.clock.is_none());
    let time = place.times().ahead(minutes);
    place.given(&["create", &format!("test;{time};added")])?;
    place.patience = NEXT_MINUTE;
    place.saves("added")
}

fn lives_without_schedules(place: &mut Place) -> Verdict {
    place.start()?;
    let is_logged = place.until(|| !place.service_log().trim().is_empty());
    thread::sleep(Duration::from_millis(500));
    let runs = !place.services().is_empty();
    expect(
        is_logged && runs,
        "the service runs, and its log says that there are no schedules",
        format!(
            "it {}\nin its log: {}",
            if runs { "runs" } else { "has ended" },
            place.service_log()
        ),
    )
}

fn goes_on_after_a_failure(place: &mut Place) -> Verdict {
    place.write("test/notes.txt", "content");
    let due = place.times().due("no_such_directory", "missing") + &place.times().due("test", "t");
    place.start_with(&due)?;
    let is_saved = place.until(|| place.path("backups/t.tar").is_file());
    // A log that is begun anew for each line names it only for a moment.
    thread::sleep(Duration::from_millis(300));
    let is_named = place.until(|| names_it(&place.service_log()));
    expect(
        is_saved && is_named,
        "in its log: an error for no_such_directory\nin ./backups: t.tar",
        format!(
            "in its log: {}\nin ./backups: {}",
            place.service_log(),
            place.names("backups").join(" ")
        ),
    )
}

fn names_it(log: &str) -> bool {
    log.contains("no_such_directory") || log.contains("missing")
}
