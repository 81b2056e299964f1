"""Targets: what the references of each page ask for, and what is found under those names.

A page is written again when the answer to one of its references changes; that there is none is an
answer as well. So whatever of that name a reference may lead to counts, not only what it does.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.addnodes import pending_xref
from sphinx.util import docname_join

from ..digests import value_digest
from .domain import domain_of
from .numbering import BY_NUMBER
from .queries import language_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

#: The domains whose references lead to nothing but what is looked up by name here.
_OURS = frozenset({"folio", "math", "prf", "doc"})
#: Of the standard domain, the references to labels and documents.
_STANDARD = frozenset({("std", "ref"), ("std", "numref"), ("std", "doc")})
#: The domains whose objects are looked up here, or that have none that a reference leads to.
_KNOWN = frozenset({"folio", "folio_math", "folio_numbers", "math", "prf", "std", "cite"})


NUMBER, ANYTHING = "number", "anything"


class Target(NamedTuple):
    """What a reference asks for: a name, the document of that name, a place in that.

    ``kind`` is ``NUMBER`` where nothing but a number is shown, ``ANYTHING`` where it may be an
    object of any domain, such as a term or a function.
    """

    name: str
    docname: str
    id: str
    kind: str


def _note(app: Sphinx, doctree: nodes.document) -> None:
    """Keep what a page's references ask for; citations are kept by their own domain."""
    env = app.env
    found = {
        _asked(node, env.docname)
        for node in doctree.findall(pending_xref)
        if node.get("refdomain") != "cite"
    }
    if found:
        domain_of(env).data["targets"][env.docname] = sorted(found)


def _asked(node: pending_xref, docname: str) -> Target:
    domain, name = node.get("refdomain") or "", str(node.get("reftarget", ""))
    whole = name if domain == "doc" else docname_join(docname, name)
    role = (domain, node.get("reftype"))
    known = domain in _OURS or role in _STANDARD
    kind = NUMBER if role in BY_NUMBER else "" if known else ANYTHING
    return Target(name, whole, node.get("reftargetid") or "", kind)


class Answers:
    """What the references of all pages find, as digests; each target is looked up once."""

    def __init__(self, env: BuildEnvironment) -> None:
        self._env = env
        self._domain = domain_of(env)
        self._standard = env.domains.standard_domain
        self._equations: dict[str, tuple[str, int]] = env.domains["math"].data["objects"]
        self._known: dict[Target, str] = {}

    def to(self, docname: str) -> list[str]:
        """Return what the references of a page find."""
        return [self._answer(one) for one in self._domain.data["targets"].get(docname, ())]

    def _answer(self, asked: Target) -> str:
        if asked not in self._known:
            self._known[asked] = value_digest(self._found(asked))
        return self._known[asked]

    def _found(self, asked: Target) -> list[Any]:
        labels = [self._label(name) for name in sorted({asked.name, asked.name.lower()})]
        named: list[Any] = [
            *labels,
            self._equation(asked.name),
            self._document(asked.docname, asked.id),
            [
                (record.type, record.title, record.docname, record.anchor)
                for kind in self._domain.object_types
                if (record := self._domain.get(kind, asked.name))
            ],
        ]
        if asked.kind == ANYTHING:
            named.append(self._others)
        elif not any(named) or (
            asked.kind == NUMBER and not any(one and any(one[2:]) for one in labels)
        ):
            # What is said of it names what is called nearly the same.
            named.append(self._names)
        return named

    def _label(self, name: str) -> list[Any]:
        label = self._standard.labels.get(name)
        bare = self._standard.anonlabels.get(name)
        docname, id_ = bare or (label or ("", ""))[:2]
        if not docname:
            return []
        return [label, bare, self._env.toc_secnumbers.get(docname), self._numbered(docname, id_)]

    def _numbered(self, docname: str, id_: str) -> list[Any]:
        """Return which figure or the like a place is, with what is said of its page beside it."""
        numbers = self._domain.data["numbers"].get(docname, {})
        found = [(kind, ids[id_]) for kind, ids in sorted(numbers.items()) if id_ in ids]
        return [found, self._page(docname)] if found else []

    def _page(self, docname: str) -> list[str]:
        """Return the title of a page with its markup, and its language."""
        title = self._env.titles.get(docname)
        return [str(title), language_of(self._domain, docname)]

    def _equation(self, label: str) -> list[Any]:
        found = self._equations.get(label)
        return [found, self._page(found[0])] if found else []

    def _document(self, docname: str, id_: str) -> list[Any]:
        if docname not in self._env.all_docs:
            return []
        return [self._place(docname, id_) if id_ else self._page(docname)]

    def _place(self, docname: str, id_: str) -> list[Any]:
        """Return what stands at an id or a name in a page: a heading, a label, a figure."""
        slugs = self._env.metadata[docname].get("myst_slugs", {})
        headings = [
            (slug, section, text)
            for slug, (_line, section, text) in slugs.items()
            if id_ in {slug, section}
        ]
        labels = self._labels.get(docname, ())
        named = [one for one in labels if one[0] in {id_, id_.lower()} or one[1] == id_]
        places = sorted({id_, *(one[1] for one in named)})
        return [headings, named, *(self._numbered(docname, place) for place in places)]

    @cached_property
    def _labels(self) -> dict[str, list[tuple[str, str, str]]]:
        """Return the labels of each page: name, id, and title where it has one."""
        found: dict[str, list[tuple[str, str, str]]] = {}
        for name, (docname, id_) in self._standard.anonlabels.items():
            title = self._standard.labels.get(name, ("", "", ""))[2]
            found.setdefault(docname, []).append((name, id_, str(title)))
        return found

    @cached_property
    def _names(self) -> str:
        """Return a digest of the names of all that a reference can lead to."""
        objects = [(one.type, one.name) for one in self._domain.records(*self._domain.object_types)]
        names = [*self._standard.anonlabels, *self._equations, *self._env.all_docs]
        return value_digest([sorted(names), sorted(objects), self._domain.data["numbers"]])

    @cached_property
    def _others(self) -> str:
        """Return a digest of all objects but those that are looked up by name."""
        domains = self._env.domains
        return value_digest(
            [
                sorted((*key, *place) for key, place in self._standard.objects.items()),
                sorted(map(str, self._standard.progoptions.items())),
                domains.citation_domain.citations,
                [
                    sorted(map(str, domain.get_objects()))
                    for domain in sorted(domains.values(), key=lambda domain: domain.name)
                    if domain.name not in _KNOWN
                ],
            ]
        )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the step that keeps what pages ask for."""
    app.setup_extension("sphinx_folio.ext.domain")
    # After the extensions that add to pages (600 to 660).
    app.connect("doctree-read", _note, priority=700)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
