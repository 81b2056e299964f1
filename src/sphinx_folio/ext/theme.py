"""The theme: a child of furo, and mends of its markup that HTML validators and readers ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

THEME = Path(__file__).parents[1] / "theme" / "folio"

#: One style sheet for each component, in order of use; each has the prefix ``folio-``.
STYLES = (
    "tokens", "base", "home", "person", "timeline", "publications", "series", "lists", "post",
    "languages", "comments", "layouts", "math", "citations", "search", "print",
)  # fmt: skip


class ClearWrapperIds(SphinxPostTransform):
    """Takes back the ids that furo copies onto its wrappers: each would stand twice in the page."""

    formats = ("html",)
    # Right after furo's own transform, which has 500.
    default_priority = 501

    def run(self, **kwargs: Any) -> None:
        """Clear the ids of containers around tables and formulas."""
        for node in self.document.findall(nodes.container):
            if {"table-wrapper", "math-wrapper"} & set(node["classes"]):
                node["ids"] = []


def _set_up_builder(app: Sphinx) -> None:
    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    # Sphinx's index keeps words that were edited out, and its Chinese search is broken
    # (https://github.com/sphinx-doc/sphinx/issues/14229).
    app.builder.search = False
    if app.config.pygments_dark_style == "native":  # furo's own, known only since it was set up
        app.config.pygments_dark_style = "github-dark"
    for name in STYLES:
        app.add_css_file(f"styles/folio-{name}.css", priority=700)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the theme."""
    # Sphinx sets furo up as the parent of our theme; as an extension it refuses to make text.
    app.add_html_theme("folio", str(THEME))
    app.add_post_transform(ClearWrapperIds)
    app.connect("builder-inited", _set_up_builder, priority=400)  # furo's own has 500
    return {"parallel_read_safe": True, "parallel_write_safe": True}
