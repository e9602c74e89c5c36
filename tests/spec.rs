//! The exercise, sentence by sentence, on our two programs: what `scripts/grade.sh DIR` asks of any
//! solution, also beyond the exercise. With `-- --full`, the grader is graded as well: the
//! solutions in `tests/fixtures/submissions` must pass and fail where they say.
//!
//! It has no harness but its own: the report card is the output. The exact words of our own
//! programs are in `tests/words.rs`.

use std::env;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let manager = Path::new(env!("CARGO_BIN_EXE_backup_manager"));
    let programs = manager.parent().expect("a program is in a directory");
    let project = env::var_os("CARGO_MANIFEST_DIR").unwrap_or(".".into());
    let fixtures = Path::new(&project).join("tests/fixtures/submissions");
    grader::session::grade_own(programs, &fixtures)
}
