#!/usr/bin/env bash
# Runs the exercise's example (scripts/replay.sh) with the real programs, in a new temporary
# directory, and compares its output with the exercise's transcript (tests/fixtures/usage.txt).
set -euo pipefail
export LC_ALL=C
unset CDPATH

help="usage: scripts/usage.sh [--keep] [--at HH:MM] [--programs DIR]

  --keep          keep the directory, so that you can look into it
  --at HH:MM      run at that time instead of 16:07
  --programs DIR  use the programs in DIR instead of building them

The transcript goes to standard output, the verdict to standard error.
Exit status: 0 the output matches, 1 it does not, 2 it could not be run."

fail() {
    printf 'scripts/usage.sh: %s\n' "$1" >&2
    exit 2
}

keep=false at=16:07 programs=
while [ $# -gt 0 ]; do
    case $1 in
    --keep) keep=true ;;
    --at | --programs)
        [ $# -gt 1 ] || fail "$1 needs a value (see --help)"
        if [ "$1" = --at ]; then at=$2; else programs=$2; fi
        shift
        ;;
    --help) echo "$help" && exit ;;
    *) fail "unknown option: $1 (see --help)" ;;
    esac
    shift
done
[[ $at =~ ^([01][0-9]|2[0-3]):[0-5][0-9]$ ]] || fail "not a time: $at (expected HH:MM, for example 07:30)"
if [ -n "$programs" ]; then
    programs=$(cd "$programs" && pwd) || fail "not a directory: $programs"
fi

# The project's directory, also if this script was called through a symbolic link.
script=$0
while [ -L "$script" ]; do
    link=$(readlink "$script")
    case $link in
    /*) script=$link ;;
    *) script=$(dirname "$script")/$link ;;
    esac
done
cd "$(dirname "$script")/.."
project=$PWD

if [ -z "$programs" ]; then
    command -v cargo >/dev/null || fail "cargo is missing: install Rust, https://rustup.rs"
    [ -d "${CARGO_TARGET_DIR:-target}" ] || echo "Building. The first time takes about a minute." >&2
    # Cargo itself says where it put the program: CARGO_TARGET_DIR and CARGO_BUILD_TARGET change it.
    messages=$(cargo build --message-format json-render-diagnostics --quiet) || fail "the build failed"
    manager=$(printf '%s\n' "$messages" |
        sed -n 's/.*"name":"backup_manager".*"executable":"\(.*backup_manager\)".*/\1/p' |
        sed 's/\\\(.\)/\1/g')
    programs=$(dirname "$manager")
fi

# The directory of the programs, and one for the transcripts, which `ls` must not show.
if ! { directory=$(mktemp -d) && transcripts=$(mktemp -d); }; then
    fail "set TMPDIR to another directory"
fi
clean_up() {
    ./backup_manager stop >/dev/null 2>&1 || true
    rm -r "$transcripts"
    if $keep; then
        echo "Kept: $directory" >&2
    else
        rm -r "$directory"
    fi
}
cd "$directory"
trap clean_up EXIT
trap 'exit 1' HUP INT TERM
cp "$programs/backup_manager" "$programs/backup_service" . || fail "no programs in $programs"
./backup_manager --version >/dev/null 2>&1 ||
    fail "can't run programs in $directory (mounted noexec?): set TMPDIR to another directory"
mkdir test test1 test2
echo "Some of the first files." >test/notes.txt
echo "Some personal data." >test1/letter.txt
echo "An office document." >test2/invoice.txt

BACKUP_CLOCK=2023-02-08T$at bash "$project/scripts/replay.sh" "$at" |
    tee "$transcripts/actual" || true
sed "s/16:07/$at/g" "$project/tests/fixtures/usage.txt" >"$transcripts/expected"

# The first line that differs, and the command that printed it.
awk '
    FILENAME == ARGV[1] { expected[FNR] = $0; count = FNR; next }
    differs { next }
    FNR > count || $0 != expected[FNR] { differs = FNR; actual = $0 }
    { last = FNR }
    END {
        if (!differs && last < count) { differs = last + 1; actual = "(the output ends here)" }
        if (!differs) { print "The output matches the exercise\047s transcript."; exit }
        if (differs > count) expected[differs] = "(the transcript ends here)"
        for (line = 1; line < differs; line++) if (expected[line] ~ /^-->/) section = expected[line]
        printf "Line %d differs from the exercise\047s transcript:\n", differs
        printf "  expected: %s\n  actual:   %s\n", expected[differs], actual
        print "It was printed after \"" section "\"; scripts/replay.sh shows the command."
        exit 1
    }' "$transcripts/expected" "$transcripts/actual" >&2
