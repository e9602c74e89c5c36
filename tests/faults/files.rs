//! F1 to F6: files stay whole on a full disk, and while other programs write them.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use predicates::str::contains;

use crate::support::diff::assert_lines;
use crate::support::running::{Running, until};
use crate::support::{SERVICE, TestEnv, project};

const SCHEDULES: &str = "backup_schedules.txt";

/// F3, F6. A file may grow to 1,024 bytes here (`ulimit -f` counts in 512), and has 1,000.
#[test]
fn file_that_cannot_grow_stays_as_it_was() {
    let env = TestEnv::new();
    let old = format!("{}\n", "x".repeat(999));
    let long = format!("src;16:07;{}", "n".repeat(100));

    env.write("backup_schedules.txt", &old);
    let create = format!("ulimit -f 2; \"$MANAGER\" create '{long}'");
    let told = contains("can't write backup_schedules.txt");
    env.script(&create).assert().code(1).stderr(told);
    assert_lines("the file", &old, &env.read("backup_schedules.txt"));

    env.write("logs/backup_manager.log", &old);
    let list = "ulimit -f 2; \"$MANAGER\" list";
    let told = contains("can't write the log");
    env.script(list).assert().code(1).stderr(told);
    assert_lines("the log", &old, &env.manager_log());
}

/// Does what a text editor does: reads the file, and replaces it by a new one.
fn edit(env: &TestEnv, add: &str) {
    env.write("draft", &(env.read(SCHEDULES) + add));
    fs::rename(env.dir().join("draft"), env.dir().join(SCHEDULES)).unwrap();
}

/// An option of `strace`: stop the program after its n-th call with this name.
fn stop_at((call, nth): &(String, usize)) -> String {
    format!("inject={call}:signal=STOP:when={nth}")
}

/// F3. At each point of a `create` that concerns the file.
#[test]
#[ignore = "needs strace"]
fn editor_and_create_lose_no_line() {
    let create = ["create", "new;16:07;new"];
    let env = TestEnv::new();
    env.write(SCHEDULES, "old;16:07;old\n");
    let file = env.dir().join(SCHEDULES).display().to_string();
    for call in env.calls(&file, &create) {
        env.write(SCHEDULES, "old;16:07;old\n");
        let well = env.meanwhile(&["-P", &file, "-e", &stop_at(&call)], &create, || {
            edit(&env, "edited;16:07;edited\n");
        });
        assert!(well, "{call:?}");
        let mut lines: Vec<_> = env
            .run(&["list"])
            .lines()
            .map(|l| l[3..].to_owned())
            .collect();
        lines.sort();
        let all = ["edited;16:07;edited", "new;16:07;new", "old;16:07;old"];
        assert_eq!(lines, all, "after {call:?}");
    }
}

/// F3. At each call of a `delete` before it compares the file: it refuses. The few microseconds
/// between the comparison and the rename remain.
#[test]
#[ignore = "needs strace"]
fn delete_keeps_changes_of_an_editor() {
    let delete = ["delete", "0"];
    let env = TestEnv::new();
    env.write(SCHEDULES, "old;16:07;old\n");
    let file = env.dir().join(SCHEDULES).display().to_string();
    let mut calls = env.calls(&file, &delete);
    let last_look = calls.iter().rposition(|call| call.0 == "openat").unwrap();
    calls.truncate(last_look);
    assert!(calls.iter().any(|call| call.0 == "read"), "{calls:?}");
    for call in calls {
        env.write(SCHEDULES, "old;16:07;old\n");
        let well = env.meanwhile(&["-P", &file, "-e", &stop_at(&call)], &delete, || {
            edit(&env, "edited;16:07;edited\n")
        });
        let now = if well {
            "edited;16:07;edited\n"
        } else {
            "old;16:07;old\nedited;16:07;edited\n"
        };
        assert_lines(
            &format!("the file after {call:?}"),
            now,
            &env.read(SCHEDULES),
        );
    }
}

/// D5. It is killed before the rename.
#[test]
#[ignore = "needs strace"]
fn next_writer_removes_file_of_killed_delete() {
    for next in [["delete", "0"], ["create", "new;16:07;new"]] {
        let env = TestEnv::new();
        env.write(SCHEDULES, "old;16:07;old\n");
        let kill = ["-e", "inject=/^rename:signal=KILL:when=1"];
        Running::new(&mut env.traced(&kill, &["delete", "0"])).ends_well();
        assert_eq!(env.temp_files().len(), 1);
        assert_lines("the file", "old;16:07;old\n", &env.read(SCHEDULES));
        env.run(&next);
        assert_eq!(env.temp_files(), [""; 0]);
    }
}

