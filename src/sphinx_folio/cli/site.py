"""The site as its sources tell it: found, and read without Sphinx."""

from __future__ import annotations

import contextlib
import datetime
import functools
import os
import runpy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from .. import bibtex, front_matter, scheduling
from ..front_matter.schemas import SORTS, sort_of
from ..models import Publication

BLOG = "blog/"


@dataclass(frozen=True)
class Page:
    """A source file of the site; ``name`` is its path without ``.md``, as Sphinx knows it."""

    path: Path
    name: str
    text: str

    @functools.cached_property
    def head(self) -> front_matter.FrontMatter:
        """Its front matter, read as the engine reads it."""
        sort = SORTS[sort_of(self.name)]
        return front_matter.read(self.text, sort.schema, strict=sort.strict)

    @property
    def values(self) -> Mapping[str, Any]:
        """What the front matter says."""
        return self.head.values

    @property
    def id(self) -> str:
        """The name by which posts and series are called: ``cute/layout``."""
        return self.name.removeprefix(BLOG)

    @property
    def title(self) -> str:
        """The heading that the page begins with, else the title of the front matter."""
        for line in self.head.rest.splitlines():
            if line.startswith("# "):
                return _unescaped(line[2:].strip())
        return str(self.values.get("title", ""))

    @property
    def changed(self) -> datetime.date:
        """The day of the last change that its author declares: the latest of all its dates."""
        errata = [one["date"] for one in self.values.get("errata", ())]
        days = [self.values[key] for key in ("date", "updated") if key in self.values]
        return max([*days, *errata], default=datetime.date.min)


class _Tags(set[str]):
    """What a conf.py may ask Sphinx's ``tags``: here none is set."""

    def has(self, name: str) -> bool:
        """Tell whether a tag is set."""
        return name in self


@dataclass(frozen=True)
class Site:
    """A folder with a conf.py and pages."""

    root: Path

    def name_of(self, path: Path) -> str:
        """Return a file's path from the site's root, with slashes on every system."""
        return path.relative_to(self.root).as_posix()

    def read(self, path: Path) -> Page:
        """Read a page, as the build reads it."""
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        return Page(path, self.name_of(path).removesuffix(".md"), text)

    @functools.cached_property
    def _blog(self) -> tuple[Page, ...]:
        return tuple(self.read(path) for path in sorted((self.root / "blog").rglob("*.md")))

    @functools.cached_property
    def posts(self) -> Mapping[str, Page]:
        """The posts by their ids."""
        return {page.id: page for page in self._blog if sort_of(page.name) == "post"}

    @functools.cached_property
    def series(self) -> Mapping[str, Page]:
        """The pages of the series by their ids."""
        found = (page for page in self._blog if sort_of(page.name) == "series")
        return {page.id.removesuffix("/index"): page for page in found}

    @functools.cached_property
    def parts(self) -> Mapping[str, Mapping[int, list[Page]]]:
        """The posts of each series, drafts too and translations not, by their part."""
        found: dict[str, dict[int, list[Page]]] = {}
        for post in self.posts.values():
            name = post.values.get("series", "")
            if name and not self.original_of(post):
                parts = found.setdefault(name, {})
                parts.setdefault(post.values.get("part", 0), []).append(post)
        return found

    def people(self) -> list[str]:
        """Return the ids of the people, sorted."""
        stems = (path.stem for path in (self.root / "people").glob("*.md"))
        return sorted(stem for stem in stems if stem != "index")

    @functools.cached_property
    def settings(self) -> Mapping[str, Any]:
        """What conf.py sets; it is run, as a build runs it."""
        path = self.root / "conf.py"
        try:
            with contextlib.chdir(self.root):
                return runpy.run_path(str(path), {"tags": _Tags()})
        except (Exception, SystemExit) as error:  # whatever a conf.py may do
            raise click.ClickException(f"conf.py: {type(error).__name__}: {error}") from error

    @property
    def language(self) -> str:
        """The language of pages that declare none."""
        return str(self.settings.get("language") or "en").replace("_", "-")

    @property
    def listings(self) -> Path:
        """The folder of the listings; it lies in the site."""
        named = self.settings.get("folio_listings", "listings")
        root = Path(os.path.normpath(self.root / named)) if isinstance(named, str) else self.root
        if root == self.root or not root.is_relative_to(self.root):
            raise click.ClickException("conf.py: folio_listings must name a folder of the site")
        return root

    def bibliography(self) -> dict[str, Publication]:
        """Return the entries of the files that ``bibtex_bibfiles`` names, else of ``*.bib``."""
        names = self.settings.get("bibtex_bibfiles")
        paths = [self.root / name for name in names] if names else sorted(self.root.glob("*.bib"))
        found: dict[str, Publication] = {}
        for path in paths:
            for entry in bibtex.read(path.read_bytes(), path.name).publications:
                found.setdefault(entry.key, entry)
        return found

    def original_of(self, post: Page) -> Page | None:
        """Return the post that one translates: the one it names, else by its file's name."""
        posts = self.posts
        named = post.values.get("translation-of", "").removesuffix(".md").strip("/")
        for name in (named, named.removeprefix(BLOG)) if named else ():
            if name in posts and name != post.id:
                return posts[name]
        stem, dot, _language = post.id.rpartition(".")
        return posts.get(stem) if dot else None

    def language_of(self, post: Page) -> str:
        """Return a post's language: what it declares, what its name ends in, else the site's."""
        declared = post.values.get("language")
        if declared:
            return str(declared)
        stem, dot, suffix = post.id.rpartition(".")
        return suffix if dot and stem in self.posts else self.language


def state_of(post: Page, day: datetime.date) -> str:
    """Return what a post is on a day: ``draft``, ``scheduled`` or ``published``."""
    return scheduling.state(post.values, day, doubtful=bool(post.head.doubts))


def today() -> datetime.date:
    """Return the day by which posts are published."""
    try:
        return scheduling.today()
    except (ValueError, OverflowError, OSError) as error:
        raise click.ClickException(f"SOURCE_DATE_EPOCH: {error}") from error


def find(start: Path) -> Site | None:
    """Return the site that a folder is in: the nearest folder upwards with a conf.py."""
    folder = start.resolve()
    for one in (folder, *folder.parents):
        if (one / "conf.py").is_file():
            return Site(one)
    return None


def needed_site(start: Path | None) -> Site:
    """Return the site that a folder, else the present one, is in; fail with the way out."""
    found = find(start or Path.cwd())
    if found is None:
        here = (start or Path.cwd()).resolve()
        raise click.UsageError(
            f"no conf.py in {here} nor in a folder above it; go into your site, or name it: --site"
        )
    return found


def with_site(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--site``, and the site as its parameter ``site``."""
    return click.option(
        "--site",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        callback=lambda _context, _parameter, value: needed_site(value),
        help="The site's folder, or one inside it.  [default: where you are]",
    )(command)


def _unescaped(heading: str) -> str:
    """Return a heading as it is read, where a backslash only says that a character is text."""
    out, escaped = [], False
    for char in heading:
        if char == "\\" and not escaped:
            escaped = True
            continue
        out.append(char if not escaped or not (char.isalnum() or char.isspace()) else f"\\{char}")
        escaped = False
    return "".join(out)
