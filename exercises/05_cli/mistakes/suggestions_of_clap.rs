//! Caught by `close_word_gets_a_suggestion_and_others_the_whole_list`: clap suggests `start` for `status`, which is another thing.
//! Question: would you run the instruction that you suggest for `restore`?

use std::ffi::OsString;

use clap::Parser;
use clap::error::{ContextKind, ContextValue};

use crate::outcome::Failure;

pub use backup::cli::*;

#[derive(Parser)]
struct Manager {
    #[command(subcommand)]
    instruction: Instruction,
}

pub fn instruction(arguments: Vec<OsString>) -> Result<Instruction, Failure> {
    backup::cli::instruction(arguments.clone()).map_err(|mut failure| {
        let error = Manager::try_parse_from(&arguments).map(|_| ()).err();
        let guesses = error
            .as_ref()
            .and_then(|error| error.get(ContextKind::SuggestedSubcommand));
        if let Some(ContextValue::Strings(guesses)) = guesses
            && let Some(best) = guesses.last()
        {
            failure.advice = format!("did you mean {best}?");
        }
        failure
    })
}
