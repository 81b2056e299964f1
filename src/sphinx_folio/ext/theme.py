"""The theme: a child of furo, and mends of its markup that HTML validators and readers ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..style_sheets import join, strip

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.util.typing import ExtensionMetadata

THEME = Path(__file__).parents[1] / "theme" / "folio"

#: One style sheet for each component, in order of use; each has the prefix ``folio-``. Readers get
#: them as one, ``styles/folio.css``.
STYLES = (
    "tokens", "base", "home", "person", "timeline", "cv", "publications", "series", "lists",
    "post", "languages", "comments", "layouts", "code", "measurements", "math-fonts", "math",
    "citations", "references", "statements", "sidenotes", "footnotes", "abbreviations", "steps",
    "tabs", "search", "print",
)  # fmt: skip

#: What is written for readers, and of which components.
SHEETS: dict[str, tuple[str, ...]] = {
    "styles/folio.css": STYLES,
    "styles/folio-layout-explorer.css": ("layout-explorer",),  # only pages with one ask for it
}


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
    if (
        getattr(app.config, "pygments_dark_style", "") == "native"
    ):  # furo's own, known only since it was set up
        app.config.pygments_dark_style = "github-dark"
    app.add_css_file("styles/folio.css", priority=700)


def _write_sheets(app: Sphinx, builder: Builder) -> None:
    """Write the style sheets before Sphinx copies the site's own files, which may replace them.

    Sphinx takes the digests that stand in their addresses when it writes the pages.
    """
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    for name, components in SHEETS.items():
        paths = [THEME / "styles" / f"folio-{component}.css" for component in components]
        target = Path(builder.outdir, "_static", name)
        target.parent.mkdir(parents=True, exist_ok=True)
        sheet = join(path.read_text(encoding="utf-8") for path in paths)
        target.write_text(sheet, encoding="utf-8", newline="\n")


def _strip_highlighting(app: Sphinx, exception: Exception | None) -> None:
    """Take comments and indentation from the colours of code, which furo has just written."""
    sheet = Path(app.outdir, "_static", "pygments.css")
    if exception is None and isinstance(app.builder, StandaloneHTMLBuilder) and sheet.is_file():
        text = strip(sheet.read_text(encoding="utf-8"))
        sheet.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the theme."""
    # Sphinx sets furo up as the parent of our theme; as an extension it refuses to make text.
    app.add_html_theme("folio", str(THEME))
    app.add_post_transform(ClearWrapperIds)
    app.connect("builder-inited", _set_up_builder, priority=400)  # furo's own has 500
    app.connect("write-started", _write_sheets)
    app.connect("build-finished", _strip_highlighting, priority=600)  # furo's own has 500
    return {"parallel_read_safe": True, "parallel_write_safe": True}
