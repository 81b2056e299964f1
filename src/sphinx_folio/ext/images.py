"""Images: width and height, lazy loading, and a text for those who do not see them.

An image without a text is told, with its place. One that only decorates says so with an *empty*
text, for which MyST and docutils need the directive: ``:alt:`` with nothing behind it. Without the
option docutils would read the file's name aloud; and ``![](x.png)`` in Markdown has an empty text
whether its author meant that or forgot it, so that it counts as forgotten.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree import ElementTree

import imagesize
from docutils import nodes

from ..errors import Subtype
from . import warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

Size = tuple[int, int]


def size_of(path: Path) -> Size | None:
    """Return width and height of an image file in pixels of CSS, ``None`` if it does not say."""
    try:
        width, height = imagesize.get(path)
    except (OSError, ValueError):
        return None
    if width <= 0 or height <= 0:
        return _view_box(path) if path.suffix.lower() == ".svg" else None
    return max(1, round(width)), max(1, round(height))


def _view_box(path: Path) -> Size | None:
    """Return the size of the drawing of an SVG that leaves its own to the page."""
    try:
        _event, root = next(ElementTree.iterparse(path, ["start"]))
        _x, _y, width, height = map(float, re.split(r"[\s,]+", root.get("viewBox", "").strip()))
    except (OSError, ValueError, ElementTree.ParseError, StopIteration):
        return None
    return (max(1, round(width)), max(1, round(height))) if width > 0 and height > 0 else None


def _check(app: Sphinx, doctree: nodes.document) -> None:
    """Warn about images without a text, and leave their text empty."""
    for node in doctree.findall(nodes.image):
        # MyST gives what Markdown has an empty text; only a directive, which keeps its source in
        # the node, can have meant it.
        if node.get("alt") or ("alt" in node and node.rawsource):
            continue
        node["alt"] = ""
        message = (
            f"image {node['uri']!r} has no text for those who do not see it; write "
            "![what it shows](…) or ':alt: what it shows', or ':alt:' alone if it only decorates"
        )
        place: nodes.Element = node
        while not place.line and place.parent is not None:
            place = place.parent
        warn(message, place, Subtype.IMAGE)


def _visit_image(self: HTML5Translator, node: nodes.image) -> None:
    """Write the image as the builder's own writer does, with what it leaves out."""
    attributes = {"decoding": "async", **_dimensions(self, node)}
    if next(iter(self.document.findall(nodes.image)), node) is not node:
        # The first is likely to be seen at once: to wait for it would only make it late.
        attributes["loading"] = "lazy"
    place = len(self.body)
    type(self).visit_image(self, node)
    added = "".join(f' {name}="{value}"' for name, value in attributes.items())
    self.body[place] = self.body[place].replace("<img ", f"<img{added} ", 1)


def _dimensions(self: HTML5Translator, node: nodes.image) -> dict[str, str]:
    """Return the attributes that keep an image's place free: the file's where the author has none.

    Of a width that the author gives, the height follows; a style sheet's ``height: auto`` then
    takes the two only for their ratio. Of a height in ems nothing follows that HTML could say.
    """
    if "scale" in node or "height" in node or re.match(r"[a-z][a-z0-9+.-]+:", node["uri"]):
        return {}
    size = size_of(Path(self.builder.srcdir, unquote(node["uri"])))
    if size is None:
        return {}
    width, height = size
    given = str(node.get("width", ""))
    if given.isdecimal():
        return {"height": str(max(1, round(int(given) * height / width)))}
    return {"width": str(width), "height": str(height)}


def _depart_image(self: HTML5Translator, node: nodes.image) -> None:
    type(self).depart_image(self, node)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the writer of images, and the check."""
    app.add_node(nodes.image, override=True, html=(_visit_image, _depart_image))
    app.connect("doctree-read", _check, priority=300)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
