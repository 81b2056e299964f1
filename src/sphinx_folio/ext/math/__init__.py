r"""Formulas: TeX in the pages, MathML in the HTML, nothing left for the reader's browser to do.

Formulas are collected while the pages are read, converted in one batch before any page is written
(what is known from earlier builds is kept), and looked up by the writer, in whatever process. So
one job and many give the same bytes, and a build in which no formula is new starts no helper.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import ConfigError

from ...errors import Subtype
from ...tex_math.macros import parse_macros
from .. import warn
from .domain import FormulaDomain, formulas_of, warn_of
from .environments import AmsEnvironments
from .fonts import FIRST, drawn, growing, needed
from .titles import SpokenTitles, TitleMath
from .writing import visit_displaymath, visit_math

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

RENDERER = "folio"


def _check(app: Sphinx, config: Config) -> None:
    r"""Refuse macros that are no ``\name`` and text: Temml would take them and find none."""
    macros = config.folio_math_macros
    if isinstance(macros, str):
        path = (Path(app.srcdir) / macros).resolve()
        if not path.is_relative_to(Path(app.srcdir).resolve()):
            raise ConfigError(f"folio_math_macros: {macros!r} lies outside the site")
        if not path.is_file():
            raise ConfigError(f"folio_math_macros: no file {macros!r} in the site")
        return
    for name, body in macros.items():
        if not (isinstance(name, str) and re.fullmatch(r"\\([A-Za-z]+|[^A-Za-z])", name)):
            raise ConfigError(f"folio_math_macros: {name!r} is no macro name such as r'\\R'")
        if not isinstance(body, str):
            raise ConfigError(f"folio_math_macros: the body of {name} is no text: {body!r}")


def _macros(app: Sphinx) -> dict[str, str]:
    """Return the macros of the site; what is wrong in their file is told at its line."""
    said: dict[str, str] | str = app.config.folio_math_macros
    if not isinstance(said, str):
        return said
    path = Path(app.srcdir) / said
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        warn(f"this file of macros is not in UTF-8: {error.reason}", f"{path}:1", Subtype.MATH)
        return {}
    macros, faults = parse_macros(text)
    for fault in faults:
        warn(fault.message, f"{path}:{fault.line}", Subtype.MATH)
    return macros


def _read_macros(app: Sphinx) -> None:
    formulas_of(app.env).data["macros"] = _macros(app)


def _note(app: Sphinx, doctree: nodes.document) -> None:
    formulas_of(app.env).note(app.env.docname, doctree)


def _update(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Convert, and warn of each fault: on every build, for the page is wrong on every build."""
    formulas_of(env).settle_labels()
    if getattr(app.builder, "math_renderer_name", None) != RENDERER:
        return []
    domain = formulas_of(env)
    changed = domain.update()
    for formula, fault, place in domain.faults():
        warn_of(formula, fault, place)
    return changed


def _choose_fonts(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tell the template which parts of the font to preload, and which goes before the base."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        body = context.get("body") or ""
        parts = needed(drawn(body), growing(body))
        context["folio_math_fonts"] = [face.url for face in parts]
        context["folio_math_first"] = next((one.family for one in parts if one.family in FIRST), "")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the renderer ``folio``, which Sphinx chooses unless ``conf.py`` names another."""
    app.add_config_value(
        "folio_math_macros",
        {},
        "env",
        types=frozenset({dict, str}),
        description=r"Macros for all formulas, {r'\R': r'\mathbb{R}'}, or a file of \newcommands",
    )
    app.setup_extension("sphinx_folio.ext.domain")
    app.add_html_math_renderer(RENDERER, (visit_math, None), (visit_displaymath, None))
    app.add_domain(FormulaDomain)
    app.add_node(TitleMath)
    app.add_transform(AmsEnvironments)
    app.add_transform(SpokenTitles)
    app.connect("config-inited", _check)
    app.connect("builder-inited", _read_macros)
    app.connect("doctree-read", _note)
    app.connect("env-updated", _update)
    # After what adds to a page's body.
    app.connect("html-page-context", _choose_fonts, priority=960)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
