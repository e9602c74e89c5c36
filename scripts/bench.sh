#!/usr/bin/env bash
# Measures what docs/performance.md promises. It builds its inputs itself, and removes them.
#
#   scripts/bench.sh archive                 how long a backup takes, on all inputs
#   scripts/bench.sh archive mixed small     only these: mixed small noise zeros
#   scripts/bench.sh latency                 how long an instruction takes, also with many schedules,
#                                            and what the service takes while it has nothing to do
#   scripts/bench.sh cost                    what building and testing the project takes
#
# ROUNDS=5      how often each contestant runs, in turn with the others (archive: 3, latency: 15,
#               cost: 1); medians are printed
# IDLE=300      for how many seconds latency watches the idle service (60)
# BENCH_DIR=DIR where the inputs go (/var/tmp): three gigabytes for archive, on a disk; half a
#               gigabyte for latency and cost
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."

main() {
    local subject=${1:-}
    [[ $# -gt 0 ]] && shift
    case $subject in
    archive) bench_archive "$@" ;;
    latency) bench_latency ;;
    cost) bench_cost ;;
    *)
        sed -n '2,/^set/s/^# \{0,1\}//p' scripts/bench.sh >&2
        exit 2
        ;;
    esac
}

# --- the archive ---------------------------------------------------------------------------------

bench_archive() {
    rounds=${ROUNDS:-3}
    cargo build --quiet --release --example archive
    ours=$(realpath "${CARGO_TARGET_DIR:-target}/release/examples/archive")
    make_work
    cd "$work"

    local contestants=(ours) contestant input
    for contestant in tar pigz bsdtar python; do
        if is_installed "$contestant"; then
            contestants+=("$contestant")
        else
            echo "skipped: no $contestant"
        fi
    done

    headline
    local inputs=("$@")
    [[ ${#inputs[@]} -gt 0 ]] || inputs=(mixed small noise zeros)
    for input in "${inputs[@]}"; do
        "make_$input"
        race "$input" "${contestants[@]}"
        rm -rf "$input"
    done
}

is_installed() {
    case $1 in
    tar) command -v tar && command -v gzip ;;
    pigz) command -v tar && command -v pigz ;;
    bsdtar) command -v bsdtar ;;
    python) command -v python3 ;;
    esac >/dev/null
}

# Saves directory $2 to out.tar.
save_with() {
    case $1 in
    ours) "$ours" "$2" out.tar ;;
    tar) tar -czf out.tar "$2" ;;
    pigz) tar -I pigz -cf out.tar "$2" ;;
    bsdtar) bsdtar -czf out.tar "$2" ;;
    python) python3 -c 'import sys, tarfile
with tarfile.open("out.tar", "w:gz") as tar: tar.add(sys.argv[1])' "$2" ;;
    esac
}

# Runs each contestant in turn on directory $1, and prints a table.
race() {
    local input=$1 contestant round
    shift
    cat_all "$input" >/dev/null
    for ((round = 1; round <= rounds; round++)); do
        for contestant in "$@"; do
            rm -f out.tar
            sync
            measure save_with "$contestant" "$input" >>"times.$contestant"
            stat -c %s out.tar >"size.$contestant"
        done
    done

    local bytes our_time our_size
    bytes=$(cat_all "$input" | wc -c)
    our_time=$(median 1 <times.ours)
    our_size=$(cat size.ours)
    printf '\n%s: %s files, %s MB\n\n' "$input" "$(find "$input" -type f | wc -l)" "$((bytes / 1000000))"
    echo '| | seconds | MB/s | output MB | peak MiB | time, ours = 1 | output, ours = 1 |'
    echo '| --- | ---: | ---: | ---: | ---: | ---: | ---: |'
    for contestant in "$@"; do
        awk -v name="$contestant" -v bytes="$bytes" -v time="$(median 1 <"times.$contestant")" \
            -v memory="$(median 2 <"times.$contestant")" -v size="$(cat "size.$contestant")" \
            -v our_time="$our_time" -v our_size="$our_size" 'BEGIN {
                printf "| %s | %.2f | %.0f | %.1f | %s | %.2f | %.3f |\n", name, time,
                    bytes / 1e6 / time, size / 1e6, memory == "-" ? "-" : int(memory / 1024),
                    time / our_time, size / our_size
            }'
    done
    rm -f times.* size.* out.tar
}