/// F4. The files of `tests/fixtures/schedules`, as people and their editors leave them.
#[test]
fn hand_edited_file_is_read_and_bad_lines_are_named() {
    let wrong = |what: &str| format!("[08/02/2023 16:07] Error: malformed schedule: {what}");
    let not_utf_8 = || wrong("src;16:07;caf\u{fffd} (it is not UTF-8)");
    let expected = [
        ("byte-order-mark.txt", 2, vec![]),
        ("crlf.txt", 2, vec![]),
        ("blank-lines.txt", 6, vec![]),
        ("no-last-newline.txt", 2, vec![]),
        ("not-utf-8.txt", 3, vec![not_utf_8()]),
        (
            "bad-lines.txt",
            7,
            vec![
                wrong("# every evening (expected path;hh:mm;name)"),
                wrong("src;16:07;../second (the name must not contain /)"),
                wrong("src;6:07;third (the time must be hh:mm, from 00:00 to 23:59)"),
                wrong("src 16:07 fourth (expected path;hh:mm;name)"),
                wrong("src;16:07;nul\\u{0} (control characters are not allowed)"),
            ],
        ),
        ("everything.txt", 5, vec![not_utf_8()]),
    ];
    let mut checked = Vec::new();
    for (name, lines, errors) in expected {
        let env = TestEnv::new();
        let fixture = fs::read(fixtures().join(name)).unwrap();
        fs::write(env.dir().join(SCHEDULES), &fixture).unwrap();
        env.write("src/file", "");

        // The good lines run, in whatever company.
        drop(env.by_hand());
        let mut log = errors;
        for archive in ["first", "second"] {
            log.push(format!(
                "[08/02/2023 16:07] Backup done for src in backups/{archive}.tar"
            ));
        }
        assert_lines(name, &(log.join("\n") + "\n"), &env.service_log());

        // A line more is a line more, and with it goes all that came with it.
        let listed = env.run(&["list"]);
        assert_eq!(listed.lines().count(), lines, "{name}: {listed}");
        env.run(&["create", "src;23:59;new"]);
        let with_new = env.run(&["list"]);
        assert_lines(
            name,
            &format!("{listed}{lines}: src;23:59;new\n"),
            &with_new,
        );
        env.run(&["delete", &lines.to_string()]);
        let glued = [
            &fixture[..],
            if fixture.ends_with(b"\n") { b"" } else { b"\n" },
        ]
        .concat();
        assert_eq!(
            fs::read(env.dir().join(SCHEDULES)).unwrap(),
            glued,
            "{name}"
        );
        checked.push(name.to_owned());
    }
    checked.sort();
    let mut all: Vec<_> = fs::read_dir(fixtures())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    all.sort();
    assert_eq!(checked, all);
}

fn fixtures() -> PathBuf {
    project().join("tests/fixtures/schedules")
}

/// F3. The link leads nowhere yet: its target is created.
#[test]
fn create_makes_the_file_behind_a_link() {
    let env = TestEnv::new();
    fs::create_dir(env.dir().join("elsewhere")).unwrap();
    symlink("elsewhere/real.txt", env.dir().join(SCHEDULES)).unwrap();
    env.run(&["create", "new;16:07;new"]);
    assert_lines(
        "the file behind the link",
        "new;16:07;new\n",
        &env.read("elsewhere/real.txt"),
    );
}

/// F3, F4. No program hangs, and none changes anything.
#[test]
fn schedules_that_are_no_file_are_an_error() {
    for make in [
        "mkdir",
        "mkfifo",
        "ln -s backup_schedules.txt",
        "ln -s /dev/zero",
    ] {
        let env = TestEnv::new();
        env.script(&format!("{make} backup_schedules.txt"))
            .assert()
            .success();
        assert!(
            env.fail(1, &["create", "new;16:07;new"])
                .contains("can't write"),
            "{make}"
        );
        assert!(
            env.fail(1, &["delete", "0"]).contains("can't change"),
            "{make}"
        );
        assert!(env.fail(1, &["list"]).contains("can't read"), "{make}");
        let mut service = env.by_hand();
        let log = env.service_log();
        assert!(
            log.starts_with("[08/02/2023 16:07] Error: can't open"),
            "{make}: {log}"
        );
        assert_eq!(log.lines().count(), 1, "{make}: {log}");
        assert!(service.is_alive());
    }
}

