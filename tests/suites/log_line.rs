//! What `log_line.rs` must do.

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
fn a_line_begins_with_day_month_year_hour_minute() {
    assert_eq!(
        line("Show schedules list"),
        "[08/02/2023 06:07] Show schedules list\n"
    );
}

/// 06:07:59 is still in the minute 06:07.
#[test]
fn seconds_are_cut_and_not_rounded() {
    assert!(line("").starts_with("[08/02/2023 06:07]"));
}

/// A newline in the message is not one in the log.
#[test]
fn a_message_cannot_forge_a_second_line() {
    let forged = line("x\n[08/02/2023 16:07] backup_service started");
    assert_eq!(forged.matches('\n').count(), 1, "{forged}");
    assert!(forged.ends_with('\n'));
}

/// Other characters steer the terminal of whoever reads the log: back to the beginning of the line,
/// to the line above, or to an empty screen. They are shown, and not obeyed.
#[test]
fn a_message_cannot_write_over_another() {
    for message in ["x\r[08/02/2023", "\u{1b}[1A", "\u{9b}2J"] {
        let line = line(message);
        let text = line.strip_suffix('\n').unwrap();
        assert!(!text.contains(char::is_control), "{text:?}");
    }
}
