"""Which redirects there are: each leads to its last target, and to one alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urlsplit

from ...errors import did_you_mean
from ..domain import domain_of
from ..publishing import SERVICE_PAGES, page_names, page_path
from ..queries import place_of
from .paths import MADE, file_of, folders_of, is_away, is_page, no_path

if TYPE_CHECKING:
    from sphinx.application import Sphinx

Location = str | tuple[str, int]
Told = tuple[str, Location]


@dataclass(frozen=True, slots=True)
class Redirect:
    """A former address and where it leads: a path from the site's root, or an absolute address.

    Paths are plain, as files are called; a place in the target's page stands apart from it.
    """

    old: str
    target: str
    location: Location
    fragment: str = ""

    @property
    def shown(self) -> str:
        """Where it leads, for people."""
        return f"{self.target}#{self.fragment}" if self.fragment else self.target


def redirects(app: Sphinx) -> tuple[list[Redirect], list[Told]]:
    """Return the redirects of the site, sorted, and what is wrong with others.

    Each leads to its last target: a browser is sent on only once.
    """
    faults: list[Told] = []
    docnames = page_names(app)
    pages = {file_of(page_path(app, name)): page_path(app, name) for name in docnames}
    service = {"404.html", *(file_of(page_path(app, name)) for name in SERVICE_PAGES)}
    folders = {folder for name in pages for folder in folders_of(name)}
    found: dict[str, Redirect] = {}
    said = [*_of_pages(app), *_of_settings(app, faults)]
    for one in sorted(said, key=lambda one: (one.old, str(one.location))):
        name = file_of(one.old)
        reason = no_path(one.old)
        if reason:
            message = f"redirect from {one.old!r}: the address {reason}"
        elif name in pages or name in service:
            message = f"redirect from {one.old!r}: a page stands there"
        elif name in folders or any(
            folder in pages or folder in found or MADE.fullmatch(folder)
            for folder in folders_of(name)
        ):
            message = f"redirect from {one.old!r}: another file of the site stands in its way"
        elif name in found and found[name].shown != one.shown:
            message = (
                f"redirect from {one.old!r}: it leads to {found[name].shown} already "
                f"(said in {_place(app, found[name].location)})"
            )
        else:
            found.setdefault(name, one)
            continue
        faults.append((message, one.location))
    done = [_followed(one, found, pages, faults) for one in found.values()]
    return [one for one in done if one], faults


def _followed(
    one: Redirect, found: Mapping[str, Redirect], pages: Mapping[str, str], faults: list[Told]
) -> Redirect | None:
    """Return the redirect with the last of the targets that it leads to."""
    last, passed = one, [one.old]
    while not is_away(last.target) and file_of(last.target) in found:
        passed.append(last.shown)
        step = found[file_of(last.target)]
        if step.old in passed[:-1] or file_of(step.old) == file_of(one.old):
            message = f"redirect from {one.old!r}: it runs in a circle, {' → '.join(passed)}"
            faults.append((message, one.location))
            return None
        last = step
    if len(passed) > 1:
        message = (
            f"redirect from {one.old!r}: {one.shown!r} is a former address itself; "
            f"write {last.shown}"
        )
        faults.append((message, one.location))
    path = last.target
    if not is_away(path) and file_of(path) not in pages and is_page(path):
        hint = did_you_mean(path, pages.values())
        message = f"redirect from {one.old!r}: no page {last.shown!r}.{hint}"
        faults.append((message, one.location))
        return None
    return replace(one, target=path, fragment=last.fragment)


def _of_pages(app: Sphinx) -> Iterator[Redirect]:
    """Yield what pages say of their own former addresses."""
    domain = domain_of(app.env)
    for docname, former in domain.data["redirects"].items():
        place = place_of(domain, docname, "redirect-from")
        for old in former:
            yield Redirect(unquote(old), page_path(app, docname), place)


def _of_settings(app: Sphinx, faults: list[Told]) -> Iterator[Redirect]:
    """Yield the redirects of conf.py; one to an unknown document is told, and left out."""
    conf = app.confdir / "conf.py"
    text = conf.read_text(encoding="utf-8") if app.config.folio_redirects and conf.is_file() else ""
    docnames = page_names(app)
    for old, target in sorted(app.config.folio_redirects.items()):
        location = f"{conf}:{_line_with(text, old)}"
        name, fragment = urldefrag(target)
        # A document can be called with a # itself.
        if target in docnames:
            name, fragment = target, ""
        elif target.rpartition("#")[0] in docnames:
            name, _, fragment = target.rpartition("#")
        if urlsplit(target).scheme:
            yield Redirect(unquote(old), target, location)
        elif target.startswith("/"):
            yield Redirect(unquote(old), unquote(name), location, unquote(fragment))
        elif name in docnames:
            yield Redirect(unquote(old), page_path(app, name), location, unquote(fragment))
        else:
            hint = did_you_mean(name, docnames)
            message = f"redirect from {old!r}: no document {name!r}.{hint}"
            faults.append((message, location))


def _line_with(text: str, words: str) -> int:
    """Return the first line that holds the words, else 1."""
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if words in line), 1)


def _place(app: Sphinx, location: Location) -> str:
    if isinstance(location, str):
        return Path(location).name
    return f"{app.env.doc2path(location[0], base=False)}:{location[1]}"
