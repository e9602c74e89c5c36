//! D1 to D7: one service per directory, which is found and stopped safely.

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use backup::process::find::{self, ServiceState};
use backup::process::kill::terminate;
use backup::process::table;
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, getsid};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;

use crate::support::archives::noise;
use crate::support::diff::assert_lines;
use crate::support::running::{Running, until, until_within};
use crate::support::{MANAGER, SERVICE, TestEnv};

/// D1. The others report that it is running, and leave no process.
#[test]
fn twenty_starts_at_once_start_one_service() {
    let env = TestEnv::new();
    env.write("backup_schedules.txt", "");
    let starts: Vec<_> = (0..20)
        .map(|_| Running::new(env.background(MANAGER).arg("start")))
        .collect();
    let done = starts
        .into_iter()
        .map(Running::ends_well)
        .filter(|&well| well)
        .count();
    assert_eq!(done, 1, "one start must succeed");
    assert_eq!(env.services().len(), 1);
    assert_eq!(env.services().first().copied(), env.serving());

    let log = env.manager_log();
    let mut lines: Vec<_> = log.lines().collect();
    lines.sort_unstable();
    let mut expected = ["[08/02/2023 16:07] Error: backup_service already running"; 20];
    expected[19] = "[08/02/2023 16:07] backup_service started";
    assert_lines("the log", &expected.join("\n"), &lines.join("\n"));
    for line in env.service_log().lines() {
        assert_eq!(line, expected[0]);
    }
    env.run(&["stop"]);
    assert_eq!(env.services(), []);
}

/// D7. Any user who may read the directory can lock it: `flock -x . sleep 60`.
#[test]
fn create_and_delete_say_what_they_wait_for() {
    let env = TestEnv::new();
    env.write("backup_schedules.txt", "a;16:07;a\n");
    let directory = File::open(env.dir()).unwrap();
    directory.lock().unwrap();
    for arguments in [["create", "b;16:07;b"], ["delete", "0"]] {
        let told = arguments[0];
        let stderr = File::create(env.dir().join(told)).unwrap();
        let mut manager = Running::new(env.background(MANAGER).args(arguments).stderr(stderr));
        until("the manager says what it waits for", || {
            let event = "backup_manager: waiting for another program to unlock the directory /";
            env.read(told).starts_with(event)
        });
        assert!(manager.is_alive(), "{told} must wait for the lock");
        directory.unlock().unwrap();
        assert!(manager.ends_well(), "{told} must go on: {}", env.read(told));
        directory.lock().unwrap();
    }
    assert_eq!(env.read("backup_schedules.txt"), "b;16:07;b\n");
}

/// D7.
#[test]
#[ignore = "slow: waits 30 s"]
fn create_and_delete_give_up_after_30_seconds() {
    let env = TestEnv::new();
    env.write("backup_schedules.txt", "a;16:07;a\n");
    let directory = File::open(env.dir()).unwrap();
    directory.lock().unwrap();
    let attempts = ["create b;16:07;b", "delete 0"].map(|arguments| {
        let script = format!("exec \"$MANAGER\" {}", arguments.replace(';', "\\;"));
        let stderr = File::create(env.dir().join(&arguments[..6])).unwrap();
        (
            arguments,
            Running::new(env.background("sh").args(["-c", &script]).stderr(stderr)),
        )
    });
    for (arguments, mut manager) in attempts {
        until_within(Duration::from_secs(60), "the manager gives up", || {
            !manager.is_alive()
        });
        assert_eq!(manager.status().code(), Some(1), "{arguments} must fail");
        let told = env.read(&arguments[..6]);
        let reason = "waited 30 s in vain for another program to unlock the directory";
        assert!(
            told.contains(reason),
            "{arguments} must say why it failed: {told}"
        );
    }
}

