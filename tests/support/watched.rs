//! Ends the processes of a test program that was killed, by Ctrl-C for example. Services survive
//! that: they have sessions of their own.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

/// The end of file comes when the test program has ended. If it ended well, the directory is empty.
const WATCHER: &str = r#"
    cat
    rmdir "$1" && exit
    for process in /proc/[0-9]*; do
        case $(readlink "$process/cwd") in
            "$1" | "$1"/*) kill -9 "${process#/proc/}" ;;
        esac
    done
    rm -rf "$1"
"#;

/// The directory for all test environments of this test program. A shell kills the processes that work
/// there after the test program has ended, and removes it.
pub fn directory() -> &'static Path {
    static WATCHED: LazyLock<(PathBuf, Child)> = LazyLock::new(|| {
        let dir = tempfile::Builder::new().prefix("backup").tempdir().unwrap();
        let dir = dir.keep().canonicalize().unwrap();
        let watcher = watch(&dir);
        (dir, watcher)
    });
    &WATCHED.0
}

/// Starts the shell that watches over `dir`. The other end of its standard input is in the returned value,
/// and stays open as long as this program runs.
pub fn watch(dir: &Path) -> Child {
    let mut watcher = Command::new("sh");
    watcher
        .args(["-c", WATCHER, "watcher"])
        .arg(dir)
        .current_dir("/")
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    watcher.spawn().unwrap()
}
