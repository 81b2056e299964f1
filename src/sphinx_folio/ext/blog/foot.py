"""The foot of a post: its series, related posts, how to cite it, and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from ...models import Part
from ..disclosure import details
from ..domain import FolioDomain, Record, domain_of
from ..markup import Listing, block, external, internal, line, row, rows, span
from ..queries import in_language_of, in_series, language_of, post_of, series_of, words_on
from .citing import citation
from .related import related_rows
from .sources import source_address

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

#: A series with more parts than this is folded at the foot of its posts.
UNFOLDED = 6


class Current(nodes.inline):
    """What stands in a list for the page that one is on."""


class PostFoot(Listing):
    """What follows a post: its series, related posts, how to cite it, and its source."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return each part that has something to say, in this order."""
        domain = domain_of(app.env)
        record = domain.of(docname, "post")
        if record is None:
            return []
        _ = words_on(domain, docname)
        parts = _series(app, domain, record)
        related = related_rows(app, docname)
        if related:
            parts += [_heading(_("Related posts")), rows("folio-related", related)]
        entry = citation(app, record)
        code = nodes.literal_block(entry, entry, language="bibtex")
        parts.append(details("folio-bibtex", _("Cite this post"), code))
        source = source_address(app, docname)
        if source:
            link = external(_("Source of this page"), source)
            parts.append(line("folio-source", link))
        return [block("folio-post-foot", *parts)]

    def entries(self) -> tuple[str, ...]:
        """Return none: what entries say here is part of what is derived for the page."""
        return ()

    def types(self) -> tuple[str, ...]:
        """Return none: what is shown is told at ``folio-page-shows``."""
        return ()


def _series(app: Sphinx, domain: FolioDomain, record: Record) -> list[nodes.Node]:
    """Return the contents of the post's series: written parts linked, the others as planned."""
    post = post_of(record)
    series = domain.get("series", post.series)
    if series is None:
        return []
    _ = words_on(domain, record.docname)
    found = in_series(domain, post.series, language_of(domain, record.docname))
    written = {post_of(one).part: one for one in found}
    announced = series_of(series).parts
    count = max([len(announced), *written])
    items = [
        _part_row(
            app,
            record,
            written.get(number),
            announced[number - 1] if number <= len(announced) else Part(""),
        )
        for number in range(1, count + 1)
    ]
    page = in_language_of(domain, series, record.docname)
    place = line("folio-series-place", internal(app, record.docname, page))
    if post.part:
        place += nodes.Text(" · " + _("Part {number} of {count}", number=post.part, count=count))
    listed: nodes.Node = rows("folio-contents", items, ordered=True)
    if count > UNFOLDED:
        words = _.plural("All {count} parts", "All {count} parts", count)
        listed = details("folio-contents-details", words, listed)
    return [_heading(_("In this series")), place, listed]


def _part_row(app: Sphinx, page: Record, post: Record | None, announced: Part) -> nodes.list_item:
    if post is None:
        _ = words_on(domain_of(app.env), page.docname)
        word = span("folio-planned", _("planned"))
        return row("folio-contents-planned", line("", announced.title, " ", word))
    if post.docname == page.docname:
        return row("", line("", Current("", "", nodes.Text(post.title))))
    return row("", line("", internal(app, page.docname, post)))


def _heading(words: str) -> nodes.rubric:
    return nodes.rubric("", words, classes=["folio-foot-title"], **{"heading-level": 2})


def _put(app: Sphinx, doctree: nodes.document) -> None:
    """Put the place-holder behind the section that is the article, at whose end references come."""
    if domain_of(app.env).of(app.env.docname, "post"):
        doctree.append(PostFoot())


def _visit_current(self: HTML5Translator, node: Current) -> None:
    attributes: dict[str, Any] = {"aria-current": "page"}
    self.body.append(self.starttag(node, "span", "", **attributes))


def _depart_current(self: HTML5Translator, node: Current) -> None:
    self.body.append("</span>")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the foot."""
    for name in ("disclosure", "blog.related", "blog.citing"):
        app.setup_extension(f"sphinx_folio.ext.{name}")
    app.add_node(Current, html=(_visit_current, _depart_current))
    app.add_node(PostFoot)
    # After the record of the post is noted (600), before place-holders are counted (700).
    app.connect("doctree-read", _put, priority=620)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
