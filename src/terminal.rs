//! Text for the terminal: standard output and standard error.
//!
//! Python: `print(text)` and `print(text, file=sys.stderr)`. Rust's `println!` and `eprintln!`
//! panic if the text cannot be written (a full disk, a closed pipe). These two functions do not.

use std::env;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;

use crate::escape::escape;

/// Prints `text` on standard output. If the reader has closed the pipe (`backup_manager list |
/// head`), that is not an error: it needs no more.
///
/// # Errors
/// If the text cannot be written: for example, output is redirected to a file on a full disk.
pub fn print_to_stdout(text: &str) -> io::Result<()> {
    print(text, io::stdout())
}

/// Prints `text` on `output`, as [`print_to_stdout`] does.
///
/// # Errors
/// If the text cannot be written.
pub fn print(text: &str, mut output: impl Write) -> io::Result<()> {
    let printed = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush());
    match printed {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        printed => printed,
    }
}

/// Prints `message` on standard error, after the name of this program. If that fails, there is no
/// other place to report it.
pub fn print_to_stderr(message: &str) {
    let path = env::args_os().next().map(PathBuf::from).unwrap_or_default();
    let program = path.file_name().unwrap_or_default().display();
    let lines: Vec<String> = message.lines().map(escape).collect();
    let _ = writeln!(io::stderr(), "{program}: {}", lines.join("\n"));
}
