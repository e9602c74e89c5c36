//! F1, F2, F3, F6, T3 and T7: files stay whole on a full disk, and while other programs write them.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use predicates::str::contains;

use crate::support::diff::{assert_contains, assert_lines};
use crate::support::running::{Running, until};
use crate::support::{SERVICE, TestEnv};

const SCHEDULES: &str = "backup_schedules.txt";
const STAMP: &str = "[08/02/2023 16:07] ";
const OLD: &str = "old;16:07;old\n";
const EDITED: &str = "edited;16:07;edited\n";

/// F3, F6. A file may grow to 1,024 bytes here (`ulimit -f` counts in 512), and has 1,000.
#[test]
fn file_that_cannot_grow_stays_as_it_was() {
    let old = format!("{}\n", "x".repeat(999));
    let create = format!("create 'src;16:07;{}'", "n".repeat(100));
    for (name, instruction, error) in [
        (SCHEDULES, &*create, "can't write backup_schedules.txt"),
        ("logs/backup_manager.log", "list", "can't write the log"),
    ] {
        let env = TestEnv::new();
        env.write(SCHEDULES, "");
        env.write(name, &old);
        let mut limited = env.script(&format!("ulimit -f 2; \"$MANAGER\" {instruction}"));
        limited.assert().code(1).stderr(contains(error));
        assert_lines(name, &old, &env.read(name));
    }
}

/// Runs `backup_manager` once per system call of `calls`, chosen from those that concern the schedules
/// file. At that call an editor reads the file, adds a line and replaces it. Returns the call, whether
/// the manager succeeded, and the file.
fn with_editor(
    arguments: &[&str],
    calls: impl Fn(&mut Vec<(String, usize)>),
) -> Vec<(String, bool, String)> {
    let env = TestEnv::new();
    env.write(SCHEDULES, OLD);
    let file = env.dir().join(SCHEDULES).display().to_string();
    let mut all = env.calls(&file, arguments);
    calls(&mut all);
    let results = all.into_iter().map(|(call, nth)| {
        env.write(SCHEDULES, OLD);
        let stop = format!("inject={call}:signal=STOP:when={nth}");
        let well = env.meanwhile(&["-P", &file, "-e", &stop], arguments, || {
            env.write("draft", &(env.read(SCHEDULES) + EDITED));
            fs::rename(env.dir().join("draft"), env.dir().join(SCHEDULES)).unwrap();
        });
        (format!("{call} {nth}"), well, env.read(SCHEDULES))
    });
    results.collect()
}

/// F3.
#[test]
#[ignore = "needs strace"]
fn editor_and_create_lose_no_line() {
    for (call, well, file) in with_editor(&["create", "new;16:07;new"], |_| ()) {
        assert!(well, "create must succeed after {call}");
        let mut lines: Vec<_> = file.split_inclusive('\n').collect();
        lines.sort_unstable();
        assert_eq!(lines, [EDITED, "new;16:07;new\n", OLD], "after {call}");
    }
}

/// F3. Until it has compared the file, `delete` refuses. The few microseconds between the comparison
/// and the rename remain.
#[test]
#[ignore = "needs strace"]
fn delete_keeps_changes_of_an_editor() {
    let before_comparison = |calls: &mut Vec<(String, usize)>| {
        let last = calls.iter().rposition(|call| call.0 == "openat");
        calls.truncate(last.expect("delete opens the file"));
        let reads = calls.iter().any(|call| call.0 == "read");
        assert!(
            reads,
            "delete must read the file before it compares: {calls:?}"
        );
    };
    for (call, well, file) in with_editor(&["delete", "0"], before_comparison) {
        let expected = format!("{}{EDITED}", if well { "" } else { OLD });
        assert_lines(&format!("the file after {call}"), &expected, &file);
    }
}

/// F3. The link leads nowhere yet.
#[test]
fn create_makes_the_file_behind_a_link() {
    let env = TestEnv::new();
    symlink("real.txt", env.dir().join(SCHEDULES)).unwrap();
    env.run(&["create", "new;16:07;new"]);
    let file = env.read("real.txt");
    assert_eq!(
        file, "new;16:07;new\n",
        "the link must stay, and its target must be made"
    );
}

/// F1. Before the archive gets its name, both directories get other names.
#[test]
#[ignore = "needs strace"]
fn renamed_directories_get_the_archive() {
    let env = TestEnv::new();
    env.write("home/src/file", "");
    env.write("home/backup_schedules.txt", "src;16:07;src\n");
    let delay = "inject=/^rename:delay_enter=500ms:when=1";
    let mut service = env.background("strace");
    service.args(["-f", "-qq", "-o", "trace", "-e", delay, SERVICE, "home"]);
    let mut service = Running::new(&mut service);
    until("the archive is complete", || {
        env.read("trace").contains("rename")
    });
    fs::rename(env.dir().join("home/backups"), env.dir().join("home/old")).unwrap();
    fs::rename(env.dir().join("home"), env.dir().join("moved")).unwrap();
    let log = || env.read("moved/logs/backup_service.log");
    until("the backup is logged", || log().contains("Backup done"));
    assert_eq!(env.names("moved/old"), ["src.tar"]);
    assert!(service.is_alive(), "the service must live on");
    let warning = "Warning: backups: moved while the archive was written";
    assert_contains(&log(), warning, "the archive is not in ./backups");
}

