//! `cargo book` builds the book in `target/book`; `cargo book --open` opens it as well.
//!
//! mdBook makes the pages of text from the documents (`contents`, `chapter`). The pages of code are
//! our own (`code_page`, `highlight`), because they have an id per line and links back to the text.
//! `theme/index.html` shows both in two frames.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

fn main() -> ExitCode {
    let out = project().join("target/book");
    if let Err(error) = book::build(project(), &out) {
        eprintln!("cargo book: {error}");
        return ExitCode::FAILURE;
    }
    let first_page = out.join("index.html");
    println!("{}", first_page.display());
    if std::env::args().any(|argument| argument == "--open") && !open(&first_page) {
        eprintln!("cargo book: cannot open it: open the file above in a browser");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The directory above this package.
fn project() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().expect("the package is in the project")
}

/// Opens `page` with the desktop's browser; whether that worked. If not, our own message is enough.
fn open(page: &Path) -> bool {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let status = Command::new(program)
        .arg(page)
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}
