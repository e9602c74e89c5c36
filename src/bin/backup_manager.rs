//! The first program: performs one instruction, reports the result, and exits.
//!
//! Exercise, `manager-1`: `backup_manager` controls the service and keeps `backup_schedules.txt`.
//! Python: `if __name__ == "__main__":`, and a chain of `if` and `elif`.

use std::env;
use std::process::ExitCode;

use backup::cli::{self, Instruction};
use backup::clock::{self, SystemClock};
use backup::manager;
use backup::outcome::{Failure, Outcome};
use nix::sys::signal::{SigSet, Signal};

fn main() -> ExitCode {
    // If a file exceeds `ulimit -f`, the kernel sends SIGXFSZ, which would kill this process. With
    // SIGXFSZ blocked, `write` returns an error, as it does on a full disk.
    let _ = SigSet::from(Signal::SIGXFSZ).thread_block();
    let instruction = cli::instruction(env::args_os().collect());
    let clock = clock::from_env(env::var_os(clock::ENV_VAR).as_deref());
    let outcome = match &clock {
        Ok(_) => instruction.and_then(perform),
        Err(reason) => Err(Failure::usage("can't set the clock", reason)),
    };
    // If `BACKUP_CLOCK` is invalid, the log line about that has the system's time.
    let clock = clock.unwrap_or_else(|_| Box::new(SystemClock));
    let dir = env::current_dir().unwrap_or_default();
    ExitCode::from(manager::report(&dir, clock.as_ref(), &outcome))
}

fn perform(instruction: Instruction) -> Outcome {
    let dir = env::current_dir()
        .map_err(|error| Failure::new("can't find the current directory", error))?;
    match instruction {
        Instruction::Start => manager::start(&dir),
        Instruction::Stop => manager::stop(&dir),
        Instruction::Create { schedule } => manager::create(&dir, &schedule),
        Instruction::Delete { index } => manager::delete(&dir, &index),
        Instruction::List => manager::list(&dir),
        Instruction::Backups => manager::backups(&dir),
    }
}
