//! D1 to D5, and D7: one service per directory, which is found and stopped safely.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

use assert_cmd::assert::Assert;
use backup::process::find::{self, ServiceState};
use backup::process::table;
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, getsid};
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;

use crate::support::archives::noise;
use crate::support::diff::{assert_contains, assert_lines};
use crate::support::running::{Running, until};
use crate::support::{MANAGER, SERVICE, TestEnv};

/// D1. The others report that it is running, and leave no process.
#[test]
fn twenty_starts_at_once_start_one_service() {
    let env = TestEnv::new();
    env.write("backup_schedules.txt", "");
    let starts = [(); 20].map(|()| Running::new(env.background(MANAGER).arg("start")));
    let done = starts.map(Running::ends_well);
    let done = done.iter().filter(|&&well| well).count();
    assert_eq!(done, 1, "one start must succeed");
    assert_eq!(env.services(), [env.serving().unwrap()], "one must run");

    let log = env.manager_log();
    let mut lines: Vec<_> = log.lines().collect();
    lines.sort_unstable();
    let mut expected = ["[08/02/2023 16:07] Error: backup_service already running"; 20];
    expected[19] = "[08/02/2023 16:07] backup_service started";
    assert_lines("the log", &expected.join("\n"), &lines.join("\n"));
    let log = env.service_log();
    let is_expected = |line: &str| line == expected[0];
    assert!(
        log.lines().all(is_expected),
        "no other error may be logged: {log}"
    );
}

/// D7. Any user who may read the directory can lock it, with `flock -x . sleep 60`; and a service that
/// gets SIGSTOP does not end.
#[test]
fn instructions_say_what_they_wait_for() {
    let env = TestEnv::new();
    env.write("backup_schedules.txt", "a;16:07;a\n");
    let service = env.by_hand();
    service.send(Signal::SIGSTOP);
    let directory = File::open(env.dir()).unwrap();
    directory.lock().unwrap();
    let script = r#"
        "$MANAGER" create "b;16:07;b" 2> create & "$MANAGER" delete 0 2> delete &
        "$MANAGER" stop 2> stop & wait
    "#;
    let since = Instant::now();
    let managers = Running::new(env.background("sh").args(["-c", script]));
    let ended = format!("process {} to end\n", service.pid());
    let unlocked = "another program to unlock the directory /";
    for (told, event) in [("create", unlocked), ("delete", unlocked), ("stop", &ended)] {
        let event = format!("backup_manager: waiting for {event}");
        until("it says what it waits for", || {
            env.read(told).starts_with(&event)
        });
        let is_patient = since.elapsed() >= Duration::from_secs(1);
        assert!(is_patient, "a short wait must be silent");
    }
    service.send(Signal::SIGCONT);
    directory.unlock().unwrap();
    managers.status();
    for told in ["create", "delete", "stop"] {
        let told = env.read(told);
        assert_eq!(
            told.matches("waiting").count(),
            1,
            "it must say so once: {told}"
        );
    }
    assert_eq!(env.read("backup_schedules.txt"), "b;16:07;b\n");
    let log = env.manager_log();
    assert!(!log.contains("Error"), "each instruction must go on: {log}");
}

/// D7.
#[test]
#[ignore = "slow: waits 30 s"]
fn create_gives_up_after_30_seconds() {
    let env = TestEnv::new();
    let directory = File::open(env.dir()).unwrap();
    directory.lock().unwrap();
    let told = env.fail(1, &["create", "a;16:07;a"]);
    let reason = "waited 30 s in vain for another program to unlock the directory";
    assert_contains(&told, reason, "create must say why it failed");
}

/// D5. `kill` returns before the process has ended, which takes long on a busy machine.
#[test]
#[ignore = "slow: kills 24 services on a busy machine"]
fn killed_service_does_not_block_the_next_start() {
    let env = TestEnv::at_real_time();
    let _load =
        [(); 3].map(|()| Running::new(env.background("sh").args(["-c", "while :; do :; done"])));
    for _ in 0..8 {
        env.run(&["start"]);
        kill_slowly(env.serving().unwrap());
        // `start` waits for its end, and so does a service that is started by hand.
        env.run(&["start"]);
        kill_slowly(env.serving().unwrap());
        drop(env.by_hand());
    }
}

/// Kills a process which has the lowest priority by then: otherwise it ends too fast for this test.
fn kill_slowly(service: Pid) {
    let _ = Command::new("chrt")
        .args(["--all-tasks", "--idle", "--pid", "0", &service.to_string()])
        .status();
    kill(service, Signal::SIGKILL).unwrap();
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
        assert_contains(&trace, "(INJECTED)", error);
        assert_eq!(trace.matches("openat(").count(), opened, "{error}: {trace}");
        assert_eq!(env.services(), [env.serving().unwrap()], "it must be found");
    }
}

