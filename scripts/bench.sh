#!/usr/bin/env bash
# Measures what docs/performance.md promises. It builds its inputs itself, and removes them.
#
#   scripts/bench.sh archive                 all inputs
#   scripts/bench.sh archive mixed small     only these: mixed small noise zeros
#
# ROUNDS=5      how often each contestant runs, in turn with the others (3); medians are printed
# BENCH_DIR=DIR where the inputs go (/var/tmp): three gigabytes, on a disk
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."

rounds=${ROUNDS:-3}

main() {
    local subject=${1:-}
    [[ $# -gt 0 ]] && shift
    case $subject in
    archive) bench_archive "$@" ;;
    *)
        sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
    esac
}

# --- the archive ---------------------------------------------------------------------------------

bench_archive() {
    cargo build --quiet --release --example archive
    ours=$(realpath "${CARGO_TARGET_DIR:-target}/release/examples/archive")
    work=$(mktemp -d "${BENCH_DIR:-/var/tmp}/bench.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    cd "$work"

    local contestants=(ours) contestant input
    for contestant in tar pigz bsdtar python; do
        if is_installed "$contestant"; then
            contestants+=("$contestant")
        else
            echo "skipped: no $contestant"
        fi
    done

    echo "$(date +%F), $(nproc) cores, $rounds rounds"
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

# --- inputs --------------------------------------------------------------------------------------

# About 400 MB of whatever the machine has: every so manieth file of /usr.
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
