"""Pages without a source, made from what all posts say, and lines that lead to them."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder

from ...errors import Subtype
from .. import warn
from ..domain import Record, domain_of
from ..markup import internal, line, row, rows
from ..queries import BLOG, words_on

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: What ``html-collect-pages`` takes: the page's name, what its template is told, the template.
Page = tuple[str, dict[str, Any], str]


def is_free(env: BuildEnvironment, docname: str, what: str) -> bool:
    """Tell whether no document stands where a page is to be made; warn about one that does.

    A folder's index has the address of the folder, so that ``2026`` and ``2026/index`` are one.
    """
    bare = docname.removesuffix("/index")
    for taken in (bare, f"{bare}/index"):
        if taken in env.found_docs:
            message = f"{what} has no page of its own, because this one has its address; rename it"
            warn(message, (taken, 1), Subtype.REFERENCE)
            return False
    return True


def made_page(
    app: Sphinx,
    docname: str,
    title: str,
    body: Iterable[nodes.Node],
    kicker: nodes.Node | None = None,
) -> Page:
    """Return a page with a heading and a body whose references are all resolved.

    *kicker* is a line that stands above the heading.
    """
    assert isinstance(app.builder, StandaloneHTMLBuilder)
    content = app.builder.render_partial(nodes.container("", *body))["fragment"]
    above = app.builder.render_partial(kicker)["fragment"] if kicker else ""
    heading = html.escape(title)
    told = {"title": heading, "body": f"{above}<section><h1>{heading}</h1>{content}</section>"}
    return docname, told, "page.html"


def counted(
    app: Sphinx, docname: str, classes: str, records: Iterable[tuple[Record, int]]
) -> nodes.Element:
    """Return a list of objects, each with the number of its posts; the page at hand is no link."""
    items = []
    for record, count in records:
        here = record.docname == docname
        name = nodes.strong("", record.title) if here else internal(app, docname, record)
        items.append(row("", line("", name, f" {count}")))
    return rows(classes, items)


def blog_line(app: Sphinx, docname: str, *more: nodes.Node) -> nodes.paragraph:
    """Return the line below a page's list that leads on, to the blog if the site has its index."""
    index = f"{BLOG}index"
    links = list(more)
    if index in app.env.found_docs:
        _ = words_on(domain_of(app.env), docname)
        links.append(internal(app, docname, Record("page", "blog", _("All posts"), index)))
    done: list[nodes.Node | str] = []
    for link in links:
        done += [" · ", link] if done else [link]
    return line("folio-more", *done)
