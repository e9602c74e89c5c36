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
    table::compare(reader, |kind| {
        let found = large::listed(kind, list).or_else(|| extracted(kind, extract));
        found.map(str::to_owned)
    });
}

/// Archives and extracts an entry of this `kind`, and compares the two.
fn extracted(kind: &str, extract: &str) -> Option<&'static str> {
    let dir = TempDir::new().unwrap();
    let source = dir.path().join("test");
    fs::create_dir(&source).unwrap();
    let paths = entries::make(kind, &source)?;
    fs::write(source.join("z"), "last").unwrap();
    let archive = File::create(dir.path().join("t.tar")).unwrap();
    let warnings = archive::write(&source, archive, &[], &|| false).unwrap();
    assert_eq!(warnings.texts, [""; 0], "{kind} should be saved whole");
    let target = dir.path().join("extracted");
    fs::create_dir(&target).unwrap();
    // Some readers report an error for what they don't know, and extract the rest.
    shell(extract, &target);
    Some(entries::compare(&source, &target.join("test"), &paths))
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

/// A test per reader, which needs its program: how it extracts, and how it lists if it knows large files.
macro_rules! readers {
    ($($test:ident $needs:literal: $reader:literal, $extract:expr, $list:expr;)*) => {$(
        #[test]
        #[ignore = $needs]
        fn $test() {
            reads_as_documented($reader, $extract, $list);
        }
    )*};
}

readers! {
    gnu_tar_reads_as_documented "needs GNU tar":
        "GNU tar", "tar -xpf ../t.tar", Some("tar -tvf t.tar");
    bsdtar_reads_as_documented "needs bsdtar":
        "bsdtar", "bsdtar -xpf ../t.tar", Some("bsdtar -tvf t.tar");
    python_reads_as_documented "needs Python":
        "Python", PYTHON, Some(PYTHON_LIST);
    go_reads_as_documented "needs Go":
        "Go", "go run $FIXTURES/extract.go ../t.tar", Some("go run $FIXTURES/extract.go -l t.tar");
    node_reads_as_documented "needs node and npm":
        "node's tar", NODE, Some(NODE_LIST);
    busybox_reads_as_documented "needs busybox":
        "busybox", "busybox tar -xzpf ../t.tar", Some("busybox tar -tvf t.tar");
    toybox_reads_as_documented "needs toybox":
        "toybox", "toybox tar -xzpf ../t.tar", Some("toybox tar -tvf t.tar");
    pax_reads_as_documented "needs pax":
        "pax", "gzip -dc ../t.tar | pax -r -pe", None;
    perl_reads_as_documented "needs Perl":
        "Archive::Tar", PERL, None;
    cpio_reads_as_documented "needs cpio":
        "cpio", "gzip -dc ../t.tar | cpio -idm --quiet", None;
}
