"""The page for addresses that lead nowhere: the sections, and the newest posts.

A host shows it at any depth, so all its links begin at the root of the host.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder

from ..words import words
from .domain import Record, domain_of
from .markup import internal, line, row, rows
from .navigation import sections
from .publishing import root_path
from .queries import by_date, language_of, once_each, site_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

PAGE = "404"
FILE = f"{PAGE}.html"
NEWEST = 5

#: An attribute that holds an address of the site. "content" is no such thing, but for a refresh.
_LINK = re.compile(r"""(?<=[\s"'])([\w-]+)=(["'])((?!/|\#|[a-zA-Z][\w+.-]*:)[^"']*)\2""")
_LINKING = frozenset({"href", "src", "action", "poster", "data-content_root"})


def _body(app: Sphinx) -> str:
    """Return the words of the page: in the site's language, and a line in each other one."""
    assert isinstance(app.builder, StandaloneHTMLBuilder)
    domain = domain_of(app.env)
    language = site_language(domain)
    _ = words(language)
    tops = [Record("page", one.docname, one.title, one.docname) for one in sections(app.env, "")]
    home = Record("page", "home", _("Home"), app.config.root_doc)
    posts = once_each(domain, by_date(domain), language)[:NEWEST]
    spoken = {language_of(domain, name) for name in app.env.found_docs} - {language}
    parts: list[nodes.Node] = [
        line("folio-lede", _said(language)),
        *(_paragraph(_said(one), one) for one in sorted(spoken) if _said(one) != _said(language)),
        _heading(_("Parts of this site")),
        rows("", _linked(app, [home, *tops])),
    ]
    if posts:
        parts += [_heading(_("Newest posts")), rows("", _linked(app, posts))]
    listed = app.builder.render_partial(nodes.container("", *parts))["fragment"]
    return f"<section><h1>{html.escape(_('Page not found'))}</h1>{listed}</section>"


def _heading(text: str) -> nodes.rubric:
    return nodes.rubric("", text, **{"heading-level": 2})


def _said(language: str) -> str:
    _ = words(language)
    return _("There is no page at this address. It may have moved.")


def _paragraph(text: str, language: str) -> nodes.raw:
    said = f'<p class="folio-lede" lang="{html.escape(language)}">{html.escape(text)}</p>'
    return nodes.raw("", said, format="html")


def _linked(app: Sphinx, records: Iterable[Record]) -> list[nodes.list_item]:
    return [row("", line("", internal(app, PAGE, record))) for record in records]


def rooted(markup: str, base: str) -> str:
    """Return HTML whose relative links begin at the root of the host; *base* is its own path."""

    def root(match: re.Match[str]) -> str:
        name, quote, value = match.groups()
        if name not in _LINKING and not value.startswith("../"):
            return match[0]
        # A leading "./" and an empty link both mean the folder that the page seems to be in.
        return f"{name}={quote}{urljoin(base, value)}{quote}"

    return _LINK.sub(root, markup)


def _write(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write the page where hosts look for it, which is not where the builder puts pages."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        _ = words(site_language(domain_of(app.env)))
        path = Path(app.outdir, FILE)
        context = {"title": html.escape(_("Page not found")), "body": _body(app)}
        app.builder.handle_page(PAGE, context, "page.html", outfilename=path)
        base = root_path(app) + app.builder.get_target_uri(PAGE)
        text = path.read_text(encoding="utf-8")
        path.write_text(rooted(text, base), encoding="utf-8", newline="\n")
    return iter(())


def _written(app: Sphinx) -> list[str]:
    return [FILE]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the step."""
    app.setup_extension("sphinx_folio.ext.navigation")
    # After the pages that others make, so that what these note is known.
    app.connect("html-collect-pages", _write, priority=900)
    app.connect("folio-files-written", _written)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
