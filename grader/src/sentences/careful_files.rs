//! Beyond the exercise: files that are no ordinary files.

use std::env;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::time::{Duration, SystemTime};

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use super::careful_archives::{is_complete, names_in};
use crate::check::{Check, Failure, Part, Verdict, expect};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "Beyond the exercise: odd files",
    is_beyond: true,
    checks: &[
        Check::new(
            "a named pipe does not block the service",
            "10_compressed",
            pipes_are_not_read,
        ),
        Check::new(
            "a socket does not prevent the backup",
            "10_compressed",
            sockets_are_left_out,
        ),
        Check::new(
            "a file dated before 1970 does not break the archive",
            "10_compressed",
            early_times,
        ),
        Check::new(
            "a file that cannot be read does not prevent the backup",
            "10_compressed",
            unreadable_files,
        ),
    ],
};

fn pipes_are_not_read(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    mkfifo(&env.path("test/pipe"), Mode::S_IRWXU).expect("a pipe can be made");
    env.write("other/notes.txt", "content");
    let clock = env.clock.clone();
    env.write(
        "backup_schedules.txt",
        clock.due("test", "t") + &clock.due("other", "other"),
    );
    env.manager(&["start"])?;
    env.saves("other")
}

fn sockets_are_left_out(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    // The path of a socket must be short.
    env::set_current_dir(env.path("test")).expect("the directory is there");
    let _socket = UnixListener::bind("socket").expect("a socket can be made");
    env.start_with(&env.clock.due("test", "t"))?;
    env.saves("t")?;
    is_complete(env, "t")
}

fn early_times(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    let time = SystemTime::UNIX_EPOCH - Duration::from_secs(1_000_000);
    let file = File::options().write(true).open(env.path("test/notes.txt"));
    let is_set = file.is_ok_and(|file| file.set_modified(time).is_ok());
    if !is_set {
        return Err(Failure::NotAsked(
            "this file system has no times before 1970".to_owned(),
        ));
    }
    env.start_with(&env.clock.due("test", "t"))?;
    env.saves("t")?;
    is_complete(env, "t")
}

/// Runs a program as root without its right to read every file.
const SETPRIV: &str = "setpriv --bounding-set=-dac_override,-dac_read_search";

fn unreadable_files(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    env.write("test/blocked.txt", "");
    fs::set_permissions(env.path("test/blocked.txt"), Permissions::from_mode(0o000))
        .expect("our own file");
    env.write("backup_schedules.txt", env.clock.due("test", "t"));
    let is_read = fs::read(env.path("test/blocked.txt")).is_ok();
    let prefix = if is_read { SETPRIV } else { "" };
    let script = format!("{prefix} cat test/notes.txt && ! {prefix} cat test/blocked.txt");
    if !env.shell(&script)?.is_success() {
        let why = "root reads every file: grade as another user, or install setpriv";
        return Err(Failure::NotAsked(why.to_owned()));
    }
    env.shell(&format!("{prefix} \"$@\" start"))?;
    env.saves("t")?;
    is_complete(env, "t")?;
    let names = names_in(env, "t")?.join("\n");
    expect(names.contains("notes.txt"), "test/notes.txt", names)
}