/// D4. It holds the lock, and the process list has it under another name.
#[test]
fn other_program_with_the_lock_gets_no_signal() {
    let env = TestEnv::new();
    let mut other = Running::new(env.background(SERVICE).arg0("something_else"));
    assert_eq!(other.first_line(), "ready\n");
    for instruction in ["stop", "start"] {
        let told = env.fail(1, &[instruction]);
        assert_contains(&told, "is not backup_service", "the true reason");
    }
    assert!(other.is_alive(), "it must not get a signal");
}

/// Makes `$BIN/backup_manager`, and `script` as its service. A shell writes both: a file that this
/// process has open for writing cannot be executed, and the fork of another test may have it open.
fn install(env: &TestEnv, script: &str) {
    let copy = "cd \"$BIN\" && cp \"$MANAGER\" . && { echo '#!/bin/sh'; cat; } > backup_service \
                && chmod +x backup_service";
    env.script(copy).write_stdin(script).assert().success();
}

/// The result of the `backup_manager` there.
fn installed(env: &TestEnv, instruction: &str) -> Assert {
    let run = format!("exec \"$BIN\"/backup_manager {instruction}");
    env.script(&run).assert()
}

/// D2. The service ends in silence; or it says why, and keeps running; or its lock file is a FIFO.
#[test]
fn failed_start_tells_the_reason_and_leaves_no_service() {
    let fifo = "mkdir -p logs && mkfifo logs/.backup_service.lock";
    for (service, reason) in [
        ("exit 3", "it ended, or hangs, before it was ready"),
        ("echo out of luck; exec sleep 600", "out of luck"),
        (
            &format!("{fifo}; exec \"$SERVICE\" \"$@\""),
            "logs/.backup_service.lock: No such device or address",
        ),
    ] {
        let env = TestEnv::new();
        install(&env, &format!("echo $$ > pid; {service}"));
        let reason = contains(format!("can't start backup_service ({reason}"));
        installed(&env, "start").code(1).stderr(reason);
        let pid = Pid::from_raw(env.read("pid").trim().parse().unwrap());
        let process = table::get(pid).unwrap();
        assert_eq!(process, None, "start must end the process of {service}");
    }
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
        assert_contains(&env.read("trace"), "(INJECTED)", &format!("call {nth}"));
        let errors = ["Error: can't stop backup_service", "backup_service stopped"];
        assert_contains(&env.manager_log(), errors[usize::from(well)], "the result");
        let is_true = !well || env.services().is_empty();
        assert!(is_true, "it must not run after a success, call {nth}");
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
    let well = start.ends_well();
    let told = env.read("told");
    assert!(well, "start must succeed: {told}");
    let event = "backup_manager: waiting for the first check of backup_service";
    assert_contains(&told, event, "start must say what it waits for");
    kill(env.serving().unwrap(), Signal::SIGCONT).unwrap();
    env.run(&["stop"]);
    let log = "[08/02/2023 16:07] backup_service started\n\
               [08/02/2023 16:07] backup_service stopped\n";
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
    assert_contains(&env.read("start"), "already running", "start must find it");
    assert!(done.success(), "stop must end it: {}", env.read("stop"));
    let asked = env.read("asked");
    let command = " -ww -o pid=,stat=,lstart=,comm=";
    assert_contains(&asked, command, "ps must be asked");
}

/// D7. Nor is there a `ps`, or it fails: then nothing confirms what the lock says.
#[test]
#[ignore = "needs namespaces"]
fn without_proc_and_ps_stop_says_why_it_signals_nobody() {
    let env = TestEnv::new();
    let script = r#"
        "$SERVICE" > ready & service=$!
        until [ -s ready ]; do sleep 0.01; done
        printf '#!/bin/sh\necho out of memory >&2; exit 1' > "$BIN/ps" && chmod +x "$BIN/ps" || exit 77
        mount -t tmpfs none /proc || exit 77
        for path in /nowhere "$BIN"; do
            PATH=$path "$MANAGER" start 2>> start && exit 1
            PATH=$path "$MANAGER" stop 2>> stop && exit 1
        done
        kill -0 $service
    "#;
    let done = env.unshared(script);
    let (start, stop) = (env.read("start"), env.read("stop"));
    assert_eq!(start.matches("already running").count(), 2, "{start}");
    let reason = "can't stop backup_service (ps: ";
    assert_eq!(stop.matches(reason).count(), 2, "{reason} twice: {stop}");
    assert!(done.success(), "the service must not get a signal");
}