# --- an instruction, and the idle service --------------------------------------------------------

bench_latency() {
    rounds=${ROUNDS:-15}
    cargo build --quiet --release --bins
    local programs
    programs=$(realpath "${CARGO_TARGET_DIR:-target}/release")
    ours=$programs/backup_manager
    # By its own path, not by that of a program that chooses among several Pythons.
    python=$(python3 -c 'import sys; print(sys.executable)')
    theirs=$PWD/tests/fixtures/submissions/reference/backup_manager.py
    # A time that has passed: nothing is due while we measure.
    quiet=$(date -d '2 hours ago' +%H:%M)
    make_work
    mkdir "$work/ours" "$work/theirs"
    trap 'stop_services; rm -rf "$work"' EXIT

    headline
    bench_instructions
    bench_many
    bench_idle
}

stop_services() {
    (in_place ours stop) || true
    (in_place theirs stop) || true
} &>/dev/null

# Goes to the directory of contestant $1, ours or theirs, and runs an instruction there.
in_place() {
    cd "$work/$1"
    case $1 in
    ours) "$ours" "${@:2}" ;;
    theirs) "$python" "$theirs" "${@:2}" ;;
    esac >/dev/null
}

start_and_stop() {
    in_place "$1" start
    in_place "$1" stop
}

# The instructions, beside what it costs to run any program.
bench_instructions() {
    write_schedules 10
    local round who
    for ((round = 1; round <= rounds; round++)); do
        milliseconds true "$(type -P true)"
        milliseconds python "$python" -c pass
        for who in ours theirs; do
            milliseconds "$who.list" in_place "$who" list
            milliseconds "$who.create" in_place "$who" create "new;$quiet;new"
            milliseconds "$who.delete" in_place "$who" delete 10
            milliseconds "$who.start" start_and_stop "$who"
        done
    done
    printf '\nWith 10 schedules:\n\n| | ms | times as long as true |\n| --- | ---: | ---: |\n'
    report_instruction true true
    report_instruction 'python3 -c pass' python
    local instruction
    for instruction in list create delete start; do
        report_instruction "$instruction" "ours.$instruction"
        report_instruction "$instruction in Python" "theirs.$instruction"
    done
}

# A row with title $1 for what was noted under name $2.
report_instruction() {
    awk -v title="${1/start/start and stop}" -v ms="$(taken "$2")" -v base="$(taken true)" \
        'BEGIN { printf "| %s | %.2f | %.1f |\n", title, ms, ms / base }'
}

# How it grows with the number of schedules.
bench_many() {
    printf '\nMilliseconds with many schedules, ours / in Python:\n\n'
    echo '| schedules | list | create | delete, first | delete, last | start and stop |'
    echo '| ---: | ---: | ---: | ---: | ---: | ---: |'
    local count round who name
    for count in 10 1000 100000 1000000; do
        rm -f "$work"/times.*
        # A sixth of the rounds, and three at least: a million takes seconds.
        for ((round = 0; round < 3 || round < rounds / 6; round++)); do
            write_schedules "$count"
            for who in ours theirs; do
                milliseconds "$who.list" in_place "$who" list
                milliseconds "$who.create" in_place "$who" create "new;$quiet;new"
                milliseconds "$who.last" in_place "$who" delete "$count"
                milliseconds "$who.first" in_place "$who" delete 0
                milliseconds "$who.start" start_and_stop "$who"
            done
        done
        printf '| %d |' "$count"
        for name in list create first last start; do
            printf ' %.1f / %.1f |' "$(taken "ours.$name")" "$(taken "theirs.$name")"
        done
        echo
    done
}

