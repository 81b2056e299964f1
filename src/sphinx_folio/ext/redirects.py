"""Redirects: small pages at the addresses that pages had."""

from __future__ import annotations

import html
import mimetypes
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urldefrag, urlsplit

from sphinx.errors import ConfigError
from sphinx.util.osutil import relative_uri

from ..errors import Subtype, did_you_mean
from ..mail import spoken
from ..words import words
from . import warn
from .domain import domain_of
from .publishing import SERVICE_PAGES, absolute, page_names, page_path, write_text, writes_pages
from .queries import language_of, place_of, site_language

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

Location = str | tuple[str, int]
Told = tuple[str, Location]

LONGEST, LONGEST_PART = 1000, 200

#: What the site's other files are called, made by this build or by the next; none is a folder.
_MADE = re.compile(
    r"(sitemap\.xml|(robots|llms)\.txt|objects\.inv|searchindex\.js|manifest\.webmanifest"
    r"|blog/(.*/)?(atom|rss)(\.[\w-]+)?\.xml|blog/(.*/)?feed(\.[\w-]+)?\.json)"
)


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


def _validate(app: Sphinx, config: Config) -> None:
    """Refuse settings that cannot be addresses."""
    faults = []
    for old, target in config.folio_redirects.items():
        if not isinstance(old, str) or not isinstance(target, str):
            faults.append(f"{old!r}: {target!r} are no texts")
            continue
        reason = _no_path(old)
        if reason:
            faults.append(f"{old!r} {reason}; write for example '/old/'")
        if target.startswith("//") or not _is_target(target):
            faults.append(f"{target!r} is no document, path such as '/new/' or https:// address")
        elif ".." in unquote(urlsplit(target).path).split("/"):
            faults.append(f"{target!r} leads out of the site")
    if faults:
        raise ConfigError("folio_redirects: " + "; ".join(faults))


def _is_target(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    if parts.scheme or parts.netloc:
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    return bool(target.strip("/ ")) or target == "/"


def _no_path(old: str) -> str:
    """Return why an old address cannot be one of this site's pages, or ``""``."""
    path = unquote(old)
    if not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        return "is no path from the site's root"
    if ".." in path.split("/"):
        return "leads out of the site"
    if "?" in path or "#" in path:
        return "holds a ? or #, which no file can answer"
    if path.startswith("/_"):
        return "lies in a folder of the build's own"
    kind = mimetypes.guess_type(path)[0]
    if kind not in {None, "text/html"} and not path.endswith("/"):
        return "is no page's: only an address that ends in / or .html can redirect"
    if len(path.encode()) > LONGEST or max(len(one.encode()) for one in path.split("/")) > (
        LONGEST_PART
    ):
        return "is too long for a file's name"
    return ""


def file_of(path: str) -> str:
    """Return the file below the output folder that answers at a path."""
    name = posixpath.normpath(path).lstrip("/")
    if name.endswith(".html") and not path.endswith("/"):
        return name
    return posixpath.join(name, "index.html").lstrip("/")


def _above(name: str) -> list[str]:
    """Return the folders that a file lies in."""
    parts = name.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def redirects(app: Sphinx) -> tuple[list[Redirect], list[Told]]:
    """Return the redirects of the site, sorted, and what is wrong with others.

    Each leads to its last target: a browser is sent on only once.
    """
    faults: list[Told] = []
    docnames = page_names(app)
    pages = {file_of(page_path(app, name)): page_path(app, name) for name in docnames}
    service = {"404.html", *(file_of(page_path(app, name)) for name in SERVICE_PAGES)}
    folders = {folder for name in pages for folder in _above(name)}
    found: dict[str, Redirect] = {}
    said = [*_of_pages(app), *_of_settings(app, faults)]
    for one in sorted(said, key=lambda one: (one.old, str(one.location))):
        name = file_of(one.old)
        reason = _no_path(one.old)
        if reason:
            message = f"redirect from {one.old!r}: the address {reason}"
        elif name in pages or name in service:
            message = f"redirect from {one.old!r}: a page stands there"
        elif name in folders or any(
            folder in pages or folder in found or _MADE.fullmatch(folder) for folder in _above(name)
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
    while not _is_away(last.target) and file_of(last.target) in found:
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
    if not _is_away(path) and file_of(path) not in pages and _is_page(path):
        hint = did_you_mean(path, pages.values())
        message = f"redirect from {one.old!r}: no page {last.shown!r}.{hint}"
        faults.append((message, one.location))
        return None
    return replace(one, target=path, fragment=last.fragment)


def _is_away(target: str) -> bool:
    return not target.startswith("/")


def _is_page(path: str) -> bool:
    return path.endswith("/") or mimetypes.guess_type(path)[0] in {None, "text/html"}


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


def redirect_page(app: Sphinx, one: Redirect) -> str:
    """Return the page that stands at an old address: it works without a script, from any folder."""
    domain = domain_of(app.env)
    pages = domain.cached(
        "pages by path", lambda: {page_path(app, name): name for name in page_names(app)}
    )
    docname = pages.get(one.target, "")
    language = language_of(domain, docname) if docname else site_language(domain)
    _ = words(language)
    title = app.env.titles[docname].astext() if docname in app.env.titles else one.shown
    title = spoken(title)
    if _is_away(one.target):
        link = full = quote(one.target, safe=":/?#[]@!$&()*+,;=%~")
    else:
        path = one.target.lstrip("/")
        end = f"#{quote(one.fragment)}" if one.fragment else ""
        link = (relative_uri(quote(file_of(one.old)), quote(path)) or "./") + end
        full = absolute(app, path)
    canonical = f'\n<link rel="canonical" href="{html.escape(full)}">' if full else ""
    anchor = f'<a href="{html.escape(link)}">{html.escape(title)}</a>'
    return f"""<!DOCTYPE html>
<html lang="{html.escape(language)}">
<head>
<meta charset="utf-8">
<title>{html.escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={html.escape(link)}">{canonical}
</head>
<body>
<main><h1>{html.escape(_("This page has moved"))}</h1>
<p>{html.escape(_("It is now here:"))} {anchor}</p></main>
</body>
</html>
"""


def _write(app: Sphinx, exception: Exception | None) -> None:
    if not writes_pages(app, exception):
        return
    done, faults = redirects(app)
    for message, location in faults:
        warn(message, location, Subtype.REDIRECT)
    for one in done:
        try:
            write_text(app, file_of(one.old), redirect_page(app, one))
        except OSError:
            message = f"redirect from {one.old!r}: another file of the site stands in its way"
            warn(message, one.location, Subtype.REDIRECT)


def _written(app: Sphinx) -> list[str]:
    names = (file_of(one.old) for one in redirects(app)[0])
    return [name for name in names if Path(app.outdir, name).is_file()]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the settings and the steps."""
    app.setup_extension("sphinx_folio.ext.publishing")
    app.setup_extension("sphinx_folio.ext.pages")
    # Former addresses that are not a page's own: {"/old/": "docname", "/away/": "https://…"}.
    app.add_config_value("folio_redirects", {}, "html", dict, "Old address: document or address")
    app.connect("config-inited", _validate, priority=600)
    app.connect("build-finished", _write, priority=700)
    app.connect("folio-files-written", _written)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
