//! Killed, or refused by the system, at each of its calls: what is on the disk is the old or the
//! new, and never torn. A sample here; `scripts/crash.sh` goes through them all.

use std::collections::BTreeMap;
use std::fs;

use crate::support::TestEnv;
use crate::support::archives::entries;
use crate::support::running::Running;

const SCHEDULES: &str = "backup_schedules.txt";
const OLD: &str = "one;16:07;one\ntwo;16:07;two\n";

/// The calls that change something, or open what is then changed.
const CALLS: &str = "openat,write,fsync,/^rename,/^unlink,ftruncate,fchmod";

/// How often a process or a thread makes each call, from a trace of `strace -f`.
fn counts(trace: &str) -> BTreeMap<String, usize> {
    let mut by_thread: BTreeMap<_, usize> = BTreeMap::new();
    for line in trace.lines() {
        let (thread, call) = line.split_once(' ').unwrap();
        if let Some((name, _)) = call.trim_start().split_once('(') {
            *by_thread
                .entry((thread.to_owned(), name.to_owned()))
                .or_default() += 1;
        }
    }
    let mut counts = BTreeMap::new();
    for ((_, name), count) in by_thread {
        let most: &mut usize = counts.entry(name).or_default();
        *most = count.max(*most);
    }
    counts
}

/// Whether a full or a broken disk refuses such a call.
fn may_fail(call: &str) -> bool {
    call == "write" || call == "fsync" || call.starts_with("rename")
}

/// The last few of each: the first are those of every program's start.
fn sample(trace: &str) -> Vec<(String, usize)> {
    counts(trace)
        .into_iter()
        .flat_map(|(call, count)| {
            (count.saturating_sub(3)..count).map(move |n| (call.clone(), n + 1))
        })
        .collect()
}

fn trace_all(env: &TestEnv, arguments: &[&str]) -> Vec<(String, usize)> {
    let filter = format!("trace={CALLS}");
    Running::new(&mut env.traced(&["-f", "-e", &filter], arguments)).ends_well();
    sample(&env.read("trace"))
}

/// The instructions that change the schedules, and what each makes of [`OLD`].
const CHANGES: [([&str; 2], &str); 2] = [
    (
        ["create", "new;16:07;new"],
        "one;16:07;one\ntwo;16:07;two\nnew;16:07;new\n",
    ),
    (["delete", "0"], "two;16:07;two\n"),
];

/// F3, D5.
#[test]
#[ignore = "needs strace"]
fn a_manager_that_is_killed_leaves_the_old_schedules_or_the_new() {
    for (arguments, new) in CHANGES {
        let env = TestEnv::new();
        env.write(SCHEDULES, OLD);
        for (call, nth) in trace_all(&env, &arguments) {
            env.write(SCHEDULES, OLD);
            let inject = format!("inject={call}:signal=KILL:when={nth}");
            Running::new(&mut env.traced(&["-e", &inject], &arguments)).status();
            let left = env.read(SCHEDULES);
            assert!(
                left == OLD || left == new,
                "{arguments:?}, {call} {nth}: {left:?}"
            );
            env.run(&["create", "next;16:07;next"]);
            assert_eq!(env.temp_files(), [""; 0], "{call} {nth}");
        }
    }
}

/// F3, F6.
#[test]
#[ignore = "needs strace"]
fn a_manager_that_is_refused_a_call_says_so_and_loses_nothing() {
    for (arguments, new) in CHANGES {
        let env = TestEnv::new();
        env.write("new", ""); // or a warning is printed, which may fail
        env.write(SCHEDULES, OLD);
        for (call, nth) in trace_all(&env, &arguments) {
            let error = if nth % 2 == 0 { "ENOSPC" } else { "EIO" };
            if !may_fail(&call) {
                continue;
            }
            env.write(SCHEDULES, OLD);
            let inject = format!("inject={call}:error={error}:when={nth}");
            let well = Running::new(&mut env.traced(&["-e", &inject], &arguments)).ends_well();
            let left = env.read(SCHEDULES);
            assert!(
                left == OLD || left == new,
                "{arguments:?}, {call} {nth}: {left:?}"
            );
            // Also when it is done, and what failed was the log or the last sync.
            assert!(!well, "{arguments:?}, {call} {nth}: nothing was said");
            assert_eq!(env.temp_files(), [""; 0], "{call} {nth}");
        }
    }
}

