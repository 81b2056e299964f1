"""What every kind of proof does: run a program in an empty folder, and judge how it ended."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from .checks import Check, Kind
from .diagnostics import difference, normalised, place_in, visible
from .programs import Programs, Run
from .records import Result, Step
from .sources import OutsideError, sorted_out
from .toolchains import Device, Toolchain

#: A compiler may take longer than a program, and on a busy machine much longer.
COMPILING = 900  # seconds
_LONGEST_TOLD = 4000  # characters of a complaint
# With these a compiler says more than what is wrong.
_TIMES = re.compile(r"^.*\bCompile time = .*\n?", re.MULTILINE)
# A header that g++ and clang++ name as they read it.
_READ = re.compile(r"^\.+ (.+)$", re.MULTILINE)
_TELLING = ("-v", "--verbose", "--resource-usage", "-res-usage", "-Xptxas=-v")


class Unproved(Exception):  # noqa: N818 (the listing is wrong, not we)
    """The listing is wrong: a message, and what a program said of it."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


class Workbench:
    """One listing, the tools, an empty folder, and what was done so far."""

    def __init__(
        self,
        root: Path,
        site: Path,
        check: Check,
        tools: Toolchain,
        programs: Programs,
        folder: Path,
    ) -> None:
        self.root = root
        self.site = site
        self.check = check
        self.tools = tools
        self.folder = folder
        self.source = root / check.name
        self.steps: list[Step] = []
        self.output: str | None = None
        self.device: Device | None = None
        self.used = {self.source}
        self._programs = programs

    def empty_folder(self) -> Path:
        """Return a new folder."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    def start(
        self,
        command: Sequence[str | Path],
        timeout: int,
        environment: Mapping[str, str] | None = None,
    ) -> Run:
        """Run a command in a new folder, and return how it ended."""
        try:
            return self._programs.run(command, self.empty_folder(), timeout, environment)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            said = error.strerror if isinstance(error, OSError) else str(error)
            raise Unproved(f"{Path(command[0]).name} cannot be started: {said}") from None

    def compile(self, command: Sequence[str | Path]) -> Run:
        """Run a compiler."""
        timeout = max(COMPILING, self.check.timeout)
        return self.start(command, timeout, self.tools.environment)

    # --- packages and what is missing ------------------------------------------------------

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages whose headers the compiler reads; nvcc brings those of CUDA."""
        check = self.check
        if check.kind == Kind.CPP:
            named = {*check.packages, *(("cuda",) if "cutlass" in check.packages else ())}
        else:
            named = set(check.packages) - {"cuda"}
        return () if check.kind == Kind.PYTHON else tuple(sorted(named, reverse=True))

    @property
    def includes(self) -> list[str]:
        """The flags that name the folders of headers."""
        places = [place for name in self.packages for place in self.tools.includes[name]]
        return [part for place in places for part in ("-isystem", str(place))]

    def unplaced(self, prefix: str = "") -> list[str]:
        """The flags by which ``__FILE__``, and so an assertion, says nothing of this machine.

        Each begins with *prefix*, by which nvcc hands it on.
        """
        places = [self.root, *(p for name in self.packages for p in self.tools.includes[name])]
        return [f"{prefix}-fmacro-prefix-map={place}/=" for place in places]

    def can(self, tool: str, step: Step) -> bool:
        """Tell whether a tool and all headers are there, else note the step as not done."""
        missing = self.tools.missing
        reasons = [missing[name] for name in (tool, *self.packages) if name in missing]
        if reasons:
            self.note_not_done(step, reasons[0])
        return not reasons

    def note_not_done(self, step: Step, reason: str) -> None:
        """Note a step as not done."""
        self.steps.append(replace(step, result=Result.NOT_DONE, reason=reason))

    def note_headers(self, listed: Path) -> bool:
        """Note what the compiler says that it read; tell whether it says so."""
        if not listed.is_file():
            return False
        text = listed.read_text("utf-8", "replace").replace("\\\n", " ")
        names = text.partition(": ")[2].replace("\\ ", "\0").split()
        plain = (name.replace("\0", " ").replace("$$", "$").replace("\\#", "#") for name in names)
        self.used |= {self.folder / name for name in plain}
        listed.unlink()
        return True

    def note_headers_of(self, command: Sequence[str | Path], *told: str | Path) -> None:
        """Note what a compiler reads of a listing that it does not compile, as it preprocesses."""
        run = self.compile([*command, *self.includes, "-E", *told, self.source])
        self.used |= {self.folder / name for name in _READ.findall(run.errors)}

    def sources(self) -> tuple[list[str], list[Path]]:
        """Return the files of the site and those of the system that were used."""
        tools = (self.tools.cxx, self.tools.nvcc, self.tools.ptxas)
        programs = (Path(tool.command[0]).resolve() for tool in tools if tool)
        others = {program.parent.parent for program in programs} - {_home(), Path("/")}
        others |= {self.folder, Path(sys.prefix), Path(sys.base_prefix)}
        others |= {place for places in self.tools.includes.values() for place in places}
        try:
            ours, theirs = sorted_out(self.used, self.root, self.site, others)
        except OutsideError as error:
            raise Unproved(f"uses {error.path}, which is outside of the site") from None
        return ours, [path for path in theirs if not path.is_relative_to(self.folder)]

    # --- how it ended ----------------------------------------------------------------------

    def run_twice(self, start: Callable[[], Run], step: Step) -> None:
        """Note a program that does as its check says, and prints the same when it runs again.

        Raises ``Unproved`` where it went wrong.
        """
        read = self._complaint if self.check.fails else self._print
        first, again = read(start(), step), read(start(), step)
        if first != again:
            told = difference(first, again, "printed first", "printed then")
            self._refuse(step, "prints something else each time", told)
        result = Result.EXPECTED_FAILURE if self.check.fails else Result.PASSED
        self.steps.append(replace(step, result=result))
        self.output = first

    def _print(self, run: Run, step: Step) -> str:
        """Return what a program printed that ended well."""
        self._refuse_stopped(run, step)
        if run.code:
            self._refuse(step, f"ends with code {run.code}", self._said(run))
        if run.errors.strip():
            self._refuse(step, "prints on the error stream", self._said(run))
        return self._public(visible(run.output), step)

    def _complaint(self, run: Run, step: Step) -> str:
        """Return what was said by what failed as its check says."""
        wanted, ran = self.check.fails, step.action == "run"
        said = run.output + run.errors if ran else run.errors + run.output
        text = normalised(said, self._folders())
        self._refuse_stopped(run, step)
        if run.code == 0:
            self._refuse(step, f"{step.action}s, but is meant to fail with {wanted!r}")
        if wanted not in text:
            self._refuse(step, f"fails, but not with {wanted!r}", text[:_LONGEST_TOLD])
        return self._public(text, step)

    def _public(self, text: str, step: Step) -> str:
        """Return a text that tells nothing of this machine."""
        own = (self.root, self.site, self.folder, Path(tempfile.gettempdir()), _home())
        place = place_in(text, (*own, Path(sys.prefix), Path(sys.base_prefix)))
        if place:
            lines = (line for line in text.splitlines() if place in line)
            self._refuse(step, f"prints a path of this machine, {place}", next(lines))
        return text

    def accept_compilation(self, run: Run, step: Step) -> None:
        """Note a compilation without a word, or without more than was asked for."""
        where = f" for {step.arch}" if step.arch else ""
        self._refuse_stopped(run, step)
        if run.code:
            self._refuse(step, f"does not {step.action}{where}", self._said(run))
        said = self._said(run)
        if said.strip() and not any(_is_telling(flag) for flag in self.check.flags):
            self._refuse(step, f"{step.action}s{where}, but not without a word", said)
        if said.strip():
            self.output = (self.output or "") + self._public(_TIMES.sub("", said), step)
        self.steps.append(step)

    def expect_failure(self, run: Run, step: Step) -> None:
        """Note a step that failed as its check says; raise ``Unproved`` where it did not."""
        text = self._complaint(run, step)
        self.steps.append(replace(step, result=Result.EXPECTED_FAILURE))
        self.output = text if self.output is None else self.output

    def _refuse_stopped(self, run: Run, step: Step) -> None:
        if run.stopped:
            self._refuse(step, f"{step.tool} {run.stopped}", self._said(run))

    def _refuse(self, step: Step, message: str, details: str = "") -> NoReturn:
        self.steps.append(replace(step, result=Result.FAILED))
        raise Unproved(message, details[-_LONGEST_TOLD:])

    def _said(self, run: Run) -> str:
        return normalised(run.errors + run.output, self._folders())

    def _folders(self) -> Iterator[Path]:
        yield self.root
        yield self.folder
        yield from (one for one in self.folder.iterdir() if one.is_dir())
        for places in self.tools.includes.values():
            yield from places


def _home() -> Path:
    """Return where we are at home; the root where nobody knows."""
    try:
        return Path.home()
    except RuntimeError:
        return Path("/")


def _is_telling(flag: str) -> bool:
    return flag in _TELLING or flag.endswith((",-v", "=-v"))
