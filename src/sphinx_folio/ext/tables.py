"""Tables that may be wider than a phone can be reached, and so scrolled, by the keyboard.

Furo puts each table into a frame that scrolls. Only a script could ask the browser whether one
does; a stop on the way of the Tab key for each table would be one too many for most.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from .domain import domain_of
from .queries import words_on

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

#: The text of a page on a phone of 390 px, and of a table's signs and gaps, in CSS pixels. A sign
#: is somewhat wider here than most fonts have it.
PHONE = 356
SIGN = 8.5
GAP = 16
_COMMAND = re.compile(r"\\[A-Za-z]+|\\.")
_MARKUP = re.compile(r"[{}_^&\s]")
#: Between these a line may be broken; so may it next to each ideograph and after a hyphen.
_BREAKS = re.compile(r"[\s/-]+|(?<=[\u2e80-\uffef])|(?=[\u2e80-\uffef])")


class ScrollingTable(nodes.container):
    """The frame of a table that may have to scroll; ``label`` is its name."""


class NameScrollingTables(SphinxPostTransform):
    """Lets the frames of wide tables take the focus, and names them after the captions."""

    formats = ("html",)
    # After furo's frames (500) have lost the ids of their tables (501).
    default_priority = 502

    def run(self, **kwargs: object) -> None:
        """Replace the frames of the wide ones."""
        _ = words_on(domain_of(self.env), self.env.current_document.docname)
        for frame in list(self.document.findall(nodes.container)):
            if "table-wrapper" not in frame["classes"]:
                continue
            table = next(iter(frame.findall(nodes.table)), None)
            if table is None or width(table) <= PHONE:
                continue
            caption = next((one for one in table.children if isinstance(one, nodes.title)), None)
            title = caption.astext() if caption is not None else _("Table")
            wide = ScrollingTable("", *frame.children, **frame.attributes)
            wide["label"] = _("{title}, scrolls sideways", title=" ".join(title.split()))
            frame.replace_self(wide)


def width(table: nodes.table) -> float:
    """Return the least width that a table may take, an estimate in CSS pixels."""
    whole = "folio-numbers" in table["classes"]  # whose cells are lines that do not break
    columns: dict[int, float] = {}
    for row in table.findall(nodes.row):
        place = 0
        for entry in row.findall(nodes.entry):
            if "morecols" not in entry:
                needed = len(entry.astext()) if whole else _longest(entry)
                columns[place] = max(columns.get(place, 0), SIGN * needed + GAP)
            place += 1 + entry.get("morecols", 0)
    return sum(columns.values())


def _longest(entry: nodes.entry) -> int:
    """Return the number of signs of the longest part of a cell that no line break parts."""
    parts = [0]
    for text in entry.findall(nodes.Text):
        if isinstance(text.parent, nodes.math):
            parts.append(len(_MARKUP.sub("", _COMMAND.sub("m", text.astext()))))
        elif not isinstance(text.parent, nodes.literal):  # which breaks anywhere
            parts += map(len, _BREAKS.split(text.astext()))
    return max(parts)


def _visit(self: HTML5Translator, node: ScrollingTable) -> None:
    attributes = {"tabindex": "0", "role": "region", "aria-label": node["label"]}
    self.body.append(self.starttag(node, "div", CLASS="docutils container", **attributes))


def _depart(self: HTML5Translator, node: ScrollingTable) -> None:
    self.body.append("</div>\n")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the frame and the step that finds which tables need it."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.add_node(ScrollingTable, html=(_visit, _depart))
    app.add_post_transform(NameScrollingTables)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
