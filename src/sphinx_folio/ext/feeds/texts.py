"""The texts of posts for the feeds, kept beside the doctrees from one build to the next.

A page's HTML is at hand only where it is written, which may be in another process; and a build that
writes no page again has none. A post's text is a file that is written with its page, if the post is
in a feed; where the file is missing, the page is written again.
"""

from __future__ import annotations

import html
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

from ...feeds import clean
from ..domain import domain_of
from ..publishing import address, is_public
from ..queries import language_of
from .channels import in_feeds

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def has_feeds(app: Sphinx) -> bool:
    """Tell whether the build is a public one, of pages that each have an address."""
    builder = app.builder
    pages = isinstance(builder, StandaloneHTMLBuilder) and not isinstance(
        builder, SingleFileHTMLBuilder
    )
    return pages and is_public(app)


def _folder(app: Sphinx) -> Path:
    return Path(app.doctreedir) / f"folio-feeds-{app.builder.name}"


def _file(app: Sphinx, docname: str) -> Path:
    return _folder(app) / f"{docname}.html"


def missing(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the posts in feeds whose text is not at hand, to be written again."""
    if not has_feeds(app):
        return []
    return sorted(name for name in in_feeds(domain_of(env)) if not _file(app, name).is_file())


def keep(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Keep the text of a post that is in a feed."""
    domain = domain_of(app.env)
    if not has_feeds(app) or pagename not in in_feeds(domain):
        return
    text = clean(context["body"], address(app, pagename))
    language = html.escape(language_of(domain, pagename))
    path = _file(app, pagename)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    # E-mail addresses as the pages have them: readable, but not for simple harvesters.
    encoded = context["folio_encoded"](f'<div lang="{language}">\n{text}\n</div>')
    beside.write_text(encoded, encoding="utf-8", newline="\n")
    beside.replace(path)


def text_of(app: Sphinx, docname: str) -> str:
    """Return the text of a post; if its file has gone since the pages were written, none."""
    path = _file(app, docname)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def forget_others(app: Sphinx) -> None:
    """Remove the texts of posts that are in no feed: of what is withdrawn nothing stays."""
    wanted = in_feeds(domain_of(app.env)) if has_feeds(app) else frozenset()
    folder = _folder(app)
    if not wanted:
        shutil.rmtree(folder, ignore_errors=True)
    kept = {_file(app, docname) for docname in wanted}
    for path in folder.rglob("*"):
        if path.is_file() and path not in kept:
            path.unlink()
