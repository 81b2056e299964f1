"""The directive ``{layout-explorer}``: a figure of a layout that readers can change by typing.

What stands in the page is the figure that ``{layout}`` draws, and a form that style sheets show
where scripts run. The scripts compute when a reader is there.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.builders.html import StandaloneHTMLBuilder

from ...errors import Subtype
from ...layout_algebra import LayoutError, parse_expression
from ...layout_svg import Drawing
from ...words import words
from .. import warn
from ..domain import domain_of
from ..layouts import LayoutDirective, LayoutImage
from ..queries import language_of, words_on
from .controls import MAX_LENGTH, controls, foot
from .messages import script_words

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.util.typing import ExtensionMetadata

#: The second is written for each language; the explorer comes when it has what it needs.
SCRIPTS = (
    "scripts/folio-layout-algebra.js",
    "scripts/folio-layout-words-{}.js",
    "scripts/folio-layout-explorer.js",
)
STYLE = "styles/folio-layout-explorer.css"

_PRESET = re.compile(r"(.+?):\s+(.+)")


class ExplorerImage(LayoutImage):
    """The figure of an explorer, and the form around it."""


class LayoutExplorerDirective(LayoutDirective):
    """Draw the layout of the argument, and let readers change it; else as ``{layout}``."""

    option_spec: ClassVar = {
        "name": directives.unchanged,
        "class": directives.class_option,
        **dict.fromkeys(
            ("alt", "view", "color", "highlight", "tile", "wrap", "element", "access", "presets"),
            directives.unchanged,
        ),
    }

    def _drawing(self, expression: str) -> Drawing:
        if len(expression) > MAX_LENGTH:
            raise LayoutError(f"the expression of an explorer has at most {MAX_LENGTH} characters")
        drawing = super()._drawing(expression)
        if drawing.fragments:
            raise LayoutError("an explorer shows a layout, not an atom: {layout} draws one")
        return drawing

    def _image(self, drawing: Drawing) -> LayoutImage:
        figure = super()._image(drawing)
        _ = words_on(domain_of(self.env), self.env.docname)
        number = self.env.new_serialno("folio-explorer")
        name = nodes.make_id(f"explorer {self.env.docname} {number}")
        form = controls(drawing, self.options.get("tile", ""), self._presets(), name, _)
        html = (
            f'<div class="folio-explorer" id="{name}" data-wrap="{drawing.wrap}">\n{form}\n'
            f'<div class="folio-explorer-view">{figure.astext()}</div>\n{foot(name, _)}\n</div>'
        )
        image = ExplorerImage("", html, format="html")
        image["words"] = figure["words"]
        return image

    def _presets(self) -> list[tuple[str, str]]:
        """Return label and expression of each preset; one that is broken is a warning."""
        found = []
        for text in filter(
            None, map(str.strip, re.split(r"[;\n]", self.options.get("presets", "")))
        ):
            try:
                match = _PRESET.fullmatch(text)
                if match is None:
                    raise LayoutError(f"it is 'label: expression', not {text!r}")
                parse_expression(match[2])
            except LayoutError as fault:
                warn(f"layout: preset: {fault}", self.get_location(), Subtype.LAYOUT)
            else:
                found.append((match[1], match[2]))
        return found


def _add_scripts(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load the scripts and the style sheet on pages that have an explorer, and on no others."""
    if not isinstance(app.builder, StandaloneHTMLBuilder) or doctree is None:
        return
    if next(doctree.findall(ExplorerImage), None) is None:
        return
    language = language_of(domain_of(app.env), pagename)
    app.add_css_file(STYLE, priority=700)
    for script in SCRIPTS:
        app.add_js_file(script.format(language), loading_method="defer")


def _languages(app: Sphinx) -> list[str]:
    """Return the languages of all pages."""
    domain = domain_of(app.env)
    return sorted({language_of(domain, docname) for docname in app.env.found_docs})


def _write_words(app: Sphinx, builder: Builder) -> None:
    """Write what the explorer says, before pages have its digest in their addresses.

    It is a script, for a page that was opened as a file may fetch nothing else.
    """
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    for language in _languages(app):
        said = json.dumps(script_words(words(language)), ensure_ascii=False, separators=(",", ":"))
        target = Path(builder.outdir, "_static", SCRIPTS[1].format(language))
        target.parent.mkdir(parents=True, exist_ok=True)
        text = f"var folioLayoutWords = {said};\n"
        target.write_text(text, encoding="utf-8", newline="\n")


def _written(app: Sphinx) -> list[str]:
    return [f"_static/{SCRIPTS[1].format(language)}" for language in _languages(app)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.setup_extension("sphinx_folio.ext.layouts")
    app.add_node(ExplorerImage)
    app.add_directive("layout-explorer", LayoutExplorerDirective)
    app.connect("write-started", _write_words)
    app.connect("folio-files-written", _written)
    app.connect("html-page-context", _add_scripts)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
