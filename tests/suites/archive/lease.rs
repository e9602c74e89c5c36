//! The rules for `archive/lease.rs`, tested through `archive::write`.

use std::cell::Cell;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use backup::archive::Error;

use super::subject::write;
use crate::support::archives::{Home, Out, entries, find, save};

/// A program that holds a lease on a file, as a file server does for its clients.
struct Lease(Child);

impl Lease {
    /// Takes a lease on `document`. It is released 0.4 seconds after another program opens the file
    /// (`soon`), or `never`.
    fn on_document(home: &Home, end: &str) -> Lease {
        home.file("document", b"content");
        let script = include_str!("../../fixtures/lease.py");
        let mut holder = Command::new("python3")
            .args(["-c", script])
            .args([home.at("document").as_os_str(), end.as_ref()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut output = BufReader::new(holder.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        assert_eq!(line, "leased\n", "the file system should support leases");
        Lease(holder)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
#[ignore = "needs python3"]
fn file_is_saved_when_its_lease_is_released() {
    let home = Home::new();
    for source in ["", "document"] {
        let _lease = Lease::on_document(&home, "soon");
        let (archive, warnings) = save(write, &home.at(source)).unwrap();
        assert_eq!(warnings, [""; 0], "{source:?}");
        let saved = entries(&archive);
        assert_eq!(saved.last().unwrap().content, b"content", "{source:?}");
    }
}

/// A stop request does not wait for a lease.
#[test]
#[ignore = "needs python3"]
fn waiting_for_a_lease_can_be_cancelled() {
    let home = Home::new();
    let _lease = Lease::on_document(&home, "never");
    let calls = Cell::new(0);
    let is_cancelled = || calls.replace(calls.get() + 1) == 10;
    let result = write(&home.at(""), Out::default(), &[], &is_cancelled);
    assert!(matches!(result, Err(Error::Cancelled)), "{result:?}");
}

/// A lease that is not released costs one file, not the archive.
#[test]
#[ignore = "slow: waits for 5 s; needs python3"]
fn file_is_left_out_if_its_lease_is_not_released() {
    let home = Home::new();
    home.file("z", b"stays");
    let _lease = Lease::on_document(&home, "never");
    let (archive, warnings) = save(write, &home.at("")).unwrap();
    assert_eq!(find(&entries(&archive), "test/z").content, b"stays");
    let warning = "test/document: in use by another program, which does not release it, left out";
    assert_eq!(warnings, [warning]);
}
