//! The rules for `log_line.rs`.

use chrono::{Local, TimeZone};

use super::subject::log_line;

fn line(message: &str) -> String {
    let now = Local.with_ymd_and_hms(2023, 2, 8, 6, 7, 59).unwrap();
    log_line(now, message)
}

/// Each number has its two digits, the year its four, and the line ends in a newline.
#[test]
fn line_starts_with_day_month_year_hour_minute() {
    let expected = "[08/02/2023 06:07] Show schedules list\n";
    assert_eq!(line("Show schedules list"), expected, "on 8 February 2023");
}

/// 06:07:59 is still in the minute 06:07.
#[test]
fn seconds_are_not_rounded() {
    let line = line("");
    let is_rounded_down = line.starts_with("[08/02/2023 06:07]");
    assert!(is_rounded_down, "06:07 must be shown, not {line:?}");
}

/// A newline in the message is not one in the log.
#[test]
fn message_cannot_forge_second_line() {
    let forged = line("x\n[08/02/2023 16:07] backup_service started");
    let is_one_line = forged.find('\n') == Some(forged.len() - 1);
    assert!(is_one_line, "this must be one whole line:\n{forged}");
}

/// Other control characters move the cursor of the reader's terminal to the beginning of the line or
/// to the line above, or clear its screen.
#[test]
fn message_cannot_control_terminal() {
    for message in ["x\r[08/02/2023", "\u{1b}[1A", "\u{9b}2J"] {
        let line = line(message);
        let is_escaped = !line.trim_end_matches('\n').contains(char::is_control);
        assert!(is_escaped, "control characters must be escaped: {line:?}");
    }
}
