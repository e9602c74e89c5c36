//! F4 to F6: what is typed, and what is found in the file, is data and never more.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use predicates::str::contains;

use crate::support::Place;
use crate::support::diff::assert_lines;

const SCHEDULES: &str = "backup_schedules.txt";

/// F4, F6. The line is cut, the reason is not; the schedule after it runs.
#[test]
fn a_line_of_20_megabytes_is_named_with_its_reason() {
    let place = Place::new();
    place.write("src/file", "");
    for (long, reason) in [
        (
            format!("src;16:07;{}", "n".repeat(20_000_000)),
            "the name is longer than 250 bytes)",
        ),
        (
            format!("{};16:07;long", "\u{2028}".repeat(100_000)),
            "File name too long",
        ),
    ] {
        place.write(SCHEDULES, &format!("{long}\nsrc;16:07;good\n"));
        drop(place.by_hand());
        let log = place.service_log();
        let line = log
            .lines()
            .find(|line| line.contains(reason))
            .expect(reason);
        assert!(
            line.contains(" bytes)") && line.len() < 9_000,
            "{}",
            line.len()
        );
        assert!(log.contains("Backup done for src in backups/good.tar"));
    }
}

/// F4. A name that is no text would be saved under another.
#[test]
fn a_line_that_is_not_utf_8_is_named_and_not_guessed_at() {
    let place = Place::new();
    place.write("src/file", "");
    let bytes = b"src;16:07;caf\xe9\nsrc;16:07;good\n";
    std::fs::write(place.dir().join(SCHEDULES), bytes).unwrap();
    place.by_hand();
    assert_eq!(place.names("backups"), ["good.tar"]);
    let named = "malformed schedule: src;16:07;caf\u{fffd} (it is not UTF-8)";
    assert!(
        place.service_log().contains(named),
        "{}",
        place.service_log()
    );
}

/// F4. As the first line, it would lose its first character to the reader of the file.
#[test]
fn a_schedule_that_begins_with_a_byte_order_mark_is_refused() {
    let place = Place::new();
    let mark = "\u{feff}src;16:07;src";
    assert!(place.fail(1, &["create", mark]).contains("byte-order mark"));
    assert_lines("the file", "", &place.read(SCHEDULES));
}

/// F6. Not only control characters: Unicode ends lines, and turns them, in ways of its own.
#[test]
fn what_was_typed_neither_forges_a_line_nor_turns_it_round() {
    let place = Place::new();
    let forged = "x\n[08/02/2023 16:07] backup_service stopped";
    let orders = "\u{1b}[2J\r\u{7}\u{9b}K\u{2028}\u{202e}\u{2066}";
    let escaped = r"\u{1b}[2J\r\u{7}\u{9b}K\u{2028}\u{202e}\u{2066}";
    place.manager(&["create", forged]).assert().code(1);
    place
        .manager(&[orders])
        .assert()
        .code(2)
        .stderr(contains(escaped));
    place
        .manager(&["delete", orders])
        .assert()
        .code(1)
        .stderr(contains("can't find"));
    let expected = format!(
        "[08/02/2023 16:07] Error: malformed schedule: x\\n[08/02/2023 16:07] backup_service stopped\n\
         [08/02/2023 16:07] Error: unknown instruction: {escaped}\n\
         [08/02/2023 16:07] Error: can't find backup_schedules.txt\n"
    );
    assert_lines("the log", &expected, &place.manager_log());
}

/// F6. 128 KiB is as long as Linux lets one argument be; together they may be longer.
#[test]
fn arguments_of_any_length_and_content_are_answered_with_one_short_line() {
    let place = Place::new();
    let long = "x".repeat(128 * 1024 - 1);
    let not_utf_8 = OsStr::from_bytes(b"src;16:07;caf\xe9\n");
    let many = [long.as_str(); 8];
    let mut refused = 0;
    for arguments in [&["create", &long][..], &["delete", &long], &[&long], &many] {
        let said = place.manager(arguments).assert().failure().stdout("");
        let said = &said.get_output().stderr;
        assert!(
            said.len() < 10_000 && said.ends_with(b"\n"),
            "{}",
            said.len()
        );
        refused += 1;
    }
    for instruction in ["create", "delete", "list", "nonsense"] {
        let mut command = place.manager(&[instruction]);
        let said = command.arg(not_utf_8).assert().code(2).stdout("");
        assert_eq!(
            said.get_output()
                .stderr
                .iter()
                .filter(|&&byte| byte == b'\n')
                .count(),
            1
        );
        refused += 1;
    }
    for index in [
        "",
        " 0",
        "+0",
        "-0",
        "0x0",
        "1e0",
        "\u{660}",
        "99999999999999999999",
    ] {
        place.write(SCHEDULES, "old;16:07;old\n");
        assert!(
            place
                .fail(1, &["delete", index])
                .contains("can't find schedule"),
            "{index:?}"
        );
        assert_lines("the file", "old;16:07;old\n", &place.read(SCHEDULES));
        refused += 1;
    }
    let log = place.manager_log();
    assert_eq!(log.lines().count(), refused);
    assert!(
        log.lines()
            .all(|line| line.starts_with("[08/02/2023 16:07] Error: ") && line.len() < 10_000)
    );
}
