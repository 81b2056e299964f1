"""Where the source of a page can be read, by furo's own settings."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: The part of an address between a repository and a branch, by a word in the host's name.
_VIEWS = {"gitlab": "-/blob", "bitbucket": "src", "codeberg": "src/branch", "gitea": "src/branch"}


def source_address(app: Sphinx, docname: str) -> str:
    """Return the address of a page's source in the repository, ``""`` if none is set.

    The theme options ``source_repository``, ``source_branch`` and ``source_directory`` say where,
    as they do for furo's own buttons.
    """
    options = app.config.html_theme_options
    repository = str(options.get("source_repository") or "").rstrip("/")
    branch = str(options.get("source_branch") or "")
    if urlsplit(repository).scheme not in {"http", "https"} or not branch:
        return ""
    host = urlsplit(repository).hostname or ""
    view = next((view for word, view in _VIEWS.items() if word in host), "blob")
    folder = str(options.get("source_directory") or "").strip("/")
    name = app.env.doc2path(docname, base=False).as_posix()
    path = f"{folder}/{name}" if folder else name
    return f"{repository}/{view}/{quote(branch)}/{quote(path)}"
