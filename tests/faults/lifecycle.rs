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
use crate::support::{MANAGER, Place, SERVICE};

/// D1. The others report that it is running, and leave no process.
#[test]
fn twenty_starts_at_once_start_one_service() {
    let place = Place::new();
    place.write("backup_schedules.txt", "");
    let starts: Vec<_> = (0..20)
        .map(|_| Running::new(place.background(MANAGER).arg("start")))
        .collect();
    let done = starts
        .into_iter()
        .map(Running::ends_well)
        .filter(|&well| well)
        .count();
    assert_eq!(done, 1, "one start must succeed");
    assert_eq!(place.services().len(), 1);
    assert_eq!(place.services().first().copied(), place.serving());

    let log = place.manager_log();
    let mut lines: Vec<_> = log.lines().collect();
    lines.sort_unstable();
    let mut expected = ["[08/02/2023 16:07] Error: backup_service already running"; 20];
    expected[19] = "[08/02/2023 16:07] backup_service started";
    assert_lines("the log", &expected.join("\n"), &lines.join("\n"));
    for line in place.service_log().lines() {
        assert_eq!(line, expected[0]);
    }
    place.run(&["stop"]);
    assert_eq!(place.services(), []);
}

/// D7. Any user who may read the directory can lock it: `flock -x . sleep 60`.
#[test]
fn create_and_delete_say_what_they_wait_for() {
    let place = Place::new();
    place.write("backup_schedules.txt", "a;16:07;a\n");
    let directory = File::open(place.dir()).unwrap();
    directory.lock().unwrap();
    for arguments in [["create", "b;16:07;b"], ["delete", "0"]] {
        let told = arguments[0];
        let stderr = File::create(place.dir().join(told)).unwrap();
        let mut manager = Running::new(place.background(MANAGER).args(arguments).stderr(stderr));
        until("the manager says what it waits for", || {
            let event = "backup_manager: waiting for another program to unlock the directory /";
            place.read(told).starts_with(event)
        });
        assert!(manager.is_alive(), "{told} must wait for the lock");
        directory.unlock().unwrap();
        assert!(
            manager.ends_well(),
            "{told} must go on: {}",
            place.read(told)
        );
        directory.lock().unwrap();
    }
    assert_eq!(place.read("backup_schedules.txt"), "b;16:07;b\n");
}

/// D7.
#[test]
#[ignore = "slow: waits 30 s"]
fn create_and_delete_give_up_after_30_seconds() {
    let place = Place::new();
    place.write("backup_schedules.txt", "a;16:07;a\n");
    let directory = File::open(place.dir()).unwrap();
    directory.lock().unwrap();
    let attempts = ["create b;16:07;b", "delete 0"].map(|arguments| {
        let script = format!("exec \"$MANAGER\" {}", arguments.replace(';', "\\;"));
        let stderr = File::create(place.dir().join(&arguments[..6])).unwrap();
        (
            arguments,
            Running::new(place.background("sh").args(["-c", &script]).stderr(stderr)),
        )
    });
    for (arguments, mut manager) in attempts {
        until_within(Duration::from_secs(60), "the manager gives up", || {
            !manager.is_alive()
        });
        assert_eq!(manager.status().code(), Some(1), "{arguments} must fail");
        let told = place.read(&arguments[..6]);
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
    let place = Place::at_real_time();
    let _load =
        [(); 3].map(|()| Running::new(place.background("sh").args(["-c", "while :; do :; done"])));
    for how in [Signal::SIGKILL, Signal::SIGTERM].repeat(8) {
        place.run(&["start"]);
        let service = place.serving().unwrap();
        // The lowest priority: otherwise the process ends too fast for this test.
        let _ = Command::new("chrt")
            .args(["--all-tasks", "--idle", "--pid", "0", &service.to_string()])
            .status();
        kill(service, how).unwrap();
        if how == Signal::SIGTERM {
            // It may still run for a moment. `start` must not report anything else.
            let said = place.manager(&["start"]).output().unwrap().stderr;
            let said = String::from_utf8_lossy(&said).into_owned();
            assert!(
                said.is_empty() || said.contains("already running"),
                "{said}"
            );
            let _ = place.manager(&["stop"]).output();
        } else {
            // A service that is started by hand must wait for it, too.
            drop(place.by_hand());
        }
    }
}

/// D4. `cp -l` makes hard links: the copy has the original's lock file, which is locked.
#[test]
fn copy_made_of_hard_links_does_not_stop_the_original() {
    let (original, copy) = (Place::new(), Place::new());
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
        let place = Place::new();
        // The first `stat` is at the start of the service.
        let inject = format!("inject=/stat:error={error}:when=2");
        let lock = "./logs/.backup_service.lock";
        let mut service = place.traced_service(&["-P", lock, "-e", &inject]);
        assert_eq!(service.first_line(), "ready\n");
        place.wakes();
        place.wakes();
        let trace = place.read("trace");
        assert!(trace.contains("(INJECTED)"), "{trace}");
        assert_eq!(trace.matches("openat(").count(), opened, "{error}: {trace}");
        assert!(place.serving().is_some());
        assert_eq!(place.services().len(), 1);
    }
}

