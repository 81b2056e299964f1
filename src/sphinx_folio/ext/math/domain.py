"""Where formulas stand and what became of each: kept between builds, merged between processes."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.domains import Domain
from sphinx.errors import ExtensionError

from ...errors import Subtype
from ...tex_math import (
    Formula,
    MathEngineError,
    MathFault,
    TexSource,
    convert,
    display_parts,
    fingerprint,
)
from .. import warn
from ..domain import domain_of

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class FormulaDomain(Domain):
    """Where formulas stand, and what became of each: data, without roles or directives.

    ``places``: docname → the formulas on the page and their locations. ``labels``: docname → label
    to number. ``results``: what each came
    to. ``macros`` and ``rules``: the macros, and a digest of them and the engine, with which they
    were converted.
    """

    name = "folio_math"
    label = "Formulas"
    data_version = 3
    initial_data: ClassVar = {"places": {}, "labels": {}, "results": {}, "macros": {}, "rules": ""}

    @property
    def places(self) -> dict[str, list[tuple[TexSource, str | None]]]:
        """Each page's formulas, in reading order, each with ``file:line``."""
        return cast("dict[str, list[tuple[TexSource, str | None]]]", self.data["places"])

    @property
    def macros(self) -> dict[str, str]:
        """The macros with which all formulas are converted."""
        return cast("dict[str, str]", self.data["macros"])

    @property
    def results(self) -> dict[TexSource, Formula | MathFault]:
        """What each formula of the site came to."""
        return cast("dict[TexSource, Formula | MathFault]", self.data["results"])

    def note(self, docname: str, doctree: nodes.document) -> None:
        """Note the formulas of a page."""
        found = [
            (formula, _location(node))
            for node in _math_nodes(doctree)
            for formula in formulas_in(node)
        ]
        if found:
            self.places[docname] = found
        else:
            self.places.pop(docname, None)
        labels = {
            str(node["label"]): int(node["number"])
            for node in doctree.findall(nodes.math_block)
            if node.get("label") and node.get("number")
        }
        if labels:
            self.data["labels"][docname] = labels

    def settle_labels(self) -> None:
        """Let each label mean the first page that has it, whatever was read last.

        That a name stands on two pages is told with all other names (numbering).
        """
        equations = self.env.domains.math_domain.equations
        equations.clear()
        for docname, labels in sorted(self.data["labels"].items()):
            for label, number in labels.items():
                equations.setdefault(label, (docname, number))

    def in_bibliography(self) -> Iterator[tuple[TexSource, str]]:
        """Yield the formulas in fields of the bibliography, each with ``file:line`` of its entry.

        Lists and references show them, which are made only after this Domain has converted all.
        """
        for entry in domain_of(self.env).bibliography.values():
            for runs in entry.rich.values():
                for run in runs:
                    if "math" in run.styles:
                        place = f"{Path(self.env.srcdir) / entry.path}:{entry.line}"
                        yield TexSource(run.text, display=False), place

    def update(self) -> list[str]:
        """Convert what is not known yet, forget what is not used; return the pages concerned."""
        rules = json.dumps([fingerprint(), sorted(self.macros.items())])
        if self.data["rules"] != rules:
            self.results.clear()
            self.data["rules"] = rules
        known = bool(self.results)
        listed = {formula for formula, _place in self.in_bibliography()}
        used = listed.union(*(map(itemgetter(0), places) for places in self.places.values()))
        for formula in self.results.keys() - used:
            del self.results[formula]
        missing = sorted(used - self.results.keys())
        self.results.update(zip(missing, converted(missing, self.macros), strict=True))
        new = frozenset(missing)
        if not known and listed:
            return sorted(self.env.found_docs)  # what shows an entry is known only to the writer
        return sorted(
            docname
            for docname, places in self.places.items()
            if any(formula in new for formula, _place in places)
        )

    def settle(self, docname: str) -> None:
        """Convert what a page that was read by itself has new, and warn of its faults."""
        self.settle_labels()
        places = self.places.get(docname, ())
        missing = sorted({formula for formula, _place in places} - self.results.keys())
        self.results.update(zip(missing, converted(missing, self.macros), strict=True))
        for formula, place in places:
            result = self.results[formula]
            if isinstance(result, MathFault):
                warn_of(formula, result, place)

    def faults(self) -> Iterator[tuple[TexSource, MathFault, str | None]]:
        """Yield each place whose formula is faulty, in the order of the pages."""
        for _docname, places in sorted(self.places.items()):
            for formula, place in places:
                result = self.results[formula]
                if isinstance(result, MathFault):
                    yield formula, result, place
        told: set[tuple[TexSource, str]] = set()
        for formula, line in self.in_bibliography():
            result = self.results[formula]
            if isinstance(result, MathFault) and (formula, line) not in told:
                told.add((formula, line))
                yield formula, result, line

    def clear_doc(self, docname: str) -> None:
        """Forget where the page's formulas stand; what they came to may serve again."""
        self.places.pop(docname, None)
        self.data["labels"].pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another reading process found."""
        for docname in docnames:
            if docname in otherdata["places"]:
                self.places[docname] = otherdata["places"][docname]
            if docname in otherdata["labels"]:
                self.data["labels"][docname] = otherdata["labels"][docname]

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return nothing: MyST warns of a domain that has not been asked."""
        return []


def formulas_of(env: BuildEnvironment) -> FormulaDomain:
    """Return the Domain of formulas of *env*, typed."""
    domain = env.domains[FormulaDomain.name]
    assert isinstance(domain, FormulaDomain)
    return domain


def _math_nodes(doctree: nodes.document) -> Iterator[nodes.math | nodes.math_block]:
    for node in doctree.findall():
        if isinstance(node, nodes.math | nodes.math_block):
            yield node


def formulas_in(node: nodes.math | nodes.math_block) -> list[TexSource]:
    """Return the formulas of a node: several for a block with blank lines in it."""
    text = node["tex"] if "tex" in node else node.astext()
    if isinstance(node, nodes.math):
        return [TexSource(text, display=False)]
    if node.get("no-wrap", node.get("nowrap", False)):
        return [TexSource(text, display=True)]
    return [TexSource(part, display=True) for part in display_parts(text) or [""]]


def _location(node: nodes.Node) -> str | None:
    source, line = get_source_line(node)
    return f"{source}:{line or ''}" if source else None


def converted(
    formulas: Sequence[TexSource], macros: Mapping[str, str]
) -> list[Formula | MathFault]:
    """Convert a batch; without an engine the build ends with what to install."""
    try:
        return convert(formulas, macros)
    except MathEngineError as error:
        message = (
            f"formulas cannot be converted: {error}\n"
            "Their engine comes with the Python package mini-racer: pip install mini-racer"
        )
        raise ExtensionError(message, modname=__name__) from error


def warn_of(formula: TexSource, fault: MathFault, location: nodes.Node | str | None) -> None:
    """Tell that a formula is shown as its source, and why."""
    text = textwrap.shorten(formula.tex, 70, placeholder=" …")
    where = f"character {fault.position + 1} of " if fault.position is not None else ""
    message = f"this formula is shown as its source: {fault.message} ({where}{text!r})"
    warn(message, location, Subtype.MATH)
