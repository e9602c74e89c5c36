//! Ten programs extract each kind of entry that we write. `docs/reliability.md` has the table of what
//! they make of it; each test compares one column. `scripts/readers.sh` writes the table anew.

// Files of 8 GiB are made by fallocate(2).
#![cfg(target_os = "linux")]

#[path = "readers/entries.rs"]
mod entries;
#[path = "readers/large.rs"]
mod large;
#[path = "readers/table.rs"]
mod table;

use std::env;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use backup::archive;
use tempfile::TempDir;

/// Python 3.14 would leave out devices and change modes.
const PYTHON: &str = "python3 -c \"import tarfile\n\
    archive = tarfile.open('../t.tar')\n\
    archive.extraction_filter = getattr(tarfile, 'fully_trusted_filter', None)\n\
    archive.extractall()\"";

/// `python3 -m tarfile -l` shows no sizes.
const PYTHON_LIST: &str = "python3 -c \"import tarfile\n\
    for entry in tarfile.open('t.tar'): print(entry.size, entry.name)\"";

const PERL: &str = "perl -MArchive::Tar -e '$Archive::Tar::CHOWN = 1; \
    Archive::Tar->extract_archive(q(../t.tar)) or die Archive::Tar->error'";

/// The copy of `tar` from the npm registry that npm itself contains.
const NODE: &str = "NODE_PATH=$(npm root -g)/npm/node_modules node -e \"require('tar').x({ \
    file: '../t.tar', sync: true, preserveOwner: process.getuid() === 0 })\"";

const NODE_LIST: &str = "NODE_PATH=$(npm root -g)/npm/node_modules node -e \"require('tar').t({ \
    file: 't.tar', sync: true, onReadEntry: entry => console.log(entry.size, entry.path) })\"";

/// Extracts each kind of entry with the shell command `extract`, lists archives of large files with
/// `list`, and compares the results with the column `reader` of the table.
#[track_caller]
fn reads_as_documented(reader: &str, extract: &str, list: Option<&str>) {
    let entries = entries::all().map(|entry| (entry.name, extracted(&entry, extract)));
    let mut column: Vec<_> = entries.collect();
    for (name, make) in large::ALL {
        let found = list.map_or("not tried".to_owned(), |list| large::listed(make, list));
        column.push((name, found));
    }
    table::compare(reader, &column);
}

/// Archives and extracts `entry`, and compares the two.
fn extracted(entry: &entries::Entry, extract: &str) -> String {
    let dir = TempDir::new().unwrap();
    let source = dir.path().join("test");
    fs::create_dir(&source).unwrap();
    let paths = (entry.make)(&source);
    fs::write(source.join("z"), "last").unwrap();
    let archive = File::create(dir.path().join("t.tar")).unwrap();
    let warnings = archive::write(&source, archive, &[], &|| false).unwrap();
    assert_eq!(
        warnings.texts, [""; 0],
        "{} should be saved whole",
        entry.name
    );
    let target = dir.path().join("extracted");
    fs::create_dir(&target).unwrap();
    // Some readers report an error for what they don't know, and extract the rest.
    shell(extract, &target);
    entries::compare(&source, &target.join("test"), &paths)
}

/// Runs `command` in `dir`, and returns what it prints.
fn shell(command: &str, dir: &Path) -> String {
    let fixtures = env::current_dir().unwrap().join("tests/fixtures/readers");
    let output = Command::new("sh")
        .args(["-c", &format!("umask 022; {command}")])
        .env("FIXTURES", fixtures)
        .env("GO111MODULE", "off")
        .current_dir(dir)
        .output()
        .unwrap();
    let is_missing = matches!(output.status.code(), Some(126 | 127));
    assert!(!is_missing, "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
#[ignore = "needs GNU tar"]
fn gnu_tar_reads_as_documented() {
    reads_as_documented("GNU tar", "tar -xpf ../t.tar", Some("tar -tvf t.tar"));
}

#[test]
#[ignore = "needs bsdtar"]
fn bsdtar_reads_as_documented() {
    reads_as_documented("bsdtar", "bsdtar -xpf ../t.tar", Some("bsdtar -tvf t.tar"));
}

#[test]
#[ignore = "needs Python"]
fn python_reads_as_documented() {
    reads_as_documented("Python", PYTHON, Some(PYTHON_LIST));
}

#[test]
#[ignore = "needs Go"]
fn go_reads_as_documented() {
    reads_as_documented(
        "Go",
        "go run $FIXTURES/extract.go ../t.tar",
        Some("go run $FIXTURES/extract.go -l t.tar"),
    );
}

#[test]
#[ignore = "needs node and npm"]
fn node_reads_as_documented() {
    reads_as_documented("node's tar", NODE, Some(NODE_LIST));
}

#[test]
#[ignore = "needs busybox"]
fn busybox_reads_as_documented() {
    reads_as_documented(
        "busybox",
        "busybox tar -xzpf ../t.tar",
        Some("busybox tar -tvf t.tar"),
    );
}

#[test]
#[ignore = "needs toybox"]
fn toybox_reads_as_documented() {
    reads_as_documented(
        "toybox",
        "toybox tar -xzpf ../t.tar",
        Some("toybox tar -tvf t.tar"),
    );
}

#[test]
#[ignore = "needs pax"]
fn pax_reads_as_documented() {
    reads_as_documented("pax", "gzip -dc ../t.tar | pax -r -pe", None);
}

#[test]
#[ignore = "needs Perl"]
fn perl_reads_as_documented() {
    reads_as_documented("Archive::Tar", PERL, None);
}

#[test]
#[ignore = "needs cpio"]
fn cpio_reads_as_documented() {
    reads_as_documented("cpio", "gzip -dc ../t.tar | cpio -idm --quiet", None);
}

#[test]
#[ignore = "needs gzip"]
fn gzip_finds_no_fault() {
    let dir = TempDir::new().unwrap();
    let archive = File::create(dir.path().join("t.tar")).unwrap();
    archive::write(Path::new("tests"), archive, &[], &|| false).unwrap();
    let archive = File::open(dir.path().join("t.tar")).unwrap();
    let status = Command::new("gzip").arg("-t").stdin(archive).status();
    assert!(
        status.unwrap().success(),
        "the archive should be a gzip file"
    );
}
