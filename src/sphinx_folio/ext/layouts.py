"""The directive ``{layout}``: a figure of a CuTe layout, drawn from its expression."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ..errors import Subtype, did_you_mean
from ..layout_algebra import LayoutError, parse_layout, parse_shape
from ..layout_svg import Color, Drawing, View, as_text, draw, is_wide
from . import warn
from .domain import domain_of
from .queries import words_on

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class LayoutImage(nodes.raw):
    """The SVG of a layout; ``words`` holds the same as a plain table for output without SVG."""


class LayoutDirective(SphinxDirective):
    """Draw the layout of the argument; the body is the caption and, after it, the legend."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar = {
        "name": directives.unchanged,
        "class": directives.class_option,
        **dict.fromkeys(
            ("alt", "view", "color", "highlight", "tile", "wrap"), directives.unchanged
        ),
    }

    def run(self) -> list[nodes.Node]:
        """Return the figure; of a broken expression, a warning and the expression as text."""
        figure = nodes.figure(classes=["folio-layout-figure", *self.options.get("class", [])])
        self.set_source_info(figure)
        expression = " ".join(self.arguments[0].split())
        try:
            figure += self._image(self._drawing(expression))
        except LayoutError as fault:
            warn(f"layout: {fault}", self.get_location(), Subtype.LAYOUT)
            figure += nodes.literal_block(expression, expression, language="text")
        figure += self._caption()
        self.add_name(figure)
        return [figure]

    def _drawing(self, expression: str) -> Drawing:
        tile, wrap = self.options.get("tile"), self.options.get("wrap", "8")
        if not (wrap.isascii() and wrap.isdigit()):
            raise LayoutError(f"wrap is the number of memory cells in a line, not {wrap!r}")
        return Drawing(
            parse_layout(expression),
            View(self._one_of("view", [str(view) for view in View])),
            Color(self._one_of("color", [str(color) for color in Color])),
            self.options.get("highlight", ""),
            parse_shape(tile) if tile else None,
            int(wrap),
            words_on(domain_of(self.env), self.env.docname),
        )

    def _one_of(self, option: str, known: list[str]) -> str:
        """Return the value of an option, the first of *known* if it is not given."""
        value: str = self.options.get(option, known[0])
        if value not in known:
            raise LayoutError(f"unknown {option} {value!r}.{did_you_mean(value, known)}")
        return value

    def _image(self, drawing: Drawing) -> LayoutImage:
        # One number for each figure of a page, and the page's name, so that ids stay unique where
        # a builder joins pages.
        number = self.env.new_serialno("folio-layout")
        prefix = nodes.make_id(f"layout {self.env.docname} {number}")
        svg = draw(drawing, prefix, self.options.get("alt", ""))
        if is_wide(drawing):
            # Scrolled sideways on a phone: must take the focus to be scrolled by keyboard.
            _ = words_on(domain_of(self.env), self.env.docname)
            said = _("Layout {layout}, scrolls sideways", layout=drawing.layout)
            label = html.escape(said, quote=True)
            svg = (
                '<div class="folio-layout-scroll" role="region" tabindex="0"'
                f' aria-label="{label}">{svg}</div>'
            )
        image = LayoutImage("", svg, format="html")
        image["words"] = as_text(drawing)
        return image

    def _caption(self) -> list[nodes.Node]:
        body = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, body)
        if not body.children:
            return []
        first, *rest = body.children
        if not isinstance(first, nodes.paragraph):
            return [nodes.legend("", *body.children)]
        caption = nodes.caption(first.rawsource, "", *first.children)
        caption.source, caption.line = first.source, first.line
        return [caption, nodes.legend("", *rest)] if rest else [caption]


def _put_in_words(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Where the output is not HTML, put a table in plain text in the place of the drawing."""
    if app.builder.format == "html":
        return
    for image in list(doctree.findall(LayoutImage)):
        words = image["words"]
        image.replace_self(nodes.literal_block(words, words, language="text"))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive; the theme brings ``folio-layouts.css``."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.add_node(LayoutImage)
    app.add_directive("layout", LayoutDirective)
    app.connect("doctree-resolved", _put_in_words)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