/// D5. `kill` returns before the process has ended, which takes long on a busy machine.
#[test]
#[ignore = "slow: ends 16 services on a busy machine"]
fn killed_service_does_not_block_the_next_start() {
    let env = TestEnv::at_real_time();
    let _load =
        [(); 3].map(|()| Running::new(env.background("sh").args(["-c", "while :; do :; done"])));
    for how in [Signal::SIGKILL, Signal::SIGTERM].repeat(8) {
        env.run(&["start"]);
        let service = env.serving().unwrap();
        // The lowest priority: otherwise the process ends too fast for this test.
        let _ = Command::new("chrt")
            .args(["--all-tasks", "--idle", "--pid", "0", &service.to_string()])
            .status();
        kill(service, how).unwrap();
        if how == Signal::SIGTERM {
            // It may still run for a moment. `start` must not report anything else.
            let said = env.manager(&["start"]).output().unwrap().stderr;
            let said = String::from_utf8_lossy(&said).into_owned();
            assert!(
                said.is_empty() || said.contains("already running"),
                "{said}"
            );
            let _ = env.manager(&["stop"]).output();
        } else {
            // A service that is started by hand must wait for it, too.
            drop(env.by_hand());
        }
    }
}

/// D4. `cp -l` makes hard links: the copy has the original's lock file, which is locked.
#[test]
fn copy_made_of_hard_links_does_not_stop_the_original() {
    let (original, copy) = (TestEnv::new(), TestEnv::new());
    original.run(&["start"]);
    fs::create_dir(copy.dir().join("logs")).unwrap();
    let lock = "logs/.backup_service.lock";
    fs::hard_link(original.dir().join(lock), copy.dir().join(lock)).unwrap();

    let refused = contains("can't stop backup_service").and(contains("another directory"));
    copy.manager(&["stop"]).assert().code(1).stderr(refused);
    copy.manager(&["start"]).assert().code(1);
    assert!(original.serving().is_some(), "the original must still run");
}

/// D1. Closing any descriptor of the lock file releases the lock. If the new lock is on the same file,
/// its descriptor stays open. A file that `stat` may not see for a moment was not removed.
#[test]
#[ignore = "needs strace"]
fn lock_is_kept_when_its_file_was_missing_for_a_moment() {
    for (error, opened) in [("ENOENT", 2), ("EACCES", 1)] {
        let env = TestEnv::new();
        // The first `stat` is at the start of the service.
        let inject = format!("inject=/stat:error={error}:when=2");
        let lock = "./logs/.backup_service.lock";
        let mut service = env.traced_service(&["-P", lock, "-e", &inject]);
        assert_eq!(service.first_line(), "ready\n");
        env.wait_for_cycle();
        env.wait_for_cycle();
        let trace = env.read("trace");
        assert!(trace.contains("(INJECTED)"), "{trace}");
        assert_eq!(trace.matches("openat(").count(), opened, "{error}: {trace}");
        assert!(env.serving().is_some());
        assert_eq!(env.services().len(), 1);
    }
}

/// D1, D4. `logs` was removed. The service is stopped just before it locks the new file, and still holds
/// the lock on the old one.
#[test]
#[ignore = "needs strace"]
fn service_is_found_while_it_acquires_its_lock_again() {
    let env = TestEnv::new();
    env.write("backup_schedules.txt", "");
    let lock = "./logs/.backup_service.lock";
    let inject = "inject=openat:signal=STOP:when=2";
    let mut service = env.traced_service(&["-P", lock, "-e", inject]);
    assert_eq!(service.first_line(), "ready\n");
    env.remove("logs");
    until("the service stops", || {
        env.read("trace").contains("--- stopped by SIGSTOP ---")
    });
    let found = find::services_with_stale_lock(&env.dir()).unwrap();
    let found: Vec<Pid> = found.iter().map(|process| process.pid).collect();
    assert_eq!(found, env.services(), "its lock file has no name any more");
    assert_eq!(env.services().len(), 1);
}

/// D2. This service says that it cannot start, and does not end.
#[test]
fn failed_start_leaves_no_service() {
    let env = TestEnv::new();
    let program = "#!/bin/sh\necho $$ > pid; echo out of luck; exec sleep 600";
    // A shell copies: a file that this process has open for writing cannot be run.
    let copy = format!(
        "cd \"$BIN\" && cp \"$MANAGER\" . && echo '{program}' > backup_service && chmod +x backup_service"
    );
    env.script(&copy).assert().success();
    let reason = contains("can't start backup_service (out of luck)");
    env.script("\"$BIN\"/backup_manager start")
        .assert()
        .code(1)
        .stderr(reason);
    let pid = Pid::from_raw(env.read("pid").trim().parse().unwrap());
    let process = table::get(pid).unwrap();
    assert_eq!(process, None, "start must end the process that it started");
}

