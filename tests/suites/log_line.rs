//! The rules for `log_line.rs`.

use chrono::{Local, TimeZone};

use super::subject::log_line;

fn line(message: &str) -> String {
    log_line(
        Local.with_ymd_and_hms(2023, 2, 8, 6, 7, 59).unwrap(),
        message,
    )
}

/// Each number has its two digits, the year its four, and the line ends in a newline.
#[test]
fn line_starts_with_day_month_year_hour_minute() {
    assert_eq!(
        line("Show schedules list"),
        "[08/02/2023 06:07] Show schedules list\n",
        "the line for \"Show schedules list\" on February 8th 2023 at 06:07:59 (left: yours)"
    );
}

/// 06:07:59 is still in the minute 06:07.
#[test]
fn seconds_are_not_rounded() {
    let line = line("");
    assert!(
        line.starts_with("[08/02/2023 06:07]"),
        "06:07:59 must be shown as 06:07, not as {line:?}"
    );
}

/// A newline in the message is not one in the log.
#[test]
fn message_cannot_forge_second_line() {
    let forged = line("x\n[08/02/2023 16:07] backup_service started");
    assert_eq!(
        forged.matches('\n').count(),
        1,
        "a message with a newline must be one line, not:\n{forged}"
    );
    assert!(
        forged.ends_with('\n'),
        "the line must end in a newline: {forged:?}"
    );
}

/// Other control characters move the cursor of the reader's terminal to the beginning of the line or
/// to the line above, or clear its screen.
#[test]
fn message_cannot_control_terminal() {
    for message in ["x\r[08/02/2023", "\u{1b}[1A", "\u{9b}2J"] {
        let line = line(message);
        let text = line.trim_end_matches('\n');
        assert!(
            !text.contains(char::is_control),
            "control characters must be escaped: {text:?}"
        );
    }
}
