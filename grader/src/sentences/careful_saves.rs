//! Beyond the exercise: the last good archive stays, whatever happens to the next one.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::thread;
use std::time::Duration;

use super::careful_changes::noise;
use crate::check::{Check, Failure, Part, Verdict, expect};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "Beyond the exercise: the last good archive",
    is_beyond: true,
    checks: &[
        Check::new(
            "the last archive is kept when its directory is missing",
            "09_saved_whole",
            the_last_good_one_stays,
        ),
        Check::new(
            "the last archive is kept when the service is killed during a backup",
            "09_saved_whole",
            a_kill_harms_no_archive,
        ),
        Check::new(
            "the last archive is kept when the service is stopped during a backup",
            "09_saved_whole",
            a_stop_harms_no_archive,
        )
        .that_stops(),
        Check::new(
            "the last archive is kept when the disk is full",
            "09_saved_whole",
            a_full_disk_harms_no_archive,
        ),
        Check::new(
            "the next backup removes the files of a killed one",
            "09_saved_whole",
            nothing_is_left_over,
        ),
        Check::new(
            "only its owner can read an archive",
            "09_saved_whole",
            archives_are_private,
        ),
    ],
};

/// Saves `test` as `t`, and stops.
fn save_and_stop(env: &TestEnv) -> Result<Vec<u8>, Failure> {
    env.write("test/notes.txt", "precious");
    env.saved("test", "t")?;
    thread::sleep(Duration::from_millis(300));
    let archive = fs::read(env.path("backups/t.tar")).unwrap_or_default();
    env.end_services();
    Ok(archive)
}

fn the_last_good_one_stays(env: &mut TestEnv) -> Verdict {
    let archive = save_and_stop(env)?;
    fs::remove_dir_all(env.path("test")).expect("a directory can be removed");
    env.write("sign/notes.txt", "");
    let clock = env.clock.clone();
    env.start_with(&(clock.due("test", "t") + &clock.due("sign", "sign")))?;
    env.saves("sign").map_err(Failure::in_setup)?;
    let found = fs::read(env.path("backups/t.tar")).unwrap_or_default();
    let [expected, actual] =
        [&archive, &found].map(|bytes| format!("t.tar of {} bytes", bytes.len()));
    expect(found == archive, expected, actual)
}

/// Begins to save a large directory as `t`, and calls `interrupt` meanwhile.
fn interrupt_a_backup(env: &TestEnv, interrupt: impl FnOnce() -> Verdict) -> Verdict {
    save_and_stop(env)?;
    env.write("large/noise", noise(1 << 20).repeat(24));
    env.write("backup_schedules.txt", env.clock.due("large", "t"));
    let before = env.names("backups").len();
    let old = env.version("backups/t.tar");
    env.start_beside();
    env.until(|| env.names("backups").len() > before || env.version("backups/t.tar") != old);
    interrupt()
}

fn a_kill_harms_no_archive(env: &mut TestEnv) -> Verdict {
    kill_a_backup(env)?;
    env.extract("t").map(drop)
}

fn kill_a_backup(env: &TestEnv) -> Verdict {
    interrupt_a_backup(env, || {
        env.end_services();
        Ok(())
    })
}

/// `start` may wait for the end of the first check. `stop` finds the service all the same, perhaps
/// at the second try.
fn a_stop_harms_no_archive(env: &mut TestEnv) -> Verdict {
    interrupt_a_backup(env, || {
        for _ in 0..20 {
            env.given(&["stop"])?;
            thread::sleep(Duration::from_millis(100));
            if env.services().is_empty() {
                return Ok(());
            }
        }
        Err(Failure::NotReached(
            "`stop` does not end the service".to_owned(),
        ))
    })?;
    env.extract("t").map(drop)
}

fn nothing_is_left_over(env: &mut TestEnv) -> Verdict {
    kill_a_backup(env)?;
    let old = env.version("backups/t.tar");
    env.write("test/notes.txt", "new");
    env.start_with(&env.clock.due("test", "t"))?;
    let is_saved = env.until_service_ends(|| env.version("backups/t.tar") != old);
    expect(is_saved, "a new backup", env.service_log()).map_err(Failure::in_setup)?;
    thread::sleep(Duration::from_millis(300));
    let names = env.names("backups");
    expect(names == ["t.tar"], "in ./backups: t.tar", names.join(" "))
}

/// The service may write files of 256 KiB, and takes anything more as an error.
fn a_full_disk_harms_no_archive(env: &mut TestEnv) -> Verdict {
    let archive = save_and_stop(env)?;
    env.write("large/noise", noise(2 << 20));
    env.write("sign/notes.txt", "");
    let due = env.clock.due("large", "t") + &env.clock.due("sign", "sign");
    env.write("backup_schedules.txt", due);
    env.shell("trap '' XFSZ; ulimit -f 512; \"$@\" start")?;
    env.saves("sign").map_err(Failure::in_setup)?;
    let found = fs::read(env.path("backups/t.tar")).unwrap_or_default();
    let [expected, actual] =
        [&archive, &found].map(|bytes| format!("t.tar of {} bytes", bytes.len()));
    expect(found == archive, expected, actual)
}

fn archives_are_private(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    env.saved("test", "t")?;
    let mode = fs::metadata(env.path("backups/t.tar")).map_or(0, |file| file.permissions().mode());
    expect(
        mode & 0o077 == 0,
        "-rw-------",
        format!("mode {:03o}", mode & 0o777),
    )
}