# $1 schedules for each contestant, on the disk.
write_schedules() {
    local place
    for place in "$work/ours" "$work/theirs"; do
        awk -v count="$1" -v time="$quiet" 'BEGIN {
            for (i = 0; i < count; i++) printf "directory_%d;%s;name_%d\n", i, time, i
        }' >"$place/backup_schedules.txt"
    done
    sync
}

# The CPU time and memory of each service while nothing is due, in the same seconds.
bench_idle() {
    local idle=${IDLE:-60} who
    write_schedules 10
    for who in ours theirs; do
        (in_place "$who" start)
    done
    sleep 1
    for who in ours theirs; do
        usage_of "$who" >"$work/before.$who"
    done
    sleep "$idle"
    printf '\nThe idle service, in %d seconds:\n\n' "$idle"
    echo '| | private memory, KiB | wakeups per minute | CPU seconds per day |'
    echo '| --- | ---: | ---: | ---: |'
    for who in ours theirs; do
        usage_of "$who" | paste -d ' ' - "$work/before.$who" | awk -v who="$who" -v idle="$idle" '{
            name = who == "ours" ? "ours" : "in Python"
            printf "| %s | %d | %.1f | %.2f |\n", name, $1, ($2 - $5) * 60 / idle,
                ($3 - $6) / 1e9 * 86400 / idle
        }'
    done
    stop_services
}

# Of the service in the directory of $1: private KiB, voluntary context switches, ns on a CPU.
usage_of() {
    local process
    for process in /proc/[0-9]*; do
        if [[ $(readlink "$process/cwd") == "$work/$1" ]]; then
            awk '/^Private/ { kib += $2 } END { printf "%d ", kib }' "$process/smaps_rollup"
            awk '/^voluntary/ { switches += $2 } END { printf "%d ", switches }' "$process"/task/*/status
            awk '{ ns += $1 } END { printf "%.0f\n", ns }' "$process"/task/*/schedstat
            return
        fi
    done
    echo "no service in $work/$1" >&2
    return 1
}

# --- the project ---------------------------------------------------------------------------------

bench_cost() {
    rounds=${ROUNDS:-1}
    make_work
    export CARGO_TARGET_DIR=$work/target
    cargo fetch --quiet --locked
    local round
    for ((round = 1; round <= rounds; round++)); do
        rm -rf "$CARGO_TARGET_DIR"
        milliseconds cold built build.log cargo test --offline --locked --no-run
        milliseconds warm built warm.log cargo test --offline --locked --no-run
        milliseconds tests built tests.log cargo test --offline --locked
        touch src/log_line.rs
        milliseconds edit built edit.log cargo test --offline --locked --no-run
        milliseconds one built one.log cargo test --offline --locked --test reference log_line
    done
    local size twice
    size=$(du -sm "$CARGO_TARGET_DIR" | cut -f 1)
    milliseconds release built release.log cargo build --offline --locked --release
    twice=$(cargo tree --offline --duplicates --edges normal,build,dev --depth 0 2>/dev/null | sort -u | xargs)

    headline
    printf '\n| | |\n| --- | ---: |\n'
    echo "| crates compiled for cargo test, ours included | $(grep -c Compiling "$work/build.log") |"
    echo "| crates in two versions | ${twice:-none} |"
    echo "| cargo test: the first build, s | $(seconds cold) |"
    echo "| a build when nothing changed, s | $(seconds warm) |"
    echo "| a build when a module changed, s | $(seconds edit) |"
    echo "| all tests, s | $(seconds tests) |"
    echo "| the suite of one module, s | $(seconds one) |"
    echo "| target, MB | $size |"
    echo "| release build, s | $(seconds release) |"
    local program
    for program in backup_manager backup_service; do
        echo "| $program, KiB | $(($(stat -c %s "$CARGO_TARGET_DIR/release/$program") / 1024)) |"
    done
}

