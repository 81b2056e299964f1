"""Tags: a page for each, and one for all, made from the posts that carry them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import SphinxDirective

from ..domain import FolioDomain, Record, domain_of
from ..markup import Listing, internal, line
from ..queries import (
    BLOG,
    by_date,
    by_tag,
    language_of,
    once_each,
    post_of,
    site_language,
    tag_slug,
    words_on,
)
from .generated import Page, blog_line, counted, is_free, made_page
from .lists import feed_link, post_list

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

INDEX = f"{BLOG}tags/index"


def _collect(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Note a tag for each name that a post carries, in the spelling of the newest original."""
    domain = domain_of(env)
    names: dict[str, str] = {}
    posts = by_date(domain)
    for record in [*once_each(domain, posts, site_language(domain)), *posts]:
        for name in post_of(record).tags:
            names.setdefault(tag_slug(name), name)
    tags = [Record("tag", slug, names[slug], f"{BLOG}tags/{slug}") for slug in sorted(names)]
    tags = [tag for tag in tags if is_free(env, tag.docname, f"the tag {tag.title!r}")]
    domain.generate("tag", tags)
    _ = words_on(domain, INDEX)
    index = Record("page", "tags", _("Tags"), INDEX)
    there = tags and is_free(env, INDEX, "the list of all tags")
    domain.generate("page", [index] if there else [])
    return []


def _counts(domain: FolioDomain, language: str) -> list[tuple[Record, int]]:
    """Return each tag with the number of its posts, a post and its translation being one."""
    posts = by_tag(domain)
    return domain.cached(
        f"tags counted {language}",
        lambda: [
            (tag, len(once_each(domain, posts[tag.name], language)))
            for tag in domain.records("tag")
        ],
    )


class TagList(Listing):
    """All tags."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return the tags, each with the number of its posts."""
        domain = domain_of(app.env)
        found = _counts(domain, language_of(domain, docname))
        return [counted(app, docname, "folio-tag-list", found)] if found else []

    def entries(self) -> tuple[str, ...]:
        """Return none: no entry is shown."""
        return ()

    def types(self) -> tuple[str, ...]:
        """Return the tags, and the posts that are counted."""
        return ("post", "tag")


class TagsDirective(SphinxDirective):
    """``{tags}``: all tags, each with the number of its posts."""

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        return [TagList()]


def _pages(app: Sphinx) -> Iterator[Page]:
    domain = domain_of(app.env)
    tags = domain.records("tag")
    if not isinstance(app.builder, StandaloneHTMLBuilder) or not tags or not domain.made_anew:
        return
    _ = words_on(domain, INDEX)
    index = domain.get("page", "tags")
    for tag in tags:
        more: list[nodes.Node] = []
        kicker = None
        if index:
            kicker = line("folio-kicker", internal(app, tag.docname, index))
            more.append(internal(app, tag.docname, index, _("All tags")))
        if feed := feed_link(app, tag.docname, tag.docname):
            more.append(feed)
        listed = post_list(tag=tag.name).build(app, tag.docname)
        body = [*listed, blog_line(app, tag.docname, *more)]
        yield made_page(app, tag.docname, tag.title, body, kicker)
    if index:
        found = counted(app, INDEX, "folio-tag-list", _counts(domain, site_language(domain)))
        yield made_page(app, INDEX, index.title, [found, blog_line(app, INDEX)])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the list and the pages."""
    app.setup_extension("sphinx_folio.ext.blog.lists")
    app.add_node(TagList)
    app.add_directive("tags", TagsDirective)
    app.connect("env-updated", _collect)
    app.connect("html-collect-pages", _pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
