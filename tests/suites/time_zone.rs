//! The rules for `time_zone.rs`.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;

use chrono::Local;
use tempfile::NamedTempFile;

use super::subject::warning;

/// T7. chrono uses the machine's zone or UTC in place of the second group, without an error.
#[test]
fn rules_and_files_are_known_and_others_are_warned_of() {
    let known = [
        "",
        "localtime",
        "UTC0",
        "CET-1",
        "<+0530>-5:30",
        "<-0930>+9:30:15",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "CET-1CEST-2,M3.5.0/2,M10.5.0/3:00:00",
        "<-03>3<-02>,J60/24,300",
        " CET-1 ",
    ];
    let unknown = [
        "CET-1CEST",
        "WGT3WGST,M3.5.0/-2,M10.5.0/-1",
        "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
        "IST-2IDT,M3.4.4/26,M10.5.0",
        "ABCDEFGHIJ-5",
        "AB-5",
        "CET-24",
        "CET-1:60",
        "CET-1CEST,M3.5.0",
        "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0",
        "CET-1CEST,J366,M10.5.0",
        "CET-1CEST,M3.5.0,M10.5.0,",
        "AB-1CEST,M3.5.0,M10.5.0",
        "CET-24CEST,M3.5.0,M10.5.0",
        "CET-1CE,M3.5.0,M10.5.0",
        "CET-1CEST-24,M3.5.0,M10.5.0",
        "<CET-1",
        "Nowhere/Town",
        ":UTC0",
        ":/etc/passwd",
        "/etc/passwd",
        "5",
        "é-1",
    ];
    let table = [(&known[..], true), (&unknown[..], false)];
    for (values, expected) in table {
        for value in values {
            let actual = warning(Some(OsStr::new(value)), Local::now()).is_none();
            assert_eq!(
                actual, expected,
                "TZ={value}: chrono can interpret it: {expected}, not {actual}"
            );
        }
    }
    assert_eq!(
        warning(None, Local::now()),
        None,
        "without TZ the machine's zone is right"
    );
    let not_utf8 = OsStr::from_bytes(b"CET\xff-1");
    assert!(
        warning(Some(not_utf8), Local::now()).is_some(),
        "a TZ that is not UTF-8 must be warned of"
    );
}

#[test]
fn file_of_a_zone_is_known() {
    let file = NamedTempFile::new().unwrap();
    let path = file.path().to_str().unwrap();
    for (content, expected) in [("TZif2", true), ("TZi", false)] {
        fs::write(&file, content).unwrap();
        for value in [path, &format!(":{path}")] {
            let is_known = warning(Some(OsStr::new(value)), Local::now()).is_none();
            assert_eq!(is_known, expected, "TZ={value}, a file with {content}");
        }
    }
}

/// The user must see which value is wrong, and what the service does.
#[test]
fn warning_names_value_and_offset() {
    let text = warning(Some(OsStr::new("CET-1CEST")), Local::now());
    let offset = Local::now().format("%:z");
    assert_eq!(
        text,
        Some(format!(
            "TZ=CET-1CEST cannot be interpreted; the times of the schedules are those of UTC{offset}"
        ))
    );
}
