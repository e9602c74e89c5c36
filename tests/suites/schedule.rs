//! The rules for `schedule.rs`.

use std::path::Path;

use chrono::NaiveTime;

use super::subject::{MAX_NAME_LENGTH, Schedule};
use crate::support::cases::assert_cases;

/// The three fields, each as the value it stands for.
#[test]
fn line_is_path_time_and_name() {
    let schedule: Schedule = "test;16:07;backup_test"
        .parse()
        .expect("`test;16:07;backup_test` must be accepted");
    let time = NaiveTime::from_hms_opt(16, 7, 0).unwrap();
    assert_eq!(schedule.path, Path::new("test"), "the path");
    assert_eq!(schedule.time, time, "the time");
    assert_eq!(schedule.name, "backup_test", "the name");
}

/// `to_string` returns the line that was parsed. Spaces, dots, dashes and other alphabets are valid,
/// and a name may have up to `MAX_NAME_LENGTH` bytes.
#[test]
fn valid_line_is_shown_as_it_was_written() {
    let longest = format!("p;00:00;{}", "n".repeat(MAX_NAME_LENGTH));
    assert_eq!(MAX_NAME_LENGTH, 250, "the longest name has 250 bytes");
    let lines = [
        "test;16:07;backup_test",
        "/home/ann/my photos;00:00;photos 2023",
        ".;23:59;.hidden",
        "../up;09:09;a.tar",
        "-dash;12:00;-name",
        "été;16:07;写真",
        " spaces ;16:07; kept ",
        "a/b/../c/;01:10;...",
        &longest,
    ];
    let cases = lines.map(|line| (line, Ok(line.to_owned())));
    assert_cases(
        "these lines must be accepted, and shown again",
        cases,
        |line| {
            line.parse::<Schedule>()
                .map(|schedule| schedule.to_string())
        },
    );
}

/// A `;` always ends a field, so there can be too many as well.
#[test]
fn line_without_three_fields_is_malformed() {
    let lines = [
        "",
        "test",
        "test;",
        "test;16:07",
        "test;16:07;x;",
        "a;test;16:07;x",
        ";;;",
    ];
    assert_malformed("expected path;hh:mm;name", lines);
}

/// No field is empty.
#[test]
fn empty_field_is_malformed() {
    assert_malformed("the path is empty", [";16:07;x"]);
    assert_malformed("the time must be hh:mm", ["test;;x"]);
    assert_malformed("the name is empty", ["test;16:07;"]);
}

/// From `00:00` to `23:59`, and in no other form: five bytes, four of them digits from 0 to 9. Most
/// parsers of libraries accept more.
#[test]
fn time_must_be_hh_mm_of_one_day() {
    let times = [
        "16:7", "6:07", "24:00", "16:60", "99:99", "1607", "16.07", "16:07:00", " 16:07", "16:07 ",
        "+6:07", "-1:07", "16:-7", "ab:cd", "16:0७", "1６:07", ":", "16:", ":07", "016:07",
    ];
    let lines = times.map(|time| format!("test;{time};x"));
    assert_malformed("the time must be hh:mm", lines);
}

/// The archive is `backups/NAME.tar`. A name must not lead to another directory (*path traversal*).
#[test]
fn name_must_not_leave_backups() {
    let lines = ["../x", "/etc/x", "a/b", "a/", "/"].map(|name| format!("test;16:07;{name}"));
    assert_malformed("the name must not contain /", lines);
    assert_malformed(
        "the name must not be . or ..",
        ["test;16:07;.", "test;16:07;.."],
    );
}

/// File systems count bytes, not characters: `é` is two.
#[test]
fn name_is_limited_in_bytes() {
    let lines = [("n", MAX_NAME_LENGTH + 1), ("é", MAX_NAME_LENGTH / 2 + 1)]
        .map(|(letter, count)| format!("test;16:07;{}", letter.repeat(count)));
    assert_malformed("the name is longer than 250 bytes", lines);
}

/// A newline would end the line, and an escape sequence would control the terminal on which the
/// schedules are listed.
#[test]
fn control_character_is_malformed() {
    let lines = [
        "a\nb;16:07;x",
        "a;16:07;x\n",
        "a;16:07;x\r",
        "a;16:07;\u{1b}[2J",
        "a;16:07;\u{9b}2J",
        "a\u{7f};16:07;x",
        "a\0;16:07;x",
    ];
    assert_malformed("control characters are not allowed", lines);
}

/// `schedule_file::read` replaces bytes that are not UTF-8 by U+FFFD, so the name that was meant is
/// lost. And the first line of a file would lose its byte-order mark.
#[test]
fn lost_bytes_and_byte_order_mark_are_malformed() {
    let not_utf_8 = ["l\u{fffd}tin;16:07;x", "test;16:07;\u{fffd}"];
    assert_malformed("it is not UTF-8", not_utf_8);
    assert_malformed("it begins with a byte-order mark", ["\u{feff}test;16:07;x"]);
}

/// Asserts that each line is refused, with an error that begins with `reason`.
#[track_caller]
fn assert_malformed<L: AsRef<str>, const N: usize>(reason: &str, lines: [L; N]) {
    let cases = lines.map(|line| (line.as_ref().to_owned(), reason.to_owned()));
    assert_cases(
        "these lines must be refused",
        cases,
        |line| match line.parse::<Schedule>() {
            Ok(schedule) => format!("accepted: {schedule:?}"),
            Err(error) if error.to_string().starts_with(reason) => reason.to_owned(),
            Err(error) => error.to_string(),
        },
    );
}
