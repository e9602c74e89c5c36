//! What a grading is asked for, by `scripts/grade.sh` or by hand.

use std::env;
use std::path::PathBuf;

/// The words of the command line, and the variable `SUBJECT`.
#[derive(Default)]
pub struct Options {
    /// The directory to grade; ours if there is none.
    pub subject: Option<PathBuf>,
    /// Whether to ask for more than the exercise does.
    pub beyond: bool,
    /// Whether to print the card for programs.
    pub json: bool,
    /// Whether to grade the grader as well.
    pub full: bool,
    /// Whether to ask nothing that waits for the minute to turn.
    pub quick: bool,
    /// The command that is the manager.
    pub manager: Option<String>,
    /// What its service is called.
    pub service: Option<String>,
    /// Ask only the sentences with one of these words, as `cargo test WORD` does.
    pub words: Vec<String>,
}

impl Options {
    /// From this process's arguments and environment. What `cargo test` says to other tests is
    /// passed over.
    pub fn get() -> Options {
        let subject = env::var_os("SUBJECT").map(PathBuf::from);
        let mut options = Options {
            subject,
            ..Options::default()
        };
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--beyond" => options.beyond = true,
                "--json" => options.json = true,
                "--full" => options.full = true,
                "--quick" => options.quick = true,
                "--manager" => options.manager = arguments.next(),
                "--service" => options.service = arguments.next(),
                "--test-threads" | "--skip" | "--format" | "--color" => drop(arguments.next()),
                _ if argument.starts_with('-') => {}
                _ => options.words.push(argument),
            }
        }
        options
    }

    /// Whether a sentence is asked for.
    pub fn names(&self, title: &str) -> bool {
        self.words.is_empty() || self.words.iter().any(|word| title.contains(word.as_str()))
    }
}
