//! A process namespace (pid_namespaces(7)): a program in it sees only the processes of that namespace.

use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use super::{Limits, run};

/// How to get a namespace: as root, or as a user who may be root in a namespace of users.
const NAMESPACES: [&[&str]; 2] = [
    &["--pid", "--fork", "--mount-proc", "--kill-child"],
    &[
        "--user",
        "--map-current-user",
        "--pid",
        "--fork",
        "--mount-proc",
        "--kill-child",
    ],
];

/// The arguments of `unshare` that work on this machine, if any do.
pub fn arguments() -> Option<&'static [&'static str]> {
    static FOUND: OnceLock<Option<&[&str]>> = OnceLock::new();
    *FOUND.get_or_init(|| {
        NAMESPACES.into_iter().find(|arguments| {
            let mut unshare = Command::new("unshare");
            unshare.args(*arguments).arg("true");
            let limits = Limits::time(Duration::from_secs(10));
            run(&mut unshare, &limits).is_ok_and(|output| output.is_success())
        })
    })
}