/// D1, D4. `logs` was removed. The service is stopped just before it locks the new file, and still holds
/// the lock on the old one.
#[test]
#[ignore = "needs strace"]
fn service_is_found_while_it_acquires_its_lock_again() {
    let place = Place::new();
    place.write("backup_schedules.txt", "");
    let lock = "./logs/.backup_service.lock";
    let inject = "inject=openat:signal=STOP:when=2";
    let mut service = place.traced_service(&["-P", lock, "-e", inject]);
    assert_eq!(service.first_line(), "ready\n");
    place.remove("logs");
    until("the service stops", || {
        place.read("trace").contains("--- stopped by SIGSTOP ---")
    });
    let found = find::services_with_stale_lock(&place.dir()).unwrap();
    let found: Vec<Pid> = found.iter().map(|process| process.pid).collect();
    assert_eq!(
        found,
        place.services(),
        "its lock file has no name any more"
    );
    assert_eq!(place.services().len(), 1);
}

/// D2. This service says that it cannot start, and does not end.
#[test]
fn failed_start_leaves_no_service() {
    let place = Place::new();
    let program = "#!/bin/sh\necho $$ > pid; echo out of luck; exec sleep 600";
    // A shell copies: a file that this process has open for writing cannot be run.
    let copy = format!(
        "cp \"$MANAGER\" . && echo '{program}' > backup_service && chmod +x backup_service"
    );
    place.script(&copy).assert().success();
    let reason = contains("can't start backup_service (out of luck)");
    place
        .script("./backup_manager start")
        .assert()
        .code(1)
        .stderr(reason);
    let pid = Pid::from_raw(place.read("pid").trim().parse().unwrap());
    let process = table::get(pid).unwrap();
    assert_eq!(process, None, "start must end the process that it started");
}

/// D4. With too many open files, `stop` cannot read `/proc`, and does not know whether the process has
/// ended.
#[test]
#[ignore = "needs strace"]
fn stop_reports_success_only_if_the_process_has_ended() {
    for nth in 1..=4 {
        let place = Place::new();
        place.run(&["start"]);
        let stat = format!("/proc/{}/stat", place.serving().unwrap());
        let inject = format!("inject=openat:error=ENFILE:when={nth}");
        let refuse = ["-P", &stat, "-e", &inject];
        let well = Running::new(&mut place.traced(&refuse, &["stop"])).ends_well();
        assert!(place.read("trace").contains("(INJECTED)"), "{nth}");
        let said = if well {
            "backup_service stopped"
        } else {
            "Error: can't stop backup_service"
        };
        assert!(place.manager_log().contains(said), "{nth}");
        assert!(!well || place.services().is_empty(), "{nth}: it runs");
    }
}

