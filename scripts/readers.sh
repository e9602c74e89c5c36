#!/usr/bin/env bash
# Extracts each kind of entry with ten readers, and writes the table of docs/reliability.md anew.
# All readers must be installed: see .ci/run.
set -euo pipefail
cd "$(dirname "$0")/.."

UPDATE_READERS=1 cargo test --quiet --locked --test readers -- --include-ignored --test-threads 1 as_documented
git diff --stat docs/reliability.md
