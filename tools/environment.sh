#!/bin/sh
# Make the environment VENV if there is none, and install into it what constraints.txt pins and this project:
# `tools/environment.sh PYTHON VENV`. With uv when it is on the PATH, else with venv and pip.
# Every package is a wheel whose hash is checked: nothing from an index is run to be installed.
set -eu

cd "$(dirname "$0")/.."
interpreter=$1
venv=$2
python=$venv/bin/python

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

if command -v uv >/dev/null 2>&1; then with=uv; else with=pip; fi

if ! "$python" -c '' >/dev/null 2>&1; then
    command -v "$interpreter" >/dev/null 2>&1 ||
        stop "There is no $interpreter here. Install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3"
    "$interpreter" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        stop "$("$interpreter" --version) is too old: Python 3.11 or newer is needed. Name one: make PYTHON=python3.11"
    [ ! -e "$venv" ] || [ -f "$venv/pyvenv.cfg" ] ||
        stop "$venv is in the way: it is no environment. Move it, or name another place: make VENV=/path"
    echo "Making $venv with $with ..."
    rm -rf "$venv"
    if [ "$with" = uv ]; then
        uv venv --quiet --python "$interpreter" "$venv"
    else
        "$interpreter" -c 'import ensurepip, venv' 2>/dev/null ||
            stop "$interpreter cannot make an environment: its modules venv and ensurepip are missing." \
                "On Debian and Ubuntu: sudo apt install python3-venv. Or install uv, which needs neither."
        "$interpreter" -m venv "$venv"
    fi
fi

echo "Installing what constraints.txt pins, with $with ..."
if [ "$with" = uv ]; then
    uv pip install --quiet --python "$python" --require-hashes --only-binary :all: -r constraints.txt
    uv pip install --quiet --python "$python" --no-deps --no-build-isolation -e .
else
    "$python" -m pip --version >/dev/null 2>&1 || "$python" -m ensurepip >/dev/null # uv made it without pip
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r constraints.txt
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
