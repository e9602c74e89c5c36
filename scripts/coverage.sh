#!/usr/bin/env bash
# Which lines and regions of `src` the tests reach, also in the programs that the tests start.
#
#   scripts/coverage.sh              a table, and the lines that nothing reaches
#   scripts/coverage.sh --html       the same as pages, in target/llvm-cov/html
#   scripts/coverage.sh --again ...  reports on the last run once more
#
# Needs cargo-llvm-cov, which it installs, and LLVM's tools: rustup's component llvm-tools, or, where
# that cannot be had, those of a distribution (Debian: apt-get install llvm-19), which must know the
# format of this Rust's LLVM: 19 to 22 know that of Rust 1.82 to 1.98.
set -euo pipefail
cd "$(dirname "$0")/.."

wrong() {
    echo "scripts/coverage.sh: $*" >&2
    exit 2
}

run=true as=(--show-missing-lines)
for option in "$@"; do
    case $option in
    --again) run=false ;;
    --html) as=(--html) ;;
    *)
        sed -n '2,/^set/s/^# \{0,1\}//p' scripts/coverage.sh >&2
        exit 2
        ;;
    esac
done

cargo llvm-cov --version &>/dev/null || cargo install --locked cargo-llvm-cov

has_tools() {
    compgen -G "$(rustc --print sysroot)/lib/rustlib/*/bin/llvm-cov*" >/dev/null
}
if [ -z "${LLVM_COV:-}" ] && ! has_tools && ! rustup component add llvm-tools 2>/dev/null; then
    for version in 22 21 20 19; do
        if LLVM_COV=$(type -P "llvm-cov-$version") && LLVM_PROFDATA=$(type -P "llvm-profdata-$version"); then
            export LLVM_COV LLVM_PROFDATA
            break
        fi
        LLVM_COV=
    done
    [ -n "$LLVM_COV" ] || wrong "LLVM's tools are missing: rustup component add llvm-tools"
fi

if $run; then
    # Profiles of an earlier run would be added to those of this one.
    cargo llvm-cov clean --workspace
    # Some tests compare all output and files of a program, and profiles add to both: they may fail.
    tests=(cargo llvm-cov test --locked --package backup-manager --no-report --ignore-run-fail)
    "${tests[@]}"
    # The ignored tests need other programs, or much time, in which they mostly wait.
    "${tests[@]}" --test faults --test reference -- --ignored --skip ordinary_user --test-threads 8
fi
# The exercises' runner has tests of its own; here it is only in the way.
# A program that is killed in a test may leave a profile that is cut: those are left out.
cargo llvm-cov report --package backup-manager --failure-mode all \
    --ignore-filename-regex "(^|/)exercises/" "${as[@]}"
