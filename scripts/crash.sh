#!/usr/bin/env bash
# Kills each program at each of its system calls that open, read, write, sync, rename, remove or
# close a file, one after the other; and lets each write, sync and rename fail with ENOSPC and EIO.
# After each time the schedules and the archive must be the old or the new, and the next run must
# work and leave nothing behind. tests/faults/crash.rs does a sample of this.
#
#     scripts/crash.sh [--programs DIRECTORY]
#
# Needs strace. Prints how many points there were, and ends with 1 at the first that fails.
set -euo pipefail

usage() {
    echo "usage: scripts/crash.sh [--programs DIRECTORY]" >&2
    exit 2
}

here=$(cd "$(dirname "$0")/.." && pwd)
programs=${CARGO_TARGET_DIR:-$here/target}/debug
case ${1-} in
--programs) programs=$(cd "${2:?}" && pwd) ;;
"") cargo build --quiet --manifest-path "$here/Cargo.toml" ;;
*) usage ;;
esac
# Where it may not trace, no call would be reached, and nothing would fail.
strace -o /dev/null true || { echo "crash.sh: strace is missing, or may not trace" >&2; exit 2; }

manager=$programs/backup_manager
service=$programs/backup_service
export BACKUP_CLOCK=2023-02-08T16:07 TZ=UTC0
place=$(mktemp -d)
pid=
clean() {
    [ -z "$pid" ] || kill -KILL -- "-$pid" 2> /dev/null || true
    rm -rf "$place"
}
trap clean EXIT
cd "$place"
# Hide the shell's own messages about killed jobs.
exec 3>&2 2> /dev/null

old=$'one;16:07;one\ntwo;16:07;two\n'
points=0

# fail WHAT: the point that did not hold, and what is on the disk.
fail() {
    printf 'crash.sh: %s\n' "$1" >&3
    ls -lAR . >&3
    cat backup_schedules.txt logs/*.log trace >&3
    exit 1
}

# is_reached: whether the last run reached the injected fault. strace marks an error `(INJECTED)`,
# and a kill `killed by SIGKILL`.
is_reached() {
    grep -q -e '(INJECTED)' -e 'killed by SIGKILL' trace
}

# schedules_are NEW: the old ones, or these.
schedules_are() {
    local left
    left=$(cat backup_schedules.txt; echo .)
    [ "$left" = "$old." ] || [ "$left" = "$1." ]
}

# on_manager INJECTION NEW ARGUMENT...: one run of the manager. Returns 1 if it did not reach the
# injected fault.
on_manager() {
    local injection=$1 new=$2 status=0
    shift 2
    printf '%s' "$old" > backup_schedules.txt
    rm -rf logs
    strace -f -qq -o trace -e "$injection" "$manager" "$@" > /dev/null 2> said || status=$?
    is_reached || return 1
    schedules_are "$new" || fail "$injection on $*: the schedules are torn"
    if [ "$status" = 0 ] && ! [ "$(cat backup_schedules.txt; echo .)" = "$new." ]; then
        fail "$injection on $*: acknowledged, and not done"
    fi
    "$manager" create "next;16:07;next" || fail "after $injection on $*: create fails"
    compgen -G '.*.tmp' > /dev/null && fail "$injection on $*: a temporary file is left"
    return 0
}

# in_background COMMAND...: in a process group of its own, until it says ready, or ends.
in_background() {
    : > ready
    : > trace
    set -m
    "$@" > ready 2> said &
    pid=$!
    set +m
    # In the trace too: it may be the write of that word that is refused.
    until grep -q ready ready trace || ! kill -0 "$pid" 2> /dev/null; do sleep 0.002; done
}

end_it() {
    kill -KILL -- "-$pid" || true
    wait "$pid" || true
    pid=
}

saved() {
    tar -xOf backups/src.tar
}

# on_service INJECTION: a service that has an archive of the day before to replace.
on_service() {
    rm -rf logs backups
    echo 'src;16:07;src' > backup_schedules.txt
    echo old > src
    in_background "$service"
    end_it
    [ "$(saved)" = old ] || fail "the first archive"
    echo new > src
    in_background strace -f -qq -o trace -e "$1" "$service"
    case $1 in
    *error*)
        if grep -q ready ready; then
            kill -0 "$pid" || fail "$1: the service died"
            [ "$(saved)" = new ] || grep -q "Error: " logs/backup_service.log || fail "$1: nothing was said"
            compgen -G 'backups/.*' > /dev/null && fail "$1: a temporary file is left"
        fi
        ;;
    esac
    end_it
    is_reached || return 1
    case $(saved) in
    old | new) ;;
    *) fail "$1: the archive is torn" ;;
    esac
    in_background "$service"
    grep -q ready ready || fail "after $1: the service does not start"
    end_it
    [ "$(saved)" = new ] || fail "after $1: the next archive is not made"
    compgen -G 'backups/.*' > /dev/null && fail "after $1: a temporary file is left"
    return 0
}

# through EFFECT CALL COMMAND...: COMMAND with the injection of EFFECT at the first CALL, at the
# second, and so on, until there is none.
through() {
    local effect=$1 call=$2 nth=1
    shift 2
    while "$1" "inject=$call:$effect:when=$nth" "${@:2}"; do
        nth=$((nth + 1))
    done
    points=$((points + nth - 1))
    printf '%5d  %-14s %-12s %s\n' $((nth - 1)) "$effect" "$call" "${1#on_}${3:+ ${*:3}}"
}

created=${old}$'new;16:07;new\n'
deleted=$'two;16:07;two\n'
for call in openat read write fsync '/^rename' '/^unlink' fchmod fchown /stat close; do
    through signal=KILL "$call" on_manager "$created" create 'new;16:07;new'
    through signal=KILL "$call" on_manager "$deleted" delete 0
    through signal=KILL "$call" on_service
done
for error in ENOSPC EIO; do
    for call in write fsync '/^rename'; do
        through "error=$error" "$call" on_manager "$created" create 'new;16:07;new'
        through "error=$error" "$call" on_manager "$deleted" delete 0
        through "error=$error" "$call" on_service
    done
done
echo "$points points: nothing torn, nothing lost, nothing left"
