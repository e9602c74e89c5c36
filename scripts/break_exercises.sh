#!/usr/bin/env bash
# Breaks one thing at a time in a copy of the tasks; `cargo ex verify` must notice each. Then writes
# solutions, right and wrong, as learners do; `cargo ex check` must judge each of them rightly.
#
# usage: scripts/break_exercises.sh
# Backticks in single quotes are meant as they are.
# shellcheck disable=SC2016
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD
copy=$root/target/exercises/broken
ex=${CARGO_TARGET_DIR:-$root/target}/debug/ex

# Most breaks are in this task: it is small, and compiles fast.
task=exercises/01_log_line
stub=$task/log_line.rs
mistake=$task/mistakes/not_padded.rs
suite=tests/suites/log_line.rs
reference=src/log_line.rs

# Restores the copy, except what was compiled there.
restore() {
    find "$copy" -mindepth 1 -maxdepth 1 ! -name target -exec rm -rf {} +
    # The files that git tracks or would add, as they are now.
    git -C "$root" ls-files -z --cached --others --exclude-standard |
        tar -C "$root" --null --files-from=- --ignore-failed-read -cf - 2>/dev/null | tar -C "$copy" -xf -
}

# `cargo ex verify` of the copy.
verify() { CARGO_MANIFEST_DIR=$copy/exercises/runner "$ex" verify 1 2>&1; }

breaks=0
unnoticed=0

# must_notice WHAT WORDS: `verify` must fail on the copy, in which WHAT was broken, and print WORDS.
must_notice() {
    local output
    breaks=$((breaks + 1))
    if diff -rq "$root/exercises" exercises >/dev/null && diff -q "$root/$suite" $suite >/dev/null &&
        diff -q "$root/$reference" $reference >/dev/null && diff -q "$root/Cargo.toml" Cargo.toml >/dev/null; then
        output="(the script broke nothing)"
    elif output=$(verify); then
        output="(success)"
    fi
    restore
    if grep -qF -- "$2" <<<"$output"; then
        printf 'noticed    %s\n' "$1"
    else
        unnoticed=$((unnoticed + 1))
        printf 'UNNOTICED  %s\n  expected: %s\n  actual:\n%s\n' "$1" "$2" "$output"
    fi
}

cargo build --quiet --package ex
mkdir -p "$copy/target/exercises/project"
# Dependencies that `cargo ex verify` has compiled need not be compiled again.
compiled=target/exercises/project/target
if [ -d "$compiled" ] && [ ! -d "$copy/$compiled" ]; then
    cp -a "$compiled" "$copy/$compiled"
fi
restore
if ! output=$(verify); then
    printf 'The task is wrong before anything is broken:\n%s\n' "$output"
    exit 1
fi
cd "$copy"

## The suite.

# Inserts a statement at the beginning of the first test.
insert() { sed -i "0,/^fn .*() {\$/s//&\n    $1/" $suite; }

insert 'if true { return; }'
must_notice "a test that passes on the stub" 'passes'

sed -i 's/assert_eq!(/let _ = ((), /; s/assert!(/let _ = ((), /' $suite
must_notice "a suite without assertions" 'does not catch it'

sed -i '0,/assert!(/s//let _ = ((), /' $suite
must_notice "a test that has lost its assertion" 'does not catch it'

insert 'if true { panic!("no zone"); }'
must_notice "a test that fails for another reason" 'fails, but not because of a todo!'

printf '#[test]\nfn unnamed() {\n    line("x");\n}\n' >>$suite
must_notice "a test that no mistake fails" 'no mistake fails the test `unnamed`'

sed -i 's/, "on 8 February 2023"//' $suite
must_notice "an assertion without a message" 'no message says what should happen'

sed -i '0,/^#\[test\]/s//#[test]\n#[ignore = "slow"]/' $suite
must_notice "a test that is ignored" '4 tests fail, not 3'

insert 'if true { std::process::exit(0); }'
must_notice "a test that ends the process" 'fails, but not because of a todo!'

insert 'let _ = std::process::Command::new("setsid").args(["sleep", "99"]).spawn();'
must_notice "a test that leaves a process running" 'it left processes running'

sed -i 's/suites\/log_line/suites\/cli/' $task/check.rs
must_notice "the suite of another module" 'is the suite of another module'

