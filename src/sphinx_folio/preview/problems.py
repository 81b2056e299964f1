"""What is wrong with a site: where, and what; kept until what it was said of is looked at again."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import re
import traceback
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

#: What is warned of, with the name of a source after it, to tell of which page it was that all
#: since the mark before was said; without a name, it was said of none.
MARK = "up to here all was said of:"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_WARNING = re.compile(
    r"^(?:(?P<place>.*?): )?(?P<level>WARNING|ERROR|CRITICAL|SEVERE): (?P<message>.*)$", re.DOTALL
)
_PLACE = re.compile(r"^(?P<file>.+?)(?::(?P<line>\d+))?(?::<[^>]*>)?(?::\d*)?$")


@dataclass(frozen=True, slots=True)
class Problem:
    """A warning or an error; ``file`` as a path from the site's root where it lies in it.

    ``page`` is the source of the page that was read or written when it was told: the file may be
    one that the page includes.
    """

    message: str
    file: str = ""
    line: int = 0
    is_error: bool = False
    details: str = ""
    page: str = field(default="", compare=False)

    @property
    def source(self) -> str:
        """The file that has to be looked at again for the problem to go."""
        return self.page or self.file

    @property
    def place(self) -> str:
        """The file and the line, as editors take them."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.file else self.message


class Warnings(io.StringIO):
    """The stream that Sphinx writes its warnings to; what comes is told by `take`."""

    def __init__(self, site: Path) -> None:
        super().__init__()
        self._site = site

    def take(self, page: str = "") -> list[Problem]:
        """Return the warnings since the last call, each once for a page.

        What no `MARK` follows was said of *page*.
        """
        found: dict[tuple[str, Problem], Problem] = {}
        since: list[Problem] = []
        for one in [*_parsed(self._text(), self._site), Problem(f"{MARK} {page}")]:
            if one.message.startswith(MARK):
                name = one.message.removeprefix(MARK).strip()
                found |= {(name, said): replace(said, page=name) for said in since}
                since = []
            else:
                since.append(one)
        return list(found.values())

    def _text(self) -> str:
        text = _COLOUR.sub("", self.getvalue())
        self.seek(0)
        self.truncate()
        return text


def _parsed(text: str, site: Path) -> Iterable[Problem]:
    found: list[str] = []
    for line in text.splitlines():
        # A message of several lines goes on where the next line is no warning of its own.
        if _WARNING.match(line) or not found:
            found.append(line)
        else:
            found[-1] += f"\n{line}"
    for one in filter(None, map(str.strip, found)):
        match = _WARNING.match(one)
        if match is None:
            yield Problem(one)
            continue
        file, number = _place(match["place"] or "", site)
        yield Problem(match["message"], file, number, match["level"] != "WARNING")


def _place(place: str, site: Path) -> tuple[str, int]:
    match = _PLACE.match(place)
    if match is None:
        return "", 0
    return _inside(match["file"], site), int(match["line"] or 0)


def _inside(name: str, site: Path) -> str:
    path = Path(name)
    return path.relative_to(site).as_posix() if path.is_relative_to(site) else name


class UnreadableError(Exception):
    """A source is not text of the encoding that all have."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def check_encoding(site: Path, file: str, encoding: str) -> None:
    """Raise an `UnreadableError` where a source cannot be decoded: the codec's names no file."""
    content = (site / file).read_bytes()
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        told = f"this is not {encoding.removesuffix('-sig')}: {error.reason}"
        problem = Problem(told, file, line, is_error=True)
    else:
        return
    raise UnreadableError(problem)


def of_exception(error: BaseException, site: Path) -> Problem:
    """Return what to say of an exception, with the last line of the site's own that it came from.

    A fault in ``conf.py`` comes wrapped in Sphinx's, whose message quotes it.
    """
    cause = error
    while cause.__cause__ or cause.__context__:
        cause = cause.__cause__ or cause.__context__ or cause
    details = "".join(traceback.format_exception(error)).rstrip()
    if isinstance(cause, UnreadableError):
        return cause.problem
    message = f"{type(cause).__name__}: {cause}" if cause is not error else str(error)
    if isinstance(cause, SyntaxError) and cause.filename:
        file = _inside(cause.filename, site)
        return Problem(
            f"{type(cause).__name__}: {cause.msg}", file, cause.lineno or 0, True, details
        )
    frames = traceback.extract_tb(cause.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(site)]
    written = [frame for frame in own if ".venv" not in Path(frame.filename).parts]
    for frame in reversed(written):
        place = _inside(frame.filename, site), frame.lineno or 0
        return Problem(message or repr(error), *place, is_error=True, details=details)
    return Problem(message or repr(error), is_error=True, details=details)


class Known:
    """The problems of a site over many builds: a build tells only those of what it looks at.

    What is told of a page when it is read or written stays until it is again, and is kept in a
    file; all else is told by every build.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reading: dict[str, list[Problem]] = {}
        self._writing: dict[str, list[Problem]] = {}
        self._always: list[Problem] = []
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            kept = json.loads(path.read_text(encoding="utf-8"))
            self.read((), from_data(kept["reading"]))
            self.written((), from_data(kept["writing"]))

    def keep(self) -> None:
        """Write what stays, for a process that follows."""
        parts = {"reading": self._reading, "writing": self._writing}
        kept = {
            name: as_data(itertools.chain.from_iterable(part.values()))
            for name, part in parts.items()
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".part")
        beside.write_text(json.dumps(kept), encoding="utf-8")
        beside.replace(self._path)

    def begin(self) -> None:
        """Forget what every build tells."""
        self._always = []

    def read(self, pages: Iterable[str], found: Iterable[Problem]) -> None:
        """Take over what was found while pages, by the names of their files, were read."""
        self._replace(self._reading, pages, found)

    def written(self, pages: Iterable[str], found: Iterable[Problem]) -> None:
        """Take over what was found while pages were written."""
        self._replace(self._writing, pages, found)

    def forget(self, files: Iterable[str]) -> None:
        """Forget what was told of files that are no more."""
        for file in files:
            self._reading.pop(file, None)
            self._writing.pop(file, None)

    def note(self, found: Iterable[Problem]) -> None:
        """Take over what every build tells."""
        self._always += found

    @property
    def pages(self) -> set[str]:
        """The sources of pages of which something was told when they were looked at."""
        return {*self._reading, *self._writing}

    def _replace(
        self, kept: dict[str, list[Problem]], pages: Iterable[str], found: Iterable[Problem]
    ) -> None:
        for page in pages:
            kept.pop(page, None)
        for problem in found:
            told = kept.setdefault(problem.source, [])
            if problem not in told:
                told.append(problem)

    @property
    def all(self) -> list[Problem]:
        """All problems by file and line, each once."""
        kept = itertools.chain(*self._reading.values(), *self._writing.values())
        return sorted(dict.fromkeys([*self._always, *kept]), key=lambda one: (one.file, one.line))


def as_data(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return problems as JSON can hold them."""
    return [asdict(problem) for problem in problems]


def from_data(data: Iterable[dict[str, Any]]) -> list[Problem]:
    """Return problems that came as JSON."""
    return [Problem(**one) for one in data]
