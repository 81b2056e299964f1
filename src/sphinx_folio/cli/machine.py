"""What the present machine is, as far as a measurement says it: no host, no user, no folder."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_QUERY = "name,driver_version,clocks.sm"
_EVERY = 0.2  # seconds
#: What ends a path that stands in a text, and what a path has.
_END, _NAME = r"\s=,:;'\"&|<>()", r"[\w.+-]+"
#: What a path may stand at without a space: ``-I/opt/x``, ``-isystem/opt/x``, ``--sysroot/opt/x``.
_FLAG = r"(?P<flag>(?:^|(?<=[\s=,'\"]))-(?:[A-Za-z]|i[a-z]+|-?\w*root))"


@dataclass(frozen=True)
class Gpu:
    """A GPU as nvidia-smi tells it; ``clock`` of its multiprocessors in MHz."""

    name: str
    driver: str
    clock: int


def cpu() -> str:
    """Return the model of the processor."""
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8", errors="replace") if info.is_file() else ""
    match = re.search(r"(?m)^(?:model name|Hardware|cpu model)\s*:\s*(.+)$", text)
    named = match[1] if match else _said(["sysctl", "-n", "machdep.cpu.brand_string"])
    return " ".join((named or platform.processor() or platform.machine()).split())


def cores() -> int:
    """Return how many processors a program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 0


def system() -> str:
    """Return the operating system and its kernel: ``Debian GNU/Linux 12, Linux 6.1``."""
    kernel = " ".join([platform.system(), ".".join(platform.release().split(".")[:2])])
    kernel = re.sub(r"-.*", "", kernel)
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return kernel
    named = " ".join(filter(None, [release.get("NAME"), release.get("VERSION_ID")]))
    return f"{named}, {kernel}" if named else kernel


def gpu() -> Gpu | None:
    """Return the GPU that a program gets, the first that it may see; ``None`` if there is none."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",")[0].strip()
    which = ["-i", visible] if visible and visible != "-1" else []
    command = ["nvidia-smi", *which, f"--query-gpu={_QUERY}", "--format=csv,noheader,nounits"]
    parts = [part.strip() for part in _said(command).partition("\n")[0].split(",")]
    if len(parts) != 3 or not parts[0]:
        return None
    return Gpu(parts[0], parts[1], int(parts[2]) if parts[2].isdigit() else 0)


@contextmanager
def watched(found: list[Gpu]) -> Iterator[None]:
    """Look at the GPU again and again while something runs; *found* gets what was seen.

    An idle GPU lowers its clock: only under load does it tell the one that counts.
    """
    done = threading.Event()

    def look() -> None:
        while not done.wait(_EVERY):
            if (seen := gpu()) is None:
                return
            found.append(seen)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def commit(root: Path, ignored: str) -> tuple[str, bool]:
    """Return the short hash of the commit in a folder, and whether nothing has changed since.

    What matches the path *ignored* does not count. Without git or a commit: ``""``, ``False``.
    """
    short = _said(["git", "rev-parse", "--short=7", "HEAD"], root)
    if not short:
        return "", False
    pathspec = ["--", ":/", f":(exclude,top,glob){ignored}"]
    changed = _said(["git", "status", "--porcelain", *pathspec], root, failed="?")
    return short, not changed


def without_folders(word: str, root: Path) -> str:
    """Return a word of a command without folders of this machine: *root* goes, of others the name.

    ``/opt/bin/walk`` becomes ``walk``, and below the site what is left of the path there. Raises
    ``ValueError`` where that would not do: a name of a user, or a path that may have spaces.
    """

    def shortened(match: re.Match[str]) -> str:
        if match["url"] or _climbs_inside(match, root):
            return match[0]
        path = re.sub("^/+", "/", match["path"])
        for base in (Path.cwd(), root):
            if Path(path).is_relative_to(base):
                return (match["flag"] or "") + Path(path).relative_to(base).as_posix()
        *folders, name = re.split(r"[/\\]+", path.rstrip("/\\"))
        if name == _home().name or name.startswith("~") or folders in (["", "home"], ["", "Users"]):
            raise ValueError(_said_of(word))
        if any(map(str.isspace, word)):  # and one may be in the path
            raise ValueError(_said_of(word))
        return (match["flag"] or "") + name

    short = _paths(root).sub(shortened, word)
    if folder_in(short, root):
        raise ValueError(_said_of(word))
    return short


def folder_in(text: str, root: Path) -> str:
    """Return a path of this machine that a text has, ``""`` if it has none.

    Those below the site are none if they are relative; units and ratios (``GB/s``) are none.
    """
    for match in _paths(root).finditer(text):
        if not match["url"] and not _climbs_inside(match, root):
            return match[0]
    return home_in(text, root)


def home_in(text: str, root: Path) -> str:
    """Return the home folder or that of the site if a text has it, however it is written."""
    for base in (_home(), Path.cwd(), root):
        if len(base.parts) > 2 and str(base) in text:
            return str(base)
    return ""


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # nobody's
        return Path("/")


def _said_of(word: str) -> str:
    return f"{word!r} names a folder of this machine, which readers lack"


def _climbs_inside(match: re.Match[str], root: Path) -> bool:
    """Tell whether a path with ``..`` stays below the site, or names nothing else."""
    up = match["up"]
    return bool(up) and (
        set(up.split("/")) <= {"..", ".", ""}
        or Path(os.path.normpath(Path.cwd() / up)).is_relative_to(root)
    )


def _paths(root: Path) -> re.Pattern[str]:
    """Return what finds paths of this machine, and addresses in the web, which are none.

    A slash after a letter, a digit or a sign of units begins none: ``GB/s``, ``(a+b)/c``, ``./x``.
    """
    # These may have spaces.
    bases = "|".join(re.escape(str(base).lstrip("/")) for base in (Path.cwd(), root))
    rest = f"(?:(?:{bases})(?![^/{_END}]))?[^{_END}]*"
    return re.compile(
        rf"""(?P<url>https?://[\w.-]+(?::\d+)?(?:/[^\s'",;:]*)?)"""
        rf"|(?:{_FLAG}|file:(?://)?(?=/)|(?<![\w.)\]}}%*$€°…+/])|(?<=[^\x00-\x7f])(?=/[^\s/]+/))"
        rf"(?P<path>/+(?=[^\s/])(?!dev/\w+(?![\w/])){rest}"
        rf"|~[\w.-]*[/\\][^{_END}]*|(?<![^\s'\"])~[A-Za-z_][\w.-]*(?![^\s'\"])"
        rf"|[A-Za-z]:\\[^{_END}]*|\\\\\w[^{_END}]*"
        rf"|(?P<up>(?:{_NAME}/+)*\.\.(?:/[^{_END}]*|(?![^{_END}]))))"
    )


def _said(command: Sequence[str], folder: Path | None = None, failed: str = "") -> str:
    """Return what a command prints, *failed* if it cannot be run."""
    try:
        run = subprocess.run(
            command,
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=20,
            env={**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
        )
    except (OSError, subprocess.SubprocessError):
        return failed
    return run.stdout.strip()
