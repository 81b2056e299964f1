"""Installs each tool into a folder of its own, or says why it cannot be."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from peers.peer import Peer, program

#: What our own figures depend on.
_OURS = (
    "sphinx-folio",
    "sphinx",
    "docutils",
    "myst-parser",
    "furo",
    "sphinxcontrib-bibtex",
    "pygments",
    "pagefind",
)


class UnavailableError(Exception):
    """Why a tool cannot be installed here, in a line."""


def prepare(peer: Peer, folder: Path) -> None:
    """Install a tool into *folder*, unless that holds it; raise ``UnavailableError``, with why."""
    if peer.is_ours:
        return
    stamp = folder / ".ready"
    wanted = "\n".join(versions(peer))
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if peer.pins:
        _run([sys.executable, "-m", "venv", str(folder)], folder)
        pip = [program(folder, "python"), "-m", "pip", "install", "--disable-pip-version-check"]
        _run([*pip, "--quiet", *peer.pins], folder)
    if peer.packages:
        _install_packages(peer, folder)
    stamp.write_text(wanted, encoding="utf-8")


def _install_packages(peer: Peer, folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise UnavailableError("needs Node")
    settings = {
        "private": True,
        "dependencies": dict(peer.packages),
        # Eleventy 3.1 asks for a range whose newest release has no program in it.
        "overrides": {"@11ty/recursive-copy": "4.0.4"},
    }
    (folder / "package.json").write_text(json.dumps(settings), encoding="utf-8")
    _run([npm, "install", "--silent", "--no-audit", "--no-fund"], folder)


def _run(command: list[str], folder: Path) -> None:
    """Run a command; its last line that speaks of an error becomes the reason."""
    ran = subprocess.run(
        command, cwd=folder, env=variables(ours=False), capture_output=True, text=True, check=False
    )
    if ran.returncode:
        lines = (ran.stderr or ran.stdout).strip().splitlines() or ["said nothing"]
        errors = [line for line in lines if "error" in line.lower()]
        raise UnavailableError(f"{Path(command[0]).name}: {(errors or lines)[-1].strip()}")


def variables(*, ours: bool) -> dict[str, str]:
    """Return the variables for a tool: without our place for modules, if it is not ours.

    Compiled modules are kept, as on people's machines.
    """
    left_out = {"PYTHONDONTWRITEBYTECODE"} | (set() if ours else {"PYTHONPATH"})
    return {name: value for name, value in os.environ.items() if name not in left_out}


def versions(peer: Peer) -> list[str]:
    """Return what a tool is made of, each as `name==version`."""
    if not peer.is_ours:
        return [*peer.pins, *(f"{name}=={number}" for name, number in peer.packages.items())]
    found = []
    for name in _OURS:
        try:
            found.append(f"{name}=={version(name)}")
        except PackageNotFoundError:  # Pagefind is no dependency
            continue
    return found


def commit(repository: Path) -> str:
    """Return the commit that ours is at, with a mark if files were changed since; or nothing."""
    asked = ["git", "-C", str(repository), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:  # no git
        return ""


def machine() -> dict[str, object]:
    """Return what the figures are of: processor, cores, memory in GB, system, languages."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    node = shutil.which("node")
    said = [node, "--version"] if node else [sys.executable, "-c", "print('none')"]
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory / 1e9),
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "python": platform.python_version(),
        "node": subprocess.run(said, capture_output=True, text=True, check=True).stdout.strip(),
    }


def _processor() -> str:
    """Return the name of the processor, where Linux says it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
