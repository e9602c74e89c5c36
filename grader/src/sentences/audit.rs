//! The example of the exercise, and the steps of its audit that no other part has asked for.

use super::instructions::{indexed, is_entry};
use crate::check::{Check, Fault, Part, Verdict, expect};
use crate::place::Place;

/// See above.
pub const PART: Part = Part {
    name: "The example and the audit",
    is_beyond: false,
    checks: &[
        Check::new(
            "start followed at once by backups lists what was due this minute",
            "02_start",
            start_then_backups,
        ),
        Check::new(
            "the example of the exercise prints what it should",
            "13_whole",
            the_example,
        )
        .that_stops(),
        Check::new(
            "the example leaves logs that tell what was done",
            "13_whole",
            the_logs_of_the_example,
        )
        .that_stops(),
    ],
};

fn start_then_backups(place: &mut Place) -> Verdict {
    place.write("test/notes.txt", "content");
    place.start_with(&place.times().due("test", "due"))?;
    let said = place.manager(&["backups"])?;
    expect(
        said.out.contains("due.tar"),
        "due.tar\n(start returns after the first check)",
        said.all(),
    )
}

/// The directories of the example, and the names they are saved under.
const SAVED: [(&str, &str); 3] = [
    ("test", "backup_test"),
    ("test1", "personal_data"),
    ("test2", "office_docs"),
];

/// The three schedules of the example, for a minute with enough time left to play it.
fn schedules(place: &Place) -> [String; 3] {
    place.times().wait_for_seconds(0, 40);
    let now = place.times().ahead(0);
    SAVED.map(|(path, name)| format!("{path};{now};{name}"))
}

/// The commands of the example; what `list` and `backups` printed.
fn play(place: &Place, schedules: &[String; 3]) -> Result<(String, String), Fault> {
    for (directory, _) in SAVED {
        place.write(&format!("{directory}/notes.txt"), directory);
    }
    for schedule in schedules {
        place.manager(&["create", schedule])?;
    }
    place.manager(&["create", "test;"])?;
    let listed = place.manager(&["list"])?.out;
    place.manager(&["start"])?;
    place.manager(&["stop"])?;
    let archives = place.manager(&["backups"])?.out;
    Ok((listed, archives))
}

fn the_example(place: &mut Place) -> Verdict {
    let schedules = schedules(place);
    let (listed, archives) = play(place, &schedules)?;
    let expected = indexed(&schedules.join("\n"));
    let lists_all = expected.lines().count() == 3
        && (expected.lines()).all(|wanted| listed.lines().any(|line| is_entry(line, wanted)));
    expect(lists_all, expected, listed)?;
    let names = "backup_test.tar\noffice_docs.tar\npersonal_data.tar\n";
    let shows_all = names.lines().all(|name| archives.contains(name));
    expect(
        shows_all,
        names,
        format!("{archives}\nin its log: {}", place.service_log()),
    )
}

fn the_logs_of_the_example(place: &mut Place) -> Verdict {
    play(place, &schedules(place))?;
    let (manager, service) = (place.manager_log(), place.service_log());
    // Three created, one refused, list, start, stop, backups.
    expect(
        manager.lines().count() >= 8,
        "logs/backup_manager.log has a line for each of the 8 commands",
        manager,
    )?;
    let names_all = SAVED
        .iter()
        .all(|(path, name)| service.contains(path) || service.contains(name));
    expect(
        names_all && service.lines().count() >= 3,
        "logs/backup_service.log has a line for each of the 3 backups",
        service,
    )
}