/// F6. The instruction is carried out. Its status and one line report the log.
#[test]
fn unwritable_log_is_reported_and_blocks_nothing() {
    for spoil in [
        "touch logs",
        "mkdir -p logs/backup_manager.log",
        "mkdir logs && mkfifo logs/backup_manager.log",
        "touch target && mkdir logs && ln -s ../target logs/backup_manager.log",
    ] {
        let env = TestEnv::new();
        env.script(spoil).assert().success();
        let told = env.fail(1, &["create", "new;16:07;new"]);
        assert!(told.contains("can't write the log"), "{spoil}: {told}");
        assert_lines(spoil, "new;16:07;new\n", &env.read(SCHEDULES));
        env.manager(&["list"])
            .assert()
            .code(1)
            .stdout("0: new;16:07;new\n");
        assert_eq!(env.read("target"), "");
        let told = env.fail(1, &["create", "other;16:07;new"]);
        assert!(told.contains("warning: "), "{spoil}: {told}");
    }
}

/// F1. Names in the file are checked like typed ones.
#[test]
fn no_name_leads_out_of_backups() {
    let env = TestEnv::new();
    env.write("src/file", "");
    env.write(SCHEDULES, "src;16:07;../out\nsrc;16:07;/tmp/out\nsrc;16:07;a/b\nsrc;16:07;.\nsrc;16:07;..\nsrc;16:07;\nsrc;16:07;...\nsrc;16:07;-rf\n");
    drop(env.by_hand());
    assert_eq!(env.names("backups"), ["-rf.tar", "....tar"]);
    assert_eq!(
        env.names(""),
        ["backup_schedules.txt", "backups", "logs", "src"]
    );
    assert_eq!(
        env.service_log()
            .matches("Error: malformed schedule")
            .count(),
        6
    );
}

/// F1, F5. With any umask, also while they are written.
#[test]
#[ignore = "needs strace"]
fn only_owner_can_read_archives_and_temporary_files() {
    let env = TestEnv::new();
    env.write("src/file", "");
    env.write(SCHEDULES, "src;16:07;secret\n");
    let trace = "strace -f -qq -o trace -e trace=open,openat,creat,chmod,fchmod,fchmodat";
    // Killed once it is ready: the script is the service's own process.
    let mut service = env.background("sh");
    service.args(["-c", &format!("umask 000; exec {trace} \"$0\""), SERVICE]);
    let mut service = Running::new(&mut service);
    assert_eq!(service.first_line(), "ready\n");
    let archive = fs::metadata(env.dir().join("backups/secret.tar")).unwrap();
    assert_eq!(archive.permissions().mode() & 0o7777, 0o600);
    let trace = env.read("trace");
    let made: Vec<_> = trace
        .lines()
        .filter(|line| line.contains("\".backup_service-"))
        .collect();
    for line in &made {
        assert!(
            line.contains("O_CREAT|O_EXCL") && line.contains("0600"),
            "{line}"
        );
    }
    assert_eq!(made.len(), 1, "{trace}");
}

/// F1. Before the archive gets its name, both directories get other names.
#[test]
#[ignore = "needs strace"]
fn renamed_directories_get_the_archive() {
    let env = TestEnv::new();
    env.write("home/src/file", "");
    env.write("home/backup_schedules.txt", "src;16:07;src\n");
    let mut service = env.background("strace");
    service.args(["-f", "-qq", "-o", "trace", "-e", "trace=/^rename"]);
    service.args(["-e", "inject=/^rename:delay_enter=500ms:when=1"]);
    let mut service = Running::new(service.args([SERVICE, "home"]));
    until("the archive is complete", || {
        env.read("trace").contains("rename")
    });
    fs::rename(env.dir().join("home/backups"), env.dir().join("home/old")).unwrap();
    fs::rename(env.dir().join("home"), env.dir().join("moved")).unwrap();
    until("the archive has its name", || {
        !env.names("moved/old")
            .iter()
            .any(|name| name.ends_with(".tmp"))
    });
    assert_eq!(env.names("moved/old"), ["src.tar"]);
    assert!(service.is_alive());
    let log = || env.read("moved/logs/backup_service.log");
    until("the backup is logged", || log().contains("Backup done"));
    assert!(
        log().contains("Warning: backups: moved while the archive was written"),
        "the log should say that the archive is not in ./backups:\n{}",
        log()
    );
}

