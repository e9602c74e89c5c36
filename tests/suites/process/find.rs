//! The rules for `process/find.rs`, tested on real services, each in a directory of its own.

#![cfg_attr(
    not(target_os = "linux"),
    allow(unused, reason = "some of these tests read /proc")
)]

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use backup::process::table::{self, Process};
#[cfg(target_os = "linux")]
use nix::sys::ptrace;
use nix::sys::signal::Signal;
use nix::sys::wait::{WaitPidFlag, waitpid};
use nix::unistd::Pid;

use super::subject::{ServiceState, service_state, services_with_stale_lock};
use crate::support::running::{self, Running};
use crate::support::{SERVICE, TestEnv};

const LOCK: &str = "logs/.backup_service.lock";

/// Runs a program that is not the service, and waits until the process list has its arguments.
fn stranger(command: &mut Command) -> Running {
    let program = Running::new(command);
    let is_listed = || {
        let found = table::get(program.pid()).unwrap();
        found.is_some_and(|process| process.arguments.len() > 1)
    };
    running::until("the stranger is listed", is_listed);
    program
}

/// The process list's entry for `program`.
fn process(program: &Running) -> Process {
    table::get(program.pid()).unwrap().expect("it runs")
}

#[track_caller]
fn assert_state(dir: &Path, expected: &ServiceState, why: &str) {
    let actual = service_state(dir).unwrap_or_else(|error| panic!("{why}, but: {error}"));
    assert_eq!(actual, *expected, "{why}");
}

#[track_caller]
fn assert_stale(dir: &Path, expected: &[Pid], why: &str) {
    let found = services_with_stale_lock(dir).unwrap_or_else(|error| panic!("{why}, but: {error}"));
    let actual: Vec<Pid> = found.iter().map(|process| process.pid).collect();
    assert_eq!(actual, expected, "{why}");
}

/// No service must be found in `dir`, neither by its lock nor with a stale one.
#[track_caller]
fn assert_no_service(dir: &Path, why: &str) {
    assert_state(dir, &ServiceState::NotRunning, why);
    assert_stale(dir, &[], why);
}

/// The error of `service_state`, whose message must contain each of `parts`.
#[track_caller]
fn assert_error(dir: &Path, parts: &[&str]) {
    let error = service_state(dir).expect_err("the holder of the lock is not our service");
    let message = error.to_string();
    for part in parts {
        assert!(message.contains(part), "`{message}` must contain `{part}`");
    }
}

#[test]
fn service_is_found_in_its_own_directory_only() {
    let (here, there) = (TestEnv::new(), TestEnv::new());
    let service = here.by_hand();
    let running = ServiceState::Running(process(&service));
    assert_state(&here.dir(), &running, "the service serves this directory");
    assert_no_service(&there.dir(), "the service serves another directory");
    assert_stale(&here.dir(), &[], "its lock file is where it should be");
}

#[test]
fn program_with_the_right_name_and_directory_is_not_the_service() {
    let env = TestEnv::new();
    let mut sleep = env.background("/bin/sleep");
    let _stranger = stranger(sleep.arg0("backup_service").arg("600"));
    let why = "a program called backup_service that works here has no lock";
    assert_no_service(&env.dir(), why);
}

#[test]
fn editor_of_a_file_with_the_name_is_not_the_service() {
    let env = TestEnv::new();
    env.write("backup_service", "");
    let _editor = stranger(env.background("tail").args(["-f", "backup_service"]));
    let why = "a program with backup_service among its arguments has no lock";
    assert_no_service(&env.dir(), why);
}

/// It holds the lock, and the process list has it as `something_else`.
#[test]
fn another_program_with_the_lock_is_an_error() {
    let env = TestEnv::new();
    let mut other = Running::new(env.background(SERVICE).arg0("something_else"));
    assert_eq!(other.first_line(), "ready\n", "it acquires the lock");
    let pid = other.pid().to_string();
    assert_error(&env.dir(), &["is not backup_service", &pid]);
}