/// D4. With too many open files, `stop` cannot read `/proc`, and does not know whether the process has
/// ended.
#[test]
#[ignore = "needs strace"]
fn stop_reports_success_only_if_the_process_has_ended() {
    for nth in 1..=4 {
        let env = TestEnv::new();
        env.run(&["start"]);
        let stat = format!("/proc/{}/stat", env.serving().unwrap());
        let inject = format!("inject=openat:error=ENFILE:when={nth}");
        let refuse = ["-P", &stat, "-e", &inject];
        let well = Running::new(&mut env.traced(&refuse, &["stop"])).ends_well();
        assert!(env.read("trace").contains("(INJECTED)"), "{nth}");
        let said = if well {
            "backup_service stopped"
        } else {
            "Error: can't stop backup_service"
        };
        assert!(env.manager_log().contains(said), "{nth}");
        assert!(!well || env.services().is_empty(), "{nth}: it runs");
    }
}

/// D2, D7. The service holds its lock, and its first check takes as long as it likes.
#[test]
#[ignore = "slow: waits 10 s"]
fn start_leaves_a_long_first_check_to_the_service() {
    let env = TestEnv::new();
    env.write("backup_schedules.txt", "src;16:07;src\n");
    fs::write(env.dir().join("src"), noise(32 << 20, 1)).unwrap();
    let stderr = File::create(env.dir().join("told")).unwrap();
    let start = Running::new(env.background(MANAGER).arg("start").stderr(stderr));
    until("the service has its lock", || env.serving().is_some());
    kill(env.serving().unwrap(), Signal::SIGSTOP).unwrap();
    assert!(
        start.ends_well(),
        "start must succeed: {}",
        env.read("told")
    );
    let told = env.read("told");
    let event = "backup_manager: waiting for the first check of backup_service";
    assert!(
        told.contains(event),
        "start must say what it waits for: {told}"
    );
    kill(env.serving().unwrap(), Signal::SIGCONT).unwrap();
    env.run(&["stop"]);
    let log =
        "[08/02/2023 16:07] backup_service started\n[08/02/2023 16:07] backup_service stopped\n";
    assert_lines("the log", log, &env.manager_log());
}

/// D3, D4. A system without `/proc`, whose `ps` lists a path with spaces, and a zombie.
#[test]
#[ignore = "needs namespaces"]
fn without_proc_the_service_is_found_by_ps() {
    let env = TestEnv::new();
    let script = r#"
        cat > "$BIN/ps" <<'END' && chmod +x "$BIN/ps" || exit 77
#!/bin/sh
echo "ps $*" >> asked
if kill -0 "$2" 2>/dev/null; then echo "$2 Ss   Wed Nov  5 20:46:52 2026     /opt/my programs/backup_service"
else echo "$2 Z    Wed Nov  5 20:46:52 2026     backup_service"; exit 1; fi
END
        "$SERVICE" > ready & service=$!
        until [ -s ready ]; do sleep 0.01; done
        mount -t tmpfs none /proc || exit 77
        PATH=$BIN:$PATH "$MANAGER" start 2> start && exit 1
        PATH=$BIN:$PATH "$MANAGER" stop 2> stop || exit
        ! kill -0 $service
    "#;
    let done = env.unshared(script);
    let told = env.read("start");
    assert!(
        told.contains("already running"),
        "start must find it: {told}"
    );
    assert!(done.success(), "stop must end it: {}", env.read("stop"));
    let asked = env.read("asked");
    let command = " -ww -o pid=,stat=,lstart=,comm=";
    assert!(asked.contains(command), "ps must be asked: {asked}");
}

/// D7. Nor is there a `ps`: then nothing confirms what the lock says.
#[test]
#[ignore = "needs namespaces"]
fn without_proc_and_ps_stop_says_why_it_signals_nobody() {
    let env = TestEnv::new();
    let script = r#"
        "$SERVICE" > ready & service=$!
        until [ -s ready ]; do sleep 0.01; done
        mount -t tmpfs none /proc || exit 77
        PATH=/nowhere "$MANAGER" start 2> start && exit 1
        PATH=/nowhere "$MANAGER" stop 2> stop && exit 1
        kill -0 $service
    "#;
    let done = env.unshared(script);
    let told = env.read("start");
    assert!(told.contains("already running"), "the lock is held: {told}");
    let told = env.read("stop");
    assert!(told.contains("can't stop backup_service (ps: "), "{told}");
    assert!(done.success(), "the service must not get a signal");
}

