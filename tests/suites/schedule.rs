//! What `schedule.rs` must do.

use std::path::Path;

use chrono::NaiveTime;

use super::subject::{MAX_NAME_LENGTH, Schedule};

/// The three fields, each as the value it stands for.
#[test]
fn a_line_is_a_path_a_time_and_a_name() {
    let schedule: Schedule = "test;16:07;backup_test".parse().unwrap();
    assert_eq!(schedule.path, Path::new("test"));
    assert_eq!(schedule.time, NaiveTime::from_hms_opt(16, 7, 0).unwrap());
    assert_eq!(schedule.name, "backup_test");
}

/// Shown again, a schedule is the line it came from. Spaces, dots, dashes and other alphabets are
/// as good as letters, and a name may have as many bytes as `MAX_NAME_LENGTH` says.
#[test]
fn good_lines_come_out_as_they_went_in() {
    let longest = format!("p;00:00;{}", "n".repeat(MAX_NAME_LENGTH));
    assert_eq!(MAX_NAME_LENGTH, 250);
    for line in [
        "test;16:07;backup_test",
        "/home/ann/my photos;00:00;photos 2023",
        ".;23:59;.hidden",
        "../up;09:09;a.tar",
        "-dash;12:00;-name",
        "été;16:07;写真",
        " spaces ;16:07; kept ",
        "a/b/../c/;01:10;...",
        &longest,
    ] {
        let schedule: Schedule = line
            .parse()
            .unwrap_or_else(|error| panic!("{line}: {error}"));
        assert_eq!(schedule.to_string(), line);
    }
}

/// Neither fewer nor more: a `;` is always the end of a field.
#[test]
fn anything_but_three_fields_is_malformed() {
    for line in [
        "",
        "test",
        "test;",
        "test;16:07",
        "test;16:07;x;",
        "a;test;16:07;x",
        ";;;",
    ] {
        assert_malformed(line, "expected path;hh:mm;name");
    }
}

/// No field is empty.
#[test]
fn each_field_must_be_there() {
    assert_malformed(";16:07;x", "the path is empty");
    assert_malformed("test;;x", "the time must be hh:mm");
    assert_malformed("test;16:07;", "the name is empty");
}

/// From `00:00` to `23:59`, and written in no other way: five bytes, four of them digits from 0
/// to 9. Most ready-made parsers take more than that.
#[test]
fn a_time_is_two_digits_a_colon_and_two_digits_of_one_day() {
    for time in [
        "16:7", "6:07", "24:00", "16:60", "99:99", "1607", "16.07", "16:07:00", " 16:07", "16:07 ",
        "+6:07", "-1:07", "16:-7", "ab:cd", "16:0७", "1６:07", ":", "16:", ":07", "016:07",
    ] {
        assert_malformed(&format!("test;{time};x"), "the time must be hh:mm");
    }
}

/// The archive will be `backups/NAME.tar`, whatever the name is: it must not lead elsewhere.
#[test]
fn a_name_cannot_leave_the_directory_of_the_backups() {
    for name in ["../x", "/etc/x", "a/b", "a/", "/"] {
        assert_malformed(&format!("test;16:07;{name}"), "the name must not contain /");
    }
    assert_malformed("test;16:07;.", "the name must not be . or ..");
    assert_malformed("test;16:07;..", "the name must not be . or ..");
}

/// File systems count bytes, not characters: `é` is two.
#[test]
fn a_name_must_fit_into_a_file_name_in_bytes() {
    for name in [
        "n".repeat(MAX_NAME_LENGTH + 1),
        "é".repeat(MAX_NAME_LENGTH / 2 + 1),
    ] {
        assert_malformed(
            &format!("test;16:07;{name}"),
            "the name is longer than 250 bytes",
        );
    }
}

/// A newline would be the end of the line, and an escape sequence steers the terminal of whoever
/// lists the schedules.
#[test]
fn no_field_holds_a_control_character() {
    for line in [
        "a\nb;16:07;x",
        "a;16:07;x\n",
        "a;16:07;x\r",
        "a;16:07;\u{1b}[2J",
        "a;16:07;\u{9b}2J",
        "a\u{7f};16:07;x",
        "a\0;16:07;x",
    ] {
        assert_malformed(line, "control characters are not allowed");
    }
}

/// Whoever read the line has put U+FFFD where its bytes were no text: what was meant is lost. And a
/// line that begins with a byte-order mark would lose it as the first line of a file.
#[test]
fn what_another_program_would_read_as_another_line_is_malformed() {
    assert_malformed("l\u{fffd}tin;16:07;x", "it is not UTF-8");
    assert_malformed("test;16:07;\u{fffd}", "it is not UTF-8");
    assert_malformed("\u{feff}test;16:07;x", "it begins with a byte-order mark");
}

/// Refuses `line` with words that begin with `reason`.
#[track_caller]
fn assert_malformed(line: &str, reason: &str) {
    let error = line.parse::<Schedule>().expect_err(line);
    assert!(error.to_string().starts_with(reason), "{line:?}: {error}");
}