/// D2, D7. The service holds its lock, and its first check takes as long as it likes.
#[test]
#[ignore = "slow: waits 10 s"]
fn start_leaves_a_long_first_check_to_the_service() {
    let place = Place::new();
    place.write("backup_schedules.txt", "src;16:07;src\n");
    fs::write(place.dir().join("src"), noise(32 << 20, 1)).unwrap();
    let stderr = File::create(place.dir().join("told")).unwrap();
    let start = Running::new(place.background(MANAGER).arg("start").stderr(stderr));
    until("the service has its lock", || place.serving().is_some());
    kill(place.serving().unwrap(), Signal::SIGSTOP).unwrap();
    assert!(
        start.ends_well(),
        "start must succeed: {}",
        place.read("told")
    );
    let told = place.read("told");
    let event = "backup_manager: waiting for the first check of backup_service";
    assert!(
        told.contains(event),
        "start must say what it waits for: {told}"
    );
    kill(place.serving().unwrap(), Signal::SIGCONT).unwrap();
    place.run(&["stop"]);
    let log =
        "[08/02/2023 16:07] backup_service started\n[08/02/2023 16:07] backup_service stopped\n";
    assert_lines("the log", log, &place.manager_log());
}

/// D3, D4. A system without `/proc`, whose `ps` lists a path with spaces, and a zombie.
#[test]
#[ignore = "needs namespaces"]
fn without_proc_the_service_is_found_by_ps() {
    let place = Place::new();
    let script = r#"
        mkdir bin && cat > bin/ps <<'END' && chmod +x bin/ps || exit 77
#!/bin/sh
echo "ps $*" >> asked
if kill -0 "$2" 2>/dev/null; then echo "$2 Ss   Wed Nov  5 20:46:52 2026     /opt/my programs/backup_service"
else echo "$2 Z    Wed Nov  5 20:46:52 2026     backup_service"; exit 1; fi
END
        "$SERVICE" > ready & service=$!
        until [ -s ready ]; do sleep 0.01; done
        mount -t tmpfs none /proc || exit 77
        PATH=$PWD/bin:$PATH "$MANAGER" start 2> start && exit 1
        PATH=$PWD/bin:$PATH "$MANAGER" stop 2> stop || exit
        ! kill -0 $service
    "#;
    let done = place.unshared(script);
    let told = place.read("start");
    assert!(
        told.contains("already running"),
        "start must find it: {told}"
    );
    assert!(done.success(), "stop must end it: {}", place.read("stop"));
    let asked = place.read("asked");
    let command = " -ww -o pid=,stat=,lstart=,comm=";
    assert!(asked.contains(command), "ps must be asked: {asked}");
}

/// D7. Nor is there a `ps`: then nothing confirms what the lock says.
#[test]
#[ignore = "needs namespaces"]
fn without_proc_and_ps_stop_says_why_it_signals_nobody() {
    let place = Place::new();
    let script = r#"
        "$SERVICE" > ready & service=$!
        until [ -s ready ]; do sleep 0.01; done
        mount -t tmpfs none /proc || exit 77
        PATH=/nowhere "$MANAGER" start 2> start && exit 1
        PATH=/nowhere "$MANAGER" stop 2> stop && exit 1
        kill -0 $service
    "#;
    let done = place.unshared(script);
    let told = place.read("start");
    assert!(told.contains("already running"), "the lock is held: {told}");
    let told = place.read("stop");
    assert!(told.contains("can't stop backup_service (ps: "), "{told}");
    assert!(done.success(), "the service must not get a signal");
}