/// D7. With `hidepid=2`, `/proc` does not show the processes of other users.
#[test]
#[ignore = "needs root"]
fn hidden_service_is_reported_at_once_and_not_signalled() {
    let env = TestEnv::new();
    let script = r#"
        chmod 777 . && cp "$MANAGER" "$SERVICE" . && mount -t proc -o hidepid=2 proc /proc || exit 77
        as() { setpriv --reuid="$1" --regid="$1" --clear-groups ./backup_manager "$2"; }
        as 65534 start || exit 77
        chmod 644 logs/.backup_service.lock && chmod 666 logs/*.log
        as 65533 start 2> start && exit 1
        as 65533 stop 2> stop && exit 1
        as 65534 stop
    "#;
    let mut unshare = env.background("unshare");
    unshare.args(["--mount", "--pid", "--fork", "sh", "-c", script]);
    let status = Running::new(&mut unshare).status();
    let told = env.read("start");
    assert!(told.contains("already running"), "the lock is held: {told}");
    let told = env.read("stop");
    assert!(
        told.contains("does not show process"),
        "the true reason: {told}"
    );
    assert!(status.success(), "its own user must be able to stop it");
}

/// D7. `/proc` does not show the files of another user's process, nor those of a program with file
/// capabilities. Without a lock file, only its arguments say what it serves.
#[test]
#[ignore = "needs root"]
fn stop_names_a_process_that_may_be_the_service() {
    let env = TestEnv::new();
    let script = r#"
        cd "$BIN" && cp "$MANAGER" "$SERVICE" . && chmod 755 . && cd - && chmod 777 .
        "$BIN/backup_manager" start
        pid=$(pgrep -x -f ".*/backup_service $(pwd)")
        kill -STOP "$pid" && rm -r logs # or it might make new ones
        setpriv --reuid=65534 --regid=65534 --clear-groups "$BIN/backup_manager" stop 2> told && exit 1
        echo "$pid" > pid
    "#;
    env.script(script).assert().success();
    let told = env.read("told");
    let pid = env.read("pid");
    let expected = format!(
        "can't stop backup_service (process {} may be it",
        pid.trim()
    );
    assert!(
        told.contains(&expected),
        "stop must name the process: {told}"
    );
    kill(Pid::from_raw(pid.trim().parse().unwrap()), Signal::SIGCONT).unwrap();
}

/// An emulator is the first argument, and the program the second: so is the dynamic loader's.
#[test]
#[ignore = "needs the dynamic loader of glibc"]
fn service_in_an_emulator_is_started_and_stopped() {
    let env = TestEnv::new();
    let loaders = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"];
    let loader = loaders.into_iter().find(|path| Path::new(path).exists());
    let loader = loader.expect("glibc should have a loader at one of these paths");
    let emulated = format!(
        "cd \"$BIN\" && cp \"$MANAGER\" . && printf '#!/bin/sh\\nexec {loader} \"%s\" \"$@\"' \"$SERVICE\" > backup_service \
         && chmod +x backup_service"
    );
    env.script(&emulated).assert().success();
    env.script("\"$BIN\"/backup_manager start")
        .assert()
        .success();
    let arguments = env
        .serving()
        .map(|pid| table::get(pid).unwrap().unwrap().arguments);
    let arguments = arguments.expect("the service must run");
    assert_eq!(arguments[0], loader, "it must run in the emulator");
    let told = contains("already running");
    env.script("\"$BIN\"/backup_manager start")
        .assert()
        .code(1)
        .stderr(told);
    env.script("\"$BIN\"/backup_manager stop")
        .assert()
        .success();
    assert_eq!(env.serving(), None, "stop must end it");
}

/// D4. A process of another container has no process id here. `stop` must not report that no service
/// runs.
#[test]
#[ignore = "needs namespaces"]
fn service_in_another_container_is_reported_and_not_signalled() {
    let env = TestEnv::new();
    let mut service = env.by_hand();
    let script = "\"$MANAGER\" stop 2> said; \"$MANAGER\" start 2>> said; true";
    env.unshared(script);
    let said = env.read("said");
    assert_eq!(said.matches("in another container").count(), 2, "{said}");
    assert!(service.is_alive());
    assert_eq!(env.serving(), Some(service.pid()));
}