# Runs a command, and keeps what it says in file $1 for when it fails.
built() {
    local log=$work/$1
    shift
    "$@" >"$log" 2>&1 </dev/null || {
        tail -n 40 "$log" >&2
        return 1
    }
}

# --- inputs --------------------------------------------------------------------------------------

# About 400 MB of whatever the machine has: every n-th file of /usr.
make_mixed() {
    mkdir mixed
    find /usr -xdev -type f -size -32M -readable -printf '%s %p\n' 2>/dev/null | sort -k 2 |
        awk -v wanted=400000000 '
            { total += $1; sub(/^[0-9]+ /, ""); path[NR] = $0 }
            END {
                step = total > wanted ? total / wanted : 1
                for (i = 1; i <= NR; i++)
                    if (int(i / step) != int((i - 1) / step)) print path[i]
            }' >list
    tar -cf - --ignore-failed-read -T list 2>/dev/null | tar -xf - -C mixed
    rm list
}

# 50,000 files of 2 kB in 50 directories: pieces of the text files in /usr.
make_small() {
    local directory
    mkdir small
    for directory in {10..59}; do
        mkdir "small/$directory"
        head -c 2048000 | split -b 2048 -a 3 - "small/$directory/"
    done < <(find /usr/include /usr/share /usr/lib -xdev -type f -readable \
        \( -name '*.h' -o -name '*.py' -o -name '*.txt' -o -name '*.xml' \) \
        -exec cat {} + 2>/dev/null; yes 'the machine has no more text')
}

make_noise() {
    mkdir noise
    head -c 1000000000 /dev/urandom >noise/file
}

make_zeros() {
    mkdir zeros
    head -c 1000000000 /dev/zero >zeros/file
}

# --- tools ---------------------------------------------------------------------------------------

headline() {
    echo "$(date +%F), $(nproc) cores, $rounds rounds"
}

# A directory for everything, gone in the end.
make_work() {
    work=$(mktemp -d "${BENCH_DIR:-/var/tmp}/bench.XXXXXX")
    trap 'rm -rf "$work"' EXIT
}

# Runs a command, and notes how long it took under name $1.
milliseconds() {
    local name=$1 start=$EPOCHREALTIME
    shift
    # In a process of its own, whatever it is: each contestant pays for the same.
    ("$@")
    local end=$EPOCHREALTIME
    awk -v start="$start" -v end="$end" 'BEGIN { print (end - start) * 1000 }' >>"$work/times.$name"
}

# The median of what was noted under name $1.
taken() {
    median 1 <"$work/times.$1"
}

seconds() {
    awk -v ms="$(taken "$1")" 'BEGIN { printf "%.1f", ms / 1000 }'
}

cat_all() {
    find "$1" -type f -exec cat {} +
}

# Runs a command of this script in a process of its own; prints its seconds and its peak kB.
measure() {
    export -f save_with
    export ours
    if [[ -x /usr/bin/time ]]; then
        /usr/bin/time -o measured -f '%e %M' bash -c '"$@"' bash "$@"
    elif command -v python3 >/dev/null; then
        python3 -c 'import resource, subprocess, sys, time
start = time.monotonic()
subprocess.run(sys.argv[2:], check=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print("%.2f %d" % (time.monotonic() - start, peak), file=open(sys.argv[1], "w"))' \
            measured bash -c '"$@"' bash "$@"
    else
        local start=$EPOCHREALTIME
        "$@"
        awk -v start="$start" -v end="$EPOCHREALTIME" 'BEGIN { print end - start, "-" }' >measured
    fi
    cat measured
}

# The median of column $1 of standard input.
median() {
    awk -v column="$1" '{ print $column }' | sort -n |
        awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

main "$@"
