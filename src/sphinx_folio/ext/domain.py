"""The Domain: all that the site knows, kept per document, and the roles that link to it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from docutils import nodes
from docutils.nodes import Element
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from ..curricula import Choice
from ..errors import Subtype, did_you_mean
from ..mail import spoken
from ..models import Engagement, NewsItem, Person, Post, Publication, Series
from . import warn

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

T = TypeVar("T")
Value = Person | Engagement | Post | Series | Publication | NewsItem | Choice | None


class Shown(NamedTuple):
    """What a document's lists can show of others.

    That is keys of entries and types of objects (``None``: any of them), and parts of the data.
    """

    entries: list[str] | None
    parts: list[str]
    types: list[str] | None


@dataclass(frozen=True)
class Record:
    """One object: what it is, what it is called, where it stands, and what is known of it."""

    type: str
    name: str
    title: str
    docname: str
    anchor: str = ""
    value: Value = None


class Kept(NamedTuple):
    """A document's records, and what was computed from those of all."""

    records: list[Record] | None
    computed: dict[str, Any] | None


#: The parts of the Domain's data that are kept per document.
PER_DOCUMENT = (
    "records", "summaries", "excerpts", "languages", "translations", "redirects", "lists",
    "sources", "mentions", "numbers", "works", "citations", "minutes", "refers",
    "lines", "days", "listings", "measurements", "names",
    "bodies", "profiles", "targets",
)  # fmt: skip


