//! Beyond the exercise: what a careful solution does with files.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::sys::stat::Mode;
use nix::unistd::mkfifo;

use super::archives::contents;
use crate::grader::check::{Check, Fault, Part, Verdict, expect, expect_same};
use crate::grader::place::Place;
use crate::grader::run::run;

/// See above.
pub const PART: Part = Part {
    name: "Beyond the exercise: files",
    is_beyond: true,
    checks: &[
        Check::new(
            "create after a last line without an end does not glue the two",
            "04_schedules_file",
            lines_are_not_glued,
        ),
        Check::new(
            "of sixty creates at once none is lost",
            "04_schedules_file",
            none_of_sixty_is_lost,
        ),
        Check::new(
            "a line that was edited wrongly does not keep the others from being saved",
            "08_format",
            hand_edited_files_are_welcome,
        ),
        Check::new(
            "a name does not lead out of ./backups",
            "08_format",
            names_stay_inside,
        ),
        Check::new(
            "what was typed does not forge a line of the log",
            "12_logs",
            the_log_is_not_forged,
        ),
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

fn lines_are_not_glued(place: &mut Place) -> Verdict {
    place.write("backup_schedules.txt", "one;16:07;red");
    place.manager(&["create", "two;17:08;green"])?;
    expect_same("one;16:07;red\ntwo;17:08;green", &place.schedules())
}

fn none_of_sixty_is_lost(place: &mut Place) -> Verdict {
    let script =
        "i=0; while [ $i -lt 60 ]; do \"$@\" create \"test;16:07;name$i\" & i=$((i+1)); done; wait";
    place.patience *= 3;
    place.shell(script)?;
    let file = place.schedules();
    let count = (0..60)
        .filter(|i| {
            file.lines()
                .any(|line| line == format!("test;16:07;name{i}"))
        })
        .count();
    expect(
        count == 60,
        "60 schedules, whole",
        format!("{count}\n{file}"),
    )
}

fn hand_edited_files_are_welcome(place: &mut Place) -> Verdict {
    place.write("test/notes.txt", "content");
    let due = place.times().due("test", "t").replace('\n', "\r\n");
    place.start_with(&format!("wrong\r\n\r\ntest;99:99;t\r\n{due}"))?;
    place.saves("t")
}

fn names_stay_inside(place: &mut Place) -> Verdict {
    place.write("test/notes.txt", "content");
    let times = place.times();
    let due = times.due("test", "../outside") + &times.due("test", "inside");
    place.start_with(&due)?;
    place.saves("inside").map_err(Fault::before)?;
    std::thread::sleep(std::time::Duration::from_millis(300));
    let is_inside = !place.path("outside.tar").exists();
    expect(is_inside, "no outside.tar beside ./backups", "there is one")
}

fn the_log_is_not_forged(place: &mut Place) -> Verdict {
    let forged = "[08/02/2023 16:07] backup_service stopped";
    place.manager(&["create", &format!("test;\n{forged}")])?;
    let log = place.manager_log();
    expect(!log.lines().any(|line| line == forged), "one line", log)
}

/// Saves `test` as `t`, and stops.
fn save_and_stop(place: &Place) -> Result<Vec<u8>, Fault> {
    place.write("test/notes.txt", "precious");
    place.saved("test", "t")?;
    std::thread::sleep(std::time::Duration::from_millis(300));
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
    let sizes = [&archive, &found].map(|bytes| format!("t.tar of {} bytes", bytes.len()));
    expect(found == archive, &*sizes[0], &*sizes[1])
}

fn a_kill_harms_no_archive(place: &mut Place) -> Verdict {
    save_and_stop(place)?;
    place.write("large/noise", noise(32 << 20));
    place.write("backup_schedules.txt", place.times().due("large", "t"));
    let before = place.names("backups").len();
    let old = fs::metadata(place.path("backups/t.tar"))
        .and_then(|file| file.modified())
        .ok();
    // `start` may wait for the backup: it runs beside us.
    let mut start = place.command(&["start"]);
    start
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let _ = start.spawn();
    place.until(|| {
        let now = fs::metadata(place.path("backups/t.tar"))
            .and_then(|file| file.modified())
            .ok();
        place.names("backups").len() > before || now != old
    });
    end_services(place);
    let opens = place.extract("t");
    let harm = opens.as_ref().err().map(|fault| format!("{fault:?}"));
    expect(
        opens.is_ok(),
        "an archive that opens, the old one or the new",
        harm.unwrap_or_default(),
    )
}

/// Bytes that cannot be compressed.
fn noise(count: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    (0..count).map(|_| next()).collect()
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
fn target_of(directory: &Path, name: &str) -> Option<std::path::PathBuf> {
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
