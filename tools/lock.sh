#!/bin/sh
# Write constraints.txt anew from pyproject.toml: `tools/lock.sh` keeps the versions it holds where they still
# fit, `tools/lock.sh --upgrade` takes the newest, `tools/lock.sh --upgrade-package furo` the newest of one.
# One list serves every platform and every Python from 3.11 on: each version is one that 3.11 can have, so
# that the site comes out the same everywhere. It holds names, versions and hashes, and no addresses.
set -eu

cd "$(dirname "$0")/.."

for uv in uv .venv/bin/uv none; do
    if command -v "$uv" >/dev/null 2>&1; then break; fi
done
if [ "$uv" = none ]; then
    echo "tools/lock.sh needs uv: .venv/bin/python -m pip install uv" >&2
    exit 1
fi

# One Sphinx for every Python: 9.1 wants 3.12.
echo 'sphinx<9.1' |
    "$uv" pip compile pyproject.toml --group dev --constraints /dev/stdin \
        --universal --python-version 3.11 --fork-strategy fewest \
        --generate-hashes --no-header --quiet \
        --output-file constraints.txt "$@"

# The head is ours: uv's own would quote the command line, and with it whatever the machine's settings add.
head='# Every version that is installed here, with its hashes. Written by tools/lock.sh: do not edit.'
{ printf '%s\n' "$head"; grep -v -e '^# Every version' -e '/dev/stdin' constraints.txt; } > constraints.txt.new
mv constraints.txt.new constraints.txt
