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

# A service that was made deaf would run for ever: each test program has a process namespace of its
# own, where it may have one, and takes what it started along when it ends.
runner=(unshare --pid --fork --kill-child --mount-proc)
[ "$(id -u)" = 0 ] || runner+=(--map-root-user)
"${runner[@]}" true 2>/dev/null || runner=(env)

# Built for speed: without debugging information. A mutant that never ends is a mutant caught.
mutants() {
    local status=0
    cargo mutants --package backup-manager --iterate --output "$out" --jobs 2 \
        --build-timeout 240 --no-shuffle --colors never \
        --cargo-arg=--config=profile.dev.debug=false \
        --cargo-arg=--config="target.'cfg(all())'.runner='${runner[*]}'" "$@" || status=$?
    case $status in
    0 | 2 | 3) ;; # 2: some were missed, 3: some were timed out
    *) exit "$status" ;;
    esac
    note_unviable
}

# A later pass puts what does not compile with what is caught: to be told apart, it is kept.
note_unviable() {
    touch "$out/unviable"
    sort -u -o "$out/unviable" "$out/unviable" "$out/mutants.out/unviable.txt"
}

[ ! -d "$out/mutants.out" ] || note_unviable # of a run that was interrupted
mutants --timeout 15 --cargo-arg=--test=reference "$@"
# All but the documents, which quote the sources, and would notice any change of them.
mutants --timeout 120 "$@" -- --test archive --test faults --test ours --test reference \
    --test simulation --test spec --test usage

cd "$out/mutants.out"
done=$(cat caught.txt previously_caught.txt 2>/dev/null | sort -u | comm -23 - ../unviable | wc -l)
printf '\ncaught %s, timed out %s, missed %s; unviable %s\n' \
    "$done" "$(wc -l <timeout.txt)" "$(wc -l <missed.txt)" "$(wc -l <../unviable)"
cat missed.txt
