#!/usr/bin/env bash
# Replays the example of the specification, section "Usage", with the real programs, in a new
# temporary directory, and compares what they print with tests/fixtures/usage.txt.
set -euo pipefail
export LC_ALL=C
unset CDPATH

help="usage: scripts/usage.sh [--keep] [--at HH:MM] [--programs DIR]

  --keep          leave the directory for a look
  --at HH:MM      replay at that time instead of 16:07
  --programs DIR  use the programs in DIR instead of building them"

wrong() {
    printf 'scripts/usage.sh: %s\n%s\n' "$1" "$help" >&2
    exit 2
}

keep=false at=16:07 programs=
while [ $# -gt 0 ]; do
    case $1 in
    --keep) keep=true ;;
    --at) at=${2-} && shift ;;
    --programs) programs=$(cd "${2-}" && pwd) && shift ;;
    --help) echo "$help" && exit ;;
    *) wrong "unknown option: $1" ;;
    esac
    shift || wrong "an option has no value"
done
[[ $at =~ ^([01][0-9]|2[0-3]):[0-5][0-9]$ ]] || wrong "not a time: $at"

cd "$(dirname "$0")/.."
expected=$PWD/tests/fixtures/usage.txt
if [ -z "$programs" ]; then
    [ -d target ] || echo "Building; the first time takes a while." >&2
    cargo build --quiet
    programs=$(cargo metadata --format-version 1 --no-deps --offline |
        sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/debug
fi

directory=$(mktemp -d)
leave() {
    ./backup_manager stop >/dev/null 2>&1 || true
    if $keep; then
        echo "Left for a look: $directory" >&2
    else
        rm -r "$directory"
    fi
}
cd "$directory"
trap leave EXIT
cp "$programs/backup_manager" "$programs/backup_service" .
mkdir test test1 test2
echo "Some of the first files." >test/notes.txt
echo "Some personal data." >test1/letter.txt
echo "An office document." >test2/invoice.txt

# The specification's own commands, without "python3" and ".py". The malformed schedule is told on
# standard error, and in the exit status.
replay() {
    echo "--> Create 3 new schedules"
    ./backup_manager create "test;$at;backup_test"
    ./backup_manager create "test1;$at;personal_data"
    ./backup_manager create "test2;$at;office_docs"
    echo "--> Try to add a malformed schedule"
    ./backup_manager create "test;" || true
    echo "--> Instruction list"
    ./backup_manager list
    ./backup_manager start
    ./backup_manager stop
    echo "--> Instruction backups"
    ./backup_manager backups
    echo "--> Content of the directory"
    ls
    echo "--> cat on ./logs/backup_manager.log"
    cat ./logs/backup_manager.log
    echo "--> cat on ./logs/backup_service.log"
    cat ./logs/backup_service.log
    echo "--> Content of ./backups"
    ls ./backups
}

# Collected outside the directory, whose content is part of the transcript.
transcript=$(BACKUP_CLOCK=2023-02-08T$at replay)
printf '%s\n' "$transcript"

# The first line that is not as expected, if there is one.
sed "s/16:07/$at/g" "$expected" | awk -v transcript="$transcript" '
    BEGIN { lines = split(transcript, came, "\n") }
    $0 != came[NR] && !differs { differs = NR; line = $0 }
    END {
        if (!differs && lines > NR) { differs = NR + 1; line = "the end" }
        if (differs) {
            printf "line %d differs\n  expected: %s\n  came:     %s\n", differs, line, came[differs]
            exit 1
        }
    }' >&2