/// D1. Some file systems in user space invent the inode numbers that readdir returns. The backup must
/// recognize the lock file all the same, and not open it.
#[test]
#[ignore = "needs unionfs"]
fn lock_is_kept_during_a_backup_of_its_directory_on_unionfs() {
    let env = TestEnv::new();
    let script = r#"
        mkdir real union && unionfs real=RW union && cd union || exit 77
        echo '.;16:07;all' > backup_schedules.txt
        "$SERVICE" > ../ready &
        until [ -s ../ready ]; do sleep 0.01; done
        [ -e backups/all.tar ] && "$MANAGER" stop
    "#;
    let done = env.unshared(script);
    let log = env.read("real/logs/backup_manager.log");
    assert!(done.success(), "{log}");
}

/// D4. Its lock file is gone, and `logs` cannot hold a new one.
#[test]
fn service_whose_logs_became_a_file_is_stopped() {
    let env = TestEnv::new();
    env.run(&["start"]);
    let service = env.serving().unwrap();
    kill(service, Signal::SIGSTOP).unwrap(); // or it might make a directory of that name again
    fs::remove_dir_all(env.dir().join("logs")).unwrap();
    env.write("logs", "");
    kill(service, Signal::SIGCONT).unwrap();
    // It is stopped; the error is that the log cannot be written.
    let told = contains("can't write the log").and(contains("can't stop").not());
    env.manager(&["stop"]).assert().code(1).stderr(told);
    assert_eq!(table::get(service).unwrap(), None);
}

/// D2. The service's program is one that ends at once.
#[test]
fn start_fails_if_the_service_ends_before_it_is_ready() {
    let env = TestEnv::new();
    // Another process writes it: a file that is open for writing cannot be executed, and the fork of
    // another test may have our files open for a moment.
    let copy = "cd \"$BIN\" && cp \"$MANAGER\" . && printf '#!/bin/sh\\nexit 3' > backup_service && chmod +x backup_service";
    env.script(copy).assert().success();
    let why = contains("can't start backup_service (it ended");
    env.script("\"$BIN\"/backup_manager start")
        .assert()
        .code(1)
        .stderr(why);
}

/// D2. The lock file is a FIFO.
#[test]
fn start_reports_the_reason_of_the_service() {
    let env = TestEnv::new();
    let fifo = "mkdir logs && mkfifo logs/.backup_service.lock";
    env.script(fifo).assert().success();
    let said = env.fail(1, &["start"]);
    let why = "can't start backup_service (logs/.backup_service.lock: No such device or address";
    assert!(said.contains(why), "{said}");
}

/// D3. The service can write neither its log nor standard error.
#[test]
fn service_survives_a_full_disk_for_its_log() {
    let env = TestEnv::new();
    fs::create_dir_all(env.dir().join("logs/backup_service.log")).unwrap();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = env.background(SERVICE);
    let mut service = Running::new(command.stderr(full));
    // The first check has an error to log: there is no schedules file.
    assert_eq!(service.first_line(), "ready\n");
    assert!(service.is_alive());
}

/// D2. The shell reads until the last copy of the pipe is closed. If the service inherited one, the
/// script would hang.
#[test]
fn service_inherits_no_open_file() {
    let env = TestEnv::at_real_time();
    let script = "exec 7<. 9>kept; said=$(\"$MANAGER\" start 3>&1 4>&1 2>&1); echo \"[$said]\"";
    env.script(script).assert().success().stdout("[]\n");
    let service = env.serving().unwrap();
    let open = || {
        let mut open: Vec<_> = fs::read_dir(format!("/proc/{service}/fd"))
            .unwrap()
            .filter_map(|entry| fs::read_link(entry.unwrap().path()).ok())
            .collect();
        open.sort();
        open
    };
    let logs = env.dir().join("logs");
    let files = [
        "/dev/null".into(),
        "/dev/null".into(),
        logs.join(".backup_service.lock"),
        logs.join("backup_service.log"),
    ];
    // For a moment after `ready`, the pipe to `start` may still be open.
    until("no other file is open", || open() == files);
}

/// D2. The next files that are opened then get the descriptors 0, 1 and 2.
#[test]
fn start_and_stop_work_with_closed_standard_streams() {
    let env = TestEnv::new();
    env.script("\"$MANAGER\" start <&- >&- 2>&-")
        .assert()
        .success();
    assert!(env.serving().is_some());
    env.script("\"$MANAGER\" stop <&- >&- 2>&-")
        .assert()
        .success();
    let log =
        "[08/02/2023 16:07] backup_service started\n[08/02/2023 16:07] backup_service stopped\n";
    assert_lines("the log", log, &env.manager_log());
}

