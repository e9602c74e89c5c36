//! Nothing lost, nobody hurt: races, crashes, a full disk, hostile input, other people's processes.
//!
//! The promises D1 to D5 and F1 to F6 of `docs/reliability.md`, which names the test of each. What
//! needs root, or `strace`, says so and is skipped where that is missing.

// It looks at processes and their files through /proc.
#![cfg(target_os = "linux")]

mod support;

#[path = "faults/archives.rs"]
mod archives;
#[path = "faults/crash.rs"]
mod crash;
#[path = "faults/files.rs"]
mod files;
#[path = "faults/fuzz.rs"]
mod fuzz;
#[path = "faults/hostile.rs"]
mod hostile;
#[path = "faults/lifecycle.rs"]
mod lifecycle;
#[path = "faults/storm.rs"]
mod storm;
