//! What `cli.rs` must do.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;

use super::subject::{Instruction, instruction, service_directory};
use backup::outcome::Failure;

fn typed(words: &[&str]) -> Result<Instruction, Failure> {
    let program = ["backup_manager"].iter();
    instruction(program.chain(words).map(OsString::from).collect())
}

/// Each of them, typed as it should be.
#[test]
fn there_are_six_instructions() {
    use Instruction::{Backups, Create, Delete, List, Start, Stop};
    for (words, instruction) in [
        (&["start"][..], Start),
        (&["stop"], Stop),
        (
            &["create", "a;16:07;b"],
            Create {
                schedule: "a;16:07;b".into(),
            },
        ),
        (&["delete", "0"], Delete { index: "0".into() }),
        (&["list"], List),
        (&["backups"], Backups),
    ] {
        assert_eq!(typed(words), Ok(instruction));
    }
}

/// A path may begin with a dash, and `-1` is an index that has no line: the one who looks for it
/// will say so better.
#[test]
fn an_argument_that_begins_with_a_dash_is_an_argument() {
    let schedule = "-photos;16:07;x".to_owned();
    assert_eq!(
        typed(&["create", &schedule]),
        Ok(Instruction::Create { schedule })
    );
    assert_eq!(
        typed(&["delete", "-1"]),
        Ok(Instruction::Delete { index: "-1".into() })
    );
}

/// What was typed goes into the log, all of it. The advice is the best we have: the instruction
/// that was probably meant, or all of them, or that this one takes no argument.
#[test]
fn anything_else_is_unknown_and_told_with_what_was_typed() {
    for (words, what, advice) in [
        (
            &[][..],
            "unknown instruction:",
            "expected one of start, stop, create, delete, list, backups; see --help",
        ),
        (&[""], "unknown instruction:", "expected one of"),
        (
            &["restart"],
            "unknown instruction: restart",
            "did you mean start?",
        ),
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
            &["frobnicate", "1"],
            "unknown instruction: frobnicate 1",
            "expected one of",
        ),
        (
            &["--list"],
            "unknown instruction: --list",
            "expected one of",
        ),
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
    ] {
        assert_usage(words, what, advice);
    }
}

/// A schedule that was not put in quotes comes as several arguments. The log then says what it
/// says of every malformed schedule; and for `delete` likewise.
#[test]
fn create_and_delete_without_their_one_argument_fail_in_their_own_words() {
    for (words, what, advice) in [
        (
            &["create"][..],
            "malformed schedule:",
            "expected one argument, in quotes",
        ),
        (
            &["create", "my", "photos;16:07;x"],
            "malformed schedule: my photos;16:07;x",
            "in quotes",
        ),
        (
            &["delete"],
            "can't find schedule at index",
            "expected one argument: an index",
        ),
        (
            &["delete", "1", "2"],
            "can't find schedule at index 1 2",
            "expected one argument",
        ),
    ] {
        assert_usage(words, what, advice);
    }
}

/// The log shows what can be shown, with U+FFFD for the rest.
#[test]
fn an_argument_that_is_no_utf_8_is_refused() {
    let latin = OsString::from_vec(b"caf\xe9;16:07;x".to_vec());
    let failure = instruction(vec!["backup_manager".into(), "create".into(), latin]).unwrap_err();
    assert_eq!(failure.what, "malformed schedule: caf\u{fffd};16:07;x");
    assert_eq!(failure.advice, "expected UTF-8");
}

/// A path need not be text, and is not turned into it.
#[test]
fn the_service_serves_the_directory_it_is_given_or_else_the_current_one() {
    let served = |argument: Option<OsString>| {
        let program = OsString::from("backup_service");
        service_directory([program].into_iter().chain(argument).collect())
    };
    assert_eq!(served(None), Path::new("."));
    assert_eq!(served(Some("/home/ann".into())), Path::new("/home/ann"));
    let latin = OsString::from_vec(b"caf\xe9".to_vec());
    assert_eq!(served(Some(latin.clone())), Path::new(&latin));
}

#[track_caller]
fn assert_usage(words: &[&str], what: &str, advice: &str) {
    let failure = typed(words).expect_err(&words.join(" "));
    assert_eq!(failure.what, what);
    assert!(
        failure.advice.contains(advice),
        "{words:?}: {}",
        failure.advice
    );
    assert_eq!(failure.status, Failure::USAGE);
}