/// The line of the README for a login script: no output and no error, however often it runs.
#[test]
#[ignore = "needs ps"]
fn login_line_of_the_readme_starts_one_service_in_silence() {
    let readme = include_str!("../../README.md");
    let line = readme.lines().find(|line| line.starts_with("(cd && "));
    let line = line.expect("README.md has a line for a login script");
    let env = TestEnv::at_real_time();
    let programs = Path::new(MANAGER).parent().unwrap().display();
    let path = format!("{programs}:{}", std::env::var("PATH").unwrap());
    let homes = ["ann", "ann smith", "ann.s+(caf\u{e9})[*$^\\", "-x ' \" `"];
    // The last login of one is after the first of the others.
    for (login, home) in homes.repeat(2).into_iter().enumerate() {
        env.write(&format!("{home}/backup_schedules.txt"), "");
        let mut shell = env.script(line);
        shell
            .env("HOME", env.dir().join(home))
            .env("PATH", &path)
            .env("LC_ALL", "C");
        shell.assert().success().stdout("").stderr("");
        let log = env.read(&format!("{home}/logs/backup_manager.log"));
        let lines = log.lines().count();
        assert_eq!(lines, 1, "only the first login starts it; {login}: {log}");
    }
    for home in homes {
        let mut stop = env.manager(&["stop"]);
        stop.current_dir(env.dir().join(home)).assert().success();
    }
}

/// D3. `ps -A -f` shows it, with its directory; no terminal has it.
#[test]
fn service_has_its_own_session_and_survives_sighup() {
    let env = TestEnv::new();
    env.run(&["start"]);
    let service = env.serving().unwrap();
    assert_eq!(getsid(Some(service)).unwrap(), service);
    kill(service, Signal::SIGHUP).unwrap();
    env.wait_for_cycle();
    assert_eq!(env.serving(), Some(service));
    if let Ok(output) = Command::new("ps").args(["-A", "-f"]).output() {
        let list = String::from_utf8_lossy(&output.stdout).into_owned();
        let entry = list
            .lines()
            .find(|line| line.contains(&format!(" {service} ")))
            .unwrap();
        assert!(entry.contains("backup_service"), "{entry}");
        assert!(entry.contains(env.dir().to_str().unwrap()), "{entry}");
    }
}

/// D2, D5. `start` is killed at different points, and the next `start` must leave one service.
#[test]
#[ignore = "needs strace"]
fn killed_start_leaves_no_half_started_service() {
    // Before, during and after the spawn, while it waits, and when it has the answer.
    for call in ["pipe2", "/^v?fork|^clone", "poll", "read", "write"] {
        let env = TestEnv::new();
        let filter = format!("trace={call}");
        let mut all = env.traced(&["-e", &filter], &["start"]);
        Running::new(&mut all).ends_well();
        env.run(&["stop"]);
        let last = env.read("trace").lines().count();
        let inject = format!("inject={call}:signal=KILL:when={last}");
        Running::new(&mut env.traced(&["-e", &inject], &["start"])).ends_well();
        env.manager(&["start"]).output().unwrap();
        assert_eq!(env.services().len(), 1, "killed at {call}");
        env.run(&["stop"]);
        assert_eq!(env.services(), [], "killed at {call}");
    }
}

/// D1. The lock file is removed with `logs`. The service creates a new one, or the next `start` ends it.
#[test]
fn one_service_remains_when_logs_and_backups_are_removed() {
    let env = TestEnv::new();
    env.write("backup_schedules.txt", "");
    env.run(&["start"]);
    let first = env.serving().unwrap();
    for directory in ["logs", "backups"] {
        env.remove(directory);
        env.wait_for_cycle();
        assert_eq!(env.services(), [first]);
    }
    until("the lock is there again", || env.serving() == Some(first));

    env.remove("logs");
    env.manager(&["start"]).output().unwrap();
    assert_eq!(env.services().len(), 1);
    assert_eq!(env.services().first().copied(), env.serving());
    env.remove("logs");
    env.run(&["stop"]);
    assert_eq!(env.services(), []);
}

