//! *All actions and errors should be logged*: one log for each program, in `./logs`.

use chrono::{DateTime, Utc};

use crate::check::{Check, Failure, Part, Verdict, expect};
use crate::test_env::{TestEnv, quoted};

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
            "each log line begins with the time",
            "12_logs",
            lines_begin_with_the_time,
        ),
        Check::new(
            "the log names the new schedule",
            "12_logs",
            lines_are_specific,
        ),
        Check::new(
            "the log keeps its earlier lines",
            "12_logs",
            the_log_is_kept,
        ),
    ],
};

/// The lines that `arguments` add to the manager's log.
pub fn logged(env: &TestEnv, arguments: &[&str]) -> Result<String, Failure> {
    let before = env.manager_log();
    env.manager(arguments)?;
    let after = env.manager_log();
    Ok(after.strip_prefix(&before).unwrap_or(&after).to_owned())
}

/// `arguments` add to the manager's log.
pub fn is_logged(env: &TestEnv, arguments: &[&str]) -> Verdict {
    adds_a_line(env, arguments).map(drop)
}

fn adds_a_line(env: &TestEnv, arguments: &[&str]) -> Result<String, Failure> {
    let new = logged(env, arguments)?;
    let others = env.names("").join(" ");
    expect(
        !new.trim().is_empty(),
        format!(
            "{} adds a line to logs/backup_manager.log",
            quoted(arguments)
        ),
        format!(
            "in the log:\n{}\nin the directory: {others}",
            env.manager_log()
        ),
    )?;
    Ok(new)
}

/// `arguments` log something else than `success`, which another instruction logged that succeeded.
pub fn is_logged_as_error(env: &TestEnv, arguments: &[&str], success: &str) -> Verdict {
    let new = adds_a_line(env, arguments)?;
    expect(
        says_more(&new, success, &[]),
        format!("{} logs an error", quoted(arguments)),
        format!("in the log, as after a success:\n{new}"),
    )
}

/// Whether `log` has a line in words that no line of `other` has. Paths, `names` and numbers
/// differ anyway, so they do not count.
pub fn says_more(log: &str, other: &str, names: &[&str]) -> bool {
    let words = |line: &str| -> String {
        let is_name =
            |word: &str| names.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()));
        let is_word = |word: &&str| !word.contains([';', '.', '/']) && !is_name(word);
        let words: Vec<&str> = line.split_whitespace().filter(is_word).collect();
        let is_letter = |c: &char| c.is_alphabetic();
        words.concat().chars().filter(is_letter).collect()
    };
    let known: Vec<String> = other.lines().map(words).collect();
    log.lines()
        .map(words)
        .any(|line| !line.is_empty() && !known.contains(&line))
}

fn actions_are_logged(env: &mut TestEnv) -> Verdict {
    env.write("backups/red.tar", "");
    env.make_dir("test");
    is_logged(env, &["create", "test;16:07;name"])?;
    is_logged(env, &["list"])?;
    is_logged(env, &["backups"])?;
    is_logged(env, &["delete", "0"])
}

fn start_and_stop_are_logged(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", "");
    is_logged(env, &["start"])?;
    env.service_runs()?;
    is_logged(env, &["stop"])
}

fn backups_are_logged(env: &mut TestEnv) -> Verdict {
    env.write("pictures/one", "content");
    env.saved("pictures", "album")?;
    let names_it = |log: &str| log.contains("pictures") || log.contains("album");
    let is_logged = env.until(|| names_it(&env.service_log()));
    expect(
        is_logged,
        "a line about pictures, saved as album",
        format!(
            "in the log: {}\nin ./logs: {}",
            env.service_log(),
            env.names("logs").join(" ")
        ),
    )
}

/// The instruction whose line has no reason to name a time of its own.
fn lines_begin_with_the_time(env: &mut TestEnv) -> Verdict {
    env.write("backup_schedules.txt", "");
    // Not the time that the exercise shows: that may be written into the program.
    let _ = env.clock.set_to("2024-05-17 18:41:00");
    let before = env.clock.now();
    is_logged(env, &["list"]).map_err(Failure::in_setup)?;
    let log = env.manager_log();
    let line = log.lines().find(|line| !line.trim().is_empty());
    let start: String = line.unwrap_or_default().chars().take(60).collect();
    let is_there = [before, env.clock.now()]
        .iter()
        .any(|&time| shows(&start, time));
    let expected = before.format("[%d/%m/%Y %H:%M] Show schedules list");
    expect(is_there, expected.to_string(), log)
}

/// Whether a line shows `time`: by the clock, of 24 hours or of 12, or in seconds since 1970.
fn shows(line: &str, time: DateTime<Utc>) -> bool {
    let forms = [
        "%H:%M", "%I:%M", "%-I:%M", "%Hh%M", "%H%M", "%H.%M", "%H-%M",
    ];
    let since_1970 = time.timestamp() / 100;
    forms
        .iter()
        .any(|form| line.contains(&time.format(form).to_string()))
        || line.contains(&since_1970.to_string())
}

fn lines_are_specific(env: &mut TestEnv) -> Verdict {
    env.make_dir("pictures");
    let error = logged(env, &["create", "album;"])?;
    let added = logged(env, &["create", "pictures;16:07;album"])?;
    let is_specific = added.contains("pictures") || added.contains("album");
    expect(
        is_specific && says_more(&added, &error, &[]),
        "New schedule added: pictures;16:07;album",
        added,
    )
}

fn the_log_is_kept(env: &mut TestEnv) -> Verdict {
    env.make_dir("test");
    is_logged(env, &["create", "test;16:07;name"]).map_err(Failure::in_setup)?;
    let before = env.manager_log();
    env.given(&["list"])?;
    let after = env.manager_log();
    let is_kept = after.starts_with(&before);
    expect(is_kept, format!("{before}and one more"), after)
}
