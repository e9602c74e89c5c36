//! Beyond the exercise: what a careful solution does with archives.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, SystemTime};

use nix::sys::signal::{Signal, kill};
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use super::archives::contents;
use crate::check::{Check, Fault, Part, Verdict, expect};
use crate::place::Place;
use crate::sandbox::run::run;

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
fn save_and_stop(place: &Place) -> Result<Vec<u8>, Fault> {
    place.write("test/notes.txt", "precious");
    place.saved("test", "t")?;
    thread::sleep(Duration::from_millis(300));
    let archive = fs::read(place.path("backups/t.tar")).unwrap_or_default();
    end_services(place);
    Ok(archive)
}

/// Not by `stop`: these sentences are not about it.
fn end_services(place: &Place) {
    place.until(|| {
        let left = place.services();
        for &pid in &left {
            let _ = kill(pid, Signal::SIGKILL);
        }
        left.is_empty()
    });
}

fn the_last_good_one_stays(place: &mut Place) -> Verdict {
    let archive = save_and_stop(place)?;
    fs::remove_dir_all(place.path("test")).expect("a directory can be removed");
    place.write("sign/notes.txt", "");
    let times = place.times();
    place.start_with(&(times.due("test", "t") + &times.due("sign", "sign")))?;
    place.saves("sign").map_err(Fault::before)?;
    let found = fs::read(place.path("backups/t.tar")).unwrap_or_default();
    let [expected, came] =
        [&archive, &found].map(|bytes| format!("t.tar of {} bytes", bytes.len()));
    expect(found == archive, expected, came)
}

fn a_kill_harms_no_archive(place: &mut Place) -> Verdict {
    save_and_stop(place)?;
    place.write("large/noise", noise(16 << 20));
    place.write("backup_schedules.txt", place.times().due("large", "t"));
    let before = place.names("backups").len();
    let old = modified(place);
    // `start` may wait for the backup: it runs beside us.
    let mut start = place.command(&["start"]);
    start
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let _ = start.spawn();
    place.until(|| place.names("backups").len() > before || modified(place) != old);
    end_services(place);
    place.extract("t").map(drop)
}

fn modified(place: &Place) -> Option<SystemTime> {
    let archive = fs::metadata(place.path("backups/t.tar")).ok()?;
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
fn names_in(place: &Place, name: &str) -> Result<Vec<String>, Fault> {
    place.until(|| place.extract(name).is_ok());
    let mut tar = Command::new("tar");
    tar.args(["-P", "-tf"])
        .arg(place.path(&format!("backups/{name}.tar")));
    let listed = run(&mut tar, place.patience).map_err(Fault::NotReached)?;
    Ok(listed.out.lines().map(str::to_owned).collect())
}

fn names_are_relative(place: &mut Place) -> Verdict {
    place.write("deep/er/notes.txt", "content");
    let path = place.path("deep/er").display().to_string();
    place.saved(&path, "t")?;
    let names = names_in(place, "t")?;
    let are_relative = names
        .iter()
        .all(|name| name.trim_start_matches("./").starts_with("er"));
    expect(
        are_relative && !names.is_empty(),
        "er/\ner/notes.txt",
        names.join("\n"),
    )
}

fn links_stay_links(place: &mut Place) -> Verdict {
    place.write("test/notes.txt", "content");
    symlink("notes.txt", place.path("test/link")).expect("a link can be made");
    symlink("nowhere", place.path("test/broken")).expect("a link can be made");
    place.saved("test", "t")?;
    place.until(|| place.extract("t").is_ok());
    let to = place.extract("t")?;
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

fn pipes_are_not_read(place: &mut Place) -> Verdict {
    place.write("test/notes.txt", "content");
    mkfifo(&place.path("test/pipe"), Mode::S_IRWXU).expect("a pipe can be made");
    place.write("other/notes.txt", "content");
    let times = place.times();
    place.write(
        "backup_schedules.txt",
        times.due("test", "t") + &times.due("other", "other"),
    );
    place.manager(&["start"])?;
    place.saves("other")
}

fn backups_are_left_out(place: &mut Place) -> Verdict {
    place.write("backups/old.tar", "an old archive");
    place.saved(".", "all")?;
    let names = names_in(place, "all")?;
    let is_left_out = !names.iter().any(|name| name.contains("old.tar"));
    expect(is_left_out, "no backups/old.tar", names.join("\n"))
}