/// D4. An upgrade replaces the programs while they run.
#[test]
fn service_whose_program_was_replaced_is_stopped() {
    let env = TestEnv::new();
    let copy = "cd \"$BIN\" && for p in \"$MANAGER\" \"$SERVICE\"; do cp \"$p\" .; cp \"$p\" \"${p##*/}.new\"; done";
    let replace = "cd \"$BIN\" && for p in backup_manager backup_service; do mv $p.new $p; done";
    env.script(copy).assert().success();
    env.script("\"$BIN\"/backup_manager start")
        .assert()
        .success();
    env.script(replace).assert().success();
    env.script("\"$BIN\"/backup_manager start")
        .assert()
        .code(1)
        .stderr(contains("already running"));
    env.script("\"$BIN\"/backup_manager stop")
        .assert()
        .success();
    assert_eq!(env.services(), []);
}

/// D1, D4. Ctrl-C sends SIGINT.
#[test]
fn service_started_by_hand_is_found_and_stopped() {
    let env = TestEnv::new();
    let service = env.by_hand();
    assert!(env.fail(1, &["start"]).contains("already running"));
    service.send(Signal::SIGINT);
    assert!(service.ends_well());

    let service = env.by_hand();
    env.run(&["stop"]);
    assert!(service.ends_well());
    assert!(env.fail(1, &["stop"]).contains("not running"));
}

/// D4. They have the name among their arguments, and work in the directory, but do not have the lock.
#[test]
fn other_programs_with_the_name_get_no_signal() {
    let env = TestEnv::new();
    env.write("backup_service.rs", "");
    let mut strangers = [
        Running::new(env.background("sleep").arg0("backup_service").arg("60")),
        Running::new(
            env.background("tail")
                .arg0("vim")
                .args(["-f", "backup_service.rs"]),
        ),
        Running::new(env.background("sh").args([
            "-c",
            "while sleep 0.1; do :; done",
            "backup_service",
        ])),
    ];
    assert!(env.fail(1, &["stop"]).contains("not running"));
    env.run(&["start"]);
    assert!(env.fail(1, &["start"]).contains("already running"));
    env.run(&["stop"]);
    env.remove("logs");
    assert!(env.fail(1, &["stop"]).contains("not running"));
    for stranger in &mut strangers {
        assert!(stranger.is_alive(), "it must not get a signal");
    }
}

/// D4. It holds the lock, and the process list has it under another name.
#[test]
fn other_program_with_the_lock_gets_no_signal() {
    let env = TestEnv::new();
    let mut other = Running::new(env.background(SERVICE).arg0("something_else"));
    assert_eq!(other.first_line(), "ready\n");
    assert!(env.fail(1, &["stop"]).contains("is not backup_service"));
    assert!(env.fail(1, &["start"]).contains("is not backup_service"));
    assert!(other.is_alive(), "it must not get a signal");
}

/// D1, D4. Each directory has its own service.
#[test]
fn service_of_another_directory_gets_no_signal() {
    let (here, there) = (TestEnv::new(), TestEnv::new());
    there.run(&["start"]);
    assert!(here.fail(1, &["stop"]).contains("not running"));
    here.run(&["start"]);
    here.run(&["stop"]);
    assert!(
        there.serving().is_some(),
        "the other service must still run"
    );
}

/// D1 to D4, with spaces, quotes, newlines and bytes that are not UTF-8 in the directory's name.
#[test]
fn service_runs_in_directories_with_odd_names() {
    let names: [&[u8]; 6] = [
        b"a space",
        b"quotes ' \"",
        b"two\nlines",
        b"caf\xe9",
        b"-rf",
        b"; (deleted)",
    ];
    for name in names {
        let env = TestEnv::new();
        let dir = env.dir().join(OsStr::from_bytes(name));
        fs::create_dir(&dir).unwrap();
        let manager = |instruction| {
            let mut command = env.command(MANAGER);
            command.current_dir(&dir).arg(instruction);
            command
        };
        manager("start").assert().success();
        let state = find::service_state(&dir).unwrap();
        let ServiceState::Running(service) = state else {
            panic!("the service must run, but its state is {state:?}");
        };
        manager("start").assert().code(1);
        until("logs are removed", || {
            fs::remove_dir_all(dir.join("logs")).is_ok()
        });
        manager("start").assert().success();
        assert_eq!(table::get(service.pid).unwrap(), None);
        manager("stop").assert().success();
        let state = find::service_state(&dir).unwrap();
        assert_eq!(state, ServiceState::NotRunning);
    }
}

