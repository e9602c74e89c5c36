#!/usr/bin/env bash
# Mutation testing: changes one thing at a time in `src`, and sees whether a test notices.
#
# usage: scripts/mutants.sh [--again] [options of cargo mutants, such as --file src/schedule.rs]
#
#   --again   forget what an earlier run found; without it, only what that run did not see caught
#
# First by the suites alone, which build and run in seconds; then, what they let pass, by all tests.
# What is left after that is listed in docs/testing.md, each with its reason.
set -euo pipefail
cd "$(dirname "$0")/.."

out=target/mutants
if [ "${1:-}" = --again ]; then
    rm -rf "$out"
    shift
fi
mkdir -p "$out"

if ! cargo mutants --version >/dev/null 2>&1; then
    cargo install --locked cargo-mutants
fi

# A mutant that never ends is a mutant caught. Built for speed: without debugging information. That
# some are missed (2) or never end (3) is no failure of this script.
mutants() {
    cargo mutants --package backup-manager --iterate --output "$out" --jobs 2 \
        --timeout 20 --build-timeout 240 --no-shuffle --colors never \
        --cargo-arg=--config=profile.dev.debug=false \
        "$@" || [[ $? == [23] ]]
}

mutants "$@" --file 'src/archive/*' -- --test reference -- archive_
mutants "$@" --exclude 'src/archive/*' -- --test reference -- --skip archive_
mutants "$@" -- --no-fail-fast

printf '\ncaught %s, unviable %s, timed out %s, missed %s\n' \
    "$(cat "$out"/mutants.out*/caught.txt "$out"/mutants.out*/previously_caught.txt 2>/dev/null | sort -u | wc -l)" \
    "$(wc -l <"$out/mutants.out/unviable.txt")" \
    "$(wc -l <"$out/mutants.out/timeout.txt")" \
    "$(wc -l <"$out/mutants.out/missed.txt")"
cat "$out/mutants.out/missed.txt"