/// Runs `script` as root in namespaces of its own. In it, `as UID INSTRUCTION` runs `backup_manager` as
/// another user, and `/proc` is mounted with `hidepid`.
#[track_caller]
fn as_several_users(env: &TestEnv, hidepid: u8, script: &str) -> ExitStatus {
    // On a file system of their own: `TMPDIR` may be mounted `noexec`.
    let prepare = format!(
        r#"
        chmod 777 . && mkdir bin && mount -t tmpfs none bin || exit 77
        cp "$MANAGER" "$SERVICE" bin && mount -t proc -o hidepid={hidepid} proc /proc || exit 77
        as() {{ setpriv --reuid="$1" --regid="$1" --clear-groups bin/backup_manager "$2"; }}
        "#
    );
    let mut unshare = env.background("unshare");
    unshare.args(["--mount", "--pid", "--fork", "sh", "-c"]);
    let status = Running::new(unshare.arg(prepare + script)).status();
    assert_ne!(status.code(), Some(77), "root should be able to prepare it");
    status
}

/// D7. With `hidepid=2`, `/proc` does not show the processes of other users.
#[test]
#[ignore = "needs root"]
fn hidden_service_is_reported_at_once_and_not_signalled() {
    let env = TestEnv::new();
    let script = r#"
        as 65534 start || exit 77
        chmod 644 logs/.backup_service.lock && chmod 666 logs/*.log
        as 65533 start 2> start && exit 1
        as 65533 stop 2> stop && exit 1
        as 65534 stop
    "#;
    let status = as_several_users(&env, 2, script);
    assert_contains(&env.read("start"), "already running", "the lock is held");
    let reason = "does not show process";
    assert_contains(&env.read("stop"), reason, "the true reason");
    assert!(status.success(), "its own user must be able to stop it");
}

/// D7. `/proc` does not show the files of another user's process, nor those of a program with file
/// capabilities. Without a lock file, only its arguments say what it serves.
#[test]
#[ignore = "needs root"]
fn stop_names_a_process_that_may_be_the_service() {
    let env = TestEnv::new();
    let script = r#"
        as 65534 start || exit 77
        pgrep -x backup_service > pid
        kill -STOP $(cat pid) && rm -r logs # or it might make new ones
        as 65533 stop 2> told
    "#;
    let status = as_several_users(&env, 0, script);
    assert_eq!(status.code(), Some(1), "stop must not send a signal");
    let pid = env.read("pid");
    let expected = format!("can't stop backup_service (process {} may", pid.trim());
    assert_contains(&env.read("told"), &expected, "stop must name the process");
}

/// An emulator is the first argument, and the program the second: so is the dynamic loader's.
#[test]
#[ignore = "needs the dynamic loader of glibc"]
fn service_in_an_emulator_is_started_and_stopped() {
    let env = TestEnv::new();
    let loaders = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"];
    let loader = loaders.into_iter().find(|path| Path::new(path).exists());
    let loader = loader.expect("glibc should have a loader at one of these paths");
    install(&env, &format!("exec {loader} \"$SERVICE\" \"$@\""));
    installed(&env, "start").success();
    let service = env.serving().expect("the service must run");
    let arguments = table::get(service).unwrap().unwrap().arguments;
    assert_eq!(arguments[0], loader, "it must run in the emulator");
    installed(&env, "stop").success();
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
    assert!(service.is_alive(), "it must not get a signal");
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
    assert!(done.success(), "stop must find the service: {log}");
}

/// D4. Its lock file is gone, and `logs` cannot hold a new one.
#[test]
fn service_whose_logs_became_a_file_is_stopped() {
    let env = TestEnv::new();
    env.write("backup_schedules.txt", ""); // or the service ends by itself
    env.run(&["start"]);
    let service = env.serving().unwrap();
    kill(service, Signal::SIGSTOP).unwrap(); // or it might make a directory of that name again
    fs::remove_dir_all(env.dir().join("logs")).unwrap();
    env.write("logs", "");
    kill(service, Signal::SIGCONT).unwrap();
    // It is stopped; the error is that the log cannot be written.
    let told = contains("can't write the log").and(contains("can't stop").not());
    env.manager(&["stop"]).assert().code(1).stderr(told);
    assert_eq!(table::get(service).unwrap(), None, "stop must end it");
}

/// D3. Its log is a directory. The first check has an error to log: there is no schedules file.
#[test]
fn service_that_cannot_log_writes_to_standard_error_and_survives_a_full_disk() {
    for stderr in ["told", "/dev/full"] {
        let env = TestEnv::new();
        fs::create_dir_all(env.dir().join("logs/backup_service.log")).unwrap();
        env.write("told", "");
        let output = File::options().write(true).open(env.dir().join(stderr));
        let mut service = Running::new(env.background(SERVICE).stderr(output.unwrap()));
        assert_eq!(service.first_line(), "ready\n", "it must start");
        service.send(Signal::SIGINT);
        assert!(
            service.ends_well(),
            "it must live until Ctrl-C, and end with status 0"
        );
        let error = "backup_service: Error: can't open backup_schedules.txt: ";
        let told = env.read("told");
        assert!(stderr != "told" || told.starts_with(error), "{told}");
    }
}

/// D2. The shell reads until the last copy of the pipe is closed. If the service inherited one, the
/// script would hang.
#[test]
fn service_inherits_no_open_file() {
    let env = TestEnv::at_real_time();
    let script = "exec 7<. 9>kept; said=$(\"$MANAGER\" start 3>&1 4>&1 2>&1); echo \"[$said]\"";
    env.script(script).assert().success().stdout("[]\n");
    let descriptors = format!("/proc/{}/fd", env.serving().unwrap());
    let open = || {
        let entries = fs::read_dir(&descriptors).unwrap();
        let link = |entry: io::Result<fs::DirEntry>| fs::read_link(entry.unwrap().path()).ok();
        let mut open: Vec<_> = entries.filter_map(link).collect();
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

/// The line of the README for a login script: no output and no error, however often it runs.
#[test]
#[ignore = "needs pgrep"]
fn login_line_of_the_readme_starts_one_service_in_silence() {
    let readme = include_str!("../../README.md");
    let line = readme.lines().find(|line| line.starts_with("(cd && "));
    let line = line.expect("README.md has a line for a login script");
    let env = TestEnv::at_real_time();
    let programs = Path::new(MANAGER).parent().unwrap().display();
    let path = format!("{programs}:{}", std::env::var("PATH").unwrap());
    let homes = ["ann", "ann smith", "ann.s+(caf\u{e9})[*$^\\", "-x ' \" `"];
    // The second login of each user comes after the first logins of all.
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
    let session = getsid(Some(service)).unwrap();
    assert_eq!(session, service, "the service must have its own session");
    if let Ok(output) = Command::new("ps").args(["-A", "-f"]).output() {
        let list = String::from_utf8_lossy(&output.stdout).into_owned();
        let program = format!("/backup_service {}", env.dir().display());
        assert_contains(&list, &program, "ps must show it");
    }
    kill(service, Signal::SIGHUP).unwrap();
    env.wait_for_cycle();
    assert_eq!(env.serving(), Some(service), "SIGHUP must not end it");
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

/// D1 to D4. The name has a space, quotes, a newline, a byte that is not UTF-8, and the end that `/proc`
/// gives to removed files. Containers often have no `ps`: no other program is needed.
#[test]
fn service_runs_in_a_directory_with_an_odd_name() {
    let env = TestEnv::new();
    let name = b"-a 'quoted\"\nname caf\xe9 (deleted)";
    let dir = env.dir().join(OsStr::from_bytes(name));
    fs::create_dir(&dir).unwrap();
    let manager = |instruction| {
        let mut command = env.command(MANAGER);
        command.current_dir(&dir).arg(instruction);
        command.env("PATH", "/nowhere").assert()
    };
    let service = || match find::service_state(&dir).unwrap() {
        ServiceState::Running(service) => Some(service.pid),
        _ => None,
    };
    manager("start").success();
    let first = service().expect("the service must run");
    manager("start").code(1);
    until("logs are removed", || {
        fs::remove_dir_all(dir.join("logs")).is_ok()
    });
    manager("start").success();
    let replaced = table::get(first).unwrap();
    assert_eq!(
        replaced, None,
        "`start` must end the service without a lock file"
    );
    manager("stop").success();
    assert_eq!(service(), None, "`stop` must end the service");
}

/// D4, F1. Each `open` of a file is delayed, so that the whole backup would take minutes.
#[test]
#[ignore = "needs strace"]
fn backup_in_progress_is_cancelled_cleanly() {
    let env = TestEnv::new();
    env.write("backup_schedules.txt", "src;16:07;src\n");
    env.write("backups/src.tar", "the last archive");
    for name in 0..500 {
        env.write(&format!("src/{name}"), "");
    }
    let source = env.dir().join("src").display().to_string();
    let delay = "inject=openat:delay_enter=200ms";
    let service = env.traced_service(&["-P", &source, "-e", delay]);
    until("files are saved", || env.read("trace").lines().count() > 2);
    let since = Instant::now();
    env.run(&["stop"]);
    // The promise is one second on an idle machine. After ten it would be killed.
    let waited = since.elapsed();
    assert!(waited < Duration::from_secs(5), "stop took {waited:?}");
    assert!(service.ends_well(), "the service must end by itself");
    assert_eq!(env.names("backups"), ["src.tar"], "no other file may stay");
    assert_eq!(env.read("backups/src.tar"), "the last archive");
}
