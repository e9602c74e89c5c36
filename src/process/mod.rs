//! Processes, one task a file: the hints of the spec.
//!
//! | file | the hint | in Python |
//! | --- | --- | --- |
//! | [`spawn`] | *to run a script from another* | `subprocess.Popen(..., start_new_session=True)` |
//! | [`table`] | *play with the command `ps -A -f`* | `subprocess.run(["ps", "-A", "-f"])` |
//! | [`lock`] | which process is this directory's service | `fcntl.lockf` |
//! | [`find`] | *you should find its process id* | a search in the output of `ps` |
//! | [`kill`] | *and call `os.kill`* | `os.kill(pid, signal.SIGTERM)` |

pub mod find;
pub mod kill;
pub mod lock;
pub mod ready;
pub mod spawn;
pub mod table;
