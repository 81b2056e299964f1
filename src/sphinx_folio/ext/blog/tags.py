"""Tags: a page for each, and one for all, made from the posts that carry them."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder

from ..domain import Record, domain_of
from ..markup import Content, internal, line, row, rows
from ..queries import BLOG, by_date, by_tag, post_of, tag_slug
from .posts import PostList

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

INDEX = f"{BLOG}tags/index"


def _collect(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Note a tag for each name that a post carries; the first spelling found is shown."""
    domain = domain_of(env)
    names: dict[str, str] = {}
    for record in by_date(domain):
        for name in post_of(record).tags:
            names.setdefault(tag_slug(name), name)
    tags = [Record("tag", slug, names[slug], f"{BLOG}tags/{slug}") for slug in sorted(names)]
    domain.generate("tag", tags)
    domain.generate("page", [Record("page", "tags", "Tags", INDEX)] if tags else [])
    return []


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    domain = domain_of(app.env)
    tags = domain.records("tag")
    if not isinstance(app.builder, StandaloneHTMLBuilder) or not tags:
        return
    items = []
    for record in tags:
        listed = PostList(series="", tag=record.name, limit=None).build(app, record.docname)
        everything: Content = internal(
            app, record.docname, Record("page", "tags", "All tags", INDEX)
        )
        yield _page(app, record.docname, record.title, [*listed, line("folio-more", everything)])
        count = len(by_tag(domain)[record.name])
        items.append(row("", line("", internal(app, INDEX, record), f" {count}")))
    yield _page(app, INDEX, "Tags", [rows("folio-tag-list", items)])


def _page(
    app: Sphinx, name: str, title: str, body: list[nodes.Node]
) -> tuple[str, dict[str, Any], str]:
    assert isinstance(app.builder, StandaloneHTMLBuilder)
    listed = app.builder.render_partial(nodes.container("", *body))["fragment"]
    heading = html.escape(title)
    return (
        name,
        {"title": heading, "body": f"<section><h1>{heading}</h1>{listed}</section>"},
        "page.html",
    )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the pages."""
    app.setup_extension("sphinx_folio.ext.blog.posts")
    app.connect("env-updated", _collect)
    app.connect("html-collect-pages", _pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
