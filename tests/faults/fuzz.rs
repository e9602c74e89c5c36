//! F3, F4: random lines and files. None causes a panic, and accepted lines are shown unchanged.

use std::fs;

use backup::layout;
use backup::schedule::Schedule;
use backup::schedule_file;

use crate::support::TestEnv;
use crate::support::random::Random;

/// Parts of schedules, and of malformed ones.
const PIECES: [&[u8]; 24] = [
    b";",
    b";",
    b";16:07;",
    b"16:07",
    b"23:59",
    b"24:00",
    b"6:7",
    b":",
    b"\n",
    b"\n",
    b"\r\n",
    b"\r",
    b"src",
    b"name",
    b"/",
    b"..",
    b".",
    b" ",
    b"\0",
    b"\x1b[2J",
    b"\xff",
    b"\xe9",
    "\u{feff}".as_bytes(),
    "é\u{2028}\u{202e}\u{ff1b}".as_bytes(),
];

fn bytes(random: &mut Random, pieces: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for _ in 0..random.below(pieces) {
        if random.one_in(8) {
            bytes.push(random.below(256) as u8);
        } else {
            bytes.extend(*random.of(&PIECES));
        }
    }
    bytes
}

#[test]
fn random_line_that_is_accepted_is_shown_unchanged() {
    let mut random = Random::new(16_07);
    let mut accepted = 0;
    for _ in 0..100_000 {
        let line = String::from_utf8_lossy(&bytes(&mut random, 8)).into_owned();
        let Ok(schedule) = line.parse::<Schedule>() else {
            continue;
        };
        accepted += 1;
        assert_eq!(schedule.to_string(), line);
        assert!(!schedule.path.as_os_str().is_empty(), "{line:?}");
        let name = schedule.name.as_str();
        assert!(
            !matches!(name, "" | "." | "..") && !name.contains('/'),
            "{line:?}"
        );
        assert!(
            !line.contains(['\u{fffd}', '\n', '\r', '\0', '\u{1b}']),
            "{line:?}"
        );
    }
    assert!(accepted > 100, "some lines should be accepted: {accepted}");
}

#[test]
fn random_file_keeps_its_other_bytes() {
    let env = TestEnv::new();
    let dir = env.dir();
    let file = dir.join(layout::SCHEDULES);
    let mut random = Random::new(20_23);
    // A carriage return at the end of a line may become part of a CRLF, and a byte-order mark at the
    // start of a line may become that of the file. So both are not compared.
    let read = || -> Vec<String> {
        let text = schedule_file::read(&dir).unwrap();
        text.lines()
            .map(|line| {
                line.trim_end_matches('\r')
                    .trim_start_matches('\u{feff}')
                    .to_owned()
            })
            .collect()
    };
    for round in 0..150 {
        let old = bytes(&mut random, 40);
        fs::write(&file, &old).unwrap();
        let lines = read();

        let new = format!("src;16:07;new{round}");
        schedule_file::append(&dir, &new).unwrap();
        let mut with_new = lines.clone();
        with_new.push(new);
        assert_eq!(read(), with_new, "{old:?}");
        assert!(fs::read(&file).unwrap().starts_with(&old), "{old:?}");

        let index = random.below(with_new.len() + 1);
        let removed = schedule_file::remove(&dir, index).unwrap();
        assert_eq!(
            removed.is_some(),
            index < with_new.len(),
            "{index} of {old:?}"
        );
        if removed.is_some() {
            with_new.remove(index);
        }
        assert_eq!(read(), with_new, "{index} of {old:?}");
    }
}