rm $task/check.rs
must_notice "a missing check.rs" 'check.rs names no suite with tests'

## Stub and reference.

sed -i 's/message: &str/text: \&str/; s/{message:?}/{text:?}/' $stub
must_notice "a signature of the stub that has changed" 'only the stub has'

sed -i 's/^pub fn log_line(now:/pub fn log_line(time:/; s/    now\.format/    time.format/; s/        now\./        time./' $reference
must_notice "a signature of the reference that has changed" 'only the reference has'

cp $reference $stub
must_notice "a stub that is solved" 'a body is not a todo!'

sed -i 's/todo!("task 01/todo!("task 10/' $stub
must_notice "a todo! of another task" 'does not begin with todo!("task 01: '

sed -i 's/^use chrono/use std::fs;\n&/' $stub
must_notice "a stub that compiles with a warning" 'unused import'

sed -i 's/^use chrono.*/use chrono::Nothing;/' $stub
must_notice "a stub that does not compile" 'Nothing'

sed -i 's/%H:%M/%H.%M/' $reference
must_notice "a reference that is wrong" 'exercise_01_reference: `'

sed -i '/^path = "exercises\/01/{n;d}' Cargo.toml
must_notice "a task that cargo test would run" 'Cargo.toml lacks'

## Mistakes.

printf '%s\npub use backup::log_line::*;\n' "$(grep '^//!' $mistake)" >$mistake
must_notice "a mistake that is a right solution" 'does not catch it'

sed -i '1s/`[a-z_]*`/`no_such_test`/' $mistake
must_notice "a mistake whose test does not exist" 'there is no test `no_such_test`'

sed -i '1s/: .*/: /' $mistake
must_notice "a mistake without an explanation" 'does not say what the mistake is'

sed -i '/^\/\/! Question/d' $mistake
must_notice "a mistake without a question" 'has no `Question: ...?`'

printf '%s\n%s\n' "$(grep '^//!' $mistake)" "$(grep -v '^///' $stub)" >$mistake
must_notice "a mistake that is only a todo!" 'a todo! is no mistake'

sed -i '/^\/\/! Question/i //! Also fails: `another_test`.' $mistake
must_notice "a mistake with a wrong list of tests" 'it fails these tests'

for number in 1 2 3; do cp $mistake "$task/mistakes/same_$number.rs"; done
must_notice "mistakes that cannot be told apart" 'mistakes fail the same tests'

find $task/mistakes -name '*.rs' ! -name not_padded.rs -delete
must_notice "too few mistakes" 'it has 1 mistakes'

## Hints and README.

sed -i '/^## Third/,$d' $task/hints.md
must_notice "a missing hint" 'hints.md has 2 hints'

sed -i '/^## Second/,/^## Third/{/^##/!d}' $task/hints.md
must_notice "an empty hint" 'the hint `Second` is empty'

sed -i 's/^## First/## X/; s/^## Second/## First/; s/^## X/## Second/' $task/hints.md
must_notice "hints in the wrong order" 'the heading `Second` is out of order'

sed -i 's/\.\.\/\.\.\/src/..\/..\/docs/g' $task/README.md
must_notice "a README without its reference" 'links to no file of src'

sed -i '/^## Before you code/,/^## /{/^##/!d}' $task/README.md
must_notice "a README without questions" 'does not ask two questions'

sed -i 's/^All four tests/All five tests/' $task/README.md
must_notice "a README with a wrong count of tests" '5 tests fail, not 4'

sed -i '1s/01/02/' $task/README.md
must_notice "a README of another task" 'does not begin with `# 01 `'

printf '| write | and see pass |\n| --- | --- |\n| it | `no_such` |\n' >>$task/README.md
must_notice "a README that names a group of tests that is not there" 'no test has that in its name'

sed -i '/^| \[02\]/d' exercises/README.md
must_notice "a missing row in the table of tasks" 'row 2 must begin with'

sed -i '/^| \[02\]/{h;d}; /^| \[03\]/G' exercises/README.md
must_notice "swapped rows in the table of tasks" 'row 2 must begin with'

## Solutions of learners.