/// F2. A disk that is unmounted during a backup leaves an empty directory.
#[test]
#[ignore = "needs strace"]
fn source_that_becomes_empty_during_backup_keeps_last_archive() {
    let env = TestEnv::new();
    env.write("src/file", "");
    env.write("backups/src.tar", "the last archive");
    env.write(SCHEDULES, "src;16:07;src\n");
    let mut service = env.background("strace");
    // The first write of the service is that of the archive.
    service.args(["-f", "-qq", "-o", "trace", "-e", "trace=write"]);
    service.args(["-e", "inject=write:delay_enter=500ms:when=1"]);
    let _service = Running::new(service.arg(SERVICE));
    until("the archive is written", || {
        env.read("trace").contains("write")
    });
    fs::remove_file(env.dir().join("src/file")).unwrap();
    until("the result is logged", || !env.service_log().is_empty());
    assert!(
        env.service_log()
            .contains("Error: can't back up src: it is empty"),
        "an empty source should be an error:\n{}",
        env.service_log()
    );
    assert_eq!(
        env.read("backups/src.tar"),
        "the last archive",
        "the last archive should stay"
    );
}

/// F1. After a power cut, a new `backups` must be there with its first archive.
#[test]
#[ignore = "needs strace"]
fn parent_of_new_backups_is_synced() {
    let env = TestEnv::new();
    env.write("src/file", "");
    env.write(SCHEDULES, "src;16:07;src\n");
    drop(
        env.traced_service(&["-y", "-e", "trace=fsync"])
            .first_line(),
    );
    let parent = format!("<{}>)", env.dir().display());
    let trace = env.read("trace");
    assert!(
        trace.contains(&parent),
        "the directory that has the new name `backups` must be synced:\n{trace}"
    );
}

/// F1, F3, F6. The full disk is in a mount namespace of its own, so that it needs no unmounting.
#[test]
#[ignore = "needs namespaces"]
fn full_disk_costs_no_archive_and_no_schedule() {
    let env = TestEnv::new();
    let script = r#"
        mkdir disk && mount -t tmpfs -o size=256k,mode=755 faults disk && cd disk || exit 77
        until_logged() { until grep -q "$1" logs/backup_service.log; do sleep 0.01; done; }
        mkdir src logs && touch logs/backup_service.log
        echo 'src;16:07;src' > backup_schedules.txt
        "$SERVICE" > ../ready & service=$!
        until_logged 'Backup done'
        cp backups/src.tar ..

        # It grows out of the disk.
        head -c 150000 /dev/urandom > src/file
        echo 'src;16:07;big' >> backup_schedules.txt
        until_logged "Error: can't back up src"
        ls -A backups > ../names

        # Room for nothing at all, but for what is left of the pages in use.
        cat /dev/zero > fill 2> /dev/null
        created=0
        while "$MANAGER" create "src;23:59;$(printf '%0200d' $created)" 2> ../said; do
            created=$((created + 1))
        done
        echo $created > ../created
        cmp backups/src.tar ../src.tar || exit 1
        rm fill && "$MANAGER" list > ../listed
        kill -0 $service && cp -r logs ..
    "#;
    let done = env.unshared(script);
    assert!(done.success(), "the script failed: {done}");

    assert_eq!(env.read("names"), "src.tar\n");
    let created: usize = env.read("created").trim().parse().unwrap();
    let listed = env.read("listed");
    // Or one more: in the file, and told because its line in the log had no room.
    assert!(
        (created + 2..=created + 3).contains(&listed.lines().count()),
        "{created}\n{listed}"
    );
    for (index, line) in listed.lines().enumerate().skip(2) {
        assert_eq!(line, format!("{index}: src;23:59;{:0200}", index - 2));
    }
    assert!(
        env.read("said").contains("No space left on device"),
        "{}",
        env.read("said")
    );
    for line in env.manager_log().lines().chain(env.service_log().lines()) {
        assert!(line.starts_with("[08/02/2023 16:07] "), "{line}");
        assert_eq!(line.matches("[08/").count(), 1, "{line}");
    }
}

