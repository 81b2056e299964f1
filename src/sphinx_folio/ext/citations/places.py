"""Citations as they are read: their ids, and where on its page each one stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.roles import CiteRole

from ...errors import Subtype
from .. import warn
from ..domain import domain_of

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_FLOATS = {
    "figure": "Figure {number}",
    "table": "Table {number}",
    "code-block": "Listing {number}",
}


class FolioCiteRole(CiteRole):
    """A citation whose id says what is cited, so that it does not move with other edits."""

    def result_nodes(
        self, document: nodes.document, env: BuildEnvironment, node: Element, is_ref: bool
    ) -> tuple[list[Node], list[nodes.system_message]]:
        """Give the citation its id and note what the document cites."""
        if not node.get("refdomain"):
            node["refdomain"], node["reftype"] = "cite", "p"
        try:
            keys = list(dict.fromkeys(target.key for target in parse_citation_targets(self.target)))
        except ValueError:
            message = f"{self.target!r} is no list of keys; write {{cite:p}}`one,two`"
            warn(message, self.get_location(), Subtype.CITATION)
            return [nodes.literal(self.rawtext, self.target)], []
        cited: list[tuple[str, str]] = env.domains["cite"].data["cited"].setdefault(env.docname, [])
        count = 1 + len({id_ for key, id_ in cited if key == keys[0]})
        node["ids"] = [f"cite-{cite_id(keys[0])}-{count}"]
        document.note_explicit_target(node, node)
        cited += [(key, node["ids"][0]) for key in keys]
        return [node], []


def note_places(app: Sphinx, doctree: nodes.document) -> None:
    """Keep where the page cites what: the id of each place, and what stands around it."""
    env = app.env
    keys: dict[str, list[str]] = {}
    for key, id_ in env.domains["cite"].data["cited"].get(env.docname, ()):
        keys.setdefault(id_, []).append(key)
    found = [
        (key, node["ids"][0], *_around(env, node))
        for node in doctree.findall(pending_xref)
        if node.get("refdomain") == "cite" and node["ids"]
        for key in keys.get(node["ids"][0], ())
    ]
    if found:
        domain_of(env).data["citations"][env.docname] = found


def _around(env: BuildEnvironment, node: Element) -> tuple[str, str, int]:
    """Return the nearest heading or entry below the page's title, and a figure with its number.

    The figure is the message for it, which the page that shows the place says in its language.
    """
    data = domain_of(env).data
    numbers = data["numbers"].get(env.docname, {})
    numbered = {id_: (kind, number) for kind in numbers for id_, number in numbers[kind].items()}
    entries = {one.anchor: one.title for one in data["records"].get(env.docname, ()) if one.anchor}
    figure, figure_number, heading = "", 0, ""
    above: Element | None = node.parent
    while above is not None and not heading:
        id_ = above["ids"][0] if above["ids"] else ""
        kind, number = numbered.get(id_, ("", (0,)))
        if kind in _FLOATS and not figure:
            figure, figure_number = _FLOATS[kind], number[0]
        # The section of the page's title is the document's own.
        if isinstance(above, nodes.section) and isinstance(above.parent, nodes.section):
            heading = above[0].astext()
        heading = entries.get(id_, heading)
        above = above.parent
    return heading, figure, figure_number


def cite_id(key: str) -> str:
    """Return a key with hyphens for what means something in an address."""
    return re.sub(r"[^\w.-]+", "-", key)
