"""The authors of an entry: own names in weight, marks and what they mean."""

from __future__ import annotations

from docutils import nodes

from ... import names
from ...models import Publication
from ..domain import FolioDomain
from ..markup import Content, joined, line, span


class Legend:
    """What the marks behind the authors' names of one list mean."""

    def __init__(self) -> None:
        self.equal = False

    def nodes(self) -> list[nodes.Node]:
        """Return the legend, or nothing when no mark was used."""
        return [line("folio-legend", "* equal contribution")] if self.equal else []


def author_nodes(
    domain: FolioDomain, entry: Publication, marks: Legend | None = None
) -> list[nodes.Node]:
    """Return the authors, the site's own people in weight, equal contribution marked."""
    own = {
        names.find(domain.people[one], entry.authors)
        for one in entry.people
        if one in domain.people
    }
    parts: list[Content] = []
    for position, name in enumerate(entry.authors):
        text = name.full
        if marks and any(names.same(name, other) for other in entry.equal):
            marks.equal = True
            text += "*"
        parts.append(span("folio-own-name", text) if position in own else text)
    return joined(parts, ", ")
