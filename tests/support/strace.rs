//! Programs under `strace`, which shows each system call, and can stop the program at one, or make it fail.

use std::fs;
use std::process::Command;

use backup::process::table;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::running::{Running, until};
use super::{MANAGER, SERVICE, TestEnv};

impl TestEnv {
    /// Runs `backup_manager` with `arguments`, and in front of it `strace` with `options`.
    pub fn traced(&self, options: &[&str], arguments: &[&str]) -> Command {
        let mut command = self.background("strace");
        command
            .args(["-qq", "-o", "trace"])
            .args(options)
            .arg(MANAGER)
            .args(arguments);
        command
    }

    /// Starts a service by hand, and in front of it and all its threads `strace` with `options`.
    #[track_caller]
    pub fn traced_service(&self, options: &[&str]) -> Running {
        let mut command = self.background("strace");
        command.args(["-f", "-qq", "-o", "trace"]);
        command.args(options).arg(SERVICE);
        Running::new(&mut command)
    }

    /// The system calls of `backup_manager` with `arguments` that concern `file`, in order: the
    /// name of each call, and which one of that name it is, counted from 1.
    pub fn calls(&self, file: &str, arguments: &[&str]) -> Vec<(String, usize)> {
        Running::new(&mut self.traced(&["-P", file], arguments)).ends_well();
        let mut calls: Vec<(String, usize)> = Vec::new();
        for line in self.read("trace").lines() {
            let name = line.split('(').next().unwrap().to_owned();
            let before = calls.iter().filter(|call| call.0 == name).count();
            calls.push((name, before + 1));
        }
        calls
    }

    /// Runs `backup_manager` with `arguments`, and in front of it `strace` with `options`, which stop
    /// it at some call; then does `meanwhile`, and lets it go on. Says whether it succeeded.
    #[track_caller]
    pub fn meanwhile(
        &self,
        options: &[&str],
        arguments: &[&str],
        meanwhile: impl FnOnce(),
    ) -> bool {
        self.write("trace", "");
        let mut strace = Running::new(&mut self.traced(options, arguments));
        until("the program stops", || {
            self.read("trace").contains("--- stopped by SIGSTOP ---") || !strace.is_alive()
        });
        meanwhile();
        let program = child_of(strace.pid()).expect("it made that call");
        kill(program, Signal::SIGCONT).unwrap();
        strace.ends_well()
    }
}

/// The program that `strace` runs.
fn child_of(strace: Pid) -> Option<Pid> {
    let children = fs::read_to_string(format!("/proc/{strace}/task/{strace}/children")).ok()?;
    let child = Pid::from_raw(children.split_whitespace().next()?.parse().ok()?);
    (table::get(child).ok()??.runs("backup_manager")).then_some(child)
}