class FolioDomain(Domain):
    """Objects of a professional life, and where on the site each one stands."""

    name = "folio"
    label = "Folio"
    object_types = {
        "person": ObjType("person", "person"),
        "position": ObjType("position", "position"),
        "education": ObjType("education", "education"),
        "project": ObjType("project", "project"),
        "publication": ObjType("publication", "pub"),
        "talk": ObjType("talk", "talk"),
        "award": ObjType("award", "award"),
        "post": ObjType("post", "post"),
        "series": ObjType("series", "series"),
        "tag": ObjType("tag", "tag"),
        "year": ObjType("year", "year"),
        "news": ObjType("news", "news"),
        "cv": ObjType("cv", "cv"),
    }
    roles = {
        kind.roles[0]: XRefRole(innernodeclass=nodes.inline, warn_dangling=True)
        for kind in object_types.values()
    }
    #: The files of this build's drafts and posts dated ahead; of the process, never kept.
    withheld: tuple[Path, ...] = ()
    #: Whether the pages without a source must be written again; of the process, never kept.
    made_anew: bool = True
    #: Whether single pages are rendered, of a site that another process builds: then no ledger is
    #: kept. Of the process, never kept.
    single_pages: bool = False
    #: Whether a build ends with the index for the search; a preview makes it when the site rests.
    #: Of the process, never kept.
    index_at_once: bool = True
    #: ``records``: docname to its records. ``lists``: documents that show what others say, to what
    #: they can show (``Shown``).
    #: ``summaries``: docname to its one-line summary; ``excerpts``: to its first words, as text.
    #: ``languages``: docname to the language it declares. ``translations``: docname to the document
    #: that it says it translates, and the digest of that as it was then.
    #: ``redirects``: docname to its former addresses, as paths from the site's root.
    #: ``minutes``: post to the minutes it takes to read. ``refers``: to what its text links.
    #: ``lines``: to the line of each key of its front matter. ``days``: to the days between which
    #: its dated lines are as they were read (see news).
    #: ``listings``: docname to each listing that it shows, and how that stood (see listings).
    #: ``bibliography``: key to entry; ``bibliography_digest``: of the files that these were read
    #: from without a fault, else ``""``.
    #: ``checks``: how each listing is checked, read anew in each build.
    #: ``measurements``: docname to the data, by the name of its record, that it links to.
    #: ``bodies``: docname to the text of each engagement by its id (see cv).
    #: ``profiles``: docname to the person whose profile it is, in its language.
    #: ``generated``: kind to the records of pages that have no source, made anew in each build.
    #: ``derived``: kind to what all pages together say of each document, made anew as well.
    #: ``targets``: docname to what its references ask for (see targets).
    #: ``sources``, ``mentions``: see changes. ``numbers``, ``names``: see numbering.
    #: ``works``: page of a publication to the keys of its entry and of that entry's versions.
    #: ``citations``: docname to key, id and label of each place that cites.
    initial_data = {
        **{part: {} for part in PER_DOCUMENT},
        "generated": {},
        "derived": {},
        "bibliography": {},
        "bibliography_digest": "",
        "checks": {},
    }
    data_version = 11
    _cache: dict[str, Any] | None = None

    def clear_doc(self, docname: str) -> None:
        """Forget what the document said."""
        for part in PER_DOCUMENT:
            self.data[part].pop(docname, None)
        self._cache = None

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another reading process found."""
        for part in PER_DOCUMENT:
            for docname in docnames:
                if docname in otherdata[part]:
                    self.data[part][docname] = otherdata[part][docname]
        self._cache = None

    def kept(self, docname: str) -> Kept:
        """Return what `put_back` takes, before a document is read again."""
        return Kept(self.data["records"].get(docname), self._cache)

    def put_back(self, docname: str, kept: Kept) -> None:
        """Take back what was known before a document was read again, and said the same.

        Its records as they came to be from all pages, and what was computed of all of them.
        """
        if kept.records is not None:
            self.data["records"][docname] = kept.records
        self._cache = kept.computed

    def note(self, record: Record) -> None:
        """Keep one object of a document."""
        self.data["records"].setdefault(record.docname, []).append(record)
        self._cache = None

    def restate(self, record: Record) -> None:
        """Put an object in the place of the one of its type and name in its document."""
        known = self.data["records"][record.docname]
        same = (record.type, record.name)
        known[:] = [record if (one.type, one.name) == same else one for one in known]
        self._cache = None

    def generate(self, kind: str, records: Iterable[Record]) -> None:
        """Keep the objects of pages that are made from all others; they replace those of *kind*."""
        self.data["generated"][kind] = list(records)
        self._cache = None

    def derive(self, kind: str, values: Mapping[str, Any]) -> None:
        """Keep what all pages together say of each; a page is written again when its own changes.

        To be called at ``env-updated``, before the pages to write are chosen.
        """
        self.data["derived"][kind] = dict(values)

    def derived(self, kind: str, docname: str) -> Any:
        """Return what all pages together say of a document, ``None`` if they say nothing."""
        return self.data["derived"].get(kind, {}).get(docname)

    def records(self, *types: str) -> list[Record]:
        """Return the objects of the given types, by document name and then in reading order."""
        by_type = self.cached("by type", self._by_type)
        found = [record for kind in types for record in by_type.get(kind, ())]
        return found if len(types) == 1 else sorted(found, key=lambda record: record.docname)

    def of(self, docname: str, kind: str) -> Record | None:
        """Return the object of a type that a document declares, such as the post it is."""
        found = self.data["records"].get(docname, ())
        return next((record for record in found if record.type == kind), None)

    def get(self, kind: str, name: str) -> Record | None:
        """Return one object by type and name."""
        by_name = self.cached("by name", self._by_name)
        return by_name.get((kind, name))

    def cached(self, name: str, compute: Callable[[], T]) -> T:
        """Return what *compute* gives, computed once until the data changes.

        Whatever is asked for on each page and looks at all of them must go through here: without it
        a build costs pages times pages.
        """
        if self._cache is None:
            self._cache = {}
        if name not in self._cache:
            self._cache[name] = compute()
        return cast("T", self._cache[name])

    def _all(self) -> Iterator[Record]:
        places = dict(self.data["records"])
        for record in itertools.chain(
            *map(self.data["generated"].get, sorted(self.data["generated"]))
        ):
            places[record.docname] = [*places.get(record.docname, ()), record]
        return (record for docname in sorted(places) for record in places[docname])

    def _by_type(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in self._all():
            found.setdefault(record.type, []).append(record)
        return found

    def _by_name(self) -> dict[tuple[str, str], Record]:
        found: dict[tuple[str, str], Record] = {}
        for record in self._all():
            found.setdefault((record.type, record.name), record)
        return found

    def check_consistency(self) -> None:
        """Warn about an object that two documents declare."""
        first: dict[tuple[str, str], Record] = {}
        for record in self._all():
            twin = first.setdefault((record.type, record.name), record)
            if twin is not record:
                other = self.env.doc2path(twin.docname, base=False)
                message = f"{record.type} {record.name!r} is declared twice; {other} has it too"
                warn(message, record.docname, Subtype.REFERENCE)

    def ordered(self, kind: str, index: str) -> list[Record]:
        """Return the objects of a type in the order of *index*'s toctree, the rest by title."""
        places = {name: n for n, name in enumerate(self.env.toctree_includes.get(index, ()))}
        last = len(places)
        found = self.records(kind)
        return sorted(found, key=lambda record: (places.get(record.docname, last), record.title))

    @property
    def people(self) -> dict[str, Person]:
        """All people by id."""
        return self.cached(
            "people",
            lambda: {
                record.name: cast("Person", record.value) for record in self.records("person")
            },
        )

    @property
    def bibliography(self) -> dict[str, Publication]:
        """Every entry of the ``.bib`` files by key, in file order."""
        return cast("dict[str, Publication]", self.data["bibliography"])

    def check_person(self, name: str, location: nodes.Node) -> None:
        """Warn about a list of someone who has no profile, on a site that has profiles."""
        if name and self.people and name not in self.people:
            hint = did_you_mean(name, self.people)
            warn(f"no person {name!r}.{hint}", location, Subtype.PEOPLE)

    def summary(self, docname: str) -> str:
        """Return the one-line summary of a page, or an empty text."""
        return cast("str", self.data["summaries"].get(docname, ""))

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield every object for ``objects.inv`` and the search."""
        for record in self.records(*self.object_types):
            title = spoken(record.title)
            yield record.name, title, record.type, record.docname, record.anchor, 1

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Link a role to its object, with the object's title when the author gave none."""
        for kind in self.objtypes_for_role(typ) or ():
            record = self.get(kind, target)
            if record:
                return self._link(builder, fromdocname, record, node, contnode)
        return None

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Link plain Markdown links such as ``[](#tetriserve)``, whose id is an object's name."""
        return [
            (
                f"folio:{self.role_for_objtype(kind)}",
                self._link(builder, fromdocname, record, node, contnode),
            )
            for kind in self.object_types
            if (record := self.get(kind, target))
        ]

    def _link(
        self, builder: Builder, fromdocname: str, record: Record, node: Element, contnode: Element
    ) -> nodes.reference:
        text = contnode.astext() if node.get("refexplicit") else record.title
        content = nodes.inline("", text, classes=["xref"])
        return make_refnode(builder, fromdocname, record.docname, record.anchor, content)


def domain_of(env: BuildEnvironment) -> FolioDomain:
    """Return our Domain of *env*, typed."""
    return cast("FolioDomain", env.domains["folio"])


def _name_the_nearest(app: Sphinx, domain: Domain | None, node: pending_xref) -> bool | None:
    """Say which objects come nearest to a reference that leads nowhere."""
    if not isinstance(domain, FolioDomain):
        return None
    kinds = domain.objtypes_for_role(node["reftype"]) or []
    names: Iterable[str] = (record.name for record in domain.records(*kinds))
    kind = kinds[0] if kinds else "object"
    hint = did_you_mean(node["reftarget"], names)
    warn(f"no {kind} {node['reftarget']!r}.{hint}", node, Subtype.REFERENCE)
    return True


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the Domain."""
    app.add_domain(FolioDomain)
    # Asks each extension what pages show of others by its doing, besides lists and references: page
    # to a plain value. A page is written again when one of its values changes.
    app.add_event("folio-page-shows")
    app.connect("warn-missing-reference", _name_the_nearest)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
