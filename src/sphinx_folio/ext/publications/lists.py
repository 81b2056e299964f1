"""``{publications}``: lists of the entries of the bibliography."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ... import references
from ...errors import Subtype, did_you_mean
from ...models import Publication
from .. import warn
from ..domain import domain_of
from ..markup import Listing, block, rows
from ..queries import words_on
from . import choice, disclosure, facets, files
from .authors import Legend, strangers
from .rows import publication_row

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: From more entries than these on, the browser lays out only what one sees.
LONG = 200


class PublicationList(Listing):
    """The entries that a list asks for, in groups or in one piece."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return the rows under their headings, and a legend of the marks in them."""
        domain = domain_of(app.env)
        wanted: choice.Choice = self["choice"]
        domain.check_person(wanted.person, self)
        entries = domain.bibliography.values()
        for message in choice.unknown(wanted, entries):
            warn(message, self, Subtype.PUBLICATION)
        chosen = choice.choose(wanted, entries)
        _ = words_on(domain, docname)
        marks = Legend(_)
        done = self._groups(app, docname, chosen, marks)
        if self["facets"]:
            people = {one: person.name for one, person in domain.people.items()}
            done.insert(0, facets.controls(len(chosen), choice.facets(chosen, people, _), _))
        classes = "folio-publication-list" + (" folio-long" if len(chosen) > LONG else "")
        return [block(classes, *done, *marks.nodes())] if done else []

    def _groups(
        self, app: Sphinx, docname: str, chosen: list[Publication], marks: Legend
    ) -> list[nodes.Node]:
        layout, by = self["layout"], self["group"]
        numbers = choice.numbers(chosen) if self["numbered"] else {}
        # "open" is docutils' word for a list that it need not look into for paragraphs to join.
        classes = f"folio-publications folio-{layout} open"

        def listed(entries: list[Publication]) -> nodes.Element:
            return rows(
                classes,
                [
                    publication_row(app, docname, one, marks, layout, numbers.get(one.key, 0))
                    for one in entries
                ],
            )

        if by == "none":
            return [listed(chosen)] if chosen else []
        done: list[nodes.Node] = []
        level = {"heading-level": min(_depth(self) + 1, 6)}
        for label, entries in choice.group(chosen, by, marks.words, self["choice"].sort):
            heading = nodes.rubric("", label, classes=["folio-year"], **level)
            done.append(block("folio-publication-group", heading, listed(entries)))
        return done

    def types(self) -> tuple[str, ...]:
        """Return people, who are among the authors, and the pages of entries."""
        return ("person", "publication")


class PublicationsDirective(SphinxDirective):
    """``{publications}``: every entry of every ``.bib`` file, unless an option asks for fewer.

    ``:own:`` takes those that declare ``people``, ``:person:`` those of one person. ``:type:``,
    ``:venue:``, ``:keyword:`` and ``:status:`` take comma separated values, ``:years:`` a year or a
    range; ``:selected:`` and ``:limit:`` shorten. ``:sort:``, ``:group-by:``, ``:layout:`` (or
    ``:compact:``) and ``:numbered:`` say how it looks, ``:facets:`` that a reader may narrow it.
    """

    option_spec: ClassVar = {
        "own": directives.flag,
        "person": directives.unchanged,
        "type": directives.unchanged,
        "years": directives.unchanged,
        "venue": directives.unchanged,
        "keyword": directives.unchanged,
        "status": directives.unchanged,
        "selected": directives.flag,
        "limit": directives.positive_int,
        "sort": directives.unchanged,
        "group-by": directives.unchanged,
        "layout": directives.unchanged,
        "compact": directives.flag,
        "numbered": directives.flag,
        "facets": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        types = tuple(self.options.get("type", "").replace(",", " ").split())
        for word in types:
            self._check("type", word, references.GENRES)
        layout = self._one_of("layout", choice.LAYOUTS)
        if "compact" in self.options:
            layout = "compact"
        group = self._one_of("group-by", choice.GROUPS)
        if "group-by" not in self.options and layout != "full":
            group = "none"
        node = PublicationList(
            choice=choice.Choice(
                person=self.options.get("person", ""),
                own="own" in self.options,
                types=types,
                years=self._years(),
                venues=self._items("venue"),
                keywords=self._items("keyword"),
                statuses=tuple(map(references.status_words, self._items("status"))),
                selected="selected" in self.options,
                sort=self._one_of("sort", choice.SORTS),
                limit=self.options.get("limit"),
            ),
            layout=layout,
            group=group,
            numbered="numbered" in self.options,
            facets="facets" in self.options,
        )
        self.set_source_info(node)
        return [node]

    def _items(self, name: str) -> tuple[str, ...]:
        return choice.items(self.options.get(name, ""))

    def _years(self) -> tuple[int, int] | None:
        text = self.options.get("years", "")
        try:
            return choice.parse_years(text) if text else None
        except ValueError as error:
            warn(f"{{publications}}: {error}", self.get_location(), Subtype.PUBLICATION)
            return None

    def _one_of(self, name: str, known: tuple[str, ...]) -> str:
        word: str = self.options.get(name, known[0])
        return word if self._check(name, word, known) else known[0]

    def _check(self, name: str, word: str, known: Any) -> bool:
        if word not in known:
            message = f"{{publications}}: unknown {name} {word!r}.{did_you_mean(word, known)}"
            warn(message, self.get_location(), Subtype.PUBLICATION)
        return word in known


def _depth(node: nodes.Node) -> int:
    """Return how many sections a node stands in."""
    depth, above = 0, node.parent
    while above is not None:
        depth += isinstance(above, nodes.section)
        above = above.parent
    return depth


def _check_marks(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about a mark that names nobody among the authors."""
    for entry in domain_of(env).bibliography.values():
        for message in strangers(entry):
            location = f"{app.confdir / entry.path}:{entry.line}"
            warn(f"entry {entry.key!r}: {message}", location, Subtype.PUBLICATION)


def setup(app: Sphinx) -> None:
    """Register the list, its directive and its script."""
    for part in (disclosure, facets, files):
        part.setup(app)
    app.add_node(PublicationList)
    app.add_directive("publications", PublicationsDirective)
    app.connect("env-check-consistency", _check_marks)