/// D3, D4. Containers often have no `ps`.
#[test]
fn start_and_stop_need_no_other_program() {
    let env = TestEnv::new();
    for instruction in ["start", "stop"] {
        env.manager(&[instruction])
            .env("PATH", "/nowhere")
            .assert()
            .success();
    }
}

/// D5. In many containers process 1 does not wait for its children. Neither does this test.
#[test]
fn zombie_does_not_block_start_or_stop() {
    let env = TestEnv::new();
    let zombie = env.by_hand();
    zombie.send(Signal::SIGKILL);
    env.run(&["start"]);
    assert_ne!(env.serving(), Some(zombie.pid()));
    env.run(&["stop"]);

    let zombie = env.by_hand();
    env.run(&["stop"]);
    assert_eq!(table::get(zombie.pid()).unwrap(), None);
}

/// D4. A process that is stopped by SIGSTOP does not receive SIGTERM. SIGKILL ends it.
#[test]
fn service_that_ignores_sigterm_is_killed() {
    let env = TestEnv::new();
    let service = env.by_hand();
    service.send(Signal::SIGSTOP);
    let process = table::get(service.pid()).unwrap().unwrap();
    terminate(&process, Duration::from_millis(500)).unwrap();
    assert_eq!(env.serving(), None);
}

/// D7. A stopped process does not end until it continues.
#[test]
fn stop_says_what_it_waits_for() {
    let env = TestEnv::new();
    let service = env.by_hand();
    service.send(Signal::SIGSTOP);
    let stderr = File::create(env.dir().join("told")).unwrap();
    let stop = Running::new(env.background(MANAGER).arg("stop").stderr(stderr));
    let event = format!(
        "backup_manager: waiting for process {} to end\n",
        service.pid()
    );
    until("stop says what it waits for", || env.read("told") == event);
    service.send(Signal::SIGCONT);
    // On a machine that is busy for 10 s, `stop` may have killed it meanwhile.
    assert!(
        stop.ends_well(),
        "stop must succeed when the service has ended"
    );
}

/// D4, F1. Each `open` is delayed, so that the whole backup would take minutes.
#[test]
#[ignore = "needs strace"]
fn backup_in_progress_is_cancelled_cleanly() {
    let env = TestEnv::new();
    env.write("src/file", "small");
    env.write("backup_schedules.txt", "src;16:07;src\n");
    drop(env.by_hand());
    let last_good = fs::read(env.dir().join("backups/src.tar")).unwrap();
    for name in 0..500 {
        env.write(&format!("src/{name}"), "");
    }
    let mut slow = env.background("strace");
    slow.args([
        "-f",
        "-qq",
        "-o",
        "trace",
        "-e",
        "inject=openat:delay_enter=200ms:when=40+",
        SERVICE,
    ]);
    // With cargo's library path the loader opens more files, which would be delayed as well.
    let service = Running::new(slow.env_remove("LD_LIBRARY_PATH"));
    until("the backup has begun", || env.names("backups").len() == 2);
    let since = Instant::now();
    env.run(&["stop"]);
    // The promise is one second on an idle machine. After ten it would be killed.
    assert!(
        since.elapsed() < Duration::from_secs(5),
        "{:?}",
        since.elapsed()
    );
    assert!(service.ends_well());
    assert_eq!(env.names("backups"), ["src.tar"]);
    assert!(fs::read(env.dir().join("backups/src.tar")).unwrap() == last_good);
}

/// Tests that root cannot run, since permissions do not stop it.
mod ordinary_user {
    use super::*;

    /// D1. Without permission to search `logs`, the service cannot know whether its lock file was removed.
    #[test]
    #[ignore = "needs an ordinary user"]
    fn unreadable_logs_directory_does_not_end_the_service() {
        let env = TestEnv::new();
        let mut service = env.by_hand();
        let logs = env.dir().join("logs");
        fs::set_permissions(&logs, Permissions::from_mode(0o000)).unwrap();
        env.wait_for_cycle();
        fs::set_permissions(&logs, Permissions::from_mode(0o755)).unwrap();
        env.wait_for_cycle();
        assert!(service.is_alive(), "the service must still run");
        assert_eq!(env.serving(), Some(service.pid()));
    }
}
