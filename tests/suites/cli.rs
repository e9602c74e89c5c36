//! The rules for `cli.rs`.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;

use super::subject::{Instruction, instruction, service_directory};
use backup::outcome::Failure;

fn parse(words: &[&str]) -> Result<Instruction, Failure> {
    let program = ["backup_manager"].iter();
    instruction(program.chain(words).map(OsString::from).collect())
}

#[test]
fn six_instructions_are_accepted() {
    use Instruction::{Backups, Create, Delete, List, Start, Stop};
    let schedule = "a;16:07;b".to_owned();
    let index = "0".to_owned();
    for (words, expected) in [
        (&["start"][..], Start),
        (&["stop"], Stop),
        (&["create", "a;16:07;b"], Create { schedule }),
        (&["delete", "0"], Delete { index }),
        (&["list"], List),
        (&["backups"], Backups),
    ] {
        let actual = parse(words);
        assert_eq!(
            actual,
            Ok(expected),
            "`backup_manager {}` is an instruction",
            words.join(" ")
        );
    }
}

/// A path may begin with a dash. `-1` is an index without a line: `delete` reports it.
#[test]
fn argument_may_begin_with_a_dash() {
    let schedule = "-photos;16:07;x".to_owned();
    let index = "-1".to_owned();
    for (words, expected) in [
        (
            ["create", "-photos;16:07;x"],
            Instruction::Create { schedule },
        ),
        (["delete", "-1"], Instruction::Delete { index }),
    ] {
        let actual = parse(&words);
        assert_eq!(actual, Ok(expected), "{words:?}: `-` is a part of the text");
    }
}

#[test]
fn unknown_instruction_is_an_error_with_the_words_typed() {
    let all = "expected one of start, stop, create, delete, list, backups; see --help";
    assert_errors(&[
        (
            &["frobnicate", "1"],
            "unknown instruction: frobnicate 1",
            all,
        ),
        (&["-v"], "unknown instruction: -v", all),
        (
            &["list", "all"],
            "unknown instruction: list all",
            "list takes no argument",
        ),
        (
            &["start", "-f"],
            "unknown instruction: start -f",
            "start takes no argument",
        ),
    ]);
}

/// A suggestion helps only if the word is close: one typing error, or a part of the other.
#[test]
fn close_word_gets_a_suggestion_and_others_the_whole_list() {
    let all = "expected one of start, stop, create, delete, list, backups; see --help";
    assert_errors(&[
        (
            &["strat"],
            "unknown instruction: strat",
            "did you mean start?",
        ),
        (&["lsit"], "unknown instruction: lsit", "did you mean list?"),
        (
            &["Start"],
            "unknown instruction: Start",
            "did you mean start?",
        ),
        (
            &["restart"],
            "unknown instruction: restart",
            "did you mean start?",
        ),
        (
            &["backup"],
            "unknown instruction: backup",
            "did you mean backups?",
        ),
        (
            &["del", "0"],
            "unknown instruction: del 0",
            "did you mean delete?",
        ),
        (
            &["--list"],
            "unknown instruction: --list",
            "did you mean list?",
        ),
        (&["status"], "unknown instruction: status", all),
        (&["restore", "x"], "unknown instruction: restore x", all),
        (&["ls"], "unknown instruction: ls", all),
    ]);
}

/// Nothing was typed, so the log has nothing to quote, and the terminal shows what may be typed.
#[test]
fn no_instruction_shows_all_six_one_per_line() {
    let six = "expected one of
  start             Run backup_service in the background
  stop              Stop backup_service
  create <SCHEDULE> Add a schedule to backup_schedules.txt
  delete <INDEX>    Delete the schedule at line INDEX, counted from 0, as `list` shows it
  list              Print the schedules, each after its index
  backups           List the archives in ./backups";
    assert_errors(&[
        (&[], "unknown instruction", six),
        (&[""], "unknown instruction", six),
        (&[" "], "unknown instruction", six),
    ]);
}

/// A schedule without quotes arrives as several arguments. The log has the same line as for every
/// malformed schedule; `delete` likewise.
#[test]
fn create_and_delete_need_exactly_one_argument() {
    let schedule = "expected one argument, in quotes: \"path;hh:mm;name\"";
    let index = "expected one argument: an index that list shows";
    assert_errors(&[
        (&["create"], "malformed schedule:", schedule),
        (
            &["create", "my", "photos;16:07;x"],
            "malformed schedule: my photos;16:07;x",
            schedule,
        ),
        (&["delete"], "can't find schedule at index", index),
        (
            &["delete", "1", "2"],
            "can't find schedule at index 1 2",
            index,
        ),
    ]);
}

/// The log shows U+FFFD for bytes that are not UTF-8.
#[test]
fn argument_that_is_not_utf_8_is_an_error() {
    let latin = OsString::from_vec(b"caf\xe9;16:07;x".to_vec());
    let actual = instruction(vec!["backup_manager".into(), "create".into(), latin]);
    let expected = Failure::usage("malformed schedule: caf\u{fffd};16:07;x", "expected UTF-8");
    assert_eq!(actual, Err(expected), "the bytes `caf\\xe9` are not UTF-8");
}

/// A path is a sequence of bytes, and need not be UTF-8.
#[test]
fn service_directory_is_the_argument_or_the_current_directory() {
    let latin = OsString::from_vec(b"caf\xe9".to_vec());
    for (argument, expected) in [
        (None, Path::new(".")),
        (Some("/home/ann".into()), Path::new("/home/ann")),
        (Some(latin.clone()), Path::new(&latin)),
    ] {
        let program = [OsString::from("backup_service")];
        let actual = service_directory(program.into_iter().chain(argument.clone()).collect());
        assert_eq!(
            actual, expected,
            "backup_service with the argument {argument:?}"
        );
    }
}

/// Compares the error of each command line: words, what is logged, what is advised.
#[track_caller]
fn assert_errors(rows: &[(&[&str], &str, &str)]) {
    for &(words, what, advice) in rows {
        let typed = words.join(" ");
        let actual = parse(words)
            .map(|instruction| format!("accepted as {instruction:?}"))
            .map_err(|failure| (failure.what, failure.advice, failure.status));
        let expected = Err((what.to_owned(), advice.to_owned(), Failure::USAGE));
        assert_eq!(
            actual, expected,
            "`backup_manager {typed}` must fail with (what, advice, exit status)"
        );
    }
}
