"""The blog: posts with dates, ordered series, and pages per tag."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


PARTS = ("drafts", "posts", "reading", "lists", "series", "tags", "years", "related", "citing")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the parts of the blog."""
    for part in (
        "drafts",
        "posts",
        "reading",
        "lists",
        "series",
        "tags",
        "years",
        "related",
        "citing",
    ):
        app.setup_extension(f"sphinx_folio.ext.blog.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
