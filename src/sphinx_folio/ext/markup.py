"""Small builders of docutils nodes that the extensions share, and lists that wait for all pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.nodes import Element, Node

from ..models import Run
from .domain import Record, Shown, domain_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

Content = Node | str

#: Attribute of a node that shows an engagement: its type and id.
ENGAGEMENT = "folio_engagement"
#: Attribute of a node that shows a part of a profile: which.
PART = "folio_part"

_STYLES: dict[str, type[nodes.TextElement]] = {
    "emph": nodes.emphasis,
    "strong": nodes.strong,
    "code": nodes.literal,
    "sub": nodes.subscript,
    "sup": nodes.superscript,
}


class Listing(nodes.General, nodes.Element):
    """Stands in a document for what only all documents together can tell."""

    def build(self, app: Sphinx, docname: str) -> list[Node]:
        """Return what takes this node's place in *docname*; all references already resolved."""
        raise NotImplementedError

    def entries(self) -> tuple[str, ...] | None:
        """Return the keys of the entries that it can show, ``None`` where that may be any."""
        return None

    def parts(self) -> tuple[str, ...]:
        """Return the parts of the Domain's data that it shows of these objects' pages."""
        return ()

    def types(self) -> tuple[str, ...] | None:
        """Return the types of the objects that it can show, ``None`` where that may be any.

        ``post/cute`` are the posts of one series. It is none at all where an extension tells what
        the page shows, at ``folio-page-shows``.
        """
        return None


def block(classes: str, *children: Content, ids: tuple[str, ...] = ()) -> nodes.container:
    """Return a ``div`` with the given classes."""
    return nodes.container("", *_nodes(children), classes=classes.split(), ids=list(ids))


def line(classes: str, *children: Content) -> nodes.paragraph:
    """Return a paragraph with the given classes."""
    return nodes.paragraph("", "", *_nodes(children), classes=classes.split())


def span(classes: str, *children: Content) -> nodes.inline:
    """Return an inline piece with the given classes."""
    return nodes.inline("", "", *_nodes(children), classes=classes.split())


def row(classes: str, *children: Content, ids: tuple[str, ...] = ()) -> nodes.list_item:
    """Return a list item with the given classes."""
    return nodes.list_item("", *_nodes(children), classes=classes.split(), ids=list(ids))


def rows(classes: str, items: list[nodes.list_item], *, ordered: bool = False) -> Element:
    """Return a list of rows."""
    kind = nodes.enumerated_list if ordered else nodes.bullet_list
    return kind("", *items, classes=["folio-rows", *classes.split()])


def external(label: str, url: str, classes: str = "") -> nodes.reference:
    """Return a link that leaves the site."""
    return nodes.reference("", label, refuri=url, internal=False, classes=classes.split())


def internal(app: Sphinx, docname: str, target: Record, *children: Content) -> nodes.reference:
    """Return a link from *docname* to an object, with its title when no children are given."""
    uri = app.builder.get_relative_uri(docname, target.docname)
    if target.anchor:
        uri = f"{uri}#{target.anchor}"
    content = _nodes(children) or [nodes.Text(target.title)]
    return nodes.reference("", "", *content, refuri=uri, internal=True)


def rich_nodes(runs: Iterable[Run]) -> list[Node]:
    """Return rich text as nodes, each style around what it styles."""
    return [_styled(run) for run in runs]


def _styled(run: Run) -> Node:
    node: Node = nodes.Text(run.text)
    for style in run.styles:
        if style == "math":
            node = nodes.math(run.text, run.text)
        elif style in _STYLES:
            node = _STYLES[style]("", "", node)
        elif style not in {"link", "mark"}:
            node = span(f"folio-{style}", node)
    if run.url:
        node = nodes.reference("", "", node, refuri=run.url, internal=False)
    return node


def joined(parts: list[Content], separator: str) -> list[Node]:
    """Return the parts with a separator between them."""
    done: list[Node] = []
    for part in _nodes(tuple(parts)):
        if done:
            done.append(nodes.Text(separator))
        done.append(part)
    return done


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the lists in their places, now that every page has been read."""
    for node in list(doctree.findall(Listing)):
        node.replace_self(node.build(app, docname))


def _note_lists(app: Sphinx, doctree: nodes.document) -> None:
    listings = list(doctree.findall(Listing))
    if listings:
        shown = [listing.entries() for listing in listings]
        keys = {key for some in shown for key in some or ()}
        parts = {part for listing in listings for part in listing.parts()}
        types = [listing.types() for listing in listings]
        kinds = {kind for some in types for kind in some or ()}
        domain_of(app.env).data["lists"][app.env.docname] = Shown(
            None if None in shown else sorted(keys),
            sorted(parts),
            None if None in types else sorted(kinds),
        )


def _nodes(children: tuple[Content, ...]) -> list[Node]:
    return [nodes.Text(child) if isinstance(child, str) else child for child in children]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the place-holder and the step that fills it."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.add_node(Listing)
    # After the extensions that put place-holders into pages (priority 600).
    app.connect("doctree-read", _note_lists, priority=700)
    app.connect("doctree-resolved", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
