//! Beyond the exercise: files and directories that change while they are saved.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::thread;
use std::time::{Duration, Instant};

use super::archives::contents;
use super::careful_archives::is_complete;
use crate::check::{Check, Failure, Part, Verdict, expect};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "Beyond the exercise: files that change",
    is_beyond: true,
    checks: &[
        Check::new(
            "a file that grows does not break the archive",
            "10_compressed",
            growing_files,
        )
        .that_is_heavy(),
        Check::new(
            "a file that shrinks does not break the archive",
            "10_compressed",
            shrinking_files,
        )
        .that_is_heavy(),
        Check::new(
            "a directory replaced by a link is not followed",
            "10_compressed",
            replaced_directories,
        )
        .that_is_heavy(),
    ],
};

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
    begin_backup(env);
    File::create(env.path("test/large")).expect("a file can be emptied");
    env.service_runs()?;
    env.saves("t")?;
    is_complete(env, "t")
}

/// Begins to save `test` as `t`, which takes a while.
fn begin_backup(env: &TestEnv) {
    env.write("backup_schedules.txt", env.clock.due("test", "t"));
    env.start_beside();
    env.until(|| !env.names("backups").is_empty());
    thread::sleep(Duration::from_millis(50));
}

/// Between large files, in any order, are the directories that become links to `elsewhere`.
fn replaced_directories(env: &mut TestEnv) -> Verdict {
    env.write("elsewhere/notes.txt", "of somebody else");
    let noise = noise(1 << 20).repeat(6);
    let directory = |i: usize| format!("test/{}1", i);
    for i in 0..8 {
        env.write(&format!("test/{i}0"), &noise);
        env.write(&format!("{}/notes.txt", directory(i)), "content");
    }
    begin_backup(env);
    for i in 0..8 {
        let from = env.path(&directory(i));
        fs::rename(&from, env.path(&format!("old{i}"))).expect("our own directory");
        symlink("../elsewhere", from).expect("a link can be made");
    }
    env.service_runs()?;
    env.saves("t").map_err(Failure::in_setup)?;
    let to = env.extract_when_complete("t").map_err(Failure::in_setup)?;
    let restored = contents(&to);
    let is_strange = |content: &Vec<u8>| content == b"of somebody else";
    let strange = restored.iter().filter(|(_, content)| is_strange(content));
    let strange: Vec<_> = strange.map(|(name, _)| name.as_str()).collect();
    expect(
        strange.is_empty(),
        "no files from the directory elsewhere",
        strange.join("\n"),
    )
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
