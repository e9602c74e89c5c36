//! What `log_line.rs` must do.

use chrono::{Local, TimeZone};

use super::subject::log_line;

fn line(message: &str) -> String {
    log_line(
        Local.with_ymd_and_hms(2023, 2, 8, 6, 7, 59).unwrap(),
        message,
    )
}

#[test]
fn a_line_begins_with_day_month_year_hour_minute() {
    assert_eq!(
        line("Show schedules list"),
        "[08/02/2023 06:07] Show schedules list\n"
    );
}

#[test]
fn seconds_are_cut_and_not_rounded() {
    assert!(line("").starts_with("[08/02/2023 06:07]"));
}

#[test]
fn a_message_cannot_forge_a_second_line() {
    let forged = line("x\n[08/02/2023 16:07] backup_service started");
    assert_eq!(forged.matches('\n').count(), 1, "{forged}");
    assert!(forged.ends_with('\n'));
}
