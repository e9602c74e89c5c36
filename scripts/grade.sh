#!/usr/bin/env bash
# Grades a solution of the exercise, in any language, and prints its report card.
set -euo pipefail
unset CDPATH

help="usage: scripts/grade.sh [options] DIR

Grades the solution in DIR: backup_manager.py and backup_service.py, or two
programs named backup_manager and backup_service. It is copied; nothing in DIR
is changed. Takes about a minute: the service must see the minute turn.

  --beyond         ask also for what the exercise does not (takes up to two minutes)
  --quick          leave out what waits for the minute to turn
  --json           print the card for a program to read
  --manager CMD    the command that is the manager: 'node backup_manager.js'
  --service NAME   what ps shows of its service: backup_service.js
  --help           print this

Exit status: 0 the exercise is done, 1 it falls short, 2 it was not graded."

wrong() {
    printf 'scripts/grade.sh: %s\n%s\n' "$1" "$help" >&2
    exit 2
}

subject='' options=()
while [ $# -gt 0 ]; do
    case $1 in
    --beyond | --json | --quick) options+=("$1") ;;
    --manager | --service)
        [ $# -gt 1 ] || wrong "$1 has no value"
        options+=("$1" "$2")
        shift
        ;;
    --help) echo "$help" && exit ;;
    -*) wrong "unknown option: $1" ;;
    *)
        [ -z "$subject" ] || wrong "one directory at a time: $subject, or $1?"
        subject=$1
        ;;
    esac
    shift
done
[ -n "$subject" ] || wrong "no directory to grade"
[ -d "$subject" ] || wrong "not a directory: $subject"
SUBJECT=$(cd "$subject" && pwd)
export SUBJECT

cd "$(dirname "$0")/.."
command -v cargo >/dev/null || wrong "cargo is not here: install Rust, https://rustup.rs"
[ -d target ] || echo "Building the grader; the first time takes a while." >&2
# Built as a test, so that cargo tells where it is in a line of JSON.
grader=$(cargo test --quiet --test spec --no-run --message-format=json-render-diagnostics |
    sed -n 's/.*"name":"spec".*"executable":"\([^"]*\)".*/\1/p') || wrong "the grader cannot be built"
[ -x "$grader" ] || wrong "the grader cannot be built"
exec "$grader" "${options[@]}"
