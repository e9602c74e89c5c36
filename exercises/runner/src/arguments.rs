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
    /// Show all tasks: what is done, what is next
    #[command(aliases = ["next", "list", "status"])]
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
        /// Print how each mistake fails instead, as a learner sees it
        #[arg(long, conflicts_with = "write")]
        show: bool,
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
            // `run` is also the name of a task, of which no test's name is a number.
            Some(number) if task == "run" && number.parse::<u32>().is_ok() => Command::Test {
                task: number.to_owned(),
                filter: None,
            },
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

/// Checks that `filter`, where there is one, is a part of the name of a test of `task`.
///
/// # Errors
/// It is not; the error suggests a command or a task.
pub fn check_filter(tasks: &[Task], task: &Task, filter: Option<&str>) -> Result<(), Error> {
    let Some(filter) = filter else {
        return Ok(());
    };
    if task.tests().iter().any(|test| test.path.contains(filter)) {
        return Ok(());
    }
    let number = task.number;
    let suggestion = suggest(tasks, filter).map(|name| match COMMANDS.contains(&name.as_str()) {
        true => format!("{name} {number}"),
        false => name,
    });
    Err(Error::UnknownTest {
        task: number,
        filter: filter.to_owned(),
        suggestion,
    })
}

/// The commands that a suggestion may name.
const COMMANDS: [&str; 9] = [
    "board", "hint", "check", "reset", "solution", "watch", "test", "help", "verify",
];

/// The command or the task whose name is most like `word`.
fn suggest(tasks: &[Task], word: &str) -> Option<String> {
    let names = tasks.iter().map(|task| task.name.as_str()).chain(COMMANDS);
    let begun = |name: &&str| word.len() > 1 && name.starts_with(word);
    // One typing error in a short name, two in a long one; two exchanged letters are one error.
    let similar = names
        .clone()
        .map(|name| (strsim::osa_distance(word, name), name))
        .filter(|&(distance, name)| distance <= (name.len() / 4).min(2))
        .min();
    let similar = similar.map(|(_, name)| name);
    similar.or(names.clone().find(begun)).map(str::to_owned)
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
            ("verfy", Some("verify")),
            ("all", None),
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
    fn filter_without_a_test_is_an_error() {
        let tasks = tasks();
        for (filter, expected) in [
            ("hnt", "did you mean `cargo ex hint 3`?"),
            ("due", "did you mean `cargo ex due`?"),
            ("nonsense", "`cargo ex 3` runs all"),
        ] {
            let error = check_filter(&tasks, &tasks[0], Some(filter))
                .expect_err("no test has such a name")
                .to_string();
            assert!(error.contains(expected), "{filter}: {error}");
        }
    }

    #[test]
    fn commands_are_understood_in_either_order() {
        let parse = |words: &[&str]| Arguments::parse_from([&["ex"], words].concat()).command();
        assert!(matches!(parse(&[]), Command::Board));
        assert!(matches!(parse(&["next"]), Command::Board));
        assert!(matches!(parse(&["3", "hint"]), Command::Hint { .. }));
        assert!(matches!(parse(&["hint", "3"]), Command::Hint { .. }));
        assert!(matches!(parse(&["3", "--watch"]), Command::Watch { .. }));
        assert!(matches!(parse(&["watch", "3"]), Command::Watch { .. }));
        let test = |words: &[&str]| match parse(words) {
            Command::Test { task, filter } => (task, filter),
            _ => panic!("{words:?} should run tests"),
        };
        let filtered = ("11".to_owned(), Some("t3".to_owned()));
        assert_eq!(test(&["11", "t3"]), filtered);
        assert_eq!(test(&["run", "2"]), ("2".to_owned(), None));
        assert_eq!(test(&["run"]), ("run".to_owned(), None), "task 15");
    }
}