/// F2. A disk that is unmounted during a backup leaves an empty directory.
#[test]
#[ignore = "needs strace"]
fn source_that_becomes_empty_during_backup_keeps_last_archive() {
    let env = TestEnv::new();
    env.write("src/file", "");
    env.write("backups/src.tar", "the last archive");
    env.write(SCHEDULES, "src;16:07;src\n");
    // The first write of the service is that of the archive.
    let delay = "inject=write:delay_enter=500ms:when=1";
    let _service = env.traced_service(&["-e", "trace=write", "-e", delay]);
    until("the archive is written", || {
        env.read("trace").contains("write")
    });
    fs::remove_file(env.dir().join("src/file")).unwrap();
    let log = env.service_log_of(1);
    let error = "Error: can't back up src: it is empty";
    assert_contains(&log, error, "an empty source is an error");
    let archive = env.read("backups/src.tar");
    assert_eq!(archive, "the last archive", "it must stay");
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

        # The next archive does not fit on the disk.
        head -c 150000 /dev/urandom > src/file
        echo 'src;16:07;big' >> backup_schedules.txt
        until_logged "Error: can't back up src"
        [ "$(ls -A backups)" = src.tar ] || exit 1

        # Fill the disk. Only the rest of each page in use is still free.
        cat /dev/zero > fill 2> /dev/null
        "$MANAGER" list > ../expected
        index=2
        line() { printf 'src;23:59;%0200d' $index; }
        while "$MANAGER" create "$(line)" 2> ../said; do
            echo "$index: $(line)" >> ../expected
            index=$((index + 1))
        done
        cmp backups/src.tar ../src.tar || exit 1
        rm fill && "$MANAGER" list > ../listed
        kill -0 $service && cp -r logs ..
    "#;
    let done = env.unshared(script);
    assert!(done.success(), "the script failed: {done}");

    let (expected, listed) = (env.read("expected"), env.read("listed"));
    assert!(
        listed.starts_with(&expected),
        "each schedule that was added must be there:\n{listed}"
    );
    // One more may be in the file, and told because its line in the log had no room.
    let more = listed.lines().count() - expected.lines().count();
    assert!(more <= 1, "no other schedule may be there:\n{listed}");
    let reason = "No space left on device";
    assert_contains(&env.read("said"), reason, "the true reason");
    for line in env.manager_log().lines().chain(env.service_log().lines()) {
        let is_whole = line.starts_with(STAMP) && line.matches(STAMP).count() == 1;
        assert!(is_whole, "a line of the log must be whole: {line}");
    }
}

/// T7. On standard error and in the log, once each; the service runs. Also if it is started by hand.
#[test]
fn unknown_time_zone_is_warned_of_at_start() {
    let env = TestEnv::new().in_zone("CET-1CEST");
    let started = env.manager(&["start"]).assert().success();
    let told = String::from_utf8_lossy(&started.get_output().stderr).into_owned();
    for (place, text) in [("stderr", told), ("the log", env.service_log())] {
        let count = text.matches("TZ=CET-1CEST cannot be interpreted").count();
        assert_eq!(count, 1, "{place} must have the warning once:\n{text}");
    }
    env.run(&["stop"]);
    let stderr = File::create(env.dir().join("told")).unwrap();
    let mut by_hand = Running::new(env.background(SERVICE).stderr(stderr));
    assert_eq!(by_hand.first_line(), "ready\n", "it must run");
    assert_contains(&env.read("told"), "TZ=CET-1CEST", "a warning for the user");
}

/// T3. `ls -l backups` shows the minute of the log, also by the kernel's coarse clock.
#[test]
#[ignore = "slow: waits for up to a minute"]
fn archive_is_dated_in_the_minute_of_its_schedule() {
    let env = TestEnv::at_real_time();
    env.write("src/file", "");
    env.write(SCHEDULES, "");
    // On a busy machine `start` takes longer than the rest of the minute.
    env.run(&["start"]);
    let due = DateTime::from_timestamp((Utc::now().timestamp() + 63) / 60 * 60, 0).unwrap();
    env.write(SCHEDULES, &format!("src;{};src\n", due.format("%H:%M")));
    let archive = env.dir().join("backups/src.tar");
    while !archive.exists() {
        assert!(
            Utc::now() < due + TimeDelta::minutes(5),
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
            let told = env.fail(1, &instruction);
            assert_contains(&told, "Permission denied", "the file is read-only");
        }
        assert_lines("the file", "old;16:07;old\n", &env.read(SCHEDULES));
    }
}