/// D7. With `hidepid=2`, `/proc` does not show the processes of other users.
#[test]
#[ignore = "needs root"]
fn hidden_service_is_reported_at_once_and_not_signalled() {
    let place = Place::new();
    let script = r#"
        chmod 777 . && cp "$MANAGER" "$SERVICE" . && mount -t proc -o hidepid=2 proc /proc || exit 77
        as() { setpriv --reuid="$1" --regid="$1" --clear-groups ./backup_manager "$2"; }
        as 65534 start || exit 77
        chmod 644 logs/.backup_service.lock && chmod 666 logs/*.log
        as 65533 start 2> start && exit 1
        as 65533 stop 2> stop && exit 1
        as 65534 stop
    "#;
    let mut unshare = place.background("unshare");
    unshare.args(["--mount", "--pid", "--fork", "sh", "-c", script]);
    let status = Running::new(&mut unshare).status();
    let told = place.read("start");
    assert!(told.contains("already running"), "the lock is held: {told}");
    let told = place.read("stop");
    assert!(
        told.contains("does not show process"),
        "the true reason: {told}"
    );
    assert!(status.success(), "its own user must be able to stop it");
}

/// An emulator is the first argument, and the program the second: so is the dynamic loader's.
#[test]
#[ignore = "needs the dynamic loader of glibc"]
fn service_in_an_emulator_is_started_and_stopped() {
    let place = Place::new();
    let loaders = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"];
    let loader = loaders.into_iter().find(|path| Path::new(path).exists());
    let loader = loader.expect("glibc should have a loader at one of these paths");
    let emulated = format!(
        "cp \"$MANAGER\" . && printf '#!/bin/sh\\nexec {loader} \"%s\" \"$@\"' \"$SERVICE\" > backup_service \
         && chmod +x backup_service"
    );
    place.script(&emulated).assert().success();
    place.script("./backup_manager start").assert().success();
    let arguments = place
        .serving()
        .map(|pid| table::get(pid).unwrap().unwrap().arguments);
    let arguments = arguments.expect("the service must run");
    assert_eq!(arguments[0], loader, "it must run in the emulator");
    let told = contains("already running");
    place
        .script("./backup_manager start")
        .assert()
        .code(1)
        .stderr(told);
    place.script("./backup_manager stop").assert().success();
    assert_eq!(place.serving(), None, "stop must end it");
}

/// D4. A process of another container has no process id here. `stop` must not report that no service
/// runs.
#[test]
#[ignore = "needs namespaces"]
fn service_in_another_container_is_reported_and_not_signalled() {
    let place = Place::new();
    let mut service = place.by_hand();
    let script = "\"$MANAGER\" stop 2> said; \"$MANAGER\" start 2>> said; true";
    place.unshared(script);
    let said = place.read("said");
    assert_eq!(said.matches("in another container").count(), 2, "{said}");
    assert!(service.is_alive());
    assert_eq!(place.serving(), Some(service.pid()));
}

/// D1. Some file systems in user space invent the inode numbers that readdir returns. The backup must
/// recognize the lock file all the same, and not open it.
#[test]
#[ignore = "needs unionfs"]
fn lock_is_kept_during_a_backup_of_its_directory_on_unionfs() {
    let place = Place::new();
    let script = r#"
        mkdir real union && unionfs real=RW union && cd union || exit 77
        echo '.;16:07;all' > backup_schedules.txt
        "$SERVICE" > ../ready &
        until [ -s ../ready ]; do sleep 0.01; done
        [ -e backups/all.tar ] && "$MANAGER" stop
    "#;
    let done = place.unshared(script);
    let log = place.read("real/logs/backup_manager.log");
    assert!(done.success(), "{log}");
}

/// D4. Its lock file is gone, and `logs` cannot hold a new one.
#[test]
fn service_whose_logs_became_a_file_is_stopped() {
    let place = Place::new();
    place.run(&["start"]);
    let service = place.serving().unwrap();
    kill(service, Signal::SIGSTOP).unwrap(); // or it might make a directory of that name again
    fs::remove_dir_all(place.dir().join("logs")).unwrap();
    place.write("logs", "");
    kill(service, Signal::SIGCONT).unwrap();
    // It is stopped; the error is that the log cannot be written.
    let told = contains("can't write the log").and(contains("can't stop").not());
    place.manager(&["stop"]).assert().code(1).stderr(told);
    assert_eq!(table::get(service).unwrap(), None);
}

/// D2. The service's program is one that ends at once.
#[test]
fn start_fails_if_the_service_ends_before_it_is_ready() {
    let place = Place::new();
    // Another process writes it: a file that is open for writing cannot be executed, and the fork of
    // another test may have our files open for a moment.
    let copy = "cp \"$MANAGER\" . && printf '#!/bin/sh\\nexit 3' > backup_service && chmod +x backup_service";
    place.script(copy).assert().success();
    let why = contains("can't start backup_service (it ended");
    place
        .script("./backup_manager start")
        .assert()
        .code(1)
        .stderr(why);
}

/// D2. The lock file is a FIFO.
#[test]
fn start_reports_the_reason_of_the_service() {
    let place = Place::new();
    let fifo = "mkdir logs && mkfifo logs/.backup_service.lock";
    place.script(fifo).assert().success();
    let said = place.fail(1, &["start"]);
    let why = "can't start backup_service (logs/.backup_service.lock: No such device or address";
    assert!(said.contains(why), "{said}");
}

/// D3. The service can write neither its log nor standard error.
#[test]
fn service_survives_a_full_disk_for_its_log() {
    let place = Place::new();
    fs::create_dir_all(place.dir().join("logs/backup_service.log")).unwrap();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = place.background(SERVICE);
    let mut service = Running::new(command.stderr(full));
    // The first check has an error to log: there is no schedules file.
    assert_eq!(service.first_line(), "ready\n");
    assert!(service.is_alive());
}

/// D2. The shell reads until the last copy of the pipe is closed. If the service inherited one, the
/// script would hang.
#[test]
fn service_inherits_no_open_file() {
    let place = Place::at_real_time();
    let script = "exec 7<. 9>kept; said=$(\"$MANAGER\" start 3>&1 4>&1 2>&1); echo \"[$said]\"";
    place.script(script).assert().success().stdout("[]\n");
    let service = place.serving().unwrap();
    let open = || {
        let mut open: Vec<_> = fs::read_dir(format!("/proc/{service}/fd"))
            .unwrap()
            .filter_map(|entry| fs::read_link(entry.unwrap().path()).ok())
            .collect();
        open.sort();
        open
    };
    let logs = place.dir().join("logs");
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
    let place = Place::new();
    place
        .script("\"$MANAGER\" start <&- >&- 2>&-")
        .assert()
        .success();
    assert!(place.serving().is_some());
    place
        .script("\"$MANAGER\" stop <&- >&- 2>&-")
        .assert()
        .success();
    let log =
        "[08/02/2023 16:07] backup_service started\n[08/02/2023 16:07] backup_service stopped\n";
    assert_lines("the log", log, &place.manager_log());
}

/// The line of the README for a login script: no output and no error, however often it runs.
#[test]
#[ignore = "needs ps"]
fn login_line_of_the_readme_starts_one_service_in_silence() {
    let readme = include_str!("../../README.md");
    let line = readme
        .lines()
        .find(|line| line.contains("[b]ackup_service"));
    let line = line.expect("README.md has a line for a login script");
    let place = Place::at_real_time();
    place.write("backup_schedules.txt", "");
    let programs = Path::new(MANAGER).parent().unwrap().display();
    let path = format!("{programs}:{}", std::env::var("PATH").unwrap());
    for login in 1..=3 {
        let mut shell = place.script(line);
        // With COLUMNS set, `ps` cuts its lines, unless `-ww` is given.
        shell
            .env("HOME", place.dir())
            .env("PATH", &path)
            .env("COLUMNS", "40");
        shell.assert().success().stdout("").stderr("");
        assert_eq!(place.services().len(), 1, "login {login}");
    }
    let log = place.manager_log();
    assert_eq!(
        log.lines().count(),
        1,
        "only the first login starts it: {log}"
    );
}

/// D3. `ps -A -f` shows it, with its directory; no terminal has it.
#[test]
fn service_has_its_own_session_and_survives_sighup() {
    let place = Place::new();
    place.run(&["start"]);
    let service = place.serving().unwrap();
    assert_eq!(getsid(Some(service)).unwrap(), service);
    kill(service, Signal::SIGHUP).unwrap();
    place.wakes();
    assert_eq!(place.serving(), Some(service));
    if let Ok(output) = Command::new("ps").args(["-A", "-f"]).output() {
        let list = String::from_utf8_lossy(&output.stdout).into_owned();
        let entry = list
            .lines()
            .find(|line| line.contains(&format!(" {service} ")))
            .unwrap();
        assert!(entry.contains("backup_service"), "{entry}");
        assert!(entry.contains(place.dir().to_str().unwrap()), "{entry}");
    }
}

/// D2, D5. `start` is killed at different points, and the next `start` must leave one service.
#[test]
#[ignore = "needs strace"]
fn killed_start_leaves_no_half_started_service() {
    // Before, during and after the spawn, while it waits, and when it has the answer.
    for call in ["pipe2", "/^v?fork|^clone", "poll", "read", "write"] {
        let place = Place::new();
        let filter = format!("trace={call}");
        let mut all = place.traced(&["-e", &filter], &["start"]);
        Running::new(&mut all).ends_well();
        place.run(&["stop"]);
        let last = place.read("trace").lines().count();
        let inject = format!("inject={call}:signal=KILL:when={last}");
        Running::new(&mut place.traced(&["-e", &inject], &["start"])).ends_well();
        place.manager(&["start"]).output().unwrap();
        assert_eq!(place.services().len(), 1, "killed at {call}");
        place.run(&["stop"]);
        assert_eq!(place.services(), [], "killed at {call}");
    }
}

/// D1. The lock file is removed with `logs`. The service creates a new one, or the next `start` ends it.
#[test]
fn one_service_remains_when_logs_and_backups_are_removed() {
    let place = Place::new();
    place.write("backup_schedules.txt", "");
    place.run(&["start"]);
    let first = place.serving().unwrap();
    for directory in ["logs", "backups"] {
        place.remove(directory);
        place.wakes();
        assert_eq!(place.services(), [first]);
    }
    until("the lock is there again", || place.serving() == Some(first));

    place.remove("logs");
    place.manager(&["start"]).output().unwrap();
    assert_eq!(place.services().len(), 1);
    assert_eq!(place.services().first().copied(), place.serving());
    place.remove("logs");
    place.run(&["stop"]);
    assert_eq!(place.services(), []);
}

/// D4. An upgrade replaces the programs while they run.
#[test]
fn service_whose_program_was_replaced_is_stopped() {
    let place = Place::new();
    let copy =
        "for p in \"$MANAGER\" \"$SERVICE\"; do cp \"$p\" .; cp \"$p\" \"${p##*/}.new\"; done";
    let replace = "for p in backup_manager backup_service; do mv $p.new $p; done";
    place.script(copy).assert().success();
    place.script("./backup_manager start").assert().success();
    place.script(replace).assert().success();
    place
        .script("./backup_manager start")
        .assert()
        .code(1)
        .stderr(contains("already running"));
    place.script("./backup_manager stop").assert().success();
    assert_eq!(place.services(), []);
}

