//! What `process/find.rs` must do.

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use super::subject::{orphans, serving};
use crate::support::Place;

#[test]
fn the_service_of_this_directory_is_found_and_no_other() {
    let (here, there) = (Place::new(), Place::new());
    let service = here.by_hand();
    assert_eq!(serving(&here.dir()).unwrap(), Some(service.pid()));
    assert_eq!(serving(&there.dir()).unwrap(), None);
    assert_eq!(orphans(&here.dir()).unwrap(), []);
}

#[test]
fn a_stranger_with_the_name_and_the_directory_is_not_found() {
    let place = Place::new();
    let mut stranger = Command::new("/bin/sleep")
        .arg0("backup_service")
        .arg("600")
        .current_dir(place.dir())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let found = (
        serving(&place.dir()).unwrap(),
        orphans(&place.dir()).unwrap(),
    );
    stranger.kill().unwrap();
    stranger.wait().unwrap();
    assert_eq!(found, (None, vec![]));
}

#[cfg(target_os = "linux")]
#[test]
fn a_service_whose_logs_were_moved_away_is_an_orphan_even_after_others_took_their_place() {
    let place = Place::at_real_time();
    let service = place.by_hand();
    fs::rename(place.dir().join("logs"), place.dir().join("logs.old")).unwrap();
    assert_eq!(orphans(&place.dir()).unwrap(), [service.pid()]);
    place.write("logs/.backup_service.lock", "");
    assert_eq!(orphans(&place.dir()).unwrap(), [service.pid()]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_service_whose_logs_were_removed_is_an_orphan() {
    // By the system's clock, it would take up to 45 s to notice that itself.
    let place = Place::at_real_time();
    let service = place.by_hand();
    fs::remove_dir_all(place.dir().join("logs")).unwrap();
    assert_eq!(serving(&place.dir()).unwrap(), None);
    assert_eq!(orphans(&place.dir()).unwrap(), [service.pid()]);
}
