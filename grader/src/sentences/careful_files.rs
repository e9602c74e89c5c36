//! Beyond the exercise: files that are no ordinary files, and files that change while they are saved.

use std::env;
use std::fs::File;
use std::io::Write;
use std::os::unix::net::UnixListener;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use super::careful_archives::is_complete;
use crate::check::{Check, Failure, Part, Verdict};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "Beyond the exercise: odd files",
    is_beyond: true,
    checks: &[
        Check::new(
            "a pipe does not hold up the service",
            "10_compressed",
            pipes_are_not_read,
        ),
        Check::new(
            "a socket does not cost the backup",
            "10_compressed",
            sockets_are_left_out,
        ),
        Check::new(
            "a file from before 1970 spoils no archive",
            "10_compressed",
            early_times,
        ),
        Check::new(
            "a file that grows spoils no archive",
            "10_compressed",
            growing_files,
        )
        .that_is_heavy(),
        Check::new(
            "a file that shrinks spoils no archive",
            "10_compressed",
            shrinking_files,
        )
        .that_is_heavy(),
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

/// How large a growing file may become.
const MAX_GROWTH: usize = 48 << 20;

fn growing_files(env: &mut TestEnv) -> Verdict {
    let noise = noise(1 << 20);
    env.write("test/log", noise.repeat(4));
    env.write("backup_schedules.txt", env.clock.due("test", "t"));
    let mut file = File::options()
        .append(true)
        .open(env.path("test/log"))
        .expect("it is there");
    let archive = env.path("backups/t.tar");
    thread::scope(|scope| {
        scope.spawn(move || {
            let since = Instant::now();
            let mut size = 0;
            while size < MAX_GROWTH && since.elapsed() < Duration::from_secs(5) && !archive.exists()
            {
                let _ = file.write_all(&noise[..64 << 10]);
                size += 64 << 10;
                thread::sleep(Duration::from_millis(2));
            }
        });
        env.start()?;
        env.saves("t")?;
        is_complete(env, "t")
    })
}

fn shrinking_files(env: &mut TestEnv) -> Verdict {
    env.write("test/large", noise(1 << 20).repeat(48));
    env.write("backup_schedules.txt", env.clock.due("test", "t"));
    env.start_beside();
    env.until(|| !env.names("backups").is_empty());
    thread::sleep(Duration::from_millis(50));
    File::create(env.path("test/large")).expect("a file can be emptied");
    env.service_runs()?;
    env.saves("t")?;
    is_complete(env, "t")
}

/// Bytes that cannot be compressed.
pub fn noise(count: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    (0..count / 8).flat_map(|_| next()).collect()
}
