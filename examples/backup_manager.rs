//! The exercise on one page, first program: it keeps the schedules, lists the archives, and starts
//! and stops the service. It is for reading: the chapters in `docs/walk` show what it gets wrong.

#[allow(dead_code)] // the half of it that only the service uses
mod backup_service;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use backup_service::{Result, SCHEDULES, append, log, parse, read_schedules};
use clap::Parser;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

const PID_FILE: &str = "logs/backup_service.pid";

#[derive(Parser)]
enum Instruction {
    Start,
    Stop,
    Create { schedule: String },
    Delete { index: usize },
    List,
    Backups,
}

fn main() {
    let done = match Instruction::try_parse() {
        Ok(Instruction::Start) => start(),
        Ok(Instruction::Stop) => stop(),
        Ok(Instruction::Create { schedule }) => create(&schedule),
        Ok(Instruction::Delete { index }) => delete(index),
        Ok(Instruction::List) => list(),
        Ok(Instruction::Backups) => backups(),
        Err(_) => Err("unknown instruction".into()),
    };
    let message = done.unwrap_or_else(|error| format!("Error: {error}"));
    log("backup_manager", &message);
}

/// Runs the service in the background, and waits until its first check is done.
fn start() -> Result<String> {
    if running().is_some() {
        return Err("backup_service already running".into());
    }
    let mut service = Command::new(std::env::current_exe()?.with_file_name("backup_service"))
        .stdout(Stdio::piped())
        .spawn()?;
    let pipe = service.stdout.take().ok_or("no pipe")?;
    if BufReader::new(pipe).lines().next().is_none() {
        return Err("can't start backup_service".into());
    }
    fs::create_dir_all("logs")?;
    fs::write(PID_FILE, service.id().to_string())?;
    Ok("backup_service started".into())
}

/// Asks the service to end, and waits until it has.
fn stop() -> Result<String> {
    let pid = running().ok_or("backup_service not running")?;
    kill(pid, Signal::SIGTERM)?;
    while running().is_some() {
        sleep(Duration::from_millis(10));
    }
    Ok("backup_service stopped".into())
}

/// The process id of the service, if there is such a process.
fn running() -> Option<Pid> {
    let pid = Pid::from_raw(fs::read_to_string(PID_FILE).ok()?.parse().ok()?);
    kill(pid, None).is_ok().then_some(pid)
}

fn create(schedule: &str) -> Result<String> {
    parse(schedule)?;
    append(SCHEDULES, schedule)?;
    Ok(format!("New schedule added: {schedule}"))
}

fn delete(index: usize) -> Result<String> {
    let text = read_schedules()?;
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if index >= lines.len() {
        return Err(format!("can't find schedule at index {index}").into());
    }
    lines.remove(index);
    fs::write(SCHEDULES, lines.concat())?;
    Ok(format!("Schedule at index {index} deleted"))
}

fn list() -> Result<String> {
    for (index, line) in read_schedules()?.lines().enumerate() {
        println!("{index}: {line}");
    }
    Ok("Show schedules list".into())
}

fn backups() -> Result<String> {
    for entry in fs::read_dir("backups").map_err(|_| "can't find backups directory")? {
        println!("{}", entry?.file_name().display());
    }
    Ok("Show backups list".into())
}
