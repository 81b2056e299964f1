"""The blog: posts with dates, ordered series, pages for tags and years."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


#: The rooms of the blog; ``posts`` brings those of a post's own page.
PARTS = (
    "drafts", "posts", "reading", "lists", "series", "tags", "years", "related", "citing",
    "surroundings",
)  # fmt: skip


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the parts of the blog."""
    for part in PARTS:
        app.setup_extension(f"sphinx_folio.ext.blog.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
