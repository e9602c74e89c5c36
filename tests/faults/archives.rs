//! Backups with a failing disk, and without enough threads, file descriptors or memory.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::symlink;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use backup::archive;
use flate2::read::GzDecoder;
use tempfile::TempDir;

use crate::support::TestEnv;
use crate::support::archives::{entries, names, noise};
use crate::support::running::Running;

const DONE: &str = "[08/02/2023 16:07] Backup done for src in backups/src.tar\n";

/// An environment in which `src` is due.
fn with_source() -> TestEnv {
    let env = TestEnv::new();
    env.write("backup_schedules.txt", "src;16:07;src\n");
    env
}

/// The log of the service when it is ready.
fn logged(env: &TestEnv, mut service: Running) -> String {
    assert_eq!(service.first_line(), "ready\n");
    env.service_log()
}

/// The second read of a file fails. An interrupted call is repeated; any other error of this file is
/// a warning.
#[test]
#[ignore = "needs strace"]
fn file_with_read_error_is_padded_and_named() {
    let content: String = (0..400_000).map(|line| format!("{line}\n")).collect();
    for error in ["EACCES", "EINTR"] {
        let env = with_source();
        env.write("src/data", &content);
        env.write("src/other", "");
        let file = env.dir().join("src/data").display().to_string();
        let inject = format!("inject=pread64:error={error}:when=2");
        let log = logged(&env, env.traced_service(&["-P", &file, "-e", &inject]));
        let archive = fs::read(env.dir().join("backups/src.tar")).unwrap();
        let saved = &entries(&archive)[1].content;
        assert_eq!(saved.len(), content.len(), "{error}");
        if error == "EINTR" {
            assert!(
                saved == content.as_bytes(),
                "an interrupted read must be repeated"
            );
            assert_eq!(log, DONE);
            continue;
        }
        let (_, rest) = log
            .split_once("data: Permission denied (os error 13) at byte ")
            .unwrap();
        let (end, rest) = rest.split_once(", padded with zeros\n").unwrap();
        assert!(
            rest.ends_with("in backups/src.tar with 1 warning\n"),
            "{log}"
        );
        let end: usize = end.parse().unwrap();
        assert!(end > 0, "the first read must be kept");
        assert!(saved[..end] == content.as_bytes()[..end]);
        assert!(saved[end..].iter().all(|&byte| byte == 0));
    }
}

/// A disk that fails, or a file server that is gone, must not cost the last good archive, wherever in
/// the tree it shows. The error names the path.
#[test]
#[ignore = "needs strace"]
fn storage_failure_keeps_last_archive() {
    for (name, injected) in [
        ("src/sub", "getdents64:error=EIO"),
        ("src/sub", "openat:error=ESTALE"),
        ("src/sub/file", "openat:error=ENOTCONN"),
        ("src/sub/file", "pread64:error=EIO:when=2"),
        ("src/sub/file", "/stat:error=EIO:when=2"),
        ("src/sub/empty", "read:error=ESTALE"),
        ("src/sub/link", "readlinkat:error=EUCLEAN"),
    ] {
        let env = with_source();
        env.write("src/good", "good");
        env.write("src/sub/empty", "");
        env.write("src/sub/file", &"content\n".repeat(200_000));
        symlink("target", env.dir().join("src/sub/link")).unwrap();
        drop(env.by_hand());
        let last_good = fs::read(env.dir().join("backups/src.tar")).unwrap();
        env.write("src/good", "changed");
        let path = match injected.split(':').next() {
            // These calls get the name alone.
            Some("openat" | "readlinkat") => name.rsplit('/').next().unwrap().to_owned(),
            _ => env.dir().join(name).display().to_string(),
        };
        let inject = format!("inject={injected}");
        let log = logged(&env, env.traced_service(&["-P", &path, "-e", &inject]));
        assert!(env.read("trace").contains("(INJECTED)"), "{injected}");
        let error = format!("Error: can't back up src: {name}: ");
        assert!(log.contains(&error), "{injected} must be an error: {log}");
        let archive = fs::read(env.dir().join("backups/src.tar")).unwrap();
        assert!(
            archive == last_good,
            "{injected} must keep the last archive"
        );
    }
}

/// A directory that may not be read costs only itself.
#[test]
#[ignore = "needs strace"]
fn directory_without_permission_is_left_out() {
    for injected in [
        "openat:error=EACCES",
        "openat:error=EPERM",
        "openat:error=ENOENT",
    ] {
        let env = with_source();
        env.write("src/file", "good");
        env.write("src/sub/file", "");
        let inject = format!("inject={injected}");
        let log = logged(&env, env.traced_service(&["-P", "sub", "-e", &inject]));
        assert!(log.contains("Warning: src/sub: "), "{injected}: {log}");
        assert!(log.ends_with(" with 1 warning\n"), "{injected}: {log}");
    }
}

