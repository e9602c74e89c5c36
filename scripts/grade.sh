#!/usr/bin/env bash
# Grades a solution of the exercise, in any language, and prints its report card: --help says more.
set -euo pipefail

if ! command -v cargo >/dev/null; then
    echo "scripts/grade.sh: cargo is not here: install Rust, https://rustup.rs" >&2
    exit 2
fi
project=$(dirname "$(realpath "$0")")/..
if [ ! -x "${CARGO_TARGET_DIR:-$project/target}/debug/grade" ]; then
    echo "Building the grader; the first time takes a while." >&2
fi
exec cargo run --quiet --manifest-path "$project/Cargo.toml" --package grader -- "$@"
