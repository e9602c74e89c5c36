#!/usr/bin/env bash
# Compares a learner's commit with the teacher's: only solutions of the tasks may differ.
#
# usage: scripts/guard.sh TEACHERS_COMMIT
#
# Exit status: 0 if only solutions differ, 1 if anything else does, 2 if it could not be compared.
# In CI, run the teacher's version of this file: a learner can change the one in the fork.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)" || exit 2
teacher=$(git rev-parse --verify --quiet "${1:?usage: guard.sh TEACHERS_COMMIT}^{commit}") || {
    echo "git does not know the commit $1" >&2
    exit 2
}

# A solution is the Rust file of a task, with others beside it; the last task may hold anything.
solutions=':(glob)exercises/[0-9][0-9]_*/*.rs'
last=exercises/16_whole
status=0

# differences PATHSPEC...: the files that differ, with what happened to them.
differences() { git diff --no-renames --name-status "$teacher" HEAD -- "$@"; }

changed=$(
    differences . ":(exclude)$last" ":(exclude,glob)exercises/[0-9][0-9]_*/*.rs"
    differences ':(glob)exercises/*/check.rs'
)
if [ -n "$changed" ]; then
    printf 'These files are not solutions, and differ from the teacher'\''s:\n%s\n' "$changed"
    status=1
fi

links=$(git ls-files --stage -- "$solutions" | sed -n 's/^120000.*\t//p')
if [ -n "$links" ]; then
    printf 'These solutions are symbolic links:\n%s\n' "$links"
    status=1
fi

# A solution must not hand over to the reference: neither by `pub use` nor by its path.
while IFS= read -r file; do
    module=$(basename "$file" .rs)
    [ "$module" != mod ] || module=$(basename "$(dirname "$file")" | sed 's/^[0-9]*_//')
    if git diff --unified=0 "$teacher" HEAD -- "$file" | grep '^+[^+]' | grep -v '^+ *//' |
        grep -E "pub use|include|#\[path|\b$module::"; then
        printf '%s uses the reference, or a file elsewhere.\n' "$file"
        status=1
    fi
done < <(git diff --name-only --diff-filter=AM "$teacher" HEAD -- "$solutions" ":(exclude)$last")

[ "$status" != 0 ] || echo "Only solutions differ."
exit "$status"
