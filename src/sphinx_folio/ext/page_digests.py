"""Digests of pages: for each page, of what it shows that its own source does not say.

What a page shows of others is told by what shows it: its references by their targets, its lists by
what they can show (`Listing`), all else by the extensions: those that work something out for it
(`FolioDomain.derive`), and those that answer the event `folio-page-shows`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..digests import value_digest
from .domain import PER_DOCUMENT, FolioDomain, Record, Shown, domain_of
from .queries import citing, own_page, post_of, versions
from .targets import Answers

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The parts of the Domain's data that lists of posts show, besides records and summaries.
LISTED = ("excerpts", "minutes")
#: Where the digest of all pages that have no source stands among those of the others.
MADE = ""
#: The documents whose toctree gives the order of lists.
_ORDERS = ("people/index", "blog/index", "publications/index", "cv/index")
#: The documents that the theme links from each page if they are there.
_FRAME = ("about", "copyright", "genindex", "search")
#: What only lists show of a page, and what decides only whether it is written itself.
_UNHEARD = frozenset({*LISTED, "sources", "targets"})


def page_digests(app: Sphinx) -> dict[str, str]:
    """Return, for each page, a digest of what it can show that its own source does not say."""
    env = app.env
    domain = domain_of(env)
    shown: list[Mapping[str, Any]] = app.emit("folio-page-shows")
    every = [name in env.all_docs for name in _FRAME]
    lists, answers = _Lists(env), Answers(env)
    made = [record for records in domain.data["generated"].values() for record in records]
    # Not only what this build read: another builder may have read it since this one wrote.
    return {
        MADE: value_digest(
            [
                every,
                lists.of_types(None, LISTED),
                [[part.get(record.docname) for part in shown] for record in made],
            ]
        )
    } | {
        name: value_digest(
            [
                every,
                domain.data["sources"].get(name, ""),
                # A translation has some of what it says from its original.
                list(map(lists.of_object, domain.data["records"].get(name, ()))),
                answers.to(name),
                lists.of_page(name),
                lists.of_toctrees(name),
                [(kind, domain.derived(kind, name)) for kind in sorted(domain.data["derived"])],
                [part.get(name) for part in shown],
            ]
        )
        for name in env.found_docs
    }


class _Lists:
    """What the lists and the reference lists of pages can show, as digests."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._env = env
        self._domain = domain_of(env)
        self._objects: dict[int, str] = {}
        self._kinds: dict[tuple[str, ...], str] = {}
        self._pages: dict[tuple[str, ...], str] = {}
        self._entries: dict[str, str] = {}
        self._known_headings: dict[str, str] = {}
        self._cited: dict[str, list[tuple[str, str]]] = env.domains["cite"].data["cited"]

    def of_page(self, docname: str) -> list[Any]:
        """Return what the lists of a page can show, and the entries that it cites."""
        works = self._domain.data["works"].get(docname)
        cited = {key for key, _ in self._cited.get(docname, ())}
        return [
            list(self._shown(self._domain.data["lists"].get(docname))),
            [self._entry(key) for key in sorted(cited)],
            list(self._citing(works)) if works else [],
        ]

    def of_object(self, record: Record) -> str:
        """Return what is known of an object, which its page and many lists show."""
        if id(record) not in self._objects:
            self._objects[id(record)] = value_digest(record)
        return self._objects[id(record)]

    def of_types(self, kinds: Iterable[str] | None, parts: Sequence[str]) -> list[Any]:
        """Return what all objects of some types (``None``: any) are and say, in which order."""
        orders = [self._env.toctree_includes.get(name) for name in _ORDERS]
        if kinds is None:
            kinds = [*self._domain.object_types, "page"]
        return [orders, *(self._of_type(kind, parts) for kind in kinds)]

    def of_toctrees(self, docname: str) -> list[str]:
        """Return what the toctrees of a page can show: the headings of all that is below it."""
        below = self._env.toctree_includes
        known = dict.fromkeys(below.get(docname, ()))
        found = list(known)
        for name in found:  # which grows meanwhile
            new = [one for one in below.get(name, ()) if one not in known]
            known |= dict.fromkeys(new)
            found += new
        return list(map(self._headings, found))

    def _headings(self, docname: str) -> str:
        if docname not in self._known_headings:
            env = self._env
            said = [str(env.titles.get(docname)), str(env.tocs.get(docname))]
            digest = value_digest([*said, env.toc_secnumbers.get(docname)])
            self._known_headings[docname] = digest
        return self._known_headings[docname]

    def _shown(self, shown: Shown | None) -> Iterator[Any]:
        if shown is None:
            return
        if shown.types != []:
            yield self.of_types(shown.types, shown.parts)
        if shown.types is None:
            yield self._anything
        if shown.entries is None:
            yield from self._whole
        else:
            yield from map(self._entry, shown.entries)

    @cached_property
    def _anything(self) -> str:
        """Return a digest of what a list of which nothing is known may say of references."""
        standard = self._env.domains.standard_domain
        titles = {name: title.astext() for name, title in self._env.titles.items()}
        equations = self._env.domains["math"].data["objects"]
        return value_digest([titles, standard.labels, standard.anonlabels, equations])

    @cached_property
    def _whole(self) -> list[str]:
        """Return all entries, and which pages are of their own."""
        entries = list(map(self._entry, self._domain.bibliography))
        whole = value_digest([*self._domain.bibliography, *entries, self._domain.data["works"]])
        return [whole, self._of_type("publication", ())]

    @cached_property
    def _series(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in self._domain.records("post"):
            found.setdefault(post_of(record).series, []).append(record)
        return found

    def _of_type(self, kind: str, parts: Sequence[str]) -> str:
        key = (kind, *parts)
        if key not in self._kinds:
            type_, _, series = kind.partition("/")
            found = self._series.get(series, []) if series else self._domain.records(type_)
            self._kinds[key] = value_digest([self._told(one, parts) for one in found])
        return self._kinds[key]

    def _told(self, record: Record, parts: Sequence[str]) -> list[Any]:
        """Return what lists show of an object: itself, its page and that in other languages."""
        domain = self._domain
        family = versions(domain, record.docname)
        return [
            self.of_object(record),
            domain.summary(record.docname),
            # Lists mark what the public does not see yet, which may be so by the day alone.
            domain.derived("mark", record.docname),
            [(language, self._said(name, parts)) for language, name in family.items()],
        ]

    def _said(self, docname: str, parts: Sequence[str]) -> str:
        key = (docname, *parts)
        if key not in self._pages:
            title = self._env.titles.get(docname)
            said = [self._domain.data[part].get(docname) for part in parts]
            self._pages[key] = value_digest([docname, title.astext() if title else "", said])
        return self._pages[key]

    def _entry(self, key: str) -> str:
        """Return what is said of an entry: itself, and the page of its own."""
        if key not in self._entries:
            page = own_page(self._domain, key)
            told = [page.title, page.docname] if page else []
            self._entries[key] = value_digest([self._domain.bibliography.get(key), told])
        return self._entries[key]

    def _citing(self, keys: Iterable[str]) -> Iterator[Any]:
        for place in citing(self._domain, keys):
            yield place, self._env.titles[place.docname].astext()


def told_by(env: BuildEnvironment, docname: str) -> str:
    """Return a digest of all that a page tells others, but for what only lists show of its text.

    As long as it is the same, what is worked out of all pages at ``env-updated`` stays as it is.
    """
    domain: FolioDomain = domain_of(env)
    title = env.titles.get(docname)
    return value_digest(
        [
            title.astext() if title else "",
            [domain.data[part].get(docname) for part in PER_DOCUMENT if part not in _UNHEARD],
            env.domains["cite"].data["cited"].get(docname),
            env.domains["folio_math"].data["labels"].get(docname),
            env.toctree_includes.get(docname),
        ]
    )
