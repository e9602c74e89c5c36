//! `cargo book` builds the book in `target/book`; `cargo book --open` opens it as well.
//!
//! mdBook makes the pages of text from the documents (`contents`, `chapter`). The pages of code are
//! our own (`code_page`, `highlight`), because they have an id per line and links back to the text.
//! `theme/index.html` shows both in two frames.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let out = project().join("target/book");
    if let Err(error) = book::build(&project(), &out) {
        eprintln!("cargo book: {error}");
        return ExitCode::FAILURE;
    }
    let first_page = out.join("index.html");
    println!("{}", first_page.display());
    if std::env::args().any(|argument| argument == "--open") && !open(&first_page) {
        eprintln!("cargo book: no program opened it; open it in a browser");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The directory above this package.
fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Opens `page` with the desktop's browser; whether that worked.
fn open(page: &Path) -> bool {
    ["xdg-open", "open"].iter().any(|program| {
        let status = Command::new(program).arg(page).status();
        status.is_ok_and(|status| status.success())
    })
}
