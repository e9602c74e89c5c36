//! Starts, finds and stops processes. One task per file.
//!
//! | file | the exercise's hint | in Python |
//! | --- | --- | --- |
//! | [`spawn`] | run a program from another program | `subprocess.Popen(..., start_new_session=True)` |
//! | [`ready`] | | `process.stdout.readline()` |
//! | [`table`] | `ps -A -f` | `subprocess.run(["ps", "-A", "-f"])` |
//! | [`lock`] | | `fcntl.lockf` |
//! | [`find`] | find the process id | a search in the output of `ps` |
//! | [`kill`] | call `os.kill` | `os.kill(pid, signal.SIGTERM)` |

pub mod find;
pub mod kill;
pub mod lock;
pub mod ready;
pub mod spawn;
pub mod table;