# check WHAT STATUS WORDS [VARIABLE=VALUE...]: `cargo ex check 1` must end with STATUS and print WORDS.
check() {
    local output status=0
    breaks=$((breaks + 1))
    output=$(env CARGO_MANIFEST_DIR="$copy/exercises/runner" "${@:4}" "$ex" check 1 2>&1) || status=$?
    if [ "$status" = "$2" ] && grep -qF -- "$3" <<<"$output"; then
        printf 'right      %s\n' "$1"
    else
        unnoticed=$((unnoticed + 1))
        printf 'WRONG      %s\n  expected: status %s, %s\n  actual: status %s\n%s\n' "$1" "$2" "$3" "$status" "$output"
    fi
}

# The reference with a statement at the beginning of its function.
solution() {
    sed '/^pub fn log_line/,/^}/{/{$/s/$/\n    STATEMENT/}' $reference | sed "s|STATEMENT|$1|" >$stub
}

solution 'let _ = 1; // todo!("task 01: x")'
check "a right solution that keeps its todo! as a comment" 0 "done"
check "a right solution where cargo is quiet" 0 "done" CARGO_TERM_QUIET=true
solution 'print!("noise ");'
check "a right solution that prints in each test" 0 "done" RUST_TEST_THREADS=1

sed 's/%d\/%m/%m\/%d/' $stub >wrong.rs
touch -d '2020-01-01' wrong.rs
mv wrong.rs $stub
check "a wrong solution that is older than the last build" 1 'tests pass' RUST_TEST_THREADS=1
solution 'let _ = 2;'
touch -d '2020-01-01' $stub
check "a right solution that is older than the last build" 0 "done" "CARGO_TARGET_DIR=$copy/target/shared"

solution 'if true { std::process::exit(0); }'
check "a call of exit" 1 'is there a call of `exit`?'
solution 'while message.len() < 1000 { println!("endless"); }'
check "an endless loop that prints" 1 'it printed more than'
solution 'let mut all = Vec::new(); while message.len() < 1000 { all.push([1; 100_000]); }'
check "an endless loop that takes memory" 1 'it used more than 2 GB of memory'
solution 'if message.len() < 1000 { return log_line(now, message) + "x"; }'
check "an endless recursion" 1 'it overflowed its stack'

solution 'let _ = "\xc3\xa9";'
sed -i 's/$/\r/' $stub
check "a right solution with CRLF and letters of several bytes" 0 "done"
solution 'let _ = "\xe9";'
check "a file that is not UTF-8" 1 'not saved as UTF-8'

solution 'helper::help();'
printf '#[path = "help.rs"]\nmod helper;\n' >>$stub
printf 'pub fn help() {}\n' >$task/help.rs
check "a right solution of two files" 0 "done"
printf 'pub fn help() {\n    panic!();\n}\n' >$task/help.rs
check "a right solution whose second file was broken afterwards" 1 '0 of 4 tests pass'

## Changes that only a teacher may make.

# guard WHAT STATUS: after the last change, scripts/guard.sh must end with STATUS.
guard() {
    local output status=0
    breaks=$((breaks + 1))
    git add --all
    git commit --quiet --message learner
    output=$(scripts/guard.sh teacher 2>&1) || status=$?
    git reset --quiet --hard teacher
    if [ "$status" = "$2" ]; then
        printf 'right      %s\n' "$1"
    else
        unnoticed=$((unnoticed + 1))
        printf 'WRONG      %s\n  expected: status %s\n  actual: status %s\n%s\n' "$1" "$2" "$status" "$output"
    fi
}

restore
git init --quiet
git config user.name learner
git config user.email learner@example.org
git add --all
git commit --quiet --message teacher
git tag teacher

cp $reference $stub
guard "a solution" 0
printf '# hello\n' >exercises/16_whole/backup_manager.py
guard "a program for the last task" 0
printf 'fn main() {}\n' >build.rs
guard "a build script" 1
printf 'fn main() {}\n' >exercises/runner/build.rs
guard "a build script of the runner" 1
printf '// x\n' >>$task/check.rs
guard "a change of check.rs" 1
rm $suite
guard "a deleted suite" 1
printf 'pub use backup::log_line::*;\n' >$stub
guard "a solution that exports the reference" 1
printf 'use crate::log_line::log_line as theirs;\n' >>$stub
guard "a solution that calls the reference" 1
ln -sf ../../$reference $stub
guard "a solution that is a link to the reference" 1

printf '%s cases, %s wrong\n' "$breaks" "$unnoticed"
[ "$unnoticed" = 0 ]
