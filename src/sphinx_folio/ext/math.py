r"""Formulas: TeX in the pages, MathML in the HTML, nothing left for the reader's browser to do.

Formulas are collected while the pages are read, converted in one batch before any page is written
(what is known from earlier builds is kept), and looked up by the writer, in whatever process. So
one job and many give the same bytes, and a build in which no formula is new starts no helper.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from docutils.utils import get_source_line
from sphinx.domains import Domain
from sphinx.errors import ConfigError, ExtensionError
from sphinx.util.math import get_node_equation_number

from ..errors import Subtype
from ..tex_math import (
    NARROW,
    Formula,
    MathEngineError,
    MathFault,
    TexSource,
    convert,
    display_parts,
    fingerprint,
)
from . import warn
from .domain import domain_of
from .queries import words_on

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator


RENDERER = "folio"


class FormulaDomain(Domain):
    """Where formulas stand, and what became of each: data, without roles or directives.

    ``places``: docname → the formulas on the page and their locations. ``results``: what each came
    to. ``rules``: the macros and the engine with which they were converted.
    """

    name = "folio_math"
    label = "Formulas"
    data_version = 1
    initial_data: ClassVar = {"places": {}, "results": {}, "rules": ""}

    @property
    def places(self) -> dict[str, list[tuple[TexSource, str | None]]]:
        """Each page's formulas, in reading order, each with ``file:line``."""
        return cast("dict[str, list[tuple[TexSource, str | None]]]", self.data["places"])

    @property
    def results(self) -> dict[TexSource, Formula | MathFault]:
        """What each formula of the site came to."""
        return cast("dict[TexSource, Formula | MathFault]", self.data["results"])

    def note(self, docname: str, doctree: nodes.document) -> None:
        """Note the formulas of a page."""
        found = [
            (formula, _location(node)) for node in _math_nodes(doctree) for formula in _split(node)
        ]
        if found:
            self.places[docname] = found
        else:
            self.places.pop(docname, None)

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

    def update(self, macros: dict[str, str]) -> list[str]:
        """Convert what is not known yet, forget what is not used; return the pages concerned."""
        rules = json.dumps([fingerprint(), sorted(macros.items())])
        if self.data["rules"] != rules:
            self.results.clear()
            self.data["rules"] = rules
        known = bool(self.results)
        listed = {formula for formula, _place in self.in_bibliography()}
        used = listed.union(*(map(itemgetter(0), places) for places in self.places.values()))
        for formula in self.results.keys() - used:
            del self.results[formula]
        missing = sorted(used - self.results.keys())
        self.results.update(zip(missing, _convert(missing, macros), strict=True))
        new = frozenset(missing)
        if not known and listed:
            return sorted(self.env.found_docs)  # what shows an entry is known only to the writer
        return sorted(
            docname
            for docname, places in self.places.items()
            if any(formula in new for formula, _place in places)
        )

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

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what another reading process found."""
        for docname in docnames:
            if docname in otherdata["places"]:
                self.places[docname] = otherdata["places"][docname]

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


# --- collecting and converting -------------------------------------------------------------------


def _math_nodes(doctree: nodes.document) -> Iterator[nodes.math | nodes.math_block]:
    for node in doctree.findall():
        if isinstance(node, nodes.math | nodes.math_block):
            yield node


def _split(node: nodes.math | nodes.math_block) -> list[TexSource]:
    """Return the formulas of a node: several for a block with blank lines in it."""
    text = node.astext()
    if isinstance(node, nodes.math):
        return [TexSource(text, display=False)]
    if node.get("no-wrap", node.get("nowrap", False)):
        return [TexSource(text, display=True)]
    return [TexSource(part, display=True) for part in display_parts(text) or [""]]


def _location(node: nodes.Node) -> str | None:
    source, line = get_source_line(node)
    return f"{source}:{line or ''}" if source else None


def _convert(formulas: list[TexSource], macros: dict[str, str]) -> list[Formula | MathFault]:
    try:
        return convert(formulas, macros)
    except MathEngineError as error:
        message = (
            f"formulas cannot be converted: {error}\n"
            "Their engine comes with the Python package mini-racer: pip install mini-racer"
        )
        raise ExtensionError(message, modname=__name__) from error


def _warn(formula: TexSource, fault: MathFault, location: nodes.Node | str | None) -> None:
    text = textwrap.shorten(formula.tex, 70, placeholder=" …")
    where = f"character {fault.position + 1} of " if fault.position is not None else ""
    message = f"this formula is shown as its source: {fault.message} ({where}{text!r})"
    warn(message, location, Subtype.MATH)


def _domain(env: BuildEnvironment) -> FormulaDomain:
    domain = env.domains[FormulaDomain.name]
    assert isinstance(domain, FormulaDomain)
    return domain


def _note(app: Sphinx, doctree: nodes.document) -> None:
    _domain(app.env).note(app.env.docname, doctree)


def _update(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Convert, and warn of each fault: on every build, for the page is wrong on every build."""
    if getattr(app.builder, "math_renderer_name", None) != RENDERER:
        return []
    domain = _domain(env)
    changed = domain.update(app.config.folio_math_macros)
    for formula, fault, place in domain.faults():
        _warn(formula, fault, place)
    return changed


