"""Whether a build is for the public, and at which absolute address each of its pages will be."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata


def is_public(app: Sphinx) -> bool:
    """Tell whether the build is one that readers and machines are invited to.

    It is not without ``html_baseurl``, with drafts in it, or for a pull request on Read the Docs:
    then there are no feeds, no sitemap and no cards, and pages ask not to be indexed.
    """
    return bool(app.config.folio_public and app.config.html_baseurl) and not app.config.folio_drafts


def absolute(app: Sphinx, path: str) -> str:
    """Return the absolute address of a path below the site's root, ``""`` if that is not known."""
    base = app.config.html_baseurl
    return f"{base.rstrip('/')}/{quote(path, safe='/#%~')}" if base else ""


def address(app: Sphinx, docname: str) -> str:
    """Return the absolute address of a page, ``""`` when the site does not know its own."""
    return absolute(app, app.builder.get_target_uri(docname))


def _not_a_pull_request(config: Config) -> bool:
    return os.environ.get("READTHEDOCS_VERSION_TYPE") != "external"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the settings."""
    app.add_config_value(
        "folio_public",
        _not_a_pull_request,
        "html",
        bool,
        "False: no feeds, sitemap, cards, indexing",
    )
    app.add_config_value(
        "folio_drafts", False, "env", bool, "True: show drafts and posts dated ahead, for a preview"
    )
    return {"parallel_read_safe": True, "parallel_write_safe": True}