/// T7. On standard error and in the log, once each; the service runs.
#[test]
fn unknown_time_zone_is_warned_of_at_start() {
    let env = TestEnv::new().in_zone("CET-1CEST");
    env.write("src/file", "");
    env.write(SCHEDULES, "src;16:07;src\n");
    let warning = "TZ=CET-1CEST cannot be interpreted";
    let started = env.manager(&["start"]).assert().success();
    let told = String::from_utf8_lossy(&started.get_output().stderr).into_owned();
    assert_eq!(
        told.matches(warning).count(),
        1,
        "`start` must print the warning once:\n{told}"
    );
    let log = env.service_log();
    assert_eq!(
        log.matches(&format!("] Warning: {warning}")).count(),
        1,
        "the log of the service must have the warning once:\n{log}"
    );
    assert!(
        log.contains("Backup done for src"),
        "the service must run:\n{log}"
    );
    assert_lines(
        "the log of the manager",
        "[08/02/2023 16:07] backup_service started\n",
        &env.manager_log(),
    );
}

/// T3. `ls -l backups` shows the minute of the log, also by the kernel's coarse clock.
#[test]
#[ignore = "slow: waits for up to a minute"]
fn archive_is_dated_in_the_minute_of_its_schedule() {
    let env = TestEnv::at_real_time();
    env.write("src/file", "");
    let due = DateTime::from_timestamp((Utc::now().timestamp() + 63) / 60 * 60, 0).unwrap();
    env.write(SCHEDULES, &format!("src;{};src\n", due.format("%H:%M")));
    env.run(&["start"]);
    let archive = env.dir().join("backups/src.tar");
    while !archive.exists() {
        assert!(
            Utc::now() < due + TimeDelta::seconds(30),
            "the backup must be made at {due}"
        );
        thread::sleep(Duration::from_millis(50));
    }
    let dated: DateTime<Utc> = fs::metadata(archive).unwrap().modified().unwrap().into();
    assert!(
        due <= dated && dated < due + TimeDelta::minutes(1),
        "the archive must be dated in the minute of {due}, not {dated}"
    );
}

/// Tests that root cannot run, since permissions do not stop it.
mod ordinary_user {
    use super::*;

    /// F3. A rename needs no permission to write the file that it replaces.
    #[test]
    #[ignore = "needs an ordinary user"]
    fn read_only_file_is_not_changed() {
        let env = TestEnv::new();
        env.write(SCHEDULES, "old;16:07;old\n");
        fs::set_permissions(env.dir().join(SCHEDULES), Permissions::from_mode(0o444)).unwrap();
        for instruction in [["delete", "0"], ["create", "new;16:07;new"]] {
            assert!(env.fail(1, &instruction).contains("Permission denied"));
        }
        assert_lines("the file", "old;16:07;old\n", &env.read(SCHEDULES));
    }

    /// F2. The user has no permission to read its files.
    #[test]
    #[ignore = "needs an ordinary user"]
    fn unreadable_source_keeps_last_archive() {
        let env = TestEnv::new();
        env.write(SCHEDULES, "src;16:07;src\n");
        env.write("src/file", "");
        drop(env.by_hand());
        let last_good = fs::read(env.dir().join("backups/src.tar")).unwrap();
        env.script("chmod 0 src/file").assert().success();
        drop(env.by_hand());
        let log = env.service_log();
        let error = "can't back up src: nothing in it could be saved (src/file: Permission denied";
        assert!(log.contains(error), "{log}");
        assert!(fs::read(env.dir().join("backups/src.tar")).unwrap() == last_good);
    }

    /// F6. The same without permission to write in `logs`.
    #[test]
    #[ignore = "needs an ordinary user"]
    fn read_only_logs_are_reported_and_block_no_change() {
        let env = TestEnv::new();
        fs::create_dir(env.dir().join("logs")).unwrap();
        fs::set_permissions(env.dir().join("logs"), Permissions::from_mode(0o555)).unwrap();
        assert!(
            env.fail(1, &["create", "new;16:07;new"])
                .contains("can't write the log")
        );
        assert!(
            env.fail(1, &["start"])
                .contains("can't start backup_service")
        );
        assert_lines("the file", "new;16:07;new\n", &env.read(SCHEDULES));
        assert_eq!(env.services(), []);
    }
}
