"""Corrections of a post: a box at its end, newest first, each with its day."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils import new_document
from myst_parser.parsers.sphinx_ import MystParser

from ...models import Erratum, Post
from ..domain import domain_of
from ..markup import Listing, block, line, row, rows
from ..queries import place_of, words_on
from .posts import is_post

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

#: The id of the box, to which the head of the post links.
ERRATA = "folio-errata"


class ErrataBox(Listing):
    """The corrections of a post; its children are their texts, in the order of ``dates``."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return the box, in the words of the page's language."""
        _ = words_on(domain_of(app.env), docname)
        items = [
            row(
                "folio-erratum",
                line("folio-entry-date", _.day(date)),
                block("folio-entry-main", line("", *text.children)),
            )
            for date, text in zip(self["dates"], self.children, strict=True)
            if isinstance(text, nodes.Element)
        ]
        title = nodes.rubric(
            "", _("Corrections"), classes=["folio-foot-title"], **{"heading-level": 2}
        )
        return [block("folio-errata", title, rows("", items), ids=(ERRATA,))]

    def entries(self) -> tuple[str, ...]:
        """Return none: no entry is shown."""
        return ()

    def types(self) -> tuple[str, ...]:
        """Return none: it shows what its own page says."""
        return ()


def last_correction(post: Post) -> datetime.date | None:
    """Return the day of the newest correction of a post."""
    return max((erratum.date for erratum in post.errata), default=None)


def _put(app: Sphinx, doctree: nodes.document) -> None:
    env = app.env
    post: Post | None = env.temp_data.get("folio_post")
    if not is_post(env.docname) or post is None or not post.errata:
        return
    newest_first = sorted(post.errata, key=lambda erratum: erratum.date, reverse=True)
    _docname, line_number = place_of(domain_of(env), env.docname, "errata")
    texts = [_parsed(erratum, doctree, line_number) for erratum in newest_first]
    doctree.append(ErrataBox("", *texts, dates=[erratum.date for erratum in newest_first]))


def _parsed(erratum: Erratum, doctree: nodes.document, number: int) -> nodes.paragraph:
    """Return the text of an erratum, one line of Markdown that stands in line *number*."""
    document = new_document(doctree["source"], doctree.settings)
    # Empty lines before it, so that whatever is reported has the right place.
    MystParser().parse("\n" * (number - 1) + erratum.text, document)
    for child in document.children:
        if isinstance(child, nodes.paragraph):
            for node in child.findall():
                # The document made for it knows the whole environment, and would be kept with it.
                node.document = doctree
            return child
    return nodes.paragraph("", erratum.text)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the box."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.add_node(ErrataBox)
    # Before everything that looks at the page's text: its formulas, images and citations.
    app.connect("doctree-read", _put, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
