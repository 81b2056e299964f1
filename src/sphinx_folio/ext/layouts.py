"""The directive ``{layout}``: a figure of a CuTe layout, drawn from its expression."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from ..errors import Subtype, did_you_mean
from ..layout_algebra import LayoutError, atom, parse_expression, parse_shape
from ..layout_svg import Color, Drawing, Fragment, View, as_text, draw, fragments, is_wide, picture
from . import warn
from .domain import domain_of
from .queries import words_on

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


#: The numbers of bytes that one thread can move at once.
_BYTES = ("1", "2", "4", "8", "16")

#: The name of an MMA or copy atom, and no expression of a layout.
_ATOM = re.compile(r"[A-Za-z]\w*(?:<\w+>)?")

#: The views that know an option, where it is not all of them.
_BELONGS = {
    "access": (View.BANKS,),
    "vector": (View.BANKS,),
    "group": (View.GRID, View.BANKS),
}


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
            (
                *("alt", "view", "color", "highlight", "tile", "wrap"),
                *("element", "group", "access", "vector", "operand"),
            ),
            directives.unchanged,
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
        is_atom = _ATOM.fullmatch(expression) is not None
        views = [str(view) for view in View]
        view = View(self._one_of("view", [str(View.THREADS), *views] if is_atom else views))
        self._refuse_foreign(view, is_atom)
        _ = words_on(domain_of(self.env), self.env.docname)
        element = self._bytes("element", 2)
        parts: tuple[Fragment, ...] = ()
        if is_atom:
            lines = int(wrap) if "wrap" in self.options else 0
            parts = fragments(atom(expression), self.options.get("operand", ""), element, lines, _)
        return Drawing(
            parts[0].layout if parts else parse_expression(expression),
            view,
            Color(self._one_of("color", [str(color) for color in Color])),
            self.options.get("highlight", ""),
            parse_shape(tile) if tile else None,
            int(wrap),
            _,
            expression,
            element,
            self._bytes("group", 0),
            self.options.get("access", ""),
            self._bytes("vector", 0),
            parts,
        )

    def _one_of(self, option: str, known: list[str]) -> str:
        """Return the value of an option, the first of *known* if it is not given."""
        value: str = self.options.get(option, known[0])
        if value not in known:
            raise LayoutError(f"unknown {option} {value!r}.{did_you_mean(value, known)}")
        return value

    def _refuse_foreign(self, view: View, is_atom: bool) -> None:
        """Raise ``LayoutError`` when an option is given that what is drawn does not know."""
        if is_atom and view is not View.THREADS:
            raise LayoutError(f"an atom is drawn in the view threads, not {view}")
        if is_atom and "tile" in self.options:
            raise LayoutError("an atom brings its own tile: leave out the option tile")
        if not is_atom and "operand" in self.options:
            raise LayoutError("the option operand belongs to an atom, such as SM75_U32x4_LDSM_N")
        for option, views in _BELONGS.items():
            if option in self.options and view not in views:
                others = " and ".join(views)
                raise LayoutError(f"the option {option} belongs to the view {others}, not {view}")

    def _bytes(self, option: str, default: int) -> int:
        """Return the value of an option that is a number of bytes, which threads can move."""
        text: str = self.options.get(option, "")
        if not text:
            return default
        if text not in _BYTES:
            raise LayoutError(f"{option} is a number of bytes, 1, 2, 4, 8 or 16, not {text!r}")
        return int(text)

    def _image(self, drawing: Drawing) -> LayoutImage:
        # One number for each figure of a page, and the page's name, so that ids stay unique where
        # a builder joins pages.
        number = self.env.new_serialno("folio-layout")
        prefix = nodes.make_id(f"layout {self.env.docname} {number}")
        svg = draw(drawing, prefix, self.options.get("alt", ""))
        if is_wide(drawing):
            # Scrolled sideways on a phone: must take the focus to be scrolled by keyboard.
            _ = words_on(domain_of(self.env), self.env.docname)
            said = _("Layout {layout}, scrolls sideways", layout=drawing.head)
            label = html.escape(said, quote=True)
            svg = (
                '<div class="folio-layout-scroll" role="region" tabindex="0"'
                f' aria-label="{label}">{svg}</div>'
            )
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in picture(drawing).notes)
        if notes:
            svg += f'<div class="folio-layout-notes">{notes}</div>'
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
