//! Backups with a failing disk, and without enough threads, file descriptors or memory.

use std::fs::{self, File};
use std::os::unix::fs::{FileExt, symlink};
use std::thread;

use crate::support::TestEnv;
use crate::support::archives::{Seen, entries, names, noise};
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

/// The log of a service for which a system call about `path` fails, as `injected` tells strace. A call
/// gets the whole path, or the last name and an open directory.
fn logged_with(env: &TestEnv, path: &str, injected: &str) -> String {
    let whole = env.dir().join(path).display().to_string();
    let name = match path.strip_prefix("src/") {
        Some(path) => path.rsplit('/').next().unwrap(),
        None => path,
    };
    let inject = format!("inject={injected}");
    let log = logged(
        env,
        env.traced_service(&["-P", &whole, "-P", name, "-e", &inject]),
    );
    let trace = env.read("trace");
    assert!(trace.contains("(INJECTED"), "{path}: {injected}: {trace}");
    log
}

/// The archive of `src`.
fn archive(env: &TestEnv) -> Vec<u8> {
    fs::read(env.dir().join("backups/src.tar")).unwrap()
}

fn saved(env: &TestEnv) -> Vec<Seen> {
    entries(&archive(env))
}

/// A disk that fails, a file server that is gone, a source that may not be read, or running out of file
/// descriptors or memory must not cost the last good archive. A failure of storage names its path.
#[test]
#[ignore = "needs strace"]
fn fatal_error_keeps_last_archive() {
    for (path, injected, reason) in [
        ("src/sub", "getdents64:error=EIO", "src/sub: "),
        ("src/sub", "openat:error=ESTALE", "src/sub: "),
        ("src/sub/file", "openat:error=ENOTCONN", "src/sub/file: "),
        ("src/sub/file", "openat:error=ETIMEDOUT", "src/sub/file: "),
        ("src/sub/file", "pread64:error=EIO:when=2", "src/sub/file: "),
        ("src/sub/file", "/stat:error=EIO:when=2", "src/sub/file: "),
        ("src/sub/empty", "read:error=ESTALE", "src/sub/empty: "),
        ("src/sub/link", "readlinkat:error=EUCLEAN", "src/sub/link: "),
        ("src/sub/file", "pread64:error=ENOMEM:when=1", "Cannot"),
        ("./src", "openat:error=ENFILE:when=1", "Too many"),
        ("./src", "openat:error=EACCES:when=1", "Permission"),
        ("..", "openat:error=ENFILE:when=1", "Too many"), // on the way back up
        ("./backups", "openat:error=ENFILE:when=2", "backups: "), // the first call removes stale files
    ] {
        let env = with_source();
        env.write(&format!("src/{}bottom", "deep/".repeat(40)), "");
        env.write("src/sub/empty", "");
        env.write("src/sub/file", &"content\n".repeat(200_000));
        symlink("target", env.dir().join("src/sub/link")).unwrap();
        drop(env.by_hand());
        let last_good = archive(&env);
        env.write("src/good", "changed");
        let log = logged_with(&env, path, injected);
        let error = format!("Error: can't back up src: {reason}");
        assert!(log.contains(&error), "{path}: {injected}: {log}");
        let is_kept = archive(&env) == last_good;
        assert!(is_kept, "{path}: {injected} must keep the last archive");
    }
}

/// Any other error costs only its entry. Reading a file without a size, such as `/proc/kmsg`, may block.
#[test]
#[ignore = "needs strace"]
fn unreadable_entry_is_left_out_and_named() {
    for (path, injected) in [
        ("src/sub", "openat:error=EACCES"),
        ("src/sub", "openat:error=EPERM"),
        ("src/sub", "openat:error=ENOENT"),
        ("src/sub", "read:error=EAGAIN"),
    ] {
        let env = with_source();
        env.write("src/file", "good");
        match injected.starts_with("read") {
            true => env.write("src/sub", ""),
            false => env.write("src/sub/file", ""),
        }
        let log = logged_with(&env, path, injected);
        assert!(log.contains("Warning: src/sub: "), "{injected}: {log}");
        assert!(log.ends_with(" with 1 warning\n"), "{injected}: {log}");
        assert_eq!(names(&saved(&env)), ["src", "src/file"], "{injected}");
    }
}

