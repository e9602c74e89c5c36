//! The command line.

use clap::{Parser, Subcommand};

use crate::error::Error;
use crate::progress;
use crate::task::Task;

/// Rebuild the backup manager yourself, module by module.
///
/// Without arguments: the board, which shows what is done and what comes next.
/// A task is named by its number (3) or its name (schedule).
#[derive(Parser)]
#[command(
    name = "ex",
    bin_name = "cargo ex",
    args_conflicts_with_subcommands = true
)]
pub struct Arguments {
    /// Run the tests of this task
    task: Option<String>,
    /// Run only the tests whose name contains this text
    filter: Option<String>,
    /// Run them again each time a file of the task is saved, until Ctrl-C
    #[arg(long)]
    watch: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The command.
#[derive(Subcommand)]
pub enum Command {
    /// Show all tasks
    #[command(skip)]
    Board,
    /// Run the tests of one task, or some of them
    Test {
        /// The task
        task: String,
        /// Only the tests whose name contains this text
        filter: Option<String>,
    },
    /// Run the tests each time a file of the task is saved, until Ctrl-C
    Watch {
        /// The task; without it, the next one on the board
        task: Option<String>,
        /// Only the tests whose name contains this text
        filter: Option<String>,
    },
    /// Show the next hint for a task; the last one almost gives the answer away
    Hint {
        /// The task; without it, the next one on the board
        task: Option<String>,
        /// Which hint, from 1; without it, the next one
        number: Option<usize>,
    },
    /// Print where the reference solution is, once yours passes
    Solution {
        /// The task; without it, the next one on the board
        task: Option<String>,
        /// Even if yours does not pass yet
        #[arg(long)]
        spoil: bool,
    },
    /// Test tasks and print a short report on each; the exit status is 0 if all are done (for CI)
    Check {
        /// The tasks; without any, all of them
        tasks: Vec<String>,
        /// Print status, tests, message and points as JSON
        #[arg(long)]
        json: bool,
    },
    /// Restore the stub of a task; your file is kept beside it
    Reset {
        /// The task
        task: String,
        /// Do not ask for confirmation
        #[arg(long)]
        yes: bool,
    },
    /// Check that the tasks themselves are correct (for their authors)
    #[command(hide = true)]
    Verify {
        /// The tasks; without any, all of them
        tasks: Vec<String>,
        /// Write the tests that each mistake fails into its first lines
        #[arg(long)]
        write: bool,
    },
}

impl Arguments {
    /// The command, with the short forms written out: `cargo ex 3` is `cargo ex test 3`, and
    /// `cargo ex 3 hint` is `cargo ex hint 3`.
    pub fn command(self) -> Command {
        if let Some(command) = self.command {
            return command;
        }
        let Some(task) = self.task else {
            return match self.watch {
                true => Command::Watch {
                    task: None,
                    filter: None,
                },
                false => Command::Board,
            };
        };
        let filter = self.filter;
        match filter.as_deref() {
            Some("hint") => Command::Hint {
                task: Some(task),
                number: None,
            },
            Some("solution") => Command::Solution {
                task: Some(task),
                spoil: false,
            },
            Some("check") => Command::Check {
                tasks: vec![task],
                json: false,
            },
            Some("reset") => Command::Reset { task, yes: false },
            Some("watch") => Command::Watch {
                task: Some(task),
                filter: None,
            },
            _ if self.watch => Command::Watch {
                task: Some(task),
                filter,
            },
            _ => Command::Test { task, filter },
        }
    }
}

/// The task that `word` names: `3`, `03`, `schedule`, `03_schedule` or a path of one of its files.
///
/// # Errors
/// `word` names no task; the error suggests a similar word.
pub fn find<'a>(tasks: &'a [Task], word: &str) -> Result<&'a Task, Error> {
    let named = |task: &&Task| {
        let folder = task.folder.file_name().unwrap_or_default();
        word.parse() == Ok(task.number)
            || word == task.target()
            || word
                .split('/')
                .any(|part| part == task.name || folder == part)
    };
    tasks.iter().find(named).ok_or_else(|| Error::UnknownTask {
        typed: word.to_owned(),
        suggestion: suggest(tasks, word),
    })
}

