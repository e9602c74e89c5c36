//! Beyond the exercise: what a careful solution does with archives.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, SystemTime};

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use super::archives::contents;
use crate::check::{Check, Failure, Part, Verdict, expect};
use crate::sandbox::{Limits, run};
use crate::test_env::TestEnv;

/// See above.
pub const PART: Part = Part {
    name: "Beyond the exercise: the archives",
    is_beyond: true,
    checks: &[
        Check::new(
            "the last good archive stays when its directory is gone",
            "09_saved_whole",
            the_last_good_one_stays,
        ),
        Check::new(
            "the last good archive stays when the service is killed while it saves",
            "09_saved_whole",
            a_kill_harms_no_archive,
        ),
        Check::new(
            "names in the archive begin with the directory's own",
            "10_compressed",
            names_are_relative,
        ),
        Check::new(
            "a link is saved as a link",
            "10_compressed",
            links_stay_links,
        ),
        Check::new(
            "a pipe does not hold up the service",
            "10_compressed",
            pipes_are_not_read,
        ),
        Check::new(
            "a backup of the directory itself leaves ./backups out",
            "10_compressed",
            backups_are_left_out,
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
    let [expected, came] =
        [&archive, &found].map(|bytes| format!("t.tar of {} bytes", bytes.len()));
    expect(found == archive, expected, came)
}

fn a_kill_harms_no_archive(env: &mut TestEnv) -> Verdict {
    save_and_stop(env)?;
    env.write("large/noise", noise(16 << 20));
    env.write("backup_schedules.txt", env.clock.due("large", "t"));
    let before = env.names("backups").len();
    let old = modified(env);
    // `start` may wait for the backup: it runs beside us.
    let mut start = env.command(&["start"]);
    start
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let _ = start.spawn();
    env.until(|| env.names("backups").len() > before || modified(env) != old);
    env.end_services();
    env.extract("t").map(drop)
}

fn modified(env: &TestEnv) -> Option<SystemTime> {
    let archive = fs::metadata(env.path("backups/t.tar")).ok()?;
    archive.modified().ok()
}

/// Bytes that cannot be compressed.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    };
    (0..count / 8).flat_map(|_| next()).collect()
}

/// The names in the archive of `name`, as it has them.
fn names_in(env: &TestEnv, name: &str) -> Result<Vec<String>, Failure> {
    env.until(|| env.extract(name).is_ok());
    let mut tar = Command::new("tar");
    tar.args(["-P", "-tf"])
        .arg(env.path(&format!("backups/{name}.tar")));
    let listed = run(&mut tar, &Limits::time(env.timeout))
        .map_err(|why| Failure::NotReached(why.to_string()))?;
    Ok(listed.stdout.lines().map(str::to_owned).collect())
}

fn names_are_relative(env: &mut TestEnv) -> Verdict {
    env.write("deep/er/notes.txt", "content");
    let path = env.path("deep/er").display().to_string();
    env.saved(&path, "t")?;
    let names = names_in(env, "t")?;
    let are_relative = names
        .iter()
        .all(|name| name.trim_start_matches("./").starts_with("er"));
    expect(
        are_relative && !names.is_empty(),
        "er/\ner/notes.txt",
        names.join("\n"),
    )
}

fn links_stay_links(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    symlink("notes.txt", env.path("test/link")).expect("a link can be made");
    symlink("nowhere", env.path("test/broken")).expect("a link can be made");
    env.saved("test", "t")?;
    env.until(|| env.extract("t").is_ok());
    let to = env.extract("t")?;
    let are_links = [("link", "notes.txt"), ("broken", "nowhere")]
        .iter()
        .all(|(name, target)| target_of(&to, name).is_some_and(|found| found == Path::new(target)));
    let found = contents(&to).into_keys().collect::<Vec<_>>().join("\n");
    expect(are_links, "link -> notes.txt\nbroken -> nowhere", found)
}

/// Where the link `name` leads, which is somewhere below `directory`.
fn target_of(directory: &Path, name: &str) -> Option<PathBuf> {
    let path = contents(directory)
        .into_keys()
        .find(|path| path.ends_with(name))?;
    fs::read_link(directory.join(path)).ok()
}

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

fn backups_are_left_out(env: &mut TestEnv) -> Verdict {
    env.write("backups/old.tar", "an old archive");
    env.saved(".", "all")?;
    let names = names_in(env, "all")?;
    let is_left_out = !names.iter().any(|name| name.contains("old.tar"));
    expect(is_left_out, "no backups/old.tar", names.join("\n"))
}