/// D1, D4. Ctrl-C sends SIGINT.
#[test]
fn service_started_by_hand_is_found_and_stopped() {
    let place = Place::new();
    let service = place.by_hand();
    assert!(place.fail(1, &["start"]).contains("already running"));
    service.send(Signal::SIGINT);
    assert!(service.ends_well());

    let service = place.by_hand();
    place.run(&["stop"]);
    assert!(service.ends_well());
    assert!(place.fail(1, &["stop"]).contains("not running"));
}

/// D4. They have the name among their arguments, and work in the directory, but do not have the lock.
#[test]
fn other_programs_with_the_name_get_no_signal() {
    let place = Place::new();
    place.write("backup_service.rs", "");
    let mut strangers = [
        Running::new(place.background("sleep").arg0("backup_service").arg("60")),
        Running::new(
            place
                .background("tail")
                .arg0("vim")
                .args(["-f", "backup_service.rs"]),
        ),
        Running::new(place.background("sh").args([
            "-c",
            "while sleep 0.1; do :; done",
            "backup_service",
        ])),
    ];
    assert!(place.fail(1, &["stop"]).contains("not running"));
    place.run(&["start"]);
    assert!(place.fail(1, &["start"]).contains("already running"));
    place.run(&["stop"]);
    place.remove("logs");
    assert!(place.fail(1, &["stop"]).contains("not running"));
    for stranger in &mut strangers {
        assert!(stranger.is_alive(), "it must not get a signal");
    }
}