/// A faulty file system lists a name twice. Stored twice, as a link and as a directory, it would lead
/// an extractor out of its target.
#[test]
#[ignore = "needs strace"]
fn name_that_is_listed_twice_is_saved_once() {
    let env = with_source();
    env.write("src/x", "content");
    env.write("src/y", "");
    // Four entries of readdir(3), each of 24 bytes: inode 1, offset 0, length, kind unknown, name.
    let listed = [".", "..", "x", "x"].map(|name| {
        let name: String = name.bytes().map(|byte| format!("\\x{byte:02x}")).collect();
        let zeros = "\\x00".repeat(5 - name.len() / 4);
        format!("\\x01{}\\x18\\x00\\x00{name}{zeros}", "\\x00".repeat(15))
    });
    let inject = format!(
        "inject=getdents64:poke_exit=@arg2={}:when=1",
        listed.concat().replace("\\x", "")
    );
    let source = env.dir().join("src").display().to_string();
    let log = logged(&env, env.traced_service(&["-P", &source, "-e", &inject]));
    assert_eq!(log, DONE);
    let archive = fs::read(env.dir().join("backups/src.tar")).unwrap();
    assert_eq!(names(&entries(&archive)), ["src", "src/x"]);
}

/// Reading a file without a size, such as `/proc/kmsg`, may block. Then it is left out.
#[test]
#[ignore = "needs strace"]
fn file_of_unknown_size_is_left_out_if_reading_it_would_block() {
    let env = with_source();
    env.write("src/file", "good");
    env.write("src/empty", "");
    let file = env.dir().join("src/empty").display().to_string();
    let inject = "inject=read:error=EAGAIN";
    let log = logged(&env, env.traced_service(&["-P", &file, "-e", inject]));
    let archive = fs::read(env.dir().join("backups/src.tar")).unwrap();
    assert_eq!(names(&entries(&archive)), ["src", "src/file"], "{log}");
    assert!(log.contains("Warning: src/empty: "), "{log}");
}

/// If the system cannot say where the holes of a sparse file are, all of it is read.
#[test]
#[ignore = "needs strace"]
fn unknown_extents_are_data() {
    for when in ["1", "2", "3", "1+"] {
        let env = with_source();
        env.write("src/data", "precious");
        let file = env.dir().join("src/data");
        let sparse = File::options().write(true).open(&file).unwrap();
        sparse.set_len(1 << 20).unwrap();
        let file = file.display().to_string();
        let inject = format!("inject=lseek:error=EIO:when={when}");
        let log = logged(&env, env.traced_service(&["-P", &file, "-e", &inject]));
        assert_eq!(log, DONE);
        assert!(env.read("trace").contains("(INJECTED)"), "{when}");
        let archive = fs::read(env.dir().join("backups/src.tar")).unwrap();
        let saved = &entries(&archive)[1].content;
        assert!(
            saved.starts_with(b"precious"),
            "{when}: the data must be saved"
        );
    }
}

/// There is a thread that waits for signals, and a compressing thread per core. The system may allow
/// fewer (`ulimit -u`). One compressing thread is enough.
#[test]
#[ignore = "needs strace"]
fn backup_works_with_fewer_threads() {
    let cores = thread::available_parallelism().unwrap().get();
    for (allowed, expected) in [
        (
            1,
            "Error: can't back up src: Resource temporarily unavailable",
        ),
        (2, DONE),
        (99, DONE),
    ] {
        let env = with_source();
        fs::write(env.dir().join("src"), noise(16 << 20, 1)).unwrap();
        let inject = format!("inject=/^clone:error=EAGAIN:when={}+", allowed + 1);
        let log = logged(&env, env.traced_service(&["-e", &inject]));
        assert!(log.contains(expected), "{allowed} threads: {log}");
        assert_eq!(log.lines().count(), 1, "{allowed} threads: {log}");
        if allowed > cores {
            let trace = env.read("trace");
            let made = trace.lines().filter(|line| line.contains("clone"));
            let made = made.filter(|line| !line.contains("resumed>")).count();
            assert_eq!(made, 1 + cores.min(12));
        }
    }
}

/// Only the nearest few directories stay open, since a process may open about a thousand files.
#[test]
fn tree_deeper_than_file_limit_is_saved() {
    let env = with_source();
    env.write(&format!("src/{}file", "deep/".repeat(100)), "at the bottom");
    let mut service = env.background("sh");
    service.args(["-c", "ulimit -n 64; exec \"$SERVICE\""]);
    assert_eq!(logged(&env, Running::new(&mut service)), DONE);
}

