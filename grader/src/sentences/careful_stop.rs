//! Beyond the exercise: `start` and `stop` mistake no other process for their service.

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use nix::unistd::Pid;

use crate::check::{Check, Failure, Part, Verdict, expect};
use crate::sandbox::processes;
use crate::test_env::TestEnv;

/// Long enough for a service to come up, or to fail.
const A_WHILE: Duration = Duration::from_millis(1000);

/// See above.
pub const PART: Part = Part {
    name: "Beyond the exercise: other processes",
    is_beyond: true,
    checks: &[
        Check::new(
            "two directories can each have a service",
            "02_start",
            two_directories_have_two,
        ),
        Check::new(
            "stop does not end another directory's service",
            "03_stop",
            stop_leaves_the_other,
        )
        .that_stops(),
        Check::new(
            "stop does not end another program that names the service",
            "03_stop",
            stop_leaves_strangers,
        )
        .that_stops(),
        Check::new(
            "start works while another program names the service",
            "02_start",
            start_is_not_taken_in,
        ),
        Check::new(
            "start and stop ignore an old process id",
            "03_stop",
            old_ids_are_ignored,
        )
        .that_stops(),
    ],
};

fn two_directories_have_two(env: &mut TestEnv) -> Verdict {
    let there = start_both(env)?;
    let is_saved = there.until(|| there.path("backups/t.tar").is_file());
    let output = there.manager_log() + &there.service_log();
    expect(is_saved, "the second directory's schedule is saved", output)
}

fn stop_leaves_the_other(env: &mut TestEnv) -> Verdict {
    let there = start_both(env)?;
    there.saves("t").map_err(Failure::in_setup)?;
    env.given(&["stop"])?;
    thread::sleep(A_WHILE);
    let is_left = !env.services().is_empty();
    expect(
        is_left,
        "the other directory's service runs on",
        "no service runs",
    )
}

/// Another program.
struct Stranger(Child);

impl Stranger {
    /// Starts a program that looks like an editor with the file `name` open.
    fn enter(env: &mut TestEnv, name: &str) -> Stranger {
        let mut editor = Command::new("sh");
        editor.args(["-c", "read line; :", "vi", name]);
        env.prepare(&mut editor);
        let editor = editor.stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
        let stranger = Stranger(editor.expect("there is a shell"));
        env.strangers.push(stranger.pid());
        stranger
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.0.id().try_into().expect("a process id fits"))
    }

    fn is_there(&self) -> bool {
        !processes::arguments(self.pid()).is_empty()
    }
}

fn stop_leaves_strangers(env: &mut TestEnv) -> Verdict {
    let stranger = Stranger::enter(env, &env.submission.service.clone());
    env.start_with("")?;
    env.until(|| !env.services().is_empty());
    env.given(&["stop"])?;
    thread::sleep(A_WHILE / 4);
    let words = format!("`vi {}` is left alone", env.submission.service);
    expect(stranger.is_there(), words, "it was ended")
}

fn start_is_not_taken_in(env: &mut TestEnv) -> Verdict {
    let _stranger = Stranger::enter(env, &env.submission.service.clone());
    env.start_with("")?;
    let is_there = env.until(|| !env.services().is_empty());
    expect(is_there, "a service runs", env.manager_log())
}

/// The kernel uses the id of a process again after its end. A file in which the killed service's id
/// was kept now has the id of another program.
fn old_ids_are_ignored(env: &mut TestEnv) -> Verdict {
    env.start_with("")?;
    env.service_runs()?;
    thread::sleep(A_WHILE / 4);
    let old = env.services();
    env.end_services();
    let stranger = Stranger::enter(env, "notes.txt");
    for pid in old {
        let edit = format!("sed -i 's/\\b{pid}\\b/{}/g'", stranger.pid());
        env.shell(&format!("find . -type f -size -2 -exec {edit} {{}} +"))?;
    }
    env.given(&["start"])?;
    let is_there = env.until(|| !env.services().is_empty());
    expect(is_there, "a service runs", env.manager_log())?;
    env.given(&["stop"])?;
    thread::sleep(A_WHILE / 4);
    expect(
        stranger.is_there(),
        "the other program runs on",
        "it was ended",
    )
}

/// Starts a service here and, if it comes up, one there.
fn start_both(here: &TestEnv) -> Result<TestEnv, Failure> {
    let there = here.another();
    here.start_with("")?;
    here.service_runs()?;
    there.write("test/notes.txt", "content");
    there.start_with(&there.clock.due("test", "t"))?;
    Ok(there)
}
