//! The rules for `cli.rs`.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;

use super::subject::{Instruction, instruction, service_directory};
use crate::support::cases::assert_cases;
use crate::support::diff::assert_lines;
use backup::outcome::Failure;

const ALL: &str = "expected one of start, stop, create, delete, list, backups; see --help";

/// The result for `backup_manager` with the words of `typed`, and a failure as [`usage`] shows it.
fn parse(typed: &&str) -> Result<Instruction, String> {
    let words = ["backup_manager"].into_iter().chain(typed.split(' '));
    instruction(words.map(OsString::from).collect()).map_err(shown)
}

/// A failure as the terminal shows it, and its exit status.
fn shown(failure: Failure) -> String {
    format!("{failure}, status {}", failure.status)
}

fn usage(what: impl Into<String>, advice: &str) -> String {
    shown(Failure::usage(what, advice))
}

/// Each command line must be an unknown instruction, with this advice.
#[track_caller]
fn assert_unknown<const N: usize>(cases: [(&str, &str); N]) {
    let cases = cases.map(|(typed, advice)| {
        let what = format!("unknown instruction: {typed}");
        (typed, Err(usage(what, advice)))
    });
    assert_cases("these are no instructions", cases, parse);
}

#[test]
fn six_instructions_are_accepted() {
    use Instruction::{Backups, Create, Delete, List, Start, Stop};
    let schedule = "a;16:07;b".to_owned();
    let index = "0".to_owned();
    let cases = [
        ("start", Ok(Start)),
        ("stop", Ok(Stop)),
        ("create a;16:07;b", Ok(Create { schedule })),
        ("delete 0", Ok(Delete { index })),
        ("list", Ok(List)),
        ("backups", Ok(Backups)),
    ];
    assert_cases("these are the instructions", cases, parse);
}

/// A path may begin with a dash. `-1` is an index without a line: `delete` reports it.
#[test]
fn argument_may_begin_with_a_dash() {
    use Instruction::{Create, Delete};
    let schedule = "-photos;16:07;x".to_owned();
    let index = "-1".to_owned();
    let cases = [
        ("create -photos;16:07;x", Ok(Create { schedule })),
        ("delete -1", Ok(Delete { index })),
    ];
    assert_cases("the dash is a part of the text", cases, parse);
}

#[test]
fn unknown_instruction_is_an_error_with_the_words_typed() {
    assert_unknown([
        ("frobnicate 1", ALL),
        ("-v", ALL),
        ("list all", "list takes no argument"),
        ("start -f", "start takes no argument"),
    ]);
}

/// A suggestion helps only if the word is close: one typing error, or a part of the other.
#[test]
fn close_word_gets_a_suggestion_and_others_the_whole_list() {
    assert_unknown([
        ("strat", "did you mean start?"),
        ("lsit", "did you mean list?"),
        ("Start", "did you mean start?"),
        ("restart", "did you mean start?"),
        ("backup", "did you mean backups?"),
        ("del 0", "did you mean delete?"),
        ("--list", "did you mean list?"),
        ("status", ALL),
        ("restore x", ALL),
        ("ls", ALL),
        ("st", ALL),
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
    for typed in [
        &["backup_manager"][..],
        &["backup_manager", ""],
        &["backup_manager", " "],
    ] {
        let failure = instruction(typed.iter().map(OsString::from).collect())
            .expect_err(&format!("{typed:?} names no instruction"));
        let expected = usage("unknown instruction", six);
        assert_lines(
            &format!("the failure of {typed:?}"),
            &expected,
            &shown(failure),
        );
    }
}

/// A schedule without quotes arrives as several arguments. The log has the same line as for every
/// malformed schedule; `delete` likewise.
#[test]
fn create_and_delete_need_exactly_one_argument() {
    let schedule = "expected one argument, in quotes: \"path;hh:mm;name\"";
    let index = "expected one argument: an index that list shows";
    let malformed = |rest: &str| usage(format!("malformed schedule:{rest}"), schedule);
    let missing = |rest: &str| usage(format!("can't find schedule at index{rest}"), index);
    let cases = [
        ("create", Err(malformed(""))),
        (
            "create my photos;16:07;x",
            Err(malformed(" my photos;16:07;x")),
        ),
        ("delete", Err(missing(""))),
        ("delete 1 2", Err(missing(" 1 2"))),
    ];
    assert_cases("one argument is expected", cases, parse);
}

/// The log shows U+FFFD for bytes that are not UTF-8.
#[test]
fn argument_that_is_not_utf_8_is_an_error() {
    let latin = OsString::from_vec(b"caf\xe9;16:07;x".to_vec());
    let actual = instruction(vec!["backup_manager".into(), "create".into(), latin]).map_err(shown);
    let expected = usage("malformed schedule: caf\u{fffd};16:07;x", "expected UTF-8");
    assert_eq!(actual, Err(expected), "the bytes `caf\\xe9` are not UTF-8");
}

/// A path is a sequence of bytes, and need not be UTF-8.
#[test]
fn service_directory_is_the_argument_or_the_current_directory() {
    let latin = OsString::from_vec(b"caf\xe9".to_vec());
    let cases = [
        (None, Path::new(".").to_owned()),
        (Some("/home/ann".into()), Path::new("/home/ann").to_owned()),
        (Some(latin.clone()), latin.into()),
    ];
    assert_cases("backup_service with this argument", cases, |argument| {
        let program = OsString::from("backup_service");
        service_directory([program].into_iter().chain(argument.clone()).collect())
    });
}