/// F1, F3. The last `fsync` is the directory's, which some file systems do not have. By then it is
/// done: who reads that it failed types it again, and deletes another one.
#[test]
#[ignore = "needs strace"]
fn what_is_done_is_not_called_undone() {
    let refused = |error| format!("inject=fsync:error={error}:when=2");
    for (arguments, new) in CHANGES {
        let env = TestEnv::new();
        env.write(SCHEDULES, OLD);
        let mut manager = env.traced(&["-e", &refused("EINVAL")], &arguments);
        assert!(Running::new(&mut manager).ends_well(), "{arguments:?}");
        assert!(env.read("trace").contains("(INJECTED)"));
        assert_eq!(env.read(SCHEDULES), new);
    }
    for (error, logged) in [
        ("EINVAL", "Backup done for src"),
        ("EIO", "Error: can't back up src: it is done, but "),
    ] {
        let env = a_second_day();
        let mut service = env.traced_service(&["-e", &refused(error)]);
        assert_eq!(service.first_line(), "ready\n");
        let log = env.service_log();
        assert!(log.contains(logged), "{error}: {log}");
        assert_eq!(saved(&env), "new", "{error}");
    }
}

/// An environment whose archive of `src` holds `old`, while `src` holds `new` by now.
fn a_second_day() -> TestEnv {
    let env = TestEnv::new();
    env.write(SCHEDULES, "src;16:07;src\n");
    env.write("src", "old");
    drop(env.by_hand());
    env.write("src", "new");
    let _ = fs::remove_file(env.dir().join("logs/backup_service.log"));
    env
}

/// The content of the one file in the archive, which must be whole.
fn saved(env: &TestEnv) -> String {
    let archive = fs::read(env.dir().join("backups/src.tar")).unwrap();
    let seen = entries(&archive).into_iter();
    let contents = seen.flat_map(|entry| entry.content).collect();
    String::from_utf8(contents).unwrap()
}

/// What a service asks of the system up to its first `ready`.
fn calls_of_a_service() -> Vec<(String, usize)> {
    let env = a_second_day();
    let mut service = env.traced_service(&["-e", &format!("trace={CALLS}")]);
    assert_eq!(service.first_line(), "ready\n");
    sample(&env.read("trace"))
}

/// F1, D5.
#[test]
#[ignore = "needs strace"]
fn a_service_that_is_killed_leaves_the_old_archive_or_the_new() {
    for (call, nth) in calls_of_a_service() {
        let env = a_second_day();
        let mut service =
            env.traced_service(&["-e", &format!("inject={call}:signal=KILL:when={nth}")]);
        let first = service.first_line();
        drop(service);
        assert!(
            ["old", "new"].contains(&saved(&env).as_str()),
            "{call} {nth} {first}"
        );
        drop(env.by_hand());
        assert_eq!(saved(&env), "new", "{call} {nth}");
        assert_eq!(env.names("backups"), ["src.tar"], "{call} {nth}");
        for line in env.service_log().lines() {
            assert_eq!(
                line,
                "[08/02/2023 16:07] Backup done for src in backups/src.tar"
            );
        }
    }
}

/// F1, D3.
#[test]
#[ignore = "needs strace"]
fn a_service_that_is_refused_a_call_says_so_keeps_the_archive_and_lives_on() {
    for (call, nth) in calls_of_a_service() {
        if !may_fail(&call) {
            continue;
        }
        let error = if nth % 2 == 0 { "EIO" } else { "ENOSPC" };
        let env = a_second_day();
        let mut service =
            env.traced_service(&["-e", &format!("inject={call}:error={error}:when={nth}")]);
        let first = service.first_line();
        // The write that fails may be the one of `ready` itself.
        assert!(
            first == "ready\n" || call == "write",
            "{call} {nth}: {first:?}"
        );
        assert!(service.is_alive(), "{call} {nth}");
        let (saved, log) = (saved(&env), env.service_log());
        assert!(
            ["old", "new"].contains(&saved.as_str()),
            "{call} {nth}: {saved}"
        );
        assert!(
            saved == "new" || log.contains("Error: can't back up src"),
            "{call} {nth}: {log}"
        );
        assert_eq!(env.names("backups"), ["src.tar"], "{call} {nth}");
    }
}

/// F1, F3. A name on the disk before its content is would be a torn file after a power cut.
#[test]
#[ignore = "needs strace"]
fn content_reaches_the_disk_before_its_name_and_its_name_before_the_answer() {
    let order = |trace: &str, steps: &[&str]| {
        let mut lines = trace.lines();
        for step in steps {
            assert!(
                lines.any(|line| line.contains(step)),
                "{step} is not where it should be in\n{trace}"
            );
        }
    };
    let env = a_second_day();
    let mut service = env.traced_service(&["-e", "trace=write,fsync,/^rename"]);
    assert_eq!(service.first_line(), "ready\n");
    let synced = "fsync(";
    order(
        &env.read("trace"),
        &[synced, "rename", synced, "Backup done", "ready"],
    );
    drop(service);

    env.write(SCHEDULES, OLD);
    let filter = ["-e", "trace=write,fsync,/^rename"];
    Running::new(&mut env.traced(&filter, &["delete", "0"])).ends_well();
    order(
        &env.read("trace"),
        &["two;16:07", synced, "rename", synced, "Schedule at"],
    );
    Running::new(&mut env.traced(&filter, &["create", "new;16:07;new"])).ends_well();
    order(
        &env.read("trace"),
        &["new;16:07", synced, synced, "New schedule"],
    );
}