/// Running out of file descriptors must not leave out a part of the tree.
#[test]
fn file_limit_keeps_last_archive() {
    let env = with_source();
    env.write(&format!("src/{}file", "deep/".repeat(30)), "at the bottom");
    drop(env.by_hand());
    let last_good = fs::read(env.dir().join("backups/src.tar")).unwrap();
    let mut service = env.background("sh");
    service.args(["-c", "ulimit -n 20; exec \"$SERVICE\""]);
    let log = logged(&env, Running::new(&mut service));
    let error = "Error: can't back up src: Too many open files (os error 24)\n";
    assert!(log.ends_with(error), "{log}");
    assert!(fs::read(env.dir().join("backups/src.tar")).unwrap() == last_good);
}

/// Running out of file descriptors on the way back up, at the source or at the end; or of memory.
#[test]
#[ignore = "needs strace"]
fn exhaustion_during_backup_keeps_last_archive() {
    for (path, injected) in [
        ("..", "openat:error=ENFILE:when=1"),
        ("./src", "openat:error=ENFILE:when=1"),
        ("./backups", "openat:error=ENFILE:when=2"), // the first call removes stale files
        ("src/z", "pread64:error=ENOMEM:when=1"),
    ] {
        let env = with_source();
        env.write(&format!("src/{}file", "deep/".repeat(40)), "at the bottom");
        env.write("src/z", "old");
        drop(env.by_hand());
        let last_good = fs::read(env.dir().join("backups/src.tar")).unwrap();
        env.write("src/z", "another");
        let path = match path.starts_with('.') {
            true => path.to_owned(),
            false => env.dir().join(path).display().to_string(),
        };
        let inject = format!("inject={injected}");
        let log = logged(&env, env.traced_service(&["-P", &path, "-e", &inject]));
        assert!(env.read("trace").contains("(INJECTED)"), "{path}");
        assert!(log.contains("Error: can't back up src: "), "{path}: {log}");
        let left = fs::read(env.dir().join("backups/src.tar")).unwrap();
        assert!(left == last_good, "{path}");
    }
}

/// After a name is listed and before it is opened, a symbolic link, a FIFO or a terminal may take its
/// place. No other program inherits the descriptor. Each entry takes one call.
#[test]
#[ignore = "needs strace"]
fn entries_are_opened_without_following_or_blocking() {
    let env = with_source();
    env.write("src/sub/file", "content");
    assert_eq!(
        logged(&env, env.traced_service(&["-e", "trace=openat,/stat"])),
        DONE
    );
    let trace = env.read("trace");
    for name in ["\"sub\"", "\"file\""] {
        let about: Vec<_> = trace.lines().filter(|line| line.contains(name)).collect();
        let [opened] = about[..] else {
            panic!("{about:?}");
        };
        for flag in ["O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC"] {
            assert!(opened.contains(flag), "{opened}");
        }
    }
}

/// Ends the storm when it is dropped, even by a failed assertion.
struct EndOf<'a>(&'a AtomicBool);

impl Drop for EndOf<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn archive_of_a_changing_tree_is_well_formed() {
    let dir = TempDir::new().unwrap();
    let tree = dir.path().join("test");
    fs::create_dir(&tree).unwrap();
    fs::write(tree.join("calm"), "calm").unwrap();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                // Each may fail, since each gets in the way of the others.
                for name in ["a", "b", "c"] {
                    let path = tree.join(name);
                    let _ = fs::write(&path, vec![b'x'; 60_000]);
                    let _ = File::options()
                        .write(true)
                        .open(&path)
                        .map(|file| file.set_len(5));
                    let _ = fs::remove_file(&path);
                    let _ = fs::create_dir(&path);
                    let _ = fs::write(path.join("inside"), "inside");
                    let _ = fs::remove_dir_all(&path);
                    let _ = symlink("/etc", &path);
                    let _ = fs::remove_file(&path);
                }
            }
        });
        let _end = EndOf(&over);
        for _ in 0..100 {
            let mut tar = Vec::new();
            archive::write(&tree, &mut tar, &[], &|| false).unwrap();
            let mut tar = tar::Archive::new(GzDecoder::new(&tar[..]));
            let mut calm = String::new();
            for entry in tar.entries().unwrap() {
                let mut entry = entry.unwrap();
                let path = entry.path().unwrap().into_owned();
                let depth = path.components().count();
                assert!(
                    depth < 3 || path.ends_with("inside"),
                    "{path:?} is not in the tree"
                );
                if path.ends_with("calm") {
                    entry.read_to_string(&mut calm).unwrap();
                }
            }
            assert_eq!(
                calm, "calm",
                "the file that does not change should be saved as it is"
            );
        }
    });
}