#[test]
#[ignore = "needs strace"]
fn file_with_read_error_is_padded_and_named() {
    let content: String = (0..400_000).map(|line| format!("{line}\n")).collect();
    let env = with_source();
    env.write("src/data", &content);
    env.write("src/other", "");
    let log = logged_with(&env, "src/data", "pread64:error=EACCES:when=2");
    let (_, error) = log
        .split_once("Permission denied (os error 13) at byte ")
        .expect(&log);
    let (end, rest) = error.split_once(", padded with zeros\n").expect(&log);
    let end: usize = end.parse().unwrap();
    assert!(rest.ends_with(" with 1 warning\n"), "{log}");
    assert!(end > 0, "the first read must be kept");
    let mut expected = content.into_bytes();
    expected[end..].fill(0);
    assert!(saved(&env)[1].content == expected, "zeros from there on");
}

/// An interrupted call is repeated. If the system cannot say where the holes of a sparse file are, all
/// of it is read; a file that was truncated meanwhile (ENXIO) has no more data.
#[test]
#[ignore = "needs strace"]
fn harmless_error_of_a_call_loses_no_data() {
    const SIZE: usize = 1 << 20;
    for (injected, sizes) in [
        ("pread64:error=EINTR:when=1", 1..SIZE),
        ("lseek:error=EIO:when=1", SIZE..SIZE + 1),
        ("lseek:error=EIO:when=2", SIZE..SIZE + 1),
        ("lseek:error=EIO:when=3", SIZE..2 * SIZE),
        ("lseek:error=ENXIO:when=4", 1..SIZE),
    ] {
        let env = with_source();
        env.write("src/data", "precious");
        let file = File::options().write(true).open(env.dir().join("src/data"));
        let file = file.unwrap();
        file.write_all_at(b"end", SIZE as u64 / 2).unwrap();
        file.set_len(SIZE as u64).unwrap();
        assert_eq!(logged_with(&env, "src/data", injected), DONE, "{injected}");
        let content = &saved(&env)[1].content;
        assert!(
            sizes.contains(&content.len()),
            "{injected}: {}",
            content.len()
        );
        let has_data = content.windows(8).any(|part| part == b"precious");
        assert!(has_data, "{injected}: the data must be saved");
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
        let name: String = name.bytes().map(|byte| format!("{byte:02x}")).collect();
        format!("01{}180000{name:0<10}", "00".repeat(15))
    });
    let injected = format!("getdents64:poke_exit=@arg2={}:when=1", listed.concat());
    assert_eq!(logged_with(&env, "src", &injected), DONE);
    assert_eq!(names(&saved(&env)), ["src", "src/x"]);
}

/// There is a thread that waits for signals, and a compressing thread per core. The system may allow
/// fewer (`ulimit -u`). One compressing thread is enough.
#[test]
#[ignore = "needs strace"]
fn backup_works_with_fewer_threads() {
    let cores = thread::available_parallelism().unwrap().get();
    let error = "Error: can't back up src: Resource temporarily unavailable";
    for (allowed, expected) in [(1, error), (2, DONE), (99, DONE)] {
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
            assert_eq!(
                made,
                1 + cores.min(12),
                "one for signals, and one per core, at most 12"
            );
        }
    }
}

/// The log of a service that may open no more than so many files.
fn logged_with_file_limit(env: &TestEnv, limit: u32) -> String {
    let mut service = env.background("sh");
    service.args(["-c", &format!("ulimit -n {limit}; exec \"$SERVICE\"")]);
    logged(env, Running::new(&mut service))
}

/// Only the nearest few directories stay open, since a process may open about a thousand files. Running
/// out of file descriptors must not leave out a part of the tree.
#[test]
fn file_limit_allows_a_deep_tree_or_keeps_last_archive() {
    let env = with_source();
    env.write(&format!("src/{}file", "deep/".repeat(100)), "at the bottom");
    assert_eq!(logged_with_file_limit(&env, 64), DONE);
    let last_good = archive(&env);
    let log = logged_with_file_limit(&env, 20);
    let error = "Error: can't back up src: Too many open files (os error 24)\n";
    assert!(log.ends_with(error), "{log}");
    assert!(archive(&env) == last_good, "the last archive must stay");
}

/// After a name is listed and before it is opened, a symbolic link, a FIFO or a terminal may take its
/// place. No other program inherits the descriptor. Each entry takes one call.
#[test]
#[ignore = "needs strace"]
fn entries_are_opened_without_following_or_blocking() {
    let env = with_source();
    env.write("src/sub/file", "content");
    let service = env.traced_service(&["-e", "trace=openat,/stat"]);
    assert_eq!(logged(&env, service), DONE);
    let trace = env.read("trace");
    for name in ["\"sub\"", "\"file\""] {
        let about: Vec<_> = trace.lines().filter(|line| line.contains(name)).collect();
        let [opened] = about[..] else {
            panic!("one call must be about {name}: {about:?}");
        };
        for flag in ["O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC"] {
            assert!(opened.contains(flag), "{flag} must be set: {opened}");
        }
    }
}
