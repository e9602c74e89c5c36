#!/usr/bin/env bash
# Type-checks every target of the workspace for systems that we cannot run here. It needs the
# sources of the standard library (rustup component add rust-src; Debian: apt install rust-src).
set -euo pipefail
cd "$(dirname "$0")/.."

targets=(aarch64-apple-darwin x86_64-unknown-freebsd aarch64-unknown-linux-gnu x86_64-unknown-linux-musl)

library=$(rustc --print sysroot)/lib/rustlib/src/rust/library
if [ ! -e "$library/std/Cargo.toml" ]; then
    echo "scripts/typecheck.sh: skipped, rustc has no standard library sources in $library"
    exit
fi

# -Zbuild-std compiles the standard library for a target that is not installed. It is a nightly
# feature; RUSTC_BOOTSTRAP allows it on a stable compiler.
export RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target}/typecheck
for target in "${targets[@]}"; do
    echo "== $target"
    cargo check --quiet --locked -Zbuild-std=std,panic_abort,test --target "$target" --workspace --all-targets
done
echo "All ${#targets[@]} targets type-check."
