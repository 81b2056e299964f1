"""What the tests of listings share."""

from __future__ import annotations

from pathlib import Path

import pytest

from benches import program


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an empty folder of listings."""
    path = tmp_path / "listings"
    path.mkdir()
    return path


# It writes the program that it was asked for, and PTX where it keeps what it made.
NVCC = """\
if [ "$1" = --version ] || [ "$2" = --version ]; then
  echo "Cuda compilation tools, release 13.0, V13.0.88"; exit 0
fi
while [ $# -gt 0 ]; do
  case "$1" in
    -o) out="$2";; --keep-dir) keep="$2";; -MF) deps="$2";;
  esac
  shift
done
printf 'ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%%r1}, [%%r2];\\n' > "$keep/k.ptx"
printf 'out: \\n' > "$deps"
printf '#!/bin/sh\\necho "ran on $CUDA_VISIBLE_DEVICES"\\n' > "$out"
/bin/chmod +x "$out"
"""


@pytest.fixture
def fakes(tmp_path: Path) -> Path:
    """Return a folder of tools that pretend; there is no nvidia-smi."""
    folder = tmp_path / "bin"
    program(folder, "g++", 'echo "g++ (Fake) 12.2.0"')
    program(folder, "nvcc", NVCC)
    return folder