def _check(app: Sphinx, config: Config) -> None:
    r"""Refuse macros that are no ``\name`` and text: Temml would take them and find none."""
    for name, body in config.folio_math_macros.items():
        if not (isinstance(name, str) and re.fullmatch(r"\\([A-Za-z]+|[^A-Za-z])", name)):
            raise ConfigError(f"folio_math_macros: {name!r} is no macro name such as r'\\R'")
        if not isinstance(body, str):
            raise ConfigError(f"folio_math_macros: the body of {name} is no text: {body!r}")


# --- writing -------------------------------------------------------------------------------------


def _markup(self: HTML5Translator, node: nodes.Element, formulas: Iterable[TexSource]) -> str:
    """Return the HTML of formulas that stand together."""
    return "\n".join(
        f'<code class="folio-math-error">{self.encode(formula.tex)}</code>'
        if isinstance(result, MathFault)
        else result.mathml
        for formula, result in ((item, _result(self, node, item)) for item in formulas)
    )


def _result(self: HTML5Translator, node: nodes.Element, formula: TexSource) -> Formula | MathFault:
    domain = _domain(self.builder.env)
    if formula not in domain.results:
        # Made after reading, by a transform of another extension: converted by itself.
        (result,) = _convert([formula], self.builder.config.folio_math_macros)
        domain.results[formula] = result
        if isinstance(result, MathFault):
            _warn(formula, result, node)
    return domain.results[formula]


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in a line of text."""
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(_markup(self, node, _split(node)) + "</span>")
    raise nodes.SkipNode


def visit_displaymath(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on lines of its own, in a part that scrolls, with its number beside it."""
    formulas = _split(node)
    markup = _markup(self, node, formulas)
    classes = "math folio-math-display notranslate nohighlight"
    self.body.append(self.starttag(node, "div", CLASS=classes))
    _ = words_on(domain_of(self.builder.env), self.docnames[-1])
    results = [_domain(self.builder.env).results[formula] for formula in formulas]
    # A formula that may have to scroll must be reached by the keyboard; one that never does would
    # be a stop on the way of the Tab key for nothing. Only a script could ask the browser; where
    # the estimate errs, most browsers let the keyboard reach what scrolls by themselves.
    focus = ""
    if any(isinstance(result, Formula) and result.width > NARROW for result in results):
        focus = f' tabindex="0" role="group" aria-label="{self.attval(_("Formula"))}"'
    self.body.append(f'<div class="folio-math-scroll"{focus}>{markup}</div>')
    if node.get("number"):
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the renderer ``folio``, which Sphinx chooses unless ``conf.py`` names another."""
    app.add_config_value(
        "folio_math_macros",
        {},
        "env",
        types=frozenset({dict}),
        description=r"Macros for all formulas, such as {r'\R': r'\mathbb{R}'}",
    )
    app.setup_extension("sphinx_folio.ext.domain")
    app.add_html_math_renderer(RENDERER, (visit_math, None), (visit_displaymath, None))
    app.add_domain(FormulaDomain)
    app.connect("config-inited", _check)
    app.connect("doctree-read", _note)
    app.connect("env-updated", _update)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
