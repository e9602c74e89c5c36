//! Beyond the exercise: what is in an archive, whatever is in the directory.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

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
            "names in the archive begin with the directory's name",
            "10_compressed",
            names_are_relative,
        ),
        Check::new(
            "the archive is sorted by name",
            "10_compressed",
            entries_are_sorted,
        ),
        Check::new(
            "a symbolic link is saved as a link",
            "10_compressed",
            links_stay_links,
        ),
        Check::new(
            "a hard link is saved as a link",
            "10_compressed",
            hard_links_stay_links,
        ),
        Check::new(
            "a backup of this directory leaves out ./backups",
            "10_compressed",
            backups_are_left_out,
        ),
    ],
};

/// The names in the archive of `name`, as it has them.
pub fn names_in(env: &TestEnv, name: &str) -> Result<Vec<String>, Failure> {
    env.extract_when_complete(name)?;
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

fn entries_are_sorted(env: &mut TestEnv) -> Verdict {
    // 7 has no common divisor with 31: each number once, not in order.
    for i in 0..31 {
        env.write(&format!("test/{:02}", i * 7 % 31), "");
    }
    env.saved("test", "t")?;
    let names = names_in(env, "t")?;
    expect(
        names.is_sorted(),
        "test/00\ntest/01\ntest/02\n...",
        names.join("\n"),
    )
}

fn links_stay_links(env: &mut TestEnv) -> Verdict {
    env.write("test/notes.txt", "content");
    symlink("notes.txt", env.path("test/link")).expect("a link can be made");
    symlink("nowhere", env.path("test/broken")).expect("a link can be made");
    env.saved("test", "t")?;
    let to = env.extract_when_complete("t")?;
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

fn hard_links_stay_links(env: &mut TestEnv) -> Verdict {
    env.write("test/one", "content");
    fs::hard_link(env.path("test/one"), env.path("test/two")).expect("a link can be made");
    env.saved("test", "t")?;
    let to = env.extract_when_complete("t")?;
    let inodes: Vec<u64> = contents(&to)
        .into_keys()
        .filter(|name| !name.ends_with('/'))
        .filter_map(|name| Some(fs::metadata(to.join(name)).ok()?.ino()))
        .collect();
    let is_one = inodes.len() == 2 && inodes[0] == inodes[1];
    expect(
        is_one,
        "one file with two names",
        format!("{} files", inodes.len()),
    )
}

fn backups_are_left_out(env: &mut TestEnv) -> Verdict {
    env.write("backups/old.tar", "an old archive");
    env.write("backup_schedules.txt", env.clock.due(".", "all"));
    // `start` may wait for a backup that saves itself and never ends.
    env.start_beside();
    env.service_runs()?;
    env.saves("all").map_err(Failure::in_setup)?;
    let names = names_in(env, "all")?;
    let is_left_out = !names.iter().any(|name| name.contains("old.tar"));
    expect(is_left_out, "no backups/old.tar", names.join("\n"))
}

/// The archive of `name` can be extracted, perhaps a little later.
pub fn is_complete(env: &TestEnv, name: &str) -> Verdict {
    env.extract_when_complete(name).map(drop)
}
