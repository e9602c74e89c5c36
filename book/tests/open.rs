//! `cargo book --open`: the desktop opens the first page, or a message says what to do.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Runs `cargo book --open` where the only program is `xdg-open`, if `opener` is its script.
fn open(opener: Option<&str>) -> Output {
    let programs = TempDir::new().unwrap();
    if let Some(script) = opener {
        let program = programs.path().join("xdg-open");
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
    }
    let mut book = Command::new(env!("CARGO_BIN_EXE_book"));
    let output = book.arg("--open").env("PATH", programs.path()).output();
    output.unwrap()
}

/// In one test, since each run replaces `target/book`.
#[test]
#[cfg(target_os = "linux")]
fn first_page_is_opened_or_a_message_says_what_to_do() {
    let opened = open(Some("#!/bin/sh\necho opened: $*\n"));
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let page = project.join("target/book/index.html");
    let expected = format!("{0}\nopened: {0}\n", page.display());
    assert_eq!(String::from_utf8_lossy(&opened.stdout), expected);
    assert!(opened.status.success(), "the exit status should be 0");
    assert!(page.is_file(), "the page should be there");

    for opener in [None, Some("#!/bin/sh\necho no browser >&2\nexit 3\n")] {
        let output = open(opener);
        assert_eq!(
            String::from_utf8_lossy(&output.stderr),
            "cargo book: cannot open it: open the file above in a browser\n"
        );
        assert!(!output.status.success(), "the exit status should say so");
    }
}
