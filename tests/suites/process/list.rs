//! What `process/list.rs` must do.

use std::process::{Command, Stdio};

use nix::unistd::Pid;

use super::subject::{all, find};

#[test]
fn this_process_is_in_the_list_with_its_arguments() {
    let processes = all().unwrap();
    let this = processes
        .iter()
        .find(|process| process.pid == Pid::this())
        .unwrap();
    assert_eq!(this.arguments, std::env::args_os().collect::<Vec<_>>());
    assert_eq!(find(Pid::this()).unwrap().as_ref(), Some(this));
}

#[test]
fn a_process_is_named_after_its_program_without_directories() {
    let mut child = Command::new("/bin/sleep").arg("600").spawn().unwrap();
    let pid = Pid::from_raw(child.id().cast_signed());
    let found = loop {
        // The system shows the arguments a moment after it says that the program was started.
        let found = find(pid).unwrap().unwrap();
        if !found.arguments.is_empty() {
            break found;
        }
    };
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(found.name(), "sleep");
    assert_eq!(found.arguments, ["/bin/sleep", "600"]);
}

#[test]
fn a_zombie_has_ended() {
    let mut child = Command::new("true").stdout(Stdio::piped()).spawn().unwrap();
    let pid = Pid::from_raw(child.id().cast_signed());
    // Its end of the pipe is closed when it ends; nobody has waited for it yet.
    std::io::copy(child.stdout.as_mut().unwrap(), &mut std::io::sink()).unwrap();
    while find(pid).unwrap().is_some() {
        std::thread::yield_now();
    }
    assert!(all().unwrap().iter().all(|process| process.pid != pid));
    child.wait().unwrap();
}

#[test]
fn a_process_that_never_was_is_not_found() {
    assert_eq!(find(Pid::from_raw(i32::MAX)).unwrap(), None);
}