/// The tasks that `words` name; all of them if there are none.
///
/// # Errors
/// As for [`find`].
pub fn find_all<'a>(tasks: &'a [Task], words: &[String]) -> Result<Vec<&'a Task>, Error> {
    match words {
        [] => Ok(tasks.iter().collect()),
        words => words.iter().map(|word| find(tasks, word)).collect(),
    }
}

/// The task that `word` names; without a word, the first that is not known to be done.
///
/// # Errors
/// As for [`find`]; or all tasks are done.
pub fn find_or_next(tasks: &[Task], word: Option<String>) -> Result<&Task, Error> {
    match word {
        Some(word) => find(tasks, &word),
        None => progress::next(tasks).ok_or(Error::AllDone),
    }
}

/// The commands that a suggestion may name.
const COMMANDS: [&str; 7] = [
    "hint", "check", "reset", "solution", "watch", "test", "help",
];

/// How many letters a word may differ from the suggestion.
const MAX_DISTANCE: usize = 2;

/// The command or the task whose name is most like `word`.
fn suggest(tasks: &[Task], word: &str) -> Option<String> {
    let names = tasks.iter().map(|task| task.name.as_str());
    let begins_with = |name: &&str| word.len() >= MAX_DISTANCE && name.starts_with(word);
    let similar = names
        .clone()
        .chain(COMMANDS)
        .map(|name| (distance(word, name), name))
        .filter(|&(distance, name)| distance <= MAX_DISTANCE && distance < name.len() / 2 + 1)
        .min();
    let begun = names.chain(COMMANDS).find(begins_with);
    similar.map(|(_, name)| name).or(begun).map(str::to_owned)
}

/// The Levenshtein distance: how many letters to insert, delete or replace to get from `a` to `b`.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.chars().enumerate() {
            let replace = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = replace.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.chars().count()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tasks() -> Vec<Task> {
        ["exercises/03_schedule", "exercises/11_due"]
            .map(|folder| Task::in_folder(folder.into()).expect("a task's folder"))
            .into()
    }

    #[test]
    fn task_is_found_by_number_name_or_path() {
        let words = [
            "3",
            "03",
            "schedule",
            "03_schedule",
            "exercise_03",
            "exercises/03_schedule/",
            "exercises/03_schedule/schedule.rs",
        ];
        for word in words {
            let found = find(&tasks(), word).map(|task| task.number).ok();
            assert_eq!(found, Some(3), "{word} should name task 3");
        }
    }

    #[test]
    fn typo_gets_a_suggestion() {
        let cases = [
            ("shedule", Some("schedule")),
            ("sched", Some("schedule")),
            ("hnt", Some("hint")),
            ("chekc", Some("check")),
            ("17", None),
            ("nonsense", None),
        ];
        for (typed, expected) in cases {
            let suggestion = suggest(&tasks(), typed);
            assert_eq!(
                suggestion.as_deref(),
                expected,
                "the suggestion for {typed}"
            );
        }
    }

    #[test]
    fn filter_that_is_a_command_is_the_command() {
        let parse = |words: &[&str]| Arguments::parse_from([&["ex"], words].concat()).command();
        assert!(matches!(parse(&[]), Command::Board));
        assert!(matches!(parse(&["3", "hint"]), Command::Hint { .. }));
        assert!(matches!(parse(&["hint", "3"]), Command::Hint { .. }));
        assert!(matches!(parse(&["3", "--watch"]), Command::Watch { .. }));
        assert!(matches!(parse(&["watch", "3"]), Command::Watch { .. }));
        let Command::Test { task, filter } = parse(&["11", "t3"]) else {
            panic!("`11 t3` should run the tests of task 11");
        };
        assert_eq!((task.as_str(), filter.as_deref()), ("11", Some("t3")));
    }
}
