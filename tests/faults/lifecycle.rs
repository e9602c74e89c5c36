//! D1 to D5: one service a directory, found and stopped safely, whatever happens to it.

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
use crate::support::{MANAGER, Place, SERVICE, skipped, strace};

/// D1. The losers say so, and leave nothing.
#[test]
fn of_twenty_starts_at_once_one_succeeds() {
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
    assert_eq!(done, 1);
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

/// D7. `flock -x . sleep 60`, for example: whoever may read the directory may lock it.
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

/// D5. `kill` returns before the process has ended, and a busy machine takes its time to end it.
#[test]
fn a_service_that_was_just_killed_is_in_nobodys_way() {
    let place = Place::at_real_time();
    let _load =
        [(); 3].map(|()| Running::new(Command::new("sh").args(["-c", "while :; do :; done"])));
    for how in [Signal::SIGKILL, Signal::SIGTERM].repeat(8) {
        place.run(&["start"]);
        let service = place.serving().unwrap();
        // The last to be served by the scheduler: without this, few deaths take long enough.
        let _ = Command::new("chrt")
            .args(["--all-tasks", "--idle", "--pid", "0", &service.to_string()])
            .status();
        kill(service, how).unwrap();
        if how == Signal::SIGTERM {
            // It was asked, and may still run for a while; it is never something else.
            let said = place.manager(&["start"]).output().unwrap().stderr;
            let said = String::from_utf8_lossy(&said).into_owned();
            assert!(
                said.is_empty() || said.contains("already running"),
                "{said}"
            );
            let _ = place.manager(&["stop"]).output();
        } else {
            // Nor in the way of one that is started by hand, and asks nobody.
            drop(place.by_hand());
        }
    }
}

/// D4. `cp -l` copies a directory by hard links; the copy's lock is then the original's, and held.
#[test]
fn a_copy_made_of_hard_links_does_not_stop_the_original() {
    let (original, copy) = (Place::new(), Place::new());
    original.run(&["start"]);
    fs::create_dir(copy.dir().join("logs")).unwrap();
    let lock = "logs/.backup_service.lock";
    fs::hard_link(original.dir().join(lock), copy.dir().join(lock)).unwrap();

    let refused = contains("can't stop backup_service").and(contains("another directory"));
    copy.manager(&["stop"]).assert().code(1).stderr(refused);
    copy.manager(&["start"]).assert().code(1);
    assert!(original.serving().is_some());
}

/// D1. A `logs` that may not be looked into is no `logs` that was removed.
#[test]
fn a_service_outlives_a_logs_directory_that_is_closed_to_it() {
    let place = Place::new();
    if place.is_roots() {
        return skipped("root may look into any directory");
    }
    let mut service = place.by_hand();
    let logs = place.dir().join("logs");
    fs::set_permissions(&logs, Permissions::from_mode(0o000)).unwrap();
    place.wakes();
    fs::set_permissions(&logs, Permissions::from_mode(0o755)).unwrap();
    place.wakes();
    assert!(service.is_alive());
    assert_eq!(place.serving(), Some(service.pid()));
}

/// D1. Closing any descriptor of the lock's file drops the lock: if the new lock's file is the old
/// one's, that stays open. A file that may not be looked at, for a moment, was not removed at all.
#[test]
fn a_lock_whose_file_was_away_for_a_moment_is_still_held() {
    if !strace::is_here() {
        return;
    }
    for (error, opened) in [("ENOENT", 2), ("EACCES", 1)] {
        let place = Place::new();
        // The first look is at its start.
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

/// D1, D4. `logs` was removed, and the service is about to lock its new file: it still has the old.
#[test]
fn a_service_is_found_also_while_it_takes_its_lock_again() {
    if !strace::is_here() {
        return;
    }
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

/// D4. Of a process that cannot be looked at, for want of open files, nobody can say that it ended.
#[test]
fn stop_says_stopped_only_if_it_saw_it() {
    if !strace::is_here() {
        return;
    }
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
    let Some(done) = place.unshared(script) else {
        return skipped("nothing may be mounted over /proc");
    };
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
    let Some(done) = place.unshared(script) else {
        return skipped("nothing may be mounted over /proc");
    };
    let told = place.read("start");
    assert!(told.contains("already running"), "the lock is held: {told}");
    let told = place.read("stop");
    assert!(told.contains("can't stop backup_service (ps: "), "{told}");
    assert!(done.success(), "the service must not get a signal");
}

/// D7. With `hidepid=2`, `/proc` does not show the processes of other users.
#[test]
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
    if !place.is_roots() {
        return skipped("only root may become another user");
    }
    let Some(unshare) = Running::maybe(&mut unshare) else {
        return skipped("there is no unshare");
    };
    let status = unshare.status();
    if status.code() == Some(77) {
        return skipped("/proc may not be mounted with hidepid");
    }
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
fn service_in_an_emulator_is_started_and_stopped() {
    let place = Place::new();
    let loaders = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"];
    let Some(loader) = loaders.into_iter().find(|path| Path::new(path).exists()) else {
        return skipped("there is no dynamic loader that we know");
    };
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

/// D4. A process of another container has no number here: it is told, and not taken for nobody.
#[test]
fn a_service_in_another_container_is_told_and_left_alone() {
    let place = Place::new();
    let mut service = place.by_hand();
    let script = "\"$MANAGER\" stop 2> said; \"$MANAGER\" start 2>> said; true";
    if place.unshared(script).is_none() {
        return skipped("there are no name spaces");
    }
    let said = place.read("said");
    assert_eq!(said.matches("in another container").count(), 2, "{said}");
    assert!(service.is_alive());
    assert_eq!(place.serving(), Some(service.pid()));
}

/// D1. Some file systems in user space list their files under inodes that they made up. The lock's
/// file must be told from the others all the same, and stay closed.
#[test]
fn a_lock_outlives_a_backup_of_its_own_directory_on_any_file_system() {
    let place = Place::new();
    let script = r#"
        mkdir real union && unionfs real=RW union && cd union || exit 77
        echo '.;16:07;all' > backup_schedules.txt
        "$SERVICE" > ../ready &
        until [ -s ../ready ]; do sleep 0.01; done
        [ -e backups/all.tar ] && "$MANAGER" stop
    "#;
    let Some(done) = place.unshared(script) else {
        return skipped("there is no unionfs, or it may not be mounted");
    };
    let log = place.read("real/logs/backup_manager.log");
    assert!(done.success(), "{log}");
}

/// D4. Its lock is gone with `logs`, and what is there instead cannot hold one.
#[test]
fn a_service_whose_logs_directory_became_a_file_is_stopped() {
    let place = Place::new();
    place.run(&["start"]);
    let service = place.serving().unwrap();
    kill(service, Signal::SIGSTOP).unwrap(); // or it might make a directory of that name again
    fs::remove_dir_all(place.dir().join("logs")).unwrap();
    place.write("logs", "");
    kill(service, Signal::SIGCONT).unwrap();
    // Stopped; and the log that cannot be written is told.
    let told = contains("can't write the log").and(contains("can't stop").not());
    place.manager(&["stop"]).assert().code(1).stderr(told);
    assert_eq!(table::get(service).unwrap(), None);
}

/// D2. The service's program is one that ends at once.
#[test]
fn start_says_so_when_the_service_ends_before_it_is_ready() {
    let place = Place::new();
    // Written by another process: what this one has open for writing, a fork of another test may
    // hold for a moment, and such a file cannot be executed.
    let copy = "cp \"$MANAGER\" . && printf '#!/bin/sh\\nexit 3' > backup_service && chmod +x backup_service";
    place.script(copy).assert().success();
    let why = contains("can't start backup_service (it ended");
    place
        .script("./backup_manager start")
        .assert()
        .code(1)
        .stderr(why);
}

/// D2. In the service's own words: what it waits for is no file.
#[test]
fn start_says_why_the_service_cannot_come_up() {
    let place = Place::new();
    let fifo = "mkdir logs && mkfifo logs/.backup_service.lock";
    place.script(fifo).assert().success();
    let said = place.fail(1, &["start"]);
    let why = "can't start backup_service (logs/.backup_service.lock: No such device or address";
    assert!(said.contains(why), "{said}");
}

/// D3. The disk is full, and the log with it: there is nowhere to say anything.
#[test]
fn a_service_that_can_log_nowhere_lives_on() {
    let place = Place::new();
    if !Path::new("/dev/full").exists() {
        return skipped("there is no /dev/full");
    }
    fs::create_dir_all(place.dir().join("logs/backup_service.log")).unwrap();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = place.background(SERVICE);
    let mut service = Running::new(command.stderr(full));
    // The first check finds no schedules, and has that to say.
    assert_eq!(service.first_line(), "ready\n");
    assert!(service.is_alive());
}

/// D2. `start` and the service inherit what is open, and hold on to none of it: the shell reads
/// until the last copy of the pipe is closed, and the lines after it would never run.
#[test]
fn nothing_that_start_inherits_stays_open() {
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
    // Right after `ready`, its own pipe may still be one of them.
    until("no other file is open", || open() == files);
}

/// D2. The numbers 0, 1 and 2 are then given to the next files that are opened.
#[test]
fn start_and_stop_work_with_all_three_streams_closed() {
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
    if Command::new("ps").output().is_err() {
        return skipped("there is no ps");
    }
    for login in 1..=3 {
        let mut shell = place.script(line);
        shell.env("HOME", place.dir()).env("PATH", &path);
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
fn the_service_has_a_session_of_its_own_and_survives_sighup() {
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

/// D2, D5. Of what a killed `start` began, the next one makes the best.
#[test]
fn a_start_that_is_killed_leaves_no_half_started_service() {
    if !strace::is_here() {
        return;
    }
    // Before it spawns, as it spawns, while it waits, when it has the answer.
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

/// D1. The lock's file goes with `logs`; the service makes it anew, or is ended by the next start.
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

/// D4. An upgrade puts new programs in the place of those that run.
#[test]
fn a_service_whose_program_was_replaced_is_stopped() {
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
fn a_service_that_was_started_by_hand_is_one_like_any_other() {
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

/// D4. They have the name among their arguments, and the directory; they do not have the lock.
#[test]
fn strangers_with_the_name_are_left_alone() {
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
        assert!(stranger.is_alive());
    }
}

/// D4. It holds the lock, and is not what we take it for.
#[test]
fn whatever_else_holds_the_lock_is_not_signalled() {
    let place = Place::new();
    let mut other = Running::new(place.background(SERVICE).arg0("something_else"));
    assert_eq!(other.first_line(), "ready\n");
    assert!(place.fail(1, &["stop"]).contains("is not backup_service"));
    assert!(place.fail(1, &["start"]).contains("is not backup_service"));
    assert!(other.is_alive());
}

/// D1, D4. Each has its own.
#[test]
fn another_directorys_service_is_left_alone() {
    let (here, there) = (Place::new(), Place::new());
    there.run(&["start"]);
    assert!(here.fail(1, &["stop"]).contains("not running"));
    here.run(&["start"]);
    here.run(&["stop"]);
    assert!(there.serving().is_some());
}

/// D1 to D4, in directories with names that scripts trip over.
#[test]
fn any_directory_has_its_service() {
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
fn no_other_program_is_needed() {
    let place = Place::new();
    for instruction in ["start", "stop"] {
        place
            .manager(&[instruction])
            .env("PATH", "/nowhere")
            .assert()
            .success();
    }
}

/// D5. Process 1 of many containers waits for nobody; nor does this test.
#[test]
fn a_zombie_that_nobody_waits_for_is_gone() {
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

/// D4. SIGSTOP keeps it from answering, and SIGKILL does not ask.
#[test]
fn a_service_that_does_not_answer_is_killed() {
    let place = Place::new();
    let service = place.by_hand();
    service.send(Signal::SIGSTOP);
    let process = table::get(service.pid()).unwrap().unwrap();
    terminate(&process, Duration::from_millis(500)).unwrap();
    assert_eq!(place.serving(), None);
}

/// D4, F1. Each file takes its time to be opened; all of them would take minutes.
#[test]
fn a_backup_in_progress_is_abandoned_cleanly() {
    if !strace::is_here() {
        return;
    }
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
    // Cargo's search path for libraries would have the loader open what it does not find.
    let service = Running::new(slow.env_remove("LD_LIBRARY_PATH"));
    until("the backup has begun", || place.names("backups").len() == 2);
    let since = Instant::now();
    place.run(&["stop"]);
    // A second is promised to an idle machine; after ten it would have been killed.
    assert!(
        since.elapsed() < Duration::from_secs(5),
        "{:?}",
        since.elapsed()
    );
    assert!(service.ends_well());
    assert_eq!(place.names("backups"), ["src.tar"]);
    assert!(fs::read(place.dir().join("backups/src.tar")).unwrap() == last_good);
}
