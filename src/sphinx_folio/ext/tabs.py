"""Tabs of sphinx-design: radio buttons, which need no script; here only made valid HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_design.tabs import sd_tab_label

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class ValidTabs(SphinxPostTransform):
    """Takes ``aria-controls`` from labels, which may not have it; they belong to their inputs."""

    formats = ("html",)
    # Right after sphinx-design makes them (200).
    default_priority = 201

    def run(self, **kwargs: Any) -> None:
        """Clear the attribute."""
        for node in self.document.findall(sd_tab_label):
            node.attributes.pop("aria_controls", None)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the step; the theme brings ``folio-tabs.css``."""
    app.add_post_transform(ValidTabs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