/// `cp -l` makes hard links: the copy of the lock file is the same file, and its owner works in the
/// original.
#[cfg(target_os = "linux")]
#[test]
fn service_of_another_directory_with_the_same_lock_file_is_an_error() {
    let (original, copy) = (TestEnv::new(), TestEnv::new());
    let service = original.by_hand();
    fs::create_dir(copy.dir().join("logs")).unwrap();
    fs::hard_link(original.dir().join(LOCK), copy.dir().join(LOCK)).unwrap();
    assert_error(&copy.dir(), &["serves another directory"]);
    let running = ServiceState::Running(process(&service));
    assert_state(&original.dir(), &running, "it serves the original");
}

/// A thread that we trace as a debugger does: it stops when it begins to end, before the kernel closes
/// the files (ptrace(2)). When this value is dropped, it ends.
#[cfg(target_os = "linux")]
struct Traced(Pid);

#[cfg(target_os = "linux")]
impl Drop for Traced {
    fn drop(&mut self) {
        let _ = ptrace::detach(self.0, None);
    }
}

/// Kills a service, and asserts that it is `Ending` while `thread` has not ended.
#[cfg(target_os = "linux")]
#[track_caller]
fn assert_ending(env: &TestEnv, service: &Running, thread: Pid, why: &str) {
    ptrace::seize(thread, ptrace::Options::PTRACE_O_TRACEEXIT)
        .expect("the system should permit ptrace of a child");
    let _traced = Traced(thread);
    service.send(Signal::SIGKILL);
    waitpid(thread, Some(WaitPidFlag::__WALL)).expect("the thread stops");
    if thread != service.pid() {
        let is_zombie = || table::get(service.pid()).unwrap().is_none();
        running::until("its first thread is a zombie", is_zombie);
    }
    assert_state(&env.dir(), &ServiceState::Ending(service.pid()), why);
}

/// The process list has it as if it were running.
#[cfg(target_os = "linux")]
#[test]
fn killed_service_that_holds_its_lock_is_ending() {
    let env = TestEnv::new();
    let service = env.by_hand();
    let why = "SIGKILL is pending, so the lock will be free soon";
    assert_ending(&env, &service, service.pid(), why);
}

/// The process list does not have it, because its first thread has ended. Another one has not, so
/// the files are open.
#[cfg(target_os = "linux")]
#[test]
fn zombie_that_holds_its_lock_is_ending() {
    let env = TestEnv::new();
    let service = env.by_hand();
    let threads = fs::read_dir(format!("/proc/{}/task", service.pid())).unwrap();
    let names = threads.map(|thread| thread.unwrap().file_name().into_string().unwrap());
    let mut threads = names.map(|name| Pid::from_raw(name.parse().unwrap()));
    let other = threads.find(|&thread| thread != service.pid());
    let other = other.expect("the service waits for signals in a second thread");
    let why = "it has ended, and the lock is not released yet";
    assert_ending(&env, &service, other, why);
}

/// `logs` becomes `logs.old`, and the lock file with it. `service_state` does not look there. The
/// lock is stale with and without a new lock file.
#[cfg(target_os = "linux")]
#[test]
fn service_whose_logs_were_moved_has_a_stale_lock() {
    let env = TestEnv::new();
    let service = env.by_hand();
    service.send(Signal::SIGSTOP); // otherwise it notices
    fs::rename(env.dir().join("logs"), env.dir().join("logs.old")).unwrap();
    assert_stale(&env.dir(), &[service.pid()], "its lock file was moved");
    env.write(LOCK, "");
    let why = "another file has the name of its lock file";
    assert_stale(&env.dir(), &[service.pid()], why);
}

/// Its lock file has no name any more.
#[cfg(target_os = "linux")]
#[test]
fn service_whose_logs_were_removed_has_a_stale_lock() {
    let (env, other) = (TestEnv::new(), TestEnv::new());
    let service = env.by_hand();
    service.send(Signal::SIGSTOP); // otherwise it notices
    fs::remove_dir_all(env.dir().join("logs")).unwrap();
    let why = "there is no lock file";
    assert_state(&env.dir(), &ServiceState::NotRunning, why);
    assert_stale(&env.dir(), &[service.pid()], "its lock file was removed");
    assert_no_service(&other.dir(), "it serves another directory");
}
