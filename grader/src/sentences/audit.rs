//! The example of the exercise, and the steps of its audit that no other part has asked for.

use super::instructions::{indexed, is_entry};
use crate::check::{Check, Failure, Part, Verdict, expect};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "The example and the audit",
    is_beyond: false,
    checks: &[
        Check::new(
            "backups right after start lists the archives of this minute",
            "02_start",
            start_then_backups,
        ),
        Check::new(
            "the exercise's example prints the expected output",
            "13_whole",
            the_example,
        )
        .that_stops(),
        Check::new(
            "the exercise's example logs every action",
            "13_whole",
            the_logs_of_the_example,
        )
        .that_stops(),
    ],
};

fn start_then_backups(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    env.start_with(&env.clock.due("test", "due"))?;
    let output = env.manager(&["backups"])?;
    expect(
        output.stdout.contains("due.tar"),
        "due.tar\n(start returns after the first check)",
        output.all(),
    )
}

/// The directories of the example, and the names they are saved under.
const SAVED: [(&str, &str); 3] = [
    ("test", "backup_test"),
    ("test1", "personal_data"),
    ("test2", "office_docs"),
];

/// The three schedules of the example, for a minute with enough time left to play it.
fn schedules(env: &TestEnv) -> [String; 3] {
    env.clock.wait_for_seconds(0, 40);
    let now = env.clock.ahead(0);
    SAVED.map(|(path, name)| format!("{path};{now};{name}"))
}

/// The commands of the example; what `list` and `backups` printed.
fn play(env: &TestEnv, schedules: &[String; 3]) -> Result<(String, String), Failure> {
    for (directory, _) in SAVED {
        env.write(&format!("{directory}/notes.txt"), directory);
    }
    for schedule in schedules {
        env.manager(&["create", schedule])?;
    }
    env.manager(&["create", "test;"])?;
    let listed = env.manager(&["list"])?.stdout;
    env.manager(&["start"])?;
    env.manager(&["stop"])?;
    let archives = env.manager(&["backups"])?.stdout;
    Ok((listed, archives))
}

fn the_example(env: &mut TestEnv) -> Verdict {
    let schedules = schedules(env);
    let (listed, archives) = play(env, &schedules)?;
    let expected = indexed(&schedules.join("\n"));
    let lists_all = expected.lines().count() == 3
        && (expected.lines()).all(|wanted| listed.lines().any(|line| is_entry(line, wanted)));
    expect(lists_all, expected, listed)?;
    let names = "backup_test.tar\noffice_docs.tar\npersonal_data.tar\n";
    let shows_all = names.lines().all(|name| archives.contains(name));
    expect(
        shows_all,
        names,
        format!("{archives}\nin its log: {}", env.service_log()),
    )
}

fn the_logs_of_the_example(env: &mut TestEnv) -> Verdict {
    play(env, &schedules(env))?;
    let (manager, service) = (env.manager_log(), env.service_log());
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
