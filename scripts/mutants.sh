#!/usr/bin/env bash
# Mutation testing: changes one thing at a time in `src`, and sees whether a test notices.
#
# usage: scripts/mutants.sh [--again] [options of cargo mutants, such as --file src/schedule.rs]
#
#   --again   try all changes again; without it, only those that the last run did not catch
#
# The suites alone come first: they build and run in seconds. All tests then check the mutants that
# the suites missed, at last with those that `cargo test` ignores: they need strace, or are slow.
# docs/testing.md lists the mutants that remain, each with its reason.
set -euo pipefail

# How a test program is run. A changed service may ignore the stop request: so the program has a
# process namespace of its own, if it may have one, which takes all along when it ends or is ended.
if [ "${1:-}" = --alone ]; then
    shift
    namespace=(unshare --pid --fork --kill-child --mount-proc)
    [ "$(id -u)" = 0 ] || namespace+=(--map-root-user)
    "${namespace[@]}" true 2>/dev/null || exec "$@"
    "${namespace[@]}" "$@" &
    # `unshare` and the first process in a namespace ignore SIGTERM.
    trap 'kill -KILL $!' TERM INT
    wait $!
    exit
fi

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

# Built for speed: without debugging information. A mutant that takes six times as long as the
# original, and at least a quarter of a minute, counts as one that never ends.
mutants() {
    local status=0
    cargo mutants --package backup-manager --iterate --output "$out" --jobs 2 \
        --timeout-multiplier 6 --minimum-test-timeout 15 --build-timeout 240 \
        --no-shuffle --colors never \
        --cargo-arg=--config=profile.dev.debug=false \
        --cargo-arg=--config="target.'cfg(all())'.runner=['$PWD/scripts/mutants.sh', '--alone']" \
        "$@" || status=$?
    case $status in
    0 | 2 | 3) ;; # 2: some were missed, 3: some never ended, which is to be caught
    *) exit "$status" ;;
    esac
    note
}

# A later pass would try again what never ends, and put what does not compile with what is caught.
note() {
    local kind
    for kind in timeout unviable; do
        touch "$out/$kind"
        sort -u -o "$out/$kind" "$out/$kind" "$out/mutants.out/$kind.txt"
    done
    cat "$out/timeout" >>"$out/mutants.out/caught.txt"
}

[ ! -d "$out/mutants.out" ] || note # of a run that was interrupted
mutants --cargo-arg=--test=reference "$@"
# All but the documents, which quote the sources, and would notice any change of them.
mutants "$@" -- --test faults --test words --test reference \
    --test simulation --test spec --test usage
mutants "$@" -- --test faults --test reference --test simulation \
    -- --include-ignored --skip ordinary_user

cd "$out"
caught=$(cat mutants.out/{caught,previously_caught}.txt | sort -u | comm -23 - <(sort timeout unviable) | wc -l)
printf '\ncaught %s, never ended %s, missed %s; did not compile %s\n' \
    "$caught" "$(wc -l <timeout)" "$(wc -l <mutants.out/missed.txt)" "$(wc -l <unviable)"
cat mutants.out/missed.txt