/// D4. It holds the lock, and the process list has it under another name.
#[test]
fn other_program_with_the_lock_gets_no_signal() {
    let place = Place::new();
    let mut other = Running::new(place.background(SERVICE).arg0("something_else"));
    assert_eq!(other.first_line(), "ready\n");
    assert!(place.fail(1, &["stop"]).contains("is not backup_service"));
    assert!(place.fail(1, &["start"]).contains("is not backup_service"));
    assert!(other.is_alive(), "it must not get a signal");
}

/// D1, D4. Each directory has its own service.
#[test]
fn service_of_another_directory_gets_no_signal() {
    let (here, there) = (Place::new(), Place::new());
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
        let place = Place::new();
        let dir = place.dir().join(OsStr::from_bytes(name));
        fs::create_dir(&dir).unwrap();
        let manager = |instruction| {
            let mut command = place.command(MANAGER);
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
    let place = Place::new();
    for instruction in ["start", "stop"] {
        place
            .manager(&[instruction])
            .env("PATH", "/nowhere")
            .assert()
            .success();
    }
}

/// D5. In many containers process 1 does not wait for its children. Neither does this test.
#[test]
fn zombie_does_not_block_start_or_stop() {
    let place = Place::new();
    let zombie = place.by_hand();
    zombie.send(Signal::SIGKILL);
    place.run(&["start"]);
    assert_ne!(place.serving(), Some(zombie.pid()));
    place.run(&["stop"]);

    let zombie = place.by_hand();
    place.run(&["stop"]);
    assert_eq!(table::get(zombie.pid()).unwrap(), None);
}

/// D4. A process that is stopped by SIGSTOP does not receive SIGTERM. SIGKILL ends it.
#[test]
fn service_that_ignores_sigterm_is_killed() {
    let place = Place::new();
    let service = place.by_hand();
    service.send(Signal::SIGSTOP);
    let process = table::get(service.pid()).unwrap().unwrap();
    terminate(&process, Duration::from_millis(500)).unwrap();
    assert_eq!(place.serving(), None);
}

/// D7. A stopped process does not end until it continues.
#[test]
fn stop_says_what_it_waits_for() {
    let place = Place::new();
    let service = place.by_hand();
    service.send(Signal::SIGSTOP);
    let stderr = File::create(place.dir().join("told")).unwrap();
    let stop = Running::new(place.background(MANAGER).arg("stop").stderr(stderr));
    let event = format!(
        "backup_manager: waiting for process {} to end\n",
        service.pid()
    );
    until("stop says what it waits for", || {
        place.read("told") == event
    });
    service.send(Signal::SIGCONT);
    assert!(
        stop.ends_well(),
        "stop must succeed when the service has ended"
    );
    assert!(
        service.ends_well(),
        "the service must end by itself, on SIGTERM"
    );
}

/// D4, F1. Each `open` is delayed, so that the whole backup would take minutes.
#[test]
#[ignore = "needs strace"]
fn backup_in_progress_is_cancelled_cleanly() {
    let place = Place::new();
    place.write("src/file", "small");
    place.write("backup_schedules.txt", "src;16:07;src\n");
    drop(place.by_hand());
    let last_good = fs::read(place.dir().join("backups/src.tar")).unwrap();
    for name in 0..500 {
        place.write(&format!("src/{name}"), "");
    }
    let mut slow = place.background("strace");
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
    until("the backup has begun", || place.names("backups").len() == 2);
    let since = Instant::now();
    place.run(&["stop"]);
    // The promise is one second on an idle machine. After ten it would be killed.
    assert!(
        since.elapsed() < Duration::from_secs(5),
        "{:?}",
        since.elapsed()
    );
    assert!(service.ends_well());
    assert_eq!(place.names("backups"), ["src.tar"]);
    assert!(fs::read(place.dir().join("backups/src.tar")).unwrap() == last_good);
}

/// Tests that root cannot run, since permissions do not stop it.
mod ordinary_user {
    use super::*;

    /// D1. Without permission to search `logs`, the service cannot know whether its lock file was removed.
    #[test]
    #[ignore = "needs an ordinary user"]
    fn unreadable_logs_directory_does_not_end_the_service() {
        let place = Place::new();
        let mut service = place.by_hand();
        let logs = place.dir().join("logs");
        fs::set_permissions(&logs, Permissions::from_mode(0o000)).unwrap();
        place.wakes();
        fs::set_permissions(&logs, Permissions::from_mode(0o755)).unwrap();
        place.wakes();
        assert!(service.is_alive(), "the service must still run");
        assert_eq!(place.serving(), Some(service.pid()));
    }
}
