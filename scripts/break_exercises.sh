#!/usr/bin/env bash
# Breaks one thing at a time in a copy of the exercises, and demands that `cargo ex verify` notices.
#
# usage: scripts/break_exercises.sh
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD
copy=$root/target/exercises/broken

# The ground of all breaks: small, and quickly built.
exercise=exercises/01_log_line
stub=$exercise/log_line.rs
suite=tests/suites/log_line.rs
reference=src/log_line.rs

# The copy as it should be; what was built there stays.
mend() {
    find "$copy" -mindepth 1 -maxdepth 1 ! -name target -exec rm -rf {} +
    # What git knows, and what it would know after `git add`, as it is now.
    git -C "$root" ls-files -z --cached --others --exclude-standard |
        tar -C "$root" --null --files-from=- --ignore-failed-read -cf - 2>/dev/null | tar -C "$copy" -xf -
}

# `cargo ex verify`, with the copy as its project.
verify() { CARGO_MANIFEST_DIR=$copy/exercises/runner "${CARGO_TARGET_DIR:-$root/target}/debug/ex" verify 1 2>&1; }

breaks=0
unnoticed=0

# must_notice WHAT WORDS: a copy in which WHAT was broken must fail, with WORDS in what it says.
must_notice() {
    local said
    breaks=$((breaks + 1))
    if said=$(verify); then
        said="(nothing)"
    fi
    mend
    if grep -qF -- "$2" <<<"$said"; then
        printf 'noticed    %s\n' "$1"
    else
        unnoticed=$((unnoticed + 1))
        printf 'UNNOTICED  %s\n  expected: %s\n  came:\n%s\n' "$1" "$2" "$said"
    fi
}

cargo build --quiet --package ex
mkdir -p "$copy"
mend
if ! said=$(verify); then
    printf 'The exercise is not in order before anything is broken:\n%s\n' "$said"
    exit 1
fi
cd "$copy"

printf '#[test]\nfn a_gift() {}\n' >>$suite
must_notice "a test that passes on the stub" 'passes ["a_gift"]'

sed -i 's/message: &str/text: \&str/; s/{message:?}/{text:?}/' $stub
must_notice "a signature of the stub that has drifted" 'only one of stub and reference has'

sed -i 's/^pub fn log_line(now:/pub fn log_line(time:/; s/    now\.format/    time.format/; s/        now\./        time./' $reference
must_notice "a signature of the reference that has drifted" 'only one of stub and reference has'

cp $reference $stub
must_notice "a stub that is solved" 'a body that is no todo!'

sed -i 's/assert_eq!(forged.matches.*$/let _ = forged.len();/' $suite
must_notice "a suite that is weakened" 'does not catch it'

sed -i 's/suites\/log_line/suites\/printable/' $exercise/check.rs
must_notice "the suite of another module" 'is the suite of another module'

printf '#[test]\nfn of_its_own() {\n    panic!("no zone");\n}\n' >>$suite
must_notice "a test that is red for another reason" 'of_its_own is red, but not for a todo!'

printf '%s\npub use backup::log_line::*;\n' "$(head -1 $exercise/mistakes/not_padded.rs)" \
    >$exercise/mistakes/not_padded.rs
must_notice "a mistake that is none" 'does not catch it'

sed -i '1s/a_line_begins/a_line_ends/' $exercise/mistakes/not_padded.rs
must_notice "a mistake whose test is not there" 'no test is called'

find $exercise/mistakes -name '*.rs' ! -name not_padded.rs -delete
must_notice "too few mistakes" 'it has 1 mistakes'

sed -i '/^## Third/,$d' $exercise/hints.md
must_notice "a hint that is missing" 'hints.md has 2 hints'

sed -i 's/%H:%M/%H.%M/' $reference
must_notice "a reference that is wrong" 'exercise_01_reference: fails'

sed -i 's/^use chrono/use std::fs;\n&/' $stub
must_notice "a stub that compiles with a warning" 'unused import'

sed -i '/^path = "exercises\/01/{n;d}' Cargo.toml
must_notice "an exercise that cargo test would run" 'Cargo.toml lacks'

sed -i 's/todo!("exercise 01/todo!("exercise 10/' $stub
must_notice "a todo! of another exercise" 'does not begin with todo!("exercise 01: '

sed -i 's/\.\.\/\.\.\/src/..\/..\/docs/g' $exercise/README.md
must_notice "a README without its reference" 'links to no file of src'

printf '%s breaks, %s unnoticed\n' "$breaks" "$unnoticed"
[ "$unnoticed" = 0 ]
